"""What a change does to a plan, in whatever order, and what comes of it."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from runtime.engine.worktime import Calendar
from runtime.planning import plan_words
from runtime.planning.delta import Assign, Delta, Lengthen, Shift, Wait, apply, clash, compare, settled
from runtime.planning.plan import Activity, After, Plan, Share, Unplannable
from runtime.planning.schedule import schedule
from tests.runtime.planning import random_plans
from tests.runtime.planning.random_plans import SPRING

MONDAY = date(2026, 3, 2)
WEEK = Calendar()
PLAN = Plan(
    "A",
    1,
    (
        Activity("a", "Design", days=3),
        Activity("b", "Build", days=5, after=(After("a"),)),
        Activity("m", "Delivery", days=0, after=(After("b"),)),
    ),
    MONDAY,
)


def after(*deltas: Delta) -> Plan:
    plan = PLAN
    for delta in deltas:
        plan = apply(plan, delta, WEEK)
    return plan


STEP = Activity("s", "Build export", days=2, after=(After("b"),), case="c1", kind="implementation")

SAID = [
    (
        Delta(add=(STEP,), wait=(Wait("m", After("s")),)),
        "Milestone “Delivery” moves to 13 March 2026, 2 working days later",
        "里程碑“Delivery”推迟 2 个工作日，至2026年3月13日",
    ),
    (
        Delta(add=(STEP,)),
        "“Build export” is new, from 12 to 13 March 2026",
        "新增“Build export”，2026年3月12日至3月13日",
    ),
    (
        Delta(lengthen=(Lengthen("b", -1),)),
        "Milestone “Delivery” moves to 10 March 2026, 1 working day earlier",
        "里程碑“Delivery”提前 1 个工作日，至2026年3月10日",
    ),
    (Delta(shift=(Shift("a", 5),)), "“Design” now ends on 11 March 2026, 5 working days later", None),
    (Delta(remove=("b",)), "“Build” is taken out", "“Build”已移除"),
    (Delta(assign=(Assign("a", (Share("tom"),)),)), "“Design” has other people or material", None),
    (Delta(remove=("b",)), "The project ends on 4 March 2026 instead of 11 March 2026", None),
    (
        Delta(assign=(Assign("a"),)),
        "The project ends on 11 March 2026 as before",
        "项目结束日期不变，仍为2026年3月11日",
    ),
]


@pytest.mark.parametrize(("delta", "en", "zh"), SAID)
def test_what_comes_of_it_is_said(delta: Delta, en: str, zh: str | None) -> None:
    said = plan_words.difference(compare(schedule(PLAN, WEEK), schedule(after(delta), WEEK)))
    assert en in [one.in_("en") for one in said]
    assert zh is None or zh in [one.in_("zh-Hans") for one in said]


def test_nothing_comes_of_nothing() -> None:
    assert compare(schedule(PLAN, WEEK), schedule(after(Delta()), WEEK)).is_nothing


def test_days_of_a_shift_are_those_before_it() -> None:
    """Design and Build are each put off by two days, as they stand: Build does not move by four."""
    found = schedule(after(Delta(shift=(Shift("a", 2), Shift("b", 2)))), WEEK)
    assert found.by_id["b"].begins == date(2026, 3, 9)


def test_what_came_after_something_removed_comes_after_what_that_came_after() -> None:
    found = after(Delta(remove=("b",)))
    assert found.by_id["m"].after == (After("a"),)


def test_a_group_goes_with_all_that_is_below_it() -> None:
    group = Delta(add=(Activity("g", "Group"), Activity("x", "X", parent="g"), Activity("y", "Y", after=(After("x"),))))
    found = after(group, Delta(remove=("g",)))
    assert [*found.by_id] == ["a", "b", "m", "y"]
    assert found.by_id["y"].after == ()


REFUSED = [
    (Delta(shift=(Shift("z", 1),)), "plan.gone"),
    (Delta(remove=("z",)), "plan.gone"),
    (Delta(add=(Activity("a", "Again"),)), "plan.twice"),
    (Delta(add=(Activity("s", "S", after=(After("z"),)),)), "plan.unknown"),
    (Delta(wait=(Wait("a", After("m")),)), "plan.circle"),
    (Delta(lengthen=(Lengthen("b", -5),)), "plan.number"),
]


@pytest.mark.parametrize(("delta", "code"), REFUSED)
def test_what_cannot_be_done_is_refused(delta: Delta, code: str) -> None:
    with pytest.raises(Unplannable) as refused:
        after(delta)
    assert refused.value.problem.code == code


CLASHES = [
    (Delta(shift=(Shift("a", 1),)), Delta(shift=(Shift("a", 2),)), ("a",)),
    (Delta(shift=(Shift("a", 1),)), Delta(shift=(Shift("b", 2),)), ()),
    (Delta(remove=("b",)), Delta(lengthen=(Lengthen("b", 2),)), ("b",)),
    (Delta(remove=("b",)), Delta(add=(STEP,)), ("b",)),
    (Delta(lengthen=(Lengthen("b", 1),)), Delta(lengthen=(Lengthen("b", 2),)), ()),
    (Delta(assign=(Assign("b"),)), Delta(shift=(Shift("b", 2),)), ()),
]


@pytest.mark.parametrize(("one", "other", "about"), CLASHES)
def test_who_says_different_things(one: Delta, other: Delta, about: tuple[str, ...]) -> None:
    assert clash(one, other) == clash(other, one) == about


@settings(max_examples=60, deadline=None)
@given(st.builds(Random, st.integers(0, 99_999)), st.integers(8, 40))
def test_changes_commute_or_say_that_they_do_not(chance: Random, size: int) -> None:
    plan = random_plans.plan(chance, size)
    one, other = _some(chance, plan, 1), _some(chance, plan, 2)
    assume(not clash(one, other))
    plans = {_applied(plan, one, other), _applied(plan, other, one)}
    assert len(plans) == 1


def _some(chance: Random, plan: Plan, number: int) -> Delta:
    drawn = random_plans.change(chance, plan, number)
    keys = [one.id for one in plan.activities]
    removed = tuple(chance.sample(keys, 1)) if chance.random() < 0.4 else ()
    named = {*removed}
    kept = replace(
        drawn,
        remove=removed,
        wait=tuple(one for one in drawn.wait if one.id not in named),
        shift=tuple(one for one in drawn.shift if one.id not in named),
        lengthen=tuple(one for one in drawn.lengthen if one.id not in named),
    )
    return settled(plan, kept, SPRING)


def _applied(plan: Plan, one: Delta, other: Delta) -> frozenset[Activity] | None:
    """None where the second can no longer be done. The order of what is new, and of what is waited for, says nothing."""
    try:
        made = apply(apply(plan, one, SPRING), other, SPRING)
    except Unplannable:
        return None
    return frozenset(replace(act, after=tuple(sorted(act.after, key=lambda link: link.id))) for act in made.activities)
