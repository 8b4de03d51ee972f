"""The expressions of form-js (FEEL), parsed into the same trees as all others, and what its functions are here."""

import json
from collections.abc import Mapping
from typing import Any, Final

from builder.exchange.expressions.expression import (
    Answer,
    Call,
    Literally,
    Said,
    Tree,
)
from builder.exchange.expressions.expression_functions import XPATH, simple
from builder.exchange.expressions.expression_logic import EMPTY, Function, Speaker
from builder.exchange.expressions.tree_reading import Trees, parser, read

NOTHING: Final = EMPTY
"""What is null there is an empty answer here."""


class _Trees(Trees):
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

    def within(self, given: list[Any]) -> Tree:
        return Call("in", tuple(given))

    def between(self, given: list[Any]) -> Tree:
        value, least, most = given
        return Call("and", (Call(">=", (value, least)), Call("<=", (value, most))))

    def power(self, given: list[Any]) -> Tree:
        return Call("pow", tuple(given))

    def chosen(self, given: list[Any]) -> Tree:
        return Call("if", tuple(given))

    def listed(self, given: list[Any]) -> Tree:
        return Call("[]", tuple(one for one in given if one is not None))


_PARSER: Final = parser("feel.lark")


def parse_feel(text: str) -> Tree:
    """The expression as a tree.

    Raises:
        Unsayable: it is none, or says more than we read.
    """
    return read(text, _PARSER, _Trees())


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
