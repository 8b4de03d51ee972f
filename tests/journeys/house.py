"""The house, served for real: an address that a browser can open, and the rows behind it."""

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.serving import make_server

from app import create_app
from builder import gallery, publishing
from runtime import accounts, postman, storeroom, worker
from runtime.settings import Settings
from runtime.store import links, people, workspaces
from runtime.store.database import Database
from runtime.store.ids import new_id
from runtime.store.people import Person
from runtime.store.workspaces import Workspace
from runtime.verify import verify

PROCESS = "customer-change"
PASSWORD = "correct horse battery"  # noqa: S105 -- of nobody
SECRET = "only for the journeys of tests"  # noqa: S105 -- opens nothing but a test's own database
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
    """``workspace`` is the id of the only one in it."""

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
            return {one.key: one for one in people.everybody(tx, self.workspace)}

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


@contextmanager
def served(database_url: str, files: Path, password: str = PASSWORD) -> Iterator[House]:
    """Open on a free port for as long as the block lasts."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, Flask("not open yet"), threaded=True)
    address = f"http://127.0.0.1:{server.port}"
    settings = Settings(SECRET, database_url, address, files=files)
    server.app = app = create_app(settings)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    database = Database(database_url, SECRET)
    try:
        yield House(app, address, database, settings, password)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        app.extensions["formloom.database"].close()
        database.close()


def settle(database: Database) -> None:
    """A workspace with people and groups, and the customer change from the gallery, cloned and published."""
    now = worker.now()
    with database.writing() as tx:
        workspace = Workspace(new_id(now), "Journeys")
        workspaces.add(tx, workspace, now)
        there = {
            key: accounts.new_person(
                tx, workspace.id, f"{key}@team.example", now, name=name, role=role, password=PASSWORD
            )
            for key, (name, role) in PEOPLE.items()
        }
        designer = accounts.actor_of(there["dora.lind"])
        draft = gallery.clone(tx, designer, PROCESS, now)
        for group in people.groups(tx, workspace.id):
            people.set_members(tx, replace(group, members=tuple(there[key].id for key in GROUPS[group.key])))
        publishing.publish(tx, designer, draft.process, now)
