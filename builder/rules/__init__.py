"""A rule as rows that a person fills in or as a formula: what it may read where it stands, and what comes of it."""
