"""What those outside see of their requests, each function one page's question."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from runtime.access import Actor
from runtime.forms import admission
from runtime.people.portal_keys import Guest
from runtime.processes import deployment
from runtime.store.cases import cases, tasks
from runtime.store.cases.cases import Case
from runtime.store.cases.tasks import Task
from runtime.store.connection.database import Connection
from runtime.store.customers import portal_lists
from runtime.store.customers.portal_lists import WayIn
from runtime.store.files import files
from runtime.store.files.files import File
from runtime.store.missing import Missing
from runtime.views import case_rows, dossier, worklist
from runtime.views.dossier import CasePage
from runtime.views.worklist import Row
from runtime.visibility import forecast, sight
from schemas.model.process import ContactFields

PAGE: Final = 20
"""Requests that are shown at once."""


@dataclass(frozen=True)
class Home:
    """``todo`` is what waits for the guest, the most pressing first; ``after`` asks for more requests."""

    todo: tuple[Row, ...]
    requests: tuple[Row, ...]
    after: str = ""


def home(tx: Connection, guest: Guest, after: str = "", limit: int = PAGE) -> Home:
    """Two reads, at any number of requests. Raises Missing: ``after`` is not from an earlier page."""
    actor = guest.actor
    seen = worklist.cursor(after) if after else None
    todo = () if after else tasks.todo(tx, actor.workspace, actor.party, None, worklist.PAGE)
    rows = [worklist.asked(actor, one, deployment.version(tx, actor.workspace, one.version_id)) for one in todo]
    found = portal_lists.requests(tx, actor.workspace, guest.contact.id, guest.customer_id, seen, limit + 1)
    return Home(
        tuple(rows),
        tuple(_row(tx, actor, case) for case in found[:limit]),
        worklist.cursor_after(found, limit, lambda case: (case.opened_at, case.id)),
    )


def request(tx: Connection, guest: Guest, case_id: str, task_id: str = "") -> tuple[Actor, CasePage]:
    """Raises Missing: it is no request of theirs."""
    case = cases.case(tx, guest.contact.workspace, case_id)
    actor = within(guest, case)
    compiled, rows = case_rows.of_case(tx, case)
    return actor, dossier.page(actor, compiled, rows, task_id=task_id)


def todo(tx: Connection, guest: Guest, task_id: str) -> tuple[Actor, Task, CasePage]:
    """What they are asked, with that alone to decide. Raises Missing: it is not theirs."""
    actor = guest.actor
    task = next((one for one in tasks.task(tx, actor.workspace, task_id) if one.party == actor.party), None)
    if task is None:
        raise Missing(task_id)
    _actor, page = request(tx, guest, task.case_id, task_id)
    return actor, task, replace(page, bars=tuple(bar for bar in page.bars if bar.task.id == task_id))


def within(guest: Guest, case: Case) -> Actor:
    """The guest as they act in this request: they follow those of the customer for whom they speak."""
    if guest.customer_id and case.customer_id == guest.customer_id:
        return replace(guest.actor, within=case.id, tracks=True)
    return guest.actor


def file(tx: Connection, guest: Guest, file_id: str) -> File:
    """A file that the guest may open. Raises Missing."""
    found = next(iter(files.files(tx, guest.contact.workspace, [file_id])), None)
    if found is None:
        raise Missing(file_id)
    actor = guest.actor
    if found.case_id:
        actor = within(guest, cases.case(tx, found.workspace, found.case_id))
    return worklist.file(tx, actor, file_id)


def ways_in(tx: Connection, guest: Guest, now: datetime) -> list[WayIn]:
    """What the guest may ask for."""
    found = portal_lists.ways_in(tx, guest.contact.workspace)
    return [one for one in found if admission.standing(one.link, now) == "open"]


def known_of(guest: Guest, asked: ContactFields) -> Mapping[str, Any]:
    """What the answers to the questions about the client are, as far as we know them."""
    contact = guest.contact
    said = {name: getattr(contact, name) for name in ("name", "email", "phone", "company")}
    return {key: said[name] for name in said if (key := getattr(asked, name)) and said[name]}


def as_client(tx: Connection, actor: Actor, case_id: str) -> CasePage:
    """The page as whoever asked from outside sees it, but for answers that the actor may not read themselves.

    Raises:
        Missing: the actor may not see the case, or nobody outside does.
    """
    case = cases.case(tx, actor.workspace, case_id)
    compiled, rows = case_rows.of_case(tx, case)
    own = dossier.page(actor, compiled, rows)
    if own.client is None:
        raise Missing(case_id)
    return dossier.page(own.client, compiled, replace(rows, within=sight.readable(own.rights)), may_decide=False)


def _row(tx: Connection, actor: Actor, case: Case) -> Row:
    compiled = deployment.version(tx, case.workspace, case.version_id)
    made = worklist.row(compiled, case, sight.followed(actor, compiled))
    by_me = case.requester == actor.party
    return replace(made, by_me=by_me, sentence=forecast.sentence(compiled, case, inside=False))
