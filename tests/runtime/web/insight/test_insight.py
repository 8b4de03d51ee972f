"""Insight through its pages: every figure opens as many requests as it says, and the archive finds what it may."""

import html
import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete
from werkzeug.test import TestResponse

from runtime.archive import searching
from runtime.channels import letters, mailing
from runtime.customers import frequent
from runtime.forms import offering
from runtime.insight import figure_mail
from runtime.people import accounts
from runtime.proof import counting_anew
from runtime.settings import Settings
from runtime.store.customers import customers
from runtime.store.ids import new_id
from runtime.store.notices.outbox import Message
from runtime.store.operations import audit
from runtime.store.tables.tables import FIGURE_CASE, FIGURE_STEP
from tests.runtime.acts import draw, permissive, wish
from tests.runtime.office import ANSWERS, World
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
    assert '<th scope="row">Mar 2026</th>' in page


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
@pytest.mark.parametrize("odd", ["²", "9" * 5000, "-1", "٣", ""])
def test_a_number_that_is_none_is_passed_over_on_a_page(sign_in: SignIn, odd: str) -> None:
    ada = sign_in("ada")
    for path in (f"?days={odd}", f"/cases?of=opened&first={odd}", f"/cases?of=opened&after=x.{odd}.{odd}"):
        assert ada.get(f"/insights{path}").status_code == 200


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
    ada.post("/insights/settings/report", {"add": busy.people["ada"].id, "rhythm": "weekly", "process": "change"})
    ada.post(
        "/insights/settings/report",
        {**said, busy.people["bo"].id: "", "add": busy.people["bo"].id, "rhythm": "monthly"},
    )
    assert reports(busy) == []
    assert figure_mail.send_due(busy.database, busy.now) == 0
    busy.wait(days=7)
    assert figure_mail.send_due(busy.database, busy.now) == 1
    assert figure_mail.send_due(busy.database, busy.now) == 0
    busy.wait(days=31)
    assert figure_mail.send_due(busy.database, busy.now) == 2
    ada = sign_in("ada")
    ada.get("/insights/settings")
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
    assert "the figures of Mar 2, 2026 – Mar 8, 2026, compared" in written.body
    assert "https://forms.example/insights?from=2026-03-02&to=2026-03-08&process=change" in written.body
    speaks(busy, "ada", "zh-Hans")
    with busy.database.reading() as tx:
        translated = letters.write(tx, message, settings.base_url).body
    assert "新增：4（此前：0）" in translated
    assert "2026年3月2日 – 2026年3月8日" in translated
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


def speaks(world: World, name: str, lang: str) -> None:
    with world.database.writing() as tx:
        accounts.set_language(tx, accounts.actor_of(world.people[name]), lang)


@pytest.mark.parametrize(
    ("lang", "end", "taken_back"), [("en", "Refused", "Taken back"), ("zh-Hans", "未通过", "已撤回")]
)
def test_ways_to_end_are_called_as_people_call_them(
    busy: World, sign_in: SignIn, lang: str, end: str, taken_back: str
) -> None:
    draw(busy, permissive())
    gone = busy.submit(busy.actor("dan")).case_id
    wish(busy, gone, "dan", "withdraw")
    speaks(busy, "ada", lang)
    ada = sign_in("ada")
    assert f"<span>{taken_back}</span>" in ada.get(f"/requests/{gone}").text
    page = ada.get(f"/insights?{PERIOD}").text
    assert f'<th scope="row">{end}</th>' in page
    assert f'<th scope="row">{taken_back}</th>' in page
    for path in (f"/insights/overview.csv?{PERIOD}", f"/insights/cases.csv?of=closed&{PERIOD}", "/archive.csv"):
        said = ada.get(path).text
        assert {end, taken_back} <= set(re.split(r"[,\n\r]+", said)), path
    chosen = ada.get("/archive?process=change&outcome=withdrawn").text
    assert re.search(f"selected>{taken_back}</option>", chosen)
    assert chosen.count("CR-2026") == 1


def test_the_archive_is_searched_by_customer(busy: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a list of few, by a box for one of many; by a name that is typed exactly where nothing searches."""
    with busy.database.writing() as tx:
        other = customers.customer_named(tx, busy.workspace, "Blue Mill", new_id(busy.now), busy.now)
    ada = sign_in("ada")
    page = ada.get("/archive").text
    mill, blue = (re.search(f'<option value="([^"]+)"[^>]*>{name}</option>', page) for name in ("Mill", "Blue Mill"))
    assert mill
    assert blue
    assert blue[1] == other
    assert "CR-2026-0002" in ada.get(f"/archive?customer={mill[1]}").text
    assert "CR-2026" not in ada.get(f"/archive?customer={other}").text
    monkeypatch.setattr(offering, "FEW", 1)
    typed = ada.get("/archive?customer=Mill").text
    assert "CR-2026-0002" in typed
    assert 'data-search="/offers/house/customer"' in typed
    assert "CR-2026" not in ada.get("/archive?customer=Nobody").text
    found = ada.get("/offers/house/customer?find=blue").json
    assert found is not None
    assert [one["name"] for one in found["offers"]] == ["Blue Mill"]


@pytest.mark.usefixtures("busy")
def test_all_that_is_under_way_is_there_page_by_page(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST_OPEN", 2)
    ada, seen, path = sign_in("ada"), list[str](), "/progress?process=change"
    for said in ("3 open requests · 1 to 2", "3 open requests · 3 to 3"):
        page = ada.get(path).text
        assert said in page
        seen += re.findall("CR-2026-000[0-9]", page)
        more = re.search(r'<a class="btn" href="([^"]+after=[^"]+)">Newer ones', page)
        path = html.unescape(more[1]) if more else ""
    assert sorted(seen) == ["CR-2026-0001", "CR-2026-0003", "CR-2026-0004"]
    assert path == ""


def test_what_is_open_is_found_by_what_its_reader_may_see(busy: World, sign_in: SignIn) -> None:
    """By words and number; not by what a summary is called in the database."""
    busy.submit(raw={**ANSWERS, "wish": "A blue gate"})
    ada, lea = sign_in("ada"), sign_in("lea")
    found = lea.get("/progress?q=BLUE+cr-").text
    assert "1 open request" in found
    assert "<strong>A blue gate</strong>" in found
    assert "A red door" not in found
    assert 'href="/archive?q=BLUE+cr-"' in found
    assert "<strong>A red door</strong>" in ada.get("/progress").text
    for nothing in ("wish", "%25", "gate+door"):
        assert "Nothing open was found" in ada.get(f"/progress?q={nothing}").text
    assert "Nothing open was found" in sign_in("dan").get("/progress?q=blue").text


@pytest.mark.usefixtures("busy")
def test_lists_call_requests_by_their_own_words(sign_in: SignIn) -> None:
    assert ">A red door</a>" in sign_in("ada").get(f"/insights/cases?of=opened&{PERIOD}").text
    page = sign_in("ada").get("/archive").text
    assert ">A red door</a>" in page
    assert '<span class="num">CR-2026-0002</span>' in page
    assert 'href="/progress?q=gate"' in sign_in("bo").get("/archive?q=gate").text


@pytest.mark.usefixtures("busy")
def test_a_group_has_what_waits_and_what_was_decided(sign_in: SignIn) -> None:
    """One request waits for the board, one for the leads; those before them have been decided."""
    page = sign_in("ada").get(f"/insights/load.csv?{PERIOD}").text
    rows = {row.split(",")[0]: row.split(",")[1:4] for row in page.splitlines() if row}
    assert rows["board"] == ["1", "4", "1"]
    assert rows["leads"] == ["1", "3", "1"]
