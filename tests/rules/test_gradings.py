"""Grading matrices: the server and the browser grade alike, and what stands on a threshold falls in the band as written."""

from collections import Counter
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from schemas.fields.kind import asking
from schemas.fields.parts.bands import Band, Criterion, Grade, range_of
from schemas.filling.answers import Checker
from schemas.filling.visible import compiled, settle
from schemas.model.form import Field, Form
from tests.rules.cases import same
from tests.rules.conftest import Twin

GRADES = (Grade("low"), Grade("mid", points=3), Grade("high", points=6))
KEYS = ("low", "mid", "high")
NUMBERS = (*(-1, 0, 4.999999, 5, 5.000001, 14.999999, 15, 15.000001, 15.0001, 100, 0.1, 0.3, None), "5", True, [])


def counted(key: str, ranges: tuple[str, ...] = ("<5", "5–15", ">15"), source: str = "") -> Criterion:
    bands = tuple(
        Band(grade, range=one, grade=grade, points=at * 2)
        for at, (grade, one) in enumerate(zip(KEYS, ranges, strict=True))
    )
    return Criterion(key, unit="%", source=source, bands=bands)


def chosen(key: str) -> Criterion:
    bands = (Band("fine", grade="low"), Band("watch", grade="mid", points=1), Band("bad", grade="high", points=4))
    return Criterion(key, answer="choice", bands=bands)


def matrix(**options: Any) -> Field:
    return Field("impact", "grading", options={"grades": GRADES, **options})


def form(**options: Any) -> Form:
    grade = Field("told", "computed", compute={"cat": [{"var": "impact.grade"}, "/", {"var": "impact.cost_band"}]})
    routed = Field("urgent", "text", show={"==": [{"var": "impact.grade"}, "high"]})
    return asking(Field("share", "number"), matrix(**options), grade, routed)


RANGES = (("<5", "5–15", ">15"), ("≤5", ">5–<15", "≥15"), ("<5", "5–<15", "≥15"), ("<0.1", "0.1–0.3", ">0.3"))
FORMS = [
    form(criteria=(counted("cost", ranges), chosen("risk"), counted("time", source="share")), **options)
    for ranges in RANGES
    for options in ({}, {"every": True}, {"overall": "points"}, {"overall": "count", "count": 2})
]


def test_the_browser_grades_as_the_server_does(twin: Twin) -> None:
    random = Random(20261123)  # noqa: S311 -- to be repeated, not to be secret
    drawn = []
    for _ in range(600):
        answers: dict[str, Any] = {"share": random.choice(NUMBERS[:13]), "urgent": "now"}
        given = {"cost": random.choice(NUMBERS), "risk": random.choice(("fine", "watch", "bad", "odd", None, 5))}
        answers["impact"] = random.choice(
            (given, given, given, given | {"grade": "high", "cost_band": "high"}, None, 5)
        )
        drawn.append((random.choice(FORMS), answers))
    found = twin(forms=[(compiled(one), answers) for one, answers in drawn])["forms"]
    grades: Counter[str] = Counter()
    for (one, answers), got in zip(drawn, found, strict=True):
        ours = settle(one, answers)
        assert same(got["values"], dict(ours.values)), answers
        assert sorted(got["shown"]) == sorted(ours.shown)
        grades[(ours.values.get("impact") or {}).get("grade", "")] += 1
    assert all(grades[key] > 30 for key in ("", *KEYS))


@pytest.mark.parametrize(
    ("said", "ranges", "band"),
    [
        ("4.999999", RANGES[0], "low"),
        ("5", RANGES[0], "mid"),
        ("15", RANGES[0], "mid"),
        ("15.0001", RANGES[0], "high"),
        ("5", RANGES[1], "low"),
        ("5.000001", RANGES[1], "mid"),
        ("15", RANGES[1], "high"),
        ("15", RANGES[2], "high"),
        ("0.1", RANGES[3], "mid"),
        ("0.3", RANGES[3], "mid"),
        ("0.300001", RANGES[3], "high"),
    ],
)
def test_a_number_on_a_threshold_falls_as_it_is_written(said: str, ranges: tuple[str, ...], band: str) -> None:
    checker = Checker(asking(matrix(criteria=(counted("cost", ranges),))))
    read = checker.read({"impact": {"cost": said}}, checker.writable)
    assert not read.problems
    assert read.answers["impact"]["cost_band"] == band == read.answers["impact"]["grade"]


@pytest.mark.parametrize(
    ("text", "taken", "left"),
    [
        ("<5", "4.999999", "5"),
        ("≤5", "5", "5.000001"),
        ("＞ 15 %", "15.000001", "15"),
        (">=15", "15", "14.999999"),
        ("5 – 15", "15", "15.000001"),
        ("5%～15%", "5", "4.999999"),
        (">5-15", "15", "5"),
        ("5 to <15", "5", "15"),
        ("5至15", "15", "4"),
        ("-5–-1", "-1", "0"),
        ("3", "3", "3.000001"),
    ],
)
def test_ranges_are_read_as_people_write_them(text: str, taken: str, left: str) -> None:
    made = range_of(text)
    assert made is not None
    for said, wanted in ((taken, True), (left, False)):
        answer = Decimal(said)
        above = made.low is None or answer > made.low or (made.with_low and answer == made.low)
        below = made.high is None or answer < made.high or (made.with_high and answer == made.high)
        assert (above and below) is wanted


@pytest.mark.parametrize("text", ["", "a lot", "15–5", "<5–15", ">5->6", "5–5–5", "<", "5–<5", "1e3", "12345678901"])
def test_what_is_no_range_is_none(text: str) -> None:
    assert range_of(text) is None
