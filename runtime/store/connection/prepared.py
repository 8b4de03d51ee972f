"""Statements that every request says: SQLAlchemy spells each once for a database, and then the driver is told directly.

To run one costs SQLAlchemy twice as much as the driver. What is said by heart is its statement all the same: it belongs to
the transaction, is heard by whoever listens to statements, and fails with the same errors.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, bindparam, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import Dialect, result_tuple
from sqlalchemy.exc import DBAPIError

from runtime.store.connection import wire
from runtime.store.connection.wire import Wire

Given = Mapping[str, Any]
Rows = list[Any]
ROWS = (32, 16, 8, 4, 3, 2, 1)
"""So many rows at once, so that a server has few statements to remember."""
_NUMBERING: Final[Dialect] = PGDialect_psycopg(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]


class ByHeart:
    """``names``: the columns that it writes and does not name itself; without them an INSERT writes every one.

    It is given a value for each of them and for each of its parameters, by name.
    """

    def __init__(self, statement: Any, names: Iterable[str] = ()) -> None:
        self.statement = statement
        self._names = tuple(names)
        self._spelt: dict[str, _Spelt] = {}

    def all(self, tx: Connection, given: Given) -> Rows:
        """Its rows, which know the names of their columns."""
        return self._in(tx.dialect).say(tx, given)[0]

    def first(self, tx: Connection, given: Given) -> Any:
        """The first row, or None."""
        return next(iter(self.all(tx, given)), None)

    def run(self, tx: Connection, given: Given) -> int:
        """How many rows it was about; unknown within `together`."""
        return self._in(tx.dialect).say(tx, given)[1]

    def soon(self, tx: Connection, given: Given) -> Callable[[], Rows]:
        """What gives its rows when it is asked for them; a server hears of it with what is said next."""
        return self._in(tx.dialect).soon(tx, given)

    def run_each(self, tx: Connection, several: Sequence[Given]) -> None:
        """Once for each, in one journey."""
        if len(several) > 1:
            self._in(tx.dialect).say_each(tx, several)
        elif several:
            self.run(tx, several[0])

    def _in(self, dialect: Dialect) -> "_Spelt":
        known = self._spelt.get(dialect.name)
        if known is None:
            kind = _ForSqlite if dialect.name == "sqlite" else _ForPostgresql
            known = self._spelt[dialect.name] = kind(self.statement, self._names, dialect)
        return known


@contextmanager
def together(tx: Connection) -> Iterator[None]:
    """What is run by heart in this block waits for what asks for rows, or is said after the block, or ends the transaction.

    It goes to a server with that, in one journey, and may fail there.
    """
    if tx.dialect.name == "sqlite":
        yield
        return
    with _wire(tx).together():
        yield


def prepare(engine: Engine) -> None:
    """Has an engine for PostgreSQL say what waits before anything else is said, and take it back with the rest."""
    event.listen(engine, "before_cursor_execute", _send_before)
    event.listen(engine, "commit", _commit)
    event.listen(engine, "rollback", _forget)
    event.listen(engine, "rollback_savepoint", _forget)


def _send_before(tx: Connection, cursor: Any, *_statement: Any) -> None:
    """What is said by heart has no cursor, and looks itself what waits."""
    if cursor is not None:
        with _known_errors(tx):
            _wire(tx).send()


def _commit(tx: Connection) -> None:
    with _known_errors(tx):
        _wire(tx).commit()


def _forget(tx: Connection, *_savepoint: Any) -> None:
    if not tx.invalidated:
        _wire(tx).forget()


class _Spelt(ABC):
    """A statement in the words of one database."""

    def __init__(self, statement: Any, names: tuple[str, ...], dialect: Dialect) -> None:
        spelt = _spelt(statement, names, dialect)
        columns = list(getattr(statement, "exported_columns", ()))
        self._text = str(spelt)
        self._order = spelt.positiontup
        self._own = {name: bind.effective_value for name, bind in spelt.binds.items() if not bind.required}
        self._own |= {column.name: column.default.arg for column in spelt.insert_prefetch}
        kinds = ((name, bind.type.dialect_impl(dialect)) for name, bind in spelt.binds.items())
        self._inwards = [(name, change) for name, kind in kinds if (change := kind.bind_processor(dialect))]
        kinds = ((at, column.type.dialect_impl(dialect)) for at, column in enumerate(columns))
        self._outwards = [(at, change) for at, kind in kinds if (change := kind.result_processor(dialect, None))]
        self._row = result_tuple([column.name for column in columns])
        self._returns = bool(columns)

    def say(self, tx: Connection, given: Given) -> tuple[Rows, int]:
        """Its rows, and how many it was about."""
        told = self._told(given)
        self._let_hear(tx, told, many=False)
        with _known_errors(tx, self._text, told):
            found, count = self._say(tx, told)
        return self._read(found), count

    def soon(self, tx: Connection, given: Given) -> Callable[[], Rows]:
        found = self.say(tx, given)[0]
        return lambda: found

    def say_each(self, tx: Connection, several: Sequence[Given]) -> None:
        told = [self._told(given) for given in several]
        self._let_hear(tx, told, many=True)
        with _known_errors(tx, self._text, told):
            self._say_each(tx, told)

    @abstractmethod
    def _say(self, tx: Connection, told: dict[str, Any]) -> tuple[Rows, int]: ...

    @abstractmethod
    def _say_each(self, tx: Connection, told: Sequence[dict[str, Any]]) -> None: ...

    @abstractmethod
    def _heard(self, told: dict[str, Any]) -> Any:
        """What a listener takes for its parameters."""

    def _let_hear(self, tx: Connection, told: Any, *, many: bool) -> None:
        for listen in tx.dispatch.before_cursor_execute:
            heard = [self._heard(one) for one in told] if many else self._heard(told)
            listen(tx, None, self._text, heard, None, many)

    def _told(self, given: Given) -> dict[str, Any]:
        """As the driver takes it."""
        said = {**self._own, **given}
        for name, change in self._inwards:
            said[name] = change(said[name])
        return said

    def _read(self, found: Rows) -> Rows:
        for at, change in self._outwards:
            found = [(*row[:at], change(row[at]), *row[at + 1 :]) for row in found]
        return [self._row(row) for row in found]


class _ForSqlite(_Spelt):
    def _say(self, tx: Connection, told: dict[str, Any]) -> tuple[Rows, int]:
        cursor = self._cursor(tx)
        cursor.execute(self._text, self._heard(told))
        return cursor.fetchall() if self._returns else [], cursor.rowcount

    def _say_each(self, tx: Connection, told: Sequence[dict[str, Any]]) -> None:
        self._cursor(tx).executemany(self._text, [self._heard(one) for one in told])

    def _heard(self, told: dict[str, Any]) -> Any:
        return [told[name] for name in self._order]

    def _cursor(self, tx: Connection) -> Any:
        """Each connection has one for it, by which the driver remembers it."""
        kept = tx.connection.info
        return kept.get(self) or kept.setdefault(self, tx.connection.cursor())


class _ForPostgresql(_Spelt):
    """``numbered``: by how many rows it is for, its text, and which value of which row each of its numbers is."""

    def __init__(self, statement: Any, names: tuple[str, ...], dialect: Dialect) -> None:
        super().__init__(statement, names, dialect)
        spelt = _spelt(statement, names, _NUMBERING)
        self._statement = statement
        self._columns = spelt.positiontup
        self._numbered: dict[int, tuple[str, list[tuple[int, str]]]] = {
            1: (str(spelt), [(0, name) for name in self._columns])
        }

    def _say(self, tx: Connection, told: dict[str, Any]) -> tuple[Rows, int]:
        text, order = self._numbered[1]
        return _wire(tx).say(text, [told[name] for _, name in order], asks=self._returns)

    def soon(self, tx: Connection, given: Given) -> Callable[[], Rows]:
        told = self._told(given)
        self._let_hear(tx, told, many=False)
        text, order = self._numbered[1]
        with _known_errors(tx, self._text, told):
            waiting = _wire(tx).later(text, [told[name] for _, name in order])

        def found() -> Rows:
            with _known_errors(tx, self._text, told):
                return self._read(_wire(tx).answer(waiting)[0])

        return found

    def _say_each(self, tx: Connection, told: Sequence[dict[str, Any]]) -> None:
        """Many rows go in few statements."""
        at = 0
        while at < len(told):
            size = next(size for size in ROWS if size <= len(told) - at)
            text, order = self._numbered.get(size) or self._for(size)
            _wire(tx).say(text, [told[at + row][name] for row, name in order], asks=False)
            at += size

    def _heard(self, told: dict[str, Any]) -> Any:
        return told

    def _for(self, size: int) -> tuple[str, list[tuple[int, str]]]:
        """An INSERT of so many rows."""
        columns = [self._statement.table.c[name] for name in self._columns]
        rows = [{one.name: bindparam(f"{row} {one.name}", type_=one.type) for one in columns} for row in range(size)]
        spelt = _spelt(self._statement.values(rows), (), _NUMBERING)
        order = [name.split(" ", 1) for name in spelt.positiontup]
        self._numbered[size] = str(spelt), [(int(row), name) for row, name in order]
        return self._numbered[size]


def _spelt(statement: Any, names: tuple[str, ...], dialect: Dialect) -> Any:
    return statement.compile(dialect=dialect, **({"column_keys": names} if names else {}))


def _wire(tx: Connection) -> Wire:
    connection = tx.connection
    return wire.of(connection.info, connection.dbapi_connection)


class _known_errors:  # noqa: N801 -- a context manager; as a generator it would cost as much as a statement
    """Within it errors of the driver are SQLAlchemy's. A connection that is lost is not given to anybody again."""

    def __init__(self, tx: Connection, text: str = "", told: Any = None) -> None:
        self._tx, self._text, self._told = tx, text, told

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, broken: BaseException | None, _where: object) -> None:
        tx = self._tx
        kind = tx.dialect.loaded_dbapi.Error
        if not isinstance(broken, kind):
            return
        is_lost = tx.dialect.is_disconnect(broken, tx.connection.dbapi_connection, None)
        if is_lost:
            tx.invalidate(broken)
        raise DBAPIError.instance(
            self._text, self._told, broken, kind, connection_invalidated=is_lost, dialect=tx.dialect
        ) from broken
