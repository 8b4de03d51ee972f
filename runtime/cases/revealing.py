"""A secret answer is opened for those whom it is for, and the journal says for whom it was."""

from collections.abc import Mapping
from datetime import datetime

from runtime.access import Actor, Denied
from runtime.cases import applying
from runtime.changes.change import Change
from runtime.engine.outcome import Outcome
from runtime.files import encryption
from runtime.people.roster import Roster
from runtime.processes import deployment
from runtime.store.cases import cases, tasks
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.missing import Missing
from runtime.store.people import people
from runtime.visibility import sight
from schemas.fields.registry import type_of
from schemas.fields.secret import Secret
from schemas.model.form import Field


def openable(tx: Connection, actor: Actor, asked: Mapping[str, Field], case: Case) -> list[Field]:
    """The secrets of a case among these fields, which the actor may read anyway, that they may also open."""
    sealed = [one for key, one in asked.items() if type_of(one).value == "sealed" and case.answers.get(key)]
    circles = _circles(tx, actor) if sealed and actor.is_colleague else frozenset()
    return [one for one in sealed if circles & _readers(one)]


def reveal(tx: Connection, actor: Actor, case_id: str, key: str, now: datetime) -> tuple[Field, str]:
    """The field and its clear text.

    Raises:
        Missing: there is no such secret that the actor may know of.
        Denied: it is not for them.
        Broken: it was altered, or sealed under another key.
    """
    case = cases.case_to_change(tx, actor.workspace, case_id)
    compiled = deployment.version(tx, case.workspace, case.version_id)
    given = sight.rights(actor, compiled, case, tasks.of_case(tx, case.workspace, case.id))
    asked = compiled.process.form.fields.get(key)
    if asked is None or key not in sight.readable(given) or not case.answers.get(key):
        raise Missing(key)
    if not openable(tx, actor, {key: asked}, case):
        raise Denied(f"{key} of {case_id} is not for {actor.party}")
    text = encryption.opened(tx, case.workspace, case.answers[key])
    roster = Roster(tx, case.workspace, compiled.named, {actor.party: actor.name})
    seen = ("revealed", {"field": key})
    applying.apply(tx, Change(case, compiled, Outcome(case.position), actor, roster, now, (seen,)))
    return asked, text


def _circles(tx: Connection, actor: Actor) -> frozenset[str]:
    """The groups somebody is in, and their role."""
    person = people.person(tx, actor.workspace, actor.id)
    mine = {group.key for group in people.groups(tx, actor.workspace) if actor.id in group.members}
    return frozenset(mine | ({person.role} if person and person.active else set()))


def _readers(asked: Field) -> frozenset[str]:
    kind = type_of(asked)
    return kind.readers(asked) if isinstance(kind, Secret) else frozenset()
