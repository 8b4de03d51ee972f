"""What one case, or a plan, asks of another: messages to ourselves, written with the change, carried out after it by `subrequests`."""

from datetime import datetime
from typing import Final, Literal

from runtime.engine.effects import StartCase
from runtime.store.cases.cases import Case
from runtime.store.ids import new_id
from runtime.store.notices.outbox import HOUSE, Message

Errand = Literal["start", "stop", "report", "deliver"]
KINDS: Final[tuple[Errand, ...]] = ("start", "stop", "report", "deliver")


def start(case: Case, effect: StartCase, now: datetime) -> Message:
    """A sub-request is to begin; ``case`` is the one that asks for it."""
    there = {"case": case.id, "state": effect.state, "visit": effect.visit, "waits": effect.waits}
    return _message(case, "start", {**there, "process": effect.process, "answers": dict(effect.answers)}, now)


def stop(case: Case, sub: str, now: datetime) -> Message:
    """A sub-request is not wanted any more."""
    return _message(case, "stop", {"case": case.id, "sub": sub}, now)


def report(case: Case, now: datetime) -> Message:
    """A sub-request has ended, and says so to the one that asked for it."""
    return _message(case, "report", {"case": case.parent_id, "sub": case.id}, now)


def deliver(workspace: str, case_id: str, message: str, now: datetime) -> Message:
    """Something has happened that a request may wait for: it gets a message of this name."""
    return Message(workspace, new_id(now), "deliver", {"case": case_id, "message": message}, now, now, channel=HOUSE)


def _message(case: Case, kind: Errand, payload: dict[str, object], now: datetime) -> Message:
    return Message(case.workspace, new_id(now), kind, payload, now, now, channel=HOUSE)
