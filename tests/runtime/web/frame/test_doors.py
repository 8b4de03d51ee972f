"""Who comes in where: every route of the house, for every role."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from runtime.access import ROLES, Permission
from runtime.web.frame.doors import Door, declared
from tests.runtime.office import STAFF, World
from tests.runtime.web.conftest import Visitor, change_person

SignIn = Callable[[str], Visitor]
ADA, DAN, LEA = "ada", "dan", "lea"


def routes(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Every rule with a path to it (of things that do not exist) and a method."""
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
            with app.test_request_context():
                adapter = app.url_map.bind("localhost")
                yield rule, adapter.build(rule.endpoint, nothing(rule), method), method


def nothing(rule: Rule) -> dict[str, Any]:
    """For every place of its path: a year where a number is wanted."""
    numbers = re.findall(r"<int:(\w+)>", rule.rule)
    named = {part: 2026 if part in numbers else "nothing" for part in rule.arguments}
    return {**named, **(rule.defaults or {})}


def test_every_route_says_who_may_use_it(app: Flask) -> None:
    assert [rule.rule for rule in app.url_map.iter_rules() if declared(app, rule.endpoint) is None] == []


def test_a_route_that_says_nothing_lets_nobody_in(app: Flask, sign_in: SignIn) -> None:
    app.view_functions["stray"] = lambda: "inside"
    app.url_map.add(Rule("/stray", endpoint="stray", methods=["GET"]))
    assert sign_in(ADA).get("/stray").status_code == 403


def test_strangers_are_shown_the_way_in(app: Flask, stranger: Visitor) -> None:
    for rule, path, method in routes(app):
        door = declared(app, rule.endpoint)
        if isinstance(door, Permission) or door in (Door.SIGNED_IN, Door.CLIENT):
            answer = stranger.client.open(path, method=method)
            if method == "GET":
                way_in = "/portal/signin" if door is Door.CLIENT else "/signin"
                assert (answer.status_code, answer.location.partition("?")[0]) == (302, way_in), path
            else:
                assert answer.status_code == 401, path


def test_whoever_was_signed_out_meanwhile_is_shown_the_way_in_beside_what_they_typed(stranger: Visitor) -> None:
    """A part of a page that asks for itself has the whole page loaded, instead of showing nothing."""
    for path, gate in (("/requests/x/comments", "/signin"), ("/portal/requests/x/comments", "/portal/signin")):
        answer = stranger.client.post(path)
        assert answer.status_code == 401
        assert f'href="{gate}" target="_blank"' in answer.text
    part = stranger.client.get("/", headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Refresh"], part.text) == (401, "true", "")


@pytest.mark.parametrize("name", [LEA, DAN, ADA])
def test_every_role_passes_its_own_doors_and_no_others(app: Flask, sign_in: SignIn, name: str) -> None:
    visitor, mine = sign_in(name), ROLES[STAFF[name]]
    wrong = []
    for rule, path, method in routes(app):
        door = declared(app, rule.endpoint)
        if door in (Door.TOKEN_HOLDER, Door.CLIENT):  # the second: see test_portal
            continue
        status = visitor.client.open(path, method=method).status_code
        barred = isinstance(door, Permission) and door not in mine
        if (status == 403) is not barred or status == 401 or status >= 500:
            wrong.append((method, path, status))
    assert wrong == []


def test_what_is_revoked_is_gone_at_once(sign_in: SignIn, world: World) -> None:
    visitor = sign_in(ADA)
    assert visitor.get("/people").status_code == 200
    change_person(world, ADA, role="member")
    assert visitor.get("/people").status_code == 403
    change_person(world, ADA, active=False)
    assert visitor.get("/").status_code == 302


def test_a_new_password_ends_every_session(sign_in: SignIn, world: World) -> None:
    visitor = sign_in(LEA)
    change_person(world, LEA, password_hash="another")  # noqa: S106 -- no password at all
    assert visitor.get("/").status_code == 302


def test_what_was_asked_before_signing_out_and_comes_after_signs_nobody_in(sign_in: SignIn) -> None:
    visitor = sign_in(LEA)
    visitor.get("/")
    assert "Set-Cookie" not in visitor.get("/").headers
    assert "Set-Cookie" not in visitor.get("/token").headers


@pytest.mark.parametrize(
    "onward", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/\tx"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(sign_in: SignIn, onward: str) -> None:
    assert sign_in(LEA).get("/signin", query_string={"next": onward}).location == "/"


def test_whoever_holds_a_link_is_nobody_more(sign_in: SignIn, world: World) -> None:
    """Also while signed in: the page of a link shows what the link shows."""
    receipt = world.submit()
    visitor = sign_in(ADA)
    page = visitor.get(f"/t/{receipt.tracking}").text
    assert "Your menu" not in page
    assert 'href="/people"' not in page
