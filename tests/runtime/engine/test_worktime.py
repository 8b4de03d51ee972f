"""Working time: figures from a wall calendar, and the two laws."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.engine.worktime import FIRST, LAST, Calendar, after, moment
from schemas.model.period import parse

BEIJING = ZoneInfo("Asia/Shanghai")
SPRING = Calendar(
    holidays=frozenset(date(2026, 2, day) for day in range(16, 24)),
    make_up=frozenset({date(2026, 2, 14), date(2026, 2, 28)}),
    zone="Asia/Shanghai",
)


@pytest.mark.parametrize(
    ("start", "duration", "due"),
    [
        ("2026-03-02 10:00", "P2WD", "2026-03-04 10:00"),  # Monday to Wednesday
        ("2026-03-06 10:00", "P1WD", "2026-03-09 10:00"),  # Friday to Monday
        ("2026-03-07 10:00", "P1WD", "2026-03-10 09:00"),  # Saturday counts from Monday morning
        ("2026-03-02 20:00", "P1WD", "2026-03-04 09:00"),  # after hours counts from the next morning
        ("2026-03-02 18:00", "P1WD", "2026-03-04 09:00"),
        ("2026-03-02 06:00", "P1WD", "2026-03-03 09:00"),
        ("2026-02-13 15:00", "P1WD", "2026-02-14 15:00"),  # a Saturday that is worked
        ("2026-02-14 15:00", "P1WD", "2026-02-24 15:00"),  # over the holidays
        ("2026-03-02 16:00", "PT4WH", "2026-03-03 11:00"),
        ("2026-03-06 17:00", "PT1WH", "2026-03-06 18:00"),
        ("2026-03-06 17:00", "PT2WH", "2026-03-09 10:00"),
        ("2026-03-06 17:00", "P1WDT2WH", "2026-03-10 10:00"),
        ("2026-03-06 17:00", "P3D", "2026-03-09 17:00"),
        ("2026-03-06 17:00", "P1WT30M", "2026-03-13 17:30"),
        ("2026-01-15 08:00", "P1M", "2026-02-15 08:00"),
        ("2026-01-30 12:00", "P1M", "2026-03-01 08:00"),  # no 30 February: the day after the last, in UTC
        ("2024-02-29 12:00", "P1Y", "2025-03-01 08:00"),
        ("2026-03-06 17:00", "PT90S", "2026-03-06 17:01:30"),
        ("2026-03-04 10:00", "-P2WD", "2026-03-02 10:00"),  # backwards: Wednesday to Monday
        ("2026-03-09 09:00", "-P1WD", "2026-03-06 09:00"),  # Monday to Friday
        ("2026-03-07 12:00", "-P1WD", "2026-03-06 09:00"),  # until Saturday there is one working day: Friday
        ("2026-03-06 18:00", "-P1WD", "2026-03-06 09:00"),
        ("2026-03-06 06:00", "-P1WD", "2026-03-05 09:00"),
        ("2026-02-24 09:00", "-P1WD", "2026-02-14 09:00"),  # back over the holidays to the Saturday that is worked
        ("2026-10-01 09:00", "-P3D", "2026-09-28 09:00"),
        ("2026-03-03 11:00", "-PT4WH", "2026-03-02 16:00"),
        ("2026-03-10 10:00", "-P1WDT2WH", "2026-03-06 17:00"),
        ("2026-03-31 12:00", "-P1M", "2026-03-01 08:00"),  # no 31 February: a month before is not yet over then
        ("2025-02-28 12:00", "-P1Y", "2024-02-28 12:00"),
        ("2024-02-29 12:00", "-P1Y", "2023-03-01 08:00"),
        ("2038-01-19 11:14:08", "-PT1S", "2038-01-19 11:14:07"),  # where 32 bits end
        ("2038-01-19 11:14:07", "PT1S", "2038-01-19 11:14:08"),
    ],
)
def test_figures(start: str, duration: str, due: str) -> None:
    begun = datetime.fromisoformat(start).replace(tzinfo=BEIJING)

    assert after(begun, duration, SPRING) == datetime.fromisoformat(due).replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "-P",
        "--P1D",
        "+P1D",
        "P1",
        "2WD",
        "P-1D",
        "P1.5D",
        "P1WDT",
        "PT1WD",
        "P1H",
        "p1d",
        "P1D ",
        "P１D",
        "P99999999D",
    ],
)
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        parse(text)


@pytest.mark.parametrize(
    "wrong", [{"workdays": frozenset()}, {"day_start": time(18), "day_end": time(9)}, {"day_end": time(9, 30)}]
)
def test_a_calendar_without_work_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="working"):
        Calendar(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "duration", "due"),
    [
        ("2026-03-28T23:00", "PT4WH", "2026-03-29T03:00"),
        ("2026-03-28T04:30", "P1WD", "2026-03-29T04:00"),  # five and a half hours into a day of five
    ],
)
def test_where_the_clock_is_moved(start: str, duration: str, due: str) -> None:
    """In Berlin 29 March 2026 has no 02:00 to 03:00, so that a day from 00:00 to 06:00 has five hours."""
    early_shift = Calendar(frozenset(range(7)), day_start=time(0), day_end=time(6), zone="Europe/Berlin")

    assert after(datetime.fromisoformat(start).replace(tzinfo=UTC), duration, early_shift) == datetime.fromisoformat(
        due
    ).replace(tzinfo=UTC)


instants = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis wants its bounds naive
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
lengths = st.one_of(
    st.integers(0, 40).map("P{}D".format),
    st.integers(0, 30).map("P{}M".format),
    st.integers(0, 500).map("PT{}H".format),
    st.integers(0, 40).map("P{}WD".format),
    st.integers(0, 200).map("PT{}WH".format),
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 20)).map(lambda n: "P{}D{}WDT{}WH".format(*n)),
)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    opens = draw(st.integers(0, 22 * 60))
    closes = draw(st.integers(opens + 60, 24 * 60 - 1))
    return Calendar(
        draw(st.frozensets(st.integers(0, 6), min_size=1)),
        draw(st.frozensets(days, max_size=20)),
        draw(st.frozensets(days, max_size=20)),
        time(*divmod(opens, 60)),
        time(*divmod(closes, 60)),
        draw(
            st.sampled_from(
                [
                    "UTC",
                    "Asia/Shanghai",
                    "America/New_York",
                    "Europe/Berlin",
                    "Australia/Lord_Howe",
                    "Africa/Casablanca",
                ]
            )
        ),
    )


durations = st.tuples(st.sampled_from(["", "-"]), lengths).map("".join)


@given(instants, lengths, calendars())
def test_never_early(start: datetime, duration: str, calendar: Calendar) -> None:
    said = parse(duration)
    due = after(start, duration, calendar)

    assert due >= start + said.rest + timedelta(days=28) * said.months
    if not said.months:
        assert due - start >= said.rest + timedelta(days=max(0, said.workdays - 2))
        assert due - start >= said.rest + timedelta(hours=said.workhours)


@given(instants, st.timedeltas(timedelta(), timedelta(days=4)), durations, calendars())
def test_who_starts_later_is_not_due_sooner(start: datetime, gap: timedelta, duration: str, calendar: Calendar) -> None:
    assert after(start + gap, duration, calendar) >= after(start, duration, calendar)


@given(instants, st.integers(0, 60), st.sampled_from(["P{}WD", "PT{}WH", "P{}D", "P{}M"]), calendars())
def test_more_is_not_sooner(start: datetime, count: int, pattern: str, calendar: Calendar) -> None:
    assert after(start, pattern.format(count + 1), calendar) >= after(start, pattern.format(count), calendar)


@given(instants, st.integers(1, 20), calendars())
def test_working_days_fall_due_in_working_hours(start: datetime, count: int, calendar: Calendar) -> None:
    due = after(start, f"P{count}WD", calendar).astimezone(calendar.tz)

    assert calendar.works(due.date())


@given(instants, st.integers(1, 20), calendars())
def test_a_holiday_more_makes_nothing_sooner(start: datetime, count: int, calendar: Calendar) -> None:
    free = Calendar(
        calendar.workdays,
        calendar.holidays | {start.date()},
        calendar.make_up,
        calendar.day_start,
        calendar.day_end,
        calendar.zone,
    )

    assert after(start, f"P{count}WD", free) >= after(start, f"P{count}WD", calendar)


@given(instants, lengths, calendars())
def test_counted_back_no_more_time_is_left_than_was_said(date: datetime, length: str, calendar: Calendar) -> None:
    """What is to come three days before a date never comes four days before. Nights, when nobody works, do not count."""
    warned = after(date, f"-{length}", calendar)
    reached = after(warned, length, calendar)

    assert reached >= date or next(calendar.days(reached))[0] >= date


@given(instants, st.integers(1, 30), calendars())
def test_counted_back_as_many_working_days_are_begun_as_were_said(
    date: datetime, count: int, calendar: Calendar
) -> None:
    """A month's end apart (it has none of its own in every month) it is not later than needed either."""
    warned = after(date, f"-P{count}WD", calendar)
    opens, _ = next(calendar.days(date))
    begun = [day for day, _ in zip(calendar.days_before(opens), range(count), strict=False)]

    assert begun[-1][0] <= warned <= begun[-1][1]


@given(instants, st.integers(1, 200), calendars())
def test_working_hours_forth_and_back_lead_to_the_same_work(start: datetime, count: int, calendar: Calendar) -> None:
    due = after(start, f"PT{count}WH", calendar)

    assert after(after(due, f"-PT{count}WH", calendar), f"PT{count}WH", calendar) == due


@pytest.mark.parametrize("said", ["9999-12-31", "0001-01-01", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00"])
@pytest.mark.parametrize("duration", ["P999Y", "-P999Y", "P1M", "-P1M", "-P1WD", "P1WD", "PT1WH", "P99999D", "-P0D"])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue"])
def test_where_the_years_end(said: str, duration: str, zone: str) -> None:
    """Whatever date somebody answers, there is a due time that every page can show."""
    calendar = Calendar(zone=zone)
    counted_from = moment(said, calendar)
    if counted_from is not None:
        assert FIRST <= after(counted_from, duration, calendar) <= LAST


@pytest.mark.parametrize(
    ("said", "stands_for"),
    [
        ("2026-10-09", "2026-10-09T01:00:00+00:00"),  # the hour at which work begins
        ("2026-10-09T15:00", "2026-10-09T07:00:00+00:00"),
        ("2026-10-09T15:00:00Z", "2026-10-09T15:00:00+00:00"),
        ("2026-02-30", None),
        ("soon", None),
        (20261009, None),
        (None, None),
    ],
)
def test_what_an_answer_stands_for(said: object, stands_for: str | None) -> None:
    at = moment(said, SPRING)

    assert (at and at.isoformat()) == stands_for
