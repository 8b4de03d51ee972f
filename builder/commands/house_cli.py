"""The commands about documents that need the house: its database, or its pages.

The click context's object makes the application out of settings; `app.py` gives it, since this room may not know it.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from builder.commands.command_input import CannotRead, bytes_at, json_at, process_at
from builder.commands.documents import (
    FINE,
    PROBLEMS,
    as_json,
    careful,
    file,
    fillable,
    language,
    problems_json,
    show,
    show_problems,
)
from builder.demo import Guide, load_demo
from builder.editing.refusal import CannotEdit
from builder.exchange.exporting import EXPORTS, JSON, XLSX, Given, packed
from builder.exchange.formats import File
from builder.gallery import taking_over
from builder.publishing.publishing import CannotPublish, publish
from builder.web.rehearsal import preview
from runtime import settings
from runtime.access import Actor, Permission
from runtime.background import worker
from runtime.settings import Settings
from runtime.store.connection.database import Connection, Database
from runtime.store.people import workspaces
from runtime.store.processes import processes
from runtime.web.frame import shell
from schemas.document import Unreadable, fingerprint, loads

MakeApp = Callable[[Settings], Any]
"""Gives a Flask application; only `web` names that type."""

workspace_option = click.option("--workspace", default="", help="Name or id, where there is more than one.")


@click.command()
@file
@click.option("--state", default="", help="As the people of this step meet it.")
@click.option("--answers", default="{}", help='Answers already given: a file, "-", or JSON itself.')
@language
@click.pass_obj
def render(make_app: MakeApp, /, **given: Any) -> None:
    """Print the whole HTML page on which this form is filled."""
    _render(make_app=make_app, **given)


@careful()
def _render(make_app: MakeApp, file: str, state: str, answers: str, lang: str) -> int:
    process, said = fillable(file), json_at(answers)
    if state and state not in process.flow.by_key:
        raise CannotRead(f"no such step: {state}")
    if not isinstance(said, dict):
        raise CannotRead("answers are a JSON object")
    # The database is named because every house has one; drawing a form never opens it.
    app = make_app(Settings(secret_key="for this page only", database_url="sqlite:///never-opened"))  # noqa: S106 -- it guards nothing
    click.echo(preview.page(app, process, state=state, lang=lang, answers=said))
    return FINE


@click.command(name="publish")
@file
@workspace_option
@click.option("--note", default="", help="What is new in this version.")
@as_json
@language
@click.pass_obj
def publish_(make_app: MakeApp, /, **given: Any) -> None:
    """Publish a document in the configured database."""
    _publish(make_app=make_app, **given)


@careful(version=None, fingerprint=None)
def _publish(make_app: MakeApp, file: str, workspace: str, note: str, lang: str, *, as_json: bool) -> int:
    process = process_at(file)
    try:
        with opened(make_app), shell.writing() as tx:
            actor = Actor(workspace_named(tx, workspace), "system:", "", lang, frozenset(Permission))
            version = publish(tx, actor, process, shell.now(), note)
    except CannotPublish as refused:
        found = problems_json(refused.problems, lang)
        show_problems({"version": None, "fingerprint": None, "problems": found}, as_json=as_json)
        return PROBLEMS
    if as_json:
        show({"key": process.key, "version": version.number, "fingerprint": version.fingerprint, "problems": []})
    else:
        click.echo(f"{process.key} {version.number} {version.fingerprint}")
    return FINE


@click.command(name="draft")
@file
@workspace_option
@as_json
@language
@click.pass_obj
def draft_(make_app: MakeApp, /, **given: Any) -> None:
    """Bring a document, a package or a file of another format into the configured database, as a draft."""
    _draft(make_app=make_app, **given)


@careful(draft=None, key=None, fingerprint=None)
def _draft(make_app: MakeApp, file: str, workspace: str, lang: str, *, as_json: bool) -> int:
    sent = File(file, bytes_at(file))
    try:
        with opened(make_app), shell.writing() as tx:
            actor = house_itself(tx, workspace, lang)
            made, lost = taking_over.bring(tx, actor, sent, shell.now())
    except CannotEdit as refused:
        raise Unreadable((refused.problem,)) from refused
    found = problems_json(lost, lang)
    seal = fingerprint(made.process)
    show_problems({"draft": made.id, "key": made.process.key, "fingerprint": seal, "problems": found}, as_json=as_json)
    if not as_json:
        click.echo(f"{made.process.key} {made.id} {seal}")
    return FINE


@click.command()
@click.argument("key", metavar="KEY")
@workspace_option
@click.option("--format", "form", type=click.Choice(list(EXPORTS)), default="json", show_default=True)
@as_json
@language
@click.pass_obj
def export(make_app: MakeApp, /, **given: Any) -> None:
    """Print the published document of a process, or write it in another format; what is lost goes to standard error."""
    _export(make_app=make_app, **given)


@careful(document=None)
def _export(make_app: MakeApp, key: str, workspace: str, form: str, lang: str, *, as_json: bool) -> int:
    with opened(make_app), shell.reading() as tx:
        here = workspace_named(tx, workspace)
        version = processes.current(tx, here, key)
        if version is None:
            raise CannotRead(f"no process of that key is published: {key}")
        process = loads(version.document)
        package = taking_over.packed(tx, here, process)
    given = packed(package) if form == "package" else EXPORTS[form](process, lang)
    lost = problems_json(given.lost, lang)
    if as_json:
        show({"document": _in_json(given), "problems": lost})
        return FINE
    click.echo(given.content, nl=False)
    for one in lost:
        click.echo(f"{one['path'] or '/'}: {one['message']} [{one['code']}]", err=True)
    return FINE


def _in_json(given: Given) -> Any:
    """What is JSON as it is, other text as a text."""
    if given.kind == XLSX:
        raise CannotRead("a workbook is no JSON: ask for it without --json")
    text = given.content.decode()
    return json.loads(text) if given.kind == JSON else text


@contextmanager
def opened(make_app: MakeApp) -> Iterator[None]:
    """The configured house, left as it was found: no connection stays behind."""
    with make_app(settings.load()).app_context():
        try:
            yield
        finally:
            shell.database().close()


def workspace_named(tx: Connection, named: str) -> str:
    """The workspace of that name or id; the only one where none is named."""
    everything = workspaces.all_of_them(tx)
    there = [one for one in everything if named in {"", one.id, one.name}]
    if len(there) == 1:
        return there[0].id
    if not everything:
        raise CannotRead("there is no workspace yet: `formloom found NAME EMAIL` makes one")
    which = ", ".join(f"{one.name} ({one.id})" for one in there or everything)
    raise CannotRead(f"say with --workspace which of these: {which}")


def house_itself(tx: Connection, workspace: str, lang: str) -> Actor:
    """Who acts by a command in that workspace, where nobody has signed in."""
    return Actor(workspace_named(tx, workspace), "system:", "formloom", lang, frozenset(Permission))


@click.command()
def demo() -> None:
    """Fill an empty database with a workspace to look at, and print its people's log-ins."""
    chosen = settings.load()
    database = Database(chosen.database_url, chosen.secret_key, chosen.zone)
    told = load_demo(database, worker.now())
    database.close()
    click.echo("\n".join(_welcome(told, chosen.base_url)))


def _welcome(told: Guide, base_url: str) -> Iterator[str]:
    yield f"Formloom with demo data, at {base_url}"
    yield f"Sign in as any of these, with the password {told.password}"
    yield from (f"  {one.role:<9} {one.email:<32} {one.name}" for one in told.people)
    yield "Forms that need no account"
    yield from (f"  {base_url}/f/{token}  {key}" for key, token in told.links.items())
