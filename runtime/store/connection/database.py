"""The door to the database: SQLite in a file, or PostgreSQL, with the same promises."""

import json
import select
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Final

import pysqlite3
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import QueuePool

from runtime.store.connection import prepared

__all__ = ["Connection", "Database"]

_compact: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode

SAFE_SQLITE = (3, 51, 3)
"""The first SQLite whose write-ahead log cannot be reset under a reader (earlier ones may lose commits)."""
ROW_BY_ROW: Final = "-c random_page_cost=1.1"
"""PostgreSQL takes a disk for one that turns, and prefers to read a small table whole: with a plan that is kept it goes on so
while the table grows, until it counts the rows again. What the address says comes after this."""


class Database:
    """One database for the whole process.

    ``secret`` is what tokens are derived from (`keys.py`); without it none are made. ``zone`` is the IANA name of
    the time in which people work here. Every transaction remembers the versions of the working ``calendars`` that it
    has come across (`calendars.py`), and whether a workspace has any connection to a tracker (`mirrors.py`).

    SQLite: WAL, every commit reaches the disk (``synchronous=FULL``), one writer at a time in the process, because
    SQLite's own waiting is unfair. PostgreSQL: READ COMMITTED; correctness comes from unique constraints
    and from compare-and-set on the case's version, never from the isolation level.

    Raises:
        RuntimeError: the SQLite library is older than `SAFE_SQLITE`.
    """

    def __init__(self, url: str, secret: str | None = None, zone: str = "UTC") -> None:
        self.url = make_url(url)
        self.engine = _sqlite(self.url) if self.is_sqlite else _postgresql(self.url)
        self._writer: AbstractContextManager[Any] = threading.Lock() if self.is_sqlite else nullcontext()
        known: dict[str, Any] = {"secret": secret, "zone": zone}
        one_moment: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        alone: dict[str, Any] = {"isolation_level": "AUTOCOMMIT"}
        # Said once here, and not to each connection: that would cost as much as a statement.
        self._writing = self.engine.execution_options(**known, writes=True)
        self._seeing = self.engine.execution_options(**known, **({} if self.is_sqlite else one_moment))
        self._glancing = self.engine.execution_options(**known, **({} if self.is_sqlite else alone))

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that may write; committed at the end of the block, rolled back if it raises."""
        with self._writer, self._writing.connect().execution_options(calendars={}, mirrors={}) as tx, tx.begin():
            yield tx

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that changes nothing and sees one moment, however many its queries."""
        with self._seeing.connect().execution_options(calendars={}, mirrors={}) as tx, tx.begin():
            yield tx

    @contextmanager
    def glancing(self) -> Iterator[Connection]:
        """For one query, which sees one moment anyway: on PostgreSQL it costs one journey instead of three."""
        with self._glancing.connect() as tx, tx.begin():
            yield tx

    def close(self) -> None:
        self.engine.dispose()


def _sqlite(url: URL) -> Engine:
    if pysqlite3.sqlite_version_info < SAFE_SQLITE:
        raise RuntimeError(f"SQLite {pysqlite3.sqlite_version} may lose commits in WAL mode; 3.51.3 or newer is needed")
    engine = create_engine(
        url, module=pysqlite3, json_serializer=_compact, poolclass=QueuePool, pool_size=16, max_overflow=16
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN would be a deferred one; `_begin` says it instead
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(url: URL) -> Engine:
    options = url.query.get("options", "")
    engine = create_engine(
        url.set(drivername="postgresql+psycopg").update_query_dict({"options": f"{ROW_BY_ROW} {options}".strip()}),
        json_serializer=_compact,
        isolation_level="READ COMMITTED",
        pool_size=16,
        max_overflow=16,
    )
    event.listen(engine, "checkout", _still_open)
    prepared.prepare(engine)
    return engine


def _still_open(connection: Any, _record: Any, _proxy: Any) -> None:
    """A server says nothing to whom it has not been asked by, unless it has closed: then there is something to read.

    To ask it would cost a journey for each transaction.

    Raises:
        DisconnectionError: the pool opens another one.
    """
    waiting = select.poll()
    waiting.register(connection.pgconn.socket, select.POLLIN)
    if connection.closed or waiting.poll(0):
        raise DisconnectionError
