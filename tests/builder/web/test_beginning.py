"""An empty installation, and an empty workspace: each page says what belongs there, and leads on."""

import re
from typing import Any

import pytest
from click.testing import CliRunner

from app import create_app
from builder.drafts import drafts
from builder.gallery import gallery
from builder.publishing import publishing
from cli import main
from runtime.people import accounts
from runtime.settings import Settings
from runtime.store.people import workspaces
from tests.builder.web.test_designer_pages import NOW, Browser, browser_of, designer

__all__ = ["browser_of", "designer"]

WAYS = ("Choose a ready process", "sentence by sentence", "Begin with a blank form", "Bring what you have")


def test_one_command_makes_a_workspace_and_who_signs_in(
    database: Any, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(Settings("x" * 40, database_url, "http://localhost"))
    lonely = app.test_client().get("/signin").text
    assert "formloom found NAME EMAIL" in lonely
    monkeypatch.setenv("FORMLOOM_DATABASE_URL", database_url)
    monkeypatch.setenv("FORMLOOM_SECRET_KEY", "x" * 40)
    done = CliRunner().invoke(main, ["found", "Mill & Sons", "ada@mill.example", "--person", "Ada Stone"])
    address, email, password = done.stdout.split()
    assert address.endswith("/signin")
    browser = Browser(app.test_client())
    assert "formloom found" not in browser.get("/signin")
    assert browser.post("/signin", "/signin", email=email, password=password).location == "/"
    first = browser.get("/")
    assert "Welcome, Ada Stone." in first
    assert all(way in first for way in WAYS)
    app.extensions["formloom.database"].close()
    with database.reading() as tx:
        (there,) = workspaces.all_of_them(tx)
        assert accounts.recognize(tx, email, password)
    assert there.name == "Mill & Sons"


@pytest.mark.parametrize("page", ["/", "/new", "/design"])
def test_every_first_page_of_a_designer_leads_on(designer: Browser, page: str) -> None:
    shown = designer.get(page)
    assert all(way in shown for way in WAYS)


@pytest.mark.parametrize("page", ["/", "/new"])
def test_members_read_that_it_is_being_set_up(browser_of: Any, page: str) -> None:
    shown = browser_of("member").get(page)
    assert "Your colleagues are still setting" in shown
    assert not any(way in shown for way in WAYS)


def test_a_blank_form_is_one_press_away(designer: Browser) -> None:
    begun = designer.post("/design", "/")
    assert "New process" in designer.get(begun.location)
    assert "Nothing is published yet." in designer.get("/design")


def test_hints_are_offered_until_they_were_seen(team: Any, designer: Browser) -> None:
    assert designer.client.get("/guide/tour").location == "/design"
    with team.database.writing() as tx:
        draft = drafts.begin(tx, team.designer, {"en": "Leave"}, NOW)
    page = f"/design/{draft.id}"
    assert "data-tour-offer" in designer.get(page)
    assert "data-tour-offer" not in designer.get(f"{page}/steps")
    assert designer.post("/guide/toured", page).status_code == 204
    assert "data-tour" not in designer.get(page)
    again = designer.client.get("/guide/tour").location
    assert again == f"{page}?tour=1"
    assert "data-now" in designer.get(again)
    assert "data-tour-offer" not in designer.get(again)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_many_processes_stand_under_what_their_categories_are_called(team: Any, designer: Browser) -> None:
    def offer(*keys: str) -> str:
        with team.database.writing() as tx:
            for key in keys:
                gallery.clone(tx, team.designer, key, NOW)
        team.fill_groups()
        with team.database.writing() as tx:
            for key in keys:
                publishing.publish(tx, team.designer, gallery.ready(key), NOW)
        return designer.get("/new")

    few = offer("expense", "leave", "contract", "site-visit", "business-trip", "visitor", "repair", "seal-use")
    assert "<h3>" not in few
    many = offer("payment")
    assert re.findall(r"<h2>(\w+[ \w]*)</h2>", many) == ["People", "Money", "Office", "Sales", "On site"]
    assert many.count("<h3>") == 9
