"""One request names another: which ones somebody may name, and what is written down of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from runtime.access import Actor, Permission
from runtime.people import display_names
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.store.cases import tasks
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.forms import offers
from runtime.store.forms.offers import Offer
from runtime.store.missing import Missing
from runtime.visibility import sight
from schemas.fields.registry import type_of
from schemas.filling.places import Place, called
from schemas.model.form import Form
from schemas.words import write_words

_UNSAYABLE: Final = frozenset({"none", "files", "sealed"})
"""Kinds of value that are not copied into another request."""
LINKS: Final = "request"
"""The type of field that names another request."""


def frozen(tx: Connection, actor: Actor, key: str) -> dict[str, Any] | None:
    """The request of this id or number, as `Known.request` gives it; None where the actor may not know of it."""
    case = offers.request(tx, actor.workspace, key, ())
    if case is None:
        return None
    compiled = deployment.version(tx, case.workspace, case.version_id)
    try:
        given = sight.rights(actor, compiled, case, tasks.of_case(tx, case.workspace, case.id))
    except Missing:
        return None
    values = _sayable(compiled, case, sight.readable(given))
    names = display_names.called(tx, case.workspace, compiled.process.form, values)
    fields = compiled.process.form.fields
    said = {
        key: {
            "title": write_words(called(fields[key])),
            "text": write_words(display_names.words_of(names, Place(key, fields[key], value))),
        }
        for key, value in values.items()
    }
    title = write_words(case.title)
    about = {"id": case.id, "number": case.number, "process": case.process_key, "title": title}
    return {**about, "values": values, "said": said}


def offered(tx: Connection, actor: Actor, processes: Sequence[str], typed: str, limit: int) -> list[Offer]:
    """The newest requests that the actor may name, whose number begins as was typed."""
    party = None if actor.may(Permission.ADMIN) else actor.party
    found = offers.requests(tx, actor.workspace, party, processes, typed, limit)
    return [Offer(case.id, f"{case.number} · {case.title.in_(actor.lang)}", case.requester_name) for case in found]


def open_to(tx: Connection, actor: Actor, form: Form, answers: Mapping[str, Any]) -> frozenset[str]:
    """The ids of the requests named in the answers that the actor may open."""
    ids = [place["id"] for place in _linked(form, answers)]
    if not ids or not actor.may(Permission.USE):
        return frozenset()
    return offers.among(tx, actor.workspace, None if actor.may(Permission.ADMIN) else actor.party, ids)


def kept(form: Form, answers: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """What the answers keep of other requests, by their id."""
    return {one["id"]: one for one in _linked(form, answers) if "number" in one}


def _linked(form: Form, answers: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """What was only typed so far is text and names none yet."""
    for key, field in form.fields.items():
        rows = answers.get(key) or ()
        said = [answers.get(key)] if field.type == LINKS else []
        said += [row.get(column.key) for column in field.columns if column.type == LINKS for row in rows]
        yield from (one for one in said if isinstance(one, Mapping))


def _sayable(compiled: Compiled, case: Case, readable: frozenset[str]) -> dict[str, Any]:
    fields = compiled.process.form.fields
    return {
        key: value
        for key, value in case.answers.items()
        if key in readable and key in fields and type_of(fields[key]).value not in _UNSAYABLE
    }
