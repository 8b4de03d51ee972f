"""Migrations lead exactly to the tables that the code speaks of."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import DBAPIError

from runtime.store.connection.database import Database
from runtime.store.migrating import migrate
from runtime.store.tables.tables import METADATA
from tests.runtime.office import World


def test_migrations_equal_the_metadata(database: Database) -> None:
    with database.reading() as tx:
        assert compare_metadata(MigrationContext.configure(tx, opts={"compare_type": True}), METADATA) == []


def test_migrating_again_changes_nothing(database_url: str) -> None:
    migrate(database_url)
    migrate(database_url)


@pytest.mark.parametrize("change", ["UPDATE journal SET kind = 'x'", "DELETE FROM journal"])
def test_the_journal_only_grows(world: World, change: str) -> None:
    world.submit()
    with pytest.raises(DBAPIError, match="only grows"), world.database.writing() as tx:
        tx.exec_driver_sql(change)
