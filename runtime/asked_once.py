"""What a program does to a record under a key of its own, done once however often it is asked."""

import hashlib
import json
from datetime import datetime
from typing import Any

from runtime.access import Actor
from runtime.asking import Rejected
from runtime.store import idempotency
from runtime.store.connection.database import Connection
from runtime.store.idempotency import Earlier
from schemas.problem import Problem

_in_order = json.JSONEncoder(sort_keys=True, default=str).encode


def earlier(tx: Connection, actor: Actor, key: str, asked: Any, target: str, now: datetime) -> str | None:
    """The id of what came of it before; None for the first time, and then ``target`` is remembered.

    Raises:
        Rejected: ``idempotency.reused``, the same key stood for something else.
    """
    if not key:
        return None
    first = Earlier(hashlib.sha256(_in_order(asked).encode()).hexdigest(), {"record": target})
    sealed = hashlib.sha256(key.encode()).hexdigest()
    found = idempotency.claim(tx, actor.workspace, f"record:{actor.party}", sealed, now, first)
    if found is None:
        return None
    if found.fingerprint != first.fingerprint:
        raise Rejected((Problem("idempotency.reused", "/key"),))
    return str(found.body["record"])
