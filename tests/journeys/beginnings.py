"""A workspace in which nothing has begun yet, and a guide that has been told something."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from builder.guide import first_hour
from builder.guide.guide_questions import PAGES
from runtime.access import Actor
from runtime.people import accounts
from runtime.store.connection.database import Connection
from runtime.store.processes import guidance
from runtime.store.processes.guidance import Guidance

FOUNDER, DRAWER, READER = "eva.lind", "dan.moor", "mia.roth"
"""An administrator, a designer and a member, where nothing was ever published."""

TOLD: Final[Mapping[str, Mapping[str, Any]]] = {
    "title": {"title": "A new machine for the workshop"},
    "questions": {
        "questions": [
            {"title": "Which machine, and what will it be used for?", "kind": "long_text", "required": "true"},
            {"title": "What does it cost?", "kind": "money", "required": "true"},
            {"title": "Where will it stand?", "kind": "choice", "choices": "Hall 1\nHall 2\nOutside"},
            {"title": "Needed by", "kind": "date"},
        ]
    },
    "filling": {"by": "both"},
    "deciding": {
        "steps": [
            {"who": "manager"},
            {"who": "group:ccb", "rule": "at_least", "count": "2"},
            {"who": "new", "name": "Safety", "members": ["li.na", "wang.min"], "rule": "all"},
        ]
    },
    "refusing": {"then": "both"},
    "time": {"days": "3", "late": "tell"},
    "further": {"conditions": [{"when": "more:What does it cost?", "amount": "50000", "who": "person:li.na"}]},
    "ending": {"work": "Order the machine", "worker": "person:tom.hill", "told": ["group:pm"]},
}


def found(tx: Connection, password: str, now: datetime) -> None:
    """The workspace, with its three people."""
    admin, _ = accounts.found(tx, "Just begun", f"{FOUNDER}@begun.example", now)
    for key, name, role in ((DRAWER, "Dan Moor", "designer"), (READER, "Mia Roth", "member")):
        email = f"{key}@begun.example"
        accounts.new_person(tx, admin.workspace, email, now, name=name, role=role, password=password)
    accounts.set_password(tx, admin, password)


def tell(tx: Connection, actor: Actor, now: datetime, until: str = "", **pages: Mapping[str, Any]) -> None:
    """The guide has been told everything up to a page, with that page; ``pages`` say otherwise."""
    names = list(PAGES)
    known = names[: names.index(until) + 1] if until else names
    said = {page: {**TOLD, **pages}[page] for page in known}
    guidance.keep(tx, actor.workspace, actor.id, Guidance(said, now))
    assert first_hour.told(tx, actor).said == said
