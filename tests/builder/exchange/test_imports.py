"""Forms of other formats, brought in: what they become, and what is said of what could not be carried."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from builder.exchange.conversion_report import Carried
from builder.exchange.formats import FORMATS, File, bring_in, recognised
from schemas.document import Unreadable, dump, load
from schemas.lint import lint
from schemas.messages.problem_words import say
from schemas.problem import Problem

SAMPLES = Path(__file__).parents[2] / "data" / "imports"
FORMAT_OF = {"xlsform": "xlsform", "jsonschema": "jsonschema", "rjsf": "jsonschema", "form-js": "form-js"}


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    (sheet.write_string if isinstance(cell, str) else sheet.write)(number, column, cell)
    return made.getvalue()


def sample(name: str) -> File:
    content = (SAMPLES / name).read_bytes()
    if ".xlsform." in name:
        return File(name.replace(".json", ".xlsx"), workbook(json.loads(content)))
    return File(name, content)


NAMES = sorted(path.name for path in SAMPLES.iterdir() if ".report." not in path.name)


def told(carried: Carried) -> dict[str, Any]:
    """What the import made, in short, and its report: what the golden files hold."""
    document = dump(carried.process)
    questions = {key: _question(one) for key, one in document["form"]["schema"]["properties"].items()}
    report = [[one.path, say(one, "en"), say(one, "zh-Hans")] for one in carried.lost]
    return {"questions": questions, "rules": document["form"].get("rules", []), "report": report}


def _question(one: dict[str, Any]) -> str:
    kind: str = one["x-formloom"]["type"]
    if kind != "table":
        return kind
    columns = one["items"]["properties"].items()
    return f"table ({', '.join(f'{key}: {_question(column)}' for key, column in columns)})"


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_becomes_what_its_report_says(name: str) -> None:
    file = sample(name)
    carried = bring_in(recognised(file), file)
    golden = SAMPLES / f"{name.partition('.')[0]}.report.json"
    assert told(carried) == json.loads(golden.read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_what_comes_in_is_a_document_that_can_be_published(name: str) -> None:
    file = sample(name)
    carried = bring_in(recognised(file), file)
    assert load(dump(carried.process)) == carried.process
    assert [one for one in lint(carried.process) if one.severity == "error"] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_a_file_is_is_told_by_what_is_in_it(name: str) -> None:
    kind = name.split(".")[1]
    assert recognised(sample(name)) == FORMAT_OF.get(kind, "header")


@pytest.mark.parametrize("name", NAMES)
def test_every_finding_has_a_sentence_in_both_languages(name: str) -> None:
    file = sample(name)
    for one in bring_in(recognised(file), file).lost:
        assert say(one, "en") != one.code
        assert not say(one, "zh-Hans").isascii(), one
        assert "…" not in say(one, "en").replace("…)", "")


BROKEN = {
    "nothing": b"",
    "noise": bytes(range(256)) * 40,
    "half a zip": b"PK\x03\x04" + b"\0" * 200,
    "an old workbook": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "half a document": b'{"type": "object", "properties": ',
    "a list": b"[1, 2]",
    "not a number": b'{"properties": {"a": NaN}}',
    "no end": b'{"properties":' * 3000,
    "deep": b'{"properties": {"a": ' * 90 + b"1" + b"}}" * 90,
    "odd properties": b'{"type": "object", "properties": ["a"]}',
    "odd property": b'{"properties": {"a": {"type": "string", "enum": [null, {"x": 1}]}}}',
    "odd components": b'{"components": [null, 3, {"type": 7}, {"components": "x", "type": "group"}]}',
    "odd keywords": b'{"type": "object", "required": 3, "properties": {"a": {"type": ["string", 5], "oneOf": 3, "minLength": "x"}}}',
    "itself": b'{"$ref": "#"}',
    "odd ui": b'{"schema": {"properties": {"a": {}}}, "uischema": {"type": "Control", "scope": 5, "rule": {"condition": 3}}}',
    "odd rjsf": b'{"schema": {"properties": {"a": {}}}, "uiSchema": {"ui:order": [["x"]], "a": {"ui:widget": {"x": 1}}}}',
    "odd dependencies": b'{"properties": {"a": {}}, "dependencies": {"a": 5}, "allOf": [3], "if": 3, "then": {"required": [4]}}',
    "an odd document": b'{"format": "formloom/1", "flow": 3}',
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_problems_in_words(what: str, form: str) -> None:
    for name in ("x.xlsx", "x.json", "x.csv"):
        said = outcome(form, File(name, BROKEN[what]))
        assert said
        assert all(say(one, "zh-Hans") != one.code for one in said)


def outcome(form: str, file: File) -> tuple[Problem, ...]:
    """What is said of a file, whether or not anything of it could be carried."""
    try:
        return bring_in(form, file).lost
    except Unreadable as wrong:
        return wrong.problems


def test_no_format_is_a_problem_in_words() -> None:
    for content in (b"", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7"):
        with pytest.raises(Unreadable) as wrong:
            recognised(File("x.bin", content))
        assert wrong.value.problems[0].code == "import.unknown-format"


def brought(form: str, raw: Any) -> tuple[Carried, set[str]]:
    """What became of it, and the places of the report with what is said there."""
    carried = bring_in(form, File("x.json", json.dumps(raw).encode()))
    return carried, {f"{one.path} {say(one, 'en')}" for one in carried.lost}


def said_of(said: set[str], *parts: str) -> bool:
    return any(all(part in one for part in parts) for one in said)


SHOW_B = {"effect": "SHOW", "condition": {"scope": "#/properties/a", "schema": {"const": "x"}}}
LAYERED = {
    "schema": {
        "properties": {
            "a": {"type": "string"},
            "b": {"type": "string"},
            "o": {"type": "object", "description": "Said of it", "properties": {"c": {"type": "string"}}},
            "l": {"type": "array", "uniqueItems": True, "items": {"type": "object", "properties": {"n": {}}}},
            "e": {"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
        },
        "additionalProperties": {"type": "string"},
        "minProperties": 1,
    },
    "uischema": {
        "type": "Categorization",
        "options": {"showNavButtons": True},
        "elements": [
            {
                "type": "Category",
                "label": "One",
                "i18n": "one",
                "elements": [
                    {
                        "type": "Categorization",
                        "elements": [
                            {
                                "type": "Category",
                                "label": "Inner",
                                "rule": SHOW_B,
                                "elements": [{"type": "Control", "scope": "#/properties/b", "label": {"text": "Bee"}}],
                            }
                        ],
                    },
                    {"type": "Control", "scope": "#/properties/a", "options": {"format": "date"}},
                ],
            }
        ],
    },
}


def test_what_a_layout_of_categories_within_categories_says_is_kept_or_said() -> None:
    carried, said = brought("jsonschema", LAYERED)
    inner = next(one for one in carried.process.form.pages[0].sections if one.title.get("en") == "Inner")
    assert inner.show == {"==": [{"var": "a"}, "x"]}
    assert carried.process.form.fields["b"].title["en"] == "Bee"
    assert carried.process.form.fields["a"].type == "date"
    for parts in (("/ui/", "showNavButtons"), ("/ui/", "i18n"), ("additionalProperties",), ("minProperties",)):
        assert said_of(said, *parts), parts
    assert said_of(said, "/properties/o/description", "description")
    assert said_of(said, "/properties/l/uniqueItems")
    assert said_of(said, "/e ", "without a column")


DRESSED = {
    "schema": {
        "type": "object",
        "properties": {
            "colour": {"anyOf": [{"enum": ["#f00"], "title": "Red"}, {"enum": ["#0f0"], "title": "Green"}]},
            "stars": {"type": "integer", "enum": [1, 2]},
            "spot": {"enum": [{"x": 1}, {"x": 2}]},
            "paper": {"type": "string", "format": "data-url"},
            "wrong": {"enum": ["p", "q"]},
            "rows": {
                "type": "array",
                "items": {"type": "object", "properties": {"n": {"type": "string"}, "m": {"type": "string"}}},
            },
            "pair": {"type": "array", "items": [{"type": "string"}], "additionalItems": {"type": "number"}},
        },
    },
    "uiSchema": {
        "stars": {"ui:enumNames": {"1": "Poor", "2": "Good"}},
        "wrong": {"ui:enumNames": ["only one"]},
        "paper": {"ui:options": {"accept": ".pdf"}},
        "rows": {"items": {"ui:order": ["m", "n"], "n": {"ui:widget": "textarea", "ui:placeholder": "Tell"}}},
        "pair": {"items": [{"ui:widget": "textarea"}]},
    },
}


def test_what_is_said_of_columns_choices_and_files_is_kept_or_said() -> None:
    carried, said = brought("jsonschema", DRESSED)
    fields = carried.process.form.fields
    titles = {key: [one.title["en"] for one in fields[key].options["choices"]] for key in ("colour", "stars")}
    assert titles == {"colour": ["Red", "Green"], "stars": ["Poor", "Good"]}
    assert [one.const for one in fields["spot"].options["choices"]] == ['{"x": 1}', '{"x": 2}']
    assert fields["paper"].options == {"accept": ".pdf", "max_files": 1}
    assert [(one.key, one.type, dict(one.placeholder)) for one in fields["rows"].columns] == [
        ("m", "text", {}),
        ("n", "long_text", {"en": "Tell"}),
    ]
    assert said_of(said, "/wrong", "ui:enumNames")
    assert said_of(said, "/pair", "ui:items")
    assert said_of(said, "/properties/pair/additionalItems")


def test_the_pages_of_a_form_js_are_pages_and_what_nobody_reads_is_said() -> None:
    text = {"type": "textfield", "key": "a", "label": "A"}
    paged = {
        "components": [
            {**text, "key": "before"},
            {
                "type": "multipage",
                "components": [
                    {"type": "page", "label": "First", "components": [text]},
                    {
                        "type": "page",
                        "label": "Second",
                        "conditional": {"hide": '=a = "x"'},
                        "components": [
                            {**text, "key": "b", "readonly": True, "validate": {"required": True, "odd": 1}},
                            {"type": "group", "label": "Empty", "path": "p", "components": []},
                            {
                                "type": "dynamiclist",
                                "path": "rows",
                                "allowAddRemove": False,
                                "components": [{"type": "group", "label": "Lost", "components": [text | {"key": "c"}]}],
                            },
                            {"type": "filepicker", "key": "f", "multiple": "=many"},
                            {"type": "datetime", "subtype": "time", "key": "t", "dateLabel": "Date", "timeLabel": "At"},
                        ],
                    },
                ],
            },
        ]
    }
    carried, said = brought("form-js", paged)
    pages = carried.process.form.pages
    assert [page.title.get("en") for page in pages] == [None, "First", "Second"]
    assert pages[2].show == {"!=": [{"var": "a"}, "x"]}
    fields = carried.process.form.fields
    assert (fields["t"].title["en"], fields["b"].required, fields["b"].locked) == ("At", False, True)
    for part in ("“Empty” (no question)", "allowAddRemove", "“label” of “Lost”", "=many", "“odd”", "nobody may fill"):
        assert said_of(said, part), part
    assert [one for one in lint(carried.process) if one.severity == "error"] == []


def test_where_nothing_can_be_asked_it_is_said_why() -> None:
    rows: dict[str, Any] = {"type": "dynamiclist", "path": "b", "components": [{"type": "textfield", "key": "c"}]}
    nested = {"components": [{"type": "dynamiclist", "path": "a", "components": [rows]}]}
    codes = [one.code for one in outcome("form-js", File("x.json", json.dumps(nested).encode()))]
    assert codes[:2] == ["import.no-questions", "import.nested"]


def test_what_stands_beside_a_group_of_a_survey_is_said() -> None:
    lines = [
        ["type", "name", "label", "hint", "appearance"],
        ["begin loop over kinds", "each", "Each"],
        ["integer", "n", "How many?"],
        ["end loop"],
        ["begin group", "g", "Group", "A hint", "table-list"],
        ["gps", "where", "Where?"],
        ["phone number", "call", "Call"],
        ["end group"],
    ]
    content = workbook({"survey": lines, "settings": [["form_title", "style"], ["T", "pages theme-grid"]]})
    carried = bring_in("xlsform", File("x.xlsx", content))
    types = {key: one.type for key, one in carried.process.form.fields.items()}
    assert types == {"n": "number", "where": "location", "call": "phone"}
    said = {say(one, "en") for one in carried.lost}
    for part in ("begin loop over kinds", "“A hint” in “hint”", "“table-list”", "“theme-grid” in “style”"):
        assert said_of(said, part), part


def test_a_report_that_is_cut_short_says_so() -> None:
    odd = {f"a{at}": {"type": "string", "odd": at} for at in range(600)}
    lost = bring_in("jsonschema", File("x.json", json.dumps({"properties": odd}).encode())).lost
    assert [one.code for one in lost].count("import.more") == 1
    assert len(lost) < len(odd)
