"""A plan while somebody works on it: what hands do to it, and the one change that all of it makes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from runtime.planning.delta import Delta
from runtime.planning.plan import FULL, Activity, After, Plan, Share, Unplannable
from schemas.problem import Problem

BEGUN = 10
"""Percent that an activity counts as done when somebody says no more than that it is under way."""


def changed(plan: Plan, activity: Activity) -> Plan:
    """With this activity in place of the one of its id, or behind all others."""
    if activity.id not in plan.by_id:
        return replace(plan, activities=(*plan.activities, activity))
    return replace(plan, activities=tuple(activity if one.id == activity.id else one for one in plan.activities))


def moved(plan: Plan, activity: str, start: date) -> Plan:
    """It begins on this day, or as soon after it as what it comes after allows."""
    return changed(plan, replace(found(plan, activity), start=start))


def resized(plan: Plan, activity: str, days: int) -> Plan:
    return changed(plan, replace(found(plan, activity), days=days))


def linked(plan: Plan, activity: str, before: str) -> Plan:
    """It begins when the other has ended; once more, and it no longer waits for it."""
    one, other = found(plan, activity), found(plan, before)
    rest = tuple(link for link in one.after if link.id != other.id)
    return changed(plan, replace(one, after=rest if len(rest) < len(one.after) else (*rest, After(other.id))))


def column_of(activity: Activity) -> str:
    """Where it stands on the board: ``todo``, ``doing`` or ``done``."""
    if activity.is_done:
        return "done"
    return "doing" if activity.done else "todo"


def percent_in(column: str, activity: Activity) -> int:
    """How far it is when it comes to stand there: what is under way stays as far as it is."""
    if column_of(activity) == column:
        return activity.done
    return {"todo": 0, "doing": BEGUN, "done": FULL}[column]


def handed(plan: Plan, activity: str, before: str, after: str) -> Plan:
    """Somebody else does it in the place of the one before; each of them empty for nobody."""
    one = found(plan, activity)
    share = next((share for share in one.people if share.resource == before), Share(after))
    rest = [share for share in one.people if share.resource not in (before, after)]
    new = [replace(share, resource=after)] if after else []
    return changed(plan, replace(one, people=(*new, *rest)))


def between(before: Plan, after: Plan) -> Delta:
    """The change that makes one plan of the other."""
    return Delta(
        add=tuple(one for one in after.activities if one.id not in before.by_id),
        change=tuple(one for one in after.activities if before.by_id.get(one.id, one) != one),
        remove=tuple(_gone(before, after)),
    )


def found(plan: Plan, activity: str) -> Activity:
    """Raises Unplannable: ``plan.gone``."""
    if activity not in plan.by_id:
        raise Unplannable(Problem("plan.gone", params={"id": activity}))
    return plan.by_id[activity]


def _gone(before: Plan, after: Plan) -> Iterator[str]:
    return (one.id for one in before.activities if one.id not in after.by_id)


def in_tree(plan: Plan) -> Iterator[tuple[Activity, int]]:
    """Every activity behind the one above it, with how deep it stands."""

    def below(parent: str, depth: int) -> Iterator[tuple[Activity, int]]:
        for one in plan.children.get(parent, ()) if parent else tops:
            yield one, depth
            yield from below(one.id, depth + 1)

    tops = tuple(one for one in plan.activities if not one.parent)
    return below("", 0)
