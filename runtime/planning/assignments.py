"""Who is to do what of a plan, and what of it can begin."""

from dataclasses import dataclass
from datetime import date
from graphlib import TopologicalSorter

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
    """Person and activity to what they are to do: of all that is not done."""
    done = reached(plan.plan)
    found = {}
    for row in plan.rows:
        if not row.activity.is_done and not row.summary:
            can_begin = _can_begin(plan.plan, row.activity, done)
            for number, share in enumerate(row.activity.people):
                found[share.resource, row.id] = Booking(
                    share.resource, row.id, number == 0, can_begin, row.begins, row.ends
                )
    return found


def reached(plan: Plan) -> frozenset[str]:
    """All that is done, groups of which everything is, and milestones that nobody answers for with what leads to them."""
    leads = {
        one.id: [*(link.id for link in one.after), *(child.id for child in plan.children.get(one.id, ()))]
        for one in plan.activities
    }
    done: set[str] = set()
    for key in TopologicalSorter(leads).static_order():
        one = plan.by_id[key]
        below = plan.children.get(key)
        by_itself = one.days == 0 and not one.people and not below
        needed = [child.id for child in below] if below else leads[key]
        if one.is_done or ((below or by_itself) and done.issuperset(needed)):
            done.add(key)
    return frozenset(done)


def _can_begin(plan: Plan, one: Activity, done: frozenset[str]) -> bool:
    """All that has to be finished first is, also what the activities above it wait for."""
    above: Activity | None = one
    while above:
        if any(link.kind == "fs" and link.id not in done for link in above.after):
            return False
        above = plan.by_id.get(above.parent)
    return True
