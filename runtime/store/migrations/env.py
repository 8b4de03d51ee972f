"""Alembic's entry: migrations run on the connection that `runtime.store.migrating` has opened."""

from alembic import context

from runtime.store.tables.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
