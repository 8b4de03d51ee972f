"""What foreign expressions call by name, as JSON Logic. One line a function; a new one is one line more."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from builder.exchange.expressions.expression import (
    NOT_PLAIN,
    OTHER_ROWS,
    Call,
    Literally,
    Named,
    Said,
    Sort,
    Tree,
    Unsayable,
)
from builder.exchange.expressions.expression_logic import EMPTY, Function, Speaker
from schemas.model.form import Rule

TODAY: Final[Rule] = {"var": "@today"}
HIGHEST_POWER: Final = 6
_DATE_PARTS: Final = {"%Y": "year", "%m": "month", "%d": "day", "%n": "month", "%e": "day"}


def simple(word: str, sort: Sort) -> Function:
    """A function whose arguments are those of an operator of ours."""
    return lambda speaker, given: Said({word: [speaker.said(one).rule for one in given]}, sort)


def _first(sort: Sort | None = None) -> Function:
    """What it is called with, as it is."""

    def same(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
        said = speaker.said(given[0])
        return Said(said.rule, sort or said.sort)

    return same


def _fixed(rule: Rule, sort: Sort) -> Function:
    return lambda _speaker, _given: Said(rule, sort)


def _selected(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
    chosen, wanted = (speaker.said(one) for one in given)
    if chosen.sort == "list":
        return Said({"in": [_text(wanted.rule), chosen.rule]}, "boolean")
    return speaker.said(Call("=", given))


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _over_rows(of_column: Callable[[Named], Rule], of_table: Callable[[Rule], Rule] | None) -> Function:
    def over(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
        (one,) = given
        if column := speaker.rows(one):
            return Said(of_column(column), "number")
        said = speaker.said(one)
        if said.sort not in ("list", "rows") or of_table is None:
            raise Unsayable(NOT_PLAIN.formatted(name="sum"))
        return Said(of_table(said.rule), "number")

    return over


def _filled(column: Named) -> Rule:
    return {"count": {"filter": [{"var": column.table}, {"!=": [{"var": column.key}, None]}]}}


def _extreme(word: str) -> Function:
    def extreme(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
        if any(speaker.rows(one) for one in given):
            raise Unsayable(OTHER_ROWS.formatted(name=word))
        return simple(word, "number")(speaker, given)

    return extreme


def _coalesce(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
    first, second = (speaker.said(one) for one in given)
    return Said({"if": [{"!=": [first.rule, None]}, first.rule, second.rule]}, first.sort)


def _if(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
    condition, then, otherwise = given
    yes, no = speaker.said(then), speaker.said(otherwise)
    sort = yes.sort if yes.sort == no.sort or otherwise == EMPTY else no.sort if then == EMPTY else "any"
    rules = [None if one == EMPTY else said.rule for one, said in ((then, yes), (otherwise, no))]
    return Said({"if": [speaker.said(condition).rule, *rules]}, sort)


def _subtract(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
    if len(given) == 1:
        value = speaker.said(given[0]).rule
        plain = isinstance(value, int | float) and not isinstance(value, bool)
        return Said(-value if plain else {"-": [value]}, "number")
    left, right = (speaker.said(one) for one in given)
    if left.sort == right.sort == "date":
        return Said({"days": [right.rule, left.rule]}, "number")
    if left.sort == "date":
        minus = -right.rule if isinstance(right.rule, int | float) else {"-": [right.rule]}
        return Said({"add_days": [left.rule, minus]}, "date")
    return Said({"-": [left.rule, right.rule]}, "number")


def _add(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
    left, right = sorted((speaker.said(one) for one in given), key=lambda one: one.sort != "date")
    if left.sort == "date":
        return Said({"add_days": [left.rule, right.rule]}, "date")
    return simple("+", "number")(speaker, given)


def _whole(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
    """Without what stands after the point, as ``int()`` of XForms cuts it off."""
    value = speaker.said(given[0]).rule
    return Said({"-": [value, {"%": [value, 1]}]}, "number")


def _round(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
    value, *places = (speaker.said(one).rule for one in given)
    return Said({"round": [value, *(places or [0])]}, "number")


def _power(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
    base, exponent = given
    if not isinstance(exponent, Literally) or exponent.value not in range(1, HIGHEST_POWER + 1):
        raise Unsayable(NOT_PLAIN.formatted(name="pow"))
    return Said({"*": [speaker.said(base).rule] * int(exponent.value)}, "number")


def _absolute(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
    value = speaker.said(given[0]).rule
    return Said({"max": [value, {"-": [value]}]}, "number")


def _starts(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
    text, beginning = given
    if not isinstance(beginning, Literally):
        raise Unsayable(NOT_PLAIN.formatted(name="starts-with"))
    word = str(beginning.value)
    return Said({"==": [{"substr": [speaker.said(text).rule, 0, len(word)]}, word]}, "boolean")


def _ends(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
    text, end = given
    if not isinstance(end, Literally) or not end.value:
        raise Unsayable(NOT_PLAIN.formatted(name="ends-with"))
    word = str(end.value)
    return Said({"==": [{"substr": [speaker.said(text).rule, -len(word)]}, word]}, "boolean")


def _contains(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
    text, part = (speaker.said(one).rule for one in given)
    return Said({"in": [part, text]}, "boolean")


def _substr(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
    """XForms counts from 0 and names the end; JSON Logic the length."""
    text, start, *end = given
    bounds = [one.value for one in (start, *end) if isinstance(one, Literally) and isinstance(one.value, int)]
    if len(bounds) != 1 + len(end) or min(bounds) < 0:
        raise Unsayable(NOT_PLAIN.formatted(name="substr"))
    length = [bounds[1] - bounds[0]] if end else []
    return Said({"substr": [speaker.said(text).rule, bounds[0], *length]}, "text")


def _date_part(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
    day, pattern = given
    said = speaker.said(day)
    written = pattern.value if isinstance(pattern, Literally) else None
    if written == "%Y-%m-%d":
        return Said(said.rule, "date")
    if written in _DATE_PARTS:
        return Said({_DATE_PARTS[str(written)]: [said.rule]}, "number")
    raise Unsayable(NOT_PLAIN.formatted(name="format-date"))


XPATH: Final[Mapping[str, Function]] = {
    "and": simple("and", "boolean"),
    "or": simple("or", "boolean"),
    "selected": _selected,
    "count-selected": simple("count", "number"),
    "not": simple("!", "boolean"),
    "true": _fixed(True, "boolean"),
    "false": _fixed(False, "boolean"),
    "boolean": simple("!!", "boolean"),
    "if": _if,
    "coalesce": _coalesce,
    "once": _first(),
    "concat": simple("cat", "text"),
    "string": simple("cat", "text"),
    "number": simple("+", "number"),
    "string-length": simple("length", "number"),
    "normalize-space": simple("trim", "text"),
    "contains": _contains,
    "starts-with": _starts,
    "ends-with": _ends,
    "substr": _substr,
    "round": _round,
    "int": _whole,
    "abs": _absolute,
    "pow": _power,
    "min": _extreme("min"),
    "max": _extreme("max"),
    "sum": _over_rows(lambda one: {"sum": [{"var": one.table}, one.key]}, None),
    "count": _over_rows(_filled, lambda table: {"count": table}),
    "count-non-empty": _over_rows(_filled, lambda table: {"count": table}),
    "today": _fixed(TODAY, "date"),
    "date": _first("date"),
    "decimal-date": _first("date"),
    "decimal-date-time": _first("date"),
    "format-date": _date_part,
    "format-date-time": _date_part,
    "+": _add,
    "-": _subtract,
    "*": simple("*", "number"),
    "div": simple("/", "number"),
    "mod": simple("%", "number"),
}
"""The functions and operators of XForms' XPath."""
