"""The expressions of an XLSForm, parsed."""

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
    Column,
    Literally,
    Tree,
    Unsayable,
)

_QUOTES: Final = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\xa0": " "})
"""What word processors make of a quotation mark."""


class _Trees(Transformer[Token, Tree]):
    """Lark calls a method for every rule of the grammar."""

    def number(self, given: list[Any]) -> Tree:
        value = float(given[0])
        return Literally(int(value) if value.is_integer() else value)

    def text(self, given: list[Any]) -> Tree:
        return Literally(str(given[0])[1:-1])

    def answer(self, given: list[Any]) -> Tree:
        return Answer(str(given[0]).strip())

    def own(self, _given: list[Any]) -> Tree:
        return Answer("")

    def column(self, given: list[Any]) -> Tree:
        return Column(str(given[0]))

    def call(self, given: list[Any]) -> Tree:
        name, *arguments = given
        return Call(str(name), tuple(one for one in arguments if one is not None))

    def operation(self, given: list[Any]) -> Tree:
        left, sign, right = given
        return Call(str(sign), (left, right))

    def negative(self, given: list[Any]) -> Tree:
        return Call("-", tuple(given))

    def either(self, given: list[Any]) -> Tree:
        return Call("or", tuple(given))

    def both(self, given: list[Any]) -> Tree:
        return Call("and", tuple(given))

    def joined(self, given: list[Any]) -> Tree:
        return Call("|", tuple(given))


_PARSER: Final = Lark(
    Path(__file__).with_name("xpath.lark").read_text("utf-8"), parser="lalr", maybe_placeholders=False
)


def parse(text: str) -> Tree:
    """The expression as a tree.

    Raises:
        Unsayable: it is none.
    """
    if len(text) > LONGEST:
        raise Unsayable(TOO_LONG)
    try:
        return _Trees().transform(_PARSER.parse(text.translate(_QUOTES)))
    except UnexpectedInput as wrong:
        raise Unsayable(NOT_UNDERSTOOD.formatted(at=max(wrong.column, 1))) from wrong
    except (LarkError, RecursionError) as wrong:
        raise Unsayable(TOO_LONG) from wrong
