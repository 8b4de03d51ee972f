"""Files that mean harm, or nothing at all: refused in words, quickly, and never thrown at anybody."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.exchange.formats import File, bring_in
from builder.exchange.jsonforms.schema_writing import write_schema
from runtime.formats.sheets import LARGEST, NoSheets, read_sheets
from schemas.document import Unreadable
from schemas.logic import evaluate
from tests.builder.exchange.test_imports import SAMPLES, outcome, workbook

SHEET = "xl/worksheets/sheet1.xml"


def altered(member: str, content: bytes) -> bytes:
    """A workbook with one member replaced, or one more."""
    made = BytesIO()
    plain = BytesIO(workbook({"survey": [["type", "name"], ["text", "a"]]}))
    with ZipFile(plain) as book, ZipFile(made, "w", ZIP_DEFLATED) as out:
        for name in book.namelist():
            if name != member:
                out.writestr(name, book.read(name))
        out.writestr(member, content)
    return made.getvalue()


def sheet(inside: str, head: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?>{head}<worksheet xmlns="{space}"><sheetData>{inside}</sheetData></worksheet>'.encode()


CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>type</t></is></c></row>'
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
HARMFUL = {
    "a bomb": (altered(SHEET, sheet(CELL + " " * 90_000_000)), "sheet.bomb"),
    "a cell far out": (altered(SHEET, sheet(CELL + FAR)), "sheet.too-many-rows"),
    "a far column": (altered(SHEET, sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>')), "sheet.too-many-columns"),
    "a wide and long one": (
        altered(
            SHEET, sheet('<row r="1"><c r="SF1"><v>1</v></c></row><row r="19999"><c r="A19999"><v>1</v></c></row>')
        ),
        "sheet.too-many-cells",
    ),
    "a type of its own": (altered(SHEET, sheet(CELL, LAUGHS)), "sheet.broken"),
    "no place": (altered(SHEET, sheet('<row r="x"><c r="??"/></row>')), "sheet.broken"),
    "too large": (b"PK" + b"\0" * LARGEST, "sheet.too-large"),
}


@pytest.mark.parametrize("what", HARMFUL)
def test_a_harmful_workbook_is_refused_in_words(what: str) -> None:
    content, code = HARMFUL[what]
    with pytest.raises(NoSheets) as wrong:
        read_sheets("x.xlsx", content)
    assert wrong.value.problem.code == code


def test_what_is_only_formatted_reaches_nowhere() -> None:
    """Excel formats whole columns, and many forms from outside carry that to the last row."""
    empty = '<row r="1048576" s="1"><c r="A1048576" s="1"/></row><row r="2"><c r="XFD2" s="1"/></row>'
    content = altered(SHEET, sheet(CELL + empty))
    assert [len(row) for row in read_sheets("x.xlsx", content)[0].rows] == [1]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('<row r="1048576"><c><v>1</v></c></row>', "sheet.too-many-rows"),
        (f"<row>{'<c><v>1</v></c>' * 501}</row>", "sheet.too-many-columns"),
        ("<row><c><v>1</v></c></row>" * 20_001, "sheet.too-many-rows"),
    ],
)
def test_what_names_no_place_stands_behind_what_came_before(rows: str, code: str) -> None:
    with pytest.raises(NoSheets) as wrong:
        read_sheets("x.xlsx", altered(SHEET, sheet(rows)))
    assert wrong.value.problem.code == code


def test_what_is_no_xml_in_a_workbook_is_left_alone() -> None:
    content = altered("xl/media/image1.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    assert read_sheets("x.xlsx", content)[0].name == "survey"


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(("", "a", "string", "#/definitions/x", "=a", "é")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=4,
)
FILES = {
    path.name: json.loads(path.read_text("utf-8")) for path in SAMPLES.glob("*.json") if ".report." not in path.name
}


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inside for place in places(one, (*path, key)))]


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = put(value[path[0]], path[1:], new)
    return copied


@settings(max_examples=150)
@given(st.data())
def test_a_file_with_anything_anywhere_throws_nothing(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([name for name in FILES if ".xlsform." not in name]))
    made = put(FILES[name], data.draw(st.sampled_from(places(FILES[name]))), data.draw(JSONS))
    form = "form-js" if "form-js" in name else "jsonschema"
    assert outcome(form, File(name, json.dumps(made).encode()))


@settings(max_examples=60)
@given(st.data())
def test_our_own_schema_with_anything_anywhere_throws_nothing(data: st.DataObject) -> None:
    own = write_schema(
        bring_in("jsonschema", File("x", json.dumps(FILES["categories.jsonschema.json"]).encode())).process
    )
    made = put(own, data.draw(st.sampled_from(places(own))), data.draw(JSONS))
    outcome("jsonschema", File("x.json", json.dumps(made).encode()))


TYPES = (
    "text",
    "integer",
    "select_one yn",
    "calculate",
    "begin group",
    "end group",
    "begin repeat",
    "end repeat",
    "note",
    "",
)
WORDS = st.sampled_from(
    ("", "a", "b", "${a}", ". > 1", "${b} = 'x'", "sum(${a})", "((", "x" * 300, "=1+1", "\u202e", "1")
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(TYPES), WORDS, WORDS, WORDS, WORDS), max_size=12))
def test_a_survey_of_any_lines_throws_nothing(rows: list[tuple[str, ...]]) -> None:
    survey = [["type", "name", "label", "relevant", "calculation"], *map(list, rows)]
    assert outcome("xlsform", File("x.xlsx", workbook({"survey": survey})))


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_noise_throws_nothing(content: bytes) -> None:
    for form in ("xlsform", "jsonschema", "form-js", "header", "json"):
        outcome(form, File("x.csv", content))
        outcome(form, File("x.xlsx", b"PK\x03\x04" + content))


def test_expressions_nested_without_end_are_reported() -> None:
    for text in ("(" * 4000 + "1" + ")" * 4000, "not(" * 4000 + "1" + ")" * 4000, "1 + " * 4000 + "1"):
        survey = [["type", "name", "label", "relevant"], ["text", "a", "A", text]]
        try:
            carried = bring_in("xlsform", File("x.xlsx", workbook({"survey": survey})))
        except Unreadable:
            continue
        rule = carried.process.form.fields["a"].show
        assert "import.expression" in {one.code for one in carried.lost} or evaluate(rule, {}) is not None
