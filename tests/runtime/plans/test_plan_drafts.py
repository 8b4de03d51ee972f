"""A plan in somebody's hands: whatever they do to it is one change, which makes of the plan what they see."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from runtime.engine.worktime import Calendar
from runtime.planning.delta import apply
from runtime.planning.double_bookings import conflicts
from runtime.planning.plan import Activity, After, Plan, Resource, Share
from runtime.planning.schedule import schedule
from runtime.plans import activity_form, plan_drafts, workloads

MONDAY = date(2026, 11, 2)
CALENDAR = Calendar()
ADA = Resource("ada", "Ada Stone")
PLAN = Plan(
    "p",
    1,
    (
        Activity("g", "Build"),
        Activity("a", "Draw", "g", days=3, people=(Share("ada"),)),
        Activity("b", "Cut", "g", days=2, after=(After("a"),)),
        Activity("m", "There", days=0, after=(After("b"),)),
    ),
    MONDAY,
)

Act = Callable[[Plan], Plan]
ids = st.sampled_from(["a", "b", "m"])
acts: st.SearchStrategy[Act] = st.one_of(
    st.builds(
        lambda one, by: lambda plan: plan_drafts.moved(plan, one, MONDAY + timedelta(days=by)), ids, st.integers(0, 60)
    ),
    st.builds(lambda one, days: lambda plan: plan_drafts.resized(plan, one, days), ids, st.integers(1, 20)),
    st.builds(lambda key: lambda plan: plan_drafts.changed(plan, Activity(f"n{key}", "New", "g")), st.integers(0, 3)),
)


@given(st.lists(acts, max_size=6))
def test_all_that_was_done_is_one_change(done: list[Act]) -> None:
    seen = PLAN
    for act in done:
        seen = act(seen)
    made = apply(PLAN, plan_drafts.between(PLAN, seen), CALENDAR)
    assert {one.id: one for one in made.activities} == {one.id: one for one in seen.activities}


def test_a_second_link_takes_the_first_away() -> None:
    once = plan_drafts.linked(PLAN, "m", "a")
    assert {link.id for link in once.by_id["m"].after} == {"a", "b"}
    assert plan_drafts.linked(once, "m", "a") == PLAN


def test_what_is_under_way_stays_as_far_as_it_is() -> None:
    begun = replace(PLAN.by_id["a"], done=40)
    assert [plan_drafts.percent_in(column, begun) for column in ("todo", "doing", "done")] == [0, 40, 100]


def test_it_is_handed_from_one_to_the_other() -> None:
    handed = plan_drafts.handed(PLAN, "a", "ada", "kai")
    assert [one.resource for one in handed.by_id["a"].people] == ["kai"]
    assert plan_drafts.handed(handed, "a", "kai", "").by_id["a"].people == ()
    assert plan_drafts.handed(PLAN, "b", "", "kai").by_id["b"].people == (Share("kai"),)


def test_everything_stands_behind_what_is_above_it() -> None:
    mixed = replace(PLAN, activities=(PLAN.by_id["b"], PLAN.by_id["m"], PLAN.by_id["g"], PLAN.by_id["a"]))
    assert [(one.id, depth) for one, depth in plan_drafts.in_tree(mixed)] == [("m", 0), ("g", 0), ("b", 1), ("a", 1)]


def test_the_form_gives_back_what_it_was_given() -> None:
    for one in PLAN.activities:
        asked = activity_form.form(PLAN, [ADA], one)
        said = activity_form.answers_about(one)
        raw = {key: [row for row in value if row] if isinstance(value, list) else value for key, value in said.items()}
        read = activity_form.read(asked, {key: raw[key] for key in asked.fields}, one)
        assert read.activity == one, read.reading.problems


def test_nothing_can_be_part_of_itself() -> None:
    deeper = plan_drafts.changed(PLAN, Activity("h", "Wood", "g"))
    asked = activity_form.form(deeper, [ADA], deeper.by_id["g"])
    offered = (
        {choice.const for choice in asked.fields["parent"].options["choices"]} if "parent" in asked.fields else set()
    )
    assert not offered & {"g", "h", "a", "b"}


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12), st.integers(10, 100)), max_size=5))
def test_a_week_is_over_where_a_double_booking_lies_in_it(asked: list[tuple[int, int, int]]) -> None:
    plan = schedule(
        Plan(
            "p",
            1,
            tuple(
                Activity(
                    f"a{number}", "A", start=MONDAY + timedelta(days=begin), days=days, people=(Share("ada", percent),)
                )
                for number, (begin, days, percent) in enumerate(asked)
            ),
            MONDAY,
        ),
        CALENDAR,
    )
    found = conflicts([plan], {"ada": ADA})
    loads = workloads.weekly([plan], [ADA], MONDAY, 12, CALENDAR)
    over = {week.begins for load in loads for week in load.weeks if week.kind == "over"}
    expected = set()
    for one in found:
        day = one.first
        while day <= one.last:
            expected.add(day - timedelta(days=day.weekday()))
            day += timedelta(days=1)
    assert over == expected
