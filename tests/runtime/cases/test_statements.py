"""What a change and a page cost in statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from runtime.lifecycle import Decision
from runtime.store.connection.database import Database
from runtime.views import bundles, worklist
from tests.runtime.office import World


def test_a_decision_costs_ten_statements_at_the_most(world: World, statements: list[str]) -> None:
    case_id = world.submit().case_id
    task = world.task(case_id, world.party("lea"))
    statements.clear()
    world.carry_out(Decision(world.actor("lea"), task.id, "send", raw={"price": 100}, key="k"))
    assert len(statements) <= 10, statements  # the first one also counts how long the answer took


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_a_decision_is_four_journeys_to_a_server(world: World, tmp_path: Path) -> None:
    """Told by the wire itself: the server ends each with a word."""
    tasks = [world.task(world.submit(key=key).case_id, world.party("lea")) for key in "ab"]
    counts = []
    for task in tasks:
        with _overheard(world.database, tmp_path / task.id) as heard:
            world.carry_out(Decision(world.actor("lea"), task.id, "send", raw={"price": 100}, key=task.id))
        counts.append(heard.read_text().count("ReadyForQuery"))
    assert counts[-1] == 4, "the first one also prepares what it says"


@contextmanager
def _overheard(database: Database, heard: Path) -> Iterator[Path]:
    """Where whatever goes over the wire meanwhile is written down."""
    followed: list[Any] = []

    def follow(connection: Any, *_: Any) -> None:
        connection.pgconn.trace(file.fileno())
        followed.append(connection.pgconn)

    with heard.open("w") as file:
        event.listen(database.engine, "checkout", follow)
        yield heard
        event.remove(database.engine, "checkout", follow)
        for one in followed:
            one.untrace()


def test_a_vote_costs_less_and_a_deciding_one_no_more(world: World, statements: list[str]) -> None:
    case_id = world.at_board()
    costs = []
    for who in ("bo", "bea"):
        task = world.task(case_id, world.party(who))
        statements.clear()
        world.carry_out(Decision(world.actor(who), task.id, "approve", key=who))
        costs.append(len(statements))
    assert costs[0] <= 5, statements
    assert costs[1] <= 9, statements


def test_a_submission_costs_fourteen_at_the_most(world: World, statements: list[str]) -> None:
    world.submit(key="first")
    statements.clear()
    world.submit(key="second")
    assert len(statements) <= 14, statements


def test_a_page_reads_three_times_at_the_most(world: World, statements: list[str]) -> None:
    case_id = world.at_board()
    actor = world.actor("bo")
    task = world.task(case_id, actor.party)
    with world.database.reading() as tx:
        tracking = world.tracking_token(tx, case_id)
        for read, most in (
            (lambda: worklist.inbox(tx, actor), 1),
            (lambda: worklist.inbox(tx, actor, "mine"), 1),
            (lambda: worklist.inbox(tx, actor, "watching"), 1),
            (lambda: worklist.greeting(tx, actor, world.now), 1),
            (lambda: worklist.inbox(tx, actor, "done"), 1),
            (lambda: bundles.of_step(tx, actor, "change/board"), 1),
            (lambda: bundles.of_tasks(tx, actor, [task.id]), 1),
            (lambda: worklist.case_page(tx, actor, case_id), 3),
            (lambda: worklist.task_page(tx, actor, task.id), 3),
            (lambda: worklist.tracking(tx, tracking), 3),
            (lambda: worklist.catalogue(tx, world.workspace), 1),
        ):
            statements.clear()
            read()
            assert len(statements) <= most, statements
