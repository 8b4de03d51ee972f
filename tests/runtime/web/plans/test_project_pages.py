"""The list of projects: found by name or number, among open ones, closed ones, or all."""

from collections.abc import Callable

import pytest

from runtime.plans import projects
from tests.runtime.office import World
from tests.runtime.plans.plan_office import PlanOffice
from tests.runtime.web.conftest import Visitor

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Portal"}),
        ("?q=port", {"Portal"}),
        ("?q=port&status=closed", {"Portal of last year"}),
        ("?q=002&status=all", {"Portal of last year"}),
        ("?q=port&status=all", {"Portal", "Portal of last year"}),
        ("?status=closed", {"Portal of last year", "Scanners"}),
        ("?status=all", {"Portal", "Portal of last year", "Scanners"}),
        ("?q=scanners", set()),
    ],
)
def test_projects_are_found_whether_open_or_closed(
    world: World, sign_in: Callable[[str], Visitor], query: str, shown: set[str]
) -> None:
    office = PlanOffice(world)
    names = ("Portal", "Portal of last year", "Scanners")
    made = [office.begin(name) for name in names]
    with world.database.writing() as tx:
        for one in made[1:]:
            projects.change(tx, world.actor("lea"), one.id, {"status": "closed"}, world.now)
    page = sign_in("bo").get(f"/projects{query}").text
    assert {name for name in names if f">{name}</a>" in page} == shown
    if not shown:
        assert 'href="/projects?q=scanners&amp;status=all"' in page
