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
from runtime.web import shell
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


def names_of(activity: Activity, resources: Mapping[str, Resource]) -> str:
    """Who does it, the responsible first, with the percent where it is not all day; and the material."""
    people = [_share(_called(one.resource, resources), one.percent) for one in activity.people]
    material = [f"{one.quantity} × {_called(one.resource, resources)}" for one in activity.material]
    return str(_(", ").join([*people, *material]))


def _share(name: str, percent: int) -> str:
    return name if percent == FULL else f"{name} {percent} %"


def _called(key: str, resources: Mapping[str, Resource]) -> str:
    return resources[key].title if key in resources else _("somebody who has left")


def length(row: Scheduled) -> str:
    if row.is_milestone:
        return str(_("milestone"))
    if row.summary:
        return str(_("group"))
    return str(ngettext("%(num)s working day", "%(num)s working days", row.activity.days))


def all_of(row: Scheduled, plan: Schedule, resources: Mapping[str, Resource], warnings: Sequence[str]) -> str:
    """An activity in one sentence, for those who do not see its bar."""
    return "; ".join(_said(row, plan, resources, warnings))


def _said(row: Scheduled, plan: Schedule, resources: Mapping[str, Resource], warnings: Sequence[str]) -> Iterator[str]:
    one = row.activity
    yield one.title
    yield f"{days(row.begins, row.ends)}, {length(row)}"
    if names := names_of(one, resources):
        yield names
    if one.done:
        yield _("%(percent)s %% done", percent=one.done)
    if titles := waits_for(one.after, plan):
        yield _("after %(titles)s", titles=titles)
    if row.critical and not row.summary:
        yield _("decides when the project ends")
    if one.case:
        yield _("brought by a change")
    yield from warnings


def waits_for(links: Sequence[After], plan: Schedule) -> str:
    return str(_(", ").join(plan.by_id[link.id].activity.title for link in links if link.id in plan.by_id))


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
