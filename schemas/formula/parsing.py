"""A formula read into JSON Logic."""

from collections.abc import Mapping
from typing import Any, Final

from lark import Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from schemas.formula.building import Builder, WrongFormula
from schemas.formula.grammar import grammar
from schemas.formula.titles import Names
from schemas.model.form import Rule
from schemas.problem import Problem
from schemas.words import Words, words

__all__ = ["LONGEST", "WrongFormula", "parse"]

LONGEST: Final = 5_000
"""Characters of a formula."""
DEEPEST: Final = 150
"""Brackets in brackets, about."""

_EXPECTED: Final[Mapping[str, Words]] = {
    **dict.fromkeys(("NUMBER", "TEXT", "REF", "FUNC", "_LPAR", "TRUE"), words("a field or a value", "字段或值")),
    **dict.fromkeys(("PLUS", "COMPARE", "_AND"), words("a sign such as +, = or AND", "运算符（如 +、=、且）")),
    "_RPAR": words("“)”", "“)”"),
    "_COMMA": words("“,”", "“,”"),
    "_RBRACE": words("“}”", "“}”"),
    "_RSQB": words("“]”", "“]”"),
    "_COLON": words("“:”", "“:”"),
    "$END": words("the end", "结束"),
}
"""What to call what may stand at a place; what is not here goes without saying."""


def parse(text: str, names: Names | None = None) -> Rule:
    """The rule of a formula; None for a blank one. A name that nobody knows is taken for a key.

    Raises:
        WrongFormula: it cannot be read; the problem has ``line`` and ``column``, from 1, where it is known.
    """
    if len(text) > LONGEST:
        raise WrongFormula(Problem("formula.too-long", params={"limit": LONGEST}))
    if not text.strip():
        return None
    tree = _tree(_without_sign(text))
    _measure(tree)
    return Builder(names or Names()).built(tree.children[0], "")


def _without_sign(text: str) -> str:
    """Without the “=” at the start that spreadsheets want; every place stays where it is."""
    start = text.lstrip()
    return text.replace("=", " ", 1) if start.startswith("=") else text


def _tree(text: str) -> Tree[Token]:
    try:
        return grammar().parse(text)
    except UnexpectedEOF as early:
        raise _wrong(text, early, early.expected) from early
    except UnexpectedToken as other:
        raise _wrong(text, other, other.accepts) from other
    except UnexpectedCharacters as other:
        raise _wrong(text, other, other.allowed) from other


def _wrong(text: str, where: UnexpectedInput, allowed: Any) -> WrongFormula:
    expected = _said(frozenset(allowed or ()))
    at: Any = where.pos_in_stream
    if not 0 <= at < len(text) or getattr(getattr(where, "token", None), "type", "") == "$END":
        return WrongFormula(Problem("formula.unfinished", params={"expected": expected}))
    place = {"line": where.line, "column": where.column}
    if text[at] in '"“':
        return WrongFormula(Problem("formula.open-text", params=place))
    if text[at] == "[":
        return WrongFormula(Problem("formula.open-name", params=place))
    found = str(getattr(where, "token", text[at]))
    return WrongFormula(Problem("formula.unexpected", params={**place, "found": found, "expected": expected}))


def _said(allowed: frozenset[str]) -> Words:
    several = list(dict.fromkeys(said for name, said in _EXPECTED.items() if name in allowed))
    joined = several[0] if several else words("something else", "其他内容")
    for one in several[1:]:
        joined = words("{joined} or {one}", "{joined}或{one}").formatted(joined=joined, one=one)
    return joined


def _measure(tree: Tree[Token]) -> None:
    """Refuses what is nested deeper than anybody reads, without going deep oneself."""
    level: list[Tree[Token]] = [tree]
    for _ in range(DEEPEST):
        level = [child for one in level for child in one.children if isinstance(child, Tree)]
        if not level:
            return
    raise WrongFormula(Problem("formula.too-deep", params={"limit": DEEPEST}))
