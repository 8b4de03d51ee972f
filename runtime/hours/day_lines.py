"""Days off and days worked as people write them: a line each, ``2026-10-01 – 2026-10-08 National Day``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from runtime.store.people.calendars import Span
from schemas.problem import Problem

LONGEST: Final = 92
"""Days: what lies further apart is a slip of the pen."""

_DAY = r"(?:(?P<{0}_year>\d{{4}})\s*[-/.年]\s*)?(?P<{0}_month>\d{{1,2}})\s*[-/.月]\s*(?P<{0}_day>\d{{1,2}})(?!\d)\s*日?"
_LINE = re.compile(
    rf"{_DAY.format('first')}(?:\s*(?:-|–|—|~|～|至|到|to\b|\.\.\.?)\s*{_DAY.format('last')})?[\s:：,，]*(?P<name>.*)"
)


@dataclass(frozen=True)
class Read:
    spans: tuple[Span, ...]
    problems: tuple[Problem, ...] = ()


def read(text: str, year: int, path: str, *, works: bool) -> Read:
    """The days of a year. Each line that cannot be understood is a problem at ``path``; the year may be left out."""
    spans: list[Span] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        found = _span(line.strip(), year, works=works)
        if isinstance(found, Span):
            spans.append(found)
        else:
            problems.append(Problem(found, path, {"line": line.strip(), "number": number, "year": year}))
    return Read(tuple(sorted(spans)), tuple(problems))


def write(spans: Iterable[Span]) -> str:
    """`read` makes the same of it."""
    return "\n".join(_line(span) for span in sorted(spans))


def _line(span: Span) -> str:
    days = str(span.first) if span.first == span.last else f"{span.first} – {span.last}"
    return f"{days} {span.name}".strip()


def _span(line: str, year: int, *, works: bool) -> Span | str:
    """What the line says, or the code of what is wrong with it."""
    found = _LINE.fullmatch(line)
    if found is None:
        return "calendar.line"
    said = {name: int(number) for name, number in found.groupdict().items() if name != "name" and number}
    try:
        first = date(said.get("first_year", year), said["first_month"], said["first_day"])
        last = _last(first, said)
    except ValueError:
        return "calendar.line"
    if first.year != year:
        return "calendar.other-year"
    if not 0 <= (last - first).days <= LONGEST:
        return "calendar.span"
    return Span(first, last, found["name"].strip()[:80], works)


def _last(first: date, said: dict[str, int]) -> date:
    """Without a year it is that of the first day, or the next where the days go over New Year."""
    if "last_day" not in said:
        return first
    last = date(said.get("last_year", first.year), said["last_month"], said["last_day"])
    return last.replace(year=last.year + 1) if last < first and "last_year" not in said else last
