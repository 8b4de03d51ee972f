"""What an administrator of one workspace can reach of another: nothing, by any route that there is, with a browser or a program."""

import re
from typing import Any

import pytest
from flask import Flask, session

from runtime.people import accounts
from runtime.processes import deployment
from runtime.store.customers import customers
from runtime.store.notices import outbox
from runtime.store.people import people
from runtime.store.people.people import Person
from runtime.store.tables.tables import METADATA
from runtime.web.frame import shell
from runtime.web.frame.doors import Door, declared
from schemas.document import load
from tests.runtime.office import World
from tests.runtime.web.conftest import Visitor
from tests.runtime.web.frame.test_clients_apart import INSIDE, furnished, internal, read

MARK, THEIRS = "Marigold", "@team.example"


@pytest.fixture
def rival(world: World) -> Person:
    with world.database.writing() as tx:
        return accounts.found(tx, "Rival", "rival@evil.example", world.now)[0]


@pytest.fixture
def ids(world: World, app: Flask) -> dict[str, str]:
    """One of each thing of the first workspace, by what addresses call it."""
    with world.database.writing() as tx:
        version = deployment.deploy(tx, world.workspace, load(internal()), "person:x", world.now)
    mia = furnished(world, app.extensions["formloom.settings"], "mia@client.example", MARK)
    with world.database.reading() as tx:
        contact = customers.by_email(tx, world.workspace, mia.email)
        (message, *_) = outbox.latest(tx, world.workspace, None, 1)
        (group, *_) = people.groups(tx, world.workspace)
    assert contact
    assert contact.customer_id
    both = {"contact_id": contact.id, "other_id": contact.customer_id, "survivor_id": contact.customer_id}
    return {
        **both,
        **{f"{kind}_id": one for kind, one in mia.ids.items()},
        "customer_id": contact.customer_id,
        "person_id": world.people["lea"].id,
        "group_id": group.id,
        "message_id": message.id,
        "link_id": world.link.id,
        "version": str(version),
        "upload": mia.ids["file"],
        "workspace": world.workspace,
    }


def paths(app: Flask, ids: dict[str, str]) -> list[tuple[str, str, Any]]:
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        numbers = re.findall(r"<int:(\w+)>", rule.rule)
        named = {one: 2026 if one in numbers else ids.get(one, "change") for one in rule.arguments}
        methods = (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}
        address = adapter.build(rule.endpoint, {**named, **(rule.defaults or {})})
        found += [(method, address, declared(app, rule.endpoint)) for method in sorted(methods)]
    return [one for one in found if one[1] != "/signout"]


def test_no_route_shows_or_changes_anything_of_another_workspace(
    app: Flask, world: World, rival: Person, ids: dict[str, str]
) -> None:
    visitor = Visitor(app.test_client())
    with app.test_request_context():
        shell.sign_in(rival)
        entered = dict(session)
    with visitor.client.session_transaction() as kept:
        kept.update(entered)
    with world.database.writing() as tx:
        bearer = {"Authorization": f"Bearer {accounts.new_token(tx, rival, 'attack', world.now)}"}
    visitor.get("/people")
    before, wrong, tried = _everything(world), [], 0
    for method, path, door in paths(app, ids):
        how: dict[str, Any] = {"headers": bearer} if door is Door.TOKEN_HOLDER else {}
        if method != "GET":
            said = {"csrf_token": visitor.hidden("csrf_token"), "text": "x", "name": "x", "reason": "x", "do": "drop"}
            how |= {"json": {}} if door is Door.TOKEN_HOLDER else {"data": said}
        answer = visitor.client.open(path, method=method, **how)
        tried += any(one in path for one in ids.values())
        if any(one in read(answer) for one in (MARK, INSIDE, THEIRS)) or answer.status_code >= 500:
            wrong.append((method, path, answer.status_code))
    assert wrong == []
    assert _everything(world) == before
    assert tried > 80


def _everything(world: World) -> dict[str, list[str]]:
    """All rows of the first workspace."""
    tables = [one for one in METADATA.sorted_tables if "workspace_id" in one.c]
    with world.database.reading() as tx:
        rows = {one.name: tx.execute(one.select().where(one.c.workspace_id == world.workspace)).all() for one in tables}
    return {name: sorted(map(repr, found)) for name, found in rows.items()}
