"""What an import or an export hands back: what it made, and everything that it could not carry."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from builder.editing.naming import slug, unique
from schemas.document import Unreadable
from schemas.fields.registry import TYPES
from schemas.format.reading import KEY
from schemas.model.process import Process
from schemas.problem import Problem, pointer
from schemas.words import Words

MOST_QUESTIONS: Final = 1000
MOST_FINDINGS: Final = 500
"""Of one file; after them stands that there are more."""
LONGEST_QUOTE: Final = 200
"""Characters of a foreign expression that a finding repeats."""


@dataclass(frozen=True)
class Carried:
    """What an import made of a file; ``lost`` says what could not be carried over."""

    process: Process
    lost: tuple[Problem, ...] = ()


@dataclass
class Ledger:
    """Notes what gets lost, with its place: a JSON Pointer, or a sheet and a cell, ``/survey/C5``."""

    lost: list[Problem] = field(default_factory=list)

    def note(self, code: str, *place: str | int, **params: Any) -> None:
        """The same thing of the same place is said once."""
        shortened = {name: _short(value) for name, value in params.items()}
        said = Problem(code, pointer(*place), shortened, "warning")
        if said in self.lost or len(self.lost) > MOST_FINDINGS:
            return
        full = len(self.lost) == MOST_FINDINGS
        self.lost.append(Problem("import.more", params={"limit": MOST_FINDINGS}, severity="warning") if full else said)


@dataclass
class Keys:
    """Keys for what comes by other names, each once."""

    taken: set[str] = field(default_factory=set)
    of: dict[str, str] = field(default_factory=dict)
    """What the other format calls a question, and its key here."""

    def free(self, name: str, fallback: str = "question") -> str:
        """The name itself where it can be a key, else the nearest that can."""
        wanted = name if re.fullmatch(KEY, name) else slug(name) or fallback
        key = unique(wanted, self.taken)
        self.taken.add(key)
        self.of.setdefault(name, key)
        return key


def refused(code: str, *place: str | int, **params: Any) -> Unreadable:
    """To be raised where nothing of a file can be carried."""
    return Unreadable((Problem(code, pointer(*place), params),))


def nearest(*types: str) -> str:
    """The first of these types that there is."""
    return next(one for one in types if one in TYPES)


def type_words(kind: str) -> Words:
    return TYPES[kind].title


def chosen(kind: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options that a type has, of those that one would give it."""
    return {name: value for name, value in options.items() if name in TYPES[kind].options.fields and value is not None}


def _short(value: Any) -> Any:
    if isinstance(value, Words):
        return Words({lang: text[:LONGEST_QUOTE] for lang, text in value.items()})
    return value[:LONGEST_QUOTE] if isinstance(value, str) else value
