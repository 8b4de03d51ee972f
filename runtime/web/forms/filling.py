"""A form is filled in: by somebody signed in, for a client or not, and by whoever holds a public link."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as lazy

from runtime import lifecycle
from runtime.access import Permission, require
from runtime.forms import admission, clients, saving
from runtime.forms.saving import Begun
from runtime.lifecycle import Receipt, Rejected, Submission
from runtime.processes import deployment
from runtime.relations import successors
from runtime.store.missing import Missing
from runtime.store.processes import processes
from runtime.visibility import forecast
from runtime.web.forms import questions, sent_form, uploads, visiting
from runtime.web.forms.sent_form import SAVE, Filling, understood
from runtime.web.forms.uploads import Arrived
from runtime.web.forms.visiting import Visit
from runtime.web.frame import nameplates, phrases, problem_json, shell
from runtime.web.frame.doors import LinkHolder, open_to
from runtime.web.frame.guards import limiter
from runtime.web.frame.posted import asks_for_rows, raw_answers
from schemas.filling.rights import writable
from schemas.problem import Problem

pages = Blueprint("filling", __name__)

KEY, VERSION, CHANNEL, TRAP, BEGAN, HEEDED = "_key", "_version", "_channel", "_nickname", "_began", "_heeded"
"""The page's own fields, which no field of a form can be called."""
CLIENT = "client"
"""In the address: the contact from whose record somebody begins."""

BLANK_PAGE = {"Formloom-Keep": "form"}
"""Says to the service worker that this page holds nothing of anybody and may be kept to be filled without a network."""
STRANGERS_PAGE = BLANK_PAGE | {"Cache-Control": "private, no-cache"}
"""Whoever goes back to it after sending finds the very page, whose key makes of a second Send the same request. Nobody's
name stands on it, as it would on the page of whoever is signed in."""

WEB = "web"
CHANNELS = {
    "phone": lazy("By phone"),
    "in_person": lazy("In person"),
    "email": lazy("By e-mail"),
    "survey": lazy("In a survey"),
    "complaint": lazy("As a complaint"),
    "suggestion": lazy("As a suggestion"),
}
"""How a client reaches somebody who then writes it down."""


@pages.get("/new/<process_key>")
@open_to(Permission.USE)
def blank(process_key: str) -> ResponseReturnValue:
    filling = _mine(process_key)
    if "blank" in request.args:
        return _blank(filling)
    with shell.reading() as tx:
        begun = saving.found(tx, filling.actor, filling.compiled, on_behalf=filling.on_behalf)
    whose = parse_qs(begun.saved.query).get(CLIENT, [""])[0] if begun else ""
    if begun and whose and not filling.client:
        return redirect(url_for("filling.blank", process_key=process_key, behalf=1, client=whose), 303)
    mine = begun and whose == (filling.client.id if filling.client else "")
    return resumed(filling, begun) if begun and mine else _blank(filling)


@pages.post("/new/<process_key>")
@open_to(Permission.USE)
def send(process_key: str) -> ResponseReturnValue:
    return _sent(_mine(process_key))


@pages.get("/f/<token>")
@open_to(LinkHolder)
def open_blank(token: str) -> ResponseReturnValue:
    visit = visiting.arrive(token)
    return visiting.kept_out(visit) or visited(visit)


@pages.post("/f/<token>")
@open_to(LinkHolder)
@limiter.limit("20/minute;200/hour", key_func=visiting.by_link_and_address)
def open_send(token: str) -> ResponseReturnValue:
    visit = visiting.arrive(token)
    filling = _by_visit(visit)
    if visit.page:
        return _sent(filling)
    return (None if shell.takes_json() else visiting.kept_out(visit)) or _again(filling)


def visited(visit: Visit, action: str = "") -> ResponseReturnValue:
    """The blank form of a link, with what its address says already in it; sent to ``action``, or back to itself."""
    filling = replace(_by_visit(visit), action=action)
    raw = {**filling.beside.kept, **visit.prefilled()}
    page = _page(filling, raw, understood(filling, raw))
    return make_response(page, {} if visit.personal else BLANK_PAGE if shell.actor_or_none() else STRANGERS_PAGE)


def begun_with(filling: Filling, raw: Mapping[str, Any]) -> Response:
    """The form with what is known already, as if it had been typed."""
    said = {**filling.beside.kept, **raw}
    return make_response(_page(filling, said, understood(filling, said)))


def resumed(filling: Filling, begun: Begun) -> ResponseReturnValue:
    """The form with what was typed into it before, under the key that it began with."""
    saved = begun.saved
    kept = replace(filling, begun=begun, key=saved.key, channel=saved.channel)
    typed = uploads.with_names(begun.compiled.process.form, filling.actor, begun.raw)
    page = make_response(_page(kept, typed, understood(kept, begun.raw)))
    page.headers["Formloom-Keep"] = "blank"  # the service worker asks for the form without what is in it
    return page


def emptied(filling: Filling, begun: Begun) -> Response:
    """The same without what was typed, which the device itself knows where it keeps this copy."""
    return _blank(replace(filling, key=begun.saved.key, channel=begun.saved.channel))


def _blank(filling: Filling) -> Response:
    page = _page(filling, filling.beside.kept, understood(filling, filling.beside.kept))
    return make_response(page, {} if filling.client else BLANK_PAGE)


def _mine(process_key: str) -> Filling:
    actor = shell.actor()
    on_behalf = "behalf" in request.args
    if on_behalf:
        require(actor, Permission.FILE_FOR_CLIENT)
    with shell.reading() as tx:
        process = processes.process(tx, actor.workspace, process_key)
        compiled = deployment.version(tx, actor.workspace, process.version_id) if process else None
        client = clients.known(tx, actor, request.args.get(CLIENT, "")) if on_behalf else None
        followed = successors.channel(tx, actor, request.form.get(KEY, ""))
    if process is None or compiled is None:
        raise Missing(process_key)
    if not process.open and request.method == "GET":  # what was typed is refused where it is sent, and not lost
        flash(phrases.sentence(Problem("process.closed")), "error")
        abort(redirect(url_for("catalogue.index"), 303))
    usual = followed or (next(iter(CHANNELS)) if on_behalf else WEB)
    channel = request.form.get(CHANNEL, usual) if on_behalf else usual
    return Filling(actor, compiled, on_behalf, channel, _key(), client=client)


def by_link(token: str) -> Filling | None:
    """None where the link takes no answers now."""
    visit = visiting.arrive(token)
    return _by_visit(visit) if admission.standing(visit.link, shell.now()) == "open" else None


def _by_visit(visit: Visit) -> Filling:
    return Filling(visit.actor, visit.compiled, key=_key(), visit=visit)


def _key() -> str:
    return request.form.get(KEY) or secrets.token_urlsafe(18)


def _again(filling: Filling) -> ResponseReturnValue:
    """Nothing was kept of this post, not even its files: its page was not ours. What was typed stays."""
    stale = Problem("page.stale")
    if shell.takes_json():
        return problem_json.say(422, problems=[stale])
    raw = raw_answers(filling.compiled.process.form, request.form)
    return _page(filling, raw, understood(filling, raw), (stale,)), 422


def _sent(filling: Filling) -> ResponseReturnValue:
    arrived = uploads.receive(filling.compiled.process.form, filling.actor, filling.key)
    if asks_for_rows(request.form):
        return _page(filling, arrived.typed, understood(filling, arrived.raw))
    try:
        _refuse_machines(filling, arrived)
        if SAVE in request.form:
            return sent_form.saved(filling, arrived)
        kept = _submitted(filling, arrived)
    except Rejected as rejected:
        if shell.takes_json():
            return problem_json.say(422, problems=rejected.problems)
        return _mended(filling, arrived, rejected)
    return sent_form.receipt(filling, kept)


def _refuse_machines(filling: Filling, arrived: Arrived) -> None:
    """Raises Rejected where something was written that nobody sees."""
    if request.form.get(TRAP):
        raise Rejected((Problem("page.machine"),), answers=understood(filling, arrived.raw))


def _mended(filling: Filling, arrived: Arrived, rejected: Rejected) -> ResponseReturnValue:
    """The form once more, with what is wrong; or what keeps everybody out of it now."""
    codes = {problem.code for problem in rejected.problems}
    if filling.visit and (shut := codes & visiting.SHUT.keys()):
        return visiting.said(filling.visit, visiting.SHUT[shut.pop()])
    if "idempotency.reused" in codes:
        filling = replace(filling, key=secrets.token_urlsafe(18))  # they have read it; sent again, it is a new one
    if filling.visit and "link.pressed" in codes:
        filling = replace(filling, visit=replace(filling.visit, waits=True))
    return _page(filling, arrived.typed, rejected.answers, rejected.problems), 422


def _submitted(filling: Filling, arrived: Arrived) -> Receipt:
    if arrived.problems:
        raise Rejected(arrived.problems, answers=understood(filling, arrived.raw))
    submission = Submission(
        filling.actor,
        filling.compiled.process.key,
        arrived.raw,
        filling.channel,
        filling.on_behalf,
        filling.key,
        request.form.get(VERSION, ""),
        told={"start": request.form.get(BEGAN, ""), "language": request.accept_languages.best or ""},
        heeded=shell.takes_json() or HEEDED in request.form,
        client=filling.client.id if filling.client else "",
    )
    if filling.visit:
        submission = visiting.by_visit(submission, filling.visit)
        _ask_once_more(filling, filling.visit, arrived)
    with shell.writing() as tx:
        receipt = lifecycle.submit(tx, submission, shell.now())
        saving.sent(tx, filling.actor, filling.key)
        successors.sent(tx, filling.actor, filling.key, receipt, shell.now())
    return receipt


def _ask_once_more(filling: Filling, visit: Visit, arrived: Arrived) -> None:
    """Raises Rejected where a machine may have sent it, unless the answers have to be mended anyway."""
    checker, beside = filling.compiled.checker, filling.beside
    read = checker.read(filling.complete(arrived.raw), filling.rights, None, None, beside.around, beside.kept)
    doubt = visiting.doubt(visit, filling.key, len(writable(filling.rights)))
    if doubt and not read.problems:
        raise Rejected((Problem(doubt),), answers=read.answers)


def _page(
    filling: Filling,
    typed: Mapping[str, Any],
    answers: Mapping[str, Any] = MappingProxyType({}),
    problems: Sequence[Problem] = (),
) -> str:
    """``answers`` are what could be read of what was ``typed``."""
    compiled = filling.compiled
    form, flow = compiled.process.form, compiled.process.flow
    open_ = writable(filling.rights)
    asked = questions.ask(
        form,
        filling.rights,
        answers,
        typed={key: value for key, value in typed.items() if key in open_},
        problems=[one for one in problems if one.severity == "error"],
        beside=filling.beside,
    )
    nameplates.for_choosing(filling.actor, form, asked.values)
    steps = (compiled.course.states[flow.initial], *forecast.ahead(compiled, (flow.initial,)))
    return render_template(
        "runtime/forms/fill.html",
        process=compiled.process,
        version=compiled.id,
        began=request.form.get(BEGAN) or shell.now().isoformat(timespec="seconds"),
        filling=filling,
        address=sent_form.resume_address(filling.resume) if filling.resume else "",
        asked=asked,
        remarks=[one for one in problems if one.severity == "warning"],
        channels={WEB: lazy("By web form"), **CHANNELS} if filling.channel == WEB else CHANNELS,
        steps=[compiled.title(state.key) for state in steps if state.kind in {"task", "approval"}],
    )
