"""What a request wants of a plan, as a change of the plan: its steps, what waits for them, and a delay."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from runtime.planning.delta import Delta, Shift, Wait
from runtime.planning.plan import FULL, Activity, After, Phase, Plan, Share, Unplannable
from runtime.planning.schedule import Schedule, Scheduled
from schemas.problem import Problem

TAKES_PART: Final = 50
"""Percent of the day of whoever takes part in a step; who answers for it has the whole."""
PHASES: Final[Mapping[str, Phase]] = {
    "preparation": "preparation",
    "implementation": "implementation",
    "follow_up": "follow_up",
    "prepare": "preparation",
    "do": "implementation",
    "follow": "follow_up",
}
"""What a row may call the phase of its step."""


@dataclass(frozen=True)
class Wanted:
    """``steps``: rows by the names of `schemas.model.flow.PlanColumn`. ``delay``: working days, beyond those it has brought already.

    ``people``: address to id. Asked again for the same ``case``, its steps take the place of those that it brought.
    """

    case: str
    steps: tuple[Mapping[str, Any], ...]
    delay: int
    people: Mapping[str, str]
    today: date


def delta_of(present: Schedule, wanted: Wanted) -> Delta:
    """The last open milestone waits for the steps (not for those that follow up); with a delay, all open ones move by it.

    Raises:
        Unplannable: somebody who is named is not here, or what a step comes after is not there.
    """
    plan = present.plan
    steps = [*_steps(present, wanted)]
    ids = {one.id for one in steps}
    old = [one for one in plan.activities if one.case == wanted.case]
    known = {one.id: one for one in old}
    gone = tuple(one.id for one in old if one.id not in ids and not one.done)
    return Delta(
        add=tuple(one for one in steps if one.id not in known),
        change=tuple(_again(known[one.id], one) for one in steps if one.id in known),
        wait=tuple(_waiting(present, steps, wanted.case)),
        shift=tuple(_delayed(present, steps, wanted)),
        remove=gone,
    )


def _again(was: Activity, now: Activity) -> Activity:
    """What others have arranged besides stays."""
    start = now.start if now.start or was.start is None else was.start
    return replace(now, parent=was.parent, done=was.done, material=was.material, start=start)


def _steps(present: Schedule, wanted: Wanted) -> Iterator[Activity]:
    ids = [*_ids(wanted)]
    for number, step in enumerate(wanted.steps):
        begins = _day(step.get("begins"))
        after = tuple(_after(present.plan, wanted, ids, number, step.get("after")))
        if not after and begins is None and number:
            after = (After(ids[number - 1]),)
        yield Activity(
            ids[number],
            str(step["title"])[:200],
            start=begins or (None if after else wanted.today),
            days=_length(present, step, begins),
            after=after,
            people=tuple(_people(wanted, step)),
            case=wanted.case,
            kind=PHASES.get(str(step.get("kind", "")), ""),
        )


def _ids(wanted: Wanted) -> Iterator[str]:
    """The same again for the same title, so that a step stays itself when others come and go."""
    seen: dict[str, int] = {}
    for step in wanted.steps:
        title = str(step["title"]).strip().casefold()
        seen[title] = seen.get(title, 0) + 1
        name = "\0".join((wanted.case, title, str(seen[title])))
        yield hashlib.sha256(name.encode()).hexdigest()[:26]


def _after(plan: Plan, wanted: Wanted, ids: list[str], own: int, said: Any) -> Iterator[After]:
    """Numbers are those of rows, from 1; anything else is the title of a step, or of an activity of the plan."""
    for name in _names(said):
        if name.isdecimal() and 0 < int(name) <= len(ids):
            found = ids[int(name) - 1]
        else:
            found = _titled(plan, wanted, ids, name)
        if found and found != ids[own]:
            yield After(found)


def _titled(plan: Plan, wanted: Wanted, ids: list[str], name: str) -> str:
    sought = name.casefold()
    for number, step in enumerate(wanted.steps):
        if str(step["title"]).strip().casefold() == sought:
            return ids[number]
    for one in plan.activities:
        if one.title.casefold() == sought:
            return one.id
    raise Unplannable(Problem("plan.unknown", params={"title": wanted.case, "other": name}))


def _names(said: Any) -> Iterator[str]:
    text = str(said if said is not None else "")
    for mark in (";", "；", "，", "、"):
        text = text.replace(mark, ",")
    return (name.strip() for name in text.split(",") if name.strip())


def _length(present: Schedule, step: Mapping[str, Any], begins: date | None) -> int:
    """As many days as it says, or as lie between its beginning and its end; one where it says nothing."""
    days, ends = step.get("days"), _day(step.get("ends"))
    if isinstance(days, int | float) and not isinstance(days, bool):
        return max(int(days + 0.5), 0)
    if begins and ends:
        return max(present.workdays.through(begins, ends), 1)
    return 1


def _people(wanted: Wanted, step: Mapping[str, Any]) -> Iterator[Share]:
    first, others = step.get("responsible"), step.get("participants") or []
    seen: set[str] = set()
    for address in (first, *([others] if isinstance(others, str) else others)):
        if not address or address in seen:
            continue
        seen.add(address)
        if address not in wanted.people:
            raise Unplannable(Problem("plan.no-person", params={"name": address}))
        yield Share(wanted.people[address], FULL if address == first else TAKES_PART)


def _open_milestones(present: Schedule, case: str) -> list[Scheduled]:
    found = (row for row in present.milestones if not row.activity.is_done and row.activity.case != case)
    return sorted(found, key=lambda row: (row.ends, row.id))


def _waiting(present: Schedule, steps: list[Activity], case: str) -> Iterator[Wait]:
    """The last milestone waits for those steps that no other step waits for, unless they come after it themselves."""
    milestones = _open_milestones(present, case)
    if not milestones:
        return
    last = milestones[-1].id
    behind = _behind(present.plan, steps, last)
    before = {link.id for one in steps if one.kind != "follow_up" for link in one.after}
    for one in steps:
        if one.kind != "follow_up" and one.id not in before | behind:
            yield Wait(last, After(one.id))


def _behind(plan: Plan, steps: list[Activity], milestone: str) -> set[str]:
    """Everything that comes after the milestone."""
    found = {milestone}
    everything = [*plan.activities, *steps]
    while more := {one.id for one in everything if any(link.id in found for link in one.after)} - found:
        found |= more
    return found


def _delayed(present: Schedule, steps: Iterable[Activity], wanted: Wanted) -> Iterator[Shift]:
    """The milestones from the day on which the first step begins."""
    if wanted.delay:
        first = min((one.start for one in steps if one.start), default=wanted.today)
        for row in _open_milestones(present, wanted.case):
            if row.ends >= first:
                yield Shift(row.id, wanted.delay)


def _day(said: Any) -> date | None:
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None
