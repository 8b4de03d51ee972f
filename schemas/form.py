"""What is asked: pages of sections of fields, and the rules between fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from schemas.words import Words

Rule = Any
"""A JSON Logic expression, as plain JSON."""


@dataclass(frozen=True)
class Field:
    """One question. ``type`` names a file in `schemas.fields`; ``options`` are that type's own, already checked.

    ``show``, ``require`` and ``compute`` are JSON Logic over the answers of the form (in a table's column: over
    the row, with the form's answers behind it); None means always shown, never required by rule, not computed.
    """

    key: str
    type: str = "text"
    title: Words = field(default_factory=Words)
    help: Words = field(default_factory=Words)
    placeholder: Words = field(default_factory=Words)
    required: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)
    columns: tuple["Field", ...] = ()
    show: Rule = None
    require: Rule = None
    compute: Rule = None

    def with_(self, **changes: Any) -> "Field":
        return replace(self, **changes)


@dataclass(frozen=True)
class Section:
    """Fields under one heading; an untitled section draws no heading."""

    key: str
    title: Words = field(default_factory=Words)
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True)
class Page:
    key: str
    title: Words = field(default_factory=Words)
    sections: tuple[Section, ...] = ()

    @property
    def fields(self) -> Iterator[Field]:
        return (one for section in self.sections for one in section.fields)


@dataclass(frozen=True)
class Form:
    pages: tuple[Page, ...] = ()

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Every field by key, in the order asked. Columns of a table are not among them."""
        return {one.key: one for page in self.pages for one in page.fields}

    @cached_property
    def page_of(self) -> Mapping[str, str]:
        """Field key to page key."""
        return {one.key: page.key for page in self.pages for one in page.fields}
