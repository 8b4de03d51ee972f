"""What may be typed next in a formula."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from schemas.formula.building import WrongFormula, row_scope
from schemas.formula.parsing import parse
from schemas.formula.titles import FORM, Ambiguous, Names
from schemas.formula.vocabulary import BY_NAME, EVERY
from schemas.logic.mentions import SCOPED

MOST: Final = 20
_WORD: Final = re.compile(
    r"(?:[@\w]\w*|\[[^\[\]\n]*\])(?:\.(?:\w+|\[[^\[\]\n]*\]))*\.?(?:\[[^\[\]\n]*)?$|\[[^\[\]\n]*$"
)
_TEXTS: Final = re.compile(r'"(?:[^"\\]|\\.)*"|“(?:[^”\\]|\\.)*”', re.DOTALL)
_OPENED: Final = re.compile(r"(\w+)\s*$")


@dataclass(frozen=True, slots=True)
class Completion:
    """``insert`` takes the place of what was typed from ``start`` on; ``title`` says what it is."""

    insert: str
    title: str
    kind: Literal["field", "function"]
    start: int


def complete(text: str, position: int, names: Names, lang: str = "en") -> list[Completion]:
    """What fits what stands before the position, fields first; nothing within quotation marks."""
    before = text[:position]
    if re.search('["“]', _TEXTS.sub("", before)):
        return []
    found = _WORD.search(before)
    word = found[0] if found else ""
    head, dot, typed = word.rpartition(".")
    start = position - len(typed)
    scope = _scope(before[: position - len(word)], names)
    if dot:
        try:
            scope = f"{scope}{names.path([one.strip('[]') for one in head.split('.')], scope)}."
        except Ambiguous:
            return []
    offered = [*_fields(names, scope, lang), *(() if dot else _functions(lang))]
    wanted = typed.lstrip("[").casefold()
    fitting = [one for one in offered if any(name.casefold().startswith(wanted) for name in one[3])]
    fitting += [one for one in offered if one not in fitting and any(wanted in name.casefold() for name in one[3])]
    return [Completion(insert, title, kind, start) for insert, title, kind, _ in fitting[:MOST]]


Offer = tuple[str, str, Literal["field", "function"], tuple[str, ...]]


def _fields(names: Names, scope: str, lang: str) -> Iterator[Offer]:
    for key, title in names.at(scope).items():
        insert = names.said(key, scope, lang)
        if insert:
            yield insert, title.in_(lang) or key, "field", (key, *title.values())


def _functions(lang: str) -> Iterator[Offer]:
    for one in EVERY:
        yield f"{one.title.in_(lang)}(", one.about.in_(lang), "function", (*one.title.values(), *one.also)


def _scope(before: str, names: Names) -> str:
    """In the condition on a row the columns are read; elsewhere the fields of the form."""
    depth, comma = 0, -1
    for at in range(len(before) - 1, -1, -1):
        sign = before[at]
        if sign in ")）":
            depth += 1
        elif sign in "(（" and depth:
            depth -= 1
        elif sign in ",，" and not depth:
            comma = at
        elif sign in "(（":
            return _row(before[:at], before[at + 1 : comma], names) if comma > at else FORM
    return FORM


def _row(called: str, first: str, names: Names) -> str:
    name = _OPENED.search(called)
    function = BY_NAME.get(name[1].casefold()) if name else None
    if function is None or not (
        function.operator in SCOPED - {"reduce"} or function.title["en"] in ("SUMIF", "COUNTIF")
    ):
        return FORM
    try:
        elements = parse(first, names)
    except WrongFormula:
        return FORM
    if function.title["en"] == "SUMIF" and isinstance(elements, dict):
        elements = {"var": str(elements.get("var", "")).partition(".")[0]}
    return row_scope(elements, FORM) or FORM
