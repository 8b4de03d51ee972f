"""How what an answer names is shown on a page: people and departments by name, other requests as links where they open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, g, has_app_context

from runtime.access import Actor, Permission
from runtime.people import display_names
from runtime.people.display_names import Called
from runtime.store.connection.database import Connection
from runtime.views.dossier import CasePage
from runtime.visibility import linking
from runtime.web.frame import shell
from schemas.filling.places import Place
from schemas.model.form import Field, Form
from schemas.words import read_words


@dataclass(frozen=True)
class Nameplates:
    """``called`` as `runtime.people.display_names` has it; ``open_to`` are the ids of requests that the reader may open."""

    called: Called = field(default_factory=dict)
    open_to: frozenset[str] = frozenset()


def put_up(tx: Connection, actor: Actor, form: Form, answers: Mapping[str, Any], called: Called | None = None) -> None:
    """For the page that is drawn now. ``called`` is what was written down; without it names are looked up."""
    names = display_names.called(tx, actor.workspace, form, answers) if called is None else called
    g.nameplates = Nameplates(names, linking.open_to(tx, actor, form, answers))


def of_page(page: CasePage, actor: Actor) -> None:
    """For a request that is shown: with the names that were written down with its answers."""
    with shell.reading() as tx:
        put_up(tx, actor, page.compiled.process.form, page.case.answers, page.called)


def for_choosing(actor: Actor, form: Form, values: Mapping[str, Any]) -> None:
    """For a form that is filled in: as those whom it names are called now, if it is a colleague who fills it in."""
    if actor.may(Permission.USE):
        with shell.reading() as tx:
            put_up(tx, actor, form, values)


def as_text(asked: Field, value: Any, lang: str) -> str:
    """An answer as plain text, with the names that are put up."""
    return display_names.text_of(_here().called, Place(asked.key, asked, value), lang)


def _here() -> Nameplates:
    found = g.get("nameplates") if has_app_context() else None
    return found if isinstance(found, Nameplates) else Nameplates()


def _called(kind: str, key: Any, lang: str) -> str:
    return display_names.name_of(_here().called, kind, key, lang) if isinstance(key, str) else ""


def _opens(request_id: str) -> bool:
    return request_id in _here().open_to


def _in_words(written: Any, lang: str) -> str:
    return read_words(written).in_(lang)


NAMES = {"called": _called, "opens": _opens, "as_text": as_text, "in_words": _in_words}
"""What the templates of fields ask for."""


def install(app: Flask) -> None:
    app.jinja_env.globals.update(NAMES)
