"""Pure: decides what happens, does not make it happen. See README.md for what this room may not do."""
