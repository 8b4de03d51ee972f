"""Projects and their plans, read and changed by a program."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from runtime import asked_once
from runtime.asking import Rejected
from runtime.planning import plan_json
from runtime.planning.delta import Delta
from runtime.planning.plan import Unplannable
from runtime.plans import plan_deeds, plan_tasks, planned, projects, replanning
from runtime.plans.plan_tasks import Report
from runtime.plans.replanning import Replan
from runtime.store.ids import new_id
from runtime.store.missing import Missing
from runtime.store.plans import plan_changes, project_rows
from runtime.web.api import api_body, api_case, api_query, plan_told
from runtime.web.api.api_body import Part
from runtime.web.api.api_caller import caller
from runtime.web.frame import problem_json, shell
from runtime.web.frame.doors import TokenHolder, open_to

pages = Blueprint("api_projects", __name__, url_prefix="/api/v1")
pages.register_error_handler(problem_json.Garbled, problem_json.garbled)

LONGEST_TEXT: Final = 5000
LONGEST_VERSION: Final = 9
PROJECT: Final[Mapping[str, Part]] = {
    "name": Part(str, longest=200),
    "customer": Part(str),
    "lead": Part(str, longest=254),
    "members": Part(list),
    "begins": Part(str),
    "budget": Part(int),
    "state": Part(str, among=("open", "closed")),
}
CHANGE: Final[Mapping[str, Part]] = {
    "delta": Part(dict, required=True),
    "version": Part(int),
    "why": Part(str, longest=LONGEST_TEXT),
    "stop_if_double_booked": Part(bool),
}
WORK: Final[Mapping[str, Part]] = {
    "done": Part(int, required=True),
    "operation": Part(str, longest=LONGEST_TEXT),
    "result": Part(str, longest=LONGEST_TEXT),
}


@pages.errorhandler(Rejected)
def rejected(wrong: Rejected) -> Response:
    return problem_json.say(422, problems=wrong.problems)


@pages.get("/projects")
@open_to(TokenHolder)
def listed() -> Response:
    """``next`` goes into ``after`` of the next call, until there is none."""
    actor, now = caller().actor, shell.now()
    closed = api_query.one_of("state", ("open", "closed")) == "closed"
    place = api_query.after(request.args.get("after", ""))
    with shell.reading() as tx:
        found = projects.listed(tx, actor, now, "closed" if closed else "open", place)
    shown = found[: projects.PAGE]
    further = shown[-1].project.id if len(found) > len(shown) else None
    return jsonify(projects=[plan_told.project(one.project, one.pace) for one in shown], next=further)


@pages.post("/projects")
@open_to(TokenHolder)
def begin() -> Response:
    actor, now = caller().actor, shell.now()
    body = api_body.read({**PROJECT, "name": Part(str, required=True, longest=200)})
    with shell.writing() as tx:
        fresh = new_id(now)
        before = asked_once.earlier(tx, actor, api_body.idempotency_key(), ["project", body], fresh, now)
        if before is None:
            projects.begin(tx, actor, _said(body), now, fresh)
        told = plan_told.project(project_rows.project(tx, actor.workspace, before or fresh))
    response = api_case.answered(told, 201, repeated=before is not None)
    response.headers["Location"] = f"{shell.settings().base_url}/api/v1/projects/{told['id']}"
    return response


@pages.get("/projects/<project_id>")
@open_to(TokenHolder)
def one(project_id: str) -> Response:
    actor = caller().actor
    planned.may_see(actor)
    with shell.reading() as tx:
        return jsonify(plan_told.project(project_rows.project(tx, actor.workspace, project_id)))


@pages.patch("/projects/<project_id>")
@open_to(TokenHolder)
def change(project_id: str) -> Response:
    """What the body does not say stays."""
    actor, body, now = caller().actor, api_body.read(PROJECT), shell.now()
    with shell.writing() as tx:
        return jsonify(plan_told.project(projects.change(tx, actor, project_id, _said(body), now)))


@pages.get("/projects/<project_id>/plan")
@open_to(TokenHolder)
def plan(project_id: str) -> Response:
    """As it is worked out, with who is booked twice."""
    actor = caller().actor
    with shell.reading() as tx:
        found = planned.picture(tx, actor, project_id, alone=True)
    return jsonify(plan_told.picture(found, planned.today(found.situation.calendar, shell.now()), actor.lang))


@pages.post("/projects/<project_id>/plan/preview")
@open_to(TokenHolder)
def preview(project_id: str) -> Response:
    """What a change would make of it; nothing is written."""
    actor, body = caller().actor, api_body.read({"delta": CHANGE["delta"]})
    delta = _delta(body["delta"])
    with shell.reading() as tx:
        found = planned.preview(tx, actor, project_id, delta)
    return jsonify(plan_told.preview(found, actor.lang))


@pages.post("/projects/<project_id>/plan")
@open_to(TokenHolder)
def replan(project_id: str) -> Response:
    """409 where the plan is not of the ``version`` any more that the program was looking at."""
    actor, body, now = caller().actor, api_body.read(CHANGE), shell.now()
    asked = Replan(
        project_id,
        _delta(body["delta"]),
        body.get("version"),
        body.get("why", ""),
        body.get("stop_if_double_booked", False),
    )
    with shell.writing() as tx:
        done = replanning.replan(tx, actor, asked, now)
    return jsonify(plan_told.change(done.change, actor.lang))


@pages.get("/projects/<project_id>/changes")
@open_to(TokenHolder)
def changes(project_id: str) -> Response:
    """Newest first."""
    actor = caller().actor
    planned.may_see(actor)
    with shell.reading() as tx:
        project_rows.project(tx, actor.workspace, project_id)
        found = plan_changes.changes(tx, actor.workspace, project_id)
    return jsonify(changes=[plan_told.change(each, actor.lang) for each in found])


@pages.post("/projects/<project_id>/changes/<version>/undo")
@open_to(TokenHolder)
def undo(project_id: str, version: str) -> Response:
    api_body.read({})
    if not (version.isdecimal() and len(version) < LONGEST_VERSION):
        raise Missing(version)
    actor, now = caller().actor, shell.now()
    with shell.writing() as tx:
        done = replanning.undo(tx, actor, project_id, int(version), now)
    return jsonify(plan_told.change(done.change, actor.lang))


@pages.post("/projects/<project_id>/activities/<activity_id>/work")
@open_to(TokenHolder)
def work(project_id: str, activity_id: str) -> Response:
    """How far it is, what was done, and what came of it."""
    actor, body, now = caller().actor, api_body.read(WORK), shell.now()
    said = Report(project_id, activity_id, body["done"], body.get("operation", ""), body.get("result", ""))
    with shell.writing() as tx:
        done = plan_tasks.report(tx, actor, said, now)
    return api_case.answered(plan_told.work(done), 201, repeated=False)


@pages.get("/plan-tasks")
@open_to(TokenHolder)
def tasks() -> Response:
    """What the holder of the token is to do by plans."""
    actor = caller().actor
    with shell.reading() as tx:
        found = plan_tasks.mine(tx, actor)
    return jsonify(tasks=[plan_told.task(each) for each in found])


@pages.get("/cases/<case_id>/plan")
@open_to(TokenHolder)
def of_case(case_id: str) -> Response:
    """What a case would change in plans as its answers stand, and what it has changed."""
    actor = caller().actor
    with shell.reading() as tx:
        found = plan_deeds.of_case(tx, actor, case_id, shell.now())
    return jsonify(plan_told.of_case(found, actor.lang))


def _said(body: Mapping[str, Any]) -> dict[str, Any]:
    """As the form of a project takes it: its ``status`` is that of the answer to a program."""
    return {"status" if key == "state" else key: value for key, value in body.items()}


def _delta(raw: Mapping[str, Any]) -> Delta:
    try:
        return plan_json.read_delta(raw)
    except Unplannable as wrong:
        raise Rejected((wrong.problem,)) from None
