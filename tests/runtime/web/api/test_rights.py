"""The JSON API lets nobody see or write what is not theirs."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from runtime.people import accounts
from runtime.store.ids import new_id
from runtime.store.people import workspaces
from runtime.store.tables.columns import METADATA
from runtime.store.tables.tables import JOURNAL
from runtime.web.frame import shell
from tests.runtime.office import ANSWERS, MONDAY, World
from tests.runtime.web.api.program import (
    CASES,
    Program,
    case_of,
    count,
    first_task,
    problems,
    take,
    way,
)


@pytest.mark.parametrize("key", ["price", "secret"])
def test_what_may_not_be_written_stays_unwritten(lea: Program, world: World, key: str) -> None:
    answer = lea.post(CASES, {"answers": {**ANSWERS, key: 7 if key == "price" else "x"}})
    assert answer.status_code == 201
    assert world.case(case_of(answer.json)).answers == ANSWERS


def test_what_a_step_does_not_let_one_write_or_read_is_neither(enter: Callable[[str], Program], world: World) -> None:
    case_id = world.at_board()
    before = world.case(case_id).answers
    bo = enter("bo")
    seen = bo.get(f"/api/v1/cases/{case_id}").json
    assert seen is not None
    assert seen["answers"]["price"] == 100
    assert "secret" not in json.dumps(seen)
    assert "a third" not in json.dumps(seen)
    writable = set(seen["tasks"][0]["writable"])
    forbidden = {key: 1 if key == "price" else "x" for key in before if key not in writable}
    assert {"price", "secret", "wish"} <= forbidden.keys()
    assert take(bo, "approve", forbidden).status_code == 200
    assert world.case(case_id).answers == before


def test_nobody_sees_or_moves_what_is_not_theirs(enter: Callable[[str], Program], world: World) -> None:
    case_id = world.at_board()
    task = world.task(case_id, world.party("bo"))
    dan = enter("dan")
    assert dan.get(f"/api/v1/cases/{case_id}").status_code == 404
    assert dan.get("/api/v1/tasks").json == {"tasks": [], "next": None}
    assert dan.post(f"/api/v1/tasks/{task.id}/moves/approve", {}).status_code == 403
    assert world.case(case_id).state == "board"


def test_another_workspace_is_another_world(app: Flask, world: World) -> None:
    case_id = world.at_board()
    task = world.task(case_id, world.party("bo"))
    with world.database.writing() as tx:
        workspaces.add(tx, workspaces.Workspace(new_id(MONDAY), "Others"), MONDAY)
        other = next(one for one in workspaces.all_of_them(tx) if one.name == "Others")
        boss = accounts.new_person(tx, other.id, "boss@other.example", MONDAY, role="admin")
        stranger = Program(app, accounts.new_token(tx, boss, "", MONDAY))
    assert stranger.get(f"/api/v1/cases/{case_id}").status_code == 404
    assert stranger.post(f"/api/v1/tasks/{task.id}/moves/approve", {}).status_code == 404
    assert stranger.post(CASES, {"answers": ANSWERS}).status_code == 404
    assert stranger.get("/api/v1/tasks").json == {"tasks": [], "next": None}
    described = stranger.get("/api/v1/openapi.json").json
    assert described is not None
    assert CASES not in described["paths"]


def test_a_one_time_link_is_a_token_for_one_task(client: Program, lea: Program, world: World) -> None:
    other = lea.post(CASES, {"answers": ANSWERS, "on_behalf": True}).json  # of the same client
    task = first_task(client)
    assert (task["state"], [move["key"] for move in task["moves"]]) == ("client", ["accept", "decline"])
    seen = client.get(f"/api/v1/cases/{task['case']}").json
    assert seen is not None
    assert seen["answers"]["price"] == 100
    assert "a third" not in json.dumps(seen)
    assert {line["kind"] for line in seen["journal"]} <= {"began", "answered", "moved"}  # not who voted how
    assert client.get(f"/api/v1/cases/{case_of(other)}").status_code == 404
    theirs = world.task(case_of(other), world.party("lea"))
    assert client.post(f"/api/v1/tasks/{theirs.id}/moves/send", {}).status_code == 404
    assert client.post(CASES, {"answers": ANSWERS}).status_code == 403
    assert client.app.test_client().get("/", headers={"Authorization": f"Bearer {client.token}"}).status_code == 302
    path = way(client, "accept")
    assert client.post(path, {}, Idempotency_Key="once").status_code == 200
    assert client.post(path, {}, Idempotency_Key="once").headers["Idempotency-Replayed"] == "true"
    assert world.case(task["case"]).ended == "closed"
    assert client.get("/api/v1/tasks").json == {"tasks": [], "next": None}
    assert client.post(path, {}).status_code == 409


def test_a_revoked_person_is_out_with_the_next_request(lea: Program, world: World) -> None:
    assert lea.get("/api/v1/tasks").status_code == 200
    with world.database.writing() as tx:
        accounts.people.keep(tx, replace(world.people["lea"], active=False))
    assert lea.get("/api/v1/tasks").status_code == 401


def test_a_cookie_opens_nothing_here(app: Flask, world: World) -> None:
    """Else another site's page could post with it."""
    browser = app.test_client()
    lea = world.people["lea"]
    with browser.session_transaction() as session:
        session["person"] = [lea.workspace, lea.id, shell.stamp(lea.password_hash), "s", int(world.now.timestamp())]
    assert browser.get("/settings").status_code == 200
    assert browser.get("/people").status_code == 403  # the cookie is good
    assert browser.get("/api/v1/tasks").status_code == 401
    assert browser.post(CASES, json={"answers": ANSWERS}).status_code == 401


@pytest.mark.parametrize("place", ["body", "answers"])
def test_no_column_can_be_set_from_outside(lea: Program, world: World, place: str) -> None:
    names = {column.name for table in METADATA.tables.values() for column in table.columns}
    extra = dict.fromkeys(names - {"answers", "channel", "version", "comment"}, "x")
    case_id = lea.post(CASES, {"answers": ANSWERS}).json
    written = count(world), count(world, JOURNAL), world.case(case_of(case_id))
    for path, answers in ((CASES, ANSWERS), (way(lea, "send"), {"price": 1})):
        answer = lea.post(path, {"answers": answers, **extra} if place == "body" else {"answers": {**answers, **extra}})
        assert answer.status_code == 422
        assert {code for code, _ in problems(answer)} == {
            "body.unknown-key" if place == "body" else "answer.unknown-field"
        }
    assert (count(world), count(world, JOURNAL), world.case(case_of(case_id))) == written
