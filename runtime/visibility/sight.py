"""Who may see a case, and which of its fields. Pure: everything is looked up beforehand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from runtime.access import Actor, Permission
from runtime.people.roster import CONTACT
from runtime.processes.deployment import Compiled
from runtime.store.cases.cases import Case
from runtime.store.cases.copies import Copy
from runtime.store.cases.tasks import Task
from runtime.store.missing import Missing
from schemas.fields.registry import type_of
from schemas.filling.rights import WRITTEN, read_only
from schemas.model.flow import Right
from schemas.model.form import Field, Form

_STRENGTH: Final[Mapping[Right, int]] = {"hide": 0, "read": 1, "edit": 2, "require": 3}


@dataclass(frozen=True)
class Figure:
    """An answer that lists show of a case."""

    field: Field
    value: Any

    def text(self, lang: str) -> str:
        return type_of(self.field).show(self.field, self.value, lang)


def rights(
    actor: Actor, compiled: Compiled, case: Case, tasks: Sequence[Task], copies: Sequence[Copy] = ()
) -> Mapping[str, Right]:
    """Field to right, of whatever ``actor`` is to this case; ``tasks`` and ``copies`` are all of the case.

    Who asked for it or sent it in sees what the process lets them track; who has a to-do sees and writes what its
    step says; who had one, or was shown it there, sees that. An administrator sees everything.

    Raises:
        Missing: they are nothing to it.
    """
    views = list(_views(actor, compiled, case, [*tasks, *copies]))
    if not views:
        raise Missing(case.id)
    return {key: max((view[key] for view in views), key=_STRENGTH.__getitem__) for key in compiled.process.form.fields}


def outsiders(case: Case, tasks: Sequence[Task]) -> tuple[Actor, ...]:
    """Everybody who is no colleague and has to do with the case, the client first."""
    contact = f"{CONTACT}{case.contact_id}" if case.contact_id else ""
    parties = {case.requester: case.requester_name, contact: case.requester_name}
    parties |= {one.party: one.party_name for one in tasks}
    return tuple(
        Actor(case.workspace, party, name, within=case.id)
        for party, name in parties.items()
        if party.startswith(CONTACT)
    )


def askable(actor: Actor, form: Form, given: Mapping[str, Right]) -> Mapping[str, Right]:
    """The rights with what only people of the workspace can be asked hidden from everybody else."""
    if actor.may(Permission.USE):
        return given
    inside = {key for key, one in form.fields.items() if any(type_of(part).inside for part in (one, *one.columns))}
    return {key: "hide" if key in inside and right in WRITTEN else right for key, right in given.items()}


def fillable(actor: Actor, compiled: Compiled) -> Mapping[str, Right]:
    """The rights on a blank form."""
    return askable(actor, compiled.process.form, at(actor, compiled, None))


def at(actor: Actor, compiled: Compiled, state: str | None) -> Mapping[str, Right]:
    """The rights at a state, or for None when the form is first filled, of an actor who is asked there."""
    return (compiled.rights if actor.is_colleague else compiled.for_clients)[state]


def followed(actor: Actor, compiled: Compiled) -> Mapping[str, Right]:
    """What an actor who asked for it sees afterwards."""
    return compiled.tracking if actor.is_colleague else compiled.shared


def readable(given: Mapping[str, Right]) -> frozenset[str]:
    return frozenset(key for key, right in given.items() if right != "hide")


def figures(compiled: Compiled, summary: Mapping[str, Any], given: Mapping[str, Right]) -> tuple[Figure, ...]:
    """What lists say of a case, as far as it may be read by these rights."""
    fields, seen = compiled.process.form.fields, readable(given)
    return tuple(Figure(fields[key], value) for key, value in summary.items() if key in fields and key in seen)


def _views(actor: Actor, compiled: Compiled, case: Case, asked: Sequence[Task | Copy]) -> Iterable[Mapping[str, Right]]:
    if actor.workspace != case.workspace or actor.within not in ("", case.id):
        return
    if actor.may(Permission.ADMIN):
        yield dict.fromkeys(compiled.process.form.fields, "read")
    if actor.tracks or actor.party in (case.requester, case.filer):
        yield followed(actor, compiled)
    for one in asked:
        if one.party == actor.party and one.state in compiled.rights:
            writes = isinstance(one, Task) and one.open
            given = at(actor, compiled, one.state)
            yield given if writes else read_only(given)
