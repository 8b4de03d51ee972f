"""Cases and to-dos as JSON. Texts are in the language that the program asked for; moments are in ISO 8601."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import Response, jsonify

from runtime.lifecycle import Decided, NotAllowedHere, Receipt
from runtime.people.roster import CONTACT, PERSON
from runtime.processes.deployment import Compiled
from runtime.store.cases.cases import Case
from runtime.store.cases.tasks import InboxRow, Task
from runtime.views.dossier import CasePage
from runtime.views.journal_lines import Line
from runtime.views.standing import Place, Voter
from runtime.views.trail import Step
from runtime.visibility.sight import readable
from runtime.web.api.api_caller import Caller
from runtime.web.frame import problem_json, shell
from runtime.web.frame.phrases import said, sentence
from schemas.filling.rights import demanded, writable
from schemas.model.flow import Move

Json = dict[str, Any]


def answered(said_of_it: Json, status: int = 200, *, repeated: bool) -> Response:
    """What a program is told of what it has changed, and whether that was done before."""
    response = jsonify(said_of_it)
    response.status_code = status
    if repeated:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def conflict(page: CasePage, refused: NotAllowedHere) -> Response:
    """Somebody was faster, or it is not the time: where the case stands now."""
    present = page.case.state
    return problem_json.say(
        409,
        code=refused.problem.code,
        detail=sentence(refused.problem),
        state=present,
        state_title=said(page.compiled.title(present)),
        ended=page.case.ended,
        version=page.case.version,
    )


def receipt(kept: Receipt, who: Caller) -> Json:
    """Asked for again it names the to-dos that are open by then."""
    return {
        "id": kept.case_id,
        "number": kept.number,
        "title": said(kept.title),
        "tracking_url": shell.tracking_address(kept.tracking),
        "opened": _opened(kept.opened, who),
    }


def standing(decided: Decided, who: Caller) -> Json:
    """What became of a decision, in a few words."""
    return {
        "id": decided.case_id,
        "number": decided.number,
        "state": decided.state,
        "ended": decided.ended or None,
        "version": decided.version,
        "sentence": said(decided.sentence),
        "opened": _opened(decided.opened, who),
    }


def _opened(opened: Iterable[Task], who: Caller) -> list[Json]:
    """Who is asked what now. People from outside learn only of what they are asked themselves."""
    pools: dict[str, Json] = {}
    for one in opened:
        mine = one.party == who.actor.party
        if mine or who.actor.party.startswith(PERSON):
            pool = pools.setdefault(one.id, {"id": one.id, "state": one.state, "asked": [], "mine": False})
            pool["asked"].append(one.party_name)
            pool["mine"] |= mine
    return list(pools.values())


def case(page: CasePage) -> Json:
    """Everything that the reader of this page may see."""
    one = page.case
    seen = readable(page.rights)
    return {
        "id": one.id,
        "number": one.number,
        "process": one.process_key,
        "title": said(one.title),
        "state": one.state,
        "state_title": said(page.compiled.title(one.state)),
        "ended": one.ended or None,
        "sentence": said(page.sentence),
        "requester": one.requester_name,
        "channel": one.channel,
        "version": one.version,
        "opened_at": one.opened_at.isoformat(),
        "closed_at": _moment(one.closed_at),
        "answers": {key: value for key, value in one.answers.items() if key in seen},
        "at": [_place(place) for place in page.places],
        "possible": list(page.acts),
        "parent": one.parent_id if page.kin.parent else None,
        "subs": [sub.id for sub in page.kin.subs],
        "tasks": tasks(page),
        "path": [_step(step) for step in page.steps],
        "journal": [_line(line) for line in page.lines],
    }


def tasks(page: CasePage) -> list[Json]:
    """What the reader is asked to do in this case: a to-do for each place where they are asked."""
    return [
        task(bar.task, page.case, page.compiled) | {"rule": said(bar.rule), "standing": said(bar.standing)}
        for bar in page.bars
    ]


def task(one: Task, of: InboxRow | Case, compiled: Compiled) -> Json:
    """A to-do that is open; ``of`` is the row of its case."""
    given = (compiled.for_clients if one.party.startswith(CONTACT) else compiled.rights)[one.state]
    return {
        "id": one.id,
        "case": one.case_id,
        "number": of.number,
        "process": compiled.process.key,
        "title": said(of.title),
        "state": one.state,
        "state_title": said(compiled.title(one.state)),
        "requester": of.requester_name,
        "opened_at": one.opened_at.isoformat(),
        "due_at": _moment(one.due_at),
        "writable": sorted(writable(given) & compiled.checker.writable),
        "demanded": sorted(demanded(given)),
        "moves": [
            _move(move) for move in compiled.course.moves(one.state).values() if not (move.branch or move.message)
        ],
    }


def _move(move: Move) -> Json:
    return {
        "key": move.key,
        "title": said(move.title) or move.key,
        "help": said(move.help),
        "asks": list(move.asks),
        "unfinished": move.unfinished,
    }


def _place(place: Place) -> Json:
    return {
        "state": place.state,
        "state_title": said(place.title),
        "visit": place.visit,
        "kind": place.kind,
        "since": place.since.isoformat(),
        "due_at": _moment(place.due),
        "row": said(place.row) or None,
        "rule": said(place.rule) or None,
        "standing": said(place.standing) or None,
        "asked": [_seat(one) for one in place.voters],
        "claimed": place.claimed or None,
        "incident": said(place.incident) or None,
        "sub": place.sub or None,
        "possible": list(place.acts),
        "back_to": [state for state, _ in place.earlier],
    }


def _seat(one: Voter) -> Json:
    return {
        "name": one.name,
        "move": said(one.move) or None,
        "side": one.side,
        "at": _moment(one.at),
        "turn": one.turn,
        "adviser": one.adviser,
        "by": one.by or None,
    }


def _step(step: Step) -> Json:
    return {
        "state": step.state,
        "title": said(step.title),
        "mark": step.mark,
        "who": list(step.who),
        "at": _moment(step.at),
        "due_at": _moment(step.due),
    }


def _line(line: Line) -> Json:
    return {
        "at": line.at.isoformat(),
        "by": line.by_name or None,
        "kind": line.kind,
        "sentence": said(line.sentence),
        "comment": line.comment,
        "given": {one.field.key.removeprefix("_"): one.after for one in line.given},
        "changes": {one.field.key: [one.before, one.after] for one in line.corrections},
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
