"""What a request can become, as lines that a person types: the other process, its title, and which answer goes where."""

from collections.abc import Iterator
from typing import Any, Final

from builder.web.frame.lines import MOST_ROWS, Posted, read_title
from schemas.model.process import CHANNELS, Follow, Process

AS_DRAWN: Final = "…"
"""Stands for a rule that is more than one answer or one text: it stays as it is."""


def given_text(one: Follow) -> str:
    """``their_field = our_field`` or ``their_field = "a text"``, a line each."""
    return "\n".join(f"{key} = {_written(rule)}" for key, rule in one.given.items())


def read_follows(process: Process, posted: Posted) -> tuple[Follow, ...]:
    """Where the page has no such lines, what is there stays."""
    if "follows.0.process" not in posted:
        return process.follows
    before = {one.process: one for one in process.follows}
    return tuple(_follow(process, posted, at, row, before.get(row["process"])) for at, row in _lines(posted))


def _lines(posted: Posted) -> Iterator[tuple[int, dict[str, str]]]:
    """Those that name a process, each with its number on the page."""
    at = 0
    while f"follows.{at}.process" in posted and at < MOST_ROWS:
        row = {part: posted.get(f"follows.{at}.{part}", "").strip() for part in ("process", "channel", "given")}
        if row["process"]:
            yield at, row
        at += 1


def _follow(process: Process, posted: Posted, at: int, row: dict[str, str], before: Follow | None) -> Follow:
    known = before.given if before else {}
    given: dict[str, Any] = {}
    for line in row["given"].splitlines():
        key, equals, said = (part.strip() for part in line.partition("="))
        if key and equals:
            given[key] = known.get(key) if said == AS_DRAWN else _rule(process, said)
    channel = row["channel"] if row["channel"] in CHANNELS else CHANNELS[0]
    kept = {key: rule for key, rule in given.items() if rule is not None}
    return Follow(row["process"], read_title(posted, f"follows.{at}.title"), kept, channel)


def _rule(process: Process, said: str) -> Any:
    """One of our answers by its key, or the text as it stands."""
    return {"var": said} if said in process.form.fields else said.strip('"')


def _written(rule: Any) -> str:
    match rule:
        case {"var": str(name)} if len(rule) == 1:
            return name
        case str():
            return f'"{rule}"'
        case _:
            return AS_DRAWN
