"""A house that an earlier release has kept goes on after an upgrade: what it says, votes that are under way, its clock.

``house_of_0002.json`` is the demonstration as that release has left it, row by row.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Boolean, Connection, MetaData, Table, text

from runtime import lifecycle
from runtime.background import clock
from runtime.files.storeroom import of as room_of
from runtime.lifecycle import Decision
from runtime.people.accounts import actor_of
from runtime.proof.verify import verify
from runtime.settings import Settings
from runtime.store.cases import cases, tasks
from runtime.store.connection.database import Database
from runtime.store.migrating import SCRIPTS, migrate
from runtime.store.people import people
from runtime.store.people.people import Person
from runtime.views import worklist

KEPT = Path(__file__).parents[2] / "data" / "house_of_0002.json"
SECRET = "upgrade-tests"  # noqa: S105 -- of a house in which nobody lives
NOW = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
BOARD = "CR-2026-0008"


@pytest.fixture
def upgraded(database_url: str) -> Iterator[Database]:
    database = Database(database_url, SECRET)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with database.writing() as tx:
        config.attributes["connection"] = tx
        command.downgrade(config, "0002")
    with database.writing() as tx:
        _move_in(tx)
    migrate(database_url)
    yield database
    database.close()


def _move_in(tx: Connection) -> None:
    old = MetaData()
    if tx.dialect.name == "postgresql":
        tx.execute(text("SET LOCAL session_replication_role = replica"))  # processes and their versions name each other
    else:
        tx.execute(text("PRAGMA defer_foreign_keys = ON"))
    for name, rows in json.loads(KEPT.read_text(encoding="utf-8")).items():
        columns = Table(name, old, autoload_with=tx).columns
        keys = ", ".join(f'"{key}"' for key in rows[0])
        places = ", ".join(f":{key}" for key in rows[0])
        said = [{key: _written(columns[key].type, value) for key, value in row.items()} for row in rows]
        tx.execute(text(f"INSERT INTO {name} ({keys}) VALUES ({places})"), said)  # noqa: S608 -- names of our own


def _written(kind: Any, value: Any) -> Any:
    if isinstance(kind, Boolean):
        return bool(value)
    return f"{value}+00:00" if getattr(kind, "timezone", False) and value else value


def test_all_that_was_kept_is_there_and_right(upgraded: Database, tmp_path: Path) -> None:
    with upgraded.reading() as tx:
        assert verify(tx, room_of(Settings(SECRET, "", "", files=tmp_path)))["violations"] == []
        ada = _person(tx)
        for case in cases.of_process(tx, ada.workspace, "customer-change", "", 100):
            page = worklist.case_page(tx, actor_of(ada), case.id)
            assert page.lines
            assert [place.title["en"] for place in page.places] or case.ended


def test_a_vote_under_way_is_ended_by_those_who_were_asked(upgraded: Database) -> None:
    with upgraded.reading() as tx:
        workspace = _person(tx).workspace
        case = next(one for one in cases.of_process(tx, workspace, "customer-change", "", 100) if one.number == BOARD)
        before = len(case.position.tokens[0].votes)
        asked = tasks.open_in(tx, workspace, case.id)
    for task in asked:
        with upgraded.writing() as tx:
            voter = people.person(tx, workspace, task.party.removeprefix("person:"))
            assert voter
            decided = lifecycle.decide(tx, Decision(actor_of(voter), task.id, "approve"), NOW)
        if decided.state != "board":
            break
    assert before
    assert decided.state == "client"


def test_its_deadlines_are_carried_out(upgraded: Database) -> None:
    assert clock.fire_due(upgraded, NOW + timedelta(days=60)) > 0
    with upgraded.reading() as tx:
        broken = [
            (one.number, one.incident)
            for process in ("customer-change", "expense")
            for one in cases.of_process(tx, _person(tx).workspace, process, "", 100)
            if one.incident
        ]
    assert broken == []


def _person(tx: Connection) -> Person:
    workspace = tx.scalar(text("SELECT id FROM workspace"))
    return next(one for one in people.everybody(tx, str(workspace)) if one.role == "admin")
