"""The heads of all journals at one moment, to be kept elsewhere: they find out whoever rewrites a journal with its chain.

A file of JSON Lines: first ``{"anchor": "formloom-anchor/1", "at": moment, "journals": how many}``, then of each journal
``{"workspace", "case", "count", "hash"}``, ordered by the first two.
"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from runtime.store.connection.database import Connection
from runtime.store.operations import heads
from runtime.store.operations.heads import BATCH, Head

FORMAT: Final = "formloom-anchor/1"
CHECKED: Final = "anchor"
_SHAPE: Final = {"workspace": str, "case": str, "count": int, "hash": str}
_MOST: Final = 1 << 31  # lines that a journal can have


class Unreadable(Exception):
    """What is no anchor, or a damaged one, said in words."""


def write(tx: Connection, target: Path, at: datetime) -> int:
    """How many heads. Only after a proof in the same transaction do they say what they seem to.

    Raises:
        FileExistsError: there is such a file; no anchor is ever written over.
    """
    # Where nothing can be altered nothing can be renamed either. A file that was cut off nevertheless has too few lines.
    with target.open("x", encoding="utf-8") as out:
        try:
            count = heads.count(tx)
            out.write(_line({"anchor": FORMAT, "at": at.isoformat(), "journals": count}))
            for head in heads.every(tx):
                out.write(_line({name: getattr(head, name) for name in _SHAPE}))
            out.flush()
            os.fsync(out.fileno())
        except BaseException:
            with suppress(OSError):
                target.unlink()
            raise
    return count


@dataclass(frozen=True)
class Compared:
    """So many heads of an anchor were looked for; ``violations`` names those that do not stand."""

    checked: int
    violations: tuple[str, ...]

    def beside(self, found: dict[str, Any]) -> dict[str, Any]:
        """``found`` of `verify`, with this in it."""
        violations = [*found["violations"], *self.violations]
        return {"ok": not violations, "checked": {**found["checked"], CHECKED: self.checked}, "violations": violations}


def compare(tx: Connection, lines: Iterable[str]) -> Compared:
    """Each head has to be there today at its very place.

    It says as much as the chain does: only where `verify` finds nothing in the same transaction is all before it as it was.

    Raises:
        Unreadable: it is no anchor, or a part of one.
    """
    checked, complaints = 0, list[str]()
    told = _read(lines)
    while batch := list(islice(told, BATCH)):
        checked += len(batch)
        complaints += _against(tx, batch)
    return Compared(checked, tuple(complaints))


def _against(tx: Connection, batch: list[Head]) -> Iterator[str]:
    today = heads.standing(tx, batch)
    other = [head for head in batch if today.get(head.line) != head.hash]
    there = heads.there(tx, other) if other else set()
    for head in other:
        if (head.workspace, head.case) not in there:
            yield f"{CHECKED} {head.case}: it is not there any more"
        elif head.line in today:
            yield f"{CHECKED} {head.case}: line {head.count} of its journal is another than it was, or one before it"
        else:
            yield f"{CHECKED} {head.case}: its journal had {head.count} lines and has fewer"


def _read(lines: Iterable[str]) -> Iterator[Head]:
    told = _objects(lines)
    _, about = next(told, (0, {}))
    if about.get("anchor") != FORMAT or type(about.get("journals")) is not int:
        raise Unreadable(f"It is no anchor: its first line does not say {FORMAT}.")
    count = 0
    for number, said in told:
        if not _is_head(said):
            raise Unreadable(f"Line {number} of the anchor is broken.")
        count += 1
        yield Head(**said)
    if count != about["journals"]:
        raise Unreadable(f"The anchor had {about['journals']} journals, and {count} are in this file.")


def _is_head(said: dict[str, Any]) -> bool:
    """As `write` writes them, so that a database can be asked about it."""
    shape = {name: type(value) for name, value in said.items()}
    texts = (value for value in said.values() if isinstance(value, str))
    return shape == _SHAPE and 0 <= said["count"] < _MOST and all(text.isprintable() for text in texts)


def _objects(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """With their numbers, from 1."""
    number = 0
    try:
        for number, line in enumerate(lines, 1):
            said = json.loads(line)
            if not isinstance(said, dict):
                raise Unreadable(f"Line {number} of the anchor is broken.")
            yield number, said
    except (ValueError, RecursionError) as broken:  # no JSON, or no UTF-8
        raise Unreadable(f"Line {number} of the anchor is broken: {broken}") from broken


def _line(said: dict[str, Any]) -> str:
    return f"{json.dumps(said, ensure_ascii=False)}\n"
