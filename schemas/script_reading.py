"""From JSON: the tests that a process must pass. They are looked at and kept as they stand."""

from collections.abc import Mapping
from typing import Any, Final

from schemas.reading import Part

STEP: Final = ("at", "as", "do", "answers", "comment")
TEXTS: Final = ("at", "as", "do", "comment", "wait")


def read_tests(part: Part) -> tuple[Mapping[str, Any], ...]:
    return tuple(_test(one) for one in part.items("tests"))


def _test(part: Part) -> Mapping[str, Any]:
    part.holds(optional=("title", "answers", "as", "steps", "expect"))
    part.words("title")
    part.text("as")
    tuple(part.part("answers").members())
    for step in part.items("steps"):
        _step(step)
    expect = part.part("expect")
    if expect.raw is not None:
        expect.holds(optional=("visits", "ends", "answers", "open"))
        tuple(expect.part("answers").members())
        expect.texts("visits")
        tuple(expect.items("open"))
    return part.raw if isinstance(part.raw, dict) else {}


def _step(part: Part) -> None:
    """Somebody does something, or time passes."""
    part.holds(*(("wait",) if part.has("wait") else ("do",)), optional=() if part.has("wait") else STEP)
    for name in TEXTS:
        part.text(name)
    tuple(part.part("answers").members())
