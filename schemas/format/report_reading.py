"""Reports from JSON, and back."""

from collections.abc import Iterable
from typing import Any, Final

from schemas.format.reading import Part
from schemas.model.reporting import Report, ReportSection
from schemas.words import write_words

REPORT: Final = ("title", "sections", "votes")
SECTION: Final = ("title", "fields")


def read_reports(part: Part) -> tuple[Report, ...]:
    """Those that stand under ``reports``."""
    return tuple(_report(one) for one in part.items("reports"))


def _report(part: Part) -> Report:
    part.holds("key", optional=REPORT)
    sections = tuple(_section(one) for one in part.items("sections"))
    return Report(part.name("key"), part.words("title"), sections, part.flag("votes"))


def _section(part: Part) -> ReportSection:
    part.holds(optional=SECTION)
    return ReportSection(part.words("title"), part.texts("fields"))


def write_reports(reports: Iterable[Report]) -> list[dict[str, Any]]:
    return [
        {
            "key": one.key,
            **({"title": write_words(one.title)} if one.title else {}),
            **({"sections": [_written(section) for section in one.sections]} if one.sections else {}),
            **({"votes": True} if one.votes else {}),
        }
        for one in reports
    ]


def _written(section: ReportSection) -> dict[str, Any]:
    title = {"title": write_words(section.title)} if section.title else {}
    return {**title, **({"fields": list(section.fields)} if section.fields else {})}
