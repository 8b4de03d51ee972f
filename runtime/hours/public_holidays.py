"""The holidays of countries, as a package knows them: only to fill a calendar that people then keep themselves."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from itertools import groupby

import holidays
from babel import Locale

from runtime.store.people.calendars import Span

_LANGUAGES = {"en": ("en_US", "en_GB", "en"), "zh-Hans": ("zh_CN", "zh_TW", "en_US")}
"""In which of the package's languages a holiday is called in ours, the best first; else in the country's own."""


@cache
def countries(lang: str) -> tuple[tuple[str, str], ...]:
    """Code and name of each country whose holidays are known, by name; for readers of Chinese China comes first."""
    territories = Locale.parse(lang.replace("-", "_")).territories
    named = ((code, territories.get(code, code)) for code in holidays.list_supported_countries(include_aliases=False))
    ours = (one for one in named if len(one[0]) == len("CN"))  # the rest are kept by markets and exchanges
    return tuple(sorted(ours, key=lambda one: (lang == "en" or one[0] != "CN", *one[::-1])))


def spans(country: str, year: int, lang: str) -> tuple[Span, ...]:
    """Holidays, and the days that are worked instead (调休), as far as they have been announced.

    Raises:
        KeyError: nothing is known of that country and year.
    """
    if country not in dict(countries(lang)):
        raise KeyError(country)
    known = holidays.country_holidays(country, years=year)
    spoken = next((tag for tag in _LANGUAGES[lang] if tag in known.supported_languages), None)
    if spoken:
        known = holidays.country_holidays(country, years=year, language=spoken)
    free = [(day, name) for day, name in sorted(known.items()) if day.year == year]
    if not free:
        raise KeyError(country)
    worked = sorted(day for day in getattr(known, "weekend_workdays", ()) if day.year == year)
    return (*_joined(free, works=False), *_joined([(day, "") for day in worked], works=True))


def _joined(days: Iterable[tuple[date, str]], *, works: bool) -> Iterable[Span]:
    """Days that follow each other under one name are one line."""
    for (_, name), run in groupby(enumerate(days), lambda one: (one[1][0] - timedelta(days=one[0]), one[1][1])):
        joined = [day for _, (day, _) in run]
        yield Span(joined[0], joined[-1], name, works)
