"""What an edit cannot do, and the two ways in which every edit walks a row of keyed things."""

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from schemas.problem import Problem


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


Thing = TypeVar("Thing", bound=Keyed)


class CannotEdit(Exception):
    """The edit does not fit the document as it is now; ``problem`` says why, in words for the designer."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def cannot(code: str, **params: Any) -> CannotEdit:
    return CannotEdit(Problem(code, params=params))


def known(row: Sequence[Thing], key: str) -> Thing:
    """The thing of that key.

    Raises:
        CannotEdit: there is none (any more: somebody else may have removed it).
    """
    found = next((one for one in row if one.key == key), None)
    if found is None:
        raise cannot("edit.unknown", key=key)
    return found


def moved(row: tuple[Thing, ...], key: str, by: int) -> tuple[Thing, ...]:
    """The row with one thing ``by`` places further on, as far as the row goes."""
    one = known(row, key)
    rest = [other for other in row if other is not one]
    at = min(max(row.index(one) + by, 0), len(rest))
    return (*rest[:at], one, *rest[at:])
