"""The same facts as the chart, as rows of a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from runtime.planning.plan import After
from runtime.planning.schedule import Schedule, Scheduled
from runtime.plans.plan_drafts import in_tree
from runtime.web.frame.phrases import percent
from runtime.web.plans import plan_chart, plan_sayings
from runtime.web.plans.plan_chart import Shown


@dataclass(frozen=True)
class TableRow:
    """``was``: when it was, where a change that is looked at moves it."""

    title: str
    depth: int
    when: str
    length: str
    done: str
    who: str
    after: str
    was: str = ""
    critical: bool = False
    change: str = ""
    warning: str = ""
    href: str = ""


def rows(shown: Shown) -> list[TableRow]:
    warned = plan_chart.warnings(shown.conflicts, shown.plan.plan.project)
    return [
        _row(shown, shown.plan.by_id[one.id], depth, warned.get(one.id, ())) for one, depth in in_tree(shown.plan.plan)
    ]


def _row(shown: Shown, row: Scheduled, depth: int, warned: Sequence[str]) -> TableRow:
    one = row.activity
    before = shown.before.by_id.get(one.id) if shown.before else None
    moved = before is not None and (before.begins, before.ends) != (row.begins, row.ends)
    return TableRow(
        one.title,
        depth,
        plan_sayings.days(row.begins, row.ends),
        plan_sayings.length(row),
        "" if row.summary else percent(one.done),
        plan_sayings.names_of(one, shown.resources),
        _after(one.after, shown.plan),
        plan_sayings.days(before.begins, before.ends) if before and moved else "",
        critical=row.critical and not row.summary and not one.is_done,
        change=shown.numbers.get(one.case, ""),
        warning=" ".join(warned),
        href=shown.address(one.id),
    )


def _after(links: Sequence[After], plan: Schedule) -> str:
    return str(_(", ").join(_link(link, plan.by_id) for link in links if link.id in plan.by_id))


def _link(link: After, rows_by_id: Mapping[str, Scheduled]) -> str:
    title = rows_by_id[link.id].activity.title
    how = {"ss": _("same start"), "ff": _("same end"), "sf": _("its start")}.get(link.kind, "")
    lag = f"{link.lag:+d}" if link.lag else ""
    more = " ".join(part for part in (how, lag) if part)
    return f"{title} ({more})" if more else title
