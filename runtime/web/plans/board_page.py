"""The activities of a project as cards: by how far they are, or by who does them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime.access import Actor, Permission
from runtime.asking import Rejected
from runtime.engine.outcome import NotAllowedHere
from runtime.planning.double_bookings import Conflict
from runtime.planning.plan import Activity, Unplannable
from runtime.planning.schedule import Scheduled
from runtime.plans import plan_drafts, plan_tasks, planned, replanning
from runtime.plans.plan_tasks import Report
from runtime.plans.replanning import Replan
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to
from runtime.web.plans import plan_chart, plan_sayings, plan_view
from runtime.web.plans.plan_view import Open

pages = Blueprint("board", __name__)

SHOWN = 60
"""So many cards of a column are drawn; the others stand in the table of the plan."""


@dataclass(frozen=True)
class Card:
    """``mine``: the reader may say how far it is, whoever else may change the plan."""

    id: str
    title: str
    when: str
    who: str
    done: int
    change: str
    warning: str
    late: bool
    mine: bool


@dataclass(frozen=True)
class Column:
    key: str
    title: str
    cards: tuple[Card, ...]


@pages.get("/projects/<project_id>/board")
@open_to(Permission.USE)
def show(project_id: str) -> str:
    """``by``: people, or else how far things are."""
    actor = shell.actor()
    with shell.reading() as tx:
        here = plan_view.opened(tx, actor, project_id, alone=True)
    return _page(actor, here, _by(request.args.get("by", "")))


@pages.post("/projects/<project_id>/board")
@open_to(Permission.USE)
def move(project_id: str) -> ResponseReturnValue:
    """The card of ``activity`` comes into ``column``: it has begun or is done, or somebody else does it."""
    by = _by(request.form.get("by", ""))
    try:
        said = (_handed if by else _advanced)(project_id, request.form["activity"], request.form.get("column", ""))
    except NotAllowedHere as late:
        flash(phrases.sentence(late.problem), "error")
    except Rejected as rejected:
        flash(phrases.sentence(rejected.problems[0]), "error")
    except Unplannable as wrong:
        flash(phrases.sentence(wrong.problem), "error")
    else:
        flash(said, "good")
    return redirect(url_for(".show", project_id=project_id, by=by or None), 303)


def _advanced(project_id: str, activity: str, column: str) -> str:
    """Whoever moves it says that it is so; what was done can be said at the activity."""
    actor = shell.actor()
    with shell.writing() as tx:
        here = plan_view.opened(tx, actor, project_id)
        one = plan_drafts.found(here.schedule.plan, activity)
        done = plan_drafts.percent_in(column, one) if column in _titles() else one.done
        plan_tasks.report(tx, actor, Report(project_id, activity, done), shell.now())
    return str(_("“%(title)s” stands at %(percent)s %%.", title=one.title, percent=done))


def _handed(project_id: str, activity: str, person: str) -> str:
    """Refused where the plan has been changed since the page was drawn."""
    actor, before = shell.actor(), request.form.get("from", "")
    with shell.writing() as tx:
        here = plan_view.opened(tx, actor, project_id)
        plan = here.schedule.plan
        after = plan_drafts.handed(plan, activity, _person(before), _person(person))
        asked = Replan(project_id, plan_drafts.between(plan, after), request.form.get("version", type=int))
        replanning.replan(tx, actor, asked, shell.now())
    names = plan_sayings.names_of(after.by_id[activity], here.picture.situation.resources)
    return str(_("“%(title)s”: %(names)s.", title=after.by_id[activity].title, names=names or _("nobody yet")))


def _page(actor: Actor, here: Open, by: str) -> str:
    project = here.picture.project
    rows = [row for row in here.schedule.rows if not row.summary and not (row.is_milestone and by)]
    coming = [one for one in here.picture.conflicts if one.last >= here.today]
    beside = {key: found[0] for key, found in plan_chart.by_activity(coming, project.id).items()}
    card = partial(_card, actor, here, beside)
    return render_template(
        "runtime/plans/board.html",
        project=project,
        customer=project.customer,
        version=project.plan_version,
        may_change=planned.may_change(actor, project) and project.is_open,
        undoable=project.plan_version if by and project.plan_version > 1 else 0,
        by=by,
        empty=not rows,
        columns=list(_by_person(card, here, rows) if by else _by_progress(card, rows)),
        shown=SHOWN,
    )


def _by_progress(card: Callable[[Scheduled], Card], rows: list[Scheduled]) -> Iterator[Column]:
    for key, title in _titles().items():
        there = [row for row in rows if plan_drafts.column_of(row.activity) == key]
        there.sort(key=lambda row: row.ends, reverse=key == "done")
        yield Column(key, title, tuple(card(row) for row in there))


def _by_person(card: Callable[[Scheduled], Card], here: Open, rows: list[Scheduled]) -> Iterator[Column]:
    """What is done is nobody's any more. Who leads and who belongs to it has a column, and whoever does something."""
    resources = here.picture.situation.resources
    wanted = {share.resource for row in rows for share in row.activity.people} | here.picture.project.people
    open_rows = sorted((row for row in rows if not row.activity.is_done), key=lambda row: row.ends)
    nobodys = tuple(card(row) for row in open_rows if not row.activity.people)
    yield Column("nobody", _("Given to nobody yet"), nobodys)
    for key, one in resources.items():
        if key in wanted and one.kind == "person":
            theirs = [row for row in open_rows if row.activity.people and row.activity.people[0].resource == key]
            yield Column(key, one.title, tuple(card(row) for row in theirs))


def _card(actor: Actor, here: Open, beside: Mapping[str, Conflict], row: Scheduled) -> Card:
    one = row.activity
    return Card(
        one.id,
        one.title,
        plan_sayings.days(row.begins, row.ends),
        plan_sayings.names_of(one, here.picture.situation.resources),
        one.done,
        here.numbers.get(one.case, ""),
        plan_sayings.beside(beside[one.id]) if one.id in beside else "",
        not one.is_done and row.ends < here.today,
        _is_of(actor, one),
    )


def _is_of(actor: Actor, one: Activity) -> bool:
    return actor.id in {share.resource for share in one.people}


def _by(said: str) -> str:
    return "people" if said == "people" else ""


def _person(column: str) -> str:
    return "" if column == "nobody" else column


def _titles() -> dict[str, str]:
    return {"todo": _("Not begun"), "doing": _("Under way"), "done": _("Finished")}
