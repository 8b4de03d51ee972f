"""Grading matrices that would not grade: bands that overlap or leave a gap, names that are not there or are there twice."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from schemas.fields.grading import Grading
from schemas.fields.kind import EXTRA
from schemas.fields.parts.amounts import LARGEST, show_number
from schemas.fields.parts.bands import BAND, GRADE, POINTS, Criterion, Grade, clashes, limits, range_of
from schemas.fields.registry import type_of
from schemas.format.addresses import Addresses
from schemas.format.reading import KEY
from schemas.model.form import Field, Form
from schemas.model.process import Process
from schemas.problem import Problem, pointer
from schemas.words import LANGUAGES, Words

_KEY: Final = re.compile(KEY)
_NUMBERS: Final = "number"


def ungraded(process: Process, at: Addresses) -> Iterator[Problem]:
    for one in process.form.fields.values():
        kind = type_of(one)
        if isinstance(kind, Grading):
            place = at.field(one) + pointer(EXTRA)
            yield from _whole(kind, one, place)
            for number, criterion in enumerate(kind.criteria(one)):
                inside = place + pointer("criteria", number)
                yield from _criterion(criterion, kind.grades(one), inside)
                yield from _source(process.form, one, criterion, inside)


def _whole(kind: Grading, one: Field, place: str) -> Iterator[Problem]:
    grades, criteria = kind.grades(one), kind.criteria(one)
    if not grades or not criteria:
        yield Problem("grading.empty", place, {"field": one.title or one.key})
    yield from _keys((grade.key for grade in grades), place + pointer("grades"))
    yield from _keys((criterion.key for criterion in criteria), place + pointer("criteria"))
    for number, criterion in enumerate(criteria):
        if criterion.key in (GRADE, POINTS) or criterion.key.endswith(BAND):
            yield Problem("grading.key", place + pointer("criteria", number, "key"), {"key": criterion.key})
    if one.options.get("overall") == POINTS:
        for number, (low, high) in enumerate(pairwise(grades[1:]), 2):
            if high.points <= low.points:
                params = {"grade": high.title or high.key, "other": low.title or low.key}
                yield Problem("grading.points", place + pointer("grades", number), params)


def _keys(keys: Iterable[str], place: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, key in enumerate(keys):
        at = place + pointer(number, "key")
        if key in seen:
            yield Problem("key.duplicate", at, {"key": key})
        elif not _KEY.match(key):
            yield Problem("grading.key", at, {"key": key})
        seen.add(key)


def _criterion(one: Criterion, grades: tuple[Grade, ...], place: str) -> Iterator[Problem]:
    known = {grade.key for grade in grades}
    yield from _keys((band.key for band in one.bands), place + pointer("bands"))
    if not one.bands:
        yield Problem("grading.no-bands", place, {"criterion": one.title or one.key})
    for number, band in enumerate(one.bands):
        at = place + pointer("bands", number)
        said = {"criterion": one.title or one.key, "band": band.title or band.range or band.key}
        if band.grade not in known:
            yield Problem("grading.unknown-grade", at, said)
        if one.counts and range_of(band.range) is None:
            yield Problem("grading.range", at + pointer("range"), {**said, "range": band.range})
    if one.counts:
        yield from _clashing(one, place)


def _clashing(one: Criterion, place: str) -> Iterator[Problem]:
    for below, above, both, number in clashes(one):
        at = place + pointer("bands", one.bands.index(above), "range")
        params = {
            "criterion": one.title or one.key,
            "one": below.range,
            "other": above.range,
            "number": _said(number),
        }
        yield Problem("grading.overlap" if both else "grading.gap", at, params, example={one.key: number})


def _source(form: Form, asked: Field, one: Criterion, place: str) -> Iterator[Problem]:
    """What another field answers has to be of the right kind, and every number of it must have a band."""
    if not one.source:
        return
    at, params = place + pointer("from"), {"criterion": one.title or one.key, "field": one.source}
    source = form.fields.get(one.source)
    if source is None or source is asked:
        yield Problem("field.unknown", at, params)
        return
    params["field"] = source.title or source.key
    value = type_of(source).value_of(source)
    if value != (_NUMBERS if one.counts else "text"):
        yield Problem("grading.source", at, params)
    elif one.counts and (outside := _outside(source, one)) is not None:
        yield Problem("grading.outside", at, {**params, "number": _said(outside)}, example={one.source: outside})


def _outside(source: Field, one: Criterion) -> int | float | None:
    """A number that the source takes and no band does, below them all or above."""
    ends = limits(one)
    schema = type_of(source).schema(source)
    if ends is None:
        return None
    low, high = ends[0].low, ends[1].high
    least, most = schema.get("minimum", -LARGEST), schema.get("maximum", LARGEST)
    if low is not None and (least < low or (least == low and not ends[0].with_low)):
        return int(least) if least > -LARGEST else int(low) - 1
    if high is not None and (most > high or (most == high and not ends[1].with_high)):
        return int(most) if most < LARGEST else int(high) + 1
    return None


def _said(number: float) -> Words:
    return Words({lang: show_number(number, lang) for lang in LANGUAGES})
