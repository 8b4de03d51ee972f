"""The JSON API: the same use cases as the pages, for programs that show a bearer token."""

from flask import Blueprint, Response, current_app, jsonify, request

from runtime import lifecycle
from runtime.access import Actor
from runtime.forms import admission
from runtime.lifecycle import Decided, Decision, NotAllowedHere, Rejected, Submission
from runtime.processes import deployment
from runtime.store.cases import tasks
from runtime.store.missing import Missing
from runtime.views import worklist
from runtime.web.api import api_body, api_case, api_query
from runtime.web.api.api_caller import Caller, caller
from runtime.web.api.description import openapi
from runtime.web.api.description.openapi import Offered
from runtime.web.frame import problem_json, shell
from runtime.web.frame.doors import Everyone, LinkHolder, TokenHolder, open_to
from runtime.web.frame.guards import limiter
from runtime.web.frame.phrases import sentence
from schemas.problem import Problem

pages = Blueprint("api", __name__, url_prefix="/api/v1")
pages.register_error_handler(problem_json.Garbled, problem_json.garbled)
pages.register_error_handler(Rejected, problem_json.rejected)


@pages.get("/openapi.json")
@open_to(Everyone)
def description() -> Response:
    """For somebody with a token it also has the forms of their workspace, which are nobody else's business."""
    actor = shell.actor_or_none()
    found: list[Offered] = []
    if actor is not None:
        with shell.reading() as tx:
            open_now = worklist.catalogue(tx, actor.workspace)
            found = [Offered.of(deployment.version(tx, actor.workspace, one.version_id)) for one in open_now]
    more = current_app.extensions["formloom.described"]
    return jsonify(openapi.describe(shell.settings().base_url, found, more))


@pages.post("/processes/<key>/cases")
@open_to(TokenHolder)
def submit(key: str) -> Response:
    return _submitted(caller(), key)


@pages.post("/links/<token>/cases")
@open_to(LinkHolder)
@limiter.limit("20/minute;200/hour")
def submit_by_link(token: str) -> Response:
    """As the public page of a form does: whoever holds its link may send it, without an account."""
    with shell.reading() as tx:
        link = admission.by_token(tx, token)
        pressed = admission.pressed(tx, link, shell.now())
    if not link.open:
        return problem_json.say(404, code="link.closed", detail=sentence(Problem("link.closed")))
    if pressed:
        return problem_json.say(429, code="link.pressed", detail=sentence(Problem("link.pressed")))
    return _submitted(Caller(Actor(link.workspace, f"link:{link.id}", "", shell.lang())), link.process_key)


@pages.get("/cases/<case_id>")
@open_to(TokenHolder)
def case(case_id: str) -> Response:
    who = caller()
    who.stay_within(case_id)
    with shell.reading() as tx:
        return jsonify(api_case.case(worklist.case_page(tx, who.actor, case_id)))


@pages.get("/tasks")
@open_to(TokenHolder)
def todo() -> Response:
    who = caller()
    return _all_of(who.task.case_id, who) if who.task else _page(who.actor, request.args.get("after", ""))


@pages.post("/tasks/<task_id>/moves/<move>")
@open_to(TokenHolder)
def take(task_id: str, move: str) -> Response:
    """Answers with the case as it stands afterwards, or in a few words to who prefers that (RFC 7240)."""
    who = caller()
    who.stay_within(task_id)
    body = api_body.read(api_body.ACT)
    decision = Decision(
        who.actor,
        task_id,
        move,
        body.get("answers", {}),
        body.get("comment", ""),
        api_body.idempotency_key(),
        body.get("version"),
        body.get("given", {}),
    )
    try:
        with shell.writing() as tx:
            decided = lifecycle.decide(tx, decision, shell.now())
    except NotAllowedHere as conflict:
        return _conflict(who.actor, task_id, conflict)
    if "return=minimal" in request.headers.get("Prefer", ""):
        return _in_a_few_words(who, decided)
    with shell.reading() as tx:
        page = worklist.case_page(tx, who.actor, decided.case_id)
    return api_case.answered(api_case.case(page), repeated=decided.repeated)


def _in_a_few_words(who: Caller, decided: Decided) -> Response:
    response = api_case.answered(api_case.standing(decided, who), repeated=decided.repeated)
    response.headers["Preference-Applied"] = "return=minimal"
    return response


def _submitted(who: Caller, key: str) -> Response:
    body = api_body.read(api_body.NEW_CASE)
    submission = Submission(
        who.actor,
        key,
        body["answers"],
        body.get("channel", "web"),
        body.get("on_behalf", False),
        api_body.idempotency_key(),
        body.get("version", ""),
        told={"language": request.accept_languages.best or ""},
    )
    with shell.writing() as tx:
        receipt = lifecycle.submit(tx, submission, shell.now())
    response = api_case.answered(api_case.receipt(receipt, who), 201, repeated=receipt.repeated)
    response.headers["Location"] = f"{shell.settings().base_url}/api/v1/cases/{receipt.case_id}"
    return response


def _page(actor: Actor, after: str) -> Response:
    """One page of the to-dos of a person, the most pressing first."""
    try:
        seen = worklist.cursor(after) if after else None
    except Missing:
        raise api_query.strange_place() from None
    with shell.reading() as tx:
        found = tasks.todo(tx, actor.workspace, actor.party, seen, worklist.PAGE + 1)
        rows = [(row, deployment.version(tx, actor.workspace, row.version_id)) for row in found[: worklist.PAGE]]
    following = worklist.cursor_after(found, worklist.PAGE, lambda row: (row.task.rank, row.task.id))
    return jsonify(tasks=[api_case.task(row.task, row, drawn) for row, drawn in rows], next=following or None)


def _all_of(case_id: str, who: Caller) -> Response:
    """A link has one to-do at the most, while it is open."""
    with shell.reading() as tx:
        page = worklist.case_page(tx, who.actor, case_id)
    mine = [one for one in api_case.tasks(page) if who.task and one["id"] == who.task.id]
    return jsonify(tasks=mine, next=None)


def _conflict(actor: Actor, task_id: str, refused: NotAllowedHere) -> Response:
    with shell.reading() as tx:
        return api_case.conflict(worklist.task_page(tx, actor, task_id), refused)
