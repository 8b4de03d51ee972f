"""Who has had which message in hand: written down by those who send, in the order in which it happened.

A message that was leased is noted once it is its sender's, and noted again just before it is given back. Whoever may then
have it next cannot be noted in between, however slow the machine is: so the judge needs no guess of how long things take.
"""

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import current_thread
from typing import Any, Final

from runtime.background import delivery, worker
from runtime.store.notices import outbox
from runtime.store.notices.outbox import Message

FILE: Final = "handouts"


@dataclass(frozen=True)
class HandOut:
    """The ``attempt``-th time that this message was in somebody's hand, at this moment of their clock.

    ``line`` counts notes; ``back`` is the line at which it was given back, or none.
    """

    attempt: int
    at: datetime
    line: int
    back: int | None = None


def noted(folder: Path) -> None:
    """From now on this process and its children write down what they have in hand."""
    book = os.open(folder / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    leased, settle, turn = delivery._leased, outbox.settle, worker.turn

    def write(**said: Any) -> None:
        os.write(book, f"{json.dumps(said)}\n".encode())

    def lease(database: Any, now: datetime, *about: Any) -> list[Message]:
        due = leased(database, now, *about)
        write(at=now.isoformat(), out=[[one.id, one.attempts] for one in due])
        return due

    def give_back(tx: Any, message: Message) -> bool:
        write(back=[message.id, message.attempts])
        return settle(tx, message)

    def work(*about: Any) -> int:
        done = turn(*about)
        if done:
            write(turn=current_thread().name)
        return done

    delivery._leased, outbox.settle, worker.turn = lease, give_back, work


def called(folder: Path) -> tuple[int, int]:
    """With a broker: how many turns of work those did who were called, and how many the callers themselves."""
    turns = [one["turn"] for one in _lines(folder) if "turn" in one]
    own = sum("_call" in name for name in turns)
    return len(turns) - own, own


def read(folder: Path) -> dict[str, list[HandOut]]:
    """Of each message all that were noted, by their number."""
    out: dict[str, list[HandOut]] = defaultdict(list)
    back: dict[tuple[str, int], int] = {}
    for line, told in enumerate(_lines(folder)):
        for message, attempt in told.get("out", ()):
            out[message].append(HandOut(attempt, datetime.fromisoformat(told["at"]), line))
        if "back" in told:
            message, attempt = told["back"]
            back.setdefault((message, attempt), line)
    return {
        message: sorted(
            (HandOut(one.attempt, one.at, one.line, back.get((message, one.attempt))) for one in there),
            key=lambda one: (one.attempt, one.line),
        )
        for message, there in out.items()
    }


def _lines(folder: Path) -> list[Any]:
    """A line that is being written is left out."""
    return [json.loads(line) for line in (folder / FILE).read_text().split("\n")[:-1]]


def complaints(out: Mapping[str, list[HandOut]], tried: Counter[str], lease: timedelta) -> Iterator[str]:
    """I5: nobody is given what somebody else still has, and whoever has it sends it once.

    A lease that is over is no claim: its holder may have been stopped, and somebody else may rightly send the message. Nor
    is the look of two senders at the same receiver a proof of anything; what they were given, and when, is.
    """
    for message, there in out.items():
        for first, second in pairwise(there):
            given_back = first.back is not None and first.back < second.line
            if not given_back and second.at < first.at + lease:
                yield f"I5 {message}: two had it in hand at the same time, from {first.at} and from {second.at}"
    for message, times in tried.items():
        if times > len(out.get(message, ())):
            yield f"I5 {message}: it was sent {times} times and handed out {len(out.get(message, ()))} times"
