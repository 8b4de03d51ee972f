"""What is counted of requests while they change, and the figures that are shown of it."""
