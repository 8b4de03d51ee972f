"""What is written cheaply is what Babel writes, to the letter."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from hypothesis import given
from hypothesis import strategies as st

from runtime.web.frame import date_formats

LOCALES = [Locale("en"), Locale("zh", script="Hans")]
ZONES = [ZoneInfo(name) for name in ("UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York")]
HOURS = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=7 * n, minutes=13 * n, seconds=n) for n in range(1300)]
EDGES = [
    edge + by for edge in (0, 30, 45, 60, 3060, 73440, 514080, 2203200, 26805600) for by in (-31, -30, -1, 0, 1, 30)
]


@pytest.mark.parametrize("locale", LOCALES, ids=str)
@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_every_hour_of_a_year_is_written_as_babel_writes_it(locale: Locale, zone: ZoneInfo) -> None:
    for at in HOURS:
        here = at.astimezone(zone)
        assert date_formats.exact(here, locale) == format_datetime(here, "full", locale=locale)
        assert date_formats.clock(here, "HH:mm", locale) == format_time(here, "HH:mm", locale=locale)
        for style in ("full", "long", "medium", "short", "EEEE"):
            assert date_formats.day(here.date(), style, locale) == format_date(here.date(), style, locale=locale)


@given(st.dates(date(1970, 1, 1), date(2200, 1, 1)), st.sampled_from(LOCALES))
def test_so_is_any_day(at: date, locale: Locale) -> None:
    assert date_formats.day(at, "medium", locale) == format_date(at, "medium", locale=locale)


@given(
    st.one_of(
        st.timedeltas(timedelta(days=-800), timedelta(days=800)),
        st.sampled_from([timedelta(seconds=sign * seconds) for seconds in EDGES for sign in (1, -1)]),
    ),
    st.sampled_from(LOCALES),
)
def test_so_is_how_long_it_is_since(passed: timedelta, locale: Locale) -> None:
    assert date_formats.since(passed, locale) == format_timedelta(-passed, add_direction=True, locale=locale)
