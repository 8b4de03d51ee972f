"""What is kept: tables and the queries that stand beside them. See README.md for the law of this room."""
