"""The door for exports: a process as a file of a named format, and what that format cannot say."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from builder.exchange.formats import export_text, file_name
from builder.exchange.schema_writing import write_schema
from builder.exchange.xlsform_writing import write_xlsform
from schemas.problem import Problem
from schemas.process import Process

JSON: Final = "application/json"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Given:
    """A file to be taken away; ``lost`` is what it cannot say."""

    name: str
    kind: str
    content: bytes
    lost: tuple[Problem, ...] = ()


def give(form: str, process: Process) -> Given | None:
    """The file; None for a format that nobody knows."""
    return EXPORTS[form](process) if form in EXPORTS else None


def _document(process: Process) -> Given:
    return Given(file_name(process), JSON, export_text(process).encode())


def _schema(process: Process) -> Given:
    text = json.dumps(write_schema(process), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return Given(file_name(process, "schema.json"), JSON, text.encode())


def _xlsform(process: Process) -> Given:
    book = write_xlsform(process)
    return Given(file_name(process, "xlsx"), XLSX, book.content, book.lost)


EXPORTS: Final[Mapping[str, Callable[[Process], Given]]] = {
    "json": _document,
    "jsonschema": _schema,
    "xlsform": _xlsform,
}
"""By the name that the commands know."""
