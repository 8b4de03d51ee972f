"""Who is to do what of a plan, and what of it can begin."""

from dataclasses import dataclass
from datetime import date

from runtime.planning.plan import Activity, Plan
from runtime.planning.schedule import Schedule


@dataclass(frozen=True)
class Booking:
    """``leads``: they answer for it. ``open``: what it waits for is done, so that it can begin."""

    person_id: str
    activity_id: str
    leads: bool
    open: bool
    begins: date
    ends: date


def wanted(plan: Schedule) -> dict[tuple[str, str], Booking]:
    """Person and activity to what they are to do: of all that is not done and is no milestone without people."""
    found = {}
    for row in plan.rows:
        if not row.activity.is_done and not row.summary:
            can_begin = _can_begin(plan.plan, row.activity)
            for number, share in enumerate(row.activity.people):
                found[share.resource, row.id] = Booking(
                    share.resource, row.id, number == 0, can_begin, row.begins, row.ends
                )
    return found


def _can_begin(plan: Plan, one: Activity) -> bool:
    """All that has to be finished first is, also what the activities above it wait for."""
    above: Activity | None = one
    while above:
        if not all(_finished(plan, plan.by_id[link.id]) for link in above.after if link.kind == "fs"):
            return False
        above = plan.by_id.get(above.parent)
    return True


def _finished(plan: Plan, one: Activity) -> bool:
    below = plan.children.get(one.id)
    if below:
        return all(_finished(plan, child) for child in below)
    if one.days == 0 and not one.people:  # a milestone that nobody answers for is reached with what leads to it
        return one.is_done or all(_finished(plan, plan.by_id[link.id]) for link in one.after)
    return one.is_done
