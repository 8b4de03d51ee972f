"""One process that has imported everything, and gives birth to those that are killed: ``web`` or ``worker``, so many.

``CHAOS_BUG`` names a planted bug. Leases and waits are short here, so that a minute holds many of them.
"""

import os
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Final

import app
from runtime import rounds, spreading, worker
from runtime.web import guards, visiting
from tests.chaos import handouts, jumps
from tests.chaos.planted import BUGS
from tests.chaos.warden import MARK

LEASE: Final = timedelta(seconds=2)


def hurry() -> None:
    rounds.LEASE = LEASE
    rounds.FIRST_WAIT, rounds.LONGEST_WAIT, rounds.LONGEST_REST = (timedelta(seconds=one) for one in (0.5, 2, 1))
    rounds.ATTEMPTS = 60  # whoever refuses one message in ten refuses it often, among thousands
    worker.PAUSE, worker.AFTER_TROUBLE = 0.1, 0.5
    spreading.UNHEARD = timedelta(seconds=2)
    visiting.HASTE = timedelta()
    guards.limiter.enabled = False  # all our clients have one address


def bear(role: str, count: int) -> None:
    if role == "web":
        app.main(["serve", "--processes", str(count), "--no-worker"])
        return
    there: set[int] = set()
    signal.signal(signal.SIGTERM, lambda *_: _all_gone(there))
    while True:
        while len(there) < count:
            child = os.fork()
            if not child:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                app.main(["worker"])
            there.add(child)
        there.discard(os.wait()[0])


def _all_gone(there: set[int]) -> None:
    for child in there:
        os.kill(child, signal.SIGKILL)
    os._exit(0)


if __name__ == "__main__":
    hurry()
    jumps.followed(Path(os.environ[MARK]))
    handouts.noted(Path(os.environ[MARK]))
    if planted := os.environ.get("CHAOS_BUG"):
        BUGS[planted].plant()
    bear(sys.argv[1], int(sys.argv[2]))
