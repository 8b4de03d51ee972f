"""The promises that both databases keep, and those that only one needs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import psycopg
import pysqlite3
import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from runtime.store import keys
from runtime.store.connection.database import Database
from runtime.store.ids import new_id
from runtime.store.people import workspaces
from runtime.store.people.workspaces import Workspace

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_what_raises_leaves_nothing_behind(database: Database) -> None:
    def half() -> None:
        with database.writing() as tx:
            workspaces.add(tx, Workspace("one", "One"), NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    with database.reading() as tx:
        assert workspaces.all_of_them(tx) == []


def test_a_reader_sees_one_moment(database: Database) -> None:
    with database.reading() as tx:
        assert workspaces.all_of_them(tx) == []
        with database.writing() as other:
            workspaces.add(other, Workspace("one", "One"), NOW)
        assert workspaces.all_of_them(tx) == []
    with database.reading() as tx:
        assert workspaces.all_of_them(tx) == [Workspace("one", "One")]


def test_a_reader_changes_nothing(database: Database) -> None:
    with pytest.raises(DBAPIError), database.reading() as tx:
        workspaces.add(tx, Workspace("one", "One"), NOW)


def test_sqlite_keeps_what_it_has_acknowledged(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.reading() as tx:
        said = {
            name: tx.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    database.close()
    assert said == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_an_old_sqlite_is_refused(monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> None:
    monkeypatch.setattr(pysqlite3, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(RuntimeError, match=r"3\.51\.3"):
        Database(sqlite_url)


def test_sqlite_has_one_writer_at_a_time(sqlite_url: str) -> None:
    """They wait for each other before they come to SQLite, which here has no patience at all."""
    database = Database(sqlite_url)
    event.listen(database.engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=0"))

    def write(number: int) -> None:
        with database.writing() as tx:
            workspaces.add(tx, Workspace(str(number), ""), NOW)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(20)))
    with database.reading() as tx:
        assert len(workspaces.all_of_them(tx)) == 20
    database.close()


def test_a_moment_comes_back_as_it_was_in_utc(database: Database) -> None:
    here = datetime(2026, 3, 2, 17, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    with database.writing() as tx:
        workspaces.add(tx, Workspace("late", ""), here + timedelta(microseconds=1))
        workspaces.add(tx, Workspace("early", ""), here)
        assert [one.id for one in workspaces.all_of_them(tx)] == ["early", "late"]
        kept = tx.exec_driver_sql("SELECT created_at FROM workspace WHERE id = 'early'").scalar()
    assert str(kept).startswith("2026-03-02 09:00:00.123456")


def test_tokens_need_the_secret(database_url: str) -> None:
    bare, one, other = Database(database_url), Database(database_url, "one"), Database(database_url, "other")
    with bare.reading() as tx, pytest.raises(RuntimeError, match="secret"):
        keys.token(tx, "tracking", "x")
    with one.reading() as tx, other.reading() as elsewhere:
        made = keys.token(tx, "tracking", "x")
        assert made == keys.token(tx, "tracking", "x")
        assert (
            len(
                {
                    made,
                    keys.token(tx, "task", "x"),
                    keys.token(tx, "tracking", "y"),
                    keys.token(elsewhere, "tracking", "x"),
                }
            )
            == 4
        )
    for database in (bare, one, other):
        database.close()


def test_ids_sort_by_time() -> None:
    ids = [new_id(NOW + timedelta(milliseconds=step)) for step in range(100)]
    assert ids == sorted(ids)
    assert {len(one) for one in ids} == {26}
    assert len({new_id(NOW) for _ in range(1000)}) == 1000


@pytest.mark.postgres
def test_a_server_that_was_away_is_found_again(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    with database.reading() as tx:
        ours = tx.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    with psycopg.connect(postgresql_url, autocommit=True) as server:
        server.execute("SELECT pg_terminate_backend(%s, 5000)", (ours,))
    with database.reading() as tx:
        assert tx.exec_driver_sql("SELECT 1").scalar_one() == 1
    database.close()


def test_one_look_sees_what_was_committed(database: Database) -> None:
    with database.writing() as tx:
        workspaces.add(tx, Workspace("one", "One"), NOW)
    with database.glancing() as tx:
        assert workspaces.all_of_them(tx) == [Workspace("one", "One")]
