"""What a file is called: a label for people, never a path."""

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Final

LONGEST: Final = 120
"""Characters of a name."""
_LONGEST_ENDING: Final = 12
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)


def label(name: str) -> str:
    """The last part of a path of any system, in letters that can be seen, its ending kept; "file" where nothing is left.

    Unseen are controls, signs of no width, and those that make a name run from right to left.
    """
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    seen = "".join(letter for letter in last if letter.isprintable()).replace(":", "-").strip().rstrip(" .")
    named = seen if seen.strip(".") == seen and seen else f"file.{seen.lstrip('.')}".rstrip(".")
    plain = f"_{named}" if _DEVICE.match(named) else named
    kept = ending(plain)
    return plain[: -len(kept)][: LONGEST - len(kept)] + kept if kept else plain[:LONGEST]


def ending(name: str) -> str:
    """As ``.pdf``, in small letters as long as ever; empty where there is none, or none that anybody would write."""
    found = PurePosixPath(name).suffix
    return found if len(found) <= _LONGEST_ENDING else ""
