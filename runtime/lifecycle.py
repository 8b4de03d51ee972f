"""The one door for change: page, API, worker and command line all come through here.

Whoever calls opens the transaction, `with database.writing() as tx:`, and nobody below commits.
"""

from runtime.asking import CHANNELS, Decided, Decision, Receipt, Rejected, Rescue, Signal, Submission, Wish
from runtime.cases.besides import signal, wish
from runtime.cases.deciding import comment, decide, elapse
from runtime.cases.recounting import recount
from runtime.cases.submission import submit
from runtime.engine.outcome import NotAllowedHere
from runtime.rescue.case_migration import carry
from runtime.rescue.rescuing import rescue

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
