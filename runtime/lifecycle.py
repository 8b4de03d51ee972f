"""The one door for change: page, API, worker and command line all come through here.

Whoever calls opens the transaction, `with database.writing() as tx:`, and nobody below commits.
"""

from runtime.asking import CHANNELS, Decided, Decision, Receipt, Rejected, Rescue, Signal, Submission, Wish
from runtime.besides import signal, wish
from runtime.carrying import carry
from runtime.deciding import comment, decide, elapse
from runtime.engine.outcome import NotAllowedHere
from runtime.recounting import recount
from runtime.rescuing import rescue
from runtime.submission import submit

__all__ = [
    "CHANNELS",
    "Decided",
    "Decision",
    "NotAllowedHere",
    "Receipt",
    "Rejected",
    "Rescue",
    "Signal",
    "Submission",
    "Wish",
    "carry",
    "comment",
    "decide",
    "elapse",
    "recount",
    "rescue",
    "signal",
    "submit",
    "wish",
]
