"""Single things that a component of form-js says, as ours: choices, defaults, widths, limits of dates."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from builder.exchange.jsonforms.formjs_types import OPTIONS, SAID_ELSEWHERE
from builder.exchange.jsonforms.schema_conditions import spelled
from builder.exchange.jsonforms.schema_shapes import worded
from schemas.fields.parts.alternatives import Choice
from schemas.fields.registry import TYPES
from schemas.model.form import Field, Remark, Rule
from schemas.words import Words, words

NOT_PAST: Final = words("The day must not lie in the past.", "日期不能早于今天。")
USUAL: Final = {"allowAddRemove": True, "defaultRepetitions": 1, "computeOn": "change"}
"""What a component does where it says nothing else, and here always."""
INSIDE: Final = {"conditional": {"hide"}, "validate": {*OPTIONS, "required", "validationType"}}
"""What is read of what a component holds."""
WIDE_COLUMNS: Final = 16
"""Of the grid of form-js."""
_MOMENTS: Final = {"date": 10, "datetime": 16}
"""How much of ISO 8601 is kept of a moment."""

Component = Mapping[str, Any]


def is_feel(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("=")


def choices(values: Any) -> Iterator[Choice]:
    seen: set[str] = set()
    for one in values if isinstance(values, list) else ():
        const = spelled(one.get("value", one.get("label"))) if isinstance(one, dict) else spelled(one)
        if const and const not in seen:
            seen.add(const)
            yield Choice(const, worded(one.get("label") if isinstance(one, dict) else const))


def default(one: Component, kind: str) -> Rule:
    said = one.get("defaultValue")
    if said is None or said == "" or is_feel(said):
        return None
    value = TYPES[kind].value
    if value == "number":
        return said if isinstance(said, int | float) and not isinstance(said, bool) else None
    if kind in _MOMENTS and isinstance(said, str):
        return said[: _MOMENTS[kind]]
    fits = {"boolean": bool, "list": list, "text": str}.get(value)
    return said if fits and isinstance(said, fits) else None


def width(one: Component) -> str:
    layout = one.get("layout")
    columns = layout.get("columns") if isinstance(layout, dict) else None
    if not isinstance(columns, int) or columns * 4 > WIDE_COLUMNS * 3:
        return ""
    return "third" if columns * 5 < WIDE_COLUMNS * 2 else "half"


def not_past(one: Field) -> Remark:
    answer = {"var": one.key}
    return Remark({"and": [{"!=": [answer, None]}, {"<": [answer, {"var": "@today"}]}]}, NOT_PAST, stops=True)


def title_of(one: Component) -> Words:
    """Of a time of day its own label; ``dateLabel`` stands there all the same."""
    dated = ("timeLabel", "dateLabel") if one.get("subtype") == "time" else ("dateLabel", "timeLabel")
    return worded(next((one[name] for name in ("label", *dated) if one.get(name)), None))


def unread(one: Component) -> Iterator[tuple[str, ...]]:
    """The places of what nobody here reads."""
    for keyword in sorted(one.keys() - SAID_ELSEWHERE):
        if one[keyword] not in ({}, [], "", None, False):
            yield (keyword,)
    if one.get("subtype") == "datetime" and one.get("dateLabel") and one.get("timeLabel"):
        yield ("timeLabel",)
    for keyword, usual in USUAL.items():
        if one.get(keyword, usual) not in (usual, None):
            yield (keyword,)
    for keyword, read in INSIDE.items():
        inside = one.get(keyword)
        if isinstance(inside, dict):
            yield from ((keyword, name) for name in sorted(inside.keys() - read))
