"""The door for exports: a process as a file of a named format, and what that format cannot say.

Texts that a format can hold in one language only are in the language of whoever asks.
"""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

from builder.exchange.bpmn.bpmn_writing import write_bpmn
from builder.exchange.flow_drawing import draw
from builder.exchange.formats import export_text, file_name
from builder.exchange.jsonforms.schema_writing import write_schema
from builder.exchange.mermaid_writing import write_mermaid
from builder.exchange.packages import Package, samples_of, write_package
from builder.exchange.xlsform.xlsform_writing import write_xlsform
from schemas.model.process import Process
from schemas.problem import Problem

JSON: Final = "application/json"
SVG: Final = "image/svg+xml"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Given:
    """A file to be taken away; ``lost`` is what it cannot say."""

    name: str
    kind: str
    content: bytes
    lost: tuple[Problem, ...] = ()


def give(form: str, process: Process, lang: str) -> Given | None:
    """The file; None for a format that nobody knows."""
    return EXPORTS[form](process, lang) if form in EXPORTS else None


def _document(process: Process, _lang: str) -> Given:
    return Given(file_name(process), JSON, export_text(process).encode())


def _package(process: Process, _lang: str) -> Given:
    return packed(Package(process, samples_of(process)))


def packed(package: Package) -> Given:
    return Given(file_name(package.process, "formloom.json"), JSON, write_package(package).encode())


def _schema(process: Process, _lang: str) -> Given:
    text = json.dumps(write_schema(process), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return Given(file_name(process, "schema.json"), JSON, text.encode())


def _xlsform(process: Process, _lang: str) -> Given:
    book = write_xlsform(process)
    return Given(file_name(process, "xlsx"), XLSX, book.content, book.lost)


def _flow_only(form: str) -> tuple[Problem, ...]:
    return (Problem("export.form", params={"format": form}, severity="warning"),)


def _svg(process: Process, lang: str) -> Given:
    return picture(process, lang, ())


def picture(process: Process, lang: str, missed: Collection[str]) -> Given:
    """The flow as SVG, with marks on the states, and the ways as ``state/move``, that no test comes by."""
    return Given(file_name(process, "svg"), SVG, draw(process, lang, missed).encode(), _flow_only("SVG"))


def _mermaid(process: Process, lang: str) -> Given:
    return Given(file_name(process, "mmd"), "text/plain", write_mermaid(process, lang).encode(), _flow_only("Mermaid"))


def _bpmn(process: Process, lang: str) -> Given:
    return Given(file_name(process, "bpmn"), "application/xml", write_bpmn(process, lang).encode())


EXPORTS: Final[Mapping[str, Callable[[Process, str], Given]]] = {
    "json": _document,
    "package": _package,
    "jsonschema": _schema,
    "xlsform": _xlsform,
    "bpmn": _bpmn,
    "svg": _svg,
    "mermaid": _mermaid,
}
"""By the name that the commands know."""
