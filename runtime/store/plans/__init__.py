"""Projects as rows: activities, bookings, resources, and every change of a plan."""
