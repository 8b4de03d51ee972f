"""Forged posts, odd content types, floods and headers."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask, request

from app import create_app
from runtime.people import accounts
from runtime.settings import Settings
from runtime.store.forms import links
from runtime.store.forms.links import PublicLink
from runtime.web.frame import guards
from runtime.web.frame.doors import Client, Door, declared
from tests.broker import Broker
from tests.runtime.office import World
from tests.runtime.web.conftest import Visitor, change_person
from tests.runtime.web.frame.test_doors import routes

SignIn = Callable[[str], Visitor]
PAGES = ("/signin", "/f/front-door", "/nothing", "/static/nothing.css", "/settings", "/")


def posts(app: Flask) -> list[tuple[str, str]]:
    """Everything that a page may post to, and how. The API takes no cookie and looks after its own doors.

    The desk of a client's portal turns colleagues away before it looks at what they have brought.
    """
    return [
        (method, path)
        for rule, path, method in routes(app)
        if method != "GET" and not path.startswith("/api/") and declared(app, rule.endpoint) is not Client
    ]


def test_a_colleague_is_nobody_in_a_portal(app: Flask, sign_in: SignIn) -> None:
    posted = [
        (method, path)
        for rule, path, method in routes(app)
        if method != "GET" and declared(app, rule.endpoint) is Client
    ]
    assert posted
    visitor = sign_in("ada")
    answers = [visitor.client.open(path, method=method, data={"text": "Mine"}) for method, path in posted]
    assert {answer.status_code for answer in answers} == {401}


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_bears_the_headers(stranger: Visitor, path: str) -> None:
    headers = stranger.get(path).headers
    for name, value in guards.HEADERS.items():
        assert headers[name] == value
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_only_a_page_with_nobodys_name_on_it_is_kept_by_the_browser(stranger: Visitor, sign_in: SignIn) -> None:
    kept = [one.get("/f/front-door").headers["Cache-Control"] for one in (stranger, sign_in("lea"))]
    assert kept == ["private, no-cache", "no-store"]


def test_cookies_are_for_this_site_only(app: Flask) -> None:
    app.config["SESSION_COOKIE_SECURE"] = True
    cookie = app.test_client().get("/signin").headers["Set-Cookie"]
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}


def test_by_https_browsers_are_told_to_stay_there(app: Flask) -> None:
    assert "max-age" in app.test_client().get("/signin").headers["Strict-Transport-Security"]


def test_a_post_without_our_token_changes_nothing(app: Flask, sign_in: SignIn, stranger: Visitor) -> None:
    stranger.get("/signin")
    theirs = stranger.hidden("csrf_token")
    visitor = sign_in("ada")
    exempt = (guards.OF_PUBLIC_LINKS, guards.OF_TRACKERS, guards.CHANGING_NOTHING)
    for method, path in (one for one in posts(app) if not one[1].startswith(exempt)):
        for data in ({}, {"csrf_token": "made up"}, {"csrf_token": theirs}):
            answer = visitor.client.open(path, method=method, data=data or {"x": "y"})
            assert answer.status_code == 400, path


def test_another_site_cannot_post(sign_in: SignIn) -> None:
    visitor = sign_in("lea")
    visitor.get("/")
    assert visitor.post("/settings/look", {"lang": "en"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml", ""])
def test_pages_take_forms_only(app: Flask, sign_in: SignIn, kind: str) -> None:
    visitor = sign_in("ada")
    headers = {"Content-Type": kind} if kind else {}
    for method, path in (one for one in posts(app) if not one[1].startswith(guards.OF_TRACKERS)):
        answer = visitor.client.open(path, method=method, data=b'{"a": 1}', headers=headers)
        assert answer.status_code == 415, path


def test_links_come_from_the_settings_whatever_the_host(world: World, stranger: Visitor) -> None:
    receipt = world.submit()
    page = stranger.get(
        f"/t/{receipt.tracking}?new=1", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    )
    assert "evil.example" not in page.text
    assert f"https://forms.example/t/{receipt.tracking}" in page.text


def test_too_much_at_once_is_said_so(stranger: Visitor) -> None:
    stranger.get("/f/front-door")
    assert stranger.post("/f/front-door", {"wish": "x" * 10_000_000}).status_code == 413
    assert stranger.client.post("/f/front-door", data=b"x" * 40_000_000).status_code in {413, 415}


def test_a_flood_of_passwords_is_slowed_down(stranger: Visitor) -> None:
    guards.limiter.enabled = True
    guards.limiter.reset()
    stranger.get("/signin")
    statuses = [stranger.post("/signin", {"email": "a@b.example", "password": "guess"}).status_code for _ in range(11)]
    guards.limiter.reset()
    assert (statuses[:10], statuses[10]) == ([422] * 10, 429)


def test_a_bug_is_shown_by_its_number_and_logged_under_it(
    app: Flask, stranger: Visitor, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> str:
        raise ZeroDivisionError("secret detail")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setitem(app.view_functions, "health.index", guards.doors.open_to(Door.EVERYONE)(broken))
    answer = stranger.get("/healthz")
    incident = caplog.records[-1].args[0]
    assert answer.status_code == 500
    assert incident in answer.text
    assert "secret detail" not in answer.text


def test_the_settings_decide_whether_cookies_are_secure() -> None:
    assert Settings("x", base_url="https://a.example").secure
    assert not Settings("x", base_url="http://a.example").secure


@pytest.mark.parametrize("path", ["/requests/%00", "/?after=~%00", "/f/a%00b", "/t/%00"])
def test_an_address_with_a_character_that_cannot_be_kept_leads_nowhere(sign_in: SignIn, path: str) -> None:
    assert sign_in("ada").get(path).status_code == 404


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "198.51.100.7"), (2, "203.0.113.9")])
def test_the_visitors_address_is_what_our_own_proxies_say(app: Flask, proxies: int, seen: str) -> None:
    """And never what a visitor writes before it."""
    fronted = Flask("fronted")
    guards.install(fronted, replace(app.extensions["formloom.settings"], proxies=proxies))
    fronted.before_request_funcs, fronted.after_request_funcs = {}, {}
    fronted.add_url_rule("/", view_func=lambda: str(request.remote_addr))
    told = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}
    assert fronted.test_client().get("/", headers=told).text == seen


def test_each_link_has_a_limit_of_its_own(app: Flask, world: World) -> None:
    with world.database.writing() as tx:
        links.add(tx, PublicLink(world.workspace, "B" * 26, "back-door", "change", open=True), world.now)
    guards.limiter.enabled = True
    guards.limiter.reset()
    client = app.test_client()
    statuses = [client.post("/f/front-door", data={"wish": "x"}).status_code for _ in range(21)]
    assert statuses == [422] * 20 + [429]
    assert client.post("/f/back-door", data={"wish": "x"}).status_code == 422


def test_processes_count_in_one_redis_and_by_themselves_while_it_is_away(
    app: Flask, world: World, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever guesses has ten tries a minute in the whole house; and nobody waits outside because a Redis is gone."""
    monkeypatch.setattr(guards.limiter, "_storage_dead", False)  # afterwards it is as before
    change_person(world, "lea", password_hash=accounts.hashed("open sesame"))
    settings = replace(app.extensions["formloom.settings"], broker_url=broker.url, base_url="http://forms.example")
    guards.limiter.enabled = True

    def tries(count: int, password: str = "guess") -> list[int]:  # noqa: S107 -- opens nothing
        """In an application that has just begun."""
        made = create_app(settings)
        visitor = Visitor(made.test_client())
        visitor.get("/signin")
        said = {"email": "lea@team.example", "password": password}
        statuses = [visitor.post("/signin", said).status_code for _ in range(count)]
        made.extensions["formloom.database"].close()
        return statuses

    assert tries(6) == [422] * 6
    assert tries(5) == [422] * 4 + [429]
    broker.kill()
    assert tries(1, "open sesame") == [302]
    assert tries(11) == [422] * 10 + [429]
