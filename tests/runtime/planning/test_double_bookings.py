"""Who is needed twice: by hand, and against a second opinion that walks through the calendar."""

from datetime import date, timedelta
from random import Random

import pytest

from runtime.engine.worktime import Calendar
from runtime.planning import double_bookings, leveling, plan_words
from runtime.planning.delta import apply
from runtime.planning.double_bookings import Conflict
from runtime.planning.leveling import Situation
from runtime.planning.plan import Activity, Need, Off, Plan, Resource, Share
from runtime.planning.schedule import Schedule, schedule
from tests.runtime.planning import day_by_day, random_plans
from tests.runtime.planning.random_plans import SPRING

MONDAY = date(2026, 3, 2)
WEEK = Calendar()
TOM = Resource("tom", "Tom Hill")
ANN = Resource("ann", "Ann Lee")
HALF = Resource("half", "Bo Ek", capacity=50)
ILL = Resource("ill", "Ida Ry", off=(Off(date(2026, 3, 4), date(2026, 3, 5)),))
RIG = Resource("rig", "Test rig", "material", 2)
ALL = {one.id: one for one in (TOM, ANN, HALF, ILL, RIG)}


def plan(project: str, *activities: Activity) -> Schedule:
    return schedule(Plan(project, 1, activities, MONDAY), WEEK)


def of(who: str, percent: int = 100, days: int = 5, title: str = "Build export", **more: object) -> Activity:
    return Activity(f"{title}-{who}", title, days=days, people=(Share(who, percent),), **more)  # type: ignore[arg-type]  # of an activity


SAID = {
    "two projects want the same person": (
        [plan("A", of("tom")), plan("B", of("tom", 50, 3, "Test import"))],
        [
            "Tom Hill is booked 150 % from 2 to 4 March 2026: “Build export”, “Test import”",
            "Tom Hill在2026年3月2日至3月4日被安排了 150%：“Build export”、“Test import”",
        ],
    ),
    "half a day is all there is": (
        [plan("A", of("half", 80, 2))],
        ["Bo Ek is booked 80 % from 2 to 3 March 2026, of 50 % that there are: “Build export”"],
    ),
    "somebody is away": (
        [plan("A", of("ill"))],
        ["Ida Ry is away from 4 to 5 March 2026, and is booked 100 %: “Build export”"],
    ),
    "material": (
        [plan("A", Activity("x", "Soak", days=1, material=(Need("rig", 3),)))],
        ["3 of Test rig are needed on 2 March 2026, and there are 2: “Soak”"],
    ),
    "over a weekend it is one": (
        [plan("A", of("tom", 200, 8))],
        ["Tom Hill is booked 200 % from 2 to 11 March 2026: “Build export”"],
    ),
    "what is done needs nobody": ([plan("A", of("tom"), of("tom", title="Was", done=100))], []),
    "one hundred is enough": ([plan("A", of("tom", 50), of("tom", 50, title="Other"))], []),
    "nobody knows them": ([plan("A", of("gone", 300))], []),
    "a milestone takes nobody": ([plan("A", of("tom", 300, 0))], []),
}


@pytest.mark.parametrize("case", SAID)
def test_who_is_needed_too_much_and_when(case: str) -> None:
    plans, said = SAID[case]
    found = double_bookings.conflicts(plans, ALL)
    spoken = [plan_words.conflict(one) for one in found]
    assert len(spoken) == min(len(said), 1)
    assert said == [text for one in spoken for text in (one.in_("en"), one.in_("zh-Hans"))][: len(said)]


def test_the_way_out_is_the_smallest_shift_or_somebody_free() -> None:
    plans = {"A": plan("A", of("tom")), "B": plan("B", of("tom", 50, 3, "Test import"))}
    now = Situation(plans, ALL, WEEK)
    found = leveling.suggestions(now, now.conflicts()[0], {"B"})
    assert [plan_words.suggestion(one).in_("en") for one in found] == [
        "Let Ann Lee do “Test import”; the end of the project stays",
        "Begin “Test import” 5 working days later; the project ends 7 days later",
    ]
    for one in found:
        after = now.after(apply(plans["B"].plan, one.delta, WEEK))
        assert after.conflicts() == ()


def test_what_has_begun_or_is_promised_is_not_shifted() -> None:
    plans = {"A": plan("A", of("tom", done=10), of("tom", title="Fair", start=MONDAY, fixed=True))}
    now = Situation(plans, {"tom": TOM}, WEEK)
    assert leveling.suggestions(now, now.conflicts()[0], {"A"}) == ()


def listed(found: tuple[Conflict, ...], calendar: Calendar) -> dict[tuple[str, date], int]:
    """Every day of every conflict on which somebody works."""
    return {
        (one.resource.id, one.first + timedelta(days=n)): one.needed
        for one in found
        for n in range((one.last - one.first).days + 1)
        if calendar.works(one.first + timedelta(days=n))
    }


@pytest.mark.parametrize("seed", range(2))
def test_five_hundred_activities_and_twenty_changes(seed: int) -> None:
    """Dependencies hold after each, no double booking goes unnoticed, and there is none that is not."""
    chance = Random(seed)  # noqa: S311  # plans, no secrets
    people = random_plans.resources(chance)
    present, beside = random_plans.plan(chance, 500), random_plans.plan(chance, 40, "B")
    other = schedule(beside, SPRING)
    for number in range(20):
        present = apply(present, random_plans.change(chance, present, number), SPRING)
        found = schedule(present, SPRING)
        dates = day_by_day.dates_of(found)
        assert [*day_by_day.broken(present, dates, SPRING)] == []
        counted = day_by_day.overbooked([(present, dates), (beside, day_by_day.dates_of(other))], people, SPRING)
        assert listed(double_bookings.conflicts([found, other], people), SPRING) == counted
        assert counted
    assert present.version == 21
    assert sum(bool(one.case) for one in present.activities) >= 40
