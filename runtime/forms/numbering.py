"""Numbers that count up: of requests, and of the fields that are numbered by themselves."""

import re
from datetime import datetime

from runtime.store import counters
from runtime.store.connection.database import Connection

_SEQ = re.compile(r"\{seq(?::(\d))?\}")


def numbered(tx: Connection, workspace: str, counted: str, pattern: str, now: datetime) -> str:
    """The next number of what is ``counted``, by a pattern such as ``INV-{yyyy}-{mm}-{seq:4}``.

    It is counted within the year where the pattern says the year. A pattern without a place for the count gets one.
    """
    scope = f"{counted}:{now:%Y}" if "{yyyy}" in pattern else counted
    return written(pattern, counters.next_of(tx, workspace, scope), now)


def written(pattern: str, count: int, now: datetime) -> str:
    """The number that is the ``count``-th by that pattern."""
    whole = pattern if _SEQ.search(pattern) else f"{pattern}-{{seq}}"
    dated = whole.replace("{yyyy}", f"{now:%Y}").replace("{mm}", f"{now:%m}")
    return _SEQ.sub(lambda found: str(count).zfill(int(found[1] or 1)), dated)
