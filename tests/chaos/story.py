"""What is under fire: an office, a process in which people race each other and the clock, and receivers outside."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from runtime.background import worker
from runtime.channels import receivers
from runtime.people import accounts
from runtime.processes import deployment
from runtime.store.connection.database import Database
from runtime.store.forms import links
from runtime.store.forms.links import PublicLink
from runtime.store.ids import new_id
from runtime.store.migrating import migrate
from runtime.store.people import people, workspaces
from runtime.store.people.workspaces import Workspace
from schemas.document import load

SECRET: Final = "only for chaos"  # noqa: S105 -- opens nothing but a test's own database
PASSWORD: Final = "correct horse battery"  # noqa: S105 -- of nobody
LINK: Final = "front-door"
PROCESS: Final = "fire"
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {"leads": ("lea", "leo"), "board": ("bo", "bea", "ben")}
ADMIN: Final = "ada"
STAFF: Final = (ADMIN, *GROUPS["leads"], *GROUPS["board"])
SOON, LATER, LAST = (timedelta(seconds=one) for one in (2, 4, 9))
DEADLINES: Final[Mapping[str, tuple[timedelta, ...]]] = {"analysis": (SOON, LAST), "board": (SOON, LATER)}
"""State to how long after it was entered each of its deadlines passes."""


def _deadline(after: timedelta, do: str, **more: Any) -> dict[str, Any]:
    return {"after": f"PT{after.seconds}S", "do": do, **more}


def _move(key: str, here: str, there: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "from": here, "to": there, "title": {"en": key.title()}, **more}


DOCUMENT: Final[Mapping[str, Any]] = {
    "format": "formloom/1",
    "key": PROCESS,
    "title": {"en": "Fire"},
    "number": "F-{seq:5}",
    "contact": {"name": "client_name", "email": "client_email"},
    "summary": ["mark"],
    "form": {
        "schema": {
            "type": "object",
            "properties": {
                "client_name": {"type": "string", "title": "Name"},
                "client_email": {"type": "string", "format": "email", "title": "E-mail"},
                "mark": {"type": "string", "title": "Mark"},
                "papers": {"type": "array", "title": "Papers", "x-formloom": {"type": "file"}},
                "price": {"type": "number", "title": "Price"},
            },
            "required": ["mark"],
        }
    },
    "flow": {
        "initial": "analysis",
        "fill": {"price": "hide"},
        "notices": [{"on": "end", "to": [{"requester": True}], "by": ["mail", "channel:hook"]}],
        "states": [
            {
                "key": "analysis",
                "kind": "task",
                "title": {"en": "Analysis"},
                "who": [{"group": "leads"}],
                "fields": {"price": "edit"},
                "deadlines": [_deadline(SOON, "remind"), _deadline(LAST, "move", move="expire")],
            },
            {
                "key": "board",
                "kind": "approval",
                "title": {"en": "Board"},
                "who": [{"group": "board"}],
                "decide": {"rule": "at_least", "count": 2},
                "deadlines": [_deadline(SOON, "remind"), _deadline(LATER, "escalate")],
            },
            {"key": "closed", "kind": "end", "title": {"en": "Closed"}, "outcome": "closed"},
            {"key": "refused", "kind": "end", "title": {"en": "Refused"}, "outcome": "rejected"},
        ],
        "moves": [
            _move("send", "analysis", "board"),
            _move("expire", "analysis", "refused"),
            _move("approve", "board", "closed", vote="for"),
            _move("reject", "board", "refused", vote="against"),
            _move("back", "board", "analysis"),
        ],
    },
}


@dataclass(frozen=True)
class Stage:
    """``tokens`` and ``parties`` by the key of a person."""

    url: str
    workspace: str
    tokens: Mapping[str, str]
    parties: Mapping[str, str]


def settle(url: str, hook: str) -> Stage:
    """A fresh database with the office in it; ``hook`` is where webhooks go."""
    migrate(url)
    database, now = Database(url, SECRET), worker.now()
    workspace = Workspace(new_id(now), "Chaos")
    with database.writing() as tx:
        workspaces.add(tx, workspace, now)
        there = {
            key: accounts.new_person(
                tx, workspace.id, f"{key}@team.example", now, name=key.title(), role="admin", password=PASSWORD
            )
            for key in STAFF
        }
        for key in GROUPS["board"]:
            there[key] = replace(there[key], manager_id=there[ADMIN].id)
            people.keep(tx, there[key])
        raw = {"key": "hook", "title": "Hook", "url": hook}
        made = receivers.add(tx, accounts.actor_of(there[ADMIN]), "webhook", raw, ("127.0.0.1",), now)
        if made.problems:
            raise RuntimeError(made.problems)
        deployment.deploy(tx, workspace.id, load(DOCUMENT), "person:nobody", now)
        for group in people.groups(tx, workspace.id):
            people.set_members(tx, replace(group, members=tuple(there[key].id for key in GROUPS[group.key])))
        links.add(tx, PublicLink(workspace.id, new_id(now), LINK, PROCESS, open=True), now)
        tokens = {key: accounts.new_token(tx, one, "chaos", now) for key, one in there.items()}
    database.close()
    return Stage(url, workspace.id, tokens, {key: f"person:{one.id}" for key, one in there.items()})
