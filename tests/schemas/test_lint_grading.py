"""What is said of grading matrices before they are published, and what is proved of choices that go by their grade."""

from typing import Any

import pytest

from schemas.document import dump, load
from schemas.lint import lint
from schemas.problem import Problem

TITLES = {"en": "T", "zh-Hans": "题"}
GRADES = [{"key": key, "title": TITLES} for key in ("low", "mid", "high")]
AT = "/form/schema/properties/impact/x-formloom"


def bands(*ranges: str) -> list[dict[str, Any]]:
    return [
        {"key": f"b{at}", "range": one, "grade": grade["key"]}
        for at, (one, grade) in enumerate(zip(ranges, GRADES, strict=False))
    ]


def criterion(key: str = "cost", *ranges: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "title": TITLES, "bands": bands(*(ranges or ("<5", "5–15", ">15"))), **more}


RISK = {
    "key": "risk",
    "title": TITLES,
    "answer": "choice",
    "bands": [{"key": one, "title": TITLES, "grade": grade} for one, grade in (("fine", "low"), ("bad", "high"))],
}


def document(criteria: list[dict[str, Any]], ways: dict[str, Any] | None = None, **said: Any) -> dict[str, Any]:
    impact = {"type": "grading", "title": {"zh-Hans": "影响"}, "grades": GRADES, "criteria": criteria, **said}
    share = {"type": "number", "title": "Share", "minimum": 0, "x-formloom": {"title": {"zh-Hans": "比例"}}}
    moves = [
        {"key": key, "from": "fork", "to": "end", "title": TITLES, **({"when": when} if when is not None else {})}
        for key, when in (ways or {"on": None}).items()
    ]
    return {
        "format": "formloom/1",
        "key": "graded",
        "title": TITLES,
        "groups": {"team": TITLES},
        "form": {
            "schema": {
                "type": "object",
                "properties": {"share": share, "impact": {"type": "object", "title": "Impact", "x-formloom": impact}},
                "required": ["share", "impact"],
            }
        },
        "flow": {
            "initial": "look",
            "fill": {"*": "edit"},
            "states": [
                {"key": "look", "kind": "task", "title": TITLES, "who": [{"group": "team"}]},
                {"key": "fork", "kind": "choice"},
                {"key": "end", "kind": "end", "title": TITLES},
            ],
            "moves": [{"key": "go", "from": "look", "to": "fork", "title": TITLES}, *moves],
        },
    }


def problems(raw: dict[str, Any]) -> tuple[Problem, ...]:
    process = load(raw)
    assert load(dump(process)) == process
    return lint(process, raw)


def test_nothing_is_said_of_a_matrix_in_order() -> None:
    assert problems(document([criterion(unit="%"), RISK])) == ()


@pytest.mark.parametrize(
    ("criteria", "said", "code", "at", "example"),
    [
        ([criterion("cost", "<5", "6–15", ">15")], {}, "grading.gap", "/criteria/0/bands/1/range", {"cost": 5.5}),
        ([criterion("cost", "<5", ">5–15", ">15")], {}, "grading.gap", "/criteria/0/bands/1/range", {"cost": 5}),
        ([criterion("cost", "≤5", "5–15", ">15")], {}, "grading.overlap", "/criteria/0/bands/1/range", {"cost": 5}),
        ([criterion("cost", "<6", "5–15", ">15")], {}, "grading.overlap", "/criteria/0/bands/1/range", {"cost": 5.5}),
        ([criterion("cost", "<5", "<7", "≥7")], {}, "grading.overlap", "/criteria/0/bands/1/range", {"cost": 4}),
        ([criterion("cost", "<5", "5+", ">15")], {}, "grading.range", "/criteria/0/bands/1/range", None),
        ([criterion(bands=[])], {}, "grading.no-bands", "/criteria/0", None),
        ([], {}, "grading.empty", "", None),
        ([criterion("grade")], {}, "grading.key", "/criteria/0/key", None),
        ([criterion("cost_band")], {}, "grading.key", "/criteria/0/key", None),
        ([criterion(), criterion()], {}, "key.duplicate", "/criteria/1/key", None),
        ([criterion(**{"from": "nobody"})], {}, "field.unknown", "/criteria/0/from", None),
        ([{**RISK, "from": "share"}], {}, "grading.source", "/criteria/0/from", None),
        ([criterion("c", "1–5", ">5", **{"from": "share"})], {}, "grading.outside", "/criteria/0/from", {"share": 0}),
        ([criterion("c", "<5", "5–9", **{"from": "share"})], {}, "grading.outside", "/criteria/0/from", {"share": 10}),
        (
            [criterion()],
            {"overall": "points", "grades": [*GRADES[:2], {**GRADES[2], "points": 0}]},
            "grading.points",
            "/grades/2",
            None,
        ),
        ([RISK | {"bands": [{"key": "a", "title": TITLES}]}], {}, "grading.unknown-grade", "/criteria/0/bands/0", None),
    ],
)
def test_what_would_not_grade_is_said_with_its_place(
    criteria: list[dict[str, Any]], said: dict[str, Any], code: str, at: str, example: Any
) -> None:
    found = [one for one in problems(document(criteria, **said)) if one.severity == "error"]
    assert (code, AT + at, example) in [(one.code, one.path, one.example) for one in found]


def grade(key: str) -> dict[str, Any]:
    return {"==": [{"var": "impact.grade"}, key]}


@pytest.mark.parametrize(
    ("ways", "codes"),
    [
        ({"a": grade("high"), "b": grade("mid"), "c": grade("low")}, set()),
        ({"a": grade("high"), "b": grade("mid")}, {"choice.gap"}),
        ({"a": grade("high"), "b": {"!=": [{"var": "impact.grade"}, "low"]}, "c": grade("low")}, {"choice.overlap"}),
        ({"a": grade("high"), "b": {">": [{"var": "impact.cost"}, 15]}, "c": None}, {"choice.dead-branch"}),
        ({"a": {"<=": [{"var": "impact.cost"}, 15]}, "b": {"==": [{"var": "impact.cost_band"}, "b2"]}}, set()),
        ({"a": grade("none"), "c": None}, {"choice.dead-branch"}),
        ({"a": {"and": [grade("low"), {">": [{"var": "impact.cost"}, 15]}]}, "c": None}, {"choice.dead-branch"}),
    ],
)
def test_a_choice_that_goes_by_the_grade_is_proved(ways: dict[str, Any], codes: set[str]) -> None:
    found = problems(document([criterion(), RISK], ways, every=True))
    assert {one.code for one in found} == codes, found


def test_a_criterion_that_a_field_answers_is_proved_by_that_field() -> None:
    criteria = [criterion("cost", "<5", "5–15", ">15", **{"from": "share"})]
    above = {">=": [{"var": "share"}, 5]}
    assert problems(document(criteria, {"a": above, "b": grade("low")})) == ()
    [gap] = problems(document(criteria, {"a": {">": [{"var": "share"}, 5]}, "b": grade("low")}))
    assert gap.code == "choice.gap"
    assert gap.example is not None
    assert gap.example["share"] == 5
