"""So many stars out of so many."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import Choice, look
from schemas.fields.parts.amounts import Number
from schemas.fields.parts.ranges import Ranged
from schemas.model.form import Field
from schemas.words import words

MOST: Final = 10
_MARKS: Final[Mapping[str, tuple[str, str]]] = {"stars": ("★", "☆"), "hearts": ("♥", "♡")}


class Rating(Ranged):
    """``maximum`` is how many there are, five if missing."""

    key = "rating"
    title = words("Rating", "评分")
    icon = "star"
    family = "choice"
    base: ClassVar[Mapping[str, Any]] = {"type": "integer", "minimum": 1}
    keywords: ClassVar[Mapping[str, str]] = {"maximum": "maximum"}
    defaults: ClassVar[Mapping[str, Number]] = {"maximum": 5}
    options = asking(
        Field("maximum", "number", words("Out of", "满分"), options={"minimum": 2, "maximum": MOST, "decimals": 0}),
        look(
            Choice("stars", words("Stars", "星形")),
            Choice("hearts", words("Hearts", "心形")),
            Choice("numbers", words("Numbers", "数字")),
        ),
    )

    def decimals(self, field: Field) -> int:
        return 0

    def marks(self, field: Field, value: Any) -> str:
        """Full marks and empty ones; nothing where numbers are shown, or what was kept is no rating here."""
        full, empty = _MARKS.get(field.options.get("look") or "stars", ("", ""))
        most = int(self.end(field, "maximum"))
        return full * value + empty * (most - value) if isinstance(value, int) and 0 < value <= most else ""

    def show(self, field: Field, value: Any, lang: str) -> str:
        return "" if value is None else f"{super().show(field, value, lang)}/{self.end(field, 'maximum')}"
