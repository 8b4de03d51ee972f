"""Sessions of colleagues: when they are over, also for whoever has got hold of a cookie."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from runtime.background import cleanup
from runtime.people import accounts
from runtime.web.frame import shell
from tests.runtime.office import World
from tests.runtime.web.conftest import Visitor

SignIn = Callable[[str], Visitor]
LEA = "lea"
PASSWORD = "correct horse battery"  # noqa: S105 -- of nobody


def copied(app: Flask, visitor: Visitor) -> Visitor:
    """Somebody with the very cookie."""
    with visitor.client.session_transaction() as theirs:
        stolen = dict(theirs)
    thief = Visitor(app.test_client())
    with thief.client.session_transaction() as kept:
        kept.update(stolen)
    return thief


def test_a_copied_cookie_opens_nothing_once_its_owner_has_signed_out(app: Flask, sign_in: SignIn) -> None:
    visitor, phone = sign_in(LEA), sign_in(LEA)
    visitor.get("/")
    thief = copied(app, visitor)
    assert thief.get("/").status_code == 200
    assert visitor.post("/signout").status_code == 302
    assert thief.get("/").location == "/signin?next=/"
    assert thief.client.get("/token").json["who"] == ""
    assert thief.post("/away", {"csrf_token": thief.hidden("csrf_token")}).status_code == 401
    assert phone.get("/").status_code == 200
    assert sign_in(LEA).get("/").status_code == 200


def test_no_session_goes_on_for_ever(world: World, sign_in: SignIn) -> None:
    visitor = sign_in(LEA)
    world.wait(seconds=shell.LONGEST_SESSION.total_seconds() - 1)
    assert visitor.get("/").status_code == 200
    world.wait(seconds=2)
    assert visitor.get("/").status_code == 302
    assert shell.LONGEST_SESSION + timedelta(days=1) < cleanup.RECEIPTS, "else one that is over would begin anew"


def test_signing_in_begins_a_session_of_its_own(app: Flask, world: World) -> None:
    """Whoever has planted a cookie in a browser does not know the token of what is opened there."""
    with world.database.writing() as tx:
        accounts.set_password(tx, world.people[LEA], PASSWORD)
    visitor = Visitor(app.test_client())
    visitor.get("/signin")
    planted = copied(app, visitor)
    with visitor.client.session_transaction() as kept:
        before = kept["csrf_token"]
    assert visitor.post("/signin", {"email": "lea@team.example", "password": PASSWORD}).status_code == 302
    visitor.get("/")
    with visitor.client.session_transaction() as kept:
        assert kept["csrf_token"] != before
    assert planted.get("/").status_code == 302
