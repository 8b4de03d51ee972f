"""Numbers that count up: of requests, and of the fields that are numbered by themselves."""

import re
from datetime import datetime

from runtime.store import counters
from runtime.store.database import Connection

_SEQ = re.compile(r"\{seq(?::(\d))?\}")


def numbered(tx: Connection, workspace: str, counted: str, pattern: str, now: datetime) -> str:
    """The next number of what is ``counted``, by a pattern such as ``INV-{yyyy}-{mm}-{seq:4}``.

    It is counted within the year where the pattern says the year. A pattern without a place for the count gets one.
    """
    whole = pattern if _SEQ.search(pattern) else f"{pattern}-{{seq}}"
    scope = f"{counted}:{now:%Y}" if "{yyyy}" in whole else counted
    count = counters.next_of(tx, workspace, scope)
    dated = whole.replace("{yyyy}", f"{now:%Y}").replace("{mm}", f"{now:%m}")
    return _SEQ.sub(lambda found: str(count).zfill(int(found[1] or 1)), dated)
