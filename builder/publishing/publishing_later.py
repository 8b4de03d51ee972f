"""Publishing at a date: asked for now, checked again and carried out then; whoever asked is told what became of it."""

import logging
from datetime import datetime
from typing import Final

from builder.publishing import publishing
from builder.publishing.publishing import CannotPublish
from runtime.access import Actor, Permission, require
from runtime.notices import version_notices
from runtime.people import accounts
from runtime.store.connection.database import Connection, Database
from runtime.store.ids import new_id
from runtime.store.notices import outbox
from runtime.store.processes import process_acts, publications
from runtime.store.processes.process_acts import Did, ProcessAct
from runtime.store.processes.processes import Version
from runtime.store.processes.publications import Publication
from schemas.document import dumps, loads
from schemas.messages.problem_words import say
from schemas.model.process import Process
from schemas.words import LANGUAGES, Words, words

log = logging.getLogger(__name__)

TOGETHER: Final = 20
NOT_ALLOWED: Final = words(
    "Whoever asked for it may not publish processes any more.", "提出定时发布的人已无发布流程的权限。"
)
BROKEN: Final = words(
    "Something went wrong on our side: {error}. It was not published; try it again.",
    "系统出错：{error}。未能发布，请重试。",
)


class NotAhead(Exception):
    """The time that was asked for has passed."""


def plan(tx: Connection, actor: Actor, process: Process, due: datetime, now: datetime, note: str = "") -> Publication:
    """The document as it stands is published when its time has come, in the place of one that waits already.

    Raises:
        NotAhead: that time has passed.
        CannotPublish: it has errors even now.
    """
    require(actor, Permission.DESIGN)
    if due <= now:
        raise NotAhead
    problems = publishing.check(tx, actor.workspace, process)
    if any(problem.severity == "error" for problem in problems):
        raise CannotPublish(problems)
    call_off(tx, actor, process.key, now)
    asked = Publication(actor.workspace, new_id(now), process.key, dumps(process), note, due, now, actor.party)
    publications.add(tx, asked)
    _trace(tx, actor, process.key, "planned", now)
    return asked


def call_off(tx: Connection, actor: Actor, process_key: str, now: datetime) -> bool:
    """Whether there was one that waited."""
    require(actor, Permission.DESIGN)
    waits = publications.waiting(tx, actor.workspace, process_key)
    taken = publications.take(tx, actor.workspace, waits.id, now) if waits else None
    if taken is None:
        return False
    publications.settle(tx, taken, "called_off")
    _trace(tx, actor, process_key, "called_off", now)
    return True


def _trace(tx: Connection, actor: Actor, process_key: str, did: Did, now: datetime) -> None:
    process_acts.add(tx, ProcessAct(actor.workspace, new_id(now), process_key, did, actor.party, now))


def carry_out_due(database: Database, now: datetime) -> int:
    """How many had come due. Any number may do this at once: each is taken by one."""
    with database.reading() as tx:
        due = publications.due(tx, now, TOGETHER)
    for workspace, publication_id in due:
        try:
            with database.writing() as tx:
                _carry_out(tx, workspace, publication_id, now)
        except Exception as broken:  # one that breaks holds up no other, and is not tried for ever
            log.exception("publication %s could not be carried out", publication_id)
            why = BROKEN.formatted(error=f"{type(broken).__name__}: {broken}")
            with database.writing() as tx:
                taken = publications.take(tx, workspace, publication_id, now)
                if taken:
                    _refuse(tx, taken, now, why)
    return len(due)


def _carry_out(tx: Connection, workspace: str, publication_id: str, now: datetime) -> None:
    taken = publications.take(tx, workspace, publication_id, now)
    if taken is None:
        return
    asked = accounts.actor(tx, workspace, taken.asked_by.partition(":")[2])
    if asked is None or not asked.may(Permission.DESIGN):
        _refuse(tx, taken, now, NOT_ALLOWED)
        return
    try:
        version = publishing.publish(tx, asked, loads(taken.document), now, taken.note)
    except CannotPublish as refused:
        errors = [one for one in refused.problems if one.severity == "error"]
        _refuse(tx, taken, now, *(Words({lang: say(one, lang) for lang in LANGUAGES}) for one in errors))
    else:
        _published(tx, taken, version, now)


def _published(tx: Connection, one: Publication, version: Version, now: datetime) -> None:
    publications.settle(tx, one, "published")
    outbox.add(tx, [version_notices.published(one, version, loads(one.document).title, now)])


def _refuse(tx: Connection, one: Publication, now: datetime, *why: Words) -> None:
    publications.settle(tx, one, "refused", why)
    outbox.add(tx, [version_notices.refused(one, loads(one.document).title, why, now)])


DUTIES: Final = (("publish what was asked for", 10, carry_out_due),)
"""What the worker does besides: its name, the seconds between two rounds, and what to do."""
