"""When people work, for administrators: week, hours, zone, and the holidays and make-up days of each year."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from runtime.access import Permission
from runtime.engine.worktime import Calendar
from runtime.hours import office_hours, public_holidays, working_hours
from runtime.store.missing import Missing
from runtime.store.people import calendars
from runtime.store.people.calendars import WorkingTime
from runtime.web.frame import shell
from runtime.web.frame.doors import open_to
from runtime.web.frame.posted import raw_answers
from runtime.web.people import year_sheet
from schemas.filling.answers import Reading

pages = Blueprint("working_time", __name__)


@pages.get("/settings/time", defaults={"year": None})
@pages.get("/settings/time/<int:year>")
@open_to(Permission.ADMIN)
def show(year: int | None) -> ResponseReturnValue:
    """With ``country`` in the address filled with its holidays, which are not kept before somebody has read them."""
    present, zone = _present()
    year = _year(year, zone)
    country = request.args.get("country", "")
    if not country:
        return _page(year, present, zone, working_hours.answers_about(present, year))
    try:
        values = working_hours.filled(present, year, country, shell.lang())
    except KeyError:
        flash(_("Nothing is known of the holidays of that country in %(year)s.", year=year), "error")
        return redirect(url_for(".show", year=year), 303)
    proposed = working_hours.propose(present, year, values).working_time or present
    return _page(year, proposed, zone, values, country=country)


@pages.post("/settings/time/<int:year>")
@open_to(Permission.ADMIN)
def change(year: int) -> ResponseReturnValue:
    """Kept, or with ``_do=try`` only counted by."""
    present, zone = _present()
    year = _year(year, zone)
    raw = raw_answers(working_hours.form(year), request.form)
    if request.form.get("_do") == "try":
        proposal = working_hours.propose(present, year, raw)
    else:
        with shell.writing() as tx:
            proposal = working_hours.keep(tx, shell.actor(), year, raw, shell.now())
        if not proposal.reading.problems:
            flash(_("Saved. The deadlines of open requests are counted anew within a minute."), "good")
            return redirect(url_for(".show", year=year), 303)
    page = _page(year, proposal.working_time or present, zone, raw, proposal.reading, unsaved=True)
    return page, 422 if proposal.reading.problems else 200


def _present() -> tuple[WorkingTime, str]:
    with shell.reading() as tx:
        return calendars.working_time(tx, shell.actor().workspace), office_hours.house_clock(tx).key


def _year(year: int | None, zone: str) -> int:
    """Raises Missing: no year for which anybody would keep a calendar."""
    chosen = shell.now().astimezone(ZoneInfo(zone)).year if year is None else year
    if chosen not in working_hours.YEARS:
        raise Missing(str(chosen))
    return chosen


def _page(
    year: int,
    shown: WorkingTime,
    zone: str,
    values: Mapping[str, Any],
    reading: Reading | None = None,
    *,
    country: str = "",
    unsaved: bool = False,
) -> str:
    """``shown`` is what deadlines are tried by, and the sheet of the year drawn from."""
    form = working_hours.form(year)
    calendar = office_hours.made(shown, zone)
    return render_template(
        "runtime/people/working_time.html",
        year=year,
        years=[one for one in range(year - 1, year + 2) if one in working_hours.YEARS],
        form=form,
        values=values,
        problems=reading.problems if reading else (),
        rights=dict.fromkeys(form.fields, "edit"),
        countries=public_holidays.countries(shell.lang()),
        country=country,
        unsaved=unsaved or bool(country),
        tried=[(title, _said(due, calendar)) for title, due in working_hours.tried(calendar, shell.now())],
        clock=calendar.zone,
        months=year_sheet.months(year, shown, calendar),
        weekdays=year_sheet.weekdays(),
    )


def _said(due: datetime, calendar: Calendar) -> str:
    """With the day of the week, by the clock of those who work."""
    here, locale = due.astimezone(calendar.tz), get_locale()
    return f"{format_skeleton('yMMMEd', here, locale=locale)} {format_time(here, 'short', tzinfo=calendar.tz, locale=locale)}"
