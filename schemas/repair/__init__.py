"""What mends a problem in one step, and how that is said before it is done."""
