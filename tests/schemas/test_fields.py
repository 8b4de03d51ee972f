"""Every type of field: what it reads, what it refuses, what it shows, and that its options survive the document."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.fields.kind import EXTRA, Refused, asking
from schemas.fields.parts.alternatives import Choice
from schemas.fields.parts.bands import Band, Criterion, Grade
from schemas.fields.registry import TYPES, registered, type_of
from schemas.fields.text import Text
from schemas.filling.answers import Checker
from schemas.messages.complaints import ANSWER_WORDS
from schemas.model.form import Field
from schemas.words import LANGUAGES, Words

CASES = Path(__file__).parent / "fields"
TEMPLATES = Path(__file__).parents[2] / "templates" / "fields"


def field(key: str, kind: str, said: dict[str, Any]) -> Field:
    columns = tuple(field(one["key"], one["type"], one) for one in said.get("columns", ()))
    options = TYPES[kind].from_schema(said.get("schema", {}))
    return Field(key, kind, options=options, columns=columns, required=said.get("required", False))


def cases() -> list[Any]:
    return [
        pytest.param(kind, case, id=f"{kind}-{index}")
        for kind in TYPES
        for index, case in enumerate(json.loads((CASES / f"{kind}.json").read_text()))
    ]


@pytest.mark.parametrize(("kind", "case"), cases())
def test_a_type_reads_refuses_and_shows(kind: str, case: dict[str, Any]) -> None:
    asked = field("field", kind, case)
    value = case.get("show")
    if "raw" in case:
        reading = Checker(asking(asked)).read({"field": case["raw"]}, frozenset({"field"}))
        found = [(one.code, one.path) for one in reading.problems]
        assert found == ([(case["problem"], case.get("at", "/field"))] if "problem" in case else [])
        value = reading.answers.get("field")
    if "value" in case:
        assert (type(value), value) == (type(case["value"]), case["value"])
    for lang, text in case.get("shown", {}).items():
        assert type_of(asked).show(asked, value, lang) == text


@pytest.mark.parametrize("kind", TYPES)
def test_what_is_read_is_read_again_as_the_same(kind: str) -> None:
    for case in json.loads((CASES / f"{kind}.json").read_text()):
        if case.get("value") is not None:
            checker = Checker(asking(field("field", kind, case)))
            reading = checker.read({"field": case["value"]}, checker.writable)
            assert (reading.problems, reading.answers) == ((), {"field": case["value"]})


@pytest.mark.parametrize("kind", TYPES)
def test_the_options_that_the_cases_use_survive_the_document(kind: str) -> None:
    for case in json.loads((CASES / f"{kind}.json").read_text()):
        asked = field("field", kind, case)
        schema = type_of(asked).schema(asked)
        jsonschema.Draft202012Validator.check_schema(schema)
        written = json.loads(json.dumps({**schema, EXTRA: type_of(asked).extras(asked)}))
        assert type_of(asked).from_schema(written) == asked.options
        assert set(schema) <= type_of(asked).understood


titles = st.dictionaries(st.sampled_from(LANGUAGES), st.text(min_size=1)).map(Words)
choices = st.lists(st.builds(Choice, st.text(min_size=1), titles), min_size=1, max_size=4).map(tuple)


keys, numbers_ = st.text(min_size=1, max_size=3), st.integers(0, 9)
bands = st.builds(Band, keys, titles, st.sampled_from(("", "<5", "5–15", ">15")), keys, numbers_)
criteria = st.builds(
    Criterion, keys, titles, st.sampled_from(("number", "choice")), keys, keys, st.lists(bands, max_size=3).map(tuple)
)
ROWS = {
    "criteria": st.lists(criteria, max_size=3).map(tuple),
    "grades": st.lists(st.builds(Grade, keys, titles, numbers_), max_size=3).map(tuple),
}


def option(asked: Field) -> st.SearchStrategy[Any]:
    if asked.type == "table":
        return ROWS.get(asked.key, choices)
    numbers = dict.fromkeys(("number", "duration"), st.integers(0, 9))
    return {**numbers, "date": st.dates().map(str), "yes_no": st.booleans()}.get(asked.type, st.text(min_size=1))


@pytest.mark.parametrize("kind", TYPES)
@given(data=st.data())
def test_any_options_survive_the_document(kind: str, data: st.DataObject) -> None:
    said = {key: option(one) for key, one in TYPES[kind].options.fields.items() if key != "pattern"}
    options = data.draw(st.fixed_dictionaries({}, optional=said))
    asked = Field("field", kind, options=options)
    written = json.loads(json.dumps({**TYPES[kind].schema(asked), EXTRA: TYPES[kind].extras(asked)}))
    assert TYPES[kind].from_schema(written) == options


@pytest.mark.parametrize(
    ("kind", "written", "at"),
    [
        ("choice", {"oneOf": [{"const": 1}]}, ("oneOf", 0)),
        ("choice", {"oneOf": [{"const": "a"}, {"const": "b", "title": 5}]}, ("oneOf", 1)),
        ("choice", {"oneOf": [{"const": "a", EXTRA: {"title": 5}}]}, ("oneOf", 0)),
        ("choice", {"oneOf": [{"const": "a", EXTRA: 5}]}, ("oneOf", 0)),
        ("choice", {"oneOf": 5}, ("oneOf",)),
        ("choice", {"enum": ["a", 1]}, ("enum", 1)),
        ("choices", {"items": {"oneOf": [{}]}}, ("items", "oneOf", 0)),
        ("text", {"pattern": "("}, ("pattern",)),
        ("text", {"pattern": "(?=a)"}, ("pattern",)),
    ],
)
def test_options_of_the_wrong_shape_are_refused_where_they_stand(kind: str, written: Any, at: tuple[Any, ...]) -> None:
    with pytest.raises(Refused) as refused:
        TYPES[kind].from_schema(written)
    assert refused.value.at == at
    assert refused.value.code in ANSWER_WORDS


def test_two_types_of_one_name_are_refused() -> None:
    with pytest.raises(TypeError, match="text"):
        registered((Text(), Text()))


@pytest.mark.parametrize("kind", TYPES)
def test_a_type_has_its_own_file_name_icon_template_and_cases(kind: str) -> None:
    one = TYPES[kind]
    template = (TEMPLATES / f"{kind}.html").read_text()
    assert type(one).__module__ == f"schemas.fields.{kind}"
    assert "macro ask(field, value, problem, lang, name, attrs)" in template
    assert "macro show(field, value, lang)" in template
    assert (CASES / f"{kind}.json").exists()
    assert one.icon
    assert set(one.title) == set(LANGUAGES)
    for asked in one.options.fields.values():
        assert set(asked.title) == set(LANGUAGES)
        assert asked.type in TYPES


def test_nothing_lies_among_the_templates_and_cases_that_is_no_type() -> None:
    assert {path.stem for path in TEMPLATES.iterdir()} == set(TYPES)
    assert {path.stem for path in CASES.iterdir()} == set(TYPES)


def test_every_complaint_has_its_words_in_both_languages() -> None:
    for code, said in ANSWER_WORDS.items():
        assert set(said) == set(LANGUAGES), code


@pytest.mark.parametrize("raw", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("kind", ["number", "money", "percent"])
def test_what_json_cannot_say_is_refused(kind: str, raw: float) -> None:
    with pytest.raises(Refused):
        TYPES[kind].read(Field("field", kind), raw)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("kind", TYPES)
@given(raw=json_values)
def test_whatever_comes_is_read_or_refused(kind: str, raw: Any) -> None:
    checker = Checker(asking(Field("field", kind)))
    reading = checker.read({"field": raw}, checker.writable)
    json.dumps(reading.answers, allow_nan=False).encode()
    if reading.answers:
        again = checker.read(reading.answers, checker.writable)
        assert again.answers == reading.answers


def test_columns_are_summed_exactly_over_what_is_a_number() -> None:
    columns = (
        Field("price", "money", total=True),
        Field("time", "duration", total=True),
        Field("what", "text", total=True),
        Field("left", "number"),
    )
    rows = [
        {"price": 0.1, "time": 90, "what": "a", "left": 1},
        {"price": 0.2, "time": 30},
        {"price": "typed"},
        "no row",
    ]
    for kind in ("table", "repeat"):
        asked = Field("field", kind, columns=columns)
        assert TYPES[kind].totals(asked, rows) == {"price": 0.3, "time": 120}  # type: ignore[attr-defined]
        assert TYPES[kind].totals(asked, None) == {}  # type: ignore[attr-defined]


IN_SHEETS = (
    *("text", "long_text", "email", "url", "phone", "number", "money", "percent", "yes_no", "consent", "hidden"),
    *("date", "time", "datetime", "date_range", "duration", "rating", "scale", "slider"),
)


@pytest.mark.parametrize("kind", IN_SHEETS)
def test_the_cell_of_a_sheet_is_read_back_as_the_same_answer(kind: str) -> None:
    for case in json.loads((CASES / f"{kind}.json").read_text()):
        asked, value = field("field", kind, case), case.get("value")
        for lang in LANGUAGES if value is not None else ():
            cell = TYPES[kind].cell(asked, value, lang)
            assert TYPES[kind].read(asked, cell) == value
            assert isinstance(cell, str) or TYPES[kind].value == "number"
