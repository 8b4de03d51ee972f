"""Forms of other formats, brought in: what they become, and what is said of what could not be carried."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from builder.exchange.carried import Carried
from builder.exchange.formats import FORMATS, File, bring_in, recognised
from schemas.document import Unreadable, dump, load
from schemas.lint import lint
from schemas.problem import Problem
from schemas.problem_words import say

SAMPLES = Path(__file__).parents[1] / "data" / "imports"
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
