"""A foreign expression as JSON Logic: names, literals and comparisons. `expression_functions` has what is called by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from builder.exchange.expressions.expression import (
    NO_FUNCTION,
    NO_QUESTION,
    OTHER_ROWS,
    TOO_LONG,
    Answer,
    Call,
    Column,
    Literally,
    Named,
    Said,
    Sort,
    Tree,
    Unsayable,
)
from schemas.model.form import Rule

Function = Callable[["Speaker", tuple[Tree, ...]], Said]
EQUALITY: Final = ("=", "!=")
ORDER: Final = ("<", "<=", ">", ">=")
EMPTY: Final = Literally("")
_TURNED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True)
class Speaker:
    """What an expression may read.

    ``names`` by what the other format calls questions; ``own`` the one whose expression it is; ``table`` the key of the
    table in whose rows it stands; ``columns`` what a choice says of itself, where choices are filtered.
    """

    names: Mapping[str, Named]
    functions: Mapping[str, Function]
    own: str = ""
    table: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    def rule(self, tree: Tree) -> Rule:
        """The expression as JSON Logic.

        Raises:
            Unsayable: it cannot be said.
        """
        try:
            return self.said(tree).rule
        except RecursionError as deep:
            raise Unsayable(TOO_LONG) from deep

    def said(self, tree: Tree) -> Said:
        match tree:
            case Literally(value):
                return Said(
                    value, "boolean" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"
                )
            case Answer(name):
                return self._answer(self.named(name))
            case Column(name):
                return self._column(name)
            case Call(name, given):
                return self._called(name, given)

    def named(self, name: str) -> Named:
        found = self.names.get(name or self.own)
        if found is None:
            raise Unsayable(NO_QUESTION.formatted(name=name or self.own))
        return found

    def rows(self, tree: Tree) -> Named | None:
        """The question, if it is one with an answer in every row of a table that the expression stands outside of."""
        found = self.names.get(tree.name or self.own) if isinstance(tree, Answer) else None
        return found if found and found.table and found.table != self.table else None

    def _answer(self, named: Named) -> Said:
        if named.table and named.table != self.table:
            raise Unsayable(OTHER_ROWS.formatted(name=named.key))
        return Said({"var": named.key}, named.sort)

    def _column(self, name: str) -> Said:
        if name in self.columns:
            return Said(self.columns[name], "text")
        if name in self.names and not self.columns:
            return self._answer(self.named(name))
        raise Unsayable(NO_QUESTION.formatted(name=name))

    def _called(self, name: str, given: tuple[Tree, ...]) -> Said:
        match given:
            case (left, right) if name in EQUALITY:
                return self._equal(name, left, right)
            case (left, right) if name in ORDER:
                return self._ordered(name, left, right)
        function = self.functions.get(name)
        if function is None:
            raise Unsayable(NO_FUNCTION.formatted(name=name))
        try:
            return function(self, given)
        except (ValueError, IndexError, TypeError) as wrong:  # another count of arguments than it takes
            raise Unsayable(NO_FUNCTION.formatted(name=name)) from wrong

    def _equal(self, sign: str, left: Tree, right: Tree) -> Said:
        if isinstance(left, Literally) and not isinstance(right, Literally):
            left, right = right, left
        word = "==" if sign == "=" else "!="
        said = self.said(left)
        if right == EMPTY:
            return Said({word: [said.rule, None]}, "boolean")
        if isinstance(right, Literally) and said.sort == "list":
            alone = {"and": [{"in": [right.value, said.rule]}, {"==": [{"count": said.rule}, 1]}]}
            return Said(alone if sign == "=" else {"!": [alone]}, "boolean")
        return Said({word: [said.rule, self._like(left, said.sort, right)]}, "boolean")

    def _like(self, left: Tree, sort: Sort, right: Tree) -> Rule:
        """The other side of a comparison, as the answer is kept here: a choice is text, also where it is called 1."""
        other = self.said(right)
        if not isinstance(right, Literally):
            return other.rule
        means = self.named(left.name).means if isinstance(left, Answer) else None
        if means is not None and str(right.value) in means:
            return means[str(right.value)]
        return as_sort(right.value, sort)

    def _ordered(self, sign: str, left: Tree, right: Tree) -> Said:
        """An empty answer compares with nothing; JSON Logic would take it for 0."""
        first, second = self.said(left), self.said(right)
        left_rule = as_sort(first.rule, second.sort) if isinstance(left, Literally) else first.rule
        right_rule = as_sort(second.rule, first.sort) if isinstance(right, Literally) else second.rule
        compared: Rule = {sign: [left_rule, right_rule]}
        bare = left_rule if _holds(sign, 0, right_rule) else right_rule if _holds(_TURNED[sign], 0, left_rule) else None
        if isinstance(bare, dict) and "var" in bare and not self._is_own(left, right):
            return Said({"and": [{"!=": [bare, None]}, compared]}, "boolean")
        return Said(compared, "boolean")

    def _is_own(self, *trees: Tree) -> bool:
        """A constraint is only looked at where there is an answer."""
        return any(isinstance(one, Answer) and one.name in ("", self.own) for one in trees)


def as_sort(value: Any, sort: Sort) -> Any:
    """A literal as answers of this sort are kept."""
    if sort == "number" and isinstance(value, str):
        try:
            number = float(value)
        except ValueError:
            return value
        return int(number) if number.is_integer() else number
    if sort == "text" and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


def _holds(sign: str, left: float, right: Rule) -> bool:
    if isinstance(right, bool) or not isinstance(right, int | float):
        return False
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]
