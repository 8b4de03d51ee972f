"""What stands behind the question mark of an address: a value that is not understood is refused, never passed over."""

from collections.abc import Collection
from datetime import date

from flask import request

from runtime.store.ids import is_id
from runtime.web.frame.problem_json import Garbled
from schemas.problem import Problem


def one_of(key: str, known: Collection[str]) -> str:
    """Empty where it is not said. Raises Garbled."""
    said = request.args.get(key, "")
    if said and said not in known:
        raise Garbled(Problem("query.not-among", params={"key": key, "known": ", ".join(known)}))
    return said


def after(said: str) -> str:
    """The id of the last row of the page before; empty for the first page. Raises Garbled."""
    if said and not is_id(said):
        raise strange_place()
    return said


def strange_place() -> Garbled:
    """For an ``after`` that no list of ours has given."""
    return Garbled(Problem("query.after"))


def whole(key: str, most: int) -> None:
    """Raises Garbled where it is said and is no whole number from 1 to ``most``."""
    said = request.args.get(key, "")
    if said and not (said.isascii() and said.isdecimal() and len(said) < 10 and 1 <= int(said) <= most):  # noqa: PLR2004 -- no longer number is meant
        raise Garbled(Problem("query.number", params={"key": key, "limit": most}))


def period(first: str, last: str) -> None:
    """Raises Garbled where one of them is said and they are not two days in order."""
    said = [request.args.get(key, "") for key in (first, last)]
    if any(said) and not _are_in_order(*said):
        raise Garbled(Problem("query.period", params={"first": first, "last": last}))


def _are_in_order(begins: str, ends: str) -> bool:
    try:
        return date(1901, 1, 1) <= date.fromisoformat(begins) <= date.fromisoformat(ends)
    except ValueError:
        return False
