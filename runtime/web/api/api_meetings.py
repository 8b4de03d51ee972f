"""By a program: which meetings there are, what stands on their agendas, and what was decided there."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, jsonify

from runtime.asking import Rejected
from runtime.engine.outcome import NotAllowedHere
from runtime.meetings import meeting_sheet, meeting_votes, meetings
from runtime.meetings.meeting_sheet import Row
from runtime.meetings.meeting_votes import Recording
from runtime.people.roster import PERSON
from runtime.store.meetings import meeting_rows
from runtime.store.meetings.meeting_rows import Meeting
from runtime.store.missing import Missing
from runtime.web.api import api_body
from runtime.web.api.api_body import LONGEST_COMMENT, Part
from runtime.web.api.api_caller import Caller, caller
from runtime.web.frame import problem_json, shell
from runtime.web.frame.doors import TokenHolder, open_to
from runtime.web.frame.phrases import said, sentence
from schemas.problem import Problem, pointer

pages = Blueprint("api_meetings", __name__, url_prefix="/api/v1")
pages.register_error_handler(problem_json.Garbled, problem_json.garbled)
pages.register_error_handler(Rejected, problem_json.rejected)

MOST: Final = 200
VOTES: Final[Mapping[str, Part]] = {
    "votes": Part(dict, required=True),
    "comment": Part(str, longest=LONGEST_COMMENT),
    "seen": Part(str, required=True),
}


@pages.get("/meetings")
@open_to(TokenHolder)
def index() -> Response:
    """Those to come to which the caller belongs."""
    who = _colleague()
    with shell.reading() as tx:
        found = meeting_rows.to_come(tx, who.actor.workspace, MOST)
    return jsonify(meetings=[_meeting(one) for one in found if meetings.belongs(who.actor, one)])


@pages.get("/meetings/<meeting_id>")
@open_to(TokenHolder)
def show(meeting_id: str) -> Response:
    return jsonify(_whole(_colleague(), meeting_id))


@pages.post("/meetings/<meeting_id>/items/<item_id>/votes")
@open_to(TokenHolder)
def record(meeting_id: str, item_id: str) -> Response:
    """Answers with the meeting as it stands afterwards."""
    who, body = _colleague(), api_body.read(VOTES)
    wrong = [
        Problem("body.kind", pointer("votes", key), {"key": key, "kind": api_body.KINDS[str]})
        for key, value in body["votes"].items()
        if not isinstance(value, str)
    ]
    if wrong:
        raise Rejected(tuple(wrong))
    votes = {f"{PERSON}{key}": value for key, value in body["votes"].items()}
    asked = Recording(meeting_id, item_id, votes, body.get("comment", ""), body["seen"])
    try:
        with shell.writing() as tx:
            meeting_votes.record(tx, who.actor, asked, shell.now())
    except NotAllowedHere as conflict:
        return problem_json.say(409, code=conflict.problem.code, detail=sentence(conflict.problem))
    return jsonify(_whole(who, meeting_id))


def _colleague() -> Caller:
    """Raises Missing: a client's link knows of no meetings."""
    who = caller()
    if who.task is not None or not who.actor.is_colleague:
        raise Missing
    return who


def _meeting(one: Meeting) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number,
        "title": one.title,
        "state": one.state,
        "begins_at": one.begins_at.isoformat(),
        "minutes": one.length,
        "place": one.place,
        "quorum": one.quorum,
        "people": [{"id": _id(each.party), "name": each.name, "attendance": each.attendance} for each in one.people],
    }


def _whole(who: Caller, meeting_id: str) -> dict[str, Any]:
    with shell.reading() as tx:
        sheet = meeting_sheet.sheet(tx, who.actor, meeting_id, shell.now())
    about = {
        "standing": said(sheet.quorum),
        "can_decide": sheet.can_decide,
        "agenda": [_item(row) for row in sheet.rows],
    }
    return _meeting(sheet.meeting) | about


def _item(row: Row) -> dict[str, Any]:
    item, question = row.item, row.question
    return {
        "id": item.id,
        "case": item.case_id,
        "title": item.title,
        "minutes": item.length,
        "notes": item.notes,
        "state": item.state,
        "decided": [{"name": one["name"], "counted": one["counted"]} for one in item.outcome.get("votes", ())],
        "asked": [
            {"id": _id(one.party), "name": one.name, "present": one.present, "moves": [move.key for move in one.moves]}
            for one in (question.ballots if question else ())
        ],
        "seen": question.seen if question else None,
    }


def _id(party: str) -> str:
    return party.removeprefix(PERSON)
