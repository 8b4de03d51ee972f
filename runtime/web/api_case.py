"""Cases and to-dos as JSON. Texts are in the language that the program asked for; moments are in ISO 8601."""

from datetime import datetime
from typing import Any

from runtime.deployment import Compiled
from runtime.dossier import CasePage
from runtime.lifecycle import Receipt
from runtime.sight import readable
from runtime.store.cases import Case
from runtime.store.tasks import InboxRow, Task
from runtime.telling import Line
from runtime.trail import Step
from runtime.web import shell
from runtime.web.phrases import said
from schemas.flow import Move
from schemas.rights import writable

Json = dict[str, Any]


def receipt(kept: Receipt) -> Json:
    """The same whenever it is asked for again."""
    return {
        "id": kept.case_id,
        "number": kept.number,
        "title": said(kept.title),
        "tracking_url": shell.tracking_address(kept.tracking),
    }


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
        "tasks": tasks(page),
        "path": [_step(step) for step in page.steps],
        "journal": [_line(line) for line in page.lines],
    }


def tasks(page: CasePage) -> list[Json]:
    """What the reader is asked to do in this case: one to-do, or nothing."""
    if page.bar is None:
        return []
    told = {"rule": said(page.bar.rule), "standing": said(page.bar.standing)}
    return [task(page.bar.task, page.case, page.compiled) | told]


def task(one: Task, of: InboxRow | Case, compiled: Compiled) -> Json:
    """A to-do that is open; ``of`` is the row of its case."""
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
        "writable": sorted(writable(compiled.rights[one.state]) & compiled.checker.writable),
        "moves": [_move(move) for move in compiled.course.moves(one.state).values()],
    }


def _move(move: Move) -> Json:
    return {"key": move.key, "title": said(move.title) or move.key, "help": said(move.help), "asks": list(move.asks)}


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
        "changes": {one.field.key: [one.before, one.after] for one in line.corrections},
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
