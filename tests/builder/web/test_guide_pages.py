"""The guide as a browser without a script meets it: from an empty workspace to a draft."""

import re
from typing import Any

import pytest

from builder.drafts import drafts
from builder.guide import first_hour
from builder.publishing import publishing
from runtime.store.people import people
from schemas.lint import lint
from tests.builder.web.test_designer_pages import ON_ONE, Browser, browser_of, designer

pytestmark = ON_ONE

__all__ = ["browser_of", "designer"]

ANSWERS: dict[str, dict[str, str]] = {
    "title": {"title": "A bicycle"},
    "questions": {
        "questions/0/title": "Which one?",
        "questions/0/kind": "text",
        "questions/0/required": "true",
        "questions/1/title": "How much?",
        "questions/1/kind": "money",
    },
    "filling": {"by": "people"},
    "deciding": {
        "steps/0/who": "new",
        "steps/0/name": "Riders",
        "steps/0/members": "anna.berg",
        "steps/0/rule": "any",
    },
    "refusing": {"then": "back"},
    "time": {"days": "2", "late": "remind"},
    "further": {
        "conditions/0/when": "more:How much?",
        "conditions/0/amount": "500",
        "conditions/0/who": "person:zhang.wei",
    },
    "ending": {"work": "Buy it", "worker": "person:anna.berg", "told": "person:zhang.wei"},
}


def tell(browser: Browser, page: str, **more: str) -> Any:
    said = {**ANSWERS[page], **more}
    return browser.post(f"/guide/{page}", f"/guide/{page}", **said)


def tell_all(browser: Browser) -> None:
    order = [*ANSWERS, "summary"]
    for page, following in zip(ANSWERS, order[1:], strict=True):
        assert tell(browser, page).location == f"/guide/{following}"


def test_sentence_by_sentence_to_a_draft(team: Any, designer: Browser) -> None:
    assert designer.client.get("/guide").location == "/guide/title"
    tell_all(designer)
    shown = designer.get("/guide/summary")
    for said in (
        "“A bicycle” can be asked for.",
        "“Which one?” (a few words), “How much?” (an amount of money, may stay empty).",
        "Only Riders decides. Any one of them decides.",
        "After 2 working days whoever has not answered is reminded.",
        "If “How much?” is more than 500, zhang.wei decides as well.",
        "When it is agreed, anna.berg has this to do: “Buy it”.",
    ):
        assert said in shown
    assert "<svg" in designer.get("/guide/picture.svg")
    made = designer.post("/guide/draft", "/guide/summary")
    assert re.fullmatch(r"/design/\w+", made.location)
    assert "is a draft now, with its tests" in designer.get(made.location)
    with team.database.reading() as tx:
        draft = drafts.listed(tx, team.designer)[0]
        groups = {group.key: group.members for group in people.groups(tx, team.workspace)}
        problems = publishing.check(tx, team.workspace, draft.process)
    assert groups == {"riders": (team.member.id,)}
    assert [one for one in problems if one.severity == "error"] == []
    assert draft.process.tests
    assert lint(draft.process) == problems
    assert draft.origin == first_hour.ORIGIN
    assert designer.client.get("/guide").location == "/guide/title"


def test_nothing_typed_is_lost(designer: Browser) -> None:
    tell(designer, "title")
    again = designer.post("/guide/questions", "/guide/questions", **{"questions/0/title": "Half a", "_back": "yes"})
    assert again.location == "/guide/title"
    assert 'value="A bicycle"' in designer.get("/guide/title")
    assert 'value="Half a"' in designer.get("/guide/questions")
    assert designer.client.get("/guide").location == "/guide/questions"
    wrong = tell(designer, "questions", **{"questions/1/kind": "choice", "questions/1/choices": "one"})
    assert wrong.status_code == 422
    assert "Please write at least two, one in a line." in wrong.text
    assert 'value="Which one?"' in wrong.text


def test_rows_come_without_a_script(designer: Browser) -> None:
    more = tell(designer, "questions", _add="questions")
    assert more.status_code == 200
    assert 'name="questions/2/title"' in more.text
    fewer = tell(designer, "questions", _remove="questions/0")
    assert fewer.text.count("Which one?") == 0
    assert 'value="How much?"' in fewer.text


def test_an_example_brings_its_questions(designer: Browser) -> None:
    taken = designer.post("/guide/title", "/guide/title", _take="leave")
    assert taken.location == "/guide/questions"
    assert "What kind of leave?" in designer.get("/guide/questions")
    designer.post("/guide/title", "/guide/title", _take="purchase")
    assert "What is to be bought?" in designer.get("/guide/questions")
    tell(designer, "questions")
    designer.post("/guide/title", "/guide/title", _take="leave")
    assert "Which one?" in designer.get("/guide/questions")
    assert designer.post("/guide/title", "/guide/title", _take="nothing").status_code == 404


def test_a_change_leads_back_to_what_was_understood(designer: Browser) -> None:
    tell_all(designer)
    assert tell(designer, "refusing", then="end").location == "/guide/summary"
    assert "If it is refused, it ends." in designer.get("/guide/summary")
    gone = tell(designer, "questions", **{"questions/1/title": "How many?"})
    assert gone.location == "/guide/filling"
    assert designer.client.get("/guide/summary").location == "/guide/further"
    assert designer.client.get("/guide/picture.svg").status_code == 404
    assert designer.post("/guide/draft", "/guide/title").location == "/guide/further"
    assert "errors-summary" in designer.get("/guide/further")


def test_where_no_question_makes_a_difference_none_is_asked_for(designer: Browser) -> None:
    tell_all(designer)
    tell(designer, "questions", **{"questions/1/kind": "date"})
    assert "Your questions give nothing to decide this by." in designer.get("/guide/further")
    assert "Every request goes the same way." in designer.get("/guide/summary")


def test_it_begins_afresh(designer: Browser) -> None:
    tell_all(designer)
    assert designer.post("/guide/afresh", "/guide/title").location == "/guide/title"
    assert "A bicycle" not in designer.get("/guide/title")


def test_each_has_a_guide_of_their_own(team: Any, browser_of: Any) -> None:
    tell(browser_of("designer"), "title")
    assert browser_of("member").client.get("/guide/title").status_code == 403
    with team.database.reading() as tx:
        assert first_hour.told(tx, team.designer).said == {"title": {"title": "A bicycle"}}


def test_who_was_shown_around_is_not_asked_again(team: Any, designer: Browser) -> None:
    with team.database.reading() as tx:
        assert first_hour.is_new(tx, team.designer)
    tell(designer, "title")
    assert designer.post("/guide/toured", "/guide/title").status_code == 204
    with team.database.writing() as tx:
        assert not first_hour.is_new(tx, team.designer)
        first_hour.forget(tx, team.designer)
        assert not first_hour.is_new(tx, team.designer)
        assert first_hour.told(tx, team.designer).said == {}


@pytest.mark.parametrize("page", ["nothing", "summary2"])
def test_there_is_no_such_page(designer: Browser, page: str) -> None:
    assert designer.client.get(f"/guide/{page}").status_code == 404
