"""A workspace with people in it, and a process in which all kinds of asking occur."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from runtime.people import accounts
from runtime.processes import deployment
from runtime.store.connection.database import Database
from runtime.store.forms import links
from runtime.store.forms.links import PublicLink
from runtime.store.ids import new_id
from runtime.store.people import people, workspaces
from schemas.document import load
from tests.broker import Broker, installed
from tests.postgres import NotInstalled
from tests.runtime.office import CHANGE, GROUPS, MONDAY, STAFF, World


@pytest.fixture
def world(database: Database) -> World:
    workspace = new_id(MONDAY)
    process = load(CHANGE)
    with database.writing() as tx:
        workspaces.add(tx, workspaces.Workspace(workspace, "Test"), MONDAY)
        staff = {
            name: accounts.new_person(tx, workspace, f"{name}@team.example", MONDAY, name=name.title(), role=role)
            for name, role in STAFF.items()
        }
        for name in ("bo", "bea", "ben"):
            staff[name] = replace(staff[name], manager_id=staff["ada"].id)
            people.keep(tx, staff[name])
        deployment.deploy(tx, workspace, process, "person:x", MONDAY)
        for group in people.groups(tx, workspace):
            members = tuple(staff[name].id for name in GROUPS[group.key])
            people.set_members(tx, replace(group, members=members))
        link = PublicLink(workspace, new_id(MONDAY), "front-door", "change", open=True)
        links.add(tx, link, MONDAY)
    return World(database, workspace, staff, process, link)


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    """Every statement that reaches the database, but for those that open a transaction."""
    said: list[str] = []

    def listen(_tx: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            said.append(statement)

    event.listen(database.engine, "before_cursor_execute", listen)
    yield said
    event.remove(database.engine, "before_cursor_execute", listen)


@pytest.fixture
def broker() -> Iterator[Broker]:
    """Where there is no Redis the test is skipped, and says so; in CI it fails."""
    try:
        program = installed()
    except NotInstalled as missing:
        words = f"NOT TESTED WITH A BROKER: {missing}"
        pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)
    folder = Path(tempfile.mkdtemp(prefix="formloom-redis-"))  # a socket's path may be no longer than a hundred letters
    made = Broker(program, folder)
    made.start()
    yield made
    made.kill()
    shutil.rmtree(folder)
