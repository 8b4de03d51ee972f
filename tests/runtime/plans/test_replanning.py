"""Plans in the house: every change is one version, known for ever and taken back; the loser of two is told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from runtime.access import Denied
from runtime.asking import Rejected
from runtime.engine.outcome import NotAllowedHere
from runtime.planning.delta import Assign, Delta, Shift, Wait
from runtime.planning.plan import After, Need, Resource, Share
from runtime.plans import plan_tasks, planned, projects
from runtime.store.connection.database import Database
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from runtime.store.people import absences, calendars
from runtime.store.people.absences import Absence
from runtime.store.people.calendars import Span
from runtime.store.plans import plan_changes
from runtime.store.plans.project_rows import Project
from runtime.store.tables.tables import OUTBOX
from tests.runtime.office import World
from tests.runtime.plans.plan_office import PlanOffice


@pytest.fixture
def office(world: World) -> PlanOffice:
    return PlanOffice(world)


@pytest.fixture
def project(office: PlanOffice) -> Project:
    """Design (Bo, 3 days), then Build (Bea, 5 days), then the delivery: from Monday 2 March on."""
    project = office.begin()
    office.replan(
        project,
        add=(
            office.activity("design", "bo", days=3),
            office.activity("build", "bea", days=5, after=(After("design"),)),
            office.activity("delivery", days=0, after=(After("build"),)),
        ),
    )
    return project


def test_a_project_is_begun_and_worked_out(office: PlanOffice, project: Project) -> None:
    assert (project.number, project.lead_id) == ("P-2026-001", office.person("lea"))
    assert office.days(project) == {
        "design": ("03-02", "03-04"),
        "build": ("03-05", "03-11"),
        "delivery": ("03-11", "03-11"),
    }


def test_what_is_missing_is_said(office: PlanOffice) -> None:
    with pytest.raises(Rejected) as refused:
        office.begin("", lead="nobody@team.example")
    assert {one.path for one in refused.value.problems} == {"/name", "/lead"}


def test_the_slower_of_two_is_told(office: PlanOffice, project: Project) -> None:
    office.replan(project, version=1, shift=(Shift("build", 2),))
    with pytest.raises(NotAllowedHere) as late:
        office.replan(project, version=1, shift=(Shift("build", 5),))
    assert late.value.problem.code == "plan.changed"
    assert office.days(project)["delivery"] == ("03-13", "03-13")


def test_a_preview_writes_nothing(office: PlanOffice, project: Project) -> None:
    with office.world.database.reading() as tx:
        found = planned.preview(tx, office.world.actor("bo"), project.id, Delta(shift=(Shift("design", 1),)))
    assert [one.days for one in found.difference.milestones] == [1]
    assert office.picture(project).plan.plan.version == 1


def test_undoing_leads_back_to_the_plan_as_it_was(office: PlanOffice, project: Project) -> None:
    before = office.picture(project).plan.plan.activities
    step = office.activity("step", "bo", days=4, after=(After("design"),))
    office.replan(project, add=(step,), wait=(Wait("delivery", After("step", lag=3)),), remove=("build",))
    assert office.days(project).keys() == {"design", "delivery", "step"}
    office.undo(project, 2)
    assert office.picture(project).plan.plan.activities == before
    assert office.picture(project).project.plan_version == 3


def test_what_was_changed_again_is_not_undone(office: PlanOffice, project: Project) -> None:
    office.replan(project, shift=(Shift("build", 2),))
    office.replan(project, shift=(Shift("build", 2),))
    with pytest.raises(Rejected) as refused:
        office.undo(project, 2)
    assert refused.value.problems[0].code == "plan.not-undone"


def test_every_change_is_known_with_before_and_after(office: PlanOffice, project: Project) -> None:
    office.replan(project, shift=(Shift("design", 1),), why="The office moves")
    office.replan(project, add=(office.activity("more", "bo"),))
    with office.world.database.reading() as tx:
        _, change, before, after = planned.around_change(tx, office.world.actor("bo"), project.id, 2)
        history = plan_changes.changes(tx, office.world.workspace, project.id)
    assert (change.why, change.by_name) == ("The office moves", "Lea")
    assert "Milestone “Delivery” moves to 12 March 2026, 1 working day later" in [one.in_("en") for one in change.said]
    assert (before.ends, after.ends) == (date(2026, 3, 11), date(2026, 3, 12))
    assert [one.version for one in history] == [3, 2, 1]


def test_who_may(office: PlanOffice, project: Project) -> None:
    office.replan(project, by="bo", shift=(Shift("build", 1),))
    office.replan(project, by="ada", shift=(Shift("build", 1),))
    with pytest.raises(Denied):
        office.replan(project, by="ben", shift=(Shift("build", 1),))
    with pytest.raises(Denied), office.world.database.reading() as tx:
        planned.picture(tx, office.world.visitor, project.id)


def test_a_closed_project_stays_as_it_is(office: PlanOffice, project: Project) -> None:
    with office.world.database.writing() as tx:
        projects.change(tx, office.world.actor("lea"), project.id, {"status": "closed"}, office.world.now)
    with pytest.raises(NotAllowedHere):
        office.replan(project, shift=(Shift("build", 1),))
    assert office.picture(project).plan.ends == date(2026, 3, 11)


def test_a_project_that_begins_later_moves_as_a_whole(office: PlanOffice, project: Project) -> None:
    with office.world.database.writing() as tx:
        projects.change(tx, office.world.actor("lea"), project.id, {"begins": "2026-03-09"}, office.world.now)
    assert office.days(project)["delivery"] == ("03-18", "03-18")
    with office.world.database.reading() as tx:
        assert projects.listed(tx, office.world.actor("bo"), office.world.now)[0].project.ends == date(2026, 3, 18)


def test_another_workspace_knows_nothing_of_it(office: PlanOffice, project: Project) -> None:
    elsewhere = replace(office.world.actor("ada"), workspace=new_id(office.world.now))
    with pytest.raises(Missing), office.world.database.reading() as tx:
        planned.picture(tx, elsewhere, project.id)


def test_somebody_unknown_is_not_booked(office: PlanOffice, project: Project) -> None:
    with pytest.raises(Rejected) as refused:
        office.replan(project, assign=(Assign("build", (Share("nobody"),)),))
    assert refused.value.problems[0].code == "plan.no-person"


def test_double_bookings_across_projects_are_told_or_stop(office: PlanOffice, project: Project) -> None:
    other = office.begin("Import")
    step = office.activity("import", "bo", days=2)
    with pytest.raises(Rejected) as refused:
        office.replan(other, add=(step,), stop_if_double_booked=True)
    assert refused.value.problems[0].code == "plan.double-booked"
    done = office.replan(other, add=(step,))
    said = "Bo is booked 200 % from 2 to 3 March 2026: “Design”, “Import”"
    assert [one.in_("en") for one in done.change.double_booked] == [said]
    assert [one["lines"][0]["en"] for one in office.told("lea") if one["path"].startswith("/projects/")] == [said]
    assert [one.needed for one in office.picture(project).conflicts] == [200]


def test_who_is_away_is_not_there(office: PlanOffice, project: Project) -> None:
    world = office.world
    away = Absence(
        *(world.workspace, world.people["bo"].id, new_id(world.now)),
        *(world.now, world.now + timedelta(days=1), world.people["bea"].id, "x"),
    )
    with world.database.writing() as tx:
        absences.add(tx, away)
    assert [(one.first, one.capacity) for one in office.picture(project).conflicts] == [(date(2026, 3, 2), 0)]


def test_material_is_counted(office: PlanOffice, project: Project) -> None:
    with office.world.database.writing() as tx:
        projects.keep_resource(tx, office.world.actor("ada"), Resource("rig", "Rig", "material", 1))
    office.replan(project, assign=(Assign("build", (), (Need("rig", 2),)),))
    assert [one.title for one in office.picture(project).conflicts] == ["Rig"]


def test_tasks_come_from_the_plan_and_go_with_what_is_done(office: PlanOffice, project: Project) -> None:
    assert [(one.title, one.open, one.leads) for one in office.tasks("bo")] == [("Design", True, True)]
    assert [(one.title, one.open) for one in office.tasks("bea")] == [("Build", False)]
    office.report(project, "design", "bo", 40, operation="Sketched", result="Two of five pages")
    assert office.tasks("bo")[0].done == 40
    office.report(project, "design", "bo", 100)
    assert office.tasks("bo") == []
    assert [(one.title, one.open) for one in office.tasks("bea")] == [("Build", True)]
    assert [one["heading"]["en"] for one in office.told("bea")] == [
        "You are to do something in “Portal”",
        "You can begin in “Portal”",
    ]
    with office.world.database.reading() as tx:
        work = plan_changes.work(tx, office.world.workspace, project.id)
    assert [(one.done, one.operation, one.result) for one in work] == [
        (100, "", ""),
        (40, "Sketched", "Two of five pages"),
    ]


def test_who_reports_what(office: PlanOffice, project: Project) -> None:
    with pytest.raises(Denied):
        office.report(project, "design", "ben", 10)
    with pytest.raises(Rejected):
        office.report(project, "design", "bo", 101)
    with pytest.raises(Missing):
        office.report(project, "gone", "bo", 10)


def test_whose_days_move_is_told(office: PlanOffice, project: Project) -> None:
    office.replan(project, shift=(Shift("design", 2),))
    news = office.told("bea")[-1]
    assert news["heading"]["en"] == "Dates have moved in “Portal”"
    assert news["lines"][0]["zh-Hans"] == "“Build”推迟 2 个工作日，至2026年3月13日结束"


@pytest.mark.usefixtures("project")
def test_a_reminder_before_the_end_comes_once(office: PlanOffice) -> None:
    office.world.wait(days=1)
    assert plan_tasks.remind(office.world.database, office.world.now) == 1
    assert plan_tasks.remind(office.world.database, office.world.now) == 0
    assert office.told("bo")[-1]["heading"]["en"] == "It ends soon"


@pytest.mark.usefixtures("project")
def test_plans_follow_the_working_time(office: PlanOffice, database: Database) -> None:
    off = Span(date(2026, 3, 2), date(2026, 3, 3), "Holiday")
    with database.writing() as tx:
        said = calendars.working_time(tx, office.world.workspace)
        calendars.keep(tx, replace(said, days=(off,)), "person:x", office.world.now)
    assert plan_tasks.follow_working_time(database, office.world.now) == 1
    assert plan_tasks.follow_working_time(database, office.world.now) == 0
    assert f"{office.tasks('bo')[0].begins:%m-%d}" == "03-04"


def test_the_plan_that_was_agreed_is_kept(office: PlanOffice, project: Project) -> None:
    with office.world.database.writing() as tx:
        projects.agree(tx, office.world.actor("lea"), project.id, office.world.now)
    office.replan(project, shift=(Shift("build", 3),))
    with office.world.database.reading() as tx:
        found = plan_changes.baseline(tx, office.world.workspace, project.id)
    assert found
    assert found.dates["delivery"] == (date(2026, 3, 11), date(2026, 3, 11))


def test_reads_do_not_grow_with_projects(office: PlanOffice, project: Project, statements: list[str]) -> None:
    for number in range(5):
        other = office.begin(f"Other {number}")
        office.replan(other, add=tuple(office.activity(f"a{n}", "bo") for n in range(5)))
    statements.clear()
    office.picture(project)
    assert len(statements) <= 3
    statements.clear()
    with office.world.database.reading() as tx:
        projects.listed(tx, office.world.actor("bo"), office.world.now)
    assert len(statements) <= 4
    statements.clear()
    office.tasks("bo")
    assert len(statements) == 1


def test_nothing_of_a_refused_change_stays(office: PlanOffice, project: Project) -> None:
    with office.world.database.reading() as tx:
        before = len(tx.execute(OUTBOX.select()).all())
    with pytest.raises(Rejected):
        office.replan(project, wait=(Wait("design", After("delivery")),))
    with office.world.database.reading() as tx:
        assert len(tx.execute(OUTBOX.select()).all()) == before
        assert len(plan_changes.changes(tx, office.world.workspace, project.id)) == 1
