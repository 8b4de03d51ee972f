"""Deciding from a mail: the one-time link of a colleague opens exactly one decision, and no more than a word is enough for."""

from dataclasses import replace

from runtime.engine.position import Party
from runtime.people.roster import PERSON
from runtime.processes.deployment import Compiled
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.people import people, workspaces
from runtime.views.dossier import Bar
from schemas.filling.rights import WRITTEN, demanded, writable
from schemas.model.flow import Move


def allowed(tx: Connection, workspace: str, party: Party) -> bool:
    """Whether such a link is for this person, and works: the workspace has not switched it off, and they have not left."""
    if not party.startswith(PERSON):
        return False
    of, person = workspaces.one(tx, workspace), people.person(tx, workspace, party.removeprefix(PERSON))
    return bool(of and of.mail_decisions and person and person.active)


def enough(compiled: Compiled, case: Case, state: str) -> tuple[Move, ...]:
    """The moves of a state for which a word is enough, as the answers stand."""
    rights, fields = compiled.rights[state], compiled.process.form.fields
    needed = demanded(rights) | {key for key in writable(rights) if fields[key].required}
    blank = any(case.answers.get(key) in (None, "", []) for key in needed)
    moves = compiled.course.moves(state).values()
    open_ = (move for move in moves if not (move.branch or move.message) and set(move.asks) <= {"comment"})
    return tuple(move for move in open_ if move.unfinished or not blank)


def narrowed(compiled: Compiled, case: Case, bar: Bar) -> Bar:
    """With nothing in it that wants more than a word."""
    kept = {move.key for move in enough(compiled, case, bar.task.state)}
    reads = {key: "hide" if right in WRITTEN else right for key, right in bar.rights.items()}
    return replace(bar, choices=tuple(one for one in bar.choices if one.move.key in kept and one.ready), rights=reads)
