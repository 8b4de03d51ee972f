"""Insight through its pages: every figure opens as many requests as it says, and the archive finds what it may."""

import html
import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete
from werkzeug.test import TestResponse

from runtime import accounts, counting_anew, figure_mail, frequent, letters, mailing
from runtime.settings import Settings
from runtime.store import audit
from runtime.store.outbox import Message
from runtime.store.tables import FIGURE_CASE, FIGURE_STEP
from tests.runtime.office import World
from tests.runtime.web.conftest import SECRET, Visitor

TABS = ("", "/steps", "/load", "/by", "/compare", "/satisfaction")
PERIOD = "process=change&from=2026-01-01&to=2026-12-31"
SignIn = Callable[[str], Visitor]


@pytest.fixture
def busy(world: World) -> World:
    """Four requests: one done, one refused late, one before the board, one new."""
    done, refused = world.at_board(), world.at_board()
    world.at_board()
    world.submit()
    for who in ("bo", "bea"):
        world.decide(done, who, "approve")
    world.wait(days=4)
    for who in ("bo", "bea"):
        world.decide(refused, who, "reject", comment="Too dear")
    return world


def links(page: str) -> list[tuple[str, str]]:
    """Ways to the requests behind a figure, with the number that is said."""
    cells = re.findall(r'<td[^>]*><a href="([^"]*/insights/cases[^"]*)">([^<]+)</a>', page)
    return [(html.unescape(path), said) for path, said in cells if said.strip().isdigit()]


@pytest.mark.usefixtures("busy")
def test_every_number_opens_as_many_requests(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    seen = 0
    for tab in TABS:
        page = ada.get(f"/insights{tab}?{PERIOD}").text
        for path, said in links(page):
            heading = re.search(r"<h1[^>]*>\s*([0-9,]+) ", ada.get(path).text)
            assert heading, path
            assert heading[1] == said, (tab, path)
            seen += 1
    assert seen > 15


@pytest.mark.usefixtures("busy")
def test_the_figures_on_top(sign_in: SignIn) -> None:
    page = sign_in("ada").get(f"/insights?{PERIOD}").text
    said = dict(re.findall(r'figure-title">([^<]+)</span><span class="figure-value num">([^<]+)<', page))
    assert said["Came in"] == "4"
    assert said["Done"] == "1"
    assert said["Overdue"] == "100 %"


@pytest.mark.parametrize("tab", ["overview", "steps", "load", "by", "compare", "satisfaction"])
@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
@pytest.mark.usefixtures("busy")
def test_it_is_taken_away(sign_in: SignIn, tab: str, form: str) -> None:
    answer = sign_in("ada").get(f"/insights/{tab}.{form}?{PERIOD}")
    assert answer.status_code == 200
    assert answer.data[:4] == {"csv": b"\xef\xbb\xbf" + answer.data[3:4], "xlsx": b"PK\x03\x04", "pdf": b"%PDF"}[form]


@pytest.mark.usefixtures("busy")
def test_who_may_not_open_a_request_sees_it_counted_and_not_named(sign_in: SignIn) -> None:
    designer = sign_in("dan").get(f"/insights/cases?of=opened&{PERIOD}").text
    assert "4 requests" in designer
    assert "CR-2026" not in designer
    assert "CR-2026" in sign_in("ada").get(f"/insights/cases?of=opened&{PERIOD}").text


@pytest.mark.usefixtures("busy")
def test_members_see_no_figures(sign_in: SignIn) -> None:
    for path in ("/insights", "/insights/steps", "/insights/cases", "/insights/overview.csv"):
        assert sign_in("bo").get(path).status_code == 403


@pytest.mark.usefixtures("busy")
def test_the_archive_finds_what_its_reader_may_read(sign_in: SignIn) -> None:
    """The margin is hidden from the board, which sees the wish."""
    ada, bo = sign_in("ada"), sign_in("bo")
    assert "CR-2026" in ada.get("/archive?q=third").text
    assert "CR-2026" not in bo.get("/archive?q=third").text
    found = bo.get("/archive?q=cr-2026-0002").text
    assert "CR-2026-0002" in found
    assert "CR-2026-0001" not in found
    assert "CR-2026" not in sign_in("dan").get("/archive").text


@pytest.mark.usefixtures("busy")
def test_the_board_of_progress_shows_what_is_open(sign_in: SignIn) -> None:
    page = sign_in("ada").get("/progress?process=change").text
    assert "3 open requests" in page
    assert "CR-2026-0002" not in page
    assert "0 open requests" in sign_in("dan").get("/progress").text


def test_what_was_never_counted_is_counted_by_and_by(busy: World, sign_in: SignIn) -> None:
    before = sign_in("ada").get(f"/insights?{PERIOD}").text
    with busy.database.writing() as tx:
        for table in (FIGURE_STEP, FIGURE_CASE):
            tx.execute(delete(table))
    assert counting_anew.catch_up(busy.database) == 4
    assert counting_anew.catch_up(busy.database) == 0
    assert counting_anew.recount(busy.database, write=False).wrong == ()
    again = sign_in("ada").get(f"/insights?{PERIOD}").text
    assert links(again) == links(before)


def test_a_customer_who_asks_often_is_flagged_where_it_matters(busy: World, sign_in: SignIn) -> None:
    ada = sign_in("ada")
    page = ada.get("/insights/customers?process=change").text
    assert "Mill" in page
    case_id = busy.submit().case_id
    assert "5 requests of this customer in 90 days" in ada.get(f"/requests/{case_id}/customer").text
    with busy.database.reading() as tx:
        found = frequent.standing(tx, busy.workspace, busy.case(case_id).customer_id or "", busy.now)
    assert (found.asked, found.often) == (5, True)
    ada.get("/insights/settings")
    ada.post("/insights/settings/rule", {"process": "", "number": "6", "days": "30"})
    assert "Mill" not in ada.get("/insights/customers").text
    assert ada.get(f"/requests/{case_id}/customer").text.strip() == ""
    busy.wait(days=400)
    with busy.database.reading() as tx:
        assert frequent.standing(tx, busy.workspace, busy.case(case_id).customer_id or "", busy.now).asked == 0


def test_the_report_goes_to_each_once_for_each_period(busy: World, sign_in: SignIn) -> None:
    ada = sign_in("ada")
    ada.get("/insights/settings")
    said = {busy.people["ada"].id: "weekly", busy.people["bo"].id: "monthly", "process": "change"}
    ada.post("/insights/settings/report", said)
    assert reports(busy) == []
    assert figure_mail.send_due(busy.database, busy.now) == 0
    busy.wait(days=7)
    assert figure_mail.send_due(busy.database, busy.now) == 1
    assert figure_mail.send_due(busy.database, busy.now) == 0
    busy.wait(days=31)
    assert figure_mail.send_due(busy.database, busy.now) == 2
    ada.post("/insights/settings/report", {**said, "do": "send"})
    assert len(reports(busy)) == 5


def test_the_report_says_the_figures_and_brings_them_as_a_paper(busy: World, sign_in: SignIn) -> None:
    ada = sign_in("ada")
    ada.get("/insights/settings")
    busy.wait(days=7)
    ada.post("/insights/settings/report", {busy.people["ada"].id: "weekly", "process": "change", "do": "send"})
    settings = Settings(SECRET, "sqlite://", "https://forms.example")
    message = reports(busy)[0]
    with busy.database.reading() as tx:
        written = letters.write(tx, message, settings.base_url)
    assert "Came in: 4" in written.body
    assert "https://forms.example/insights?from=2026-03-02&to=2026-03-08&process=change" in written.body
    mail = mailing.composed(written, message, settings, busy.now)
    assert [part.get_content_type() for part in mail.iter_attachments()] == ["application/pdf"]
    assert mail["Message-ID"] == mailing.composed(written, message, settings, busy.now)["Message-ID"]


def reports(world: World) -> list[Message]:
    with world.database.reading() as tx:
        return [one for one in audit.messages(tx) if one.kind == figure_mail.KIND]


def test_programs_get_the_same_figures(busy: World, sign_in: SignIn, app: Flask) -> None:
    page = sign_in("ada").get(f"/insights?{PERIOD}").text
    with busy.database.writing() as tx:
        tokens = {name: accounts.new_token(tx, busy.people[name], "test", busy.now) for name in ("ada", "bo")}

    def ask(name: str) -> TestResponse:
        return app.test_client().get(f"/api/v1/insights?{PERIOD}", headers={"Authorization": f"Bearer {tokens[name]}"})

    told = ask("ada").json
    assert told is not None
    said = dict(re.findall(r'figure-title">([^<]+)</span><span class="figure-value num">([^<]+)<', page))
    assert {one["title"]: str(one["value"]) for one in told["figures"][:2]} == {
        key: said[key] for key in ("Came in", "Done")
    }
    assert ask("bo").status_code == 403


@pytest.mark.usefixtures("busy")
def test_a_list_costs_three_reads(sign_in: SignIn, statements: list[str]) -> None:
    ada = sign_in("ada")
    for path, most in ((f"/insights/cases?of=opened&{PERIOD}", 5), ("/archive?q=cr", 5), ("/progress", 3)):
        ada.get(path)
        statements.clear()
        ada.get(path)
        assert len(statements) <= most + 1, (path, statements)
