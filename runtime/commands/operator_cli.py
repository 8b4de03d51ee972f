"""The commands of whoever runs an installation: bring the database up, serve, work, prove, let a program in."""

import json
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, TextIO

import click
from gunicorn.app.base import BaseApplication
from gunicorn.util import import_app

from runtime import settings
from runtime.background import task_queue, worker
from runtime.commands import backups
from runtime.commands.backups import Unusable
from runtime.commands.command_line import WRONG_CALL
from runtime.files import storeroom
from runtime.people import accounts
from runtime.proof import anchors, counting_anew, verify
from runtime.proof.anchors import Unreadable
from runtime.settings import Settings
from runtime.store import migrating
from runtime.store.connection.database import Database
from runtime.store.people import people
from schemas.fields.kind import Refused
from schemas.fields.registry import TYPES
from schemas.model.form import Field
from schemas.words import LANGUAGES

FINE, PROBLEMS = 0, 1
APPLICATION = "app:served()"
"""By name, since what serves stands below the application."""
THREADS = 8
LONGEST_NAME = 80
"""Characters of the name of a workspace."""


def settled(command: Callable[..., int]) -> Callable[..., None]:
    """Gives a command the settings, and leaves with its status."""

    @wraps(command)
    def run(**given: Any) -> None:
        sys.exit(command(settings.load(), **given))

    return run


@click.command()
@settled
def migrate(settings: Settings) -> int:
    """Bring the database to the newest shape."""
    migrating.migrate(settings.database_url)
    return FINE


@click.command()
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="Web processes.")
@click.option(
    "--worker/--no-worker", "works", default=None, help="Do the work that is due as well: yes, unless a broker is set."
)
@settled
def serve(settings: Settings, processes: int, *, works: bool | None) -> int:
    """Serve the pages and the API on 127.0.0.1, and do the work that is due."""
    if processes > 1 and settings.database_url.startswith("sqlite"):
        click.echo("SQLite has one writer: serve it with one process.", err=True)
        return WRONG_CALL
    click.echo(f"Formloom is at {settings.base_url}")
    _Served(settings, processes, works=not settings.broker_url if works is None else works).run()
    return FINE


class _Served(BaseApplication):  # type: ignore[misc]  # gunicorn brings no types
    """Gunicorn, set up by us and by nothing else."""

    def __init__(self, settings: Settings, processes: int, *, works: bool) -> None:
        self.settings = settings
        self.processes = processes
        self.works = works
        super().__init__()

    def load_config(self) -> None:
        chosen = {
            "bind": f"127.0.0.1:{self.settings.port}",
            "worker_class": "gthread",
            "workers": self.processes,
            "threads": THREADS,
            "post_worker_init": self._work_beside,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in chosen.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        return import_app(APPLICATION)

    def _work_beside(self, _process: Any) -> None:
        """The worker, in a thread of each web process: rows are leased, so that several do nothing twice."""
        if self.works:
            threading.Thread(target=worker.run, args=(self.settings, threading.Event()), daemon=True).start()


@click.command("worker")
@click.option("--threads", type=click.IntRange(1, 32), default=2, show_default=True, help="With a broker: at once.")
@settled
def work(settings: Settings, threads: int) -> int:
    """Fire deadlines and send mail as they fall due, until told to stop. With a broker, as one of several."""
    stop = threading.Event()
    if settings.broker_url:
        task_queue.run(settings, stop, threads)
        return FINE
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda _number, _frame: stop.set())
    worker.run(settings, stop)
    return FINE


@click.command()
@click.argument("email")
@click.option("--label", default="command line", show_default=True, help="What the token is for.")
@settled
def token(settings: Settings, email: str, label: str) -> int:
    """Print a new bearer token of a person for the API. It is shown this once."""
    database = Database(settings.database_url, settings.secret_key, settings.zone)
    with database.writing() as tx:
        known = [one for one in people.by_email(tx, email.strip().lower()) if one.active]
        made = accounts.new_token(tx, known[0], label, worker.now()) if known else ""
    database.close()
    click.echo(made or f"There is nobody with the address {email}.", err=not made)
    return FINE if made else PROBLEMS


@click.command()
@click.argument("name")
@click.argument("email")
@click.option("--person", default="", help="The administrator's own name.")
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True)
@settled
def found(settings: Settings, name: str, email: str, person: str, lang: str) -> int:
    """Make a workspace with its first administrator, and print their password. It is shown this once."""
    name, email = name.strip(), email.strip()
    if not (name.isprintable() and 0 < len(name) <= LONGEST_NAME):
        click.echo(f"A workspace has a name of at most {LONGEST_NAME} characters.", err=True)
        return WRONG_CALL
    if not _is_address(email):
        click.echo(f"This is no e-mail address: {email}", err=True)
        return WRONG_CALL
    with _opened(settings) as database, database.writing() as tx:
        admin, password = accounts.found(tx, name, email, worker.now(), lang, called=person)
    click.echo(f"{settings.base_url}/signin\n{admin.email}\n{password}")
    return FINE


def _is_address(text: str) -> bool:
    try:
        return bool(TYPES["email"].read(Field("email", "email"), text))
    except Refused:
        return False


@click.command("recount")
@click.option("--check", is_flag=True, help="Only compare; nothing is mended.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@settled
def count_anew(settings: Settings, *, check: bool, as_json: bool) -> int:
    """Count every request anew from its journal: mends what insight counts, and proves it."""
    database = Database(settings.database_url, settings.secret_key, settings.zone)
    found = counting_anew.recount(database, write=not check)
    database.close()
    if as_json:
        click.echo(json.dumps({"ok": not found.wrong, "cases": found.cases, "wrong": list(found.wrong)}))
    else:
        click.echo(f"{found.cases} requests counted, {len(found.wrong)} otherwise than before")
    return PROBLEMS if check and found.wrong else FINE


def _free(_context: click.Context, _option: click.Parameter, target: Path | None) -> Path | None:
    """Found out before a proof that may take long."""
    if target and (target.exists() or not target.parent.is_dir()):
        raise click.BadParameter(f"{target} is there already, or its folder is not.")
    return target


@click.command("verify")
@click.option(
    "--write", "target", type=click.Path(path_type=Path), callback=_free, help="Write an anchor, if all holds."
)
@click.option("--against", "anchor", type=click.File(encoding="utf-8"), help="Compare with an anchor of before.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@settled
def prove(settings: Settings, *, target: Path | None, anchor: TextIO | None, as_json: bool) -> int:
    """Prove the invariants of the database, the chain of every journal among them."""
    with _opened(settings) as database, database.reading() as tx:
        now = worker.now()
        try:
            compared = anchors.compare(tx, anchor) if anchor else None
        except Unreadable as unreadable:
            click.echo(str(unreadable), err=True)
            return WRONG_CALL
        found = verify.verify(tx, storeroom.of(settings))
        found = compared.beside(found) if compared else found
        if target and found["ok"]:
            anchors.write(tx, target, now)
    _tell(found, as_json=as_json)
    if target and not found["ok"]:
        click.echo(f"{target} was not written: not everything holds.", err=True)
    return FINE if found["ok"] else PROBLEMS


def _tell(found: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for name, count in found["checked"].items():
        click.echo(f"{name}: {count} checked")
    for violation in found["violations"]:
        click.echo(f"VIOLATED: {violation}")


@click.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@settled
def backup(settings: Settings, target: Path) -> int:
    """Write database and files, as of one moment, to one file. Everybody may go on working meanwhile."""
    with _opened(settings) as database:
        count = backups.backup(database, storeroom.of(settings), target.resolve(), worker.now())
    click.echo(f"{target}: {count.rows} rows, {count.files} files. Keep FORMLOOM_SECRET_KEY as well: it is not in it.")
    return FINE


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@settled
def restore(settings: Settings, source: Path) -> int:
    """Bring a backup into a new database and an empty folder or bucket, and prove it."""
    settings.prepare()
    migrating.migrate(settings.database_url)
    with _opened(settings) as database:
        try:
            count = backups.restore(database, storeroom.of(settings), source)
        except Unusable as unusable:
            click.echo(str(unusable), err=True)
            return PROBLEMS
        with database.reading() as tx:
            found = verify.verify(tx, storeroom.of(settings))
    click.echo(f"{count.rows} rows, {count.files} files are back.")
    for violation in found["violations"]:
        click.echo(f"VIOLATED: {violation}")
    return FINE if found["ok"] else PROBLEMS


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    database = worker.opened(settings)
    try:
        yield database
    finally:
        database.close()
