"""What is asked: pages of sections of fields, and the rules between fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from schemas.words import Words

Rule = Any
"""A JSON Logic expression, as plain JSON."""


@dataclass(frozen=True)
class Remark:
    """A sentence that stands beside a field while ``when`` holds; one that ``stops`` refuses the answer."""

    when: Rule
    text: Words = field(default_factory=Words)
    stops: bool = False


@dataclass(frozen=True)
class Field:
    """One question. ``type`` names a file in `schemas.fields`; ``options`` are that type's own, already checked.

    The rules are JSON Logic over the answers of the form (in a table's column: over the row, with the form's answers
    behind it) and over what is known around it (``@today``); None is no rule. `schemas.filling.visible` says what each means,
    except for ``default``, which is worked out once, for the blank form.

    ``soft``: where it is required, it may be left blank after a warning. ``locked``: nobody types it.
    ``unique``: no two requests of a process answer alike. ``total``: of a column, the sum stands below it.
    ``internal``: only people of the workspace ever see it, whatever a step says.
    ``width`` is "half", "third", or "" for the whole of it. ``message`` is said in place of our own sentence when an
    answer is refused. What a ``lookup`` computes follows from its options.
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
    lock: Rule = None
    set: Rule = None
    limit: Rule = None
    default: Rule = None
    remarks: tuple[Remark, ...] = ()
    soft: bool = False
    locked: bool = False
    unique: bool = False
    total: bool = False
    internal: bool = False
    width: str = ""
    message: Words = field(default_factory=Words)

    def __post_init__(self) -> None:
        if self.type == "lookup":
            object.__setattr__(self, "compute", _looked_up(self.options))

    def with_(self, **changes: Any) -> "Field":
        return replace(self, **changes)


def _looked_up(options: Mapping[str, Any]) -> Rule:
    """The rule of a field that shows what a linked request answered, which its options say already."""
    return {"var": f"{options.get('from', '')}.values.{options.get('field', '')}"}


@dataclass(frozen=True)
class Section:
    """Fields under one heading, in as many columns where there is room; an untitled section draws no heading."""

    key: str
    title: Words = field(default_factory=Words)
    fields: tuple[Field, ...] = ()
    show: Rule = None
    columns: int = 1


@dataclass(frozen=True)
class Jump:
    """From the end of a page to another further on, while ``when`` holds: what lies between is not asked."""

    to: str
    when: Rule


@dataclass(frozen=True)
class Page:
    key: str
    title: Words = field(default_factory=Words)
    sections: tuple[Section, ...] = ()
    show: Rule = None
    jumps: tuple[Jump, ...] = ()

    @property
    def fields(self) -> Iterator[Field]:
        return (one for section in self.sections for one in section.fields)


@dataclass(frozen=True)
class Form:
    """``one_at_a_time``: every question has the screen to itself. ``review``: all is read once more before it is sent."""

    pages: tuple[Page, ...] = ()
    one_at_a_time: bool = False
    review: bool = False

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Every field by key, in the order asked. Columns of a table are not among them."""
        return {one.key: one for page in self.pages for one in page.fields}

    @cached_property
    def page_of(self) -> Mapping[str, str]:
        """Field key to page key."""
        return {one.key: page.key for page in self.pages for one in page.fields}
