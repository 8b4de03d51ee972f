"""From JSON: what is asked (a JSON Schema), how it is laid out, and the rules between fields."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from schemas.format.addresses import Addresses
from schemas.format.definitions import faults, is_schema, written_out
from schemas.format.field_reading import read_properties
from schemas.format.layout_reading import Layout, written_keys
from schemas.format.reading import Part
from schemas.model.form import Field, Form, Jump, Remark
from schemas.problem import nested

RULED: Final = ("show", "require", "compute", "lock", "set", "limit", "default")
REMARKED: Final = {"warn": False, "refuse": True}
"""Rules that only say something, and whether they stop the answer; ``text`` beside them is what they say."""
GROUPED: Final = ("page", "section")
"""What else may have rules: both ``show``; a page also ``jump``, with ``to``."""


@dataclass(frozen=True)
class _Ruling:
    """One rule of a field (a column: ``table.column``), a page or a section, and the entry of the document that says it.

    ``name`` is ``page:KEY`` or ``section:KEY`` for those. ``kind`` is the attribute that it becomes, ``rule`` its value.
    """

    name: str
    kind: str
    rule: Any
    entry: Part
    said: str

    @property
    def several(self) -> bool:
        return self.kind in {"remarks", "jumps"}


def read_form(part: Part) -> tuple[Form, Addresses]:
    """The form, and where in the document its parts stand."""
    part.holds("schema", optional=("ui", "rules"))
    rulings = tuple(_rulings(part))
    rules, addresses = _sorted(rulings)
    schema, ui = part.part("schema"), part.part("ui")
    fields = read_properties(schema.but(_sound(schema)), rules) if part.has("schema") else ()
    layout = Layout({one.key: one for one in fields}, rules, set(written_keys(ui.raw)))
    form = layout.form(ui)
    _check(rulings, form)
    return form, Addresses(addresses, layout.addresses)


def _rulings(part: Part) -> Iterator[_Ruling]:
    for entry in part.items("rules"):
        group = next((one for one in GROUPED if entry.has(one)), None)
        yield from _of_group(entry, group) if group else _of_field(entry)


def _of_field(entry: Part) -> Iterator[_Ruling]:
    entry.holds("field", optional=(*RULED, *REMARKED, "text"))
    name = entry.text("field")
    yield from (_Ruling(name, kind, entry.rule(kind), entry, kind) for kind in RULED if entry.has(kind))
    for said, stops in REMARKED.items():
        if entry.has(said):
            yield _Ruling(name, "remarks", Remark(entry.rule(said), entry.words("text"), stops), entry, said)


def _of_group(entry: Part, group: str) -> Iterator[_Ruling]:
    entry.holds(group, optional=("show", "jump", "to") if group == "page" else ("show",))
    name = f"{group}:{entry.text(group)}"
    if entry.has("show"):
        yield _Ruling(name, "show", entry.rule("show"), entry, "show")
    if entry.has("jump"):
        yield _Ruling(name, "jumps", Jump(entry.text("to"), entry.rule("jump")), entry, "jump")


def _sorted(rulings: Iterable[_Ruling]) -> tuple[dict[str, dict[str, Any]], dict[tuple[str, str], str]]:
    """By name and kind; and where each stands, the rules of which there may be several as ``remarks/0``."""
    rules: dict[str, dict[str, Any]] = {}
    addresses: dict[tuple[str, str], str] = {}
    for one in rulings:
        found = rules.setdefault(one.name, {})
        path = one.entry.part(one.said).path
        if one.several:
            addresses[one.name, f"{one.kind}/{len(found.get(one.kind, ()))}"] = path
            found[one.kind] = (*found.get(one.kind, ()), one.rule)
        else:
            addresses[one.name, one.kind] = path
            found[one.kind] = one.rule
    return rules, addresses


def _check(rulings: Iterable[_Ruling], form: Form) -> None:
    """Note rules of what is not there, jumps to nowhere, and two rules of one kind for one field."""
    groups = {f"page:{page.key}" for page in form.pages}
    names = {*_names(form.fields.values()), *groups, *(f"section:{s.key}" for p in form.pages for s in p.sections)}
    seen: set[tuple[str, str]] = set()
    for one in rulings:
        group, _, key = one.name.rpartition(":")
        if key and one.name not in names:
            code = "document.unknown-group" if group else "field.unknown"
            one.entry.complain(code, group or "field", **{"key" if group else "field": key})
        elif (one.name, one.kind) in seen and not one.several:
            one.entry.complain("key.duplicate", one.kind, key=key)
        elif isinstance(one.rule, Jump) and f"page:{one.rule.to}" not in groups:
            one.entry.complain("document.unknown-group", "to", key=one.rule.to)
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
