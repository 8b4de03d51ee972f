"""One request: where it stands, what was answered, what was said, and what is asked of the reader."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from runtime import worklist
from runtime.access import Actor, Permission
from runtime.dossier import Bar, CasePage
from runtime.store import keys, people
from runtime.web import nameplates, pictures, questions, shell, uploads
from runtime.web.doors import SignedIn, open_to
from runtime.web.posted import asks_for_rows
from runtime.web.questions import Questions
from schemas.form import Field
from schemas.problem import Problem
from schemas.rights import writable

pages = Blueprint("requests", __name__)


@dataclass(frozen=True)
class Typed:
    """What somebody had put into the decision bar when it could not be done, and why it could not."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    comment: str = ""
    key: str = ""
    problems: Sequence[Problem] = ()
    understood: Mapping[str, Any] | None = None


@pages.get("/requests/<case_id>")
@open_to(SignedIn)
def show(case_id: str) -> str:
    actor = shell.actor()
    with shell.reading() as tx:
        page = worklist.case_page(tx, actor, case_id)
        mine = actor.party in (page.case.filer, page.case.requester)
        token = keys.token(tx, "tracking", case_id) if mine else ""
    return render_page(page, Typed(), token=token, fresh=mine and "new" in request.args)


@pages.post("/requests/<case_id>")
@open_to(SignedIn)
def rows(case_id: str) -> ResponseReturnValue:
    """A row of a table was added or taken away without a script; nothing is sent."""
    actor = shell.actor()
    with shell.reading() as tx:
        page = worklist.case_page(tx, actor, case_id)
    arrived = uploads.receive(page.compiled.process.form, actor, request.form.get("_key", ""))
    typed = Typed(arrived.typed, request.form.get("_comment", ""), request.form.get("_key", ""), arrived.problems)
    return render_page(page, typed), 200 if asks_for_rows(request.form) else 422


def render_page(page: CasePage, typed: Typed, *, token: str = "", fresh: bool = False, said: str = "") -> str:
    """``token`` opens the tracking page, for whoever may pass it on; ``fresh``: it was sent a moment ago.

    ``said`` is a comment that could not be kept.
    """
    address = shell.tracking_address(token) if token else ""
    nameplates.of_page(page, shell.actor())
    return render_template(
        "runtime/request.html",
        page=page,
        asked=asked_in(page, page.bar, typed, shell.actor()) if page.bar else None,
        typed=typed,
        key=typed.key or secrets.token_urlsafe(18),
        address=address,
        picture=pictures.qr(address) if address and fresh else "",
        fresh=fresh,
        may_rescue=shell.actor().may(Permission.ADMIN),
        said=said,
    )


def asked_in(page: CasePage, bar: Bar, typed: Typed, actor: Actor) -> Questions | None:
    """The questions of the step; None where it asks for nothing but a decision."""
    form = page.compiled.process.form
    asked = writable(bar.rights)
    if not asked:
        return None
    answers = page.case.answers if typed.understood is None else typed.understood
    return questions.ask(
        form,
        questions.only_asked(form, bar.rights),
        answers,
        typed=typed.answers,
        problems=typed.problems,
        people=known_people(actor, (form.fields[key] for key in asked)),
    )


def known_people(actor: Actor, asked: Iterable[Field]) -> list[tuple[str, str]]:
    """Whom a question for a person may be answered with; clients and whoever holds a link are told of nobody."""
    wanted = any(one.type == "person" for field in asked for one in (field, *field.columns))
    if not wanted or not actor.may(Permission.USE):
        return []
    with shell.reading() as tx:
        return [(one.email, one.name) for one in people.everybody(tx, actor.workspace) if one.active]
