"""The expressions of form-js (FEEL), parsed into the same trees as all others, and what its functions are here."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from lark import Lark, Token, Transformer
from lark.exceptions import LarkError, UnexpectedInput

from builder.exchange.expressions.expression import (
    LONGEST,
    NOT_UNDERSTOOD,
    TOO_LONG,
    Answer,
    Call,
    Literally,
    Said,
    Tree,
    Unsayable,
)
from builder.exchange.expressions.expression_functions import XPATH, simple
from builder.exchange.expressions.expression_logic import EMPTY, Function, Speaker

NOTHING: Final = EMPTY
"""What is null there is an empty answer here."""


class _Trees(Transformer[Token, Tree]):
    """Lark calls a method for every rule of the grammar."""

    def number(self, given: list[Any]) -> Tree:
        value = float(given[0])
        return Literally(int(value) if value.is_integer() else value)

    def text(self, given: list[Any]) -> Tree:
        try:
            return Literally(str(json.loads(given[0])))
        except ValueError:
            return Literally(str(given[0])[1:-1])

    def nothing(self, _given: list[Any]) -> Tree:
        return NOTHING

    def yes(self, _given: list[Any]) -> Tree:
        return Literally(value=True)

    def no(self, _given: list[Any]) -> Tree:
        return Literally(value=False)

    def answer(self, given: list[Any]) -> Tree:
        return Answer(str(given[0]).removeprefix("this.").removeprefix("parent."))

    def call(self, given: list[Any]) -> Tree:
        name, *arguments = given
        return Call(str(name), tuple(one for one in arguments if one is not None))

    def operation(self, given: list[Any]) -> Tree:
        left, sign, right = given
        return Call(str(sign), (left, right))

    def within(self, given: list[Any]) -> Tree:
        return Call("in", tuple(given))

    def between(self, given: list[Any]) -> Tree:
        value, least, most = given
        return Call("and", (Call(">=", (value, least)), Call("<=", (value, most))))

    def power(self, given: list[Any]) -> Tree:
        return Call("pow", tuple(given))

    def negative(self, given: list[Any]) -> Tree:
        return Call("-", tuple(given))

    def chosen(self, given: list[Any]) -> Tree:
        return Call("if", tuple(given))

    def either(self, given: list[Any]) -> Tree:
        return Call("or", tuple(given))

    def both(self, given: list[Any]) -> Tree:
        return Call("and", tuple(given))

    def listed(self, given: list[Any]) -> Tree:
        return Call("[]", tuple(one for one in given if one is not None))


_PARSER: Final = Lark(Path(__file__).with_name("feel.lark").read_text("utf-8"), parser="lalr", maybe_placeholders=False)


def parse_feel(text: str) -> Tree:
    """The expression as a tree.

    Raises:
        Unsayable: it is none, or says more than we read.
    """
    if len(text) > LONGEST:
        raise Unsayable(TOO_LONG)
    try:
        return _Trees().transform(_PARSER.parse(text))
    except UnexpectedInput as wrong:
        raise Unsayable(NOT_UNDERSTOOD.formatted(at=max(wrong.column, 1))) from wrong
    except (LarkError, RecursionError) as wrong:
        raise Unsayable(TOO_LONG) from wrong


def _add(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
    """Texts are joined, numbers and days added."""
    sorts = {speaker.said(one).sort for one in given}
    return simple("cat", "text")(speaker, given) if "text" in sorts else XPATH["+"](speaker, given)


def _list(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
    return Said([speaker.said(one).rule for one in given], "list")


def _in(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
    one, among = given
    return Said({"in": [speaker.said(one).rule, speaker.said(among).rule]}, "boolean")


def _list_contains(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
    return _in(speaker, given[::-1])


def _defined(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
    return Said({"!=": [speaker.said(given[0]).rule, None]}, "boolean")


def _empty(speaker: Speaker, given: tuple[Tree, ...]) -> Said:
    return Said({"==": [speaker.said(given[0]).rule, None]}, "boolean")


_ALIKE: Final[Mapping[str, str]] = {
    "string length": "string-length",
    "starts with": "starts-with",
    "ends with": "ends-with",
    "round half up": "round",
    "decimal": "round",
    "/": "div",
    **{
        name: name
        for name in ("and", "or", "not", "if", "contains", "sum", "count", "min", "max", "abs", "pow", "date")
    },
    **{name: name for name in ("string", "number", "today", "-", "*")},
}
"""What is called otherwise in XPath and means the same."""
FEEL: Final[Mapping[str, Function]] = {
    **{name: XPATH[same] for name, same in _ALIKE.items()},
    "+": _add,
    "[]": _list,
    "in": _in,
    "list contains": _list_contains,
    "is defined": _defined,
    "is empty": _empty,
    "modulo": XPATH["mod"],
    "upper case": simple("upper", "text"),
    "lower case": simple("lower", "text"),
    "trim": simple("trim", "text"),
}
