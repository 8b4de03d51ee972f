"""From JSON: the tests that a process must pass. They are looked at, and kept as they stand."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from schemas.format.reading import Part
from schemas.words import words

MOMENT: Final = words("a moment such as 2026-11-23T09:00:00Z", "时间，例如 2026-11-23T09:00:00Z")
ASKED_BEFORE: Final = "customer_requests_90d"
"""How many requests the invented client has opened of late, this one among them."""
NONE_OR_MORE: Final = words("a whole number of 0 or more", "不小于 0 的整数")
STEP: Final = ("at", "as", "do", "answers", "comment")
SPECIAL: Final = ("at", "as", "act", "to", "where", "raises", "back_to", "then", "comment")
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "wait": (),
    "act": SPECIAL,
    "message": ("answers",),
    "returned": ("outcome", "answers"),
    "do": STEP,
}
"""What a step is known by, to what else it may say."""
ACTS: Final = (
    *("return", "transfer", "delegate", "add", "remove", "take_back"),
    *("claim", "release", "advise", "remind", "copy", "withdraw"),
)
"""What people may do besides moves."""
WHERE: Final = ("before", "after", "beside")
THEN: Final = ("again", "back")


def read_tests(part: Part) -> tuple[Mapping[str, Any], ...]:
    return tuple(_test(one) for one in part.items("tests"))


def _test(part: Part) -> Mapping[str, Any]:
    part.holds(optional=("title", "begins", ASKED_BEFORE, "answers", "as", "steps", "expect"))
    part.words("title")
    part.text("as")
    _moment(part, part.text("begins"))
    if part.count(ASKED_BEFORE, 1) < 0:
        part.complain("document.type", ASKED_BEFORE, expected=NONE_OR_MORE)
    tuple(part.part("answers").members())
    steps = [_step(one) for one in part.items("steps")]
    return _there(part) | ({"steps": steps} if steps else {}) | _expected(part.part("expect"))


def _moment(part: Part, said: str) -> None:
    """When the walk begins, in UTC (2026-11-23T09:00:00Z)."""
    try:
        is_one = not said or begins(said) is not None
    except ValueError:
        is_one = False
    if not is_one:
        part.complain("document.type", "begins", expected=MOMENT)


def begins(said: str) -> datetime:
    """Raises ValueError: that is no moment, or nobody knows of which zone."""
    made = datetime.fromisoformat(said)
    if made.tzinfo is None:
        raise ValueError(said)
    return made.astimezone(UTC)


def _step(part: Part) -> dict[str, Any]:
    """Somebody does something, a message or a sub-request comes back, or time passes."""
    kind = next((name for name in KINDS if part.has(name)), "do")
    part.holds(kind, optional=KINDS[kind])
    for name in ("at", "as", "do", "comment", "wait", "act", "message", "returned", "outcome", "back_to"):
        part.text(name)
    if kind == "act":
        part.one_of("act", ACTS, ACTS[0])
        part.one_of("where", WHERE, WHERE[0])
        part.one_of("then", THEN, THEN[0])
        part.flag("raises")
        part.texts("to")
    tuple(part.part("answers").members())
    return _there(part)


def _expected(part: Part) -> dict[str, Any]:
    part.holds(optional=("visits", "ends", "answers", "open"))
    part.text("ends")
    part.texts("visits")
    tuple(part.part("answers").members())
    tuple(part.items("open"))
    return {"expect": _there(part)} if isinstance(part.raw, dict) else {}


def _there(part: Part) -> dict[str, Any]:
    """An object without what is null: that reads as if it were not said."""
    return {key: one for key, one in part.raw.items() if one is not None} if isinstance(part.raw, dict) else {}
