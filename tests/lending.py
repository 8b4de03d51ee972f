"""Databases that tests borrow and give back: to copy one takes longer than most tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import psycopg

PATIENCE = 5000
"""Milliseconds until what a test has left running must be gone."""

LARGEST = 4_000_000
"""Bytes of a database's tables, rows that are deleted included, that are worth keeping."""

_EMPTIED = """
DO $$
DECLARE name text; found bool;
BEGIN
  SET LOCAL session_replication_role = replica;  -- the journal only grows, and says so
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO found;
    IF found THEN EXECUTE format('DELETE FROM %I', name); END IF;
  END LOOP;
END $$
"""

_LOOKS = """
WITH ours AS (SELECT * FROM pg_class WHERE relnamespace = 'public'::regnamespace)
SELECT md5(string_agg(said, '|' ORDER BY said)), (SELECT sum(pg_relation_size(oid)) FROM ours WHERE relkind = 'r') FROM (
  SELECT concat_ws(' ', relname, relkind, reltuples, reloptions) AS said FROM ours
  UNION ALL SELECT concat_ws(' ', relname, attname, atttypid, atttypmod, attnotnull) FROM pg_attribute
    JOIN ours ON ours.oid = attrelid
  UNION ALL SELECT concat_ws(' ', conname, pg_get_constraintdef(pg_constraint.oid)) FROM pg_constraint
    JOIN ours ON ours.oid = conrelid
  UNION ALL SELECT concat_ws(' ', tgname, tgenabled) FROM pg_trigger JOIN ours ON ours.oid = tgrelid
    WHERE NOT tgisinternal
  UNION ALL SELECT concat_ws(' ', proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_'
  UNION ALL SELECT extname FROM pg_extension
  UNION ALL SELECT version_num FROM alembic_version
  UNION ALL SELECT setconfig::text FROM pg_db_role_setting JOIN pg_database ON pg_database.oid = setdatabase
    WHERE datname = current_database()
) AS all_of_it
"""


class Lending:
    """Copies of the database ``migrated`` in the server at ``address``, which lacks only a database's name.

    What comes back is emptied. Where a test has changed more than rows, counted them for the planner or left very
    many, it is dropped, and the next one is copied.
    """

    def __init__(self, server: "psycopg.Connection[tuple[object, ...]]", address: str) -> None:
        self._server = server
        self._address = address
        # Through the log, as newer servers like it, it would be written twice.
        self._how = "STRATEGY file_copy" if server.info.server_version >= 150_000 else ""
        self._numbers = count(1)
        self._free: list[str] = []
        self._fresh = self._looks("migrated")[0]

    @contextmanager
    def one(self) -> Iterator[str]:
        name = self._free.pop() if self._free else self._copied()
        yield self._of(name)
        if self._as_new(name):
            self._free.append(name)
        else:
            self._server.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _of(self, name: str) -> str:
        return f"{self._address}&dbname={name}"

    def _copied(self) -> str:
        name = f"test_{next(self._numbers)}"
        self._server.execute(f"CREATE DATABASE {name} TEMPLATE migrated {self._how}")
        return name

    def _as_new(self, name: str) -> bool:
        gone = "SELECT pg_terminate_backend(pid, %s) FROM pg_stat_activity WHERE datname = %s"
        try:
            if not all(ended for (ended,) in self._server.execute(gone, (PATIENCE, name))):
                return False
            with psycopg.connect(self._of(name), options=f"-c lock_timeout={PATIENCE}") as there:
                there.execute(_EMPTIED)
            looks, size = self._looks(name)
        except psycopg.Error:
            return False
        return looks == self._fresh and size <= LARGEST

    def _looks(self, name: str) -> tuple[str, int]:
        with psycopg.connect(self._of(name)) as there:
            found = there.execute(_LOOKS).fetchone()
        assert found is not None
        return str(found[0]), int(found[1])
