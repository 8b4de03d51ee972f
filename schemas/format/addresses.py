"""Where the parts of a process stand in its document, for problems that point there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from schemas.model.form import Field
from schemas.problem import pointer

PROPERTIES = ("form", "schema", "properties")


@dataclass(frozen=True)
class Addresses:
    """JSON Pointers into one document: two documents may say the same process in another order.

    ``rules`` are by the name of the field (a column: ``table.column``) and what it rules: show, require, compute;
    ``drawn`` by "page", "section" or "note" and the key, in order where several have the same.
    """

    rules: Mapping[tuple[str, str], str] = field(default_factory=dict)
    drawn: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)

    def field(self, one: Field) -> str:
        return self.note(one.key) if one.type == "note" else pointer(*PROPERTIES, one.key)

    def column(self, table: str, column: str) -> str:
        return pointer(*PROPERTIES, table, "items", "properties", column)

    def rule(self, name: str, kind: str) -> str:
        """The JSON Logic itself."""
        return self.rules.get((name, kind), pointer("form", "rules"))

    def page(self, key: str, nth: int = 0) -> str:
        return self._drawn("page", key, nth)

    def section(self, key: str, nth: int = 0) -> str:
        return self._drawn("section", key, nth)

    def note(self, key: str) -> str:
        return self._drawn("note", key, 0)

    def _drawn(self, kind: str, key: str, nth: int) -> str:
        """The layout as a whole stands for what it does not draw."""
        return dict(enumerate(self.drawn.get((kind, key), ()))).get(nth, pointer("form", "ui"))
