"""The house with a workspace in it, and people who come to its pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from app import create_app
from runtime.settings import Settings
from runtime.store.connection.database import Database
from runtime.store.people import people
from runtime.web.frame import guards, shell
from tests.runtime.office import World

SECRET = "only for tests"  # noqa: S105 -- opens nothing but a test's own database


@dataclass
class Visitor:
    """Somebody with a browser: cookies are kept, and forms are posted with the token of the page before."""

    client: FlaskClient
    page: str = ""

    def get(self, path: str, **more: Any) -> TestResponse:
        return self._saw(self.client.get(path, **more))

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        kept = {name: self.hidden(name) for name in ("csrf_token", "_page")}
        return self._saw(self.client.post(path, data={**kept, **(data or {})}, **more))

    def _saw(self, answer: TestResponse) -> TestResponse:
        """A page with a form on it stays before their eyes until the next one."""
        if answer.mimetype == "text/html" and ("csrf_token" in answer.text or 'name="_page"' in answer.text):
            self.page = answer.text
        return answer

    def hidden(self, name: str) -> str:
        if not self.page:
            self.get("/signin")
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
        return found[1] if found else ""

    def fill(self, path: str, answers: dict[str, Any], **more: Any) -> TestResponse:
        """Open a form, and send it with everything hidden that it brings along."""
        self.get(path)
        kept = {name: self.hidden(name) for name in ("_key", "_version", "_case") if self.hidden(name)}
        return self.post(more.pop("to", path), {**kept, **answers}, **more)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Pages are tested on one kind of database; the store is tested on both."""
    return sqlite_url


@pytest.fixture
def app(world: World, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The house at the world's own time, so that nothing is overdue by accident."""
    monkeypatch.setattr(shell, "now", lambda: world.now)
    settings = Settings(
        secret_key=SECRET,
        database_url=database.url.render_as_string(hide_password=False),
        base_url="https://forms.example",
        files=tmp_path / "files",
    )
    made = create_app(settings)
    made.config["SESSION_COOKIE_SECURE"] = False  # the test client speaks http
    made.config["SESSION_COOKIE_NAME"] = "formloom"
    guards.limiter.enabled = False
    yield made
    guards.limiter.enabled = True
    made.extensions["formloom.database"].close()


def change_person(world: World, name: str, **changes: Any) -> None:
    """As an administrator would, behind the back of whoever is signed in."""
    world.people = {**world.people, name: replace(world.people[name], **changes)}
    with world.database.writing() as tx:
        people.keep(tx, world.people[name])


@pytest.fixture
def stranger(app: Flask) -> Visitor:
    return Visitor(app.test_client())


@pytest.fixture
def sign_in(app: Flask, world: World) -> Any:
    def enter(name: str) -> Visitor:
        visitor = Visitor(app.test_client())
        with app.test_request_context():
            shell.sign_in(world.people[name])
            entered = dict(session)
        with visitor.client.session_transaction() as kept:
            kept.update(entered)
        return visitor

    return enter


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """What the pages ask the database, but for what opens a transaction."""
    said: list[str] = []
    engine = app.extensions["formloom.database"].engine

    def listen(_tx: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            said.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    yield said
    event.remove(engine, "before_cursor_execute", listen)
