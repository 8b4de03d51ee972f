"""The rehearsal in the designer: a draft walked in the page, by anybody, with nothing written and nothing sent."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from sqlalchemy import MetaData, select

from builder.drafts import drafts
from builder.drafts.drafts import Draft
from builder.editing.edits import ChangeProcess
from builder.gallery import gallery
from builder.rehearsal import tests_run, walk_script, walk_sentences, walk_suggestions
from runtime.rehearsal.rehearsal import Coverage, rehearse
from runtime.rehearsal.stage import MONDAY
from schemas.document import load
from tests.builder.web.test_designer_pages import Browser, browser_of, designer, draft, now_of
from tests.front import FRONT, cards
from tests.runtime.processes.test_customer_requests import weighing

__all__ = ["browser_of", "designer", "draft"]

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Forms(HTMLParser):
    """Every form of a page as a browser would post it: its values, and the buttons that it has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.all: list[dict[str, list[str]]] = []
        self.buttons: list[list[str]] = []
        self._select = self._text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.all.append({"": [said.get("action", "")]})
            self.buttons.append([])
        name, value = said.get("name", ""), said.get("value", "")
        if not self.all or (not name and tag != "option"):
            return
        if tag == "button":
            self.buttons[-1].append(value)
        elif tag == "input" and (said.get("type") not in ("radio", "checkbox", "file") or "checked" in said):
            self.all[-1].setdefault(name, []).append(value)
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in said:
            self.all[-1].setdefault(self._select, []).append(value)
        elif tag == "textarea":
            self._text = name
            self.all[-1].setdefault(name, []).append("")

    def handle_endtag(self, tag: str) -> None:
        self._text = "" if tag == "textarea" else self._text

    def handle_data(self, data: str) -> None:
        if self._text:
            self.all[-1][self._text][-1] += data.removeprefix("\n")

    def with_(self, button: str) -> dict[str, list[str]]:
        """What the first form with this button posts."""
        there = (form for form, buttons in zip(self.all, self.buttons, strict=True) if button in buttons)
        return {name: values for name, values in next(there).items() if name}


class Walker:
    """Somebody on the rehearsal page without a script: presses buttons, and everything in their form goes along."""

    def __init__(self, browser: Browser, draft: Draft, query: str = "") -> None:
        self.address = f"/design/{draft.id}/try"
        self.browser = browser
        self.page = browser.get(self.address + query)

    def press(self, do: str, **said: Any) -> str:
        posted = {**Forms(self.page).with_(do), "do": [do], **said}
        answer = self.browser.client.post(self.address, data=posted)
        assert answer.status_code == 200, answer.status
        self.page = answer.text
        return self.page

    def be(self, party: str) -> str:
        return self.press("be", me=party)

    @property
    def me(self) -> str:
        return Forms(self.page).with_("be")["me"][0]

    @property
    def buttons(self) -> list[str]:
        return [button for form in Forms(self.page).buttons for button in form]

    @property
    def script(self) -> Any:
        carried = Forms(self.page).with_("be")["walk"][0]
        return json.loads(carried) if carried else None


def everything(team: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, the outbox and the journal among them."""
    with team.database.reading() as tx:
        tables = MetaData()
        tables.reflect(bind=tx)
        return {table.name: sorted(map(tuple, tx.execute(select(table))), key=repr) for table in tables.sorted_tables}


@pytest.fixture
def expense(team: Any) -> Draft:
    with team.database.writing() as tx:
        return gallery.clone(tx, team.designer, "expense", NOW)


def test_every_test_of_the_gallery_can_be_walked_along(designer: Browser, team: Any) -> None:
    for card in cards():
        with team.database.writing() as tx:
            cloned = gallery.clone(tx, team.designer, card.key, NOW)
        for number in range(len(cloned.process.tests)):
            page = Walker(designer, cloned, f"?test={number}").page
            assert "What happened" in page
            assert "errors-summary" not in page


def test_a_walk_writes_nothing_and_sends_nothing(designer: Browser, draft: Draft, team: Any) -> None:
    """A process walked for more than thirty days, to its deadlines and to its end: the rows are the same, byte for byte."""
    designer.get(f"/design/{draft.id}/try")  # whatever the first visit of somebody leaves behind is there before
    before = everything(team)
    walker = Walker(designer, draft, "?test=0")
    assert "The request has ended" in walker.page
    for _ in range(3):
        walker.press("back")
    for _ in range(5):
        walker.press("wait:P7D")
    assert "Day 36" in walker.page
    walker.press("again")
    walker.press("fill:example", me="contact")
    real = Walker(designer, draft, "?people=real")
    real.press("fill:example")
    real.press("fill")
    assert real.script["steps"] == []
    designer.get(f"/design/{draft.id}/try/tests")
    designer.get(f"/design/{draft.id}/try/tests/suggested")
    assert everything(team) == before
    assert before["draft"]
    assert before["draft_step"]
    assert {"outbox", "journal", "case_file", "task"} <= before.keys()


@pytest.mark.parametrize("key", FRONT)
def test_a_ready_process_is_walked_to_its_end_by_examples(designer: Browser, team: Any, key: str) -> None:
    """Only buttons are pressed: an example for every form, and the first move of whoever is asked."""
    with team.database.writing() as tx:
        cloned = gallery.clone(tx, team.designer, key, NOW)
    walker = Walker(designer, cloned)
    walker.press("fill:example")
    walker.press("fill")
    assert walker.script is not None, re.findall(r"<li><a href=.*?</a>", walker.page)
    for _ in range(30):
        if "The request has ended" in walker.page:
            return
        moves = [one for one in walker.buttons if one.startswith(("move:", "message:", "returned:"))]
        if "move:example" in moves:
            walker.press("move:example")
        done = len(walker.script["steps"])
        walker.press(next(one for one in moves if one != "move:example"), _comment="Because.")
        assert len(walker.script["steps"]) == done + 1, re.findall(
            r'id="problems".*?</section>', walker.page, re.DOTALL
        )
    pytest.fail("it never ends")


def test_real_people_are_asked_by_name(designer: Browser, expense: Draft, team: Any) -> None:
    team.fill_groups()
    walker = Walker(designer, expense, "?people=real")
    assert walker.me == team.designer.party
    walker.press("fill:example")
    walker.press("fill")
    assert "zhang.wei" in walker.page
    assert walker.script["as"] == team.designer.party


def test_a_document_keeps_a_walk_as_a_test_in_one_tap(designer: Browser, draft: Draft, team: Any) -> None:
    walker = Walker(designer, draft, "?test=1")
    walker.press("back")
    kept_at = f"/design/{draft.id}/try/kept"
    form = next(form for form in Forms(walker.page).all if form[""] == [kept_at])
    answer = designer.client.post(kept_at, data=form)
    assert answer.status_code == 303
    kept = now_of(team, draft)
    assert len(kept.process.tests) == len(draft.process.tests) + 1
    assert tests_run.report(kept.process).failed == 0
    assert kept.can_undo
    with team.database.writing() as tx:
        drafts.undo(tx, team.designer, draft.id, by=-1, now=NOW)
    assert now_of(team, draft).process == draft.process


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_walk_begins_now_and_goes_on_from_then(designer: Browser, draft: Draft) -> None:
    walker = Walker(designer, draft)
    walker.press("fill:example")
    walker.press("fill")
    begun = datetime.fromisoformat(walker.script["begins"])
    assert begun > MONDAY  # where a walk begins that says nothing
    walker.press("wait:P1D")
    assert walker.script["begins"] == begun.isoformat()


def test_a_test_says_when_it_begins(draft: Draft) -> None:
    test = {**draft.process.tests[0], "begins": "2026-02-27T09:00:00+08:00"}
    assert rehearse(draft.process, test).problems == ()
    assert walk_sentences.done(draft.process, test)[0].in_("en").startswith("On 2026-02-27, ")
    for wrong in ("soon", "2026-02-27T09:00:00"):
        assert walk_script.read(json.dumps({**test, "begins": wrong})).script is None


def test_a_walk_says_how_often_its_client_has_asked(designer: Browser, draft: Draft, team: Any) -> None:
    with team.database.writing() as tx:
        often = drafts.add(tx, team.designer, load(weighing()), "import", NOW)
    assert "_asked" not in Walker(designer, draft).page
    for asked, stands in (("4", "board"), ("1", "analysis")):
        walker = Walker(designer, often)
        walker.press("fill", wish=["A door"], client_email=["mia@client.example"], _asked=[asked])
        assert walker.script["customer_requests_90d"] == int(asked)
        assert rehearse(often.process, walker.script).visits[-1] == stands


def test_red_tests_say_what_was_expected_and_what_came(designer: Browser, expense: Draft, team: Any) -> None:
    assert "tests pass" in designer.get(f"/design/{expense.id}/try/tests")
    first, *others = expense.process.tests
    wrong = {**first, "expect": {"visits": [expense.process.flow.initial], "ends": "nowhere"}}
    with team.database.writing() as tx:
        changed = ChangeProcess({"tests": (wrong, *others)})
        drafts.edit(tx, team.designer, expense.id, changed, revision=expense.revision, now=NOW)
    page = designer.get(f"/design/{expense.id}/try/tests")
    assert re.search(r"expected .*, found ", page)
    assert "1 test of" in page


@pytest.mark.parametrize("key", FRONT)
@pytest.mark.parametrize("tested", [True, False])
def test_suggested_tests_cover_what_is_not_covered(key: str, *, tested: bool) -> None:
    """With the document's own tests, and from none at all, every step and way of the gallery is found."""
    ready = gallery.ready(key)
    process = ready if tested else replace(ready, tests=())
    found = walk_suggestions.suggested(process)
    assert found.missing == ()
    report = tests_run.report(replace(process, tests=(*process.tests, *(one.test for one in found.suggested))))
    assert (report.failed, report.coverage) == (0, Coverage((), ()))


def test_suggested_tests_are_added_in_one_tap(designer: Browser, expense: Draft, team: Any) -> None:
    page = f"/design/{expense.id}/try/tests/suggested"
    offered = walk_suggestions.suggested(expense.process).suggested
    assert len(offered) > 1
    assert designer.post(page, page, number="0").status_code == 303
    assert now_of(team, expense).process.tests == (*expense.process.tests, offered[0].test)
    designer.post(page, page)
    assert "come by every step and every way" in designer.get(page)
    assert designer.post(f"/design/{expense.id}/try/tests/0", page).status_code == 303
    assert expense.process.tests[0] not in now_of(team, expense).process.tests


@pytest.mark.parametrize("card", cards(), ids=lambda card: card.key)
def test_every_test_is_said_in_both_languages(card: Any) -> None:
    process = gallery.ready(card.key)
    for test in process.tests:
        said = [*walk_sentences.done(process, test), *walk_sentences.expected(process, test)]
        assert len(said) > len(test.get("steps") or ())
        for sentence in said:
            assert sentence.in_("en")
            assert not sentence.in_("zh-Hans").isascii()
            assert "{" not in sentence.in_("en")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", '{"steps": 4}', '{"steps": [{"wait": 1}]}', "[" * 100_000, "x" * 300_000]
)
def test_a_page_that_was_meddled_with_begins_again(text: str) -> None:
    assert walk_script.read(text).script is None
