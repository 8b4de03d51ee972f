"""A limit of choices that names cases: which choices each condition leaves. An XLSForm can say that with a column."""

from dataclasses import dataclass
from typing import Any

from schemas.model.form import Rule


@dataclass(frozen=True)
class Grouped:
    """Conditions, and for each the choices that are offered while it holds."""

    conditions: tuple[Rule, ...]
    consts: tuple[tuple[str, ...], ...]

    def case_of(self, const: str) -> str:
        """The number of the case, from 1; empty for a choice that is never offered."""
        return next((str(at) for at, some in enumerate(self.consts, 1) if const in some), "")


def grouped(limit: Rule) -> Grouped | None:
    """The cases of a rule ``{"merge": [{"if": [condition, [choices], []]}, …]}``; None for any other."""
    match limit:
        case {"merge": [*parts]} if all(map(_is_case, parts)):
            consts = tuple(tuple(part["if"][1]) for part in parts)
            once = len({const for some in consts for const in some}) == sum(map(len, consts))
            return Grouped(tuple(part["if"][0] for part in parts), consts) if once else None
        case _:
            return None


def _is_case(part: Any) -> bool:
    match part:
        case {"if": [_, [*consts], []]}:
            return all(isinstance(one, str) for one in consts)
        case _:
            return False
