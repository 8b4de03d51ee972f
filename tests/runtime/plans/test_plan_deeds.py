"""A request changes a plan: by the move that brings it to its action, whole or not at all."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from threading import Barrier
from typing import Any

import pytest

from runtime import lifecycle
from runtime.asking import Rescue
from runtime.background import delivery
from runtime.engine.effects import Replan
from runtime.engine.events import Planned
from runtime.engine.tokens import plan_wish
from runtime.lifecycle import Decision, Submission
from runtime.planning.plan import After
from runtime.plans import plan_deeds, projects
from runtime.processes import deployment
from runtime.rehearsal import rehearsal
from runtime.rescue import incidents
from runtime.store.cases import journal
from runtime.store.plans.project_rows import Project
from schemas.document import load
from schemas.model.flow import PlanDeed
from tests.runtime.office import MONDAY, World
from tests.runtime.plans.plan_office import PlanOffice

KINDS = [{"const": key, "title": key} for key in ("preparation", "implementation", "follow_up")]
COLUMNS: Mapping[str, Any] = {
    "phase": {"type": "string", "title": "Phase", "oneOf": KINDS},
    "step": {"type": "string", "title": "Step"},
    "begins": {"type": "string", "format": "date", "title": "Begins"},
    "days": {"type": "number", "title": "Days"},
    "who": {"type": "string", "title": "Who", "x-formloom": {"type": "person"}},
    "with": {"type": "array", "title": "With", "x-formloom": {"type": "people"}},
    "after": {"type": "string", "title": "After"},
}
DEED: Mapping[str, Any] = {
    "project": "project",
    "steps": "steps",
    "delay": {"var": "delay"},
    "columns": {"title": "step", "kind": "phase", "responsible": "who", "participants": "with"},
}


def document(deed: Mapping[str, Any] = DEED) -> dict[str, Any]:
    """Somebody plans, somebody confirms; then the plan changes, and the request waits until all of it is done."""
    states = [
        {"key": "plan", "kind": "task", "title": "Plan", "who": [{"group": "leads"}]},
        {"key": "confirm", "kind": "task", "title": "Confirm", "who": [{"group": "board"}]},
        {"key": "put", "kind": "action", "title": "Into the plan", "deeds": [{"plan": dict(deed)}]},
        {"key": "done", "kind": "wait", "title": "Until it is done"},
        {"key": "closed", "kind": "end", "title": "Closed"},
    ]
    moves = [
        {"key": "send", "from": "plan", "to": "confirm", "title": "Send"},
        {"key": "yes", "from": "confirm", "to": "put", "title": "Yes"},
        {"key": "on", "from": "put", "to": "done", "title": "On"},
        {"key": "all", "from": "done", "to": "closed", "title": "All done", "message": "plan-done", "keeps": True},
    ]
    properties = {
        "project": {"type": "object", "title": "Project", "x-formloom": {"type": "project"}},
        "delay": {"type": "number", "title": "Delay"},
        "steps": {
            "type": "array",
            "title": "Steps",
            "items": {"type": "object", "properties": deepcopy(dict(COLUMNS)), "required": ["step"]},
            "x-formloom": {"type": "table"},
        },
    }
    return {
        "format": "formloom/1",
        "key": "planned",
        "title": "Planned",
        "number": "PL-{seq:3}",
        "form": {"schema": {"type": "object", "properties": properties}},
        "flow": {"initial": "plan", "states": states, "moves": moves},
    }


class Deeds(PlanOffice):
    """With the process deployed, and a project whose delivery waits for Bo."""

    def deploy(self, deed: Mapping[str, Any] = DEED) -> None:
        with self.world.database.writing() as tx:
            deployment.deploy(tx, self.world.workspace, load(document(deed)), "person:x", MONDAY)

    def portal(self) -> Project:
        project = self.begin()
        self.replan(
            project,
            add=(
                self.activity("build", "bo", days=5),
                self.activity("delivery", days=0, after=(After("build"),)),
            ),
        )
        return project

    def submit(self, project: Project | None, *steps: Mapping[str, Any], delay: int = 0) -> str:
        raw: dict[str, Any] = {"steps": list(steps), "delay": delay, "project": project.id if project else None}
        self.world.wait(seconds=1)
        with self.world.database.writing() as tx:
            said = Submission(self.world.actor("lea"), "planned", {k: v for k, v in raw.items() if v is not None})
            case_id = lifecycle.submit(tx, said, self.world.now).case_id
        self.world.decide(case_id, "lea", "send")
        return case_id

    def confirm(self, case_id: str, who: str = "ben") -> None:
        self.world.wait(seconds=1)
        self.world.decide(case_id, who, "yes")

    def says(self, case_id: str) -> list[str]:
        with self.world.database.reading() as tx:
            lines = journal.of_case(tx, self.world.workspace, case_id)
        return [text for one in lines if one.kind == "planned" for text in [said["en"] for said in one.body["said"]]]


def step(title: str, who: str = "", **more: Any) -> dict[str, Any]:
    return {"step": title, **({"who": f"{who}@team.example"} if who else {}), **more}


@pytest.fixture
def office(world: World) -> Deeds:
    office = Deeds(world)
    office.deploy()
    return office


@pytest.fixture
def project(office: Deeds) -> Project:
    return office.portal()


def test_the_confirmation_itself_changes_the_plan(office: Deeds, project: Project) -> None:
    case_id = office.submit(
        project,
        step("Draw", "bea", begins="2026-03-04", days=3, phase="preparation"),
        step("Make", "bea", days=4, phase="implementation", **{"with": ["ben@team.example"]}),
        step("Ask", phase="follow_up", after="Delivery"),
        delay=2,
    )
    assert office.days(project)["delivery"] == ("03-06", "03-06")
    office.confirm(case_id)
    assert office.says(case_id)[0] == "Milestone “Delivery” moves to 12 March 2026, 4 working days later"
    rows = {row.activity.title: row for row in office.picture(project).plan.rows}
    assert [(f"{row.begins:%m-%d}", f"{row.ends:%m-%d}") for row in rows.values()] == [
        ("03-02", "03-06"),
        ("03-12", "03-12"),
        ("03-04", "03-06"),
        ("03-09", "03-12"),
        ("03-13", "03-13"),
    ]
    made = rows["Make"].activity
    assert (made.case, made.kind) == (case_id, "implementation")
    assert [share.percent for share in made.people] == [100, 50]
    assert [one.title for one in office.tasks("ben")] == ["Make"]


def test_what_it_would_do_is_shown_before(office: Deeds, project: Project) -> None:
    case_id = office.submit(project, step("Draw", "bo", begins="2026-03-04", days=5))
    with office.world.database.reading() as tx:
        coming = plan_deeds.of_case(tx, office.world.actor("lea"), case_id, office.world.now).coming
    assert coming[0].preview
    assert [one.title for one in coming[0].preview.difference.milestones] == ["Delivery"]
    assert [one.needed for one in coming[0].preview.fresh] == [200]
    assert coming[0].preview.ways[0]
    assert office.picture(project).plan.plan.version == 1


def test_going_round_again_replaces_its_steps_and_its_delay(office: Deeds, project: Project) -> None:
    case_id = office.submit(project, step("Draw", "bea", begins="2026-03-04"), step("Make", "bea"), delay=2)
    office.confirm(case_id)
    first = office.days(project)
    wish = _wish(project, [step("Draw", "bea", begins="2026-03-04"), step("Paint", "bea")], 3)
    assert wish
    with office.world.database.writing() as tx:
        case = office.world.case(case_id)
        plan_deeds.carry(tx, office.world.actor("lea"), case, wish, office.world.now)
    titles = [row.activity.title for row in office.picture(project).plan.rows]
    assert titles == ["Build", "Delivery", "Draw", "Paint"]
    assert (first["delivery"], office.days(project)["delivery"]) == (("03-10", "03-10"), ("03-11", "03-11"))


def _wish(project: Project, steps: list[dict[str, Any]], delay: int) -> Replan | None:
    deed = PlanDeed("project", "steps", None, {"title": "step", "kind": "phase", "responsible": "who"})
    return plan_wish.of(deed, {"project": {"id": project.id}, "steps": steps}, delay)


@pytest.mark.parametrize("why", ["closed", "unknown"])
def test_what_cannot_be_done_waits_and_changes_nothing(office: Deeds, project: Project, why: str) -> None:
    case_id = office.submit(project, step("Draw", "bea", **({"after": "Nothing"} if why == "unknown" else {})))
    if why == "closed":
        with office.world.database.writing() as tx:
            projects.change(tx, office.world.actor("lea"), project.id, {"status": "closed"}, office.world.now)
    office.confirm(case_id)
    case = office.world.case(case_id)
    assert (case.state, case.incident.partition(":")[0]) == (
        "put",
        {"closed": "plan.no-project", "unknown": "plan.refused"}[why],
    )
    assert [row.id for row in office.picture(project).plan.rows] == ["build", "delivery"]
    assert str(incidents.why(case.incident).in_("en")).startswith("It cannot go on: the p")


def test_a_double_booking_that_must_not_be_waits_until_it_is_solved(office: Deeds, project: Project) -> None:
    office.deploy({**DEED, "if_double_booked": "stop"})
    case_id = office.submit(project, step("Draw", "bo", begins="2026-03-04", days=2))
    office.confirm(case_id)
    case = office.world.case(case_id)
    assert case.incident == "plan.double-booked: Bo is booked 200 % from 4 to 5 March 2026: “Build”, “Draw”"
    office.report(project, "build", "bo", 100)
    with office.world.database.writing() as tx:
        lifecycle.rescue(tx, Rescue(office.world.actor("ada"), case_id, "retry", "Bo is free"), office.world.now)
    assert office.world.case(case_id).state == "done"
    assert len(office.says(case_id)) >= 1


def test_a_double_booking_that_is_told_is_in_the_journal(office: Deeds, project: Project) -> None:
    case_id = office.submit(project, step("Draw", "bo", begins="2026-03-04", days=2))
    office.confirm(case_id)
    with office.world.database.reading() as tx:
        line = next(one for one in journal.of_case(tx, office.world.workspace, case_id) if one.kind == "planned")
    assert [one["en"] for one in line.body["double_booked"]] == [
        "Bo is booked 200 % from 4 to 5 March 2026: “Build”, “Draw”"
    ]
    assert office.told("lea")[-1]["heading"]["en"] == "Somebody is booked twice in “Portal”"


def test_without_a_project_it_goes_on(office: Deeds) -> None:
    case_id = office.submit(None, step("Draw"))
    office.confirm(case_id)
    assert office.world.case(case_id).state == "done"


def test_two_at_once_are_both_in_the_plan(office: Deeds, project: Project) -> None:
    both = [
        office.submit(project, step(title, who, begins="2026-03-04", days=2))
        for title, who in (("One", "bo"), ("Two", "bea"))
    ]
    gate = Barrier(2)

    def confirm(case_id: str) -> None:
        task = office.world.task(case_id, office.world.party("ben"))
        gate.wait()
        with office.world.database.writing() as tx:
            lifecycle.decide(tx, Decision(office.world.actor("ben"), task.id, "yes"), office.world.now)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(confirm, both))
    titles = [row.activity.title for row in office.picture(project).plan.rows]
    assert sorted(titles) == ["Build", "Delivery", "One", "Two"]
    plan = office.picture(project).plan
    assert plan.plan.version == 3
    assert {link.id for link in plan.plan.by_id["delivery"].after} == set(plan.by_id) - {"delivery"}


def test_a_request_goes_on_when_all_of_it_is_done(office: Deeds, project: Project) -> None:
    case_id = office.submit(project, step("Draw", "bea", begins="2026-03-04"), step("Make", "bea"))
    office.confirm(case_id)
    keys = {row.activity.title: row.id for row in office.picture(project).plan.rows}
    for title in ("Draw", "Make"):
        assert office.world.case(case_id).ended == ""
        office.report(project, keys[title], "bea", 100)
        delivery.of_errands(office.world.database, office.world.now, 10)
    assert office.world.case(case_id).ended == "closed"


def test_a_rehearsal_says_what_it_would_ask_of_a_plan() -> None:
    process = load(document())
    script = [{"do": "send", "as": "group:leads"}, {"do": "yes", "as": "group:board"}]
    answers = {"project": {"id": "x", "name": "Portal"}, "delay": 3, "steps": [{"step": "Draw"}]}
    done = rehearsal.rehearse(process, {"answers": answers, "steps": script})
    said = [one.said for one in done.journal if isinstance(one, Planned)]
    assert [text.in_("en") for text in said[0]] == [
        "It gets 1 steps: Draw",
        "Its open milestones move by 3 working days",
    ]
