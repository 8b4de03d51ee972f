"""A rule in JSON Logic as the XPath of an XLSForm."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from builder.exchange.expressions.expression import Unsayable
from schemas.fields.kind import Value
from schemas.model.form import Rule
from schemas.words import words

Writer = Callable[["Paper", Sequence[Any]], str]
NO_WORD: Final = words("it knows no “{name}”", "没有对应的“{name}”")
NO_NAME: Final = words("it cannot read “{name}”", "无法读取“{name}”")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Asked:
    """A question as it is called there, what rules see of its answer, and what yes and no are called."""

    name: str
    value: Value
    is_date: bool = False
    yes: str = "yes"
    choices: Mapping[str, str] | None = None
    """What a choice is kept as, by what it is kept as here."""


@dataclass(frozen=True)
class Paper:
    """What a rule may name; ``own`` is the question whose rule it is, called "." in a constraint."""

    asked: Mapping[str, Asked]
    own: str = ""

    def within(self, columns: Mapping[str, Asked]) -> "Paper":
        """The same, over the rows of a table with these columns."""
        return replace(self, asked={**self.asked, **columns})

    def write(self, rule: Rule) -> str:
        """The expression.

        Raises:
            Unsayable: XPath has no words for part of it.
        """
        if isinstance(rule, dict) and len(rule) == 1:
            ((word, given),) = rule.items()
            arguments = given if isinstance(given, list) else [given]
            if word not in WRITERS:
                raise Unsayable(NO_WORD.formatted(name=word))
            try:
                return WRITERS[word](self, arguments)
            except (ValueError, IndexError) as wrong:
                raise Unsayable(NO_WORD.formatted(name=word)) from wrong
        return literal(rule)

    def each(self, rules: Sequence[Any]) -> list[str]:
        return [self.write(rule) for rule in rules]

    def of(self, rule: Rule) -> Asked | None:
        """The question, where a rule reads one and does nothing else."""
        key = rule.get("var") if isinstance(rule, dict) and len(rule) == 1 else None
        return self.asked.get(key) if isinstance(key, str) else None


def literal(value: Any) -> str:
    """A value as XPath writes it; a text with both kinds of quotes is put together."""
    if isinstance(value, bool):
        return "true()" if value else "false()"
    if isinstance(value, int | float):
        return repr(value)
    if value is None:
        return "''"
    if not isinstance(value, str):
        raise Unsayable(NO_WORD.formatted(name="[]"))
    if "'" not in value:
        return f"'{value}'"
    if '"' not in value:
        return f'"{value}"'
    parts = ', "\'", '.join(f"'{part}'" for part in value.split("'"))
    return f"concat({parts})"


def _var(paper: Paper, given: Sequence[Any]) -> str:
    key = given[0]
    if key == "@today":
        return "today()"
    if key == paper.own and paper.own:
        return "."
    if not isinstance(key, str) or key not in paper.asked:
        raise Unsayable(NO_NAME.formatted(name=str(key)))
    return f"${{{paper.asked[key].name}}}"


def _equal(sign: str) -> Writer:
    def equal(paper: Paper, given: Sequence[Any]) -> str:
        left, right = given
        if paper.of(left) is None and paper.of(right) is not None:
            left, right = right, left
        return f"{paper.write(left)} {sign} {_other(paper, left, right)}"

    return equal


def _other(paper: Paper, left: Rule, right: Rule) -> str:
    """The other side of a comparison, as the answer to that question is kept there."""
    asked = paper.of(left)
    if asked and isinstance(right, bool):
        return literal(asked.yes if right else "no")
    if asked and asked.is_date and isinstance(right, str) and _DAY.fullmatch(right):
        return f"date('{right}')"
    if asked and isinstance(right, str) and asked.choices is not None:
        return literal(asked.choices.get(right, right))
    return paper.write(right)


def _order(sign: str) -> Writer:
    def order(paper: Paper, given: Sequence[Any]) -> str:
        if len(given) == 3:  # noqa: PLR2004 -- a < b < c
            return _between("and")(paper, [{sign: given[:2]}, {sign: given[1:]}])
        left, right = given
        return f"{_other(paper, right, left)} {sign} {_other(paper, left, right)}"

    return order


def _between(sign: str) -> Writer:
    def joined(paper: Paper, given: Sequence[Any]) -> str:
        parts = paper.each(given)
        return parts[0] if len(parts) == 1 else "(" + f" {sign} ".join(parts) + ")"

    return joined


def _function(name: str) -> Writer:
    return lambda paper, given: f"{name}({', '.join(paper.each(given))})"


def _in(paper: Paper, given: Sequence[Any]) -> str:
    needle, stack = given
    if isinstance(stack, list):
        return _between("or")(paper, [{"==": [needle, one]} for one in stack])
    asked = paper.of(stack)
    kept = asked.choices.get(needle, needle) if asked and asked.choices and isinstance(needle, str) else needle
    name = "selected" if asked and asked.value == "list" else "contains"
    return f"{name}({paper.write(stack)}, {paper.write(kept)})"


def _if(paper: Paper, given: Sequence[Any]) -> str:
    if len(given) == 1:
        return paper.write(given[0])
    condition, then, *rest = given
    otherwise = _if(paper, rest) if rest else "''"
    return f"if({paper.write(condition)}, {paper.write(then)}, {otherwise})"


def _minus(paper: Paper, given: Sequence[Any]) -> str:
    return f"-{paper.write(given[0])}" if len(given) == 1 else _between("-")(paper, given)


def _truth(paper: Paper, given: Sequence[Any]) -> str:
    asked = paper.of(given[0])
    if asked is None:
        return paper.write(given[0])
    return (
        f"{paper.write(given[0])} = {literal(asked.yes)}"
        if asked.value == "boolean"
        else f"{paper.write(given[0])} != ''"
    )


def _length(paper: Paper, given: Sequence[Any]) -> str:
    asked = paper.of(given[0])
    name = {"list": "count-selected", "rows": "count"}.get(asked.value, "string-length") if asked else "string-length"
    return f"{name}({paper.write(given[0])})"


def _sum(paper: Paper, given: Sequence[Any]) -> str:
    table, column = given
    asked = paper.asked.get(f"{table.get('var')}.{column}") if isinstance(table, dict) else None
    if asked is None:
        raise Unsayable(NO_WORD.formatted(name="sum"))
    return f"sum(${{{asked.name}}})"


def _reduce(paper: Paper, given: Sequence[Any]) -> str:
    """Only what sums up a column."""
    match given:
        case [table, {"+": [*parts]}, 0] if {"var": "accumulator"} in parts and len(parts) == 2:  # noqa: PLR2004
            other = next(one for one in parts if one != {"var": "accumulator"})
            name = str(other.get("var")) if isinstance(other, dict) else ""
            return _sum(paper, [table, name.removeprefix("current.")])
        case _:
            raise Unsayable(NO_WORD.formatted(name="reduce"))


def _days(paper: Paper, given: Sequence[Any]) -> str:
    first, last = paper.each(given)
    return f"(decimal-date-time({last}) - decimal-date-time({first}))"


def _add_days(paper: Paper, given: Sequence[Any]) -> str:
    day, count = paper.each(given)
    return f"date(decimal-date-time({day}) + {count})"


def _part(pattern: str) -> Writer:
    return lambda paper, given: f"number(format-date({paper.write(given[0])}, '{pattern}'))"


def _round(paper: Paper, given: Sequence[Any]) -> str:
    value, *places = paper.each(given)
    return f"round({value}, {places[0] if places else 0})"


WRITERS: Final[Mapping[str, Writer]] = {
    "var": _var,
    "==": _equal("="),
    "!=": _equal("!="),
    "===": _equal("="),
    "!==": _equal("!="),
    **{sign: _order(sign) for sign in ("<", "<=", ">", ">=")},
    "and": _between("and"),
    "or": _between("or"),
    "!": _function("not"),
    "!!": _truth,
    "in": _in,
    "if": _if,
    "?:": _if,
    "+": _between("+"),
    "-": _minus,
    "*": _between("*"),
    "/": _between("div"),
    "%": _between("mod"),
    "min": _function("min"),
    "max": _function("max"),
    "cat": _function("concat"),
    "trim": _function("normalize-space"),
    "length": _length,
    "count": _length,
    "round": _round,
    "sum": _sum,
    "reduce": _reduce,
    "days": _days,
    "add_days": _add_days,
    "year": _part("%Y"),
    "month": _part("%m"),
    "day": _part("%d"),
}
"""The operators that XPath has words for."""
