"""Real processes, and what befalls them: killed in the middle of a word, or stopped for longer than a lease."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

from tests.broker import Broker
from tests.chaos.jumps import Clock
from tests.chaos.nursery import LEASE

ROOT: Final = Path(__file__).parents[2]
PATIENCE: Final = 120.0
"""Seconds until the house must be open."""
WORKERS: Final = 2
FAR: Final = timedelta(hours=1)
"""So far the clock jumps, forward and back."""
BETWEEN: Final = 20
"""So many requests are answered between two kills of those who serve: nobody would be hit in the middle of anything else."""
AWAY: Final = (0.5, 3.0)
"""Seconds that the broker is gone."""


class Nursery:
    """The process that all others come from; ``said`` is their environment."""

    def __init__(self, said: Mapping[str, str], folder: Path) -> None:
        self.log = folder / "nursery.log"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.chaos.nursery"],
                cwd=ROOT,
                env={**os.environ, **said},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )

    def birth(self, **asked: Any) -> int:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("nobody can speak with the nursery")
        self._process.stdin.write(f"{json.dumps(asked)}\n".encode())
        self._process.stdin.flush()
        number = self._process.stdout.readline()
        if not number:
            raise RuntimeError(f"the nursery has closed: {self.log.read_text()[-2000:]}")
        return int(number)

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


@dataclass
class Family:
    """``role`` is ``web`` or ``worker``; the children of the one at ``number`` are those who work."""

    nursery: Nursery
    role: str
    count: int
    said: Mapping[str, str]
    log: Path
    number: int = 0

    def open(self) -> None:
        self.number = self.nursery.birth(role=self.role, count=self.count, said={**self.said}, log=str(self.log))

    @property
    def children(self) -> list[int]:
        with suppress(OSError):
            found = Path(f"/proc/{self.number}/task/{self.number}/children").read_text()
            return [int(one) for one in found.split()]
        return []

    def kill_all(self) -> None:
        """The whole family at once, as when the machine is switched off."""
        if self.number:
            with suppress(ProcessLookupError):
                os.killpg(self.number, signal.SIGKILL)
            while Path(f"/proc/{self.number}").exists():
                sleep(0.01)


@dataclass
class Fire:
    """``done`` counts what has befallen whom: ``kill -9 of web`` and so on."""

    web: Family
    worker: Family
    broker: Broker | None
    clock: Clock
    port: int
    chance: random.Random
    done: "Counter[str]" = field(default_factory=Counter)
    heard: int = 0
    _heard_then: int = 0
    _later: list[tuple[float, Callable[[], None]]] = field(default_factory=list)

    @property
    def kills(self) -> int:
        return sum(times for what, times in self.done.items() if what.startswith("kill -9"))

    def strike(self, heard: int, *, harsh: bool) -> None:
        """One process is killed. ``harsh``: now and then something worse happens, that takes time to come back from.

        ``heard`` is how many requests have been answered up to now.
        """
        self.carry_on()
        self.heard = heard
        acts = {self._kill_web: 35, self._kill_worker: 50}
        if harsh:
            acts |= {self._kill_house: 2, self._stop: 7, self._jump: 6, self._kill_broker: 6 if self.broker else 0}
        self.chance.choices([*acts], [*acts.values()])[0]()

    def carry_on(self, *, at_once: bool = False) -> None:
        """Whoever has slept or been away for long enough comes back."""
        due = [act for at, act in self._later if at_once or at <= monotonic()]
        self._later = [(at, act) for at, act in self._later if not at_once and at > monotonic()]
        for act in due:
            act()

    def end(self) -> None:
        """Nothing befalls anybody any more, and the clock is where nothing waits that was put off by its jumps."""
        self.carry_on(at_once=True)
        if self.clock.off or self.done["clock jumps"]:
            self.clock.put(2 * FAR)

    def _kill_web(self) -> None:
        """Only where somebody has been served since the last time."""
        serves = self.heard - self._heard_then >= BETWEEN
        self._heard_then = self.heard if serves else self._heard_then
        self._kill(self.web if serves else self.worker)

    def _kill_worker(self) -> None:
        self._kill(self.worker)

    def _kill(self, family: Family) -> None:
        there = family.children
        if there:
            with suppress(ProcessLookupError):
                os.kill(self.chance.choice(there), signal.SIGKILL)
                self.done[f"kill -9 of {family.role}"] += 1

    def _kill_house(self) -> None:
        """Everything that serves, and whoever looks after it."""
        self.done["kill -9 of web"] += len(self.web.children) + 1
        self.web.kill_all()
        self.web.open()

    def _stop(self) -> None:
        """For longer than a lease: whoever wakes up believes that it still holds."""
        there = [*self.worker.children, *self.web.children]
        if there:
            stopped = self.chance.choice(there)
            with suppress(ProcessLookupError):
                os.kill(stopped, signal.SIGSTOP)
                self.done["stops"] += 1
                self._later.append((monotonic() + LEASE.total_seconds() * 1.5, lambda: _wake(stopped)))

    def _jump(self) -> None:
        self.clock.put(self.chance.choice([far for far in (-FAR, 0 * FAR, FAR) if far != self.clock.off]))
        self.done["clock jumps"] += 1

    def _kill_broker(self) -> None:
        if self.broker and self.broker.running:
            self.broker.kill()
            self.done["broker restarts"] += 1
            self._later.append((monotonic() + self.chance.uniform(*AWAY), self.broker.start))

    def is_open(self) -> bool:
        with socket.socket() as asked:
            return asked.connect_ex(("127.0.0.1", self.port)) == 0

    def wait_until_open(self) -> None:
        until = monotonic() + PATIENCE
        while not self.is_open():
            if monotonic() > until:
                raise RuntimeError(f"the house did not open: {self.web.log.read_text()[-2000:]}")
            sleep(0.05)


def _wake(stopped: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(stopped, signal.SIGCONT)


@contextmanager
def burning(
    said: Mapping[str, str], folder: Path, seed: str, broker: Broker | None, *, one_web: bool
) -> Iterator[Fire]:
    """``said`` is the environment of everything that is started. With a broker the workers are Celery's."""
    port, clock = free_port(), Clock(folder)
    said = {**said, "FORMLOOM_PORT": str(port), "FORMLOOM_BASE_URL": f"http://127.0.0.1:{port}"}
    nursery = Nursery(said, folder)
    web = Family(nursery, "web", 1 if one_web else 2, {}, folder / "web.log")
    called = {"FORMLOOM_BROKER_URL": broker.url} if broker else {}
    worker = Family(nursery, "worker", WORKERS, called, folder / "worker.log")
    fire = Fire(web, worker, broker, clock, port, random.Random(f"{seed}-fire"))
    try:
        if broker:
            broker.start()
        for family in (web, worker):
            family.open()
        fire.wait_until_open()
        yield fire
    finally:
        for family in (web, worker):
            family.kill_all()
        nursery.close()
        if broker:
            broker.kill()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
