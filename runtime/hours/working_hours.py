"""The working time of a workspace, as its administrators keep it. What is asked about a year of it is a form."""

import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, Final

from runtime.access import Actor, Permission, require
from runtime.engine import worktime
from runtime.engine.worktime import Calendar
from runtime.hours import day_lines, office_hours, public_holidays
from runtime.store.connection.database import Connection
from runtime.store.people import calendars
from runtime.store.people.calendars import WorkingTime
from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import Choice
from schemas.filling.answers import Checker, Reading
from schemas.model.form import Field, Form
from schemas.problem import Problem, pointer
from schemas.words import Words, words

YEARS: Final = range(2000, 2100)
INSTALLATIONS: Final = "installation"
WEEKDAYS: Final = (
    words("Monday", "星期一"),
    words("Tuesday", "星期二"),
    words("Wednesday", "星期三"),
    words("Thursday", "星期四"),
    words("Friday", "星期五"),
    words("Saturday", "星期六"),
    words("Sunday", "星期日"),
)
TRIED: Final[Mapping[str, Words]] = {
    "PT4WH": words("4 working hours", "4 个工作小时"),
    "P1WD": words("1 working day", "1 个工作日"),
    "P2WD": words("2 working days", "2 个工作日"),
    "P5WD": words("5 working days", "5 个工作日"),
    "P10WD": words("10 working days", "10 个工作日"),
}
"""Deadlines by which an administrator sees what a calendar means."""
_LINES: Final = {"max_length": 6000}
_OF_CONTINENTS: Final = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


@dataclass(frozen=True)
class Proposal:
    """What was said of a year, and the working time that it would make; None where something is to be mended."""

    reading: Reading
    working_time: WorkingTime | None


@cache
def form(year: int) -> Form:
    """What is asked: the week, the hours, the zone, and the days of one year that are unlike others."""
    days = tuple(Choice(str(number), title) for number, title in enumerate(WEEKDAYS))
    return asking(
        Field("workdays", "choices", words("Working days", "工作日"), required=True, options={"choices": days}),
        Field("day_start", "time", words("Work begins at", "上班时间"), required=True, width="half"),
        Field("day_end", "time", words("Work ends at", "下班时间"), required=True, width="half"),
        Field("zone", "choice", words("Time zone", "时区"), options={"look": "select", "choices": _zones()}),
        Field(
            "holidays",
            "long_text",
            words(f"Days off in {year}", f"{year} 年休息日"),
            words(
                "A line for each, such as: {year}-10-01 – {year}-10-07 National Day",
                "每行一项，例如：{year}-10-01 – {year}-10-07 国庆节",
            ).formatted(year=year),
            options=_LINES,
        ),
        Field(
            "make_up",
            "long_text",
            words(f"Days off that are worked in {year}", f"{year} 年调休上班日"),
            words(
                "Weekends or holidays on which people work all the same, a line for each.",
                "周末或节假日需要上班的日子，每行一项。",
            ),
            options=_LINES,
        ),
    )


def answers_about(said: WorkingTime, year: int) -> dict[str, Any]:
    """The answers of `form` as they stand."""
    of_year = [span for span in said.days if span.first.year == year]
    return {
        "workdays": [str(number) for number in said.workdays],
        "day_start": said.day_start,
        "day_end": said.day_end,
        "zone": said.zone or INSTALLATIONS,
        "holidays": day_lines.write(span for span in of_year if not span.works),
        "make_up": day_lines.write(span for span in of_year if span.works),
    }


def filled(said: WorkingTime, year: int, country: str, lang: str) -> dict[str, Any]:
    """The answers with the holidays of a country in place of those of the year. Nothing is kept.

    Raises:
        KeyError: nothing is known of that country and year.
    """
    others = tuple(span for span in said.days if span.first.year != year)
    return answers_about(replace(said, days=(*others, *public_holidays.spans(country, year, lang))), year)


def propose(present: WorkingTime, year: int, raw: Mapping[str, Any]) -> Proposal:
    """What is said of one year takes the place of what was said of it; other years stay."""
    checker = Checker(form(year))
    reading = checker.read(raw, checker.writable)
    said = reading.answers
    free = day_lines.read(said.get("holidays") or "", year, pointer("holidays"), works=False)
    worked = day_lines.read(said.get("make_up") or "", year, pointer("make_up"), works=True)
    problems = (*reading.problems, *free.problems[:1], *worked.problems[:1])
    if problems:
        return Proposal(replace(reading, problems=problems), None)
    zone = said.get("zone", INSTALLATIONS)
    proposed = replace(
        present,
        zone="" if zone == INSTALLATIONS else zone,
        workdays=tuple(sorted(int(number) for number in said["workdays"])),
        day_start=said["day_start"],
        day_end=said["day_end"],
        days=(*(span for span in present.days if span.first.year != year), *free.spans, *worked.spans),
    )
    try:
        office_hours.made(proposed, zone="UTC")
    except ValueError:
        return Proposal(replace(reading, problems=(Problem("calendar.hours", pointer("day_end")),)), None)
    return Proposal(reading, proposed)


def keep(tx: Connection, actor: Actor, year: int, raw: Mapping[str, Any], now: datetime) -> Proposal:
    """Where there are problems nothing is kept. Deadlines of open requests are counted anew before long."""
    require(actor, Permission.ADMIN)
    present = calendars.working_time(tx, actor.workspace)
    proposal = propose(present, year, raw)
    if proposal.working_time and proposal.working_time != present:
        calendars.keep(tx, proposal.working_time, actor.party, now)
    return proposal


def tried(calendar: Calendar, now: datetime) -> tuple[tuple[Words, datetime], ...]:
    """When deadlines that are set now would fall due."""
    return tuple((title, worktime.after(now, duration, calendar)) for duration, title in TRIED.items())


@cache
def _zones() -> tuple[Choice, ...]:
    named = sorted(one for one in zoneinfo.available_timezones() if one.startswith(_OF_CONTINENTS))
    theirs = words("As the installation", "与系统一致")
    return (Choice(INSTALLATIONS, theirs), *(Choice(one, words(one, one)) for one in ("UTC", *named)))
