"""What administrators do to requests that cannot, or should not, go on as drawn."""
