"""The designer's pages: one Blueprint per page module."""
