"""A public link in a real browser: in a page of another site, and while very many answers come in."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from playwright.sync_api import expect
from werkzeug.wrappers import Response

from runtime.background import worker
from runtime.forms import admission, proof_of_work
from runtime.store.forms import links
from runtime.store.forms.links import PublicLink
from runtime.store.ids import new_id
from tests.journeys import change
from tests.journeys.house import PROCESS, House, Server, serving
from tests.journeys.looking import DESK, Visit

pytestmark = pytest.mark.browser

Site = Callable[[str], str]


def made(house: House, **conditions: object) -> PublicLink:
    now = worker.now()
    name = new_id(now)
    link = replace(PublicLink(house.workspace, name, name.lower(), PROCESS, open=True), **conditions)
    with house.database.writing() as tx:
        links.add(tx, link, now)
    return link


@pytest.fixture
def site() -> Iterator[Callable[[str], str]]:
    """Opens a site of somebody else, whose only page holds a frame: to a browser localhost is not 127.0.0.1."""
    sites = ExitStack()

    def opened(address: str) -> str:
        frame = f'<iframe src="{address}" width="600" height="900" title="Form"></iframe>'
        page = Response(
            f'<!doctype html><link rel="icon" href="data:,"><title>Shop</title>{frame}', mimetype="text/html"
        )
        return f"http://localhost:{sites.enter_context(serving(Server(page))).port}"

    with sites:
        yield opened


def test_a_form_is_filled_in_in_a_page_of_another_site(house: House, visit: Visit, site: Site) -> None:
    link = made(house)
    shop = site(f"{house.address}/f/{link.token}?embed=1&client_company=Mill")
    with house.database.writing() as tx:
        links.keep(tx, replace(link, sites=(shop,)))
    page = visit(house, **DESK)
    page.goto(shop)
    frame = page.frame_locator("iframe")
    expect(frame.locator(".topbar")).to_have_count(0)
    expect(frame.get_by_label("Company")).to_have_value("Mill")
    change.say_who(frame)
    # By key: the frame is drawn by a process of its own, which learns of a page that has just been scrolled a moment later.
    frame.get_by_role("button", name="Next").press("Enter")
    change.say_what(frame)
    change.say_urgency(frame)
    frame.get_by_role("button", name="Send", exact=True).press("Enter")
    expect(frame.get_by_role("heading", name="We have it.")).to_be_visible()
    assert page.context.cookies(house.address) == []


def test_a_site_that_is_not_named_shows_nothing(house: House, visit: Visit, site: Site) -> None:
    link = made(house, sites=("https://shop.example",))
    page = visit(house, **DESK)
    page.goto(site(f"{house.address}/f/{link.token}?embed=1"))
    expect(page.frame_locator("iframe").get_by_label("Your name")).to_have_count(0)
    assert any("frame-ancestors" in complaint for complaint in visit.complaints)
    visit.complaints.clear()


def test_under_pressure_the_browser_works_and_nobody_notices(house: House, visit: Visit) -> None:
    link = made(house)
    with house.database.writing() as tx:
        for number in range(admission.MANY):
            links.count(tx, link, f"case {number}", "contact:x", worker.now())
    page = visit(house)
    page.goto(f"/f/{link.token}")
    expect(page.locator("[data-work]")).to_have_attribute("data-work", str(proof_of_work.BITS))
    change.say_who(page, "under.pressure@harbour-foods.example")
    change.turn(page)
    change.say_what(page)
    change.say_urgency(page)
    change.send(page)
    change.number_on(page)
