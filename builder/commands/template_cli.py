"""The commands about templates: what teams share is kept in git, shown, used and thrown away by scripts."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from builder.commands.command_input import CannotRead
from builder.commands.documents import (
    FINE,
    as_json,
    careful,
    file,
    language,
    looked_over,
    problems_json,
    show,
    show_problems,
)
from builder.commands.house_cli import MakeApp, house_itself, opened, workspace_option
from builder.editing.adapting import Choices
from builder.editing.refusal import CannotEdit
from builder.exchange.formats import export_text
from builder.gallery import gallery, gallery_search, own_templates
from builder.gallery.gallery import OWN, Template
from builder.gallery.own_templates import Label
from runtime.access import Actor, Denied
from runtime.store.connection.database import Connection
from runtime.store.missing import Missing
from runtime.web.frame import shell
from schemas.document import Unreadable, fingerprint
from schemas.model import categories

name_argument = click.argument("name", metavar="NAME")


@click.group()
def templates() -> None:
    """What stands in the gallery: list, show, put, use, remove."""


@templates.command(name="list")
@click.option("--q", "query", default="", help="Words that are looked for, in any language.")
@click.option("--category", default="", help="Only those of this shelf.")
@workspace_option
@as_json
@language
@click.pass_obj
def list_(make_app: MakeApp, /, **given: Any) -> None:
    """Those of the workspace, then the ready ones."""
    _list(make_app=make_app, **given)


@careful(templates=[])
def _list(make_app: MakeApp, query: str, category: str, workspace: str, lang: str, *, as_json: bool) -> int:
    with opened(make_app), shell.reading() as tx:
        there = (*gallery.ours(tx, house_itself(tx, workspace, lang)), *gallery.shipped())
    found = [one for one in there if gallery_search.fits(one.process, query) and category in ("", one.process.category)]
    if as_json:
        show({"templates": [_told(one, lang) for one in found]})
    else:
        for one in found:
            click.echo(f"{one.name}  {one.process.title.in_(lang)}")
    return FINE


@templates.command(name="show")
@name_argument
@workspace_option
@as_json
@language
@click.pass_obj
def show_(make_app: MakeApp, /, **given: Any) -> None:
    """Print the document of a template, as it would stand in git."""
    _show(make_app=make_app, **given)


@careful(template=None, document=None)
def _show(make_app: MakeApp, name: str, workspace: str, lang: str, *, as_json: bool) -> int:
    with _named(make_app, workspace, lang) as (tx, actor):
        found = gallery.template(tx, actor, name)
    if as_json:
        show({"template": _told(found, lang), "document": _document(found)})
    else:
        click.echo(export_text(found.process), nl=False)
    return FINE


@templates.command(name="put")
@file
@click.option("--name", default="", help="The template that it becomes; own.KEY without it.")
@workspace_option
@as_json
@language
@click.pass_obj
def put_(make_app: MakeApp, /, **given: Any) -> None:
    """Make a document a template of the workspace, or a newer state of the one that is there."""
    _put(make_app=make_app, **given)


@careful(name=None, number=None, fingerprint=None)
def _put(make_app: MakeApp, file: str, name: str, workspace: str, lang: str, *, as_json: bool) -> int:
    process, found = looked_over(file)
    if any(one.severity == "error" for one in found):
        raise Unreadable(found)
    label = Label(process.title, process.about, categories.key_of(process.category))
    with _named(make_app, workspace, lang) as (tx, actor):
        made = own_templates.put(tx, actor, process, label, shell.now(), name or OWN + process.key)
    number = made.kept.number if made.kept else 0
    said = {
        "name": made.name,
        "number": number,
        "fingerprint": made.fingerprint,
        "problems": problems_json(found, lang),
    }
    show_problems(said, as_json=as_json)
    if not as_json:
        click.echo(f"{made.name} {number} {made.fingerprint}")
    return FINE


@templates.command(name="use")
@name_argument
@click.option("--key", default="", help="Of the process; a free one without it.")
@workspace_option
@as_json
@language
@click.pass_obj
def use_(make_app: MakeApp, /, **given: Any) -> None:
    """Make a draft of a template, for the designer to go on with."""
    _use(make_app=make_app, **given)


@careful(draft=None, key=None, fingerprint=None)
def _use(make_app: MakeApp, name: str, key: str, workspace: str, lang: str, *, as_json: bool) -> int:
    with _named(make_app, workspace, lang) as (tx, actor):
        made = gallery.clone(tx, actor, name, shell.now(), Choices(key=key))
    seal = fingerprint(made.process)
    if as_json:
        show({"draft": made.id, "key": made.process.key, "fingerprint": seal, "problems": []})
    else:
        click.echo(f"{made.process.key} {made.id} {seal}")
    return FINE


@templates.command(name="remove")
@name_argument
@workspace_option
@as_json
@language
@click.pass_obj
def remove_(make_app: MakeApp, /, **given: Any) -> None:
    """Throw a template of the workspace away. What was made of it stays."""
    _remove(make_app=make_app, **given)


@careful(removed=None)
def _remove(make_app: MakeApp, name: str, workspace: str, lang: str, *, as_json: bool) -> int:
    with _named(make_app, workspace, lang) as (tx, actor):
        own_templates.remove(tx, actor, name)
    if as_json:
        show({"removed": name})
    return FINE


@contextmanager
def _named(make_app: MakeApp, workspace: str, lang: str) -> Iterator[tuple[Connection, Actor]]:
    """One transaction of the house itself. A template that is not there, or not to be changed, is a wrong call."""
    try:
        with opened(make_app), shell.writing() as tx:
            yield tx, house_itself(tx, workspace, lang)
    except Missing as missing:
        raise CannotRead(f"there is no such template: {missing}") from missing
    except Denied as denied:
        raise CannotRead(str(denied)) from denied
    except CannotEdit as refused:
        raise Unreadable((refused.problem,)) from refused


def _document(one: Template) -> Any:
    return json.loads(export_text(one.process))


def _told(one: Template, lang: str) -> dict[str, Any]:
    card = one.card
    return {
        "name": one.name,
        "key": card.key,
        "title": card.title.in_(lang),
        "category": card.category,
        "own": one.kept is not None,
        "by": one.by or None,
        "fingerprint": one.fingerprint,
    }
