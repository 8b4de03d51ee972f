"""What a rule comes to, over answers that are not known yet: `schemas.logic.evaluate`, for the solver.

Whatever the solver has no word for becomes a value of its own, the same wherever the same is worked out of the same. So
what is proved holds for every such value; and what is found is only believed once `evaluate` has said the same.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise, product
from math import prod
from typing import Any, Final

import z3

from schemas.logic import LogicError, coercion, evaluate
from schemas.logic.kinds import RESULTS
from schemas.logic.mentions import KEYED, SCOPED, operation
from schemas.logic.operators import OPERATORS
from schemas.model.form import Rule
from schemas.proof.symbolic import amounts_of, comparing
from schemas.proof.symbolic.unions import (
    NOTHING,
    Guard,
    Number,
    Plain,
    Rows,
    Several,
    Truth,
    Union,
    Unknown,
    Value,
    against,
    blank,
    both,
    chosen,
    either,
    gathered,
    name_of,
    only,
    said,
    under,
)

Lookup = Callable[[str], Union]
"""Of the full path that a rule reads, what it may hold."""
MOST: Final = 600
"""Combinations of values that one operator may have; beyond, its result is simply not known."""
_TRUE: Final[Union] = only(Plain(value=True))
_FALSE: Final[Union] = only(Plain(value=False))
_TESTS: Final = {"<", "<=", ">", ">=", "==", "===", "!=", "!=="}


class Reckoning:
    """``literals`` are all texts that any rule or choice names, so that others can be put between them."""

    def __init__(self, literals: Sequence[str]) -> None:
        ordered = sorted({*literals, ""}, key=lambda one: one.encode("utf-16-be", "surrogatepass"))
        self.places = {one: at for at, one in enumerate(ordered)}
        self.texts = tuple(ordered)
        self.always: list[z3.BoolRef] = []
        """What holds of the values that were made here, whatever is answered."""
        self._asked: dict[str, z3.ExprRef] = {}
        self._alive: list[Union] = []

    def holds(self, rule: Rule, lookup: Lookup) -> Guard:
        """Under which answers the condition holds; no condition always does."""
        return True if rule is None else self.truth(self.union(rule, lookup))

    def truth(self, union: Union) -> Guard:
        return either(both(guard, comparing.truthy(value, coercion.truthy, self.ask)) for guard, value in union)

    def ask(self, name: str) -> z3.BoolRef:
        """Something that is so, or not."""
        return self._fresh(name, z3.Bool)

    def amount(self, name: str, *, whole: bool = False) -> z3.ArithRef:
        return self._fresh(name, z3.Int if whole else z3.Real)

    def place(self, text: str) -> int:
        return self.places[text] if text in self.places else len(self.places)

    def union(self, rule: Rule, lookup: Lookup) -> Union:
        """What the rule may come to."""
        operator = operation(rule)
        if operator is None:
            return self._literal(rule, lookup)
        given = rule[operator]
        given = given if type(given) is list else [given]
        if operator in _DECIDING:
            made = _DECIDING[operator](self, given, lookup)
        elif operator in KEYED:
            made = self._looked_up(operator, given, lookup)
        elif operator in SCOPED:
            made = self._over_rows(operator, given, lookup)
        else:
            made = self._worked_out(operator, [self.union(one, lookup) for one in given])
        self._alive.append(made)  # names are made of terms that must stay
        return made

    def _literal(self, rule: Any, lookup: Lookup) -> Union:
        if type(rule) is list:
            return self._listed([self.union(one, lookup) for one in rule])
        return only(Plain(rule))

    def _listed(self, elements: Sequence[Union]) -> Union:
        if prod(len(one) for one in elements) > MOST:
            return only(Unknown("list:" + ",".join(name_of(value) for one in elements for _, value in one)))
        return gathered(
            (both(*(guard for guard, _ in some)), _list_of([value for _, value in some])) for some in product(*elements)
        )

    def _looked_up(self, operator: str, given: Sequence[Any], lookup: Lookup) -> Union:
        if operator == "var" and given and isinstance(given[0], str | int) and given[0] != "":
            found = lookup(str(given[0]))
            if len(given) == 1:
                return found
            return chosen(blank(found), self.union(given[1], lookup), found)
        keys = given[0] if operator == "missing" and given and type(given[0]) is list else given
        if operator == "missing" and all(isinstance(key, str) for key in keys):
            gone = {key: blank(lookup(key)) for key in keys}
            size = z3.Sum([z3.IntVal(0), *(z3.If(said(guard), 1, 0) for guard in gone.values())])
            return only(Several(gone, size))
        return only(Unknown(f"{operator}:{json.dumps(given, sort_keys=True)}"))

    def _over_rows(self, operator: str, given: Sequence[Any], lookup: Lookup) -> Union:
        body = json.dumps(given[1:], sort_keys=True)
        parts: list[tuple[Guard, Value]] = []
        for guard, value in self.union(given[0], lookup) if given else NOTHING:
            if isinstance(value, Plain):
                parts += under(guard, self._plainly(operator, [value.value, *given[1:]]))
            else:
                parts += under(guard, self._of_rows(operator, value, f"{operator}({name_of(value)},{body})"))
        return gathered(parts)

    def _of_rows(self, operator: str, rows: Value, name: str) -> Union:
        if operator in ("all", "some", "none"):
            return only(Truth(self.ask(name)))
        if not isinstance(rows, Rows | Several) or operator == "reduce":
            return only(Unknown(name))
        if operator == "map":
            return only(Rows(name, rows.size))
        size = self.amount(f"size({name})", whole=True)
        self.always += [size >= 0, size <= rows.size]
        return only(Rows(name, size))

    def _worked_out(self, operator: str, given: Sequence[Union]) -> Union:
        if prod(len(one) for one in given) > MOST:
            return self._something(operator, [value for one in given for _, value in one])
        parts: list[tuple[Guard, Value]] = []
        for some in product(*given):
            guard = both(*(when for when, _ in some))
            if guard is not False:
                parts += under(guard, self._applied(operator, [value for _, value in some]))
        return gathered(parts)

    def _applied(self, operator: str, values: Sequence[Value]) -> Union:
        if all(isinstance(value, Plain) for value in values):
            return self._plainly(operator, [value.value for value in values if isinstance(value, Plain)])
        if operator in _TESTS:
            return self._tested(operator, values)
        if operator in ("!", "!!"):
            holds = comparing.truthy(values[0], coercion.truthy, self.ask)
            return _said(holds if operator == "!!" else against(holds))
        if operator == "in" and len(values) > 1:
            return self._contained(values[0], values[1])
        found = amounts_of.worked_out(operator, values)
        return found if found is not None else self._something(operator, values)

    def _tested(self, operator: str, values: Sequence[Value]) -> Union:
        negated = operator.startswith("!")
        test = "=" + operator[1:] if negated else operator
        pairs = list(pairwise(values[:3])) if operator in ("<", "<=") else [(values[0], values[1])]
        found = []
        for one, other in pairs:
            guard = comparing.compared(test, one, other, self.place)
            found.append(self.ask(f"{test}({name_of(one)},{name_of(other)})") if guard is None else guard)
        return _said(against(both(*found)) if negated else both(*found))

    def _contained(self, needle: Value, stack: Value) -> Union:
        if isinstance(stack, Several):
            return _said(comparing.within(needle, stack, self.place))
        if isinstance(stack, Plain) and isinstance(stack.value, list):
            found = [self._tested("===", [needle, Plain(one)]) for one in stack.value]
            return _said(either(self.truth(one) for one in found))
        if isinstance(stack, Plain | Number | Truth) and not (isinstance(stack, Plain) and stack.value):
            return _FALSE
        return only(Truth(self.ask(f"in({name_of(needle)},{name_of(stack)})")))

    def _something(self, operator: str, values: Sequence[Value]) -> Union:
        """A result of which no more is known than its kind."""
        name = f"{operator}({','.join(map(name_of, values))})"
        kind, of = RESULTS.get(operator), values[0] if values else None
        if kind == "boolean":
            return only(Truth(self.ask(name)))
        if kind == "number":
            amount = self.amount(name)
            if isinstance(of, Rows) and operator == "sum":
                self.always.append(z3.Implies(of.size == 0, amount == 0))
                if len(values) > 1 and of.least.get(_text_of(values[1]), -1) >= 0:
                    self.always.append(amount >= 0)
            return only(Number(amount))
        return only(Unknown(name))

    def _plainly(self, operator: str, values: Sequence[Any]) -> Union:
        """By the evaluator's own operators. Where there is no result, a condition does not hold."""
        try:
            if operator in OPERATORS:
                return only(Plain(OPERATORS[operator](*values)))
            return only(Plain(evaluate({operator: values}, {})))
        except LogicError:
            return NOTHING

    def known_amount(self, name: str) -> Any:
        """What has been asked for by this name; None where nothing has."""
        return self._asked.get(name)

    def _fresh(self, name: str, make: Callable[[str], Any]) -> Any:
        if name not in self._asked:
            self._asked[name] = make(name)
        return self._asked[name]


def _if(reckoning: Reckoning, given: Sequence[Any], lookup: Lookup) -> Union:
    made = reckoning.union(given[-1], lookup) if len(given) % 2 else NOTHING
    for at in reversed(range(0, len(given) - 1, 2)):
        made = chosen(reckoning.holds(_rule(given[at]), lookup), reckoning.union(given[at + 1], lookup), made)
    return made


def _until(*, wanted: bool) -> Callable[[Reckoning, Sequence[Any], Lookup], Union]:
    def until(reckoning: Reckoning, given: Sequence[Any], lookup: Lookup) -> Union:
        if not given:
            return NOTHING
        made = reckoning.union(given[-1], lookup)
        for one in reversed(given[:-1]):
            union = reckoning.union(one, lookup)
            truth = reckoning.truth(union)
            made = chosen(truth if wanted else against(truth), union, made)
        return made

    return until


_DECIDING: Final[Mapping[str, Callable[[Reckoning, Sequence[Any], Lookup], Union]]] = {
    "if": _if,
    "?:": _if,
    "and": _until(wanted=False),
    "or": _until(wanted=True),
}


def _rule(condition: Any) -> Any:
    """A condition that is null is one that does not hold, and not none at all."""
    return False if condition is None else condition


def _said(guard: Guard) -> Union:
    if isinstance(guard, bool):
        return _TRUE if guard else _FALSE
    return only(Truth(guard))


def _text_of(value: Value) -> str:
    return str(value.value) if isinstance(value, Plain) else ""


def _list_of(values: Sequence[Value]) -> Value:
    if all(isinstance(value, Plain) for value in values):
        return Plain([value.value for value in values if isinstance(value, Plain)])
    return Unknown("list:" + ",".join(map(name_of, values)))


def literals_in(rule: Any) -> Iterator[str]:
    """Every text that stands in a rule."""
    if isinstance(rule, dict):
        yield from (found for one in rule.values() for found in literals_in(one))
    elif isinstance(rule, list):
        yield from (found for one in rule for found in literals_in(one))
    elif isinstance(rule, str):
        yield rule
