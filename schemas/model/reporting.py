"""Reports that a process draws up of a request by itself: which of its fields, under which headings."""

from dataclasses import dataclass, field

from schemas.words import Words


@dataclass(frozen=True)
class ReportSection:
    """``fields`` are keys of the form, in the order in which they are told."""

    title: Words = field(default_factory=Words)
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """``votes``: who decides, by which rule, how the votes stand, and what has been decided so far."""

    key: str
    title: Words = field(default_factory=Words)
    sections: tuple[ReportSection, ...] = ()
    votes: bool = False
