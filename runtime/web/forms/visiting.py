"""A visit by a public link: what its address says, what its page bears, and what keeps it out.

Whoever comes by a link has no session that would count: their page is signed instead, so that it works in another
site's frame, where no cookie comes back. Nothing is remembered of them but that they gave the password, or have answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

import flask_babel
from flask import Response, g, make_response, render_template, request, session, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from runtime.access import Actor
from runtime.files.signing import sign, signed
from runtime.forms import admission, proof_of_work
from runtime.lifecycle import Submission
from runtime.processes import deployment
from runtime.processes.deployment import Compiled
from runtime.store.forms.links import PublicLink
from runtime.store.missing import Missing
from runtime.store.processes import processes
from runtime.web.frame import shell
from runtime.web.frame.posted import raw_answers
from schemas.filling.rights import WRITTEN, writable
from schemas.model.flow import Right

PAGE, WORK, EMBED, SEALED = "_page", "_work", "embed", "p"
PREFIX = "f."
"""Stands before the name of a field in an address, where the name alone would mean something else there."""

OUR_OWN: Final = frozenset({EMBED, SEALED, "lang", "new", "blank"})
"""Names in an address that are no fields."""

MOST_VALUES, LONGEST_VALUE = 40, 500
MOST_OPENED: Final = 5

HASTE = timedelta(seconds=1)
FEW: Final = 3
"""A form of so many questions is not filled in within `HASTE`."""

SHUT: Final = {f"link.{one}": one for one in ("closed", "early", "late", "full", "once")}
"""What keeps everybody out, by the code of the problem that says so."""

PATIENCE = timedelta(seconds=20)
"""Who has no script waits so long instead of working."""


@dataclass(frozen=True)
class Visit:
    """``values`` is all that the address says, ``sealed`` what of it is signed, as raw answers.

    ``lacks``: something that only a signed address says is not in this one. ``opened``: the password was given;
    ``answered``: this browser has sent an answer before. ``pressed``: very many come in just now; ``waits``: whoever has
    no script was told to wait. ``page`` is what the page that was posted bore, if it was ours.
    """

    link: PublicLink
    compiled: Compiled
    values: Mapping[str, str] = field(default_factory=dict)
    sealed: Mapping[str, Any] = field(default_factory=dict)
    lacks: bool = False
    opened: bool = True
    answered: bool = False
    pressed: bool = False
    waits: bool = False
    embedded: bool = False
    page: Mapping[str, Any] | None = None

    @property
    def actor(self) -> Actor:
        return Actor(self.link.workspace, self.link.party, "", shell.lang())

    @property
    def puzzle(self) -> int:
        """How hard the page's work is; 0 for none."""
        return proof_of_work.BITS if self.pressed else 0

    @property
    def personal(self) -> bool:
        """Whether the page holds what was meant for one person, or only for those who know the password."""
        return bool(self.values or self.sealed or self.link.password_hash)

    def rights(self, given: Mapping[str, Right]) -> Mapping[str, Right]:
        """What may be written here: nobody types what only a signed address says."""
        fixed = {*self.link.sealed, *self.sealed}
        return {key: "read" if right in WRITTEN and key in fixed else right for key, right in given.items()}

    def complete(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """What was typed, with what the address fixes in the place of it."""
        fixed = {*self.link.sealed, *self.sealed}
        return {key: value for key, value in raw.items() if key not in fixed} | dict(self.sealed)

    def prefilled(self) -> dict[str, Any]:
        """What the address says of fields that may be written here, as if it were typed."""
        form = self.compiled.process.form
        said = {_field(name): request.args.getlist(name) for name in _names()}
        open_ = writable(self.rights(self.compiled.for_clients[None]))
        return {key: value for key, value in raw_answers(form, MultiDict(said)).items() if key in open_}

    def bears(self, key: str, *, opened: bool = False) -> str:
        """What the page with this form on it bears, to show when it is posted; ``key`` is the form's own."""
        now = _milliseconds(shell.now())
        at = self.page["at"] if self.page else now
        said = {"link": self.link.id, "at": at, "key": key}
        if self.waits:
            said["waits"] = now
        if self.link.password_hash and (self.opened or opened):
            said["opened"] = _stamp(self.link)
        return sign(shell.settings().secret_key, "page", said)


def arrive(token: str) -> Visit:
    """Whoever asks for this address. The page is in the link's language, and may be framed where the link says so.

    Raises:
        Missing: there is no such link, or nothing was ever published behind it.
    """
    with shell.reading() as tx:
        link = admission.by_token(tx, token)
        process = processes.process(tx, link.workspace, link.process_key)
        compiled = deployment.version(tx, link.workspace, process.version_id) if process else None
        pressed = admission.pressed(tx, link, shell.now())
    if process is None or compiled is None:
        raise Missing(token)
    if not process.open:
        link = replace(link, open=False)
    shell.stands_in(link.workspace)
    if link.lang:
        g.lang = g.only_lang = link.lang
        flask_babel.refresh()
    embedded = bool(link.sites) and EMBED in request.args
    g.framed_by = link.sites if embedded else ()
    page = _page_of(link)
    sealed = _sealed(link)
    return Visit(
        link,
        compiled,
        _values() | {key: value for key, value in (sealed or {}).items() if isinstance(value, str)},
        sealed or {},
        lacks=sealed is None or any(key not in sealed for key in link.sealed),
        opened=_opened(link, page),
        answered=_has_answered(link),
        pressed=pressed,
        embedded=embedded,
        page=page,
    )


def kept_out(visit: Visit) -> Response | None:
    """What is shown in the form's place where the link takes no answer now."""
    stands = admission.standing(visit.link, shell.now())
    if stands != "open":
        return said(visit, stands)
    if visit.link.once and visit.answered:
        return said(visit, "once")
    return None if visit.opened else gate(visit)


def said(visit: Visit, why: str) -> Response:
    """``why`` is how the link stands, or "once"."""
    return make_response(render_template("runtime/forms/link_shut.html", visit=visit, why=why), 404)


def gate(visit: Visit, *, wrong: bool = False) -> Response:
    """The password is asked for."""
    return make_response(
        render_template("runtime/forms/link_gate.html", visit=visit, wrong=wrong), 422 if wrong else 200
    )


def doubt(visit: Visit, key: str, questions: int) -> str:
    """The code of what speaks against taking this post as it is; empty where nothing does. Sent again it is taken."""
    now = _milliseconds(shell.now())
    if visit.page is None:
        return "page.stale"
    if questions >= FEW and now - visit.page["at"] < HASTE / timedelta(milliseconds=1):
        return "page.haste"
    if not visit.pressed or proof_of_work.solves(
        proof_of_work.challenge(request.form.get(PAGE, ""), key), request.form.get(WORK, "")
    ):
        return ""
    waited = visit.page.get("waits") and visit.page["key"] == key
    return "" if waited and now - visit.page["waits"] >= PATIENCE / timedelta(milliseconds=1) else "link.pressed"


def by_visit(submission: Submission, visit: Visit) -> Submission:
    """The submission with what is known of how it came."""
    return replace(
        submission,
        link_values=visit.values,
        sealed=visit.sealed,
        opened=visit.opened,
        answered=visit.answered,
    )


def receipt(visit: Visit, tracking: str) -> str:
    """Where the receipt stands: in the frame, or on the page that tracks the request."""
    if visit.embedded:
        return url_for("gate.sent", token=visit.link.token, tracking=tracking, embed=1)
    return url_for("tracking.show", token=tracking, new=1)


def unlock(link: PublicLink) -> None:
    """This browser has given the link's password."""
    others = [one for one in session.get("opened", ()) if one[0] != link.id]
    session["opened"] = [*others, [link.id, _stamp(link)]][-MOST_OPENED:]


def remember(response: BaseResponse, visit: Visit) -> None:
    """This browser has sent an answer by the link."""
    shell.remember(response, _cookie(visit.link), sign(shell.settings().secret_key, "answered", visit.link.id))


def by_link_and_address() -> str:
    """For a limit of its own for each link and each place where people come from."""
    return f"{(request.view_args or {}).get('token', '')}:{request.remote_addr}"


def _has_answered(link: PublicLink) -> bool:
    told = request.cookies.get(_cookie(link), "")
    return bool(told) and signed(shell.settings().secret_key, "answered", told) == link.id


def _cookie(link: PublicLink) -> str:
    return f"answered-{link.id}"


def _opened(link: PublicLink, page: Mapping[str, Any] | None) -> bool:
    if not link.password_hash:
        return True
    held = [one[1] for one in session.get("opened", ()) if one[0] == link.id]
    return _stamp(link) in [*held, (page or {}).get("opened")]


def _stamp(link: PublicLink) -> str:
    """Changes with the password."""
    return shell.stamp(link.password_hash)


def _page_of(link: PublicLink) -> Mapping[str, Any] | None:
    found = signed(shell.settings().secret_key, "page", request.form.get(PAGE, ""))
    return found if isinstance(found, dict) and found.get("link") == link.id else None


def _sealed(link: PublicLink) -> Mapping[str, Any] | None:
    """What the address says under our signature; None where that was cut short or changed."""
    if SEALED not in request.args:
        return {}
    found = signed(shell.settings().secret_key, f"sealed.{link.id}", request.args[SEALED])
    return found if isinstance(found, dict) else None


def _values() -> dict[str, str]:
    return {_field(name): request.args[name][:LONGEST_VALUE] for name in _names()[:MOST_VALUES]}


def _names() -> list[str]:
    return [name for name in request.args if name not in OUR_OWN and not name.startswith("_")]


def _field(name: str) -> str:
    return name.removeprefix(PREFIX)


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
