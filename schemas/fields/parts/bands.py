"""Criteria and their bands: what is written for them, what numbers each band takes, and the rules that grade by them.

A range is written as people write it: ``<5``, ``5–15``, ``>15``, ``≤5``, ``≥15``. The two ends of ``5–15`` belong to it;
``>5–15`` and ``5–<15`` leave one of them out. So what stands exactly on a threshold falls in the band as written. Numbers
are compared as they are kept: at most six decimals and a thousand million, which a float holds without loss.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from schemas.fields.parts.amounts import Number
from schemas.fields.parts.spelling import folded
from schemas.words import Words

DECIMALS: Final = 6
LARGEST: Final = 1_000_000_000
BAND: Final = "_band"
"""Behind the key of a criterion: its band."""
GRADE: Final = "grade"
POINTS: Final = "points"

_END: Final = r"(-?[0-9]{1,10}(?:\.[0-9]{1,6})?)\s*[%％]?"
_RANGE: Final = re.compile(
    rf"(?P<sign>[<>≤≥]=?)?\s*{_END}(?:\s*(?:–|—|~|～|至|到|to|\.\.|-)\s*(?P<upper><=?|≤)?\s*{_END})?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Grade:
    """``points``: from so many on, where points are added up."""

    key: str
    title: Words = field(default_factory=Words)
    points: Number = 0


@dataclass(frozen=True, slots=True)
class Band:
    """``grade`` is the key of what falls in here; ``points`` count where points are added up."""

    key: str
    title: Words = field(default_factory=Words)
    range: str = ""
    grade: str = ""
    points: Number = 0


@dataclass(frozen=True, slots=True)
class Criterion:
    """Answered by a number, by choosing one of the bands, or by ``source``: another field of the form."""

    key: str
    title: Words = field(default_factory=Words)
    answer: str = "number"
    unit: str = ""
    source: str = ""
    bands: tuple[Band, ...] = ()

    @property
    def counts(self) -> bool:
        return self.answer != "choice"


@dataclass(frozen=True, slots=True)
class Range:
    """Between two ends, None where there is none; ``with_`` says whether an end belongs to it."""

    low: Decimal | None
    high: Decimal | None
    with_low: bool = False
    with_high: bool = False

    def rule(self, answer: Any) -> Any:
        """JSON Logic: whether the answer lies in it."""
        parts = []
        if self.low is not None:
            parts.append({"<=" if self.with_low else "<": [plain(self.low), answer]})
        if self.high is not None:
            parts.append({"<=" if self.with_high else "<": [answer, plain(self.high)]})
        return parts[0] if len(parts) == 1 else {"and": parts}


@dataclass(frozen=True, slots=True)
class Overall:
    """How the criteria make one grade: "worst", "points", or "count" with the number that must reach it.

    ``every``: not before all of them have a band.
    """

    way: str = "worst"
    count: int = 1
    every: bool = False


@lru_cache(maxsize=1024)
def range_of(text: str) -> Range | None:
    """What a written range takes; None where it cannot be read, or takes nothing."""
    found = _RANGE.fullmatch(folded(text).replace("−", "-").strip())
    if not found:
        return None
    sign, first, upper, second = (found["sign"] or "")[:2], Decimal(found[2]), found["upper"], found[4]
    with_it = sign in ("", "<=", ">=", "≤", "≥")
    if second is not None:
        made = Range(first, Decimal(second), with_it, upper != "<")
        return made if sign not in ("<", "<=", "≤") and _holds_some(made) else None
    if upper is not None:
        return None
    if sign[:1] in ("<", "≤"):
        return Range(None, first, with_high=with_it)
    return Range(first, None, with_low=with_it) if sign else Range(first, first, with_low=True, with_high=True)


def _holds_some(one: Range) -> bool:
    assert one.low is not None  # noqa: S101 -- of two ends
    assert one.high is not None  # noqa: S101
    return one.low < one.high or (one.low == one.high and one.with_low and one.with_high)


def plain(exact: Decimal) -> Number:
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def in_order(criterion: Criterion) -> list[tuple[Range, Band]]:
    """The bands that can be read, from the lowest."""
    found = [(made, band) for band in criterion.bands if (made := range_of(band.range))]
    return sorted(found, key=lambda one: (one[0].low is not None, one[0].low or 0, not one[0].with_low))


def limits(criterion: Criterion) -> tuple[Range, Range] | None:
    """The lowest and the highest band: an answer lies between their outer ends."""
    ranges = [made for made, _ in in_order(criterion)]
    if not ranges:
        return None
    return ranges[0], max(ranges, key=lambda one: (one.high is None, one.high or 0, one.with_high))


def clashes(criterion: Criterion) -> Iterator[tuple[Band, Band, bool, Number]]:
    """Neighbours of which both take a number (true), or between which one is taken by none; with that number."""
    for (one, below), (other, above) in pairwise(in_order(criterion)):
        if one.high is None or other.low is None or one.high > other.low:
            yield below, above, True, plain(_in_both(one, other))
        elif one.high < other.low:
            yield below, above, False, plain((one.high + other.low) / 2)
        elif one.with_high == other.with_low:
            yield below, above, one.with_high, plain(one.high)


def _in_both(one: Range, other: Range) -> Decimal:
    """A number that both take; ``other`` begins where ``one`` does or later."""
    ends = [end for end in (one.high, other.high) if end is not None]
    if other.low is None:
        return min(ends, default=Decimal(1)) - 1
    return (other.low + min(ends)) / 2 if ends else other.low + 1


@lru_cache(maxsize=256)
def graded(key: str, criteria: tuple[Criterion, ...], grades: tuple[Grade, ...], overall: Overall) -> Mapping[str, Any]:
    """JSON Logic for every part of the field ``key`` that is worked out, in order; not to be changed."""
    rules: dict[str, Any] = {}
    for one in criteria:
        answer = {"var": f"{key}.{one.key}"}
        if one.source:
            rules[one.key] = {"var": one.source}
        rules[one.key + BAND] = _band(one, answer)
    fallen = {one.key: {"var": f"{key}.{one.key}{BAND}"} for one in criteria}
    if not criteria or not grades:
        return rules
    if overall.way == POINTS:
        rules[POINTS] = _whole(fallen, overall, {"+": [_points(one, fallen[one.key]) for one in criteria]})
        total = {"var": f"{key}.{POINTS}"}
        steps = [({">=": [total, grade.points]}, grade.key) for grade in reversed(grades[1:])]
        rules[GRADE] = _first([({"==": [total, None]}, None), *steps], grades[0].key)
        return rules
    least = overall.count if overall.way == "count" else 1
    steps = [(_reached(criteria, fallen, grades[at:], least), grades[at].key) for at in range(len(grades) - 1, 0, -1)]
    lowest = _reached(criteria, fallen, grades, 1)
    rules[GRADE] = _whole(fallen, overall, _first([*steps, (lowest, grades[0].key)], None))
    return rules


def _first(steps: Sequence[tuple[Any, Any]], otherwise: Any) -> Any:
    """The result of the first condition that holds."""
    return {"if": [*(part for step in steps for part in step), otherwise]}


def _band(criterion: Criterion, answer: Any) -> Any:
    if not criterion.counts:
        return _first([({"==": [answer, band.key]}, band.key) for band in criterion.bands] or [(False, None)], None)
    taken = [(made.rule(answer), band.key) for made, band in in_order(criterion)]
    return _first([({"==": [answer, None]}, None), *taken], None)


def _reached(criteria: Sequence[Criterion], fallen: Mapping[str, Any], grades: Sequence[Grade], least: int) -> Any:
    """Whether so many criteria have one of the grades."""
    keys = {grade.key for grade in grades}
    have = []
    for one in criteria:
        bands = [{"==": [fallen[one.key], band.key]} for band in one.bands if band.grade in keys]
        have.append({"or": bands} if bands else False)
    if least == 1:
        return {"or": have}
    return {">=": [{"+": [{"if": [one, 1, 0]} for one in have]}, least]}


def _points(criterion: Criterion, fallen: Any) -> Any:
    return _first([({"==": [fallen, band.key]}, band.points) for band in criterion.bands] or [(False, 0)], 0)


def _whole(fallen: Mapping[str, Any], overall: Overall, rule: Any) -> Any:
    """Nothing before there is a band for every criterion that needs one, or for any."""
    blank = [{"==": [one, None]} for one in fallen.values()]
    return {"if": [{"or" if overall.every else "and": blank}, None, rule]}
