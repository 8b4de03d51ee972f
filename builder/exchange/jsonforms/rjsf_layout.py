"""What a uiSchema of react-jsonschema-form says of questions: widgets, order, texts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from builder.exchange.conversion_report import Ledger, nearest
from builder.exchange.jsonforms.schema_conditions import Path
from builder.exchange.jsonforms.schema_shapes import OF_ONE, changed_type, worded
from builder.exchange.jsonforms.schema_walk import ROW
from schemas.fields.registry import TYPES
from schemas.model.form import Field

WIDGETS: Final[Mapping[str, tuple[str, ...]]] = {
    "textarea": ("long_text",),
    "password": ("secret", "text"),
    "hidden": ("hidden", "text"),
    "range": ("slider", "number"),
    "rating": ("rating", "number"),
    "email": ("email",),
    "uri": ("url", "text"),
    "url": ("url", "text"),
    "date": ("date",),
    "alt-date": ("date",),
    "date-time": ("datetime", "text"),
    "alt-datetime": ("datetime", "text"),
    "time": ("time", "text"),
    "file": ("file",),
    "files": ("file",),
}
LOOKS: Final = {"radio": "radio", "select": "select"}
SAME: Final = frozenset({"text", "updown", "checkbox", "checkboxes", "label"})
"""Widgets that ask as we do anyway."""
TEXTS: Final = {"title": "title", "description": "help", "help": "help", "placeholder": "placeholder"}
FLAGS: Final = ("readonly", "disabled")


def dressed(ui: Mapping[str, Any], fields: Mapping[Path, Field], ledger: Ledger) -> dict[Path, Field]:
    """The fields as the uiSchema wants them, in its order."""
    ordered = {path: fields[path] for path in _ordered(ui, list(fields), ())}
    for path, said in _entries(ui, ()):
        meant = list(_meant(path, ordered))
        for one in meant:
            ordered[one] = _dress(ordered[one], said, path, ledger)
        for name in () if meant else said:
            ledger.note("import.keyword", *path, name="/".join(path) or "/", keyword=f"ui:{name}")
    return ordered


def _entries(ui: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """What is said of each property, by its path: ``ui:…`` keys and those in ``ui:options``, without the prefix."""
    own = {key.removeprefix("ui:"): value for key, value in ui.items() if key.startswith("ui:")}
    options = own.pop("options", None)
    if isinstance(options, dict):
        own = {**options, **own}
    own.pop("order", None)
    if own:
        yield path, own
    for key, value in ui.items():
        if isinstance(value, dict) and not key.startswith("ui:"):
            yield from _entries(value, (*path, ROW if key == "items" else key))
        elif isinstance(value, list) and not key.startswith("ui:"):
            yield path, {key: value}


def _meant(path: Path, fields: Mapping[Path, Field]) -> Iterator[Path]:
    """The field of that path; of a list of plain values its only column, of one of choices the list itself."""
    if path in fields:
        yield path
    elif (*path, OF_ONE) in fields and path[-1:] == (ROW,):
        yield (*path, OF_ONE)
    elif path and path[-1] == ROW and path[:-1] in fields:
        yield path[:-1]


def _dress(one: Field, said: Mapping[str, Any], path: Path, ledger: Ledger) -> Field:
    for name, value in said.items():
        if name == "widget" and isinstance(value, str):
            one = _widget(one, value, path, ledger)
        elif name in TEXTS and isinstance(value, str):
            one = one.with_(**{TEXTS[name]: worded(value)})
        elif name in FLAGS:
            one = one.with_(locked=one.locked or value is True)
        elif name == "enumNames" and (titled := _named(one, value)) is not None:
            one = titled
        elif name == "accept" and isinstance(value, str) and name in TYPES[one.type].options.fields:
            one = one.with_(options={**one.options, name: value})
        else:
            ledger.note("import.keyword", *path, name=one.title or one.key, keyword=f"ui:{name}")
    return one


def _widget(one: Field, name: str, path: Path, ledger: Ledger) -> Field:
    lowered = name.lower().removesuffix("widget")
    if lowered in WIDGETS:
        return changed_type(one, nearest(*WIDGETS[lowered]))
    if lowered in LOOKS and one.type == "choice":
        return one.with_(options={**one.options, "look": LOOKS[lowered]})
    if lowered not in SAME | LOOKS.keys():
        ledger.note("import.keyword", *path, name=one.title or one.key, keyword=f"ui:widget {name}")
    return one


def _named(one: Field, names: Any) -> Field | None:
    """The question with its choices called so, by their order or by their values; None where these do not fit."""
    choices = one.options.get("choices", ())
    if isinstance(names, list) and len(names) == len(choices):
        names = {choice.const: name for choice, name in zip(choices, names, strict=True)}
    if not choices or not isinstance(names, dict) or not names.keys() <= {choice.const for choice in choices}:
        return None
    titled = tuple(
        replace(choice, title=worded(str(names[choice.const]))) if choice.const in names else choice
        for choice in choices
    )
    return one.with_(options={**one.options, "choices": titled})


def _ordered(ui: Mapping[str, Any], paths: list[Path], at: Path) -> list[Path]:
    """The paths in the order that the uiSchema gives to the properties of each object; ``*`` is all others."""
    depth = len(at)
    names = list(dict.fromkeys(path[depth] for path in paths))
    order = ui.get("ui:order")
    if isinstance(order, list):
        rest = [name for name in names if name not in order]
        at_rest = order.index("*") if "*" in order else len(order)
        names = [
            *(one for one in order[:at_rest] if one in names),
            *rest,
            *(one for one in order[at_rest:] if one in names),
        ]
    found: list[Path] = []
    for name in names:
        inside = [path for path in paths if path[depth] == name]
        below = ui.get("items" if name == ROW else name)
        whole = [path for path in inside if len(path) == depth + 1]
        deeper = [path for path in inside if len(path) > depth + 1]
        found += whole
        found += _ordered(below if isinstance(below, dict) else {}, deeper, (*at, name)) if deeper else []
    return found
