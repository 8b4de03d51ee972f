"""Every text of a process can be said in one more language, wherever it stands, and the languages stand side by side."""

import re
from pathlib import Path
from typing import Any

import pytest

from builder.drafts import drafts
from builder.drafts.drafts import Draft
from builder.editing.edits import SetTitle, apply
from builder.editing.refusal import CannotEdit
from builder.editing.texts import RemoveLanguage, SetText, languages, missing, texts
from schemas.document import dump, load, loads
from schemas.model.process import Process
from schemas.words import Words, words
from tests.builder.web.test_designer_pages import NOW, ON_ONE, Browser, browser_of, designer, draft, now_of
from tests.front import FRONT

__all__ = ["browser_of", "designer", "draft"]
READY = [Path(__file__).parents[3] / "schemas" / "gallery" / f"{key}.json" for key in FRONT]


@pytest.fixture(scope="module", params=READY, ids=lambda file: file.stem)
def ready(request: Any) -> Process:
    return loads(request.param.read_text("utf-8"))


def test_one_more_language_reaches_every_text_and_takes_nothing_along_when_it_goes(ready: Process) -> None:
    said = ready
    for text in texts(ready):
        said = SetText(text.address, "de", f"Auf Deutsch: {text.address}").on(said)
    said = load(dump(said))
    assert languages(said) == ("en", "zh-Hans", "de")
    assert all(text.words["de"] == f"Auf Deutsch: {text.address}" for text in texts(said))
    assert apply(said, RemoveLanguage("de")) == ready


def test_nothing_that_somebody_reads_is_left_out(ready: Process) -> None:
    """Whatever the document holds beside a Chinese text, the page of languages shows."""
    found = {text.words["zh-Hans"] for text in texts(ready) if "zh-Hans" in text.words}
    plain = {key: part for key, part in dump(ready).items() if key != "tests"}
    assert set(_chinese(plain)) == found


def _chinese(part: Any) -> Any:
    if isinstance(part, dict):
        yield from ([part["zh-Hans"]] if isinstance(part.get("zh-Hans"), str) else [])
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from _chinese(one)


@pytest.mark.parametrize(
    "edit",
    [
        SetText("form/pages/nowhere/title", "de", "x"),
        SetText("flow", "de", "x"),
        SetText("title/en", "de", "x"),
        RemoveLanguage("en"),
    ],
    ids=["no such page", "no text", "inside a text", "of the product"],
)
def test_what_is_not_there_cannot_be_translated(edit: Any) -> None:
    with pytest.raises(CannotEdit):
        apply(loads(READY[0].read_text("utf-8")), edit)


def test_a_text_that_lacks_a_language_is_counted_once_for_each_that_it_lacks() -> None:
    process = loads(READY[0].read_text("utf-8"))
    assert missing(process) == 0
    only_english = apply(process, SetTitle(words("Leave")))
    assert missing(only_english) == 1
    assert missing(apply(process, SetTitle(Words({**process.title, "de": "Urlaub"})))) == len(texts(process)) - 1


@ON_ONE
def test_languages_side_by_side_each_kept_by_itself(designer: Browser, draft: Draft, team: Any) -> None:
    page = f"/design/{draft.id}/languages"
    assert "Every text is there in every language." in designer.get(page)
    designer.post(f"{page}/spoken", page, lang="de", title="Änderungswunsch")
    process = now_of(team, draft).process
    assert process.title["de"] == "Änderungswunsch"
    shown = designer.get(f"{page}?missing=1")
    assert f'id="untold" data-said>{len(texts(process)) - 1}<' in shown
    assert "Änderungswunsch" not in re.sub(r"<header.*?</header>", "", shown, flags=re.DOTALL)
    address = "form/pages/change/sections/parts/fields/items/title"
    said = {"text.en": "What is affected", "text.zh-Hans": "受影响内容", "text.de": " Was betroffen ist "}
    assert designer.post(page, page, address=address, **said).status_code == 303
    assert now_of(team, draft).process.form.fields["items"].title["de"] == "Was betroffen ist"
    designer.post(f"/design/{draft.id}/undo", page, do="undo")
    assert "de" not in now_of(team, draft).process.form.fields["items"].title
    designer.post(f"{page}/spoken", page, lang="de", do="remove")
    assert now_of(team, draft).process == draft.process


@ON_ONE
def test_a_panel_shows_and_keeps_every_language_of_the_process(designer: Browser, draft: Draft, team: Any) -> None:
    with team.database.writing() as tx:
        for address in ("title", "form/pages/change/sections/what/fields/subject/title"):
            now = drafts.get(tx, team.designer, draft.id)
            drafts.edit(tx, team.designer, draft.id, SetText(address, "de", "Betreff"), revision=now.revision, now=NOW)
    page = f"/design/{draft.id}?field=subject"
    assert 'name="title.de" value="Betreff"' in designer.get(page)
    said = {"title.en": "The subject", "title.zh-Hans": "主题", "title.de": "Der Betreff"}
    designer.post(f"/design/{draft.id}/fields/subject", page, **said)
    assert dict(now_of(team, draft).process.form.fields["subject"].title) == {
        "en": "The subject",
        "zh-Hans": "主题",
        "de": "Der Betreff",
    }


@ON_ONE
def test_a_language_without_a_title_of_the_process_is_not_begun(designer: Browser, draft: Draft, team: Any) -> None:
    page = f"/design/{draft.id}/languages"
    designer.post(f"{page}/spoken", page, lang="de", title=" ")
    assert "say what the process is called in it" in designer.get(page)
    designer.post(f"{page}/spoken", page, lang="const", title="x")
    assert now_of(team, draft).process == draft.process
