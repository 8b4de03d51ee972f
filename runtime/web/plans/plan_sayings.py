"""What the pages of plans say in short: days, who, what stands behind a bar; whole sentences come from the planning."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.dates import format_interval
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from runtime.planning import plan_words
from runtime.planning.delta import Difference
from runtime.planning.double_bookings import Conflict
from runtime.planning.plan import FULL, Activity, After, Resource
from runtime.planning.schedule import Schedule, Scheduled
from runtime.web.frame import shell
from runtime.web.frame.phrases import percent
from schemas.words import Words, words

_GONE: Final = words("“{title}” is taken out", "“{title}”已移除")
_FROM_TO: Final = words("“{title}” moves from {was} to {at}", "“{title}”由{was}改为{at}")
_OTHERS: Final = words("“{title}” has other people or material", "“{title}”调整了人员或物资")


@dataclass(frozen=True)
class Line:
    """A sentence with an icon; ``mood`` as a badge has it."""

    mood: str
    icon: str
    text: Words


def days(begins: date, ends: date) -> str:
    """Such as "Mar 3 – 10"; with the year where it is not the present one."""
    here = shell.now().year
    return _interval(begins, ends, begins.year != here or ends.year != here, get_locale())


def one_day(day: date) -> str:
    return days(day, day)


@lru_cache(maxsize=4096)
def _interval(begins: date, ends: date, with_year: bool, locale: Locale) -> str:  # noqa: FBT001 -- the key of a cache
    return str(format_interval(begins, ends, "yMMMd" if with_year else "MMMd", locale=locale))


@dataclass(frozen=True)
class _Terms:
    """What is said of hundreds of activities of a page, looked up once; those with a percent sign are filled in."""

    comma: str
    left: str
    milestone: str
    group: str
    done: str
    after: str
    critical: str
    change: str


@lru_cache
def _terms(_lang: str) -> _Terms:
    return _Terms(
        _(", "),
        _("somebody who has left"),
        _("milestone"),
        _("group"),
        _("%(percent)s %% done"),
        _("after %(titles)s"),
        _("decides when the project ends"),
        _("brought by a change"),
    )


@lru_cache(maxsize=1024)
def _working_days(days: int, _lang: str) -> str:
    return str(ngettext("%(num)s working day", "%(num)s working days", days))


def names_of(activity: Activity, resources: Mapping[str, Resource]) -> str:
    """Who does it, the responsible first, with the percent where it is not all day; and the material."""
    terms = _terms(shell.lang())
    people = [_share(_called(one.resource, resources, terms), one.percent) for one in activity.people]
    material = [f"{one.quantity} × {_called(one.resource, resources, terms)}" for one in activity.material]
    return terms.comma.join([*people, *material])


def _share(name: str, share: int) -> str:
    return name if share == FULL else " ".join([name, percent(share).replace(" ", "\N{NO-BREAK SPACE}")])


def _called(key: str, resources: Mapping[str, Resource], terms: _Terms) -> str:
    return resources[key].title if key in resources else terms.left


def length(row: Scheduled) -> str:
    if row.is_milestone:
        return _terms(shell.lang()).milestone
    if row.summary:
        return _terms(shell.lang()).group
    return _working_days(row.activity.days, shell.lang())


def rest_of(row: Scheduled, plan: Schedule, resources: Mapping[str, Resource], warnings: Sequence[str]) -> str:
    """What there is to say of an activity besides its title and its days, for those who do not see its bar."""
    return "; ".join(_said(row, plan, resources, warnings))


def _said(row: Scheduled, plan: Schedule, resources: Mapping[str, Resource], warnings: Sequence[str]) -> Iterator[str]:
    one, terms = row.activity, _terms(shell.lang())
    yield length(row)
    if names := names_of(one, resources):
        yield names
    if one.done:
        yield terms.done % {"percent": one.done}
    if titles := _waits_for(one.after, plan, terms):
        yield terms.after % {"titles": titles}
    if row.critical and not row.summary:
        yield terms.critical
    if one.case:
        yield terms.change
    yield from warnings


def _waits_for(links: Sequence[After], plan: Schedule, terms: _Terms) -> str:
    return terms.comma.join(plan.by_id[link.id].activity.title for link in links if link.id in plan.by_id)


def beside(one: Conflict) -> str:
    """A double booking in short, for the place beside a bar."""
    said = {"name": one.title, "needed": one.needed, "capacity": one.capacity}
    if not one.capacity:
        return str(_("%(name)s is away", **said))
    if one.resource.kind == "material":
        return str(_("%(name)s: %(needed)s needed, %(capacity)s there", **said))
    return str(_("%(name)s: %(needed)s %% of %(capacity)s %%", **said))


def what_changes(found: Difference) -> Iterator[Line]:
    """The end of the project and its milestones first."""
    before, after = found.ends
    if before != after:
        yield Line("waiting" if after > before else "agreed", "flag", plan_words.end(found))
    for one in found.milestones:
        yield Line("waiting" if one.days > 0 else "agreed", "milestone", plan_words.moved(one))
    for row in found.new:
        yield Line("returned", "plus", _new(row))
    for row in found.removed:
        yield Line("refused", "minus", _GONE.formatted(title=row.activity.title))
    for row in found.reassigned:
        yield Line("done", "users", _OTHERS.formatted(title=row.activity.title))
    for one in found.moved:
        if not one.is_milestone:
            yield Line("waiting" if one.days > 0 else "agreed", "move-right", plan_words.moved(one))


def for_client(found: Difference) -> Iterator[Line]:
    """Days alone: of milestones, and of the end."""
    for one in found.milestones:
        said = _FROM_TO.formatted(
            title=one.title, was=plan_words.day(one.before.ends), at=plan_words.day(one.after.ends)
        )
        yield Line("waiting" if one.days > 0 else "agreed", "milestone", said)
    if found.ends[0] != found.ends[1]:
        yield Line("waiting" if found.ends[1] > found.ends[0] else "agreed", "flag", plan_words.end(found))


def _new(row: Scheduled) -> Words:
    said = words("“{title}” is new, {when}", "新增“{title}”，{when}")
    return said.formatted(title=row.activity.title, when=plan_words.days(row.begins, row.ends))
