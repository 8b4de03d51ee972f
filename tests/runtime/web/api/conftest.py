"""Programs that have the tokens of the people of the workspace, on both kinds of database."""

from collections.abc import Callable

import pytest
from flask import Flask

from runtime.people import accounts
from runtime.store import keys
from tests.runtime.office import ANSWERS, World
from tests.runtime.web.api.program import CASES, Program, case_of, take


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """What PostgreSQL does not take, SQLite may: a program can send anything."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def enter(app: Flask, world: World) -> Callable[[str], Program]:
    """A program with the token of one of the staff."""

    def enter(name: str) -> Program:
        with world.database.writing() as tx:
            return Program(app, accounts.new_token(tx, world.people[name], "test", world.now))

    return enter


@pytest.fixture
def visitor(app: Flask) -> Program:
    return Program(app)


@pytest.fixture
def lea(enter: Callable[[str], Program]) -> Program:
    return enter("lea")


@pytest.fixture
def client(lea: Program, enter: Callable[[str], Program], world: World) -> Program:
    """Holds the one-time link of a case that waits for the client."""
    made = lea.post(CASES, {"answers": ANSWERS, "on_behalf": True}).json
    take(lea, "send", {"price": 100, "secret": "a third"})
    for voter in ("bo", "bea"):
        take(enter(voter), "approve")
    (task,) = world.tasks(case_of(made))
    with world.database.reading() as tx:
        return Program(lea.app, keys.token(tx, "task", task.id))
