"""Files in and out by the designer's pages and by the commands."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from builder.drafts import drafts
from builder.exchange.xlsform.xlsform_writing import write_xlsform
from builder.gallery import gallery
from cli import main
from runtime.formats.sheets import read_sheets
from schemas.document import dumps
from tests.builder.exchange.test_imports import NAMES, sample
from tests.builder.web.test_designer_pages import NOW, Browser, browser_of, designer, draft

__all__ = ["browser_of", "designer", "draft"]


def sent(name: str, content: bytes) -> Any:
    return (BytesIO(content), name)


def count(team: Any) -> int:
    with team.database.reading() as tx:
        return len(drafts.listed(tx, team.designer))


def test_the_report_comes_before_the_draft(designer: Browser, team: Any) -> None:
    file = sample("household.xlsform.json")
    answer = designer.post("/design/import", "/design", document=sent(file.name, file.content))
    assert answer.status_code == 200
    assert "survey/A40" in answer.text
    assert "uuid()" in answer.text
    assert count(team) == 0
    agreed = answer.text.partition('name="agreed" value="')[2].partition('"')[0]
    made = designer.post("/design/import", "/design", agreed=_plain(agreed))
    assert (made.status_code, count(team)) == (303, 1)
    assert "Who is the head of the household?" in designer.get(made.location)


def _plain(text: str) -> str:
    for escaped, sign in (("&#34;", '"'), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(escaped, sign)
    return text


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_comes_in_by_the_page(designer: Browser, name: str) -> None:
    file = sample(name)
    answer = designer.post("/design/import", "/design", document=sent(file.name, file.content))
    assert answer.status_code == 200


def test_a_layout_may_come_in_a_file_of_its_own(designer: Browser) -> None:
    schema = json.dumps({"properties": {"a": {"type": "string"}, "b": {"type": "string"}}}).encode()
    layout = json.dumps(
        {"type": "VerticalLayout", "elements": [{"type": "Control", "scope": "#/properties/b"}]}
    ).encode()
    page = {"document": sent("s.json", schema), "beside": sent("u.json", layout)}
    assert "the layout does not show it" in designer.post("/design/import", "/design", **page).text


def test_what_cannot_be_read_is_said_on_the_page(designer: Browser, team: Any) -> None:
    for content in (b"", b"PK\x03\x04", b"{", b'{"agreed": 1}', b"\xff\xfe\x00"):
        answer = designer.post("/design/import", "/design", document=sent("x.bin", content))
        assert answer.status_code == 303
    assert designer.post("/design/import", "/design", agreed="{}").status_code == 303
    assert count(team) == 0
    assert "notice-error" in designer.get("/design")


def test_a_draft_is_taken_away_in_every_format(designer: Browser, draft: drafts.Draft) -> None:
    page = designer.get(f"/design/{draft.id}/export")
    assert "XLSForm" in page
    assert "knows no steps" in page
    for form in ("json", "jsonschema", "xlsform"):
        answer = designer.client.get(f"/design/{draft.id}/export/{form}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert {one.name for one in read_sheets("x.xlsx", answer.data)} == {"survey", "choices", "settings"}
    designer.get(f"/design/{draft.id}/export/papyrus", 404)


def test_the_flow_is_shown_and_taken_away_as_others_read_it(designer: Browser, draft: drafts.Draft, team: Any) -> None:
    page = designer.get(f"/design/{draft.id}/picture")
    assert f"/design/{draft.id}/export/svg" in page
    kinds = {"svg": "image/svg+xml", "mermaid": "text/plain", "bpmn": "application/xml"}
    for form, kind in kinds.items():
        answer = designer.client.get(f"/design/{draft.id}/export/{form}")
        assert answer.mimetype == kind
        assert answer.headers["Content-Disposition"].startswith("attachment")
    before = count(team)
    sent = (BytesIO(answer.data), "expense.bpmn")
    assert "/design/" in designer.post("/design/import", "/design", document=sent).location
    assert count(team) == before + 1


def run(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(main, list(words), env=environment, catch_exceptions=False)


def test_the_command_carries_over_and_says_what_it_could_not(tmp_path: Path) -> None:
    file = sample("household.xlsform.json")
    path = tmp_path / "household.xlsx"
    path.write_bytes(file.content)
    printed = json.loads(run("import", "xlsform", str(path), "--json").stdout)
    assert printed["document"]["key"] == "household"
    assert {"/survey/A40"} <= {one["path"] for one in printed["problems"]}
    plain = run("import", "xlsform", str(path))
    assert json.loads(plain.stdout) == printed["document"]
    assert "import.expression" in plain.stderr
    broken = run("import", "xlsform", str(tmp_path / "nothing.xlsx"), "--json")
    assert broken.exit_code == 2
    path.write_bytes(b"PK")
    assert run("import", "xlsform", str(path), "--json").exit_code == 1


def test_the_command_takes_a_layout_beside(tmp_path: Path) -> None:
    both = json.loads(sample("categories.jsonschema.json").content)
    for name in ("schema", "uischema"):
        (tmp_path / f"{name}.json").write_text(json.dumps(both[name]), "utf-8")
    one = run("import", "jsonschema", str(tmp_path / "schema.json"), str(tmp_path / "uischema.json"), "--json")
    assert [page["label"] for page in json.loads(one.stdout)["document"]["form"]["ui"]["elements"][:3]] == [
        "Basics",
        "Address",
        "More",
    ]


def test_what_is_published_is_written_in_every_format(team: Any, database_url: str) -> None:
    house = {"FORMLOOM_DATABASE_URL": database_url, "FORMLOOM_SECRET_KEY": "x" * 40}
    with team.database.writing() as tx:
        gallery.clone(tx, team.designer, "expense", NOW)
    team.fill_groups()
    expense = gallery.ready("expense")
    published = CliRunner().invoke(main, ["publish", "-"], input=dumps(expense), env=house)
    assert published.exit_code == 0, published.output
    made = json.loads(run("export", "expense", "--format", "jsonschema", **house).stdout)
    assert made["schema"]["title"] == "Expense claim"
    book = run("export", "expense", "--format", "xlsform", **house)
    assert book.stdout_bytes[:2] == write_xlsform(expense).content[:2]
    assert "export.flow" in book.stderr


def test_a_document_with_a_circle_is_not_taken_in(designer: Browser, team: Any) -> None:
    """Neither from a file nor as what was agreed to after a report."""
    circle = {
        **json.loads(dumps(gallery.ready("expense"))),
        "key": "circle",
        "form": {
            "schema": {"type": "object", "properties": {one: {"type": "string", "title": one.upper()} for one in "ab"}},
            "rules": [{"field": "a", "show": {"var": "b"}}, {"field": "b", "set": {"var": "a"}}],
        },
    }
    text = json.dumps(circle)
    for posted in ({"document": (BytesIO(text.encode()), "circle.json")}, {"agreed": text}):
        assert designer.post("/design/import", "/design", **posted).location.endswith("/design")
        assert "A → B → A" in designer.get("/design")
    assert count(team) == 0
