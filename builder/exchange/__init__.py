"""Forms of other formats, brought in and given out. What cannot be carried is said, and never dropped in silence."""
