"""Who is told of what happens to a case, and by which way: our own messages, and the notices that a designer has drawn."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from runtime.engine.effects import Announce, Tell
from runtime.engine.facts import Facts
from runtime.engine.position import Party
from runtime.engine.votes import assignees
from runtime.people.roster import CONTACT, PERSON
from runtime.processes.deployment import Compiled
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.ids import new_id
from runtime.store.notices.outbox import APP, BOTH, MAIL, Message
from schemas.format.notice_reading import CHANNEL, OF_MOVE
from schemas.model.notices import Notice
from schemas.words import write_words

NOTICE: Final = "notice"
"""The kind of a message that a designer has written."""
_OF_A_TO_DO: Final = frozenset({"task", "reminder"})
"""Go to whoever has the to-do: their link opens it."""


def messages(
    tx: Connection, case: Case, compiled: Compiled, effect: Tell | Announce, facts: Facts, now: datetime
) -> Iterator[Message]:
    """One for each receiver: a person, a contact, or a channel.

    What a message says is made when it is sent or read, in its reader's language. What an administrator has set up, and
    whether somebody wants to be told, is known only then as well.
    """
    del tx
    if isinstance(effect, Tell):
        for party in effect.to:
            to = party if effect.about in _OF_A_TO_DO else speaking(case, party)
            yield _message(case, effect.about, now, {"to": to, "state": effect.state})
        return
    for notice in drawn(compiled, effect):
        said = {
            "state": effect.state,
            "occasion": effect.occasion,
            "title": write_words(notice.title),
            "text": write_words(notice.text),
        }
        for party in dict.fromkeys(speaking(case, one) for one in assignees.resolve(notice.to, facts)):
            if channel := _way(notice, party):
                yield _message(case, NOTICE, now, {"to": party, **said}, *channel)
        for way in notice.by:
            if way.startswith(CHANNEL):
                yield _message(case, NOTICE, now, said, way.removeprefix(CHANNEL))


def speaking(case: Case, party: Party) -> Party:
    """Who is told in the place of a client who asked: whoever speaks for their customer, where somebody does."""
    is_theirs = party == case.requester and party.startswith(CONTACT) and case.contact_id
    return f"{CONTACT}{case.contact_id}" if is_theirs else party


def drawn(compiled: Compiled, effect: Announce) -> Iterator[Notice]:
    """Of the move, or of the state and then of the whole flow."""
    flow = compiled.process.flow
    state = compiled.course.states.get(effect.state)
    drawn = state.notices if state else ()
    if effect.occasion == OF_MOVE:
        drawn = compiled.course.moves(effect.state)[effect.move].notices
    for notice in (*drawn, *(flow.notices if effect.occasion != OF_MOVE else ())):
        if notice.on == effect.occasion:
            yield notice


def _way(notice: Notice, party: Party) -> tuple[str, ...]:
    """Whoever has no account is told by mail alone."""
    ways = {way for way in notice.by if way in (APP, MAIL)}
    if not party.startswith(PERSON):
        ways.discard(APP)
    return ((BOTH if len(ways) > 1 else ways.pop()),) if ways else ()


def _message(case: Case, kind: str, now: datetime, said: dict[str, Any], channel: str = BOTH) -> Message:
    return Message(case.workspace, new_id(now), kind, {"case": case.id, **said}, now, now, channel=channel)
