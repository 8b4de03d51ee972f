"""Every table and the kinds of column they are made of, one module for each area; definitions only, no queries."""
