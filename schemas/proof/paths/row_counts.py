"""How many branches a step has for the answers of a request, and whether its join is met by so many."""

from collections.abc import Callable, Iterator
from typing import Any

import z3

from schemas.model.flow import State
from schemas.proof.paths.standings import MORE_ROWS
from schemas.proof.paths.tangles import Turn
from schemas.proof.symbolic.premises import COUNTS, Setting, Sheet
from schemas.proof.symbolic.unions import (
    Guard,
    Number,
    Plain,
    Rows,
    Several,
    Union,
    Unknown,
    Value,
    against,
    both,
    either,
    said,
)


def counted(setting: Setting, block: State, most: int | None, sheet: Sheet, moment: str) -> Iterator[z3.BoolRef]:
    """What is known of the numbers of branches where the step goes on; ``most`` of them begin."""
    read = setting.lookup(sheet, moment)
    done, open_, all_ = (_number(read(name)) for name in COUNTS)
    yield done + open_ == all_
    if most is not None:
        yield all_ <= most if block.kind == "inclusive" else all_ == most
    met: dict[str, Guard] = {"any": done >= 1, "at_least": done >= block.join.count}
    if block.join.rule == "when":
        met["when"] = setting.reckoning.truth(setting.reckoning.union(block.join.when, read))
    yield said(either((done == all_, met.get(block.join.rule, False))))


def _number(union: Union) -> z3.ArithRef:
    return next(value.term for _, value in union if isinstance(value, Number))


def as_answered(setting: Setting, block: State, turn: Turn, sheet: Sheet, moment: str) -> Guard:
    """Whether what is asked there, of the join or of rows, is answered as in the turn."""
    read = setting.lookup(sheet, moment)
    if turn.question is not None and turn.question.what == "met":
        holds = setting.reckoning.holds(block.join.when, read)
        return holds if turn.answer else against(holds)
    return _rows_of(setting, block, read, turn.answer)


def _rows_of(setting: Setting, block: State, read: Callable[[str], Union], count: int) -> Guard:
    """Whether there are ``count``; `MORE_ROWS` is so many or more."""
    rule: Any = {"var": block.each.over} if block.each.over else block.each.times
    union = setting.reckoning.union(rule, read)
    return either(both(guard, _is(setting, value, count, of_list=block.each.over != "")) for guard, value in union)


def _is(setting: Setting, value: Value, count: int, *, of_list: bool) -> Guard:
    match value:
        case Rows(size=size) | Several(size=size) if of_list:
            return _between(z3.ToReal(size), count)
        case Number(term=term) if not of_list:
            return _between(term, count)
        case Unknown(name=name):
            return _between(z3.ToReal(setting.reckoning.amount(f"rows of {name}", whole=True)), count)
        case _:
            known = _known(value, of_list=of_list)
            return known >= count if count == MORE_ROWS else known == count


def _known(value: Value, *, of_list: bool) -> int:
    plain = value.value if isinstance(value, Plain) else None
    if of_list:
        return len(plain) if isinstance(plain, list) else 0
    return max(0, int(plain)) if isinstance(plain, int | float) and abs(plain) < float("inf") else 0


def _between(term: z3.ArithRef, count: int) -> Guard:
    parts: list[Guard] = []
    if count:
        parts.append(term >= count)
    if count < MORE_ROWS:
        parts.append(term < count + 1)
    return both(*parts)
