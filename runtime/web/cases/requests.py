"""One request: where it stands, what was answered, what was said, and what is asked of the reader."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from runtime.access import Actor, Permission
from runtime.cases import revealing
from runtime.forms import offering, rule_context
from runtime.mirrors import mirror_settling
from runtime.portal import portal
from runtime.relations import related
from runtime.store import keys
from runtime.store.cases import copies
from runtime.views import worklist
from runtime.views.dossier import Bar, CasePage
from runtime.visibility import sight
from runtime.web.cases.given_form import given_form
from runtime.web.cases.wish_forms import WishForm, forms_of
from runtime.web.forms import questions, uploads
from runtime.web.forms.questions import Beside, Questions
from runtime.web.frame import nameplates, pictures, shell
from runtime.web.frame.doors import SignedIn, open_to
from runtime.web.frame.posted import asks_for_rows
from runtime.web.notices import bell
from schemas.filling.rights import writable
from schemas.problem import Problem

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
    """``task`` in the address is the to-do that is looked for, where there are several."""
    actor = shell.actor()
    with shell.reading() as tx:
        page = worklist.case_page(tx, actor, case_id, request.args.get("task", ""))
        mine = actor.party in (page.case.filer, page.case.requester)
        token = keys.token(tx, "tracking", case_id) if mine else ""
    if page.unread:
        with shell.writing() as tx:
            copies.read(tx, actor.workspace, actor.party, case_id, shell.now())
    bell.looked_at(case_id)
    return render_page(page, Typed(), token=token, fresh=mine and "new" in request.args)


@pages.get("/requests/<case_id>/client")
@open_to(SignedIn)
def as_client(case_id: str) -> str:
    """What those outside see of it, exactly."""
    actor = shell.actor()
    with shell.reading() as tx:
        page = portal.as_client(tx, actor, case_id)
    nameplates.of_page(page, actor)
    return render_template("runtime/cases/request_as_client.html", page=page)


@pages.post("/requests/<case_id>")
@open_to(SignedIn)
def rows(case_id: str) -> ResponseReturnValue:
    """A row of a table was added or taken away without a script; nothing is sent."""
    actor = shell.actor()
    with shell.reading() as tx:
        page = worklist.case_page(tx, actor, case_id, request.args.get("task", ""))
    arrived = uploads.receive(page.compiled.process.form, actor, request.form.get("_key", ""))
    typed = Typed(arrived.typed, request.form.get("_comment", ""), request.form.get("_key", ""), arrived.problems)
    return render_page(page, typed), 200 if asks_for_rows(request.form) else 422


def render_page(
    page: CasePage,
    typed: Typed,
    *,
    token: str = "",
    fresh: bool = False,
    said: str = "",
    wished: WishForm | None = None,
) -> str:
    """``token`` opens the tracking page, for whoever may pass it on; ``fresh``: it was sent a moment ago.

    ``said`` is a comment that could not be kept, ``wished`` a form beside the decision that has to be mended.
    """
    actor = shell.actor()
    address = shell.tracking_address(token) if token else ""
    shown = {answer.field.key: answer.field for part in page.parts for answer in part.answers}
    wishes = [wished if wished and one.mark == wished.mark else one for one in forms_of(page)]
    with shell.reading() as tx:
        openable = revealing.openable(tx, actor, shown, page.case)
        mirrored = (house := shell.house()) is not None and house.is_mirrored
        trackers = mirror_settling.beside(tx, actor, page.case.process_key, page.case.id) if mirrored else None
        people = offering.people(tx, actor) if any(one.form.fields for one in wishes) else None
    nameplates.of_page(page, actor)
    return render_template(
        "runtime/cases/request.html",
        page=page,
        asked=asked_in(page, page.bar, typed, actor) if page.bar else None,
        besides=given_form(page.bar),
        typed=typed,
        key=typed.key or secrets.token_urlsafe(18),
        address=address,
        picture=pictures.qr(address) if address and fresh else "",
        fresh=fresh,
        said=said,
        openable=openable,
        trackers=trackers,
        wishes=wishes,
        people=people,
        **_along(page, actor),
    )


def _along(page: CasePage, actor: Actor) -> dict[str, Any]:
    """What stands beside the request, which lines of what happened are looked at, and what the reader may do besides."""
    rescues = actor.may(Permission.ADMIN)
    return {
        "along": related.companions(page.lines) if actor.may(Permission.USE) else None,
        "only": request.args.get("only", ""),
        "kinds": related.KINDS,
        "may_rescue": rescues,
        "may_open": lambda one: rescues or actor.party in (one.requester, one.filer),
    }


def asked_in(page: CasePage, bar: Bar, typed: Typed, actor: Actor) -> Questions | None:
    """The questions of the step; None where it asks for nothing but a decision."""
    form = page.compiled.process.form
    given = sight.askable(actor, form, bar.rights)
    asked = writable(given)
    if not asked:
        return None
    answers = page.case.answers if typed.understood is None else typed.understood
    return questions.ask(
        form,
        questions.only_asked(form, given),
        answers,
        typed=typed.answers,
        problems=typed.problems,
        beside=_beside(page, actor, asked),
    )


def _beside(page: CasePage, actor: Actor, asked: frozenset[str]) -> Beside:
    """What the form of a running request knows besides its answers, and what there is to choose from."""
    case, compiled = page.case, page.compiled
    asking = rule_context.running(case, actor.lang)
    with shell.reading() as tx:
        around = rule_context.around(tx, case.workspace, compiled.checker.mentioned, asking, shell.now())
        offered = offering.offered(tx, replace(actor, lang=shell.lang()), compiled, asked)
    return Beside(around, case.answers, offered, questions.counts(actor, compiled, case.id))
