"""A file comes in pieces, and goes on where it stopped when the line broke."""

import fcntl
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from runtime.access import Actor
from runtime.files import attachments, storeroom
from runtime.files.attachments import Fit, Sent
from runtime.files.contents.labels import label
from runtime.settings import Settings
from runtime.store.connection.database import Connection
from runtime.store.files import arrivals, files
from runtime.store.files.arrivals import Arrival
from runtime.store.files.files import File
from runtime.store.ids import new_id


class Elsewhere(Exception):
    """The piece does not begin where the file ends, or another is being written. ``offset`` is where it ends."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"the file ends at {offset}")
        self.offset = offset


@dataclass(frozen=True)
class Standing:
    """``offset``: bytes that are there. ``file`` once all of it is there and was taken."""

    arrival: Arrival
    offset: int
    file: File | None = None

    @property
    def is_whole(self) -> bool:
        return self.offset == self.arrival.size


def begin(tx: Connection, settings: Settings, actor: Actor, name: str, size: int, now: datetime) -> Arrival:
    """Raises attachments.Refused: such a file would not be taken."""
    attachments.announced(name, size, settings)
    arrival = Arrival(actor.workspace, new_id(now), label(name), size, actor.party, now)
    arrivals.add(tx, arrival)
    return arrival


def standing(tx: Connection, settings: Settings, actor: Actor, arrival_id: str) -> Standing:
    """Raises Missing: there is none, or it is somebody else's."""
    arrival = arrivals.arrival(tx, actor.workspace, arrival_id, actor.party)
    kept = files.files(tx, actor.workspace, [arrival.file_id]) if arrival.file_id else []
    if kept:
        return Standing(arrival, arrival.size, kept[0])
    path = place(settings, arrival.id)
    return Standing(arrival, path.stat().st_size if path.exists() else 0)


def append(settings: Settings, arrival: Arrival, offset: int, pieces: Iterable[bytes]) -> int:
    """What came is kept, also where the line breaks in the middle. Gives the bytes that are there now.

    Raises:
        Elsewhere: ``offset`` is not where the file ends, or somebody else is writing it.
    """
    settings.arriving.mkdir(mode=0o700, parents=True, exist_ok=True)
    with place(settings, arrival.id).open("ab") as out:
        try:
            fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Elsewhere(_length(out.fileno())) from None
        there = _length(out.fileno())
        if there != offset:
            raise Elsewhere(there)
        for piece in pieces:
            there += out.write(piece[: arrival.size - there])
        out.flush()
    return there


def examined(settings: Settings, arrival: Arrival) -> Fit:
    """The whole file, looked at. Raises attachments.Refused: it is not taken."""
    return attachments.examined(Sent(arrival.name, place(settings, arrival.id)), settings)


def keep(tx: Connection, settings: Settings, actor: Actor, arrival: Arrival, fit: Fit, now: datetime) -> File:
    file = attachments.keep(tx, storeroom.of(settings), actor, fit, arrival.id, now)
    arrivals.became(tx, arrival, file.id)
    return file


def drop(tx: Connection, settings: Settings, arrival: Arrival) -> None:
    """Neither its row nor its bytes stay."""
    arrivals.forget(tx, arrival.workspace, arrival.id)
    place(settings, arrival.id).unlink(missing_ok=True)


def place(settings: Settings, arrival_id: str) -> Path:
    """Where the bytes lie until they are looked at."""
    return settings.arriving / arrival_id


def _length(descriptor: int) -> int:
    return os.fstat(descriptor).st_size
