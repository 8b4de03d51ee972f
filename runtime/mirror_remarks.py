"""Comments that go from a tracker to a case and back, each with the name of who said it, and where."""

from datetime import datetime

from runtime import deciding
from runtime.access import Actor, Permission
from runtime.asking import LONGEST_COMMENT, Rejected
from runtime.counterpart import Remark
from runtime.mirroring import Side
from runtime.store.database import Connection
from runtime.store.twins import Twin


def take_in(tx: Connection, side: Side, twin: Twin, remark: Remark, now: datetime) -> bool:
    """Said by its author in the name of the connection, and for colleagues only. Not what we have said there ourselves."""
    if not side.mirror.comments or not side.mirror.takes or remark.mine:
        return False
    own = side.actor
    name = f"{remark.by} · {own.name}" if remark.by else own.name
    author = Actor(own.workspace, own.party, name, permissions=frozenset({Permission.ADMIN}))
    try:
        deciding.comment(tx, author, twin.case_id, remark.text[:LONGEST_COMMENT], now, internal=True)
    except Rejected:
        return False
    return True
