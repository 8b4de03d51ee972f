"""Ten thousand deadlines of the same minute, on PostgreSQL with fsync: how long two workers and Celery over Redis take."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

import psycopg

from runtime import lifecycle
from runtime.background import worker
from runtime.lifecycle import Submission
from runtime.people import accounts
from runtime.processes import deployment
from runtime.store.connection.database import Database
from runtime.store.ids import new_id
from runtime.store.migrating import migrate
from runtime.store.people import people, workspaces
from schemas.document import load

ROOT = Path(__file__).parents[1]
SECRET = "only for the bench"  # noqa: S105 -- of a database that lives for a minute
TOGETHER = 100
"""Requests filed in one transaction; filing is not what is measured."""
PATIENCE = 600.0
"""Seconds after which something is wrong."""

PROCESS: dict[str, Any] = {
    "format": "formloom/1",
    "key": "late",
    "title": {"en": "Late"},
    "number": "L-{seq:6}",
    "form": {"schema": {"type": "object", "properties": {"wish": {"type": "string", "title": "Wish"}}}},
    "flow": {
        "initial": "work",
        "states": [
            {
                "key": "work",
                "kind": "task",
                "title": {"en": "Work"},
                "who": [{"person": "ann"}],
                "deadlines": [{"after": "P2D", "do": "remind"}],
            },
            {"key": "done", "kind": "end", "title": {"en": "Done"}, "outcome": "closed"},
        ],
        "moves": [{"key": "finish", "from": "work", "to": "done", "title": {"en": "Finish"}}],
    },
}


def measured(count: int, workers: int) -> str:
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="formloom-bench-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        url = stack.enter_context(_postgresql(folder))
        broker = stack.enter_context(_redis(folder))
        migrate(url)
        database = Database(url, SECRET)
        stack.callback(database.close)
        _file(database, count, worker.now() - timedelta(days=2, minutes=1))
        with psycopg.connect(url) as server:
            server.execute("UPDATE outbox SET sent_at = made_at")  # letters of two days ago are long gone
            server.commit()
            said = {"FORMLOOM_DATABASE_URL": url, "FORMLOOM_SECRET_KEY": SECRET, "FORMLOOM_BROKER_URL": broker}
            for _ in range(workers):
                stack.enter_context(_worker(folder, said))
            fired, told = _watched(server, count)
            twice = _one(server, "SELECT count(*) - count(DISTINCT case_id) FROM journal WHERE kind = 'reminded'")
    return f"| {count:,} | {workers} | {fired:.1f} s | {count / fired:.0f} / s | {told:.1f} s | {twice} |".replace(
        ",", " "
    )


def _file(database: Database, count: int, then: datetime) -> None:
    with database.writing() as tx:
        workspace = new_id(then)
        workspaces.add(tx, workspaces.Workspace(workspace, "Bench"), then)
        ann = accounts.new_person(tx, workspace, "ann@team.example", then, name="Ann")
        people.keep(tx, ann)
        deployment.deploy(tx, workspace, load(PROCESS), "person:nobody", then)
    actor = accounts.actor_of(ann)
    for _ in range(count // TOGETHER):
        with database.writing() as tx:
            for _ in range(TOGETHER):
                lifecycle.submit(tx, Submission(actor, "late", {"wish": "A door"}), then)


def _watched(server: "psycopg.Connection[Any]", count: int) -> tuple[float, float]:
    """Seconds from the first deadline that is carried out to the last, and to the last notice of one."""
    waiting = "SELECT count(*) FROM case_file WHERE next_due IS NOT NULL"
    unsent = "SELECT count(*) FROM outbox WHERE sent_at IS NULL"
    began = perf_counter()
    while _one(server, waiting) == count:
        _rest(began)
    first = perf_counter()
    while _one(server, waiting):
        _rest(began)
    fired = perf_counter() - first
    while _one(server, unsent):
        _rest(began)
    return fired, perf_counter() - first


def _rest(began: float) -> None:
    if perf_counter() - began > PATIENCE:
        raise RuntimeError("they do not come to an end")
    sleep(0.1)


def _one(server: "psycopg.Connection[Any]", question: str) -> int:
    row = server.execute(question).fetchone()  # type: ignore[arg-type]
    server.commit()
    return int(row[0]) if row else 0


@contextmanager
def _worker(folder: Path, said: dict[str, str]) -> Iterator[None]:
    environment = {**os.environ, **said, "FORMLOOM_FILES_URL": f"{folder}/files"}
    command = [Path(sys.executable).with_name("formloom"), "worker"]
    with subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL) as working:
        try:
            yield
        finally:
            working.terminate()


@contextmanager
def _redis(folder: Path) -> Iterator[str]:
    options = ["--port", "0", "--unixsocket", f"{folder}/redis.sock", "--save", "", "--dir", str(folder)]
    with subprocess.Popen(
        [shutil.which("redis-server") or "redis-server", *options], stdout=subprocess.DEVNULL
    ) as running:
        try:
            yield f"redis+socket://{folder}/redis.sock"
        finally:
            running.terminate()


@contextmanager
def _postgresql(folder: Path) -> Iterator[str]:
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))
    is_root = os.geteuid() == 0
    if is_root:  # the server refuses to run as root
        folder.chmod(0o777)
    who: dict[str, Any] = {"user": "nobody", "group": "nogroup", "extra_groups": []} if is_root else {}

    def run(program: str, *arguments: str) -> None:
        subprocess.run([programs / program, *arguments], check=True, cwd="/", stdout=subprocess.DEVNULL, **who)

    run("initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C")
    options = f"-c listen_addresses= -c unix_socket_directories={folder}"
    run("pg_ctl", "-D", f"{folder}/data", "-w", "-l", f"{folder}/log", "-o", options, "start")
    try:
        yield f"postgresql:///postgres?host={folder}&user=postgres"
    finally:
        run("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")


if __name__ == "__main__":
    print("## Deadlines of the same minute\n")
    print("| deadlines | workers | all carried out after | | all notices out after | twice |")
    print("|---|---|---|---|---|---|")
    for workers in (1, 2):
        print(measured(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, workers))
