"""Plans made up by a seed: believable in shape, and full of links, people and milestones."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from runtime.engine.worktime import Calendar
from runtime.planning.delta import Delta, Lengthen, Shift, Wait
from runtime.planning.plan import Activity, After, LinkKind, Need, Off, Plan, Resource, Share

BEGINS = date(2026, 2, 2)
SPRING = Calendar(
    holidays=frozenset(date(2026, 2, day) for day in range(16, 24)),
    make_up=frozenset({date(2026, 2, 14), date(2026, 2, 28)}),
    zone="Asia/Shanghai",
)
LINKS: tuple[LinkKind, ...] = ("fs", "fs", "fs", "ss", "ff", "sf")


def resources(chance: Random, count: int = 12) -> dict[str, Resource]:
    people = {f"p{n}": Resource(f"p{n}", f"Person {n}", off=_away(chance)) for n in range(count)}
    return {**people, "rig": Resource("rig", "Test rig", "material", 2)}


def _away(chance: Random) -> tuple[Off, ...]:
    first = BEGINS + timedelta(days=chance.randrange(90))
    return (Off(first, first + timedelta(days=chance.randrange(10))),) if chance.random() < 0.3 else ()


def plan(chance: Random, size: int, project: str = "A") -> Plan:
    """A tenth are groups, a tenth milestones; links lead to earlier ones only, so that there are no circles."""
    groups = max(size // 10, 1)
    activities = [Activity(f"{project}g{n}", f"Group {n}", days=1) for n in range(groups)]
    for n in range(size - groups):
        leaves = activities[groups:]
        links = {one.id: one for one in chance.sample(leaves, min(len(leaves), chance.randrange(3)))}
        days = 0 if chance.random() < 0.1 else chance.randrange(1, 9)
        activities.append(
            Activity(
                f"{project}{n}",
                f"Task {n}",
                parent=f"{project}g{chance.randrange(groups)}",
                start=BEGINS + timedelta(days=chance.randrange(200)) if chance.random() < 0.2 else None,
                days=days,
                after=tuple(
                    After(key, chance.choice(LINKS), chance.choice((0, 0, 0, 1, 2, -1))) for key in sorted(links)
                ),
                people=tuple(
                    Share(f"p{who}", chance.choice((25, 50, 50, 100))) for who in chance.sample(range(12), days and 1)
                ),
                material=(Need("rig"),) if days and chance.random() < 0.05 else (),
                done=chance.choice((0, 0, 0, 40, 100)),
            )
        )
    return Plan(project, 1, tuple(activities), BEGINS)


def change(chance: Random, present: Plan, number: int) -> Delta:
    """As a change of a customer brings it: two or three steps, something waits for them, something is put off."""
    leaves = [one for one in present.activities if not present.is_summary(one.id)]
    target = chance.choice(leaves)
    steps = tuple(
        replace(
            Activity(f"c{number}s{n}", f"Step {n} of change {number}", days=chance.randrange(1, 6)),
            after=(After(f"c{number}s{n - 1}"),) if n else (),
            people=(Share(f"p{chance.randrange(12)}", 50),),
            case=f"case{number}",
        )
        for n in range(chance.randrange(2, 4))
    )
    return Delta(
        add=steps,
        wait=(Wait(target.id, After(steps[-1].id)),),
        shift=(Shift(chance.choice(leaves).id, chance.randrange(1, 6)),),
        lengthen=(Lengthen(next(one.id for one in leaves if one.days), 1),),
    )
