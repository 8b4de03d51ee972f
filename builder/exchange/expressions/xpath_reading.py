"""The expressions of an XLSForm, parsed."""

from typing import Any, Final

from builder.exchange.expressions.expression import (
    Answer,
    Call,
    Column,
    Literally,
    Tree,
)
from builder.exchange.expressions.tree_reading import Trees, parser, read

_QUOTES: Final = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\xa0": " "})
"""What word processors make of a quotation mark."""


class _Trees(Trees):
    def text(self, given: list[Any]) -> Tree:
        return Literally(str(given[0])[1:-1])

    def answer(self, given: list[Any]) -> Tree:
        return Answer(str(given[0]).strip())

    def own(self, _given: list[Any]) -> Tree:
        return Answer("")

    def column(self, given: list[Any]) -> Tree:
        return Column(str(given[0]))

    def joined(self, given: list[Any]) -> Tree:
        return Call("|", tuple(given))


_PARSER: Final = parser("xpath.lark")


def parse(text: str) -> Tree:
    """The expression as a tree.

    Raises:
        Unsayable: it is none.
    """
    return read(text.translate(_QUOTES), _PARSER, _Trees())
