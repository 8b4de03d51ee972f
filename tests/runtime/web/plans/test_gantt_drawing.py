"""Where things stand on a chart: days, bars, lines between them, what was before, what clashes."""

import re
from datetime import date, timedelta

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from runtime.planning.plan import Activity, After, Plan
from runtime.web.plans.gantt_axis import MOST_DAYS, SCALES, Axis, axis_of
from runtime.web.plans.gantt_drawing import MANY, Bar, Clash, Scene, Span, drawn
from runtime.web.plans.gantt_paths import ROW

MONDAY = date(2026, 11, 2)
ENGLISH = Locale("en")


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def works(at: date) -> bool:
    return at.weekday() < 5


def axis(scale: str = "day", last: int = 60) -> Axis:
    return Axis(scale, MONDAY, day(last), works, ENGLISH)


def plan(*activities: Activity) -> Plan:
    return Plan("p", 1, activities, MONDAY)


def bars(scene: Scene, scale: str = "day") -> dict[str, Bar]:
    return {bar.id: bar for bar in drawn(scene, axis(scale), day(3)).bars}


def points(path: str) -> list[tuple[float, float]]:
    """The corners of a line, without its head."""
    begin = re.match(r"M(\S+) ([-\d.]+?)(?=[hv])", path)
    assert begin
    found = [(float(begin[1]), float(begin[2]))]
    for way, far in re.findall(r"([hv])([-\d.]+)", path.partition("l")[0]):
        x, y = found[-1]
        found.append((x + float(far), y) if way == "h" else (x, y + float(far)))
    return found


def test_a_bar_lies_on_its_days() -> None:
    scene = Scene(plan(Activity("a", "A", days=3, done=50)), {"a": Span(day(2), day(4))})
    bar = bars(scene)["a"]
    wide = SCALES["day"]
    assert (bar.x, bar.width, bar.done) == (2 * wide, 3 * wide, 1.5 * wide)


def test_what_has_moved_leaves_a_ghost_and_what_has_not_leaves_none() -> None:
    spans = {"a": Span(day(2), day(4)), "b": Span(day(7), day(8))}
    was = {"a": Span(day(0), day(2)), "b": Span(day(7), day(8))}
    found = bars(Scene(plan(Activity("a", "A"), Activity("b", "B")), spans, before=was))
    assert (bool(found["a"].ghost), bool(found["b"].ghost)) == (True, False)
    assert ("is-moved" in found["a"].marks, "is-moved" in found["b"].marks) == (True, False)


def test_what_goes_stands_behind_the_others() -> None:
    gone = Activity("z", "Z")
    scene = Scene(
        plan(Activity("a", "A")), {"a": Span(day(0), day(1))}, before={"z": Span(day(3), day(4))}, gone=(gone,)
    )
    found = bars(scene)
    assert (found["z"].shape, found["z"].y) == ("gone", ROW)


def test_a_clash_is_hatched_on_its_days_and_said_once() -> None:
    scene = Scene(
        plan(Activity("a", "A")),
        {"a": Span(day(0), day(8))},
        clashes=[Clash("a", Span(day(1), day(2)), "Ada: 150 %"), Clash("a", Span(day(7), day(7)), "Ada: 150 %")],
    )
    bar = bars(scene)["a"]
    wide = SCALES["day"]
    assert bar.hatch == ((wide, 2 * wide), (7 * wide, wide))
    assert bar.hatched == "M30 9h60v26h-60zM210 9h30v26h-30z"
    assert bar.warning == "Ada: 150 %"


@pytest.mark.parametrize("kind", ["fs", "ss", "ff", "sf"])
@given(
    first=st.tuples(st.integers(0, 30), st.integers(0, 20)),
    second=st.tuples(st.integers(0, 30), st.integers(0, 20)),
    upside=st.booleans(),
)
def test_a_line_goes_from_one_bar_to_the_other_with_right_angles(
    kind: str, first: tuple[int, int], second: tuple[int, int], *, upside: bool
) -> None:
    """It is drawn after the bars; and where it crosses rows it does so beside both of its own bars."""
    a, b = Activity("a", "A"), Activity("b", "B", after=(After("a", kind),))  # type: ignore[arg-type]  # it is one of them
    spans = {"a": Span(day(first[0]), day(sum(first))), "b": Span(day(second[0]), day(sum(second)))}
    between = [Activity(f"m{number}", "M") for number in range(3)]
    spans |= {one.id: Span(day(0), day(60)) for one in between}
    ordered = (b, *between, a) if upside else (a, *between, b)
    picture = drawn(Scene(plan(*ordered), spans), axis(), day(0))
    found = {bar.id: bar for bar in picture.bars}
    (tie,) = picture.ties
    route = points(tie.path)
    source, target = found["a"], found["b"]
    assert route[0] == (source.x + source.width * (kind[0] == "f"), source.y + ROW / 2)
    assert route[-1] == (target.x + target.width * (kind[1] == "f"), target.y + ROW / 2)
    numbers = {bar.id: number for number, bar in enumerate(picture.bars)}
    assert tie.rows == f"{numbers['a']} {numbers['b']}"
    assert [*picture.halos] == [tie.path]
    assert (route[-2][0] < route[-1][0]) == (kind[1] == "s")


def test_of_dense_lines_the_bars_stay_visible() -> None:
    """They have halos up to so many; each is drawn once, whatever their number."""
    for many in (MANY, MANY + 1):
        ones = [Activity(f"a{n}", "A", after=(After(f"a{n - 1}"),) if n else ()) for n in range(many + 1)]
        spans = {one.id: Span(day(n), day(n)) for n, one in enumerate(ones)}
        picture = drawn(Scene(plan(*ones), spans), axis(), day(0))
        assert len(picture.ties) == many
        assert picture.is_dense == (many > MANY)
        assert "".join(picture.halos) == ("" if picture.is_dense else "".join(tie.path for tie in picture.ties))


@given(begins=st.integers(-400, 400), length=st.integers(0, 4000), scale=st.sampled_from(["", *SCALES]))
def test_the_axis_holds_the_plan_and_its_ticks_fill_it(begins: int, length: int, scale: str) -> None:
    made = axis_of(day(begins), day(begins + length), scale, works, ENGLISH)
    assert made.first <= day(begins)
    assert made.last >= day(begins + length) or len(made.days) > MOST_DAYS
    for ticks in (made.upper, made.lower):
        assert ticks[0].x == 0
        assert sum(tick.width for tick in ticks) == pytest.approx(made.width)


def test_days_that_are_not_worked_are_shaded() -> None:
    made = axis("week", 13)
    assert made.idle == (5, 6, 12, 13)
    assert made.shade(10).count("M") == len(made.idle)
    assert axis("month").shade(10) == ""
