"""The quarantine: a program of the house looks at a file before it is kept."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

PATIENCE: Final = 60.0
"""Seconds that the program may take."""


def is_clean(path: Path, command: Sequence[str]) -> bool:
    """Whether ``command``, given the path as its last word, ends with 0. No command: nobody looks.

    Unknown means no: a program that is missing, breaks or takes too long has found something.
    """
    if not command:
        return True
    program = shutil.which(command[0])
    if program is None:
        return False
    null = subprocess.DEVNULL
    words = [program, *command[1:], str(path.resolve())]
    try:
        # No shell; the command is the operator's own, and the path is of our making.
        done = subprocess.run(words, check=False, timeout=PATIENCE, stdin=null, stdout=null, stderr=null)  # noqa: S603 -- as said above
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
