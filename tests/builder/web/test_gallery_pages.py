"""The gallery as a browser without a script meets it: searched, tried, cloned with choices; templates and packages."""

import re
from html import unescape
from io import BytesIO
from typing import Any

import pytest

from builder.drafts import drafts
from builder.exchange.packages import Package, Sample, samples_of, write_package
from builder.gallery import gallery
from runtime.store.ids import new_id
from runtime.store.people import people
from runtime.store.people.people import Group
from schemas.document import fingerprint
from schemas.words import words
from tests.builder.gallery.test_updating import THEIRS, ChangeField, Shelf
from tests.builder.web.test_designer_pages import NOW, ON_ONE, Browser, browser_of, designer

pytestmark = ON_ONE

__all__ = ["browser_of", "designer"]

EXPENSE = gallery.ready("expense")


def listed(team: Any) -> tuple[drafts.Draft, ...]:
    with team.database.reading() as tx:
        return drafts.listed(tx, team.designer)


def test_it_is_searched_and_stands_on_shelves(designer: Browser) -> None:
    everything = designer.get("/gallery")
    assert "/gallery/expense" in everything
    assert "/gallery/site-visit" in everything
    found = designer.get("/gallery?q=报销")
    assert "/gallery/expense" in found
    assert "/gallery/site-visit" not in found
    shelf = designer.get("/gallery?category=field")
    assert "/gallery/site-visit" in shelf
    assert "/gallery/expense" not in shelf
    assert "Nothing is found" in designer.get("/gallery?q=zebra")


def test_the_form_is_tried_and_the_flow_is_drawn(designer: Browser, team: Any) -> None:
    page = designer.get("/gallery/expense")
    assert "/gallery/expense/picture.svg" in page
    picture = designer.client.get("/gallery/expense/picture.svg")
    assert picture.mimetype == "image/svg+xml"
    assert "Nothing is published yet" in page
    assert "answers would be sent back" in designer.post("/gallery/expense", "/gallery/expense").text
    purpose = samples_of(EXPENSE)[0].answers["purpose"]
    assert str(purpose) in designer.get("/gallery/expense?example=1")
    assert not listed(team)
    designer.get("/gallery/nothing", 404)
    designer.get("/gallery/own.nothing", 404)


def test_choices_are_asked_and_kept(designer: Browser, team: Any) -> None:
    with team.database.writing() as tx:
        people.add_group(tx, Group(team.workspace, new_id(NOW), "board", words("Our board")))
    page = designer.get("/gallery/expense/use")
    assert "Our board" in page
    answer = designer.post(
        "/gallery/expense/clone",
        "/gallery/expense/use",
        **{
            "title.en": "Costs",
            "key": "costs",
            "language": "en",
            "who.0.of": "group:directors",
            "who.0.to": "group:board",
        },
    )
    assert answer.status_code == 303
    (draft,) = listed(team)
    assert (draft.process.key, draft.process.title) == ("costs", words("Costs"))
    assert draft.process.groups["board"] == words("Our board")
    taken = designer.post("/gallery/expense/clone", "/gallery/expense/use", key="costs", **{"title.en": "Typed"})
    assert taken.status_code == 422
    assert "is here already" in taken.text
    assert 'value="Typed"' in taken.text
    assert len(listed(team)) == 1


def test_who_a_row_names_is_called_by_its_column(designer: Browser) -> None:
    assert "whoever stands in “Who”" in unescape(designer.get("/gallery/retrospective"))


def test_a_title_that_is_left_follows_the_template(designer: Browser, team: Any) -> None:
    title = {f"title.{tag}": text for tag, text in EXPENSE.title.items()}
    designer.post("/gallery/expense/clone", "/gallery/expense/use", language=["en", "zh-Hans"], **title)
    assert listed(team)[0].process == EXPENSE


def test_a_process_becomes_a_template_and_leaves_again(designer: Browser, team: Any) -> None:
    designer.post("/gallery/expense/clone", "/gallery")
    page = f"/design/{listed(team)[0].id}/template"
    assert designer.post(page, page, **{"title.en": " "}).status_code == 422
    said = {"title.en": "Travel costs", "about.en": "For trips", "category": "travel"}
    made = designer.post(page, page, **said)
    assert made.location == "/gallery/own.expense"
    shown = designer.get("/gallery")
    assert "Of this workspace" in shown
    assert "Travel costs" in shown
    assert "You have made a template of it before" in designer.get(page)
    assert 'value="Money" list="shelves"' in designer.get(page)
    designer.post(page, page, name="own.expense", **{**said, "category": "采购"})
    assert "saved 2 times" in designer.get(made.location)
    assert "Travel costs" in designer.get("/gallery?category=purchasing")
    package = designer.client.get(f"{made.location}/package")
    assert package.headers["Content-Disposition"].startswith("attachment")
    assert designer.post(f"{made.location}/remove", made.location).status_code == 303
    designer.get(made.location, 404)


def test_who_may_not_design_is_turned_away(browser_of: Any, team: Any) -> None:
    member = browser_of("member")
    with team.database.writing() as tx:
        shelf = Shelf(tx, team)
    paths = ("/gallery", f"/gallery/{shelf.name}", f"/gallery/{shelf.name}/use", f"/gallery/{shelf.name}/package")
    for path in (*paths, f"/gallery/{shelf.name}/picture.svg", f"/processes/{shelf.key}/origin"):
        member.get(path, 403)


def test_what_is_new_is_seen_and_taken_over(designer: Browser, team: Any) -> None:
    with team.database.writing() as tx:
        shelf = Shelf(tx, team)
        address = f"/processes/{shelf.key}/origin"
        shelf.renew(ChangeField("reference", THEIRS))
    assert address in designer.get("/design")
    assert "See what is new" in designer.get(f"/processes/{shelf.key}/versions")
    page = designer.get(address)
    assert "What for?" in page
    seal = re.search('name="seal" value="([^"]*)"', page)
    assert seal
    assert designer.post(address, address, seal="another").status_code == 409
    assert designer.post(address, address, seal=seal[1]).status_code == 303
    assert "Nothing is new" in designer.get(address)
    assert address not in designer.get("/design")
    designer.get("/processes/nothing/origin", 404)


def test_what_both_have_changed_is_asked_on_the_page(designer: Browser, team: Any) -> None:
    with team.database.writing() as tx:
        shelf = Shelf(tx, team)
        address = f"/processes/{shelf.key}/origin"
        shelf.change(ChangeField("purpose", {"title": words("Why?", "为什么？")}))
        shelf.renew(ChangeField("purpose", THEIRS))
    page = designer.get(address)
    said = dict(re.findall('name="(seal|place.0.of)" value="([^"]*)"', page))
    assert designer.post(address, address, **said).status_code == 409
    answer = designer.post(address, address, **said, **{"place.0.take": "theirs"})
    assert answer.status_code == 303
    with team.database.reading() as tx:
        process = drafts.get(tx, team.designer, shelf.clone.id).process
    assert process.form.fields["purpose"].title == THEIRS["title"]


PACKAGE = write_package(Package(EXPENSE, samples_of(EXPENSE)))


def bring(designer: Browser, content: str) -> Any:
    return designer.post("/design/import", "/design", document=(BytesIO(content.encode()), "expense.formloom.json"))


def test_a_package_comes_in_as_it_went_out(designer: Browser, team: Any) -> None:
    answer = bring(designer, PACKAGE)
    assert answer.status_code == 200
    assert "nobody has changed it" in answer.text
    assert not listed(team)
    text = re.search('name="package" value="([^"]*)"', answer.text)
    assert text
    assert designer.post("/design/packages", "/design", package=unescape(text[1])).status_code == 303
    (draft,) = listed(team)
    assert (draft.process, draft.origin) == (EXPENSE, "package")
    assert fingerprint(draft.process) == fingerprint(EXPENSE)
    given = designer.client.get(f"/design/{draft.id}/export/package")
    assert given.text == PACKAGE
    again = bring(designer, PACKAGE)
    assert "expense-2" in again.text


def test_samples_that_it_came_with_go_out_again(designer: Browser, team: Any) -> None:
    own = Sample(words("A train", "火车票"), {"purpose": "A train"})
    text = write_package(Package(EXPENSE, (own, *samples_of(EXPENSE))))
    assert designer.post("/design/packages", "/design", package=text).status_code == 303
    (draft,) = listed(team)
    assert designer.client.get(f"/design/{draft.id}/export/package").text == text


@pytest.mark.parametrize(
    "content", [PACKAGE.replace("directors", "dictators"), PACKAGE.replace("package/1", "package/2")]
)
def test_what_was_changed_on_the_way_is_refused(designer: Browser, team: Any, content: str) -> None:
    assert bring(designer, content).status_code == 303
    assert "notice-error" in designer.get("/design")
    assert designer.post("/design/packages", "/design", package=content).status_code == 303
    assert not listed(team)
