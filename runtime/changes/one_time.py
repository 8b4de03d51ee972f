"""One-time links: whoever is asked gets one that opens what they are asked, and nothing else, without an account."""

from datetime import timedelta
from typing import Final

from runtime.engine.position import Party
from runtime.store import keys
from runtime.store.connection.database import Connection

_FOR_CLIENTS: Final = timedelta(days=60)
_FOR_COLLEAGUES: Final = timedelta(days=14)
"""They can sign in as well."""


def token(tx: Connection, task_id: str, party: Party) -> str:
    """Made anew from the to-do whenever it is needed; the colleagues of a pool have one each."""
    if party.startswith("contact:"):
        return keys.token(tx, "task", task_id)
    return keys.token(tx, "decision", f"{task_id}:{party}")


def lasts(party: Party) -> timedelta:
    """How long it can be used."""
    return _FOR_CLIENTS if party.startswith("contact:") else _FOR_COLLEAGUES
