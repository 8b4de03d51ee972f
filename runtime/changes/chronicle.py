"""What is written into the journal about a change: a line for each event, with the names of everybody in it."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from runtime.access import Actor
from runtime.changes.change import Change
from runtime.engine.events import Event
from runtime.engine.facts import Directory
from runtime.engine.position import Party
from runtime.store.cases import journal
from runtime.store.cases.journal import Entry
from schemas.words import Words, write_words


def entries(change: Change) -> list[Entry]:
    """Chained to what stands there already."""
    case = change.case
    lines = [*change.said, *_lines(change)]
    fresh = (
        Entry(case.workspace, case.id, number, case.version + 1, change.now, by, _name(change, by), kind, body)
        for number, (kind, body) in enumerate(lines, case.journal_count + 1)
        for by in [body.get("by", change.actor.party)]
    )
    return journal.chained(fresh, case.journal_head)


def _name(change: Change, party: Party) -> str:
    if party == change.actor.party:
        return change.actor.name
    return change.directory.name(party) if party else ""


def _lines(change: Change) -> Iterator[tuple[str, dict[str, Any]]]:
    """Of each event; what the actor said and gave stands with the first that is theirs."""
    said = {
        "comment": change.comment,
        "accepted": dict(change.accepted),
        "given": dict(change.given),
        "by_link": _by_mail(change.actor),
        "recorded": dict(change.recorded),
    }
    for event in change.outcome.events:
        body = {**_body(event, change.directory), **change.extra}
        body["by"] = body.get("by") or ""
        if body["by"] == change.actor.party:
            body |= {name: value for name, value in said.items() if value}
            said = {}
        yield type(event).__name__.lower(), body


def _by_mail(actor: Actor) -> bool:
    """A colleague who has not signed in has followed the one-time link of a mail."""
    return actor.is_colleague and bool(actor.within)


def _body(event: Event, directory: Directory) -> dict[str, Any]:
    """The event as JSON, with the names of everybody in it as they are called now."""
    said = {one.name: getattr(event, one.name) for one in fields(event)}
    named = [party for value in said.values() if isinstance(value, tuple) for party in value if ":" in party]
    plain = {key: _plain(value) for key, value in said.items()}
    return plain | ({"names": {party: directory.name(party) for party in named}} if named else {})


def _plain(value: Any) -> Any:
    match value:
        case Words():
            return write_words(value)
        case tuple():
            return [_plain(one) for one in value]
        case dict():
            return {key: _plain(one) for key, one in value.items()}
        case _:
            return value
