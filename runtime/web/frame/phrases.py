"""How pages say time, people and problems: the filters and globals of every template."""

from datetime import date, datetime, timedelta

from flask import Flask, current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from runtime.notices import undelivered
from runtime.web.frame import date_formats, headlines, shell
from schemas.messages.problem_words import say
from schemas.problem import Problem
from schemas.words import Words

A_MOMENT = timedelta(seconds=45)
A_DAY = timedelta(days=1)
THIS_WEEK = 6
INITIALS = 2


def install(app: Flask) -> None:
    app.jinja_env.filters.update(
        said=said,
        trouble=trouble,
        ago=ago,
        dated=dated,
        moment=moment,
        until=until,
        day=day,
        sentence=sentence,
        initials=initials,
        size=size,
        percent=percent,
    )
    app.jinja_env.globals.update(
        headline=headlines.headline,
        beside=headlines.beside,
        summary_of=headlines.summary_of,
        mood=headlines.mood,
        now=shell.now,
        gap=gap,
    )
    for name in ("icon", "badge"):
        app.jinja_env.globals[name] = getattr(app.jinja_env.get_template(f"parts/{name}.html").module, name)


def said(text: Words | str | None) -> str:
    """A text in the reader's language."""
    return text.in_(shell.lang()) if isinstance(text, Words) else text or ""


def trouble(error: str) -> Markup:
    """Why something was not delivered, in the reader's language, and what was said there, whatever its own is."""
    meant = undelivered.why(error)
    if meant is None:
        return Markup("<span>{}</span>").format(error)
    return Markup('<span>{}</span> <span class="small muted" lang="en">({})</span>').format(said(meant), error)


def trouble_text(error: str) -> str:
    """The same where there is no room for more than a line of text."""
    meant = undelivered.why(error)
    return f"{said(meant)} ({error})" if meant else error


def sentence(problem: Problem) -> str:
    return say(problem, shell.lang())


def ago(at: datetime) -> Markup:
    """How long since: "2 hours ago", with the exact time behind it."""
    passed = shell.now() - at
    if abs(passed) < A_MOMENT:
        return _timed(at, _("just now"))
    return _timed(at, date_formats.since(passed, get_locale()))


def dated(at: datetime) -> Markup:
    """How long since, on its first day; after that the day and the time, since a record is read long afterwards."""
    return ago(at) if shell.now() - at < A_DAY else moment(at)


def moment(at: datetime) -> Markup:
    """When: "tomorrow 18:00", with the exact time behind it."""
    return _timed(at, _moment_words(at))


def until(at: datetime) -> Markup:
    """When something is due: "by tomorrow 18:00", or "overdue since yesterday 18:00"."""
    text = _moment_words(at)
    if at < shell.now():
        return _timed(at, _("overdue since %(when)s", when=text))
    return _timed(at, _("by %(when)s", when=text))


def day(at: date | datetime) -> str:
    """A date by the reader's locale: "Nov 22, 2026"."""
    return date_formats.day(_here(at) if isinstance(at, datetime) else at, "medium", get_locale())


def initials(name: str) -> str:
    """What stands on an avatar: two letters of a Latin name, the last two characters of a Chinese one."""
    latin = [part for part in name.split() if part.isascii()]
    if not latin:
        return name.strip()[-INITIALS:] or "?"
    return "".join(part[0] for part in (latin[0], *latin[1:][-1:])).upper()


def size(count: int) -> str:
    """Bytes as people say them: "1.4 MB"."""
    amount = float(count)
    for unit in ("B", "KB", "MB"):
        if amount < 1000:  # noqa: PLR2004 -- the step between units, said once
            return f"{amount:.0f} {unit}" if unit == "B" or amount >= 100 else f"{amount:.1f} {unit}"  # noqa: PLR2004 -- three digits are enough
        amount /= 1000
    return f"{amount:.1f} GB"


def gap() -> str:
    """What stands between two sentences: nothing in Chinese."""
    return "" if shell.lang().startswith("zh") else " "


def percent(number: float | str) -> str:
    return str(_("%(percent)s %%", percent=number))


def _timed(at: datetime, text: str) -> Markup:
    exact = date_formats.exact(_here(at), get_locale())
    return Markup('<time datetime="{}" title="{}">{}</time>').format(at.isoformat(), exact, text)


def _moment_words(at: datetime) -> str:
    here = _here(at)
    clock = date_formats.clock(here, "HH:mm", get_locale())
    return str(_("%(day)s %(time)s", day=_day_words(here.date(), _here(shell.now()).date()), time=clock))


def _day_words(the_day: date, today: date) -> str:
    match (the_day - today).days:
        case -1:
            return str(_("yesterday"))
        case 0:
            return str(_("today"))
        case 1:
            return str(_("tomorrow"))
        case days if 1 < days <= THIS_WEEK:
            return date_formats.day(the_day, "EEEE", get_locale())
        case _:
            return date_formats.day(the_day, "medium", get_locale())


def _here(at: datetime) -> datetime:
    return at.astimezone(current_app.extensions["formloom.zone"])
