"""The house, served for real: an address that a browser can open, and the rows behind it."""

import logging
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.serving import ThreadedWSGIServer

from app import create_app
from builder.gallery import gallery
from builder.publishing import publishing
from runtime.background import postman, worker
from runtime.files import storeroom
from runtime.people import accounts
from runtime.proof.verify import verify
from runtime.settings import Settings
from runtime.store.connection.database import Connection, Database
from runtime.store.forms import links
from runtime.store.ids import new_id
from runtime.store.people import people, workspaces
from runtime.store.people.people import Person
from runtime.store.people.workspaces import Workspace

PROCESS = "customer-change"
PASSWORD = "correct horse battery"  # noqa: S105 -- of nobody
SECRET = "only for the journeys of tests"  # noqa: S105 -- opens nothing but a test's own database
POLL = 0.05
"""Seconds until a server notices that it is to close."""

PEOPLE = {
    "ada.stone": ("Ada Stone", "admin"),
    "dora.lind": ("Dora Lind", "designer"),
    "pia.moss": ("Pia Moss", "member"),
    "tom.hill": ("Tom Hill", "member"),
    "kai.berg": ("Kai Berg", "member"),
    "mei.zhou": ("Mei Zhou", "member"),
}
GROUPS = {
    "pm": ("pia.moss",),
    "tech": ("tom.hill",),
    "leads": ("ada.stone",),
    "ccb": ("ada.stone", "kai.berg", "mei.zhou"),
}


@dataclass(frozen=True)
class House:
    """``workspace`` is the id of the first one in it; ``people`` are those of all, by key."""

    app: Flask
    address: str
    database: Database
    settings: Settings
    password: str = PASSWORD

    @cached_property
    def workspace(self) -> str:
        with self.database.reading() as tx:
            return workspaces.all_of_them(tx)[0].id

    @cached_property
    def people(self) -> Mapping[str, Person]:
        with self.database.reading() as tx:
            there = [one.id for one in workspaces.all_of_them(tx)]
            return {one.key: one for workspace in there for one in people.everybody(tx, workspace)}

    def form(self, process: str = PROCESS) -> str:
        """The path of the public link."""
        with self.database.reading() as tx:
            return f"/f/{links.of_process(tx, self.workspace, process)[0].token}"

    def deliver(self) -> None:
        """Mail goes out: without a mail server, onto the page of sent mail."""
        while postman.deliver(self.database, self.settings, worker.now()):
            pass

    def verified(self) -> Mapping[str, Any]:
        with self.database.reading() as tx:
            return verify(tx, storeroom.of(self.settings))


class Server(ThreadedWSGIServer):
    """Answers nobody any more once it is closed: what it reads from has ended then, and what it was doing is done.

    Werkzeug's own leaves its threads to themselves; one of them may still have a connection to the database in hand.
    """

    daemon_threads = False

    def __init__(self, app: Any) -> None:
        self._lines: set[Any] = set()
        super().__init__("127.0.0.1", 0, app)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._lines.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._lines.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        for line in list(self._lines):
            with suppress(OSError):  # the other end has gone
                line.shutdown(socket.SHUT_RD)
        super().server_close()


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """It answers for as long as the block lasts."""
    thread = threading.Thread(target=server.serve_forever, args=(POLL,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def served(database_url: str, files: Path, password: str = PASSWORD) -> Iterator[House]:
    """Open on a free port for as long as the block lasts."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = Server(Flask("not open yet"))
    settings = Settings(SECRET, database_url, f"http://127.0.0.1:{server.port}", files=files)
    server.app = app = create_app(settings)
    own = closing(Database(database_url, SECRET))
    with closing(app.extensions["formloom.database"]), own as database, serving(server):
        yield House(app, settings.base_url, database, settings, password)


def move_in(tx: Connection, now: datetime) -> tuple[Workspace, Mapping[str, Person]]:
    """A new workspace with its people, by key."""
    workspace = Workspace(new_id(now), "Journeys")
    workspaces.add(tx, workspace, now)
    return workspace, {
        key: accounts.new_person(tx, workspace.id, f"{key}@team.example", now, name=name, role=role, password=PASSWORD)
        for key, (name, role) in PEOPLE.items()
    }


def settle(database: Database) -> None:
    """A workspace with people and groups, and the customer change from the gallery, cloned and published."""
    now = worker.now()
    with database.writing() as tx:
        _, there = move_in(tx, now)
        offer(tx, there, PROCESS, GROUPS, now)


def offer(
    tx: Connection, there: Mapping[str, Person], key: str, groups: Mapping[str, tuple[str, ...]], now: datetime
) -> None:
    """A process of the gallery, cloned and published, with these people in the groups that it names."""
    designer = accounts.actor_of(there["dora.lind"])
    draft = gallery.clone(tx, designer, key, now)
    for group in people.groups(tx, designer.workspace):
        if group.key in groups:
            people.set_members(tx, replace(group, members=tuple(there[name].id for name in groups[group.key])))
    publishing.publish(tx, designer, draft.process, now)
