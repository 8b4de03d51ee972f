"""Insight through its pages: every figure opens as many requests as it says, and the archive finds what it may."""

import html
import re
from collections.abc import Callable

import pytest
from sqlalchemy import delete

from runtime import counting_anew
from runtime.store.tables import FIGURE_CASE, FIGURE_STEP
from tests.runtime.office import World
from tests.runtime.web.conftest import Visitor

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


@pytest.mark.usefixtures("busy")
def test_a_list_costs_three_reads(sign_in: SignIn, statements: list[str]) -> None:
    ada = sign_in("ada")
    for path, most in ((f"/insights/cases?of=opened&{PERIOD}", 5), ("/archive?q=cr", 5), ("/progress", 3)):
        ada.get(path)
        statements.clear()
        ada.get(path)
        assert len(statements) <= most + 1, (path, statements)
