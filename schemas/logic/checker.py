"""Can a rule work at all? Only what is surely wrong is said: an expression of unknown kind may stand anywhere."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from schemas.logic import doubts
from schemas.logic.kinds import (
    ANY_COUNT,
    ARITHMETIC,
    COUNTS,
    EQUALITY,
    LISTS,
    OPEN,
    ORDER,
    PARTED,
    RESULTS,
    TAKES,
    Argument,
    Kind,
    Taken,
    comparable,
    fits,
    numeric,
    orderable,
    together,
)
from schemas.logic.mentions import KEYED, SCOPED, Place, arguments, is_path, keys, operation
from schemas.problem import Problem, pointer
from schemas.words import Words


def check(rule: Any, names: Mapping[str, Kind]) -> tuple[Problem, ...]:
    """Everything wrong with a rule that reads fields of these names; paths are JSON Pointers into the rule.

    ``rule.unknown-name`` has ``name``; ``rule.type`` has ``why``, a sentence in words. A table's columns may be
    among the names as ``table.column``, and the parts of an answer as ``period.from``: then what reads them is
    checked by them. For a rule of a column, give the columns of its row besides the fields.
    """
    checker = _Checker(names)
    checker.kind(rule, (), names)
    return tuple(checker.problems)


def kind_of(rule: Any, names: Mapping[str, Kind]) -> Kind:
    """What kind of value a rule comes to that reads fields of these names; "any" where that cannot be told."""
    return _Checker(names).kind(rule, (), names)


Scope = Mapping[str, Kind]
"""What may be read where an expression stands; None where nobody knows."""


class _Checker:
    """Goes through a rule and gathers problems."""

    def __init__(self, names: Mapping[str, Kind]) -> None:
        self._names = names
        self.problems: list[Problem] = []

    def kind(self, rule: Any, place: Place, scope: Scope | None) -> Kind:
        """What kind of value the rule comes to."""
        operator = operation(rule)
        if operator is None:
            return self._literal(rule, place, scope)
        given = arguments(rule, place)
        if operator not in RESULTS and operator not in OPEN:
            self._doubt((*place, operator), doubts.NO_OPERATOR, operator=operator)
            return "any"
        least, most = COUNTS.get(operator, ANY_COUNT)
        if not least <= len(given) <= most:
            self._doubt((*place, operator), doubts.COUNT, operator=operator, given=len(given))
            return "any"
        if operator in KEYED:
            return self._lookup(operator, given, scope)
        if operator in SCOPED:
            return self._scoped(operator, given, scope)
        return self._operation(operator, [(one, self.kind(one, at, scope), at) for one, at in given])

    def _doubt(self, place: Place, why: Words, **params: Any) -> None:
        self.problems.append(Problem("rule.type", pointer(*place), {"why": why.formatted(**params)}))

    def _literal(self, rule: Any, place: Place, scope: Scope | None) -> Kind:
        if type(rule) is list:
            for at, one in enumerate(rule):
                self.kind(one, (*place, at), scope)
        literal: Mapping[type, Kind] = {str: "text", bool: "boolean", int: "number", float: "number", list: "list"}
        return literal.get(type(rule), "any")

    def _lookup(self, operator: str, given: list[tuple[Any, Place]], scope: Scope | None) -> Kind:
        wanted = given[KEYED[operator]]
        for one, at in given:
            if (one, at) not in wanted:
                self.kind(one, at, scope)
        found: list[Kind] = [
            self._name(key, at, scope) if names_it else self.kind(key, at, scope)
            for one, place in wanted
            for key, at, names_it in keys(one, place)
        ]
        return found[0] if operator == "var" and len(found) == 1 else RESULTS.get(operator, "any")

    def _name(self, path: Any, place: Place, scope: Scope | None) -> Kind:
        if operation(path) is not None:
            self.kind(path, place, scope)
        if scope is None:
            return "any"
        if not is_path(path):
            if scope is self._names:
                self._doubt(place, doubts.NAME_NOT_WRITTEN)
            return "any"
        first, *rest = str(path).split(".")
        kind = scope.get(first)
        if kind in PARTED and rest and any(name.startswith(f"{first}.") for name in scope):
            kind, rest = scope.get(str(path)), []
        if kind is None or (kind == "sealed" and rest):
            self.problems.append(Problem("rule.unknown-name", pointer(*place), {"name": str(path)}))
            return "any"
        return self._part(first, rest, place, kind)

    def _part(self, name: str, rest: list[str], place: Place, kind: Kind) -> Kind:
        if kind == "none":
            self._doubt(place, doubts.NO_ANSWER, name=name)
            return "any"
        if rest and kind == "rows" and rest[0] != "length" and not rest[0].isdigit():
            self._doubt(place, doubts.COLUMN_OF_ALL_ROWS, name=name)
        if not rest:
            return kind
        return "number" if rest == ["length"] else "any"

    def _scoped(self, operator: str, given: list[tuple[Any, Place]], scope: Scope | None) -> Kind:
        (elements, at), (body, inside) = given[:2]
        kind = self.kind(elements, at, scope)
        if kind not in LISTS:
            self._doubt(at, doubts.NO_LIST, operator=operator, kind=doubts.KINDS[kind])
        columns = self._columns(elements)
        if operator == "reduce":
            for first, there in given[2:]:
                self.kind(first, there, scope)
            current: Scope = {f"current.{name}": kind for name, kind in (columns or {}).items()}
            self.kind(body, inside, {**current, "current": "any", "accumulator": "any"} if columns else None)
            return "any"
        self.kind(body, inside, columns)
        return kind if operator == "filter" else RESULTS[operator]

    def _columns(self, elements: Any) -> Mapping[str, Kind] | None:
        """The columns of the table that is gone through, where the names tell them."""
        while operation(elements) in ("filter", "var"):
            elements = next((one for one, _ in arguments(elements)), None)
        start = f"{elements}."
        columns = {name.removeprefix(start): kind for name, kind in self._names.items() if name.startswith(start)}
        return columns or None

    def _operation(self, operator: str, given: list[Argument]) -> Kind:
        if operator in ARITHMETIC:
            self._arithmetic(operator, given)
        elif operator in ORDER | EQUALITY:
            self._comparison(operator, given)
        elif operator == "in" and given[1][1] not in {"text", "list", "any"}:
            self._doubt(given[1][2], doubts.NOTHING_IN, kind=doubts.KINDS[given[1][1]])
        elif operator == "sum":
            self._sum(given)
        else:
            self._taken(operator, given)
        return RESULTS.get(operator) or together(operator, [kind for _, kind, _ in given])

    def _taken(self, operator: str, given: list[Argument]) -> None:
        texts: tuple[Taken, ...] = tuple("plain" for _ in given) if operator in ("cat", "substr") else ()
        for taken, (one, kind, at) in zip(TAKES.get(operator, texts), given, strict=False):
            if not fits(taken, one, kind):
                self._doubt(at, doubts.TAKEN[taken], operator=operator, kind=doubts.KINDS[kind])

    def _sum(self, given: list[Argument]) -> None:
        (elements, kind, at), *column = given
        if kind not in LISTS:
            self._doubt(at, doubts.NO_LIST, operator="sum", kind=doubts.KINDS[kind])
        columns = self._columns(elements)
        for name, _, there in column:
            found = columns.get(str(name), "none") if columns and is_path(name) else "any"
            if found == "none":
                self.problems.append(Problem("rule.unknown-name", pointer(*there), {"name": str(name)}))
            elif found not in ("number", "any"):
                self._doubt(there, doubts.NO_NUMBER, operator="sum", kind=doubts.KINDS[found])

    def _arithmetic(self, operator: str, given: list[Argument]) -> None:
        cast = operator == "+" and len(given) == 1
        for one, kind, at in given:
            if kind not in ("number", "any") and not (kind == "text" and (cast or numeric(one))):
                self._doubt(at, doubts.NO_NUMBER, operator=operator, kind=doubts.KINDS[kind])

    def _comparison(self, operator: str, given: list[Argument]) -> None:
        alike: Callable[[Argument, Argument], bool] = orderable if operator in ORDER else comparable
        for one, other in pairwise(given):
            if not alike(one, other) or (len(operator) == 3 and {one[1], other[1]} == {"text", "number"}):  # noqa: PLR2004 -- === and !==
                self._doubt(
                    other[2],
                    doubts.NOT_ALIKE,
                    operator=operator,
                    one=doubts.KINDS[one[1]],
                    other=doubts.KINDS[other[1]],
                )
