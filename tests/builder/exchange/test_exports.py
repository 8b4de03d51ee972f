"""Documents given out in other formats, and read back."""

import json
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from builder.exchange.expressions.expression import Unsayable
from builder.exchange.formats import File, bring_in
from builder.exchange.jsonforms.condition_writing import written
from builder.exchange.jsonforms.schema_reading import Parts, parts_of, read_schema
from builder.exchange.jsonforms.schema_writing import write_schema
from builder.exchange.xlsform.xlsform_writing import Workbook, write_xlsform
from builder.gallery import gallery
from runtime.formats.sheets import read_sheets
from schemas.document import dump
from schemas.fields.registry import type_of
from schemas.filling.rights import is_answered
from schemas.logic import evaluate
from schemas.logic.coercion import truthy
from schemas.messages.problem_words import say
from schemas.model.process import Process
from schemas.words import words
from tests.front import FRONT
from tests.schemas.strategies import processes

EXTRA = "x-formloom"


def back(process: Process) -> Process:
    """Through the text of a file, and in again."""
    return read_schema(parts_of(json.dumps(write_schema(process), ensure_ascii=False))).process


@pytest.mark.parametrize("key", FRONT)
def test_a_ready_process_comes_back_as_it_was(key: str) -> None:
    assert back(gallery.ready(key)) == gallery.ready(key)


@given(processes())
def test_every_process_comes_back_as_it_was(process: Process) -> None:
    assert dump(back(process)) == dump(process)


@pytest.mark.parametrize("key", FRONT)
def test_what_is_given_out_is_json_schema_and_json_forms(key: str) -> None:
    made = write_schema(gallery.ready(key))
    jsonschema.Draft202012Validator.check_schema(made["schema"])
    for element in elements(made["uischema"]):
        assert element["type"] in {"Categorization", "Category", "Group", "Control", "Label"}
        assert all(isinstance(element.get(name, ""), str) for name in ("label", "text"))
        if "rule" in element:
            jsonschema.Draft202012Validator.check_schema(element["rule"]["condition"]["schema"])


def elements(ui: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [ui, *(inner for one in ui.get("elements", ()) for inner in elements(one))]


@pytest.mark.parametrize("key", FRONT)
def test_whoever_knows_only_the_standards_loses_nothing_that_they_can_say(key: str) -> None:
    """All that is ours is taken out; questions, bounds, choices and what is shown when are still the same."""
    process = gallery.ready(key)
    made = bare(write_schema(process))
    read = read_schema(Parts(made["schema"], made["uischema"])).process.form.fields
    for name, one in process.form.fields.items():
        if one.type in ("note", "computed") or type_of(one).value == "object":
            continue  # what has parts comes in as a question for each
        assert read[name].title.in_("en") == (one.title.get("en") or name)
        assert read[name].required == (one.required and one.show is None)
        assert [choice.const for choice in read[name].options.get("choices", ())] == [
            choice.const for choice in one.options.get("choices", ())
        ]
        said = {key: value for key, value in one.options.items() if key in {"max_length", "minimum", "maximum"}}
        assert said.items() <= read[name].options.items() or one.type == "date"
        # A list inside of a row comes in as nothing that a row of ours can hold; the report of the import says so.
        plain = [column.key for column in one.columns if type_of(column).value != "list"]
        assert [column.key for column in read[name].columns] == plain
    plain = {name: one for name, one in process.form.fields.items() if type_of(one).value != "object"}
    shown = {name for name, one in read.items() if one.show is not None and name in plain}
    assert shown == {name for name, one in plain.items() if one.show is not None and sayable(process, name)}


def sayable(process: Process, name: str) -> bool:
    made = write_schema(process)
    return any("rule" in one and one.get("scope", "").endswith(f"/{name}") for one in elements(made["uischema"]))


def bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: bare(one) for key, one in value.items() if key != EXTRA}
    return [bare(one) for one in value] if isinstance(value, list) else value


KINDS: Any = {"t": "text", "n": "number", "b": "boolean", "l": "list"}
CONSTANTS = {
    "t": st.sampled_from(("", "a", "ab", "1")),
    "n": st.integers(-3, 3) | st.sampled_from((0.5, -0.5)),
    "b": st.booleans(),
    "l": st.lists(st.sampled_from("ab"), min_size=1, max_size=2, unique=True),
}
DATA = st.fixed_dictionaries({}, optional={**CONSTANTS, "t": st.sampled_from(("a", "ab", "1"))})


def _about(key: str) -> st.SearchStrategy[Any]:
    var = {"var": key}
    compared = st.builds(
        lambda sign, value: {sign: [var, value]},
        st.sampled_from(("==", "!=", "<", "<=", ">", ">=") if key == "n" else ("==", "!=")),
        CONSTANTS[key] if key != "l" else st.none(),
    )
    blank = st.builds(lambda sign: {sign: [var, None]}, st.sampled_from(("==", "!=")))
    among = st.builds(lambda values: {"in": [var, values]}, st.lists(CONSTANTS[key], min_size=1, max_size=3))
    inside = st.builds(lambda value: {"in": [value, var]}, st.sampled_from("ab"))
    return compared | blank | (inside if key == "l" else among)


RULES = st.recursive(
    st.sampled_from("tnbl").flatmap(_about),
    lambda inner: (
        st.builds(
            lambda word, parts: {word: parts}, st.sampled_from(("and", "or")), st.lists(inner, min_size=1, max_size=3)
        )
        | st.builds(lambda one: {"!": [one]}, inner)
    ),
    max_leaves=6,
)


@given(RULES, DATA)
def test_a_condition_says_the_same_in_json_schema(rule: Any, data: Any) -> None:
    try:
        schema = written(rule, KINDS)
    except Unsayable:
        return
    assert jsonschema.Draft202012Validator(schema).is_valid(data) == truthy(evaluate(rule, data))


def converted(book: Workbook) -> str:
    """The XForm that the reference implementation makes of a workbook; it raises where it finds anything wrong."""
    return str(convert(xlsform=BytesIO(book.content), validate=False, file_type=".xlsx").xform)


@pytest.mark.parametrize("key", FRONT)
def test_a_ready_process_is_an_xlsform_that_others_take(key: str) -> None:
    process = gallery.ready(key)
    book = write_xlsform(process)
    xform = converted(book)
    for name, one in process.form.fields.items():
        if one.type not in ("serial", "metadata"):
            assert f"/{name}" in xform
    assert all(say(one, "en") != one.code and not say(one, "zh-Hans").isascii() for one in book.lost)


@settings(max_examples=40)
@given(processes())
def test_every_process_is_an_xlsform_that_others_take(process: Process) -> None:
    if any(one.type not in ("serial", "metadata") for one in process.form.fields.values()):
        converted(write_xlsform(process))


@pytest.mark.parametrize("key", FRONT)
def test_a_form_goes_out_as_xlsform_and_comes_in_again(key: str) -> None:
    """Questions, what is required, choices and rules are the same, as far as the report does not say otherwise."""
    process = gallery.ready(key)
    book = write_xlsform(process)
    read = bring_in("xlsform", File("x.xlsx", book.content)).process.form.fields
    changed = {one.path.strip("/") for one in book.lost}
    for name, one in process.form.fields.items():
        if name in changed and name not in read:
            continue
        assert read[name].title == one.title
        if name not in changed and one.type != "note":
            assert (read[name].type, read[name].required, read[name].show) == (one.type, one.required, one.show)
            assert read[name].options.get("choices") == one.options.get("choices")


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    process = gallery.ready("expense")
    first, *_ = process.form.fields.values()
    page = process.form.pages[0]
    evil = first.with_(title=words('=HYPERLINK("http://example.com")', "@SUM(1)"))
    section = replace(page.sections[0], fields=(evil,))
    form = replace(process.form, pages=(replace(page, sections=(section,)),))
    content = write_xlsform(replace(process, form=form)).content
    cells = [cell for sheet in read_sheets("x.xlsx", content) for row in sheet.rows for cell in row]
    assert evil.title["en"] in cells
    with ZipFile(BytesIO(content)) as book:
        assert all(b"<f>" not in book.read(name) for name in book.namelist())


def test_what_is_demanded_at_first_is_required_where_there_is_only_the_form() -> None:
    process = gallery.ready("expense")
    one = next(one for one in process.form.fields.values() if is_answered(one) and not (one.required or one.columns))
    for said in ({}, {one.key: "require"}):
        book = write_xlsform(replace(process, flow=replace(process.flow, fill={**process.flow.fill, **said})))
        read = bring_in("xlsform", File("x.xlsx", book.content)).process.form.fields
        assert read[one.key].required == bool(said)
