"""The types of an XLSForm and what they are here. The first of the named types that there is, is taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from builder.exchange.conversion_report import chosen, nearest


@dataclass(frozen=True)
class Likeness:
    """``types``, best first; ``alike`` is false where even the best is another thing, which is then said."""

    types: tuple[str, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    alike: bool = True

    @property
    def type(self) -> str:
        return nearest(*self.types)

    @property
    def exact(self) -> bool:
        return self.alike and self.type == self.types[0]

    def chosen(self, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return chosen(self.type, {**self.options, **(more or {})})


def _like(*types: str, **options: Any) -> Likeness:
    return Likeness(types, options)


def _unlike(*types: str, **options: Any) -> Likeness:
    return Likeness(types, options, alike=False)


LIKENESS: Final[Mapping[str, Likeness]] = {
    "text": _like("text"),
    "string": _like("text"),
    "integer": _like("number", decimals=0),
    "int": _like("number", decimals=0),
    "decimal": _like("number"),
    "range": _like("slider", "number"),
    "select_one": _like("choice"),
    "select_multiple": _like("choices"),
    "rank": _like("ranking", "choices"),
    "note": _like("note"),
    "geopoint": _like("location", "text"),
    "gps": _like("location", "text"),
    "geotrace": _unlike("long_text"),
    "geoshape": _unlike("long_text"),
    "date": _like("date"),
    "time": _like("time", "text"),
    "datetime": _like("datetime", "text"),
    "image": _like("photo", "file", accept="image/*", max_files=1),
    "photo": _like("photo", "file", accept="image/*", max_files=1),
    "audio": _like("audio", "file", accept="audio/*", max_files=1),
    "video": _like("video", "file", accept="video/*", max_files=1),
    "file": _like("file", max_files=1),
    "barcode": _like("barcode", "text"),
    "calculate": _like("computed"),
    "acknowledge": _like("consent", "yes_no"),
    "trigger": _like("consent", "yes_no"),
    "hidden": _like("hidden", "text"),
    "start": _like("metadata", kind="start"),
    "end": _like("metadata", kind="end"),
    "username": _like("metadata", kind="user"),
    "today": _like("date"),
    "email": _unlike("email"),
    "phonenumber": _unlike("phone"),
    "text.multiline": _like("long_text"),
    "select_one.likert": _like("choice"),
    "select_one.minimal": _like("choice", look="select"),
    "select_one.autocomplete": _like("choice", look="select"),
    "select_one.search": _like("choice", look="select"),
    "range.rating": _like("rating", "slider", "number"),
    "image.signature": _like("signature", "file", accept="image/*", max_files=1),
}
"""By type, and by type and appearance where that makes it another."""

TODAY: Final = {"default": {"var": "@today"}, "locked": True}
"""What the question "today" is: a date that nobody types."""
WIDTHS: Final[Mapping[str, str]] = {"w1": "third", "w2": "half", "w3": "", "w4": ""}
"""Of the grid that Enketo draws."""
PLAIN_LOOKS: Final = frozenset({"field-list", "quick", "columns", "likert", "no-buttons", "w3", "w4", "pages"})
"""Appearances that change nothing but how it is drawn, and say no more than we do anyway."""


def likeness(kind: str, appearance: str) -> tuple[Likeness | None, tuple[str, ...]]:
    """What a type is here, and the words of its appearance that mean nothing."""
    words = appearance.lower().split()
    special = next((word for word in words if f"{kind}.{word}" in LIKENESS), "")
    left = tuple(word for word in words if word not in {special, *WIDTHS, *PLAIN_LOOKS})
    return LIKENESS.get(f"{kind}.{special}" if special else kind), left
