"""Answers between two numbers that are there even where the designer says none: ratings, scales, sliders."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.parts.amounts import Amount, Number
from schemas.model.form import Field


class Ranged(Amount):
    """``defaults`` are the ends that hold where an option is missing. The schema says them too.

    So that the document is read back as it was, an option that says no more than the default stands among the extras.
    """

    defaults: ClassVar[Mapping[str, Number]]

    def end(self, field: Field, name: str) -> Number:
        """``minimum`` or ``maximum``."""
        said: Number | None = field.options.get(name)
        return self.defaults[name] if said is None else said

    def schema(self, field: Field) -> dict[str, Any]:
        return {**self.base, **{name: self.end(field, name) for name in self.defaults}}

    def extras(self, field: Field) -> dict[str, Any]:
        plain = {name: value for name, value in self.defaults.items() if field.options.get(name) == value}
        return super().extras(field) | plain

    def from_schema(self, written: Mapping[str, Any]) -> dict[str, Any]:
        own = {name: one for name, one in written.items() if self.defaults.get(name) != one}
        return super().from_schema(own)

    @property
    def extra_names(self) -> frozenset[str]:
        return super().extra_names | set(self.defaults)
