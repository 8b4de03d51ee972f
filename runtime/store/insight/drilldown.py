"""The requests behind a figure: as many as it says."""

from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, or_, select, tuple_

from runtime.engine.position import Party
from runtime.store.cases import cases
from runtime.store.cases.cases import Case
from runtime.store.insight import distributions
from runtime.store.insight.distributions import Selection
from runtime.store.tables.tables import CASE_FILE, FIGURE_CASE, FIGURE_STEP, SHOWN_TO, TASK

_CASE, _STEP = FIGURE_CASE.c, FIGURE_STEP.c

Behind = Literal["opened", "closed", "open", "late", "answered", "rated", "goal", "step", "late_step", "way", "hand"]
"""What a figure counts: requests, or (of the last four) visits of a step."""
BEHIND: Final[tuple[Behind, ...]] = get_args(Behind)


def behind(chosen: Selection, what: Behind, which: str) -> tuple[Select[Any], bool]:
    """The requests that a figure counts, and whether it counts visits of steps; ``which`` is the goal, state or party."""
    steps = what in ("step", "late_step", "way", "hand")
    if steps:
        found = select(_STEP.case_id, _STEP.seq, _STEP.part, _STEP.state, _STEP.took).where(
            *distributions.steps(chosen, hands=what == "hand"), *_which_step(what, which)
        )
        return found, True
    return select(
        _CASE.case_id, literal(0).label("seq"), literal(0).label("part"), literal("").label("state"), _CASE.took
    ).where(*distributions.of(chosen), *_which_case(chosen, what, which)), False


def _which_case(chosen: Selection, what: Behind, which: str) -> list[ColumnElement[bool]]:
    if what == "open":
        return [_CASE.opened_on <= chosen.last, or_(_CASE.closed_on.is_(None), _CASE.closed_on > chosen.last)]
    within = distributions.came(chosen) if what in ("opened", "answered") else distributions.went(chosen)
    more: dict[str, ColumnElement[bool]] = {
        "late": _CASE.late.is_(True),
        "answered": _CASE.response.is_not(None),
        "rated": _CASE.satisfaction.is_not(None),
        "goal": _CASE.goal == which,
    }
    return [*within, more[what]] if what in more else within


def _which_step(what: Behind, which: str) -> list[ColumnElement[bool]]:
    match what:
        case "hand":
            return [_STEP.party == which]
        case "late_step":
            return [_STEP.state == which, _STEP.late]
        case "way":
            state, _, how = which.partition("/")
            return [_STEP.state == state, _STEP.how == how]
        case _:
            return [_STEP.state == which]


def counted(tx: Connection, chosen: Selection, what: Behind, which: str) -> int:
    """How many there are behind a figure: the figure itself."""
    found, _ = behind(chosen, what, which)
    return int(tx.execute(select(func.count()).select_from(found.subquery())).scalar_one())


@dataclass(frozen=True)
class Counted:
    """One request behind a figure, or one visit of its: then with the ``state``. ``took`` is working minutes.

    ``seen``: whoever looks has asked for it, sent it in, was asked in it or is shown it.
    """

    case: Case
    seq: int
    part: int
    state: str
    took: int | None
    seen: bool


def page(
    tx: Connection, chosen: Selection, what: Behind, which: str, party: Party, after: tuple[str, int, int], limit: int
) -> list[Counted]:
    """The newest first; ``after`` is the case, line and part of the last one seen, empty for the first ones."""
    found, _ = behind(chosen, what, which)
    some = found.subquery()
    asked = (TASK.c.workspace_id == CASE_FILE.c.workspace_id, TASK.c.case_id == CASE_FILE.c.id, TASK.c.party == party)
    shown = (
        SHOWN_TO.c.workspace_id == CASE_FILE.c.workspace_id,
        SHOWN_TO.c.case_id == CASE_FILE.c.id,
        SHOWN_TO.c.party == party,
    )
    seen = or_(
        CASE_FILE.c.requester == party,
        CASE_FILE.c.filer == party,
        select(TASK.c.id).where(*asked).exists(),
        select(SHOWN_TO.c.case_id).where(*shown).exists(),
    )
    beside = and_(CASE_FILE.c.workspace_id == chosen.workspace, CASE_FILE.c.id == some.c.case_id)
    columns = (some.c.seq.label("the_seq"), some.c.part.label("the_part"), some.c.state.label("the_state"))
    key = tuple_(some.c.case_id, some.c.seq, some.c.part)
    listed = select(CASE_FILE, *columns, some.c.took.label("the_took"), seen.label("seen")).join_from(
        some, CASE_FILE, beside
    )
    if after[0]:
        listed = listed.where(key < after)
    ordered = listed.order_by(some.c.case_id.desc(), some.c.seq.desc(), some.c.part.desc()).limit(limit)
    return [
        Counted(cases.read(row), row.the_seq, row.the_part, row.the_state, row.the_took, bool(row.seen))
        for row in tx.execute(ordered)
    ]
