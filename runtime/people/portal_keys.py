"""How a contact comes into their portal without a password: by a link in a mail, which works once and not for long."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from runtime.access import Actor
from runtime.people.roster import CONTACT
from runtime.store import keys
from runtime.store.connection.database import Connection
from runtime.store.customers import portal_passes
from runtime.store.customers.customers import Contact
from runtime.store.customers.portal_passes import Known
from runtime.store.ids import new_id
from runtime.store.notices import outbox
from runtime.store.notices.outbox import MAIL, Message

KIND: Final = "portal"
"""The kind of the message that holds such a link."""
LASTS: Final = timedelta(minutes=30)
"""How long a link can be used."""
STAYS: Final = timedelta(hours=12)
"""How long a browser stays in."""
MOST: Final = 3
"""So many links to one contact, and no more, are under way at once."""


@dataclass(frozen=True)
class Guest:
    """A contact in their portal. ``customer_id`` is the customer all of whose requests they see; empty for only their own."""

    contact: Contact
    customer_id: str = ""

    @property
    def actor(self) -> Actor:
        """They have no permissions: what they may see and do follows from what they are to a request."""
        one = self.contact
        return Actor(one.workspace, f"{CONTACT}{one.id}", one.name or one.email, one.lang, email=one.email)


def ask(tx: Connection, email: str, now: datetime) -> None:
    """A link goes to whoever has this address, in each workspace that knows it. Whether anybody does, nobody is told.

    Nor can it be told by the clock: where nothing goes out, the same is done for anybody, with a link that is stale
    from the start and a message that is not kept.
    """
    there, anybody = portal_passes.by_address(tx, email.strip().lower()), portal_passes.anybody(tx)
    free = [one for one in there or anybody if portal_passes.links_since(tx, one.contact, now - LASTS) < MOST]
    goes_out = bool(there and free)
    for one in free if goes_out else anybody:
        _send(tx, one.contact, now, now if goes_out else now - 2 * LASTS)


def _send(tx: Connection, to: Contact, now: datetime, made_at: datetime) -> None:
    """A link of that moment; where it is stale by now, nothing goes out."""
    link_id = new_id(now)
    seal = keys.seal(token(tx, link_id))
    portal_passes.add_link(tx, to, link_id, seal, made_at, made_at + LASTS)
    said = {"to": f"{CONTACT}{to.id}", "link": link_id}
    kept = tx.begin_nested()
    outbox.add(tx, [Message(to.workspace, new_id(now), KIND, said, now, now, channel=MAIL)])
    if made_at + LASTS > now:
        kept.commit()
    else:
        kept.rollback()


def token(tx: Connection, link_id: str) -> str:
    """Made anew when the mail is written: no message holds it."""
    return keys.token(tx, "portal", link_id)


def looked_at(tx: Connection, link: str, now: datetime) -> Guest | None:
    """Who would come in by this link; looking does not use it up. None where it leads nowhere any more."""
    return _guest(portal_passes.by_link(tx, keys.seal(link), now))


def come_in(tx: Connection, link: str, now: datetime) -> tuple[Guest, str] | None:
    """The link is used up; with the token by which this browser is known from now on."""
    guest = looked_at(tx, link, now)
    if guest is None or not portal_passes.use(tx, keys.seal(link), now):
        return None
    session = secrets.token_urlsafe(32)
    portal_passes.come_in(tx, guest.contact, new_id(now), keys.seal(session), now, now + STAYS)
    return guest, session


def there(tx: Connection, session: str, now: datetime) -> Guest | None:
    """Who is in by this session."""
    return _guest(portal_passes.by_session(tx, keys.seal(session), now))


def leave(tx: Connection, session: str) -> None:
    portal_passes.leave(tx, keys.seal(session))


def leave_everywhere(tx: Connection, guest: Guest, now: datetime) -> None:
    portal_passes.leave_everywhere(tx, guest.contact, now)


def _guest(known: Known | None) -> Guest | None:
    return Guest(known.contact, known.speaks_for) if known else None
