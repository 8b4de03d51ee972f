"""How far a plan is: figures by hand."""

from datetime import date

import pytest

from runtime.engine.worktime import Calendar
from runtime.planning import plan_words
from runtime.planning.pace import pace
from runtime.planning.plan import Activity, After, Plan
from runtime.planning.schedule import schedule

MONDAY = date(2026, 3, 2)


def standing(*done: int, today: date, case: str = "") -> str:
    activities = (
        Activity("a", "A", days=5, done=done[0]),
        Activity("b", "B", days=5, after=(After("a"),), done=done[1], case="c1"),
    )
    found = pace(schedule(Plan("A", 1, activities, MONDAY), Calendar()), today, case)
    return plan_words.pace(found).in_("en")


@pytest.mark.parametrize(
    ("done", "today", "said"),
    [
        ((0, 0), MONDAY, "0 % done, 0 % planned: on schedule"),
        ((100, 0), date(2026, 3, 9), "50 % done, 50 % planned: on schedule"),
        ((60, 0), date(2026, 3, 9), "30 % done, 50 % planned: 2 working days behind"),
        ((100, 20), date(2026, 3, 9), "60 % done, 50 % planned: 1 working day ahead"),
        ((0, 0), date(2026, 3, 12), "0 % done, 80 % planned: 8 working days behind"),
        ((100, 100), date(2026, 3, 4), "100 % done, 20 % planned: 8 working days ahead"),
        ((100, 100), date(2026, 12, 1), "100 % done, 100 % planned: on schedule"),
    ],
)
def test_done_against_planned(done: tuple[int, int], today: date, said: str) -> None:
    assert standing(*done, today=today) == said


def test_of_one_change_alone() -> None:
    assert standing(0, 50, today=date(2026, 3, 11), case="c1") == "50 % done, 40 % planned: on schedule"
