"""Brings a database to the newest shape."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from runtime.store.connection.database import Database

SCRIPTS = Path(__file__).with_name("migrations")


def migrate(url: str) -> None:
    """Runs every migration that the database has not had, in one transaction; a new database gets all tables."""
    database = Database(url)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    try:
        with database.writing() as tx:
            config.attributes["connection"] = tx
            command.upgrade(config, "head")
    finally:
        database.close()
