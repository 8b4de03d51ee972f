"""Files that people send: which are taken, where their bytes lie, and how they are found again."""

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from runtime.access import Actor
from runtime.files import scanning
from runtime.files.contents.accepted import kind_of
from runtime.files.contents.labels import label
from runtime.files.contents.unfit import Unfit
from runtime.files.storeroom import Storeroom
from runtime.settings import MEGABYTE, Settings
from runtime.store.connection.database import Connection
from runtime.store.files import files
from runtime.store.files.files import File
from runtime.store.ids import new_id
from schemas.problem import Problem


@dataclass(frozen=True)
class Sent:
    """A file as it was sent. It lies outside of the folder of kept files, and may be written over.

    ``name`` is only a label, never a path.
    """

    name: str
    path: Path


@dataclass(frozen=True)
class Fit:
    """A file that may be kept. ``digest`` is the SHA-256 of what was sent, which may since have been written anew."""

    name: str
    path: Path
    media_type: str
    digest: str


class Refused(Exception):
    """A file that is not taken, and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def announced(name: str, size: int, settings: Settings) -> None:
    """What can be said before a byte of it is there. Raises Refused."""
    with _about(name):
        kind_of(label(name))
        if size > settings.largest_file:
            raise Unfit("file.too-large", limit=settings.largest_file // MEGABYTE)
        if not size:
            raise Unfit("file.empty")


def examined(sent: Sent, settings: Settings) -> Fit:
    """A file that is what it says, and that the program of the quarantine finds clean.

    Raises:
        Refused: it is not taken. Nothing was kept.
    """
    announced(sent.name, sent.path.stat().st_size, settings)
    digest = _digest(sent.path)
    called = label(sent.name)
    with _about(sent.name):
        kind = kind_of(called)
        if not scanning.is_clean(sent.path, settings.scan):
            raise Unfit("file.unclean")
        kind.check(sent.path)
    return Fit(called, sent.path, kind.media_type, digest)


def keep(tx: Connection, room: Storeroom, actor: Actor, fit: Fit, key: str, now: datetime) -> File:
    """Its bytes last before its row does.

    The same bytes from the same sender under the same idempotency ``key`` are the same file.
    """
    known = _id(f"{actor.party}:{key}:{fit.digest}") if key else new_id(now)
    if found := files.files(tx, actor.workspace, [known]):
        return found[0]
    size = fit.path.stat().st_size
    file = File(actor.workspace, known, fit.name, size, fit.media_type, _digest(fit.path), actor.party, now)
    room.take(fit.path, file)
    files.add(tx, file)
    return file


@contextmanager
def _about(name: str) -> Iterator[None]:
    """Raises Refused for every Unfit, with the name of the file."""
    try:
        yield
    except Unfit as unfit:
        found = Problem(unfit.code, params={"name": label(name), **unfit.params})
        raise Refused(found) from unfit


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _id(text: str) -> str:
    """26 characters like other ids; whoever does not know the key cannot guess them."""
    return base64.b32encode(hashlib.sha256(text.encode()).digest())[:26].decode()
