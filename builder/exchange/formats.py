"""The door for files of all formats: what a file is, and the process that it becomes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from builder.editing.adapting import named_people
from builder.exchange.bpmn.bpmn_reading import read_bpmn
from builder.exchange.conversion_report import Carried, Ledger, refused
from builder.exchange.header_reading import read_header
from builder.exchange.jsonforms.formjs_reading import is_formjs, read_formjs
from builder.exchange.jsonforms.schema_reading import parts_of, read_schema
from builder.exchange.packages import is_package, read_package
from builder.exchange.xlsform.xlsform_reading import read_xlsform
from runtime.formats.sheets import LARGEST, MEGABYTE, NoSheets, Sheet, is_workbook, read_sheets
from schemas.document import Unreadable, dumps, load, parse
from schemas.format.plainness import stray
from schemas.model.process import Process


@dataclass(frozen=True)
class File:
    """``name`` is what it is called outside, and says nothing for sure."""

    name: str
    content: bytes

    @property
    def stem(self) -> str:
        return self.name.rpartition("/")[2].partition(".")[0].strip("-")


class UnknownFormat(Exception):
    """Nothing here reads files of that format; ``known`` lists those that are read."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.known = tuple(FORMATS)


def file_name(process: Process, ending: str = "json") -> str:
    return f"{process.key}.{ending}"


def export_text(process: Process) -> str:
    """The document as it stands in git: stable, one line feed at the end."""
    return dumps(process).rstrip("\n") + "\n"


def bring_in(name: str, file: File, beside: File | None = None) -> Carried:
    """A file of the named format, read as a process; ``beside`` is a UI schema in a file of its own.

    Raises:
        UnknownFormat: no such format.
        Unreadable: nothing of it can be carried; it holds the problems.
    """
    if name not in FORMATS:
        raise UnknownFormat(name)
    if len(file.content) > LARGEST:
        raise refused("sheet.too-large", limit=LARGEST // MEGABYTE)
    return FORMATS[name](file, beside)


def recognised(file: File) -> str:
    """The format of a file, by what is in it.

    Raises:
        Unreadable: it is in none of them, or broken.
    """
    if is_workbook(file.content):
        return "xlsform" if any(_is_survey(sheet) for sheet in _sheets(file)) else "header"
    if file.content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        raw = _parsed(file)
        if is_package(raw):
            return "package"
        if isinstance(raw, dict) and "format" in raw and "flow" in raw:
            return "json"
        return "form-js" if is_formjs(raw) else "jsonschema"
    if file.content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        return "bpmn"
    if file.name.lower().endswith((".csv", ".tsv", ".txt")):
        return "header"
    raise refused("import.unknown-format", formats=", ".join(FORMATS))


def _is_survey(sheet: Sheet) -> bool:
    return sheet.name.strip().lower() == "survey" and any(
        str(cell).strip().lower() == "type" for row in sheet.rows[:1] for cell in row
    )


def _sheets(file: File) -> tuple[Sheet, ...]:
    try:
        return read_sheets(file.name, file.content)
    except NoSheets as wrong:
        raise Unreadable((wrong.problem,)) from wrong


def _parsed(file: File) -> Any:
    try:
        raw = parse(file.content)
    except UnicodeDecodeError as wrong:
        raise refused("document.not-json") from wrong
    if strays := tuple(stray(raw)):
        raise Unreadable(strays)
    return raw


def _document(file: File, _beside: File | None) -> Carried:
    return Carried(load(_parsed(file)))


def _package(file: File, _beside: File | None) -> Carried:
    """Groups come with it; people and departments do not."""
    process = read_package(file.content).process
    ledger = Ledger()
    for who in named_people(process):
        kind, _, key = who.partition(":")
        if kind != "group":
            ledger.note("package.names", who=key)
    return Carried(process, tuple(ledger.lost))


def _xlsform(file: File, _beside: File | None) -> Carried:
    return read_xlsform(_sheets(file))


def _schema(file: File, beside: File | None) -> Carried:
    return read_schema(parts_of(file.content, beside.content if beside else b""), file.stem)


def _formjs(file: File, _beside: File | None) -> Carried:
    return read_formjs(_parsed(file), file.stem)


def _bpmn(file: File, _beside: File | None) -> Carried:
    return read_bpmn(file.content, file.stem)


def _header(file: File, _beside: File | None) -> Carried:
    return read_header(file.name, _sheets(file))


FORMATS: Final[Mapping[str, Callable[[File, File | None], Carried]]] = {
    "json": _document,
    "package": _package,
    "xlsform": _xlsform,
    "jsonschema": _schema,
    "form-js": _formjs,
    "bpmn": _bpmn,
    "header": _header,
}
"""By the name that the commands know."""
