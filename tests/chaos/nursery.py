"""One process that has imported everything, and gives birth to those that are killed.

Each line of its standard input asks for a family: ``{"role": "web" or "worker", "count", "said": environment, "log"}``. The
family says its number on standard output. `PLANTED` names a planted bug. Leases and waits are short here, so that a
minute holds many of them.
"""

import json
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Final

import cli
from runtime.background import delivery, task_queue, worker
from runtime.web.forms import visiting
from runtime.web.frame import guards
from tests.chaos import handouts, jumps
from tests.chaos.planted import BUGS
from tests.chaos.warden import MARK

PLANTED: Final = "CHAOS_BUG"
LEASE: Final = timedelta(seconds=2)


def hurry() -> None:
    delivery.LEASE = LEASE
    delivery.FIRST_WAIT, delivery.LONGEST_WAIT, delivery.LONGEST_REST = (timedelta(seconds=one) for one in (0.5, 2, 1))
    delivery.ATTEMPTS = 60  # whoever refuses one message in ten refuses it often, among thousands
    worker.PAUSE, worker.AFTER_TROUBLE = 0.1, 0.5
    task_queue.UNHEARD = timedelta(seconds=2)
    visiting.HASTE = timedelta()
    guards.limiter.enabled = False  # all our clients have one address


def bear(role: str, count: int, said: dict[str, str], log: str) -> None:
    """A session of its own, so that the whole family can go at once."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.write(sys.stdout.fileno(), f"{os.getpid()}\n".encode())
    os.environ.update(said)
    book = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for number, to in enumerate((os.open(os.devnull, os.O_RDONLY), book, book)):
        os.dup2(to, number)
    if role == "web":
        cli.main(["serve", "--processes", str(count), "--no-worker"])
    else:
        _look_after(count)


def _look_after(count: int) -> None:
    """Whoever is gone is followed by another."""
    there: set[int] = set()
    while True:
        while len(there) < count:
            child = os.fork()
            if not child:
                cli.main(["worker"])
            there.add(child)
        there.discard(os.wait()[0])


def main() -> None:
    hurry()
    jumps.followed(Path(os.environ[MARK]))
    handouts.noted(Path(os.environ[MARK]))
    if planted := os.environ.get(PLANTED):
        BUGS[planted].plant()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody here asks what became of them
    while line := sys.stdin.readline():
        if not os.fork():
            bear(**json.loads(line))


if __name__ == "__main__":
    main()
