"""What administrators do by a program: rescue a request, look at what is stuck, move requests to another version."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request

from runtime import lifecycle
from runtime.lifecycle import NotAllowedHere, Rejected, Rescue
from runtime.rescue import case_migration, incidents
from runtime.rescue.case_migration import Passengers
from runtime.rescue.incidents import Failing, Incident
from runtime.rescue.migration_check import Fit
from runtime.views import worklist
from runtime.web.api import api_body, api_case, api_query
from runtime.web.api.api_body import LONGEST_COMMENT, Part
from runtime.web.api.api_caller import caller
from runtime.web.frame import phrases, problem_json, shell
from runtime.web.frame.doors import TokenHolder, open_to
from runtime.web.rescue.version_moves import wanted_of

pages = Blueprint("api_admin", __name__, url_prefix="/api/v1")
pages.register_error_handler(problem_json.Garbled, problem_json.garbled)
pages.register_error_handler(Rejected, problem_json.rejected)

DOES = ("reassign", "place", "skip", "cancel", "reopen", "retry")
RESCUE: Mapping[str, Part] = {
    "do": Part(str, required=True, among=DOES),
    "reason": Part(str, required=True, longest=LONGEST_COMMENT),
    "state": Part(str),
    "visit": Part(int),
    "who": Part(str),
    "to": Part(str),
    "move": Part(str),
}
PASSENGERS: Mapping[str, Part] = {
    "from": Part(int, required=True),
    "to": Part(int, required=True),
    "state": Part(str),
    "names": Part(dict, holds=str),
    "cases": Part(list, holds=str),
    "after": Part(str),
}


@pages.post("/cases/<case_id>/rescue")
@open_to(TokenHolder)
def rescue(case_id: str) -> Response:
    """Answers with the case as it stands afterwards."""
    who = caller()
    who.stay_within(case_id)
    wanted = Rescue(who.actor, case_id, key=api_body.idempotency_key(), **api_body.read(RESCUE))
    try:
        with shell.writing() as tx:
            done = lifecycle.rescue(tx, wanted, shell.now())
    except NotAllowedHere as conflict:
        return problem_json.say(409, code=conflict.problem.code, detail=phrases.sentence(conflict.problem))
    with shell.reading() as tx:
        page = worklist.case_page(tx, who.actor, case_id)
    return api_case.answered(api_case.case(page), repeated=done.repeated)


@pages.get("/incidents")
@open_to(TokenHolder)
def stuck() -> Response:
    actor, place = caller().actor, api_query.after(request.args.get("after", ""))
    with shell.reading() as tx:
        found = incidents.troubles(tx, actor, place)
    return jsonify(
        incidents=[_incident(one) for one in found.incidents],
        errands=[_errand(one) for one in found.failing],
        leavers=[{"person": one.id, "name": one.name, "tasks": one.count} for one in found.leavers],
        next=found.after or None,
    )


@pages.get("/processes/<process_key>/running")
@open_to(TokenHolder)
def look(process_key: str) -> Response:
    """How many run by which version; with ``from`` and ``to`` also what moving each would mean."""
    actor, place = caller().actor, api_query.after(request.args.get("after", ""))
    with shell.reading() as tx:
        there = case_migration.running_by_version(tx, actor, process_key)
        wanted = wanted_of(actor, process_key, request.args)
        found = case_migration.look(tx, wanted, shell.now(), place) if wanted else None
    return jsonify(
        versions=[{"version": number, "states": states} for number, states in there.items()],
        cases=[fit_told(one) for one in found.fits] if found else [],
        next=(found.after or None) if found else None,
    )


@pages.post("/processes/<process_key>/running")
@open_to(TokenHolder)
def move(process_key: str) -> Response:
    """One round; ``next`` goes into ``after`` of the next call, until there is none."""
    actor, body = caller().actor, api_body.read(PASSENGERS)
    wanted = Passengers(actor, process_key, body["from"], body["to"], body.get("state", ""), body.get("names", {}))
    place = api_query.after(body.get("after", ""))
    done = case_migration.carry_all(shell.database(), wanted, shell.now(), body.get("cases"), place)
    refused = [
        {"case": case_id, "number": number, "code": problem.code, "why": phrases.sentence(problem)}
        for number, case_id, problem in done.refused
    ]
    return jsonify(moved=done.moved, refused=refused, next=done.after or None)


def fit_told(one: Fit) -> dict[str, Any]:
    return {
        "case": one.case.id,
        "number": one.case.number,
        "state": one.case.state,
        "fits": not one.problems,
        "problems": [phrases.sentence(problem) for problem in one.problems],
        "changes": [phrases.said(text) for text in one.changes],
        "lost": list(one.lost),
    }


def _incident(one: Incident) -> dict[str, str]:
    return {
        "case": one.case_id,
        "number": one.number,
        "state_title": phrases.said(one.state),
        "code": one.kind,
        "why": phrases.said(one.why),
        "detail": one.detail,
        "since": one.since.isoformat(),
    }


def _errand(one: Failing) -> dict[str, Any]:
    why = {"why": phrases.said(one.why), "error": one.error, "since": one.since.isoformat()}
    return {"id": one.id, "case": one.case_id, **why, "next_try": one.next_try.isoformat() if one.next_try else None}
