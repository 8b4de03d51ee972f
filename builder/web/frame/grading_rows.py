"""The grades and criteria of a grading matrix as the designer writes them: rows, and rows of bands within them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from builder.editing.naming import key_for, unique
from builder.web.frame.lines import MOST_ROWS, Posted, read_title
from schemas.fields.parts.bands import POINTS, Band, Criterion, Grade, plain
from schemas.fields.registry import TYPES
from schemas.model.form import Field, Form
from schemas.words import Words, words

USUAL: Final = (
    Grade("low", words("Low", "低")),
    Grade("mid", words("Medium", "中"), 2),
    Grade("high", words("High", "高"), 4),
)
"""What a new matrix begins with."""
_SOURCES: Final = ("number", "text")


@dataclass(frozen=True)
class Rows:
    """``sources`` are the fields that may answer a criterion, ``points`` whether points are added up."""

    grades: tuple[Grade, ...]
    criteria: tuple[Criterion, ...]
    sources: Mapping[str, Words]
    points: bool


def is_grading(one: Field) -> bool:
    return one.type == "grading"


def grading_of(one: Field, form: Form) -> Rows:
    sources = {
        key: other.title
        for key, other in form.fields.items()
        if key != one.key and other.type in TYPES and TYPES[other.type].value_of(other) in _SOURCES
    }
    grades = tuple(one.options.get("grades", ())) or USUAL
    return Rows(grades, tuple(one.options.get("criteria", ())), sources, one.options.get("overall") == POINTS)


def read_grading(one: Field, posted: Posted) -> dict[str, Any]:
    """The options that are rows; none of them where the panel did not show any."""
    if not is_grading(one) or "grades.0.known" not in posted:
        return {}
    found = {"grades": tuple(_grades(posted)), "criteria": tuple(_criteria(posted))}
    return {name: rows for name, rows in found.items() if rows}


def _places(posted: Posted, name: str) -> Iterator[str]:
    for at in range(MOST_ROWS):
        if f"{name}.{at}.known" not in posted:
            return
        yield f"{name}.{at}"


def _said(posted: Posted, name: str) -> str:
    return posted.get(name, "").strip()


def _points(posted: Posted, name: str) -> int | float:
    try:
        exact = Decimal(_said(posted, f"{name}.points") or "0")
    except InvalidOperation:
        return 0
    return plain(exact) if exact.is_finite() else 0


def _grades(posted: Posted) -> Iterator[Grade]:
    taken: list[str] = []
    for name in _places(posted, "grades"):
        title = read_title(posted, name)
        if title:
            taken.append(_said(posted, f"{name}.known") or key_for(title, "grade", taken))
            yield Grade(taken[-1], title, _points(posted, name))


def _criteria(posted: Posted) -> Iterator[Criterion]:
    taken: list[str] = []
    for name in _places(posted, "criteria"):
        title = read_title(posted, name)
        if title:
            taken.append(_said(posted, f"{name}.known") or key_for(title, "criterion", taken))
            bands = tuple(_bands(posted, f"{name}.bands"))
            answer, _, source = _said(posted, f"{name}.answer").partition(":")
            by_choice = answer == "choice" or bool(source and bands and not any(band.range for band in bands))
            kind = "choice" if by_choice else "number"
            yield Criterion(taken[-1], title, kind, _said(posted, f"{name}.unit"), source, bands)


def _bands(posted: Posted, place: str) -> Iterator[Band]:
    taken: list[str] = []
    for name in _places(posted, place):
        title, range_ = read_title(posted, name), _said(posted, f"{name}.range")
        grade = _said(posted, f"{name}.grade")
        if not (title or range_):
            continue
        known = _said(posted, f"{name}.known")
        taken.append(known or (key_for(title, "band", taken) if title else unique(grade or "band", taken)))
        yield Band(taken[-1], title, range_, grade, _points(posted, name))
