"""Whether a public link takes an answer: its dates, its password, its cap, one from a person; and what it has taken."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from runtime.access import Denied
from runtime.asking import Rejected, Submission
from runtime.people import accounts
from runtime.store.connection.database import Connection
from runtime.store.forms import links
from runtime.store.forms.links import PublicLink
from runtime.store.missing import Missing
from schemas.problem import Problem

Standing = Literal["open", "closed", "early", "late", "full"]

LATELY: Final = timedelta(minutes=1)
MANY: Final = 30
"""So many answers by one link within `LATELY` are pressure: from then on each costs its sender a little work."""

SHUT: Final = {one.rpartition(".")[2]: one for one in ("link.closed", "link.early", "link.late", "link.full")}
"""By how a link stands: what is said to whoever comes by it. An open one is not among them."""


def standing(link: PublicLink, now: datetime) -> Standing:
    """What keeps answers out just now, the most lasting first; "open" where nothing does."""
    if not link.open:
        return "closed"
    if link.closes_at and now >= link.closes_at:
        return "late"
    if link.full:
        return "full"
    return "early" if link.opens_at and now < link.opens_at else "open"


def opens(link: PublicLink, password: str) -> bool:
    """Whether this is the link's password; any will do where it has none."""
    return not link.password_hash or accounts.matches(link.password_hash, password)


def pressed(tx: Connection, link: PublicLink, now: datetime) -> bool:
    return links.since(tx, link, now - LATELY) >= MANY


def link_of(tx: Connection, submission: Submission) -> PublicLink:
    """The link by which it came.

    Raises:
        Denied: there is none, or it leads elsewhere.
    """
    actor = submission.actor
    link = links.by_id(tx, actor.workspace, actor.id)
    if link is None or link.process_key != submission.process or submission.on_behalf:
        raise Denied(f"{actor.party} does not lead to {submission.process}")
    return link


def admit(link: PublicLink, submission: Submission, now: datetime) -> None:
    """Raises Rejected: ``link.closed``, ``link.early``, ``link.late``, ``link.full``, ``link.password`` or ``link.once``."""
    stands = standing(link, now)
    if stands != "open":
        raise Rejected((Problem(SHUT[stands]),))
    if link.password_hash and not submission.opened:
        raise Rejected((Problem("link.password"),))
    if link.once and submission.answered:
        raise Rejected((Problem("link.once"),))


def raw(link: PublicLink, submission: Submission) -> Mapping[str, Any]:
    """What was posted, with the sealed answers as the address says them, whatever was posted in their place."""
    fixed = {*link.sealed, *submission.sealed}
    return {key: value for key, value in submission.raw.items() if key not in fixed} | dict(submission.sealed)


def count(tx: Connection, link: PublicLink, case_id: str, who: str, now: datetime) -> None:
    """One more case has come by the link, from ``who``.

    Raises:
        Rejected: ``link.full``, others were faster; or ``link.once``, there is one from them already.
    """
    if not links.count(tx, link, case_id, who, now):
        raise Rejected((Problem("link.full"),))
    if link.once and links.has_answered(tx, link, who, case_id):
        raise Rejected((Problem("link.once"),))


def by_token(tx: Connection, token: str) -> PublicLink:
    """Raises Missing."""
    link = links.by_token(tx, token)
    if link is None:
        raise Missing(token)
    return link
