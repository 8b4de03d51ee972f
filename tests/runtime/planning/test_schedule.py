"""When everything happens: by hand, and against a second opinion."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.engine.worktime import Calendar
from runtime.planning.plan import Activity, After, LinkKind, Plan, Unplannable
from runtime.planning.schedule import Schedule, schedule
from schemas.messages.problem_words import CODES
from tests.runtime.planning import day_by_day, random_plans
from tests.runtime.planning.random_plans import BEGINS, SPRING

MONDAY = date(2026, 3, 2)
WEEK = Calendar()


def march(*activities: Activity) -> Schedule:
    return schedule(Plan("A", 1, activities, MONDAY), WEEK)


def spans(found: Schedule) -> dict[str, tuple[int, int]]:
    return {row.id: (row.begins.day, row.ends.day) for row in found.rows}


@pytest.mark.parametrize(
    ("link", "lag", "days", "lies"),
    [
        ("fs", 0, 2, (5, 6)),
        ("fs", 1, 2, (6, 9)),
        ("fs", -1, 2, (4, 5)),
        ("ss", 0, 2, (2, 3)),
        ("ss", 2, 2, (4, 5)),
        ("ff", 0, 2, (3, 4)),
        ("ff", 1, 2, (4, 5)),
        ("sf", 0, 1, (2, 2)),
        ("sf", 3, 2, (3, 4)),
        ("fs", 0, 0, (4, 4)),
        ("fs", 1, 0, (5, 5)),
        ("ff", 0, 0, (4, 4)),
        ("ss", 0, 0, (2, 2)),
    ],
)
def test_what_waits_for_three_days_from_monday(link: LinkKind, lag: int, days: int, lies: tuple[int, int]) -> None:
    found = march(Activity("a", "A", days=3), Activity("b", "B", days=days, after=(After("a", link, lag),)))
    assert spans(found) == {"a": (2, 4), "b": lies}


def test_what_follows_a_milestone_begins_the_morning_after_its_evening() -> None:
    found = march(
        Activity("begin", "Kick-off", days=0),
        Activity("a", "A", days=5, after=(After("begin"),)),
        Activity("done", "Done", days=0, after=(After("a"),)),
        Activity("b", "B", after=(After("done"),)),
    )
    assert spans(found) == {"begin": (2, 2), "a": (2, 6), "done": (6, 6), "b": (9, 9)}
    assert [row.id for row in found.milestones] == ["begin", "done"]


def test_a_group_spans_what_is_below_it_and_waits_as_a_whole() -> None:
    found = march(
        Activity("a", "A", days=2),
        Activity("g", "Group", after=(After("a"),)),
        Activity("b", "B", parent="g", days=2),
        Activity("c", "C", parent="g", days=1, start=date(2026, 3, 10)),
        Activity("d", "D", after=(After("g"),)),
    )
    assert spans(found) == {"a": (2, 3), "g": (4, 10), "b": (4, 5), "c": (10, 10), "d": (11, 11)}
    assert found.by_id["g"].summary


def test_holidays_and_days_that_are_worked_instead() -> None:
    plan = Plan("A", 1, (Activity("a", "A", start=date(2026, 2, 13), days=3),), date(2026, 2, 13))
    row = schedule(plan, SPRING).rows[0]
    assert (row.begins, row.ends) == (date(2026, 2, 13), date(2026, 2, 24))  # Friday, Saturday that is worked, Tuesday


def test_what_decides_the_end_has_no_slack() -> None:
    found = march(
        Activity("a", "A", days=5),
        Activity("b", "B", days=2),
        Activity("end", "End", days=0, after=(After("a"), After("b"))),
    )
    assert {row.id: (row.slack, row.critical) for row in found.rows} == {
        "a": (0, True),
        "b": (3, False),
        "end": (0, True),
    }


def test_a_promised_day_that_cannot_be_kept() -> None:
    found = march(
        Activity("a", "A", days=5), Activity("b", "B", start=date(2026, 3, 4), fixed=True, after=(After("a"),))
    )
    assert spans(found)["b"] == (9, 9)
    assert found.by_id["b"].late == 3


REFUSED = {
    "plan.circle": [
        Activity("a", "Design", after=(After("b"),)),
        Activity("b", "Build", after=(After("c"),)),
        Activity("c", "Test", after=(After("a"),)),
    ],
    "plan.unknown": [Activity("a", "A", after=(After("z"),))],
    "plan.twice": [Activity("a", "A"), Activity("a", "B")],
    "plan.number": [Activity("a", "A", days=-1)],
    "plan.group-link": [
        Activity("a", "A"),
        Activity("g", "G", after=(After("a", "ff"),)),
        Activity("b", "B", parent="g"),
    ],
    "plan.too-deep": [Activity(str(n), str(n), parent=str(n - 1) if n else "") for n in range(40)],
    "plan.too-long": [Activity("a", "A", start=date(9000, 1, 1))],
    "plan.too-many": [Activity(str(n), "A") for n in range(2001)],
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_makes_no_sense(code: str) -> None:
    with pytest.raises(Unplannable) as refused:
        march(*REFUSED[code])
    assert refused.value.problem.code == code
    assert code in CODES


def test_a_circle_names_who_is_in_it() -> None:
    with pytest.raises(Unplannable) as refused:
        march(*REFUSED["plan.circle"], Activity("d", "Elsewhere"))
    names = refused.value.problem.params["titles"]
    turns = [names[n:] + names[:n] for n in range(3)]
    assert ["Design", "Build", "Test"] in turns


def test_what_is_below_cannot_wait_for_what_is_above() -> None:
    with pytest.raises(Unplannable) as refused:
        march(Activity("g", "G"), Activity("a", "A", parent="g", after=(After("g"),)))
    assert refused.value.problem.code == "plan.circle"


def test_nobody_above_themselves() -> None:
    with pytest.raises(Unplannable) as refused:
        march(Activity("a", "A", parent="b"), Activity("b", "B", parent="a"))
    assert refused.value.problem.code == "plan.circle"


@settings(max_examples=40, deadline=None)
@given(st.builds(Random, st.integers(0, 99_999)), st.integers(2, 60))
def test_a_second_opinion_agrees(chance: Random, size: int) -> None:
    plan = random_plans.plan(chance, size)
    found = schedule(plan, SPRING)
    assert [*day_by_day.broken(plan, day_by_day.dates_of(found), SPRING)] == []


@settings(max_examples=25, deadline=None)
@given(st.builds(Random, st.integers(0, 99_999)), st.integers(3, 25))
def test_slack_may_be_used_up_and_no_more(chance: Random, size: int) -> None:
    """Whatever of it one activity uses, the end stays."""
    plan = random_plans.plan(chance, size)
    found = schedule(plan, SPRING)
    row = chance.choice([one for one in found.rows if not one.summary])
    longer = [replace(one, days=one.days + row.slack) if one.id == row.id else one for one in plan.activities]
    assert schedule(Plan("A", 1, tuple(longer), BEGINS), SPRING).ends == found.ends


def test_the_calendar_is_asked_about_each_day_once() -> None:
    """However many activities there are: that is what makes five hundred quick."""
    asked: list[date] = []

    class Asked(Calendar):
        def works(self, day: date) -> bool:
            asked.append(day)
            return super().works(day)

    chance = Random(1)  # noqa: S311  # plans, no secrets
    schedule(random_plans.plan(chance, 500), Asked())
    assert len(asked) == len(set(asked))
