"""What the readers of foreign expressions share: a grammar in a file, and the trees that every one of them makes."""

from pathlib import Path
from typing import Any

from lark import Lark, Token, Transformer
from lark.exceptions import LarkError, UnexpectedInput

from builder.exchange.expressions.expression import (
    LONGEST,
    NOT_UNDERSTOOD,
    TOO_LONG,
    Call,
    Literally,
    Tree,
    Unsayable,
)


class Trees(Transformer[Token, Tree]):
    """Lark calls a method for every rule of the grammar."""

    def number(self, given: list[Any]) -> Tree:
        value = float(given[0])
        return Literally(int(value) if value.is_integer() else value)

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


def parser(grammar: str) -> Lark:
    """For the grammar in a file beside this one."""
    written = Path(__file__).with_name(grammar).read_text("utf-8")
    return Lark(written, parser="lalr", maybe_placeholders=False)


def read(text: str, by: Lark, trees: Trees) -> Tree:
    """The expression as a tree.

    Raises:
        Unsayable: it is none, or says more than we read.
    """
    if len(text) > LONGEST:
        raise Unsayable(TOO_LONG)
    try:
        return trees.transform(by.parse(text))
    except UnexpectedInput as wrong:
        raise Unsayable(NOT_UNDERSTOOD.formatted(at=max(wrong.column, 1))) from wrong
    except (LarkError, RecursionError) as wrong:
        raise Unsayable(TOO_LONG) from wrong
