"""A workspace with a designer and two empty hands, and the house around it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from builder.gallery import gallery
from runtime.access import ROLES, Actor
from runtime.store.connection.database import Database
from runtime.store.ids import new_id
from runtime.store.people import people, workspaces
from runtime.store.people.people import Group, Person
from schemas.document import dumps

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Team:
    """A workspace; ``designer`` and ``member`` are its people."""

    database: Database
    workspace: str
    designer: Actor
    member: Actor

    def fill_groups(self) -> None:
        """Put the designer into every group that there is."""
        with self.database.writing() as tx:
            for group in people.groups(tx, self.workspace):
                filled = Group(group.workspace, group.id, group.key, group.title, (self.designer.id,))
                people.set_members(tx, filled)


@pytest.fixture
def expense(tmp_path: Path) -> Path:
    """The document of a ready process, as a file."""
    path = tmp_path / "expense.json"
    path.write_text(dumps(gallery.ready("expense")), "utf-8")
    return path


@pytest.fixture
def team(database: Database) -> Team:
    with database.writing() as tx:
        workspace = new_id(NOW)
        workspaces.add(tx, workspaces.Workspace(workspace, "Team"), NOW)
        actors = []
        for key, role in (("zhang.wei", "designer"), ("anna.berg", "member")):
            one = Person(workspace, new_id(NOW), f"{key}@example.org", key, key, role=role)
            people.add(tx, one, NOW)
            actors.append(Actor(workspace, f"person:{one.id}", key, "en", ROLES[role], one.email))
    return Team(database, workspace, *actors)
