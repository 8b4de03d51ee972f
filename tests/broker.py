"""A Redis of our own, on a socket of our own, for as long as somebody needs it."""

import shutil
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from tests.postgres import NotInstalled

PATIENCE = 60.0
"""Seconds until it must be there."""
_pause = threading.Event()


@dataclass
class Broker:
    """It forgets everything when it goes."""

    program: str
    folder: Path
    running: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    @property
    def socket(self) -> Path:
        return self.folder / "redis.sock"

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}"

    def start(self) -> None:
        here = ("--unixsocket", str(self.socket), "--pidfile", f"{self.folder}/redis.pid", "--dir", str(self.folder))
        command = [self.program, "--port", "0", "--save", "", *here]
        self.running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True))
        until = monotonic() + PATIENCE
        while not self.socket.exists():
            if monotonic() > until:
                raise RuntimeError("the broker did not come")
            _pause.wait(0.05)

    def kill(self) -> None:
        for process in self.running:
            process.kill()
            process.wait()
        self.running.clear()
        self.socket.unlink(missing_ok=True)


def installed() -> str:
    """The program.

    Raises:
        NotInstalled: there is none.
    """
    program = shutil.which("redis-server")
    if program is None:
        raise NotInstalled("no redis-server is installed (Debian: redis-server)")
    return program
