"""One house is set on fire, and says what became of it."""

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from sqlalchemy import func, select

from runtime.background import worker
from runtime.store.connection.database import Database
from runtime.store.tables.tables import CASE_FILE, OUTBOX
from tests import postgres
from tests.broker import Broker, installed
from tests.chaos import handouts
from tests.chaos.clients import Client, Ledger
from tests.chaos.fire import Fire, burning
from tests.chaos.judge import judged
from tests.chaos.nursery import PLANTED
from tests.chaos.planted import BUGS
from tests.chaos.receiver import World, world
from tests.chaos.story import SECRET, Stage, settle
from tests.chaos.warden import MARK, warded

CLIENTS: Final = 5
BETWEEN_STRIKES: Final = (0.2, 0.9)
"""Seconds."""
TO_SETTLE: Final = 90.0
"""Seconds in which something of what is due must be done, once nobody is killed any more."""
HARSH: Final = 20.0
"""Seconds of a run in which there is time to come back from worse than a kill."""
A_LOOK: Final = 3.0
"""Seconds of fire until the judges look whether they notice a planted bug; they look again and again."""
LOG: Final = 4000
"""Characters of each log, for whoever looks what went wrong."""


@dataclass(frozen=True)
class Asked:
    """One run. ``kind`` of database: ``sqlite`` or ``postgresql``; ``bug`` one of `BUGS`, or none.

    With a bug ``seconds`` are the most that it may take until it is noticed. ``celery``: workers are called by a broker.
    ``kills`` are the fewest, however long it takes.
    """

    kind: str
    seconds: float
    seed: str
    bug: str = ""
    celery: bool = False
    kills: int = 0

    def __str__(self) -> str:
        house = f"{self.kind} with Celery" if self.celery else self.kind
        return f"{house}, seed {self.seed}, {self.bug or 'no bug'}"


@dataclass(frozen=True)
class Result:
    """``violations`` is empty where all has held; ``seconds`` is how long it burnt."""

    asked: Asked
    told: str
    violations: tuple[str, ...]
    seconds: float
    kills: int
    log: str

    @property
    def signs(self) -> tuple[str, ...]:
        """Of the violations those that the planted bug explains; all, where there is none."""
        return tuple(_signs(self.asked.bug, self.violations))

    @property
    def fine(self) -> bool:
        return bool(self.signs) == bool(self.asked.bug)


@dataclass(frozen=True)
class House:
    """What burns; everything of it lies in ``folder``."""

    folder: Path
    stage: Stage
    outside: World
    fire: Fire


@contextmanager
def opened(asked: Asked) -> Iterator[House]:
    """Serves and works. Raises postgres.NotInstalled where there is no server of this kind, or no broker."""
    with warded() as folder, _database(asked.kind, folder) as url, world(asked.seed) as outside:
        stage = settle(url, outside.hook_url)
        said = {
            MARK: str(folder),
            "FORMLOOM_DATABASE_URL": url,
            "FORMLOOM_SECRET_KEY": SECRET,
            "FORMLOOM_SMTP_URL": outside.smtp_url,
            "FORMLOOM_FILES_URL": f"{folder}/files",
            "FORMLOOM_ALLOW_PRIVATE_HOSTS": "127.0.0.1",
            "FORMLOOM_BROKER_URL": "",
            PLANTED: asked.bug,
        }
        broker = Broker(installed(), folder) if asked.celery else None
        with burning(said, folder, asked.seed, broker, one_web=asked.kind == "sqlite") as fire:
            yield House(folder, stage, outside, fire)


def run(asked: Asked) -> Result:
    """Raises what `opened` raises."""
    with opened(asked) as house:
        return _Burning(asked, house).run()


class _Burning:
    def __init__(self, asked: Asked, house: House) -> None:
        self.asked, self.house, self.fire = asked, house, house.fire
        self.ledger, self.came = Ledger(), 0
        self.database = Database(house.stage.url, SECRET)

    def run(self) -> Result:
        began = monotonic()
        violations = self._until_noticed() if self.asked.bug else self._to_the_end()
        burnt = monotonic() - began
        self.database.close()
        log = "".join(family.log.read_text()[-LOG:] for family in (self.fire.web, self.fire.worker))
        return Result(self.asked, self._told(), tuple(violations), burnt, self.fire.kills, log)

    def _to_the_end(self) -> list[str]:
        self._burn(self.asked.seconds, self.asked.kills)
        return [*self._settled(), *self._judged(), *self._uncalled()]

    def _until_noticed(self) -> list[str]:
        until, found = monotonic() + self.asked.seconds, list[str]()
        while not _signs(self.asked.bug, found) and monotonic() < until:
            self._burn(A_LOOK)
            found = self._judged()
        return found

    def _burn(self, seconds: float, kills: int = 0) -> None:
        """Clients come, and some of those who serve them are killed meanwhile."""
        until = monotonic() + seconds
        clients = [
            Client(self.came + number, self.house.stage, self.fire.port, self.ledger, self.asked.seed)
            for number in range(CLIENTS)
        ]
        self.came += CLIENTS
        for client in clients:
            client.start()
        try:
            while monotonic() < until or self.fire.kills < kills:
                sleep(self.fire.chance.uniform(*BETWEEN_STRIKES))
                self.fire.strike(self.ledger.heard, harsh=self.asked.seconds >= HARSH and not self.asked.bug)
        finally:
            self.fire.end()
            for client in clients:
                client.enough.set()
        for client in clients:
            client.join()
            if client.broken:
                raise client.broken

    def _judged(self) -> list[str]:
        there = self.house
        return judged(self.database, there.stage, self.ledger, there.outside, there.folder)

    def _settled(self) -> list[str]:
        """Until nothing waits that is due; how long that takes is not judged, as long as there are fewer and fewer."""
        until, waiting, fewest = monotonic() + TO_SETTLE, 1, math.inf
        while waiting and monotonic() < until:
            sleep(0.1)
            with self.database.reading() as tx:
                unsent = select(func.count()).where(OUTBOX.c.sent_at.is_(None), OUTBOX.c.dead_at.is_(None))
                overdue = select(func.count()).where(CASE_FILE.c.next_due <= worker.now() + self.fire.clock.off)
                waiting = tx.execute(unsent).scalar_one() + tx.execute(overdue).scalar_one()
            if waiting < fewest:
                fewest, until = waiting, monotonic() + TO_SETTLE
        return [f"I5 {waiting} things wait, and none of them went on for {TO_SETTLE:.0f} seconds"] if waiting else []

    def _uncalled(self) -> Iterator[str]:
        """Workers whom nobody called would have burnt as well, but not as what they are."""
        if self.asked.celery and not handouts.called(self.house.folder)[0]:
            yield "told: Celery has called nobody"

    def _told(self) -> str:
        ledger, outside = self.ledger, self.house.outside
        befell = ", ".join(f"{times} {what}" for what, times in sorted(self.fire.done.items()))
        by_call, own = handouts.called(self.house.folder)
        celery = f"Celery did {by_call} turns of {by_call + own}, " if self.asked.celery else ""
        return (
            f"{len(ledger.submitted)} requests, {len(ledger.decided)} decisions, {ledger.refused} refused, "
            f"{len(ledger.comments)} comments, {outside.taken.total()} deliveries; {celery}{befell}, "
            f"{ledger.cut} replies cut, {ledger.silent} never came"
        )


def _signs(bug: str, violations: "list[str] | tuple[str, ...]") -> list[str]:
    return [one for one in violations if not bug or re.match(BUGS[bug].shows, one)]


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/chaos.db"
    else:
        with postgres.served(within=folder) as server:
            yield server.make("chaos")
