"""The houses, each open on a port of its own: the same server, as many processes and threads, the same PostgreSQL."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import sleep

import walks
from the_case import BOARD, CLERK, process
from traffic import House

from runtime.background import worker
from runtime.people import accounts
from runtime.processes import deployment
from runtime.store.connection.database import Database
from runtime.store.ids import new_id
from runtime.store.migrating import migrate
from runtime.store.people import people, workspaces
from schemas.document import load

ROOT = Path(__file__).parents[1]
PEERS = Path(__file__).with_name("peers")
PEERS_PYTHON = ROOT / ".bench-venv/bin/python"
SECRET = "only for the bench"  # noqa: S105 -- of a database that lives for a minute
PATIENCE = 30.0
"""Seconds until a house must be open."""


def settled(url: str) -> Mapping[str, str]:
    """Our own house with the case in it; the token of each person."""
    migrate(url)
    database, now = Database(url, SECRET), worker.now()
    with database.writing() as tx:
        workspace = new_id(now)
        workspaces.add(tx, workspaces.Workspace(workspace, "Bench"), now)
        there = {key: accounts.new_person(tx, workspace, f"{key}@team.example", now, name=key.title()) for key in BOARD}
        deployment.deploy(tx, workspace, load(process()), "person:nobody", now)
        for group in people.groups(tx, workspace):
            members = BOARD if group.key == "board" else (CLERK,)
            people.set_members(tx, replace(group, members=tuple(there[key].id for key in members)))
        tokens = {key: accounts.new_token(tx, one, "bench", now) for key, one in there.items()}
    database.close()
    return tokens


@contextmanager
def ours(name: str, url: str, folder: Path, processes: int) -> Iterator[House]:
    tokens = settled(url)
    said = {"FORMLOOM_DATABASE_URL": url, "FORMLOOM_SECRET_KEY": SECRET, "FORMLOOM_FILES_URL": str(folder / "files")}
    with _open("app:served()", ROOT, said, sys.executable, processes) as port:
        yield House(name, port, walks.ours, tokens)


@contextmanager
def bare(name: str, address: str, processes: int) -> Iterator[House]:
    said = {"BARE_DATABASE": address}
    subprocess.run([PEERS_PYTHON, PEERS / "bare.py"], check=True, env={**os.environ, **said})
    with _open("bare:app", PEERS, said, str(PEERS_PYTHON), processes) as port:
        yield House(name, port, walks.by_hand, {key: key for key in BOARD})


@contextmanager
def viewflow(name: str, address: str, processes: int) -> Iterator[House]:
    said = {"FLOWSITE_DATABASE": address, "PYTHONPATH": str(PEERS)}
    told = [PEERS_PYTHON, "-m", "flowsite.prepare"]
    printed = subprocess.run(told, check=True, env={**os.environ, **said}, capture_output=True).stdout
    with _open("flowsite.wsgi:application", PEERS, said, str(PEERS_PYTHON), processes) as port:
        yield House(name, port, walks.in_viewflow, json.loads(printed))


@contextmanager
def _open(application: str, folder: Path, said: Mapping[str, str], python: str, processes: int) -> Iterator[int]:
    """Where it is open: gunicorn with threads, eight of them together."""
    port = _free_port()
    threads = str(8 // processes)
    options = ["-k", "gthread", "-w", str(processes), "--threads", threads, "--keep-alive", "75", "--no-control-socket"]
    quiet = ["--log-level", "warning", "-b", f"127.0.0.1:{port}"]
    command = [python, "-m", "gunicorn", *options, *quiet, application]
    with subprocess.Popen(command, cwd=folder, env={**os.environ, **said}) as serving:
        try:
            _wait_for(port, serving)
            yield port
        finally:
            serving.terminate()


def _wait_for(port: int, serving: "subprocess.Popen[bytes]") -> None:
    for _ in range(int(PATIENCE / 0.1)):
        if serving.poll() is not None:
            raise RuntimeError("the house did not open")
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.1)
    raise RuntimeError("the house did not open in time")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
