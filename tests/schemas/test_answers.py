"""An answer to a form: who may write what, what the rules hide and demand, and that two validators agree with us."""

from collections.abc import Mapping
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import Choice
from schemas.fields.registry import type_of
from schemas.filling.answers import Checker, Reading
from schemas.messages.complaints import ANSWER_WORDS
from schemas.model.form import Field
from schemas.words import LANGUAGES, words

WEB = (Choice("web", words("Website", "网站")), Choice("app", words("App", "应用")))
FORM = asking(
    Field("intro", "note", words("Hello", "你好")),
    Field("kind", "choice", words("Kind", "类型"), required=True, options={"choices": WEB}),
    Field("reason", "text", words("Reason", "原因"), required=True, show={"==": [{"var": "kind"}, "app"]}),
    Field("cost", "money", words("Cost", "费用"), options={"minimum": 10}),
    Field("doubled", "computed", compute={"*": [{"var": "cost"}, 2]}, options={"result": "money"}),
    Field("lead", "person", words("Lead", "负责人")),
    Field("files", "file", words("Files", "附件"), options={"accept": ".pdf, image/*"}),
    Field(
        "items",
        "table",
        words("Items", "明细"),
        options={"max_rows": 3},
        columns=(
            Field("what", "text", words("What", "内容"), required=True),
            Field("price", "number", words("Price", "单价"), options={"maximum": 100}),
            Field("why", "text", words("Why", "理由"), required=True, show={">": [{"var": "price"}, 50]}),
            Field("twice", "number", words("Twice", "两倍"), compute={"*": [{"var": "price"}, 2]}),
        ),
    ),
)
CHECKER = Checker(FORM)
ALL = frozenset(FORM.fields)


def read(raw: Any, writable: frozenset[str] = ALL, **more: Any) -> Reading:
    return CHECKER.read(raw, writable, **more)


def complaints(reading: Reading) -> list[tuple[str, str]]:
    return [(one.code, one.path) for one in reading.problems]


def test_what_is_right_is_kept_and_completed() -> None:
    reading = read({"kind": "web", "cost": "1,200", "items": [{"what": " Logo ", "price": "30"}]})
    assert reading.problems == ()
    assert reading.answers == {
        "kind": "web",
        "cost": 1200,
        "doubled": 2400,
        "items": [{"what": "Logo", "price": 30, "twice": 60}],
    }
    assert "reason" not in reading.shown
    assert {"items/0/what", "items/0/price", "items/0/twice"} < reading.shown


def test_a_rule_asks_and_a_rule_forgets() -> None:
    assert complaints(read({"kind": "app"})) == [("answer.required", "/reason")]
    hidden = read({"kind": "web", "reason": "x" * 200_000})
    assert (complaints(hidden), "reason" in hidden.answers) == ([], False)
    assert "reason" not in read({"kind": "web"}, before={"kind": "app", "reason": "old"}).answers


def test_cells_are_complained_of_one_by_one_by_their_names() -> None:
    rows = [
        {"what": "", "price": 60},
        {"what": "b", "price": "101", "why": "so"},
        {"what": "c", "price": "x", "extra": 1},
    ]
    reading = read({"kind": "web", "items": rows})
    assert complaints(reading) == [
        ("answer.unknown-field", "/items/2/extra"),
        ("answer.required", "/items/0/what"),
        ("answer.required", "/items/0/why"),
        ("answer.too-large", "/items/1/price"),
        ("answer.not-a-number", "/items/2/price"),
    ]
    assert reading.problems[1].params["field"] == words("Items, row 1: What", "明细第 1 行：内容")


def test_everything_wrong_is_said_at_once_in_the_order_asked() -> None:
    reading = read({"cost": "5", "kind": "fax", "items": [{}] * 4, "lead": "a b", "more": 1, "files": 5})
    assert complaints(reading) == [
        ("answer.unknown-field", "/more"),
        ("answer.not-a-choice", "/kind"),
        ("answer.too-small", "/cost"),
        ("answer.not-a-person", "/lead"),
        ("answer.type", "/files"),
        ("answer.too-many-rows", "/items"),
        *(("answer.required", f"/items/{row}/what") for row in range(4)),
    ]
    assert reading.problems[2].params["limit"] == words("CN¥10.00", "¥10.00")


def test_what_may_not_be_written_is_not_written_nor_complained_of() -> None:
    before = {"kind": "web", "cost": 20}
    reading = read({"kind": "fax", "cost": 30, "doubled": 7, "intro": "x"}, frozenset({"cost"}), before=before)
    assert reading.problems == ()
    assert reading.answers == {"kind": "web", "cost": 30, "doubled": 60}
    assert read({}, frozenset()).problems == ()


def test_what_is_not_posted_stays_and_what_is_blank_goes() -> None:
    before = {"kind": "web", "cost": 20, "gone": 1}
    assert read({}, before=before).answers == {"kind": "web", "cost": 20, "doubled": 40}
    assert read({"cost": ""}, before=before).answers == {"kind": "web"}
    assert complaints(read({"kind": None}, before=before)) == [("answer.required", "/kind")]


@pytest.mark.parametrize("raw", [None, [], "text", 5])
def test_an_answer_is_an_object(raw: Any) -> None:
    assert complaints(read(raw)) == [("answer.type", "")]


def test_many_strangers_are_not_all_named() -> None:
    reading = read({f"x{n}": n for n in range(1000)} | {"kind": "web", "\ud800": 1})
    assert 1 <= len(reading.problems) <= 20
    assert all(str(one.params["name"]).encode() for one in read({"kind": "web", "\ud800": 1}).problems)


def test_deep_nesting_is_refused_and_not_followed() -> None:
    deep: Any = "x"
    for _ in range(50_000):
        deep = [deep]
    found = complaints(read({"kind": deep, "cost": deep, "items": [{"what": deep}], "files": deep, "lead": deep}))
    assert {code for code, _ in found} == {"answer.type"}


class Workspace:
    files: Mapping[str, Mapping[str, Any]] = {
        "1": {"id": "1", "name": "Plan.PDF", "size": 9, "type": "application/pdf"},
        "2": {"id": "2", "name": "run.exe", "size": 9, "type": "application/x-msdownload"},
        "3": {"id": "3", "name": "photo", "size": 9, "type": "image/png"},
    }

    def person(self, key: str, groups: Any = (), departments: Any = ()) -> str | None:
        return key if key == "lina" and not groups and not departments else None

    def file(self, key: str) -> Mapping[str, Any] | None:
        return self.files.get(key)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ({"lead": "lina"}, []),
        ({"lead": "nobody"}, [("answer.not-a-person", "/lead")]),
        ({"files": ["1", "3"]}, []),
        ({"files": [{"id": "1", "name": "virus.exe", "size": 0}]}, []),
        ({"files": ["1", "9"]}, [("answer.not-a-file", "/files")]),
        ({"files": ["2"]}, [("answer.wrong-file-kind", "/files")]),
    ],
)
def test_people_and_files_are_looked_up(raw: dict[str, Any], found: list[Any]) -> None:
    reading = read({"kind": "web", **raw}, known=Workspace())
    assert complaints(reading) == found
    for one in reading.answers.get("files", ()):
        assert one == Workspace.files[one["id"]]


def test_every_problem_can_be_said() -> None:
    reading = read({"cost": "5", "kind": "fax", "items": [{"price": 500}], "lead": "a b", "more": 1})
    for one in reading.problems:
        for lang in LANGUAGES:
            sentence = ANSWER_WORDS[one.code].formatted(**one.params).in_(lang)
            assert sentence
            assert "{" not in sentence


# Against the reference: whatever the exported schema can say, it and we say alike.

BOUNDS = st.integers(-3, 8)
TYPES = {
    "text": st.fixed_dictionaries({}, optional={"max_length": BOUNDS, "min_length": BOUNDS}),
    "number": st.fixed_dictionaries({}, optional={"minimum": BOUNDS, "maximum": BOUNDS, "decimals": st.just(0)}),
    "percent": st.fixed_dictionaries({}, optional={"maximum": BOUNDS}),
    "yes_no": st.just({}),
    "choice": st.just({"choices": WEB}),
    "choices": st.fixed_dictionaries(
        {"choices": st.just(WEB)}, optional={"min_choices": BOUNDS, "max_choices": BOUNDS}
    ),
}
LENGTHS = ("min_length", "max_length", "min_choices", "max_choices")


@st.composite
def fields(draw: st.DrawFn, key: str, *, tables: bool = True) -> Field:
    kind = draw(st.sampled_from([*TYPES, "table"] if tables else list(TYPES)))
    required = draw(st.booleans())
    if kind == "table":
        columns = draw(st.lists(st.sampled_from("xyz"), unique=True, min_size=1))
        return Field(
            key,
            kind,
            required=required,
            options=draw(st.fixed_dictionaries({}, optional={"max_rows": st.integers(0, 3)})),
            columns=tuple(draw(fields(column, tables=False)) for column in columns),
        )
    options = {name: abs(bound) if name in LENGTHS else bound for name, bound in draw(TYPES[kind]).items()}
    return Field(key, kind, required=required, options=options)


def typed(asked: Field) -> st.SearchStrategy[Any]:
    """Answers of the right type for the most part; no texts where we read more than the schema (see below)."""
    numbers = st.integers(-5, 10) | st.floats(-5, 10).map(lambda one: round(one, 2))
    word = st.text("abc", min_size=1, max_size=9)
    several = st.lists(st.sampled_from(["web", "app", "fax"]), min_size=1, max_size=3)
    answers: Mapping[str, st.SearchStrategy[Any]] = {
        "text": word | st.booleans() | several,
        "number": numbers | st.booleans() | several,
        "percent": numbers,
        "yes_no": st.booleans() | st.integers(0, 1),
        "choice": st.sampled_from(["web", "app", "fax"]) | st.booleans(),
        "choices": several | st.booleans() | st.lists(st.integers(), min_size=1, max_size=2),
    }
    if asked.type != "table":
        return answers[asked.type]
    cells = {one.key: answers[one.type] for one in asked.columns}
    return st.lists(st.fixed_dictionaries({}, optional=cells), min_size=1, max_size=4) | st.just(["row"])


@st.composite
def forms_and_answers(draw: st.DrawFn) -> tuple[list[Field], dict[str, Any]]:
    asked = [draw(fields(key)) for key in draw(st.lists(st.sampled_from("abcde"), unique=True, min_size=1))]
    return asked, draw(st.fixed_dictionaries({}, optional={one.key: typed(one) for one in asked}))


@given(forms_and_answers())
def test_the_reference_validator_and_we_agree(given_: tuple[list[Field], dict[str, Any]]) -> None:
    asked, raw = given_
    schema = {
        "type": "object",
        "properties": {one.key: type_of(one).schema(one) for one in asked},
        "required": [one.key for one in asked if one.required],
    }
    checker = Checker(asking(*asked))
    reading = checker.read(raw, checker.writable)
    validator = jsonschema.Draft202012Validator(schema)
    assert (not reading.problems) == validator.is_valid(raw)
    if not reading.problems:
        assert reading.answers == raw
        assert validator.is_valid(reading.answers)
    at = {_place(error, asked) for error in validator.iter_errors(raw)}
    assert {one.path for one in reading.problems} <= at


def _place(error: jsonschema.ValidationError, asked: list[Field]) -> str:
    """Where we would complain: at the field or the cell, and of what is missing at its own place."""
    steps = [str(step) for step in error.absolute_path]
    if error.validator == "required":
        steps.append(next(key for key in error.validator_value if f"'{key}'" in error.message))
    table = any(one.key == steps[0] and one.columns for one in asked)
    depth = 3 if table and len(steps) > 2 else 1
    return "/" + "/".join(steps[:depth])
