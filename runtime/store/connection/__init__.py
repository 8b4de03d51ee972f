"""The door to the database and how statements are told to it: SQLite or PostgreSQL, by SQLAlchemy or by heart; it knows no table."""
