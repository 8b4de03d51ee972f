"""In which currency a computed amount of money is: in that of the amounts that it reads, where they bear one."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from schemas.fields.computed import Computed
from schemas.fields.money import Money
from schemas.fields.registry import type_of
from schemas.logic.mentions import SCOPED, arguments, is_condition, operation, paths
from schemas.model.form import Field, Form, Rule

_LARGEST: Final = frozenset({"+", "-", "%", "min", "max", "round", "sum"})
"""Of money, these come to money."""


def is_computed(one: Field) -> bool:
    """Is it an amount of money that a rule works out?"""
    kind = type_of(one)
    return isinstance(kind, Computed) and isinstance(kind.result(one), Money)


def currency_of(one: Field) -> str:
    """Of a field of money, also of a computed one; empty for any other."""
    kind = type_of(one)
    result = kind.result(one) if isinstance(kind, Computed) else kind
    return result.currency(one) if isinstance(result, Money) else ""


def read_by(form: Form, name: str) -> frozenset[str]:
    """The currencies of all amounts that a computed field (or ``table.column``) reads."""
    read = _reads(form, name, _at(form, name).compute)
    return frozenset(said for one in read if (said := currency_of(_at(form, one))))


def of_money(form: Form, name: str) -> bool:
    """Whether a computed field surely comes to money: a sum of amounts, or as many of one; not their ratio."""
    return _power(form, name, _at(form, name).compute) == 1


def _reads(form: Form, name: str, rule: Rule) -> Iterator[str]:
    """The fields and columns that a rule at ``name`` reads; ``table.`` is in each row of that table."""
    operator = operation(rule)
    if operator is None:
        yield from (read for one in (rule if isinstance(rule, list) else ()) for read in _reads(form, name, one))
        return
    given = [one for one, _ in arguments(rule)]
    if operator == "var" and isinstance(given[0], str):
        yield _meant(form, name, given[0])
    if operator == "sum" and len(given) > 1:
        yield _summed(given)
    if operator in SCOPED:
        inner, given = given[1:2], [given[0], *given[2:]]
        yield from (read for one in inner for read in _reads(form, f"{_table(given[0])}.", one))
    yield from (read for one in given for read in _reads(form, name, one))


def _power(form: Form, name: str, rule: Rule) -> int:
    """How often money is in it as a factor."""
    operator = operation(rule)
    given = [one for one, _ in arguments(rule)] if operator else []

    def powers(of: Iterable[Rule] = given) -> list[int]:
        return [_power(form, name, one) for one in of] or [0]

    match operator:
        case "var" if isinstance(given[0], str):
            found = int(bool(currency_of(_at(form, _meant(form, name, given[0])))))
        case "sum" if len(given) > 1:
            found = int(bool(currency_of(_at(form, _summed(given)))))
        case "map" | "reduce" if len(given) > 1:
            found = _power(form, f"{_table(given[0])}.", given[1])
        case "*":
            found = sum(powers())
        case "/":
            first, *others = powers()
            found = first - sum(others)
        case "if" | "?:":
            found = max(powers(one for at, one in enumerate(given) if not is_condition(at, len(given))))
        case _:
            found = max(powers()) if operator in _LARGEST else 0
    return found


def _summed(given: list[Any]) -> str:
    """The column of which a sum is made."""
    return f"{_table(given[0])}.{given[-1]}"


def _table(rule: Rule) -> Any:
    return next(paths(rule), "")


def _meant(form: Form, name: str, path: str) -> str:
    """The field of the form, or beside the column at ``name``, that a rule there means by ``path``."""
    outer, _, inner = name.partition(".")
    said = path.removeprefix("current.")
    if inner or name.endswith("."):
        beside = f"{outer}.{said}"
        if _at(form, beside).key:
            return beside
    return said if _at(form, said).key else path.partition(".")[0]


def _at(form: Form, name: str) -> Field:
    """The field or ``table.column``; a blank one where there is none."""
    outer, _, inner = name.partition(".")
    one = form.fields.get(outer) or Field("")
    return next((column for column in one.columns if column.key == inner), Field("")) if inner else one
