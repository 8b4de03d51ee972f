"""Is it plain JSON that every store and every browser can keep?"""

import math
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from schemas.problem import Problem, pointer

DEEPEST: Final = 60
MOST: Final = 200_000
"""Values in one document."""

_UNKEEPABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")

Steps = tuple[str | int, ...]


def stray(raw: Any) -> Iterator[Problem]:
    """What no document may hold, whatever its shape. It stops at what could exhaust us."""
    waiting: list[tuple[Any, Steps]] = [(raw, ())]
    for _ in range(MOST):
        if not waiting:
            return
        value, steps = waiting.pop()
        if len(steps) > DEEPEST:
            yield Problem("document.too-deep", pointer(*steps), {"limit": DEEPEST})
            return
        if code := _wrong(value):
            yield Problem(code, pointer(*steps))
        waiting.extend((one, (*steps, key)) for key, one in _inside(value))
    yield Problem("document.too-large", "", {"limit": MOST})


def twice(raw: Any, repeated: Iterable[tuple[dict[str, Any], str]]) -> tuple[Problem, ...]:
    """A problem for every key that an object said twice, told by the very objects that the parser made."""
    keys = {(id(made), key) for made, key in repeated}
    return tuple(
        Problem("key.duplicate", pointer(*steps, key), {"key": key})
        for value, steps in _all(raw, ())
        if isinstance(value, dict)
        for key in value
        if (id(value), key) in keys
    ) or (Problem("key.duplicate", "", {"key": next(iter(keys))[1]}),)


def _all(value: Any, steps: Steps) -> Iterator[tuple[Any, Steps]]:
    yield value, steps
    for key, one in _inside(value):
        yield from _all(one, (*steps, key))


def _inside(value: Any) -> Iterable[tuple[str | int, Any]]:
    return value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()


def _wrong(value: Any) -> str:
    match value:
        case str():
            return "document.character" if _UNKEEPABLE.search(value) else ""
        case float():
            return "" if math.isfinite(value) else "document.not-json"
        case dict():
            return next(
                (code for key in value if (code := _wrong(key) if isinstance(key, str) else "document.not-json")), ""
            )
        case None | bool() | int() | list():
            return ""
        case _:
            return "document.not-json"
