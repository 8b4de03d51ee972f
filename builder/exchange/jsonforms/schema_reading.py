"""JSON Schema, with a UI schema of JSON Forms or of react-jsonschema-form, becomes a process."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from builder.exchange.assembling import assemble
from builder.exchange.conversion_report import Carried, Keys, Ledger, refused
from builder.exchange.jsonforms.jsonforms_layout import is_jsonforms, lay_out
from builder.exchange.jsonforms.rjsf_layout import dressed
from builder.exchange.jsonforms.schema_back import is_ours, read_back
from builder.exchange.jsonforms.schema_conditions import Path
from builder.exchange.jsonforms.schema_shapes import worded
from builder.exchange.jsonforms.schema_walk import Walk
from schemas.document import Unreadable, parse
from schemas.format.definitions import written_out
from schemas.format.plainness import stray
from schemas.model.form import Field, Page, Section
from schemas.words import Words

SCHEMA, UI = "schema", ("uischema", "uiSchema", "ui")
DRAFTS: Final = ("draft-04", "draft-06", "draft-07", "2019-09", "2020-12")


@dataclass(frozen=True)
class Parts:
    """A schema and what belongs to it, out of one file or two."""

    schema: Mapping[str, Any]
    ui: Mapping[str, Any]


def parts_of(text: str | bytes, beside: str | bytes = b"") -> Parts:
    """What a file holds: a schema, or an object with a schema and a UI schema; ``beside`` is a second file.

    Raises:
        Unreadable: it is no JSON, or no object.
    """
    raw = _parsed(text)
    schema = raw[SCHEMA] if isinstance(raw.get(SCHEMA), dict) else raw
    ui: Mapping[str, Any] = (
        next((raw[name] for name in UI if isinstance(raw.get(name), dict)), {}) if schema is not raw else {}
    )
    return Parts(schema, _parsed(beside) if beside else ui)


def read_schema(parts: Parts, name: str = "") -> Carried:
    """The process that a schema says.

    Raises:
        Unreadable: it asks for nothing.
    """
    if is_ours(parts.schema):
        return Carried(read_back(parts.schema, parts.ui))
    ledger = Ledger()
    said = str(parts.schema.get("$schema", DRAFTS[-1]))
    if not any(draft in said for draft in DRAFTS):
        ledger.note("import.keyword", "$schema", keyword=said, name="$schema")
    written, broken = written_out(parts.schema)
    for problem in broken:
        if not problem.path.startswith(("/definitions", "/$defs")):
            ledger.note("import.reference", *problem.path.split("/")[1:], reference=problem.params["reference"])
    walk = Walk(ledger)
    if written.get("type") == "array" or (written.get("type", "object") != "object" and "properties" not in written):
        written = {"type": "object", "properties": {"value": written}, "title": written.get("title")}
    walk.object(written, (), ())
    laid_out = is_jsonforms(parts.ui)
    if parts.ui and not laid_out:
        walk.fields = dressed(parts.ui, walk.fields, ledger)
    fields = walk.finished()
    pages = lay_out(parts.ui, fields, walk.names, walk.titles, ledger) if laid_out else (_plain(fields, walk.titles),)
    title = worded(written.get("title")) or worded(name)
    return assemble(name or title.in_("en"), title, pages, ledger, worded(written.get("description")))


def _plain(fields: Mapping[Path, Field], titles: Mapping[Path, Words]) -> Page:
    return Page("page", sections=tuple(_sections(fields, titles)))


def _sections(fields: Mapping[Path, Field], titles: Mapping[Path, Words]) -> Iterator[Section]:
    """One for each run of questions of one object."""
    keys = Keys()
    for parent, run in groupby(fields.items(), key=lambda item: item[0][:-1]):
        key = keys.free("_".join(parent) or "section", "section")
        yield Section(key, titles.get(parent, Words()) if parent else Words(), tuple(one for _, one in run))


def _parsed(text: str | bytes) -> dict[str, Any]:
    try:
        raw = parse(text)
    except UnicodeDecodeError as wrong:
        raise refused("document.not-json") from wrong
    if strays := tuple(stray(raw)):
        raise Unreadable(strays)
    if not isinstance(raw, dict):
        raise refused("document.type", expected=_OBJECT)
    return raw


_OBJECT: Final = Words({"en": "an object", "zh-Hans": "对象"})
