"""The journal as sentences. A line tells what happened, to whoever may know it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from runtime.access import Actor
from runtime.cases import journal_beside
from runtime.engine.position import Party
from runtime.forms import enclosures
from runtime.people import display_names
from runtime.people.display_names import Called
from runtime.processes.deployment import Compiled
from runtime.store.cases.cases import Case
from runtime.store.cases.journal import Entry
from runtime.store.cases.tasks import Task
from runtime.store.missing import Missing
from runtime.views import journal_words
from runtime.visibility import sight
from schemas.filling.places import Place
from schemas.model.flow import Block
from schemas.model.form import Field
from schemas.words import Words


@dataclass(frozen=True)
class Correction:
    """An answer that was given, changed or taken away (None). ``called``: how those it names were called then."""

    field: Field
    before: Any
    after: Any
    called: Called | None = None

    def texts(self, lang: str) -> tuple[str, str]:
        """Before and after, as a person reads them."""
        before, after = (Place(self.field.key, self.field, value) for value in (self.before, self.after))
        return display_names.text_of(self.called or {}, before, lang), display_names.text_of(
            self.called or {}, after, lang
        )


@dataclass(frozen=True)
class Line:
    """One line of the timeline. ``comment`` is what somebody said with it, or all of it where ``kind`` is "commented".

    ``given`` is what else came with it: a signature, files. ``shared`` is the same line as those outside read it, who may
    be told less; None where it is not for them, or where nobody asked.
    """

    at: datetime
    by: Party
    by_name: str
    kind: str
    sentence: Words
    comment: str = ""
    internal: bool = False
    corrections: tuple[Correction, ...] = ()
    given: tuple[Correction, ...] = ()
    shared: "Line | None" = None
    there: str = ""
    """Where else it was said: in which trackers; for colleagues only."""
    beside: Mapping[str, Any] = field(default_factory=dict)
    """Of what happened beside the flow: what the journal knows of it."""


@dataclass(frozen=True)
class View:
    """A reader, and the fields that they may read."""

    reader: Actor
    readable: frozenset[str]


_FOR_CLIENTS: Final = frozenset(
    {
        "began",
        "answered",
        "moved",
        "jumped",
        "set",
        "commented",
        "reopened",
        "ended",
        "issued",
        journal_beside.CONTACTED,
    }
)
"""What a client is told of: not who voted how, was asked or reminded, nor what stopped or is stuck."""
_SPOKEN: Final = frozenset({"commented", journal_beside.CONTACTED})
"""Kinds of line whose words are for everybody who may see the line."""
_HIDDEN_WAYS: Final = frozenset({"choice", "action", *Block})
"""Kinds of state of which a client is not told how they were left."""
_BARE: Final = frozenset({"answered", "set"})
"""Kinds of line that say nothing without the answers."""


def outside(compiled: Compiled, case: Case, asked: Sequence[Task]) -> Iterator[View]:
    """Those outside who see something of a case, the client first, each with what that is."""
    for client in sight.outsiders(case, asked):
        with suppress(Missing):
            yield View(client, sight.readable(sight.rights(client, compiled, case, asked)))


def lines(entries: Iterable[Entry], compiled: Compiled, view: View, outside: Iterable[View] = ()) -> Iterator[Line]:
    """Oldest first, with nothing in it that the reader may not see. ``outside``: who else reads it, for the mark on a line."""
    called: Called = {}
    outside = tuple(outside)
    for entry in entries:
        called = {**called, **entry.body.get("called", {})}
        if told := _line(entry, compiled, view, called):
            shared = (_line(entry, compiled, one, called) for one in outside)
            yield replace(told, shared=next(filter(None, shared), None))


def _line(entry: Entry, compiled: Compiled, view: View, called: Called) -> Line | None:
    """None where it is not for this reader, or says nothing to them."""
    body, reader = entry.body, view.reader
    hidden = not reader.is_colleague and (_is_inside(entry, compiled) or body.get("internal", False))
    corrections = tuple(_corrections(body, compiled, view.readable, called))
    if hidden or (entry.kind in _BARE and not corrections):
        return None
    own = is_own(entry, compiled, reader)
    return Line(
        entry.at,
        entry.by,
        entry.by_name,
        entry.kind,
        journal_words.sentence(entry, compiled),
        body.get("text") or body.get("comment") or "" if own else "",
        bool(body.get("internal", False)),
        corrections,
        tuple(_given(body)) if own else (),
        there=", ".join(body.get("there", ())) if reader.is_colleague else "",
        beside=body if entry.kind in journal_beside.SENTENCES else {},
    )


def is_own(entry: Entry, compiled: Compiled, reader: Actor) -> bool:
    """Whether what was said and given with a line is also for this reader."""
    if reader.is_colleague or entry.by == reader.party or entry.kind in _SPOKEN:
        return True
    return _is_for_client(entry, compiled)


def _is_inside(entry: Entry, compiled: Compiled) -> bool:
    """Not for clients, nor which way a choice went, nor how branches came together."""
    if entry.kind == "moved":
        state = compiled.course.states.get(entry.body["state"])
        return entry.body.get("joins", False) or (state is not None and state.kind in _HIDDEN_WAYS)
    return entry.kind not in _FOR_CLIENTS


def _is_for_client(entry: Entry, compiled: Compiled) -> bool:
    """The word that leads from a colleague's desk to the client's is said to the client: why it comes (back) to them."""
    if entry.kind not in ("moved", "jumped") or not entry.by or not _asks_client(compiled, entry.body["to"]):
        return False
    if entry.kind == "jumped":
        return bool(entry.body["how"] == "returned")
    move = compiled.drawn(entry.body["state"], entry.body["move"])
    return move is not None and "comment" in move.asks and not move.vote


def _asks_client(compiled: Compiled, state: str) -> bool:
    drawn = compiled.course.states.get(state)
    return drawn is not None and any(who.kind == "contact" for who in drawn.who)


def _given(body: Mapping[str, Any]) -> Iterator[Correction]:
    for asked, value in body.get("given", {}).items():
        yield Correction(enclosures.field_of(asked), None, value)


def _corrections(
    body: Mapping[str, Any], compiled: Compiled, readable: frozenset[str], called: Called
) -> Iterator[Correction]:
    fields = compiled.process.form.fields
    for key, (before, after) in body.get("changes", {}).items():
        if key in readable and key in fields:
            yield Correction(fields[key], before, after, called)
