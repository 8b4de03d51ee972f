"""A foreign expression as a tree, whatever language it was written in, and why one cannot be said here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from schemas.model.form import Rule
from schemas.words import Words, words

Sort = Literal["text", "number", "date", "boolean", "list", "rows", "any"]
"""What a part of an expression comes to, as far as it can be seen."""


@dataclass(frozen=True)
class Literally:
    """A text, a number, or true and false as they stand."""

    value: str | float | bool


@dataclass(frozen=True)
class Answer:
    """The answer to a question by its foreign name; ``name`` is empty for the question whose expression this is."""

    name: str


@dataclass(frozen=True)
class Column:
    """What stands in a column of the row that is looked at: of a choice, in a filter of choices."""

    name: str


@dataclass(frozen=True)
class Call:
    """A function, or an operator by its sign, of other parts."""

    name: str
    given: tuple["Tree", ...]


Tree = Literally | Answer | Column | Call


@dataclass(frozen=True)
class Named:
    """A question as an expression may read it: its key here, what its answer is, and the table that it stands in."""

    key: str
    sort: Sort
    table: str = ""
    means: Mapping[str, bool] | None = None
    """Of a question that is answered with yes or no here: which foreign values those are."""
    needed: bool = False
    """Always required, so that a condition need not ask whether it is there."""


@dataclass(frozen=True)
class Said:
    """A part in JSON Logic, and what it comes to."""

    rule: Rule
    sort: Sort = "any"


def opposite(rule: Rule) -> Rule:
    """When the rule does not hold."""
    match rule:
        case {"!": [inside]}:
            return inside
        case {"==": [left, right]}:
            return {"!=": [left, right]}
        case {"!=": [left, right]}:
            return {"==": [left, right]}
        case _:
            return {"!": [rule]}


class Unsayable(Exception):
    """``why`` there is no rule for an expression, as the end of a sentence."""

    def __init__(self, why: Words) -> None:
        super().__init__(why.in_("en"))
        self.why = why


LONGEST: Final = 10_000
"""Characters of an expression."""

NOT_UNDERSTOOD: Final = words("it is not understood at character {at}", "第 {at} 个字符处无法理解")
TOO_LONG: Final = words("it is too long", "过长")
NO_FUNCTION: Final = words("there is no {name}()", "没有 {name}() 函数")
NO_QUESTION: Final = words("no question is called “{name}”", "没有名为“{name}”的题目")
OTHER_ROWS: Final = words("“{name}” has one answer for every row of a table", "“{name}”在明细表的每一行各有内容")
NOT_PLAIN: Final = words("{name}() needs a plain value there", "{name}() 此处需要固定值")
