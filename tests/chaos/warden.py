"""Waits until whoever set the fire is gone, in whatever way, and leaves nothing of it behind.

Everything that belongs to a run has its folder in the environment as `MARK`, or its own number in a file of that folder. The warden hears the
end of its standard input when the run is over, and also when it was killed: a pipe ends with whoever held it.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Final

MARK: Final = "CHAOS_FOLDER"
PATIENCE: Final = 20.0
"""Seconds until what was killed must be gone."""


@contextmanager
def warded() -> Iterator[Path]:
    """A folder of one's own; at the end it is gone, and whoever bears its mark as well."""
    folder = Path(tempfile.mkdtemp(prefix="formloom-chaos-"))
    folder.chmod(0o711)  # a database server of another user lives further in
    command = [sys.executable, __file__, str(folder)]
    warden = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
    try:
        yield folder
    finally:
        if warden.stdin:
            warden.stdin.close()
        warden.wait()


def clear(folder: Path) -> None:
    until = monotonic() + PATIENCE
    while (there := left_of(folder)) and monotonic() < until:
        for process in there:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        sleep(0.1)
    shutil.rmtree(folder, ignore_errors=True)


def left_of(folder: Path) -> list[int]:
    """The processes that belong to it."""
    return [*_marked(folder), *_servers(folder)]


def _marked(folder: Path) -> Iterator[int]:
    """Those who have been told of the folder."""
    mark = f"{MARK}={folder}".encode()
    for there in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if mark in there.read_bytes().split(b"\0"):
                yield int(there.parent.name)


def _servers(folder: Path) -> Iterator[int]:
    """Database and broker hide their environment, and say in a file who they are; their own processes go with them."""
    for there in folder.rglob("*.pid"):
        with suppress(OSError, ValueError):
            process = int(there.read_text().split()[0])
            if str(folder).encode() in Path(f"/proc/{process}/cmdline").read_bytes():
                yield process


if __name__ == "__main__":
    sys.stdin.read()
    clear(Path(sys.argv[1]))
