"""Who belongs to meetings: for them they stand among the places of the bar at the top of every page."""

from datetime import datetime
from typing import cast

from flask import current_app

from runtime.access import Permission
from runtime.engine.position import Party
from runtime.store.meetings import meeting_rows
from runtime.web.frame import shell

Kept = dict[str, tuple[datetime, frozenset[Party]]]


def belongs() -> bool:
    """Administrators always do, since they arrange them. What has changed is seen within a moment."""
    actor = shell.actor_or_none()
    if actor is None:
        return False
    return actor.may(Permission.ADMIN) or actor.party in _circle(actor.workspace)


def forget(workspace: str) -> None:
    """Somebody has arranged something."""
    _kept().pop(workspace, None)


def _circle(workspace: str) -> frozenset[Party]:
    found = _kept().get(workspace)
    if found is None or not 0 <= (shell.now() - found[0]).total_seconds() < shell.A_MOMENT.total_seconds():
        with shell.reading() as tx:
            found = (shell.now(), meeting_rows.circle(tx, workspace))
        _kept()[workspace] = found
    return found[1]


def _kept() -> Kept:
    return cast("Kept", current_app.extensions.setdefault("formloom.meetings", {}))
