"""Comments go along: theirs to a case, ours to its twin where somebody wants it, each with the name of who said it, and where."""

from datetime import datetime

from runtime.access import Actor, Permission
from runtime.asking import LONGEST_COMMENT, Rejected
from runtime.cases import deciding
from runtime.channels.outgoing import NotTaken, Unreachable
from runtime.mirrors.counterpart import Refused, Remark, Vanished
from runtime.mirrors.mirroring import NOT_LET_IN, SHORTLY
from runtime.mirrors.sides import Side
from runtime.store import idempotency
from runtime.store.connection.database import Connection, Database
from runtime.store.idempotency import Earlier
from runtime.store.mirrors import twins
from runtime.store.mirrors.twins import Twin
from runtime.store.missing import Missing
from runtime.store.notices.outbox import Message


def take_in(tx: Connection, side: Side, twin: Twin, remark: Remark, now: datetime) -> bool:
    """Said by its author in the name of the connection, and for colleagues only. Not what we have said there ourselves."""
    mirror = side.mirror
    if not mirror.comments or not mirror.takes or remark.mine:
        return False
    if idempotency.is_known(tx, mirror.workspace, mirror.key, _ours(remark.id)):
        return False
    own = side.actor
    name = f"{remark.by} · {own.name}" if remark.by else own.name
    author = Actor(own.workspace, own.party, name, permissions=frozenset({Permission.ADMIN}))
    try:
        deciding.comment(tx, author, twin.case_id, remark.text[:LONGEST_COMMENT], now, internal=True)
    except Rejected:
        return False
    return True


def say(database: Database, side: Side, message: Message, now: datetime, base_url: str) -> str:
    """What a colleague has said, once, whatever became of the answer; what the issue or card is called.

    Raises:
        NotTaken, outgoing.Unreachable, outgoing.Forbidden: see `outgoing`; it is tried again.
        Missing: there is nothing of ours any more to say it to.
    """
    mirror, case_id = side.mirror, str(message.payload["case"])
    with database.reading() as tx:
        twin = twins.one(tx, mirror.workspace, case_id, mirror.key)
        was_said = idempotency.is_known(tx, mirror.workspace, mirror.key, _said(message))
    if twin is None:
        raise Missing(f"{case_id} in {mirror.key}")
    if was_said:
        return twin.there_name
    if not twin.there_id:
        raise NotTaken("it is being made there", SHORTLY)
    remark_id = _told(side, twin, message, f"{base_url}/requests/{case_id}#{message.id.lower()}")
    with database.writing() as tx:
        for key in (_said(message), _ours(remark_id)):
            idempotency.claim(tx, mirror.workspace, mirror.key, key, now, Earlier("", {"remark": remark_id}))
    return twin.there_name


def _told(side: Side, twin: Twin, message: Message, back: str) -> str:
    """Its id there. It ends with an address that no other comment has: by that it is found, if it was tried before."""
    text = f"{message.payload['text']}\n\n— {message.payload['by']} · {back}"
    was_tried = message.attempts > 1 or message.tries
    try:
        found = side.there.has_said(twin.there_id, back) if was_tried else ""
        return found or side.there.say(twin.there_id, text)
    except Vanished as gone:
        raise Missing(f"{twin.there_name} is not there any more") from gone
    except Refused as refused:
        if refused.status in NOT_LET_IN:
            raise Unreachable(f"it does not let us in: {refused}") from refused
        raise NotTaken(f"it answered {refused}") from refused


def _said(message: Message) -> str:
    return f"said {message.id}"


def _ours(remark_id: str) -> str:
    return f"remark {remark_id}"
