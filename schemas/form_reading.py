"""From JSON: what is asked (a JSON Schema), how it is laid out, and the rules between fields."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from schemas.addresses import Addresses
from schemas.definitions import faults, is_schema, written_out
from schemas.field_reading import read_properties
from schemas.form import Field, Form, Rule
from schemas.layout_reading import Layout, written_keys
from schemas.problem import nested
from schemas.reading import Part

RULED: Final = ("show", "require", "compute")


@dataclass(frozen=True)
class _Ruling:
    """One rule of one field (a column: ``table.column``), and the entry of the document that says it."""

    name: str
    kind: str
    rule: Rule
    entry: Part


def read_form(part: Part) -> tuple[Form, Addresses]:
    """The form, and where in the document its parts stand."""
    part.holds("schema", optional=("ui", "rules"))
    rulings = tuple(_rulings(part))
    rules: dict[str, dict[str, Rule]] = {}
    for one in rulings:
        rules.setdefault(one.name, {})[one.kind] = one.rule
    schema, ui = part.part("schema"), part.part("ui")
    fields = read_properties(schema.but(_sound(schema)), rules) if part.has("schema") else ()
    layout = Layout({one.key: one for one in fields}, rules, set(written_keys(ui.raw)))
    form = Form(layout.pages(ui))
    _check(rulings, frozenset(_names(form.fields.values())))
    return form, Addresses({(one.name, one.kind): one.entry.part(one.kind).path for one in rulings}, layout.addresses)


def _rulings(part: Part) -> Iterator[_Ruling]:
    for entry in part.items("rules"):
        entry.holds("field", optional=RULED)
        name = entry.text("field")
        yield from (_Ruling(name, kind, entry.rule(kind), entry) for kind in RULED if entry.has(kind))


def _check(rulings: Iterable[_Ruling], names: frozenset[str]) -> None:
    """Note rules of fields that are not there, and two of one kind for one field."""
    seen: set[tuple[str, str]] = set()
    for one in rulings:
        if one.name and one.name not in names:
            one.entry.complain("field.unknown", "field", field=one.name)
        elif (one.name, one.kind) in seen:
            one.entry.complain("key.duplicate", one.kind, key=one.name)
        seen.add((one.name, one.kind))


def _names(fields: Iterable[Field], within: str = "") -> Iterator[str]:
    for one in fields:
        yield within + one.key
        yield from _names(one.columns, f"{one.key}.")


def _sound(schema: Part) -> Any:
    """The schema with its references written out, and null in place of a property that is no JSON Schema."""
    found = faults(schema.raw)
    written, lost = written_out(schema.raw)
    schema.problems.extend(nested(one, *schema.steps) for one in (*found, *lost))
    properties = written.get("properties") if isinstance(written, dict) else None
    if not found or not isinstance(properties, dict):
        return written
    return {**written, "properties": {key: one if is_schema(one) else None for key, one in properties.items()}}
