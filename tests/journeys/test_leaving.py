"""Signing out, as a button does it in a real browser."""

import pytest

from runtime.background import worker
from tests.journeys import guests
from tests.journeys.house import House
from tests.journeys.looking import Visit

pytestmark = pytest.mark.browser


def test_signing_out_on_all_devices_does_so(house: House, visit: Visit) -> None:
    """The page keeps the button waiting while it forgets what was typed, and must not forget which button it was."""
    phone, desk = visit(house), visit(house)
    with house.database.writing() as tx:
        newcomer = guests.newcomer(tx, house.workspace, worker.now())
        ways = [guests.way_in(tx, newcomer, worker.now()) for _ in range(2)]
    for page, way in zip((phone, desk), ways, strict=True):
        page.goto(way)
        guests.inside()(page)
    phone.locator("header details.menu summary").click()
    phone.get_by_role("button", name="Sign out on all devices").click()
    phone.wait_for_url("**/portal/signin")
    desk.goto("/portal")
    assert desk.url.endswith("/portal/signin")
