"""A form as somebody fills it in, and what they are answered: a receipt, or that it is kept for later."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from flask import Response, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime.access import Actor
from runtime.forms import clients, offering, rule_context, saving
from runtime.forms.saving import Begun, Typed
from runtime.lifecycle import Receipt, Rejected
from runtime.processes.deployment import Compiled
from runtime.store.customers.customers import Contact
from runtime.visibility import sight
from runtime.web.forms import questions, visiting
from runtime.web.forms.questions import Beside
from runtime.web.forms.uploads import Arrived
from runtime.web.forms.visiting import Visit
from runtime.web.frame import shell
from schemas.filling.defaults import defaults
from schemas.filling.rights import writable
from schemas.model.flow import Right
from schemas.problem import Problem

SAVE: Final = "_save"
"""The button that keeps a form for later."""
LONGEST_QUERY: Final = 8000
QUIETLY: Final = "quietly"
"""What the page itself keeps while somebody types."""


@dataclass(frozen=True)
class Filling:
    """Who fills which form, as what. ``key`` makes sending it twice the same as once.

    ``begun`` is what was kept of an earlier visit. On a private link ``resume`` is its token, ``picture`` draws it where
    it is new, and ``action`` is where the form goes from there. ``client`` is the contact from whose record it is begun.
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
    client: Contact | None = None

    @property
    def rights(self) -> Mapping[str, Right]:
        given = sight.fillable(self.actor, self.compiled)
        return self.visit.rights(given) if self.visit else given

    @cached_property
    def beside(self) -> Beside:
        """What the form knows besides its answers, what stands in it before anybody types, and what there is to choose."""
        form, checker, actor = self.compiled.process.form, self.compiled.checker, self.actor
        link = self.visit.values if self.visit else None
        client = self.client.id if self.client else ""
        asking = rule_context.filling(actor, on_behalf=self.on_behalf, link=link, client=client)
        with shell.reading() as tx:
            around = rule_context.around(tx, actor.workspace, checker.mentioned, asking, shell.now())
            offered = offering.offered(tx, replace(actor, lang=shell.lang()), self.compiled, writable(self.rights))
        kept = defaults(form, around) | clients.prefilled(self.client, self.compiled.process.contact)
        return Beside(around, kept, offered, questions.counts(actor, self.compiled))

    def complete(self, raw: Mapping[str, Any]) -> Mapping[str, Any]:
        """What was typed, with what nobody can change here in the place of it."""
        return self.visit.complete(raw) if self.visit else raw

    @property
    def bears(self) -> str:
        """What the page of a link bears in the place of a session's token."""
        return self.visit.bears(self.key, opened=bool(self.resume)) if self.visit else ""


def understood(filling: Filling, raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """What can be read of what was typed so far, for the rules; what is wrong with it is not said yet."""
    compiled, beside = filling.compiled, filling.beside
    open_ = sight.fillable(filling.actor, compiled)
    reading = compiled.checker.read(filling.complete(raw), open_, None, None, beside.around, beside.kept)
    return reading.answers


def receipt(filling: Filling, receipt: Receipt) -> ResponseReturnValue:
    address = url_for("requests.show", case_id=receipt.case_id, new=1)
    if filling.visit:
        address = visiting.receipt(filling.visit, receipt.tracking)
    gone = _as_json(receipt, address) if shell.takes_json() else redirect(address, 303)
    if filling.visit and filling.visit.link.once:
        visiting.remember(gone, filling.visit)
    return gone


def _as_json(receipt: Receipt, address: str) -> Response:
    """``address`` is where the receipt stands as a page."""
    lang = shell.lang()
    said = jsonify(
        number=receipt.number,
        title=receipt.title.in_(lang),
        sentence=receipt.sentence.in_(lang),
        tracking=shell.tracking_address(receipt.tracking),
        address=address,
        repeated=receipt.repeated,
    )
    said.status_code = 201
    return said


def saved(filling: Filling, arrived: Arrived) -> ResponseReturnValue:
    """Kept for later. Whoever came by a link is led on to their private one.

    Raises:
        Rejected: a file was not taken, it is more than anybody types, or the link's password was never given: the
            private link would be a way around it.
    """
    if filling.visit and not filling.visit.opened:
        raise Rejected((Problem("link.password"),), answers=understood(filling, arrived.raw))
    quietly = request.form[SAVE] == QUIETLY
    if arrived.problems and not quietly:
        raise Rejected(arrived.problems, answers=understood(filling, arrived.raw))
    with shell.writing() as tx:
        typed = Typed(arrived.raw, filling.key, filling.channel, _query() if filling.visit or filling.client else "")
        kept = saving.save(tx, filling.actor, filling.compiled, typed, shell.now())
        resume = saving.token(tx, kept) if kept and filling.actor.is_link else ""
    if quietly:
        return jsonify(saved_at=kept.saved_at.isoformat() if kept else None), 200
    if resume:
        return redirect(url_for("resuming.show", token=resume, new=1), 303)
    flash(_("Kept. Go on with it whenever you like, on any device."), "good")
    return redirect(url_for("inbox.index"), 303)


def resume_address(token: str) -> str:
    """The private link in full, for people and QR codes: from the settings alone, whatever host the request came to."""
    return f"{shell.settings().base_url}{url_for('resuming.show', token=token)}"


def _query() -> str:
    """What the address says besides: what is filled in already, and signed."""
    return request.query_string.decode("ascii", "replace")[:LONGEST_QUERY]
