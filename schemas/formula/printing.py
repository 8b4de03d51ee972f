"""JSON Logic written as a formula, of which `parse` makes the same rule again."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from schemas.formula.building import TODAY, row_scope
from schemas.formula.literals import as_json
from schemas.formula.titles import FORM, Names, Scope
from schemas.formula.vocabulary import BY_NAME, BY_OPERATOR, COMPARISONS, CONSTANTS, JOINTS, SIGNS, Function
from schemas.logic.mentions import SCOPED
from schemas.model.form import Rule

EITHER, BOTH, COMPARED, JOINED, ADDED, MULTIPLIED, NEGATED, ATOM = range(8)
"""How tightly the parts of a text hold together."""

_INFIX: Final[Mapping[str, int]] = {
    "or": EITHER,
    "and": BOTH,
    "cat": JOINED,
    "+": ADDED,
    "-": ADDED,
    "*": MULTIPLIED,
    "/": MULTIPLIED,
    "in": COMPARED,
    **dict.fromkeys(COMPARISONS.values(), COMPARED),
}
_ANY_NUMBER: Final = frozenset({"or", "and", "cat", "+", "*"})
_SHOWN: Final = {"cat": "&", **SIGNS}

Said = tuple[str, int]


def printed(rule: Rule, names: Names | None = None, lang: str = "") -> str:
    """The rule as a formula; empty for None. ``lang``: with its titles and functions, or else with keys, in English."""
    return "" if rule is None else _Printer(names or Names(), lang).said(rule, FORM)[0]


class _Printer:
    def __init__(self, names: Names, lang: str) -> None:
        self._names = names
        self._lang = lang
        self._nice: tuple[Callable[[str, Any, Scope], Said | None], ...] = (
            self._reading,
            self._blank,
            self._summed,
            self._averaged,
            self._between_signs,
            self._called,
        )

    def said(self, rule: Rule, scope: Scope) -> Said:
        """The text, and how tightly it holds together."""
        if isinstance(rule, bool) or rule is None:
            return CONSTANTS[rule].in_(self._lang), ATOM
        if isinstance(rule, str):
            return as_json(rule), ATOM
        if isinstance(rule, int | float):
            return repr(rule), NEGATED if repr(rule)[0] == "-" else ATOM
        if isinstance(rule, list):
            return f"{{{self._listed(rule, scope)}}}", ATOM
        return self._operation(rule, scope)

    def _operation(self, rule: dict[str, Any], scope: Scope) -> Said:
        if len(rule) == 1:
            ((operator, given),) = rule.items()
            for nice in self._nice:
                if found := nice(operator, given, scope):
                    return found
        return f"LOGIC({as_json(rule)})", ATOM

    def _listed(self, rules: list[Rule], scope: Scope) -> str:
        return ", ".join(self.said(one, scope)[0] for one in rules)

    def _within(self, rule: Rule, scope: Scope, tightness: int) -> str:
        text, own = self.said(rule, scope)
        return text if own >= tightness else f"({text})"

    def _call(self, name: str, inside: str) -> Said:
        return f"{BY_NAME[name.casefold()].title.in_(self._lang)}({inside})", ATOM

    def _named(self, path: Any, scope: Scope) -> str | None:
        return self._names.said(path, scope, self._lang) if isinstance(path, str) and path else None

    def _reading(self, operator: str, given: Any, scope: Scope) -> Said | None:
        if operator != "var":
            return None
        if given == TODAY:
            return self._call("TODAY", "")
        match given:
            case str() if name := self._named(given, scope):
                return name, ATOM
            case [str(path), instead] if name := self._named(path, scope):
                return self._call("DEFAULT", f"{name}, {self.said(instead, scope)[0]}")
            case _:
                return None

    def _blank(self, operator: str, given: Any, scope: Scope) -> Said | None:
        match operator, given:
            case "==" | "!=", [one, None]:
                return self._call("EMPTY" if operator == "==" else "FILLED", self.said(one, scope)[0])
            case "count", {"filter": [elements, condition], **more} if not more:
                inside = self.said(condition, row_scope(elements, scope))[0]
                return self._call("COUNTIF", f"{self.said(elements, scope)[0]}, {inside}")
            case _:
                return None

    def _summed(self, operator: str, given: Any, scope: Scope) -> Said | None:
        if operator != "sum":
            return None
        match given:
            case [{"var": table, **more}, column] if not more and (name := self._cell(table, column, scope)):
                return self._call("SUM", name)
            case [{"filter": [{"var": table, **more}, condition], **rest}, column] if not (more or rest) and (
                name := self._cell(table, column, scope)
            ):
                inside = self.said(condition, row_scope({"var": table}, scope))[0]
                return self._call("SUMIF", f"{name}, {inside}")
            case [{"var": str(path), **more}] if not more and "." in path and (name := self._named(path, scope)):
                return self._call("SUM", f"({name})")
            case _:
                return None

    def _cell(self, table: Any, column: Any, scope: Scope) -> str | None:
        if not isinstance(table, str) or not isinstance(column, str) or "." in table or not table:
            return None
        return self._named(f"{table}.{column}", scope) if column else None

    def _averaged(self, operator: str, given: Any, scope: Scope) -> Said | None:
        match given:
            case [{"sum": [{"var": table, **more}, column], **rest}, {"count": {"var": counted, **other}, **end}]:
                is_other = operator != "/" or more or rest or other or end or table != counted
                name = None if is_other else self._cell(table, column, scope)
                return self._call("AVERAGE", name) if name else None
            case _:
                return None

    def _between_signs(self, operator: str, given: Any, scope: Scope) -> Said | None:
        if operator == "-" and isinstance(given, list) and len(given) == 1:
            return self._negative(given[0], scope), NEGATED
        if operator not in _INFIX or not isinstance(given, list) or not _fits(operator, len(given)):
            return None
        if operator == "in":
            return self._membership(given[0], given[1], scope), COMPARED
        sign = JOINTS[operator].in_(self._lang) if operator in JOINTS else _SHOWN.get(operator, operator)
        tight = _INFIX[operator]
        parts = [self._within(one, scope, tight + 1) for one in given]
        if tight in (ADDED, MULTIPLIED) and not _continues(operator, given[0]):
            parts[0] = self._within(given[0], scope, tight)
        return f" {sign} ".join(parts), tight

    def _negative(self, rule: Rule, scope: Scope) -> str:
        text, tight = self.said(rule, scope)
        return f"-{text}" if tight >= NEGATED and not text[0].isdigit() else f"-({text})"

    def _membership(self, one: Rule, other: Rule, scope: Scope) -> str:
        """The part of a text, or one of a list: the place first where the part is plainly written."""
        is_place = isinstance(other, dict) and not isinstance(one, dict | list)
        sides = (other, one) if is_place else (one, other)
        first, second = (self._within(side, scope, JOINED) for side in sides)
        return f"{first} {JOINTS['contains' if is_place else 'in'].in_(self._lang)} {second}"

    def _called(self, operator: str, given: Any, scope: Scope) -> Said | None:
        function = BY_OPERATOR.get(operator)
        if function is None:
            return None
        values = given if isinstance(given, list) else [given]
        inside = self._arguments(operator, values, scope)
        return self._call(function.title["en"], inside + ("," if _is_unusual(function, given) else ""))

    def _arguments(self, operator: str, values: list[Rule], scope: Scope) -> str:
        if operator not in SCOPED:
            return self._listed(values, scope)
        inside = None if operator == "reduce" or not values else row_scope(values[0], scope)
        return ", ".join(self.said(one, inside if at == 1 else scope)[0] for at, one in enumerate(values))


def _fits(operator: str, count: int) -> bool:
    if operator in _ANY_NUMBER:
        return count > 1
    return count == 2 or (count == 3 and operator in ("<", "<="))  # noqa: PLR2004 -- a < b, a < b < c


def _continues(operator: str, first: Rule) -> bool:
    """Would the first part run into the whole, a + b into a + b + c?"""
    inside = first.get(operator) if operator in "+*" and isinstance(first, dict) and len(first) == 1 else None
    return isinstance(inside, list) and len(inside) > 1


def _is_unusual(function: Function, given: Any) -> bool:
    """One argument with a list around it where others have none, or the other way round, ends in a comma."""
    if isinstance(given, list):
        return function.bare and len(given) == 1 and not isinstance(given[0], list)
    return not function.bare
