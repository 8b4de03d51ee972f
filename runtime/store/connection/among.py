"""One of several, as a single parameter: SQLAlchemy's own IN is another statement for each number of values."""

from typing import Any

from sqlalchemy import ARRAY, JSON, Boolean, ColumnElement, String, bindparam
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeDecorator


class _Texts(TypeDecorator[list[str]]):
    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(JSON() if dialect.name == "sqlite" else ARRAY(String()))


class among(ColumnElement[bool]):  # noqa: N801 -- is said as a function
    """Whether ``column`` is one of the texts of the list that is given as ``name``."""

    inherit_cache = False
    type = Boolean()

    def __init__(self, column: ColumnElement[Any], name: str) -> None:
        self.column = column
        self.texts = bindparam(name, type_=_Texts())


@compiles(among, "postgresql")
def _any(element: among, compiler: SQLCompiler, **said: Any) -> str:
    return f"{compiler.process(element.column, **said)} = ANY ({compiler.process(element.texts, **said)})"


@compiles(among, "sqlite")
def _each(element: among, compiler: SQLCompiler, **said: Any) -> str:
    texts = compiler.process(element.texts, **said)
    return f"{compiler.process(element.column, **said)} IN (SELECT value FROM json_each({texts}))"  # noqa: S608 -- from the compiler
