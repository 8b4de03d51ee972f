"""Real processes, and what befalls them: killed in the middle of a word, or stopped for longer than a lease."""

import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from tests.chaos.nursery import LEASE

ROOT: Final = Path(__file__).parents[2]
PATIENCE: Final = 60.0
"""Seconds until the house must be open."""
WORKERS: Final = 2


@dataclass
class Nursery:
    """``role`` is ``web`` or ``worker``; its children are those who work."""

    role: str
    count: int
    said: Mapping[str, str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None

    def open(self) -> None:
        command = [sys.executable, "-m", "tests.chaos.nursery", self.role, str(self.count)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **self.said}, stdout=log, stderr=log, start_new_session=True
            )

    @property
    def children(self) -> list[int]:
        if self.process is None:
            return []
        with suppress(OSError):
            found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
            return [int(one) for one in found.split()]
        return []

    def kill_all(self) -> None:
        """The whole family at once, as when the machine is switched off."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@dataclass
class Fire:
    """``stops``: from when to when a worker was stopped. ``kills`` counts processes of either kind."""

    web: Nursery
    worker: Nursery
    port: int
    chance: random.Random
    kills: int = 0
    outages: int = 0
    stops: list[tuple[float, float]] = field(default_factory=list)

    def strike(self, *, harsh: bool) -> None:
        """One process of either kind is killed. ``harsh``: now and then one is stopped, and seldom the whole web is gone."""
        what = self.chance.random() if harsh else 1.0
        if what < 0.02:
            self.web.kill_all()
            self.kills, self.outages = self.kills + self.web.count + 1, self.outages + 1
            self.web.open()
        elif what < 0.12:
            self._stop()
        else:
            self._kill(self.chance.choice((self.web, self.worker)))

    def _kill(self, nursery: Nursery) -> None:
        there = nursery.children
        if there:
            with suppress(ProcessLookupError):
                os.kill(self.chance.choice(there), signal.SIGKILL)
                self.kills += 1

    def _stop(self) -> None:
        """For longer than a lease: whoever wakes up believes that it still holds."""
        there = self.worker.children
        if there:
            stopped, began = self.chance.choice(there), monotonic()
            with suppress(ProcessLookupError):
                os.kill(stopped, signal.SIGSTOP)
                sleep(LEASE.total_seconds() * 1.5)
                os.kill(stopped, signal.SIGCONT)
                self.stops.append((began, monotonic()))

    def is_open(self) -> bool:
        with socket.socket() as asked:
            return asked.connect_ex(("127.0.0.1", self.port)) == 0

    def wait_until_open(self) -> None:
        until = monotonic() + PATIENCE
        while not self.is_open():
            if monotonic() > until:
                raise RuntimeError(f"the house did not open: {self.web.log.read_text()[-2000:]}")
            sleep(0.05)


@contextmanager
def burning(said: Mapping[str, str], folder: Path, seed: str, *, one_web: bool) -> Iterator[Fire]:
    """``said`` is the environment of everything that is started."""
    port = free_port()
    said = {**said, "FORMLOOM_PORT": str(port), "FORMLOOM_BASE_URL": f"http://127.0.0.1:{port}"}
    web = Nursery("web", 1 if one_web else 2, said, folder / "web.log")
    worker = Nursery("worker", WORKERS, said, folder / "worker.log")
    fire = Fire(web, worker, port, random.Random(f"{seed}-fire"))
    try:
        for nursery in (web, worker):
            nursery.open()
        fire.wait_until_open()
        yield fire
    finally:
        for nursery in (web, worker):
            nursery.kill_all()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
