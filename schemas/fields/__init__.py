"""The types of field: one file each, found by `registry`."""
