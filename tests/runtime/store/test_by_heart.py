"""What is said by heart is said as SQLAlchemy would, on both databases."""

from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, bindparam, event, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from runtime.store.connection.among import among
from runtime.store.connection.database import Database
from runtime.store.connection.prepared import ByHeart, together
from runtime.store.tables.tables import IDEMPOTENCY

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
INSERT = ByHeart(insert(IDEMPOTENCY))
BODIES = select(IDEMPOTENCY.c.key, IDEMPOTENCY.c.body, IDEMPOTENCY.c.at).order_by(IDEMPOTENCY.c.key)
AMONG = ByHeart(BODIES.where(IDEMPOTENCY.c.scope == "s", among(IDEMPOTENCY.c.key, "keys")))
RENAME = ByHeart(update(IDEMPOTENCY).where(IDEMPOTENCY.c.key == bindparam("the_key")), ("fingerprint", "body"))


def row(key: str) -> dict[str, Any]:
    this = {"workspace_id": "w", "scope": "s", "key": key}
    return {**this, "fingerprint": "f", "body": {"钥": key, "n": [1, None]}, "at": NOW}


def test_rows_come_back_as_sqlalchemy_reads_them(database: Database) -> None:
    with database.writing() as tx:
        INSERT.run(tx, row("a"))
        INSERT.run_each(tx, [row("b"), row("c")])
        INSERT.run_each(tx, [])
        assert RENAME.run(tx, {"the_key": "b", "fingerprint": "g", "body": {}}) == 1
        assert RENAME.run(tx, {"the_key": "z", "fingerprint": "g", "body": {}}) == 0
    with database.reading() as tx:
        for keys in (["a", "b", "z"], [], ['it\'s "a", {b}']):
            usual = [tuple(one) for one in tx.execute(BODIES.where(IDEMPOTENCY.c.key.in_(keys)))]
            assert [tuple(one) for one in AMONG.all(tx, {"keys": keys})] == usual
        first = AMONG.first(tx, {"keys": ["b"]})
        assert (first.key, first.body, first.at, first.at.tzinfo) == ("b", {}, NOW, UTC)
        assert AMONG.first(tx, {"keys": []}) is None


def test_what_fails_undoes_all(database: Database) -> None:
    def twice(*, at_once: bool) -> None:
        with database.writing() as tx:
            INSERT.run(tx, row("a"))
            if at_once:
                with together(tx):
                    INSERT.run_each(tx, [row("b"), row("b")])
                    INSERT.run(tx, row("c"))
            INSERT.run(tx, row("a"))

    for at_once in (False, True):
        with pytest.raises(IntegrityError):
            twice(at_once=at_once)
    with database.writing() as tx:
        assert tx.execute(BODIES).all() == []
        INSERT.run(tx, row("a"))


def test_what_goes_together_is_done_in_its_order(database: Database) -> None:
    with database.writing() as tx:
        with together(tx):
            INSERT.run_each(tx, [row("a"), row("b")])
            RENAME.run(tx, {"the_key": "a", "fingerprint": "g", "body": 1})
            INSERT.run(tx, row("c"))
            RENAME.run(tx, {"the_key": "c", "fingerprint": "g", "body": 2})
        kept = {one.key: one.body for one in AMONG.all(tx, {"keys": ["a", "c"]})}
    assert kept == {"a": 1, "c": 2}


@pytest.mark.parametrize("after", ["nothing", "by heart", "usual", "savepoint"])
def test_what_waits_is_said_before_what_follows_it(database: Database, after: str) -> None:
    def said() -> None:
        with database.writing() as tx:
            with together(tx):
                INSERT.run_each(tx, [row("a"), row("b")])
                RENAME.run(tx, {"the_key": "b", "fingerprint": "g", "body": 1})
            if after == "by heart":
                assert [one.body for one in AMONG.all(tx, {"keys": ["b"]})] == [1]
            elif after == "usual":
                assert [one.key for one in tx.execute(BODIES)] == ["a", "b"]
            elif after == "savepoint":
                with tx.begin_nested() as kept:
                    with together(tx):
                        INSERT.run(tx, row("c"))
                    kept.rollback()

    said()
    with pytest.raises(IntegrityError):
        said()
    with database.writing() as tx:
        assert [(one.key, one.body) for one in tx.execute(BODIES)] == [("a", row("a")["body"]), ("b", 1)]


def test_whoever_asks_meanwhile_is_answered(database: Database) -> None:
    with database.writing() as tx, together(tx):
        INSERT.run(tx, row("a"))
        assert [one.key for one in AMONG.all(tx, {"keys": ["a"]})] == ["a"]
        INSERT.run(tx, row("b"))
    with database.reading() as tx:
        assert [one.key for one in AMONG.all(tx, {"keys": ["a", "b"]})] == ["a", "b"]


def test_what_waits_is_taken_back_with_the_rest(database: Database) -> None:
    def broken() -> None:
        with database.writing() as tx:
            with together(tx):
                INSERT.run(tx, row("a"))
            raise KeyError

    for _ in range(2):
        with pytest.raises(KeyError):
            broken()
    with database.reading() as tx:
        assert AMONG.all(tx, {"keys": ["a"]}) == []


@pytest.mark.postgres
def test_a_transaction_begins_and_ends_with_what_it_says(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    with database.writing() as tx:
        driver: Any = tx.connection.dbapi_connection
        with together(tx):
            INSERT.run(tx, row("a"))
        assert driver.pgconn.transaction_status == TransactionStatus.IDLE
    with database.reading() as tx:
        assert [one.key for one in AMONG.all(tx, {"keys": ["a"]})] == ["a"]
    database.close()


def test_it_is_heard(database: Database) -> None:
    said: list[tuple[str, bool]] = []

    def listen(_tx: Any, _cursor: Any, statement: str, _given: Any, _context: Any, many: bool) -> None:  # noqa: FBT001 -- of the event
        said.append((statement.partition(" ")[0], many))

    event.listen(database.engine, "before_cursor_execute", listen)
    with database.reading() as tx:
        AMONG.all(tx, {"keys": []})
    with database.writing() as tx:
        INSERT.run_each(tx, [row("a"), row("b")])
    event.remove(database.engine, "before_cursor_execute", listen)
    assert [one for one in said if one[0] in ("SELECT", "INSERT")] == [("SELECT", False), ("INSERT", True)]


@pytest.mark.postgres
def test_a_connection_that_breaks_is_given_to_nobody_again(postgresql_url: str) -> None:
    database = Database(postgresql_url)

    def broken() -> None:
        with database.reading() as tx, psycopg.connect(postgresql_url, autocommit=True) as other:
            driver: Any = tx.connection.dbapi_connection
            other.execute("SELECT pg_terminate_backend(%s)", (driver.info.backend_pid,))
            AMONG.all(tx, {"keys": []})

    with pytest.raises(DBAPIError) as lost:
        broken()
    assert lost.value.connection_invalidated
    with database.reading() as tx:
        assert AMONG.all(tx, {"keys": []}) == []
    database.close()


def test_however_many_rows_all_come_in(database: Database) -> None:
    for count in (2, 3, 5, 31, 70):
        with database.writing() as tx:
            INSERT.run_each(tx, [row(f"{count}-{at:02}") for at in range(count)])
        with database.reading() as tx:
            keys = [one.key for one in AMONG.all(tx, {"keys": [f"{count}-{at:02}" for at in range(count)]})]
        assert keys == [f"{count}-{at:02}" for at in range(count)]


def test_a_transaction_that_begins_by_heart_keeps_its_promises(database: Database) -> None:
    with database.reading() as tx:
        assert AMONG.all(tx, {"keys": ["a"]}) == []
        with database.writing() as other:
            INSERT.run(other, row("a"))
        assert AMONG.all(tx, {"keys": ["a"]}) == []
        with pytest.raises(DBAPIError):
            INSERT.run(tx, row("b"))
    with database.glancing() as tx:
        assert [one.key for one in AMONG.all(tx, {"keys": ["a", "b"]})] == ["a"]


def test_what_is_broken_off_together_is_not_said(database: Database) -> None:
    with database.writing() as tx:
        with pytest.raises(KeyError), together(tx):
            INSERT.run(tx, {"workspace_id": "w"})
        INSERT.run(tx, row("a"))
    with database.reading() as tx:
        assert [one.key for one in AMONG.all(tx, {"keys": ["a"]})] == ["a"]


def test_what_is_taken_back_takes_no_statement_with_it(database: Database) -> None:
    """The driver has PostgreSQL forget what was prepared, once it has prepared something itself."""

    def prepare(tx: Connection) -> None:
        for _ in range(7):
            tx.execute(BODIES)

    def spoil(*, at_its_end: bool) -> None:
        with database.writing() as tx:
            prepare(tx)
            INSERT.run(tx, row("b"))
            with together(tx) if at_its_end else nullcontext():
                INSERT.run(tx, row("b"))

    for _ in range(3):
        with database.writing() as tx:
            prepare(tx)
            INSERT.run(tx, row("a"))
            with pytest.raises(IntegrityError), tx.begin_nested():
                INSERT.run(tx, row("a"))
            assert RENAME.run(tx, {"the_key": "a", "fingerprint": "g", "body": 1}) == 1
            with tx.begin_nested() as kept:
                INSERT.run(tx, row("b"))
                kept.rollback()
            assert [one.key for one in AMONG.all(tx, {"keys": ["a", "b"]})] == ["a"]
            tx.execute(IDEMPOTENCY.delete())
        for at_its_end in (False, True):
            with pytest.raises(IntegrityError):
                spoil(at_its_end=at_its_end)
