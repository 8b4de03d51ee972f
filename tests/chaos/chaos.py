"""Sets a house on fire, and says what became of it.

``python -m tests.chaos.chaos --database sqlite --seconds 60 --seed 7`` for one run; ``--every-bug`` puts the planted bugs
in one after the other, and each must be noticed.
"""

import argparse
import os
import random
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from sqlalchemy import func, or_, select

from runtime import worker
from runtime.store.database import Database
from runtime.store.tables import CASE_FILE, OUTBOX
from tests import postgres
from tests.chaos.clients import Client, Ledger
from tests.chaos.fire import Fire, burning
from tests.chaos.judge import judged
from tests.chaos.planted import BUGS
from tests.chaos.receiver import World, world
from tests.chaos.story import SECRET, Stage, settle

CLIENTS: Final = 5
BETWEEN_STRIKES: Final = (0.3, 1.4)
"""Seconds."""
TO_SETTLE: Final = 90.0
"""Seconds in which everything that is due must be done, once nobody is killed any more."""
HARSH: Final = 20.0
"""Seconds of a run in which there is time to come back from worse than a kill."""
TO_SETTLE_BADLY: Final = 15.0
"""The same with a planted bug, which may keep anything from ever being done."""
SHOWN: Final = 25
LOG: Final = 4000
"""Characters of each log, for whoever looks what went wrong."""


@dataclass(frozen=True)
class Result:
    """``violations`` is empty where all has held."""

    told: str
    violations: tuple[str, ...]
    kills: int
    log: str
    bug: str = ""

    @property
    def signs(self) -> tuple[str, ...]:
        """Of the violations those that the planted bug explains; all, where there is none."""
        return tuple(one for one in self.violations if not self.bug or re.match(BUGS[self.bug].shows, one))

    @property
    def fine(self) -> bool:
        return bool(self.signs) == bool(self.bug)


@dataclass(frozen=True)
class Asked:
    """One run. ``kind`` of database: ``sqlite`` or ``postgresql``; ``bug`` one of `BUGS`, or none."""

    kind: str
    seconds: float
    seed: str
    bug: str = ""


def run(asked: Asked) -> Result:
    """Raises postgres.NotInstalled where there is no server of this kind."""
    kind, seed = asked.kind, asked.seed
    with tempfile.TemporaryDirectory() as folder, _database(kind, Path(folder)) as url, world(seed) as outside:
        stage = settle(url, outside.hook_url)
        said = {
            "FORMLOOM_DATABASE_URL": url,
            "FORMLOOM_SECRET_KEY": SECRET,
            "FORMLOOM_SMTP_URL": outside.smtp_url,
            "FORMLOOM_FILES_URL": f"{folder}/files",
            "FORMLOOM_ALLOW_PRIVATE_HOSTS": "127.0.0.1",
            "CHAOS_BUG": asked.bug,
        }
        with burning(said, Path(folder), seed, one_web=kind == "sqlite") as fire:
            return _burn(fire, stage, outside, Path(folder), asked)


def _burn(fire: Fire, stage: Stage, outside: World, folder: Path, asked: Asked) -> Result:
    ledger, until = Ledger(), monotonic() + asked.seconds
    clients = [Client(number, stage, fire.port, ledger, asked.seed, until) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    while monotonic() < until:
        sleep(fire.chance.uniform(*BETWEEN_STRIKES))
        fire.strike(harsh=asked.seconds >= HARSH)
    for client in clients:
        client.join()
        if client.broken:
            raise client.broken
    database = Database(stage.url, SECRET)
    late = _settled(database, TO_SETTLE_BADLY if asked.bug else TO_SETTLE)
    violations = judged(database, stage, ledger, outside.taken, fire.stops, folder / "files")
    database.close()
    told = (
        f"{len(ledger.submitted)} requests, {len(ledger.decided)} decisions, {ledger.refused} refused, "
        f"{len(ledger.comments)} comments, {len(outside.taken)} deliveries; {fire.kills} killed, {len(fire.stops)} stopped, "
        f"{ledger.cut} replies cut, {ledger.silent} never came"
    )
    written = "".join(nursery.log.read_text()[-LOG:] for nursery in (fire.web, fire.worker))
    return Result(told, (*late, *violations), fire.kills, written, asked.bug)


def _settled(database: Database, patience: float) -> list[str]:
    """Until nothing waits that is due."""
    until, waiting = monotonic() + patience, 1
    while waiting and monotonic() < until:
        sleep(0.2)
        with database.reading() as tx:
            unsent = select(func.count()).where(OUTBOX.c.sent_at.is_(None), OUTBOX.c.dead_at.is_(None))
            overdue = select(func.count()).where(or_(CASE_FILE.c.next_due <= worker.now()))
            waiting = tx.execute(unsent).scalar_one() + tx.execute(overdue).scalar_one()
    return [f"I5 {waiting} things still wait {patience:.0f} seconds later"] if waiting else []


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/chaos.db"
    else:
        with postgres.served() as server:
            yield server.make("chaos")


def _told(kind: str, bug: str, seed: str, found: Result) -> bool:
    """Prints one run; whether it went as it should."""
    print(f"{'fine' if found.fine else 'NOT FINE'}: {kind}, seed {seed}, {bug or 'no bug'}: {found.told}")
    shown = found.signs[:1] if bug else found.violations
    for violation in shown[:SHOWN]:
        print(f"    {violation[:300]}")
    if len(shown) > SHOWN:
        print(f"    and {len(shown) - SHOWN} more")
    if not found.fine:
        print(found.log)
    return found.fine


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    asked.add_argument("--seconds", type=float, default=float(os.environ.get("SECONDS", "60")))
    asked.add_argument("--seed", default=os.environ.get("SEED") or str(random.SystemRandom().randrange(10**6)))
    asked.add_argument("--bug", choices=sorted(BUGS), default="")
    asked.add_argument("--every-bug", action="store_true", help="afterwards each planted bug, for 12 seconds")
    given = asked.parse_args()
    kinds = ("sqlite", "postgresql") if given.database == "both" else (given.database,)
    rounds = [(kind, given.seconds, given.bug) for kind in kinds]
    if given.every_bug:
        rounds += [(kinds[number % len(kinds)], 12.0, bug) for number, bug in enumerate(BUGS)]
    fine, kills = True, 0
    for kind, seconds, bug in rounds:
        found = run(Asked(kind, seconds, given.seed, bug))
        kills += found.kills if not bug else 0
        fine &= _told(kind, bug, given.seed, found)
    print(f"{kills} × kill -9 in the runs without a bug")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
