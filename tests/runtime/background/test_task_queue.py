"""Several workers, woken by Celery over a real Redis: everything is done, and nothing twice, whatever the broker does."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from runtime.background import task_queue, worker
from runtime.files.storeroom import Folder
from runtime.proof import verify
from runtime.settings import Settings
from runtime.store.cases import journal
from runtime.store.connection.database import Database
from runtime.store.operations import due_work
from tests.broker import Broker
from tests.conftest import SECRET
from tests.runtime.office import World

PATIENCE = 60.0
"""Seconds until something that does not come has not come."""
_pause = threading.Event()


@contextmanager
def working(world: World, broker: Broker, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`formloom worker`, as an operator starts it."""
    said = {
        "FORMLOOM_DATABASE_URL": world.database.url.render_as_string(hide_password=False),
        "FORMLOOM_SECRET_KEY": SECRET,
        "FORMLOOM_BROKER_URL": broker.url,
        "FORMLOOM_FILES_URL": str(folder / "files"),
    }
    command = [Path(sys.executable).with_name("formloom"), "worker"]
    process = subprocess.Popen(command, env={**os.environ, **said}, cwd=folder, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        finally:
            process.kill()


def until(true: Callable[[], Any]) -> None:
    last = worker.now() + timedelta(seconds=PATIENCE)
    while not true():
        assert worker.now() < last, "it has not come"
        _pause.wait(0.05)


def reminded(world: World, case_id: str) -> int:
    """How often the board was."""
    with world.database.reading() as tx:
        told = [entry.body for entry in journal.of_case(tx, world.workspace, case_id) if entry.kind == "reminded"]
    return [body["state"] for body in told].count("board")


def is_done(world: World) -> bool:
    with world.database.reading() as tx:
        return due_work.waits_since(tx, worker.now()) is None


def test_two_workers_a_kill_and_a_broker_that_goes(world: World, broker: Broker, tmp_path: Path) -> None:
    """Each deadline of each case once, all messages, and every invariant, also when one of them is killed at work."""
    made = [world.at_board() for _ in range(30)]  # in March; by the clock of the workers every deadline is long over
    with working(world, broker, tmp_path) as first, working(world, broker, tmp_path):
        until(lambda: any(reminded(world, case_id) for case_id in made))
        first.kill()
        broker.kill()
        more = [world.at_board() for _ in range(5)]
        until(lambda: is_done(world))
        broker.start()
        more += [world.at_board() for _ in range(5)]
        until(lambda: is_done(world))
    assert [reminded(world, case_id) for case_id in [*made, *more]] == [1] * 40
    with world.database.reading() as tx:
        assert verify.verify(tx, Folder(tmp_path / "files"))["violations"] == []


class Ear:
    """Hears who is called; with ``deaf`` it is a broker that does not answer."""

    def __init__(self, *, deaf: bool = False) -> None:
        self.deaf, self.calls = deaf, 0

    def send_task(self, _name: str, **_how: Any) -> None:
        if self.deaf:
            raise ConnectionError
        self.calls += 1


@pytest.mark.parametrize(
    ("deaf", "late", "called", "done"),
    [
        (False, timedelta(seconds=-1), 0, False),  # nothing is due
        (False, timedelta(seconds=1), task_queue.CALLS, False),  # whoever was called does it
        (False, task_queue.UNHEARD, task_queue.CALLS, True),  # nobody has come
        (True, timedelta(seconds=1), 0, True),
    ],
)
def test_who_does_the_work(world: World, late: timedelta, called: int, *, deaf: bool, done: bool) -> None:
    ear = Ear(deaf=deaf)
    case_id = world.at_board()
    world.wait(days=1)
    with world.database.reading() as tx:
        assert due_work.waits_since(tx, world.now - timedelta(days=1, seconds=1)) is None
    settings = Settings(SECRET, str(world.database.url))
    while worker.postman.deliver(world.database, settings, world.now):
        pass
    task_queue.look(ear, world.database, settings, world.now + late)
    assert (ear.calls, bool(reminded(world, case_id))) == (called, done)


def test_a_clock_that_is_put_back_delays_nothing(database: Database) -> None:
    done: list[datetime] = []
    seldom = worker.Seldom(database, Settings(SECRET, str(database.url)))
    seldom._rota = {"look": (timedelta(hours=1), done.append)}
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    for minutes in (0, 30, 61, -24 * 60, -24 * 60 + 30, 10):
        seldom.turn(noon + timedelta(minutes=minutes))
    assert [int((at - noon) / timedelta(minutes=1)) for at in done] == [0, 61, -1440, 10]
