"""A plan that is only looked at: what it shares nothing with is not worked out, and no double booking is missed."""

import pytest

from runtime.planning.plan import Activity, Need, Resource, Share
from runtime.plans import planned, projects
from runtime.store.plans.project_rows import Project
from tests.runtime.office import World
from tests.runtime.plans.plan_office import PlanOffice


@pytest.fixture
def office(world: World) -> PlanOffice:
    return PlanOffice(world)


def of(office: PlanOffice, name: str, *activities: Activity) -> Project:
    project = office.begin(name)
    office.replan(project, add=activities)
    return project


def test_who_only_looks_sees_every_double_booking_and_no_more_than_that(office: PlanOffice) -> None:
    """By somebody of a group, by somebody who takes part, by material: and not by what is nobody's here."""
    with office.world.database.writing() as tx:
        projects.keep_resource(tx, office.world.actor("ada"), Resource("rig", "Test rig", "material", 1))
    rig = (Need("rig"),)
    one = of(office, "One", office.activity("a", "bo"), office.activity("r", material=rig), office.activity("b", "bea"))
    group = Activity("g", "Group", people=(Share(office.person("bo"), 50),))
    there = {
        "group": of(office, "By a group", group, Activity("under", "Under it", "g")),
        "material": of(office, "By material", office.activity("r", material=rig)),
        "part": of(office, "By taking part", office.activity("t", "lea", "bea", percent=60)),
        "none": of(office, "Of others", office.activity("x", "lea", "ada")),
    }
    with office.world.database.reading() as tx:
        alone = planned.picture(tx, office.world.actor("bo"), one.id, alone=True)
        wide = planned.picture(tx, office.world.actor("bo"), one.id)
    assert wide.situation.schedules.keys() == {one.id, *(project.id for project in there.values())}
    assert alone.situation.schedules.keys() == wide.situation.schedules.keys() - {there["none"].id}
    assert alone.conflicts == wide.conflicts
    booked = {each.project for conflict in alone.conflicts for each in conflict.activities}
    assert booked == {one.id, *(there[key].id for key in ("group", "material", "part"))}
