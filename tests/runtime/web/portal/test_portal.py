"""The clients' portal: how a contact comes in, what they find there, and what stays theirs alone."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from runtime.background import cleanup
from runtime.channels import letters
from runtime.people import portal_keys
from runtime.store.customers import customers
from runtime.store.customers.customers import Contact
from runtime.store.notices import outbox
from runtime.store.tables.tables import PORTAL_LINK, PORTAL_SESSION
from runtime.web.frame.doors import Client, declared
from tests.runtime.office import ANSWERS, World
from tests.runtime.web.conftest import Visitor
from tests.runtime.web.frame.test_doors import routes

Enter = Callable[[str], Visitor]
MIA, OTHER = "mia@client.example", "tim@client.example"


@pytest.fixture
def enter(app: Flask, world: World) -> Enter:
    """Somebody comes in as this contact, all the way: asks, reads their mail, presses the button."""

    def come(email: str) -> Visitor:
        visitor = Visitor(app.test_client())
        before = sent(world)
        visitor.get("/portal/signin")
        visitor.post("/portal/signin", {"email": email})
        (path,) = {*sent(world)} - {*before}
        visitor.get(path)
        assert visitor.post(path).status_code == 303
        return visitor

    return come


def sent(world: World) -> list[str]:
    """The paths of the links that went out, oldest first."""
    with world.database.reading() as tx:
        found = [one for one in outbox.latest(tx, world.workspace, None, 100) if one.kind == portal_keys.KIND]
        bodies = [letters.write(tx, one, "https://forms.example").body for one in reversed(found)]
    return [match[0] for body in bodies if (match := re.search(r"/portal/enter/\S+", body))]


def contact(world: World, email: str = MIA) -> Contact:
    with world.database.reading() as tx:
        found = customers.by_email(tx, world.workspace, email)
    assert found
    return found


def at_client(world: World, **answers: Any) -> str:
    case_id = world.submit(raw={**ANSWERS, **answers}).case_id
    world.decide(case_id, "lea", "send", raw={"price": 100})
    for name in ("bo", "bea"):
        world.decide(case_id, name, "approve")
    return case_id


def test_whether_an_address_is_known_nobody_is_told(world: World, app: Flask) -> None:
    world.submit()
    pages = []
    for email in (MIA, "who@else.example"):
        visitor = Visitor(app.test_client())
        visitor.get("/portal/signin")
        answer = visitor.post("/portal/signin", {"email": email})
        pages.append((answer.status_code, answer.text.replace(email, "").replace(visitor.hidden("csrf_token"), "")))
    assert pages[0] == pages[1]
    assert len(sent(world)) == 1


def test_nor_can_it_be_told_by_the_clock(world: World, app: Flask, statements: list[str]) -> None:
    """Known, unknown, or asked for too often: the same is read and written, and only one of them brings a letter."""
    world.submit()
    visitor, done = Visitor(app.test_client()), []
    for email in (MIA, "who@else.example", *[MIA] * portal_keys.MOST):
        visitor.get("/portal/signin")
        statements.clear()
        visitor.post("/portal/signin", {"email": email})
        done.append([one for one in statements if "SAVEPOINT" not in one])
    assert done[0] == done[1] == done[-1]
    assert any(one.startswith("INSERT INTO portal_link") for one in done[1])
    assert len(sent(world)) == portal_keys.MOST
    with world.database.reading() as tx:
        stale = tx.execute(select(PORTAL_LINK).where(PORTAL_LINK.c.until <= world.now)).all()
    assert len(stale) == 2  # of nobody's address, and of one time too many


def test_looking_at_a_link_lets_nobody_in_and_it_works_once(world: World, app: Flask) -> None:
    world.submit()
    asks = Visitor(app.test_client())
    asks.get("/portal/signin")
    asks.post("/portal/signin", {"email": MIA.upper()})
    (path,) = sent(world)
    scanner = Visitor(app.test_client())
    for _ in range(3):
        assert scanner.get(path).status_code == 200
    assert scanner.get("/portal").location == "/portal/signin"
    assert asks.get(path).status_code == 200
    assert asks.post(path).location == "/portal"
    assert asks.get("/portal").status_code == 200
    scanner.get("/portal/signin")
    assert scanner.post(path).status_code == 404
    assert scanner.get(path).status_code == 404
    with world.database.reading() as tx:
        kept = str(tx.execute(select(PORTAL_LINK)).all()) + str(tx.execute(select(PORTAL_SESSION)).all())
        assert path.rpartition("/")[2] not in kept
        assert path.rpartition("/")[2] not in str([one.payload for one in outbox.latest(tx, world.workspace, None, 9)])


def test_a_link_is_soon_stale_and_there_are_not_many(world: World, app: Flask) -> None:
    world.submit()
    visitor = Visitor(app.test_client())
    visitor.get("/portal/signin")
    for _ in range(portal_keys.MOST + 3):
        visitor.post("/portal/signin", {"email": MIA})
    assert len(sent(world)) == portal_keys.MOST
    world.wait(minutes=31)
    assert visitor.get(sent(world)[0]).status_code == 404
    visitor.get("/portal/signin")
    visitor.post("/portal/signin", {"email": MIA})
    assert len(sent(world)) == portal_keys.MOST + 1


def test_who_has_left_is_out(world: World, enter: Enter) -> None:
    world.submit()
    phone, desk, third = enter(MIA), enter(MIA), enter(MIA)
    third.get("/portal")
    assert third.post("/portal/signout").location == "/portal/signin"
    assert third.get("/portal").status_code == 302
    assert desk.get("/portal").status_code == 200
    phone.get("/portal")
    phone.post("/portal/signout/everywhere")
    assert [one.get("/portal").status_code for one in (phone, desk)] == [302, 302]


def test_a_session_ends_by_itself_and_its_row_is_swept(world: World, enter: Enter, app: Flask) -> None:
    world.submit()
    visitor = enter(MIA)
    world.wait(hours=13)
    assert visitor.get("/portal").status_code == 302
    cleanup.sweep(world.database, app.extensions["formloom.settings"], world.now.replace(year=world.now.year + 1))
    with world.database.reading() as tx:
        assert tx.execute(select(PORTAL_SESSION)).all() == tx.execute(select(PORTAL_LINK)).all() == []


def test_a_contact_who_is_no_more_is_out_at_once(world: World, enter: Enter) -> None:
    world.submit()
    visitor = enter(MIA)
    with world.database.writing() as tx:
        customers.keep(tx, replace(contact(world), active=False))
    assert visitor.get("/portal").status_code == 302


def test_a_browser_is_a_clients_or_a_colleagues(world: World, enter: Enter, sign_in: Any) -> None:
    case_id = at_client(world)
    client, colleague = enter(MIA), sign_in("lea")
    assert client.get("/").location.startswith("/signin")
    assert client.get(f"/requests/{case_id}").location.startswith("/signin")
    assert colleague.get("/portal").location == "/portal/signin"
    visitor = enter(MIA)
    with visitor.client.session_transaction() as kept:
        assert "person" not in kept
        kept["person"] = [world.workspace, world.people["lea"].id, "forged"]
    assert visitor.get("/portal").status_code == 302


def test_a_post_without_our_token_changes_nothing(world: World, app: Flask, enter: Enter) -> None:
    world.submit()
    visitor = enter(MIA)
    posted = [
        (method, path)
        for rule, path, method in routes(app)
        if method != "GET" and declared(app, rule.endpoint) is Client
    ]
    assert posted
    for method, path in posted:
        assert visitor.client.open(path, method=method, data={"text": "Mine"}).status_code == 400, path
    assert visitor.get("/portal").status_code == 200


def test_home_shows_what_waits_and_where_the_rest_stands(world: World, enter: Enter, statements: list[str]) -> None:
    case_id = at_client(world)
    world.submit(raw={**ANSWERS, "wish": "A blue gate"})
    world.submit(raw={**ANSWERS, "client_email": OTHER, "client_name": "Tim", "wish": "Nobody else's"})
    visitor = enter(MIA)
    statements.clear()
    page = visitor.get("/portal").text
    assert len(statements) <= 1 + 2  # the session's own, and two for the page
    assert "One thing waits for you" in page
    assert all(said in page for said in ("A red door", "A blue gate", f"/portal/requests/{case_id}"))
    assert "Nobody else" not in page
    shown = visitor.get(f"/portal/requests/{case_id}")
    assert "We need your answer" in shown.text
    assert "Bo" not in re.sub(r"<[^>]*>", " ", shown.text).split()


def test_who_speaks_for_a_customer_sees_all_of_its_requests(world: World, enter: Enter) -> None:
    case_id = at_client(world)
    theirs = world.submit(raw={**ANSWERS, "client_email": OTHER, "client_name": "Tim", "wish": "Tim's gate"}).case_id
    visitor = enter(MIA)
    assert visitor.get(f"/portal/requests/{theirs}").status_code == 404
    one = contact(world)
    with world.database.writing() as tx:
        mill = customers.customer(tx, world.workspace, one.customer_id or "")
        assert mill
        customers.keep_customer(tx, replace(mill, contact_id=one.id))
    assert "Tim&#39;s gate" in visitor.get("/portal").text
    assert visitor.get(f"/portal/requests/{theirs}").status_code == 200
    assert visitor.post(f"/portal/requests/{theirs}/comments", {"text": "I look after this"}).status_code == 303
    visitor.get("/portal")
    assert enter(OTHER).get(f"/portal/requests/{case_id}").status_code == 404


def test_what_is_asked_is_answered_in_the_portal(world: World, enter: Enter) -> None:
    case_id = at_client(world)
    task = world.task(case_id, f"contact:{contact(world).id}")
    visitor = enter(MIA)
    path = f"/portal/todo/{task.id}"
    world.wait(days=70)  # longer than the link in the mail lasts
    visitor = enter(MIA)
    page = visitor.get(path)
    assert "A question first?" in page.text
    assert visitor.post(path, {"_question": "Is it oak?"}).status_code == 303
    assert world.case(case_id).state == "client"
    assert "Is it oak?" in visitor.get(path).text
    assert visitor.fill(path, {"_move": "accept"}).location == path
    assert world.case(case_id).ended == "closed"
    assert "Thank you" in visitor.get(path).text


def test_a_new_request_begins_with_what_is_known(world: World, enter: Enter) -> None:
    at_client(world)
    visitor = enter(MIA)
    assert "Change" in visitor.get("/portal/new").text
    to = visitor.get("/portal/new/change").location
    page = visitor.get(to)
    assert MIA in page.text
    assert 'name="client_email"' not in page.text  # nobody types it
    world.wait(seconds=30)
    assert visitor.fill(to, {"wish": "A second door", "client_email": "x@y.example"}).status_code == 303
    assert "A second door" in visitor.get("/portal").text
    assert visitor.get("/portal/new/nothing").status_code == 404
