"""The one shape of every complaint that a person can mend."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a document or an answer.

    ``code`` is stable (DESIGN §10) and has words in both languages in `problem_words`. ``path`` is a JSON
    Pointer to the place: into the document (``/flow/states/2``) or into the answers (``/items/0/amount``).
    ``params`` fill the words and are plain JSON values or `Words`. ``example`` is an answer that shows it.
    ``repair`` mends it: operations of a JSON Patch (RFC 6902) on the document, one after the other; empty where none is sure to.
    """

    code: str
    path: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity = "error"
    example: Any = None
    repair: tuple[Mapping[str, Any], ...] = ()


def pointer(*steps: str | int) -> str:
    """A JSON Pointer (RFC 6901) from plain steps; no steps is the whole document."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def nested(problem: Problem, *steps: str | int) -> Problem:
    """The same problem, one level further down from where the reader stands."""
    return replace(problem, path=pointer(*steps) + problem.path)
