"""A form is filled in: by somebody signed in, for a client or not, and by whoever holds a public link."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from flask import Blueprint, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from runtime import admission, deployment, lifecycle, outlook, saving
from runtime.access import Actor, Permission, require
from runtime.deployment import Compiled
from runtime.lifecycle import Receipt, Rejected, Submission
from runtime.saving import Begun
from runtime.store.missing import Missing
from runtime.web import complaint, questions, shell, uploads, visiting
from runtime.web.doors import LinkHolder, open_to
from runtime.web.guards import limiter
from runtime.web.posted import asks_for_rows, raw_answers
from runtime.web.requests import known_people
from runtime.web.uploads import Arrived
from runtime.web.visiting import Visit
from schemas.flow import Right
from schemas.problem import Problem
from schemas.rights import writable

pages = Blueprint("filling", __name__)

KEY, VERSION, CHANNEL, TRAP, SAVE = "_key", "_version", "_channel", "_nickname", "_save"
"""The page's own fields, which no field of a form can be called."""

QUIETLY = "quietly"
"""What the page itself saves while somebody types."""

BLANK_PAGE = {"Formloom-Keep": "form"}
"""Says to the service worker that this page holds nothing of anybody and may be kept to be filled without a network."""

CHANNELS = {
    "phone": lazy("By phone"),
    "in_person": lazy("In person"),
    "email": lazy("By e-mail"),
    "survey": lazy("In a survey"),
    "complaint": lazy("As a complaint"),
    "suggestion": lazy("As a suggestion"),
}
"""How a client reaches somebody who then writes it down."""


@dataclass(frozen=True)
class Filling:
    """Who fills which form, as what. ``key`` makes sending it twice the same as once.

    ``begun`` is what was kept of an earlier visit. On a private link ``resume`` is its token, ``picture`` draws it where
    it is new, and ``action`` is where the form goes from there.
    """

    actor: Actor
    compiled: Compiled
    on_behalf: bool = False
    channel: str = "web"
    key: str = ""
    begun: Begun | None = None
    resume: str = ""
    picture: str = ""
    action: str = ""
    visit: Visit | None = None

    @property
    def rights(self) -> Mapping[str, Right]:
        given = self.compiled.rights[None]
        return self.visit.rights(given) if self.visit else given

    def complete(self, raw: Mapping[str, Any]) -> Mapping[str, Any]:
        """What was typed, with what nobody can change here in the place of it."""
        return self.visit.complete(raw) if self.visit else raw

    @property
    def bears(self) -> str:
        """What the page of a link bears in the place of a session's token."""
        return self.visit.bears(self.key, opened=bool(self.resume)) if self.visit else ""


@pages.get("/new/<process_key>")
@open_to(Permission.USE)
def blank(process_key: str) -> ResponseReturnValue:
    filling = _mine(process_key)
    if "blank" in request.args:
        return _blank(filling)
    with shell.reading() as tx:
        begun = saving.found(tx, filling.actor, filling.compiled, on_behalf=filling.on_behalf)
    return resumed(filling, begun) if begun else _blank(filling)


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
    filling = _by_visit(visiting.arrive(token))
    return _sent(filling) if filling.visit and filling.visit.page else _again(filling)


def visited(visit: Visit, action: str = "") -> ResponseReturnValue:
    """The blank form of a link, with what its address says already in it; sent to ``action``, or back to itself."""
    filling = replace(_by_visit(visit), action=action)
    raw = visit.prefilled()
    page = _page(filling, raw, _understood(filling, raw))
    return make_response(page, {} if visit.personal else BLANK_PAGE)


def resumed(filling: Filling, begun: Begun) -> ResponseReturnValue:
    """The form with what was typed into it before, under the key that it began with."""
    saved = begun.saved
    kept = replace(filling, begun=begun, key=saved.key, channel=saved.channel)
    typed = uploads.with_names(begun.compiled.process.form, filling.actor, begun.raw)
    page = make_response(_page(kept, typed, _understood(kept, begun.raw)))
    page.headers["Formloom-Keep"] = "blank"  # the service worker asks for the form without what is in it
    return page


def resume_address(token: str) -> str:
    """The private link in full, for people and QR codes: from the settings alone, whatever host the request came to."""
    return f"{shell.settings().base_url}{url_for('resuming.show', token=token)}"


def _blank(filling: Filling) -> ResponseReturnValue:
    return make_response(_page(filling, {}), BLANK_PAGE)


def _mine(process_key: str) -> Filling:
    actor = shell.actor()
    on_behalf = "behalf" in request.args
    if on_behalf:
        require(actor, Permission.FILE_FOR_CLIENT)
    with shell.reading() as tx:
        compiled = deployment.published(tx, actor.workspace, process_key)
    if compiled is None:
        raise Missing(process_key)
    channel = request.form.get(CHANNEL, next(iter(CHANNELS))) if on_behalf else "web"
    return Filling(actor, compiled, on_behalf, channel, _key())


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
    raw = raw_answers(filling.compiled.process.form, request.form)
    return _page(filling, raw, _understood(filling, raw), (Problem("page.stale"),)), 422


def _sent(filling: Filling) -> ResponseReturnValue:
    arrived = uploads.receive(filling.compiled.process.form, filling.actor, filling.key)
    if asks_for_rows(request.form):
        return _page(filling, arrived.typed, _understood(filling, arrived.raw))
    if request.form.get(TRAP):
        flash(_("This looked as if a machine had sent it. Please send it once more."), "error")
        return _page(filling, arrived.typed, _understood(filling, arrived.raw)), 422
    try:
        if SAVE in request.form:
            return _saved(filling, arrived)
        receipt = _submitted(filling, arrived)
    except Rejected as rejected:
        if shell.takes_json():
            return complaint.say(422, problems=rejected.problems)
        return _mended(filling, arrived, rejected)
    return _receipt(filling, receipt)


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


def _receipt(filling: Filling, receipt: Receipt) -> ResponseReturnValue:
    address = url_for("requests.show", case_id=receipt.case_id, new=1)
    if filling.visit:
        address = visiting.receipt(filling.visit, receipt.tracking)
    if not shell.takes_json():
        gone = redirect(address, 303)
        if filling.visit and filling.visit.link.once:
            visiting.remember(gone, filling.visit)
        return gone
    lang = shell.lang()
    said = {"number": receipt.number, "title": receipt.title.in_(lang), "sentence": receipt.sentence.in_(lang)}
    tracking = shell.tracking_address(receipt.tracking)
    return jsonify(**said, tracking=tracking, address=address, repeated=receipt.repeated), 201


def _saved(filling: Filling, arrived: Arrived) -> ResponseReturnValue:
    """Kept for later. Whoever came by a link is led on to their private one."""
    quietly = request.form[SAVE] == QUIETLY
    if arrived.problems and not quietly:
        raise Rejected(arrived.problems, answers=_understood(filling, arrived.raw))
    with shell.writing() as tx:
        kept = saving.save(tx, filling.actor, filling.compiled, arrived.raw, filling.key, shell.now(), filling.channel)
        resume = saving.token(tx, kept) if kept and filling.actor.is_link else ""
    if quietly:
        return jsonify(saved_at=kept.saved_at.isoformat() if kept else None), 200
    if resume:
        return redirect(url_for("resuming.show", token=resume, new=1), 303)
    flash(_("Kept. Go on with it whenever you like, on any device."), "good")
    return redirect(url_for("inbox.index"), 303)


def _submitted(filling: Filling, arrived: Arrived) -> Receipt:
    if arrived.problems:
        raise Rejected(arrived.problems, answers=_understood(filling, arrived.raw))
    submission = Submission(
        filling.actor,
        filling.compiled.process.key,
        arrived.raw,
        filling.channel,
        filling.on_behalf,
        filling.key,
        request.form.get(VERSION, ""),
    )
    if filling.visit:
        submission = visiting.by_visit(submission, filling.visit)
        _ask_once_more(filling, filling.visit, arrived)
    with shell.writing() as tx:
        receipt = lifecycle.submit(tx, submission, shell.now())
        saving.sent(tx, filling.actor, filling.key)
    return receipt


def _ask_once_more(filling: Filling, visit: Visit, arrived: Arrived) -> None:
    """Raises Rejected where a machine may have sent it, unless the answers have to be mended anyway."""
    open_ = writable(filling.rights)
    read = filling.compiled.checker.read(filling.complete(arrived.raw), writable(filling.compiled.rights[None]))
    doubt = visiting.doubt(visit, filling.key, len(open_))
    if doubt and not read.problems:
        raise Rejected((Problem(doubt),), answers=read.answers)


def _understood(filling: Filling, raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """What can be read of what was typed so far, for the rules; what is wrong with it is not said yet."""
    compiled = filling.compiled
    return compiled.checker.read(filling.complete(raw), writable(compiled.rights[None])).answers


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
        problems=problems,
        people=known_people(filling.actor, form.fields.values()),
    )
    steps = (compiled.course.states[flow.initial], *outlook.ahead(compiled, flow.initial))
    return render_template(
        "runtime/fill.html",
        process=compiled.process,
        version=compiled.id,
        filling=filling,
        address=resume_address(filling.resume) if filling.resume else "",
        asked=asked,
        channels=CHANNELS,
        steps=[compiled.title(state.key) for state in steps if state.kind in {"task", "approval"}],
    )
