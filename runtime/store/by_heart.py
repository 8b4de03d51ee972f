"""Statements that every request says: SQLAlchemy spells each once for a database, and then the driver is told directly.

To run one costs SQLAlchemy twice as much as the driver. What is said by heart is its statement all the same: it belongs to
the transaction, is heard by whoever listens to statements, and fails with the same errors.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import Dialect, result_tuple
from sqlalchemy.exc import DBAPIError

Given = Mapping[str, Any]
Rows = list[Any]


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

    def run_each(self, tx: Connection, several: Sequence[Given]) -> None:
        """Once for each, in one journey."""
        if len(several) > 1:
            self._in(tx.dialect).say_each(tx, several)
        elif several:
            self.run(tx, several[0])

    def _in(self, dialect: Dialect) -> "_Spelt":
        known = self._spelt.get(dialect.name)
        if known is None:
            known = self._spelt[dialect.name] = _Spelt(self.statement, self._names, dialect)
        return known


@contextmanager
def together(tx: Connection) -> Iterator[None]:
    """What is run by heart in this block, where nothing else is, goes to a server in one journey, and may fail at its end."""
    if tx.dialect.name == "sqlite":
        yield
        return
    driver: Any = tx.connection.dbapi_connection
    try:
        with driver.pipeline():
            yield
    except tx.dialect.loaded_dbapi.Error as broken:
        raise _known(tx, "", None, broken) from broken


class _Spelt:
    """A statement in the words of one database."""

    def __init__(self, statement: Any, names: tuple[str, ...], dialect: Dialect) -> None:
        spelt = statement.compile(dialect=dialect, **({"column_keys": names} if names else {}))
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
        cursor = self._cursor(tx, told, many=False)
        try:
            cursor.execute(self._text, told)
            return self._read(cursor.fetchall()) if self._returns else [], cursor.rowcount
        except tx.dialect.loaded_dbapi.Error as broken:
            raise _known(tx, self._text, told, broken) from broken

    def say_each(self, tx: Connection, several: Sequence[Given]) -> None:
        told = [self._told(given) for given in several]
        cursor = self._cursor(tx, told, many=True)
        try:
            cursor.executemany(self._text, told)
        except tx.dialect.loaded_dbapi.Error as broken:
            raise _known(tx, self._text, told, broken) from broken

    def _cursor(self, tx: Connection, told: Any, *, many: bool) -> Any:
        """Each connection has one for it, by which the driver remembers it. Who listens to statements hears it now."""
        kept = tx.connection.info
        cursor = kept.get(self) or kept.setdefault(self, tx.connection.cursor())
        for listen in tx.dispatch.before_cursor_execute:
            listen(tx, cursor, self._text, told, None, many)
        return cursor

    def _told(self, given: Given) -> Any:
        """As the driver takes it."""
        said = {**self._own, **given}
        for name, change in self._inwards:
            said[name] = change(said[name])
        return said if self._order is None else [said[name] for name in self._order]

    def _read(self, found: Rows) -> Rows:
        for at, change in self._outwards:
            found = [(*row[:at], change(row[at]), *row[at + 1 :]) for row in found]
        return [self._row(row) for row in found]


def _known(tx: Connection, text: str, told: Any, broken: Any) -> Exception:
    """The error as SQLAlchemy says it. A connection that is lost is not given to anybody again."""
    is_lost = tx.dialect.is_disconnect(broken, tx.connection.dbapi_connection, None)
    if is_lost:
        tx.invalidate(broken)
    kind = tx.dialect.loaded_dbapi.Error
    said: Exception = DBAPIError.instance(text, told, broken, kind, connection_invalidated=is_lost, dialect=tx.dialect)
    return said
