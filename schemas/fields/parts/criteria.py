"""Criteria, bands and grades as JSON: ``x-formloom`` holds them; what is as usual is not written."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from schemas.fields.kind import Refused
from schemas.fields.parts.bands import Band, Criterion, Grade
from schemas.words import Words, read_words, write_words

_CODE: Final = "document.criteria"
_Made = TypeVar("_Made")
_ANSWERS: Final = ("number", "choice")


def write_grades(grades: Sequence[Grade]) -> list[dict[str, Any]]:
    return [_kept({"key": one.key, "title": one.title, "points": one.points}) for one in grades]


def write_criteria(criteria: Sequence[Criterion]) -> list[dict[str, Any]]:
    return [
        _kept(
            {
                "key": one.key,
                "title": one.title,
                "answer": "" if one.answer == _ANSWERS[0] else one.answer,
                "unit": one.unit,
                "from": one.source,
                "bands": [_band(band) for band in one.bands],
            }
        )
        for one in criteria
    ]


def _band(one: Band) -> dict[str, Any]:
    said = {"key": one.key, "title": one.title, "range": one.range, "grade": one.grade, "points": one.points}
    return _kept(said)


def _kept(said: Mapping[str, Any]) -> dict[str, Any]:
    written = {name: write_words(one) if isinstance(one, Words) else one for name, one in said.items()}
    return {name: one for name, one in written.items() if one not in ("", 0, []) or name == "key"}


def read_grades(raw: Any) -> tuple[Grade, ...]:
    """Raises Refused at the part that has not the shape of a grade."""
    return _each(raw, "grades", lambda one: Grade(_text(one, "key"), _words(one), _number(one, "points")))


def read_criteria(raw: Any) -> tuple[Criterion, ...]:
    """Raises Refused at the part that has not the shape of a criterion, or of a band."""

    def band(one: Mapping[str, Any]) -> Band:
        return Band(_text(one, "key"), _words(one), _text(one, "range"), _text(one, "grade"), _number(one, "points"))

    def criterion(one: Mapping[str, Any]) -> Criterion:
        answer = _text(one, "answer") or _ANSWERS[0]
        if answer not in _ANSWERS:
            raise Refused(_CODE, "answer")
        bands = _each(one.get("bands", []), "bands", band)
        return Criterion(_text(one, "key"), _words(one), answer, _text(one, "unit"), _text(one, "from"), bands)

    return _each(raw, "criteria", criterion)


def _each(raw: Any, name: str, read: Callable[[Mapping[str, Any]], _Made]) -> tuple[_Made, ...]:
    if not isinstance(raw, list):
        raise Refused(_CODE, name)
    found = []
    for at, one in enumerate(raw):
        if not isinstance(one, Mapping):
            raise Refused(_CODE, name, at)
        try:
            found.append(read(one))
        except Refused as refused:
            raise Refused(refused.code, name, at, *refused.at) from refused
    return tuple(found)


def _text(one: Mapping[str, Any], name: str) -> str:
    said = one.get(name, "")
    if not isinstance(said, str):
        raise Refused(_CODE, name)
    return said


def _words(one: Mapping[str, Any]) -> Words:
    try:
        return read_words(one.get("title"))
    except TypeError as wrong:
        raise Refused(_CODE, "title") from wrong


def _number(one: Mapping[str, Any], name: str) -> int | float:
    said = one.get(name, 0)
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise Refused(_CODE, name)
    return said
