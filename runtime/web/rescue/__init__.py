"""What administrators do where requests cannot go on: what is stuck, what is mended, moved to another version, or handed over to others."""
