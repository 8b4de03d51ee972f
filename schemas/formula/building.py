"""The tree of a formula made into JSON Logic."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, Final

from lark import Token, Tree

from schemas.formula.literals import number_of, text_of
from schemas.formula.titles import FORM, Ambiguous, Names, Scope
from schemas.formula.vocabulary import BY_NAME, COMPARISONS, Function
from schemas.logic.mentions import SCOPED
from schemas.model.form import Rule
from schemas.problem import Problem
from schemas.words import Words, words

Node = Tree[Token] | Token
Arguments = list[Any]

TODAY: Final = "@today"
_CONSTANTS: Final[Mapping[str, Any]] = {"TRUE": True, "FALSE": False, "NULL": None}
_ARITHMETIC: Final = {"PLUS": "+", "MINUS": "-", "TIMES": "*", "DIVIDE": "/", "MODULO": "%"}
_WANTED: Final[Mapping[str, Words]] = {
    "EMPTY": words("one value", "一个值"),
    "FILLED": words("one value", "一个值"),
    "TODAY": words("nothing between its brackets", "括号内留空"),
    "CONTAINS": words("where to look, and what for", "在何处查找、查找什么"),
    "SUMIF": words("table.column and a condition", "“明细表.列”和一个条件"),
    "COUNTIF": words("a table and a condition", "明细表和一个条件"),
    "AVERAGE": words("table.column", "“明细表.列”"),
    "DEFAULT": words("a field and a value", "一个字段和一个值"),
}


class WrongFormula(ValueError):
    """The formula cannot be read; ``problem`` says why, and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def wrong(code: str, token: Token, **params: Any) -> WrongFormula:
    return WrongFormula(Problem(code, params={"line": token.line, "column": token.column, **params}))


class Builder:
    """Reads names by what they are called in their scope."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._sugar: Mapping[str, Callable[[Arguments, Scope], Rule]] = {
            "TODAY": self._today,
            "EMPTY": lambda given, scope: {"==": [*self._values(given, scope, 1), None]},
            "FILLED": lambda given, scope: {"!=": [*self._values(given, scope, 1), None]},
            "CONTAINS": lambda given, scope: {"in": self._values(given, scope, 2)[::-1]},
            "SUMIF": self._sum_if,
            "COUNTIF": self._count_if,
            "AVERAGE": self._average,
            "DEFAULT": self._default,
        }

    def built(self, node: Node, scope: Scope) -> Rule:
        """The rule of a part of the tree; ``scope`` says what names mean there."""
        if isinstance(node, Token):
            return self._token(node, scope)
        made: Rule = getattr(self, f"_{node.data}")(list(node.children), scope)
        return made

    def _token(self, token: Token, scope: Scope) -> Rule:
        if token.type in _CONSTANTS:
            return _CONSTANTS[token.type]
        if token.type == "TEXT":
            return text_of(token)
        return {"var": self._path(token, scope)} if token.type == "REF" else _number(token)

    def _path(self, token: Token, scope: Scope) -> str:
        try:
            return self._names.path(_steps(token), scope)
        except Ambiguous as several:
            raise wrong("formula.ambiguous-name", token, name=str(token), keys=", ".join(several.keys)) from several

    def _either(self, children: list[Node], scope: Scope) -> Rule:
        return {"or": [self.built(one, scope) for one in children]}

    def _both(self, children: list[Node], scope: Scope) -> Rule:
        return {"and": [self.built(one, scope) for one in children]}

    def _joined(self, children: list[Node], scope: Scope) -> Rule:
        return {"cat": [self.built(one, scope) for one in children]}

    def _denial(self, children: list[Node], scope: Scope) -> Rule:
        return {"!": [self.built(children[0], scope)]}

    def _group(self, children: list[Node], scope: Scope) -> Rule:
        return self.built(children[0], scope)

    def _comparison(self, children: list[Any], scope: Scope) -> Rule:
        one, sign, other = children
        return {COMPARISONS[sign]: [self.built(one, scope), self.built(other, scope)]}

    def _between(self, children: list[Any], scope: Scope) -> Rule:
        sign, again = COMPARISONS[children[1]], COMPARISONS[children[3]]
        if sign != again or sign not in ("<", "<="):
            raise wrong("formula.two-comparisons", children[3])
        return {sign: [self.built(one, scope) for one in children[::2]]}

    def _membership(self, children: list[Any], scope: Scope) -> Rule:
        one, word, other = self.built(children[0], scope), children[1].casefold(), self.built(children[2], scope)
        holds = {"in": [other, one] if word.endswith(("contains", "包含")) else [one, other]}
        return {"!": [holds]} if word.startswith(("not", "不")) else holds

    def _added(self, children: list[Any], scope: Scope) -> Rule:
        """From left to right; one sign after the same one goes on with it: a + b + c is one sum."""
        made, last = self.built(children[0], scope), ""
        for sign, node in zip(children[1::2], children[2::2], strict=True):
            operator, value = _ARITHMETIC[sign.type], self.built(node, scope)
            if operator == last and operator in "+*":
                made = {operator: [*made[operator], value]}
            else:
                made = {operator: [made, value]}
            last = operator
        return made

    _multiplied = _added

    def _negative(self, children: list[Any], scope: Scope) -> Rule:
        node = children[1]
        if isinstance(node, Token) and node.type in ("NUMBER", "PERCENT"):
            return -_number(node)
        return {"-": [self.built(node, scope)]}

    def _list(self, children: list[Node], scope: Scope) -> Rule:
        return [self.built(one, scope) for one in children]

    def _raw(self, children: list[Node], scope: Scope) -> Rule:
        return self.built(children[0], scope)

    def _number(self, children: list[Any], _scope: Scope) -> Rule:
        return _number(children[0]) if len(children) == 1 else self._negative(children, FORM)

    def _array(self, children: list[Node], scope: Scope) -> Rule:
        return [self.built(one, scope) for one in children]

    def _object(self, children: list[Any], scope: Scope) -> Rule:
        return {text_of(pair.children[0]): self.built(pair.children[1], scope) for pair in children}

    def _call(self, children: list[Any], scope: Scope) -> Rule:
        name, *given = children
        last = bool(given) and isinstance(given[-1], Token) and given[-1].type == "COMMA_LAST"
        function = BY_NAME.get(name.casefold())
        if function is None:
            near = get_close_matches(name.casefold(), BY_NAME, n=1)
            raise wrong("formula.unknown-function", name, name=str(name), near=near[0].upper() if near else "IF, SUM")
        if not function.operator:
            return self._sweet(name, function, given, scope)
        if last:
            given = given[:-1]
        if function.operator == "sum" and len(given) == 1 and not last and (made := self._column(given[0], scope)):
            return {"sum": made}
        values = self._arguments(function.operator, given, scope)
        is_bare = function.bare != last and len(values) == 1 and not isinstance(values[0], list)
        return {function.operator: values[0] if is_bare else values}

    def _sweet(self, name: Token, function: Function, given: Arguments, scope: Scope) -> Rule:
        key = function.title["en"]
        try:
            return self._sugar[key](given, scope)
        except _NotSo:
            raise wrong("formula.arguments", name, name=str(name), expected=_WANTED[key]) from None

    def _arguments(self, operator: str, given: Arguments, scope: Scope) -> list[Rule]:
        """What stands second in an operator that goes through rows reads the row."""
        made = [self.built(one, scope) for one in given[:1]]
        if operator in SCOPED and made:
            inside = None if operator == "reduce" else row_scope(made[0], scope)
            made += [self.built(one, inside) for one in given[1:2]]
        return made + [self.built(one, scope) for one in given[len(made) :]]

    def _values(self, given: Arguments, scope: Scope, count: int) -> list[Rule]:
        if len(given) != count:
            raise _NotSo
        return [self.built(one, scope) for one in given]

    def _today(self, given: Arguments, _scope: Scope) -> Rule:
        self._values(given, None, 0)
        return {"var": TODAY}

    def _column(self, node: Node, scope: Scope) -> list[Rule] | None:
        """``table.column`` as the two arguments of ``sum``."""
        if not isinstance(node, Token) or node.type != "REF" or len(_steps(node)) < 2:  # noqa: PLR2004 -- table and column
            return None
        table, _, column = self._path(node, scope).partition(".")
        return [{"var": table}, column]

    def _sum_if(self, given: Arguments, scope: Scope) -> Rule:
        found = self._column(given[0], scope) if len(given) == 2 else None  # noqa: PLR2004 -- column and condition
        if not found:
            raise _NotSo
        condition = self.built(given[1], row_scope(found[0], scope))
        return {"sum": [{"filter": [found[0], condition]}, found[1]]}

    def _count_if(self, given: Arguments, scope: Scope) -> Rule:
        if len(given) != 2:  # noqa: PLR2004 -- table and condition
            raise _NotSo
        return {"count": {"filter": self._arguments("filter", given, scope)}}

    def _average(self, given: Arguments, scope: Scope) -> Rule:
        found = self._column(given[0], scope) if len(given) == 1 else None
        if not found:
            raise _NotSo
        return {"/": [{"sum": found}, {"count": found[0]}]}

    def _default(self, given: Arguments, scope: Scope) -> Rule:
        field, instead = self._values(given, scope, 2)
        if not isinstance(given[0], Token) or given[0].type != "REF":
            raise _NotSo
        return {"var": [field["var"], instead]}


class _NotSo(Exception):
    """A function is not used in this way."""


def row_scope(elements: Rule, scope: Scope) -> Scope:
    """What names mean in a row of these; None where the rows are not those of a table of the form."""
    while isinstance(elements, dict) and len(elements) == 1 and "filter" in elements:
        given = elements["filter"]
        elements = given[0] if isinstance(given, list) and given else None
    match elements:
        case {"var": str(table)} if scope == FORM and len(elements) == 1 and table and "." not in table:
            return f"{table}."
        case _:
            return None


def _steps(token: Token) -> list[str]:
    """The steps of a reference, without the brackets around them; a title may hold a dot."""
    steps: list[str] = []
    rest = str(token)
    while rest:
        if rest[0] == "[":
            step, _, rest = rest[1:].partition("]")
            rest = rest.removeprefix(".")
        else:
            step, _, rest = rest.partition(".")
        steps.append(step)
    return steps


def _number(token: Token) -> float:
    try:
        return number_of(token)
    except ValueError:
        raise wrong("formula.number", token, number=str(token)[:20]) from None
