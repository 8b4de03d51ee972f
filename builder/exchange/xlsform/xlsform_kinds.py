"""Our types as an XLSForm calls them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from builder.exchange.expressions.xpath_writing import literal
from schemas.fields.kind import Value
from schemas.fields.parts.alternatives import choices_of
from schemas.fields.registry import TYPES
from schemas.model.form import Field, Form
from schemas.words import LANGUAGES


@dataclass(frozen=True)
class Kind:
    """``alike`` is false where the type there is another thing, which is then said."""

    type: str
    appearance: str = ""
    alike: bool = True


KINDS: Final[Mapping[str, Kind]] = {
    "text": Kind("text"),
    "long_text": Kind("text", "multiline"),
    "markdown": Kind("text", "multiline", alike=False),
    "number": Kind("decimal"),
    "money": Kind("decimal", alike=False),
    "percent": Kind("decimal", alike=False),
    "slider": Kind("range"),
    "rating": Kind("range", "rating"),
    "scale": Kind("range"),
    "choice": Kind("select_one"),
    "image_choice": Kind("select_one", alike=False),
    "choices": Kind("select_multiple"),
    "ranking": Kind("rank"),
    "yes_no": Kind("select_one", alike=False),
    "consent": Kind("acknowledge"),
    "date": Kind("date"),
    "time": Kind("time"),
    "datetime": Kind("dateTime"),
    "location": Kind("geopoint"),
    "file": Kind("file"),
    "photo": Kind("image"),
    "signature": Kind("image", "signature"),
    "audio": Kind("audio"),
    "video": Kind("video"),
    "barcode": Kind("barcode"),
    "hidden": Kind("hidden"),
    "computed": Kind("calculate"),
    "note": Kind("note"),
    "table": Kind("begin_repeat"),
    "repeat": Kind("begin_repeat"),
}
METADATA: Final = {"start": "start", "end": "end", "user": "username"}
BY_VALUE: Final[Mapping[Value, str]] = {"number": "decimal", "boolean": "select_one", "rows": "begin_repeat"}
"""What a type is that has no counterpart: by what its answers are."""
YES_NO: Final = "yes_no"
RANGES: Final = {"rating": (1, 5, 1), "scale": (1, 5, 1), "slider": (0, 100, 1)}
"""From, to and step where the question says nothing."""


def kind_of(one: Field) -> Kind | None:
    """None for what is filled in by the house in ways that are unknown there."""
    if one.type == "metadata":
        named = METADATA.get(str(one.options.get("kind")))
        return Kind(named) if named else None
    if one.type == "serial":
        return None
    found = KINDS.get(one.type) or Kind(BY_VALUE.get(TYPES[one.type].value_of(one), "text"), alike=False)
    if one.type in RANGES and not parameters(one):
        return Kind("decimal", alike=False)
    if one.type == "number" and one.options.get("decimals") == 0:
        return Kind("integer")
    if one.options.get("look") == "select":
        return Kind(found.type, "minimal", found.alike)
    return found


def parameters(one: Field) -> str:
    """``start=1 end=5 step=1`` of a range; empty for one that goes nowhere."""
    if one.type not in RANGES:
        return ""
    first, last, step = RANGES[one.type]
    options: Mapping[str, Any] = one.options
    start, end, by = options.get("minimum", first), options.get("maximum", last), options.get("step") or step
    return f"start={start} end={end} step={by}" if 0 < by <= end - start else ""


_BOUNDS: Final[Mapping[str, str]] = {
    "minimum": ". >= {}",
    "maximum": ". <= {}",
    "min_length": "string-length(.) >= {}",
    "max_length": "string-length(.) <= {}",
    "min_choices": "count-selected(.) >= {}",
    "max_choices": "count-selected(.) <= {}",
    "pattern": "regex(., {})",
}
SAID: Final = frozenset({*_BOUNDS, "choices", "look", "step", "result", "kind", "decimals", "min_rows", "max_rows"})
"""Options that stand in a workbook in one way or another; all others are said to be missing."""


def bound(one: Field, name: str, value: Any) -> str:
    """An option as a part of a constraint; empty for those that are none."""
    if name not in _BOUNDS or parameters(one) or value is None:
        return ""
    if one.type == "date":
        return _BOUNDS[name].format(f"date({literal(value)})")
    return _BOUNDS[name].format(literal(value))


def kept(const: str) -> str:
    """A choice without the spaces that part several of them."""
    return re.sub(r"\s+", "_", const)


def languages(form: Form) -> tuple[str, ...]:
    """Those of the questions and choices, ours first."""
    texts = [one.title for one in form.fields.values()] + [
        choice.title for one in form.fields.values() for choice in choices_of(one)
    ]
    used = {tag for text in texts for tag in text}
    return tuple(tag for tag in (*LANGUAGES, *sorted(used - set(LANGUAGES))) if tag in used) or LANGUAGES[:1]
