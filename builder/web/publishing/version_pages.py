"""The versions of a process: listed, compared in words and side by side, brought back as draft, planned, retired."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from builder.comparison import comparison
from builder.gallery import updating
from builder.publishing import publishing, publishing_later, versions
from builder.publishing.versions import DRAFT, History
from builder.web.publishing import version_beside
from runtime.access import Permission
from runtime.hours import office_hours
from runtime.store.connection.database import Connection
from runtime.web.frame import date_formats, shell
from runtime.web.frame.doors import open_to

pages = Blueprint("versions", __name__)


@pages.get("/processes/<process_key>/versions")
@open_to(Permission.DESIGN)
def index(process_key: str) -> str:
    with shell.reading() as tx:
        there = versions.history(tx, shell.actor(), process_key)
        zone = zone_of(tx)
        origin = updating.standing(tx, shell.actor(), process_key)
    choices = _choices(there)
    return render_template(
        "builder/publishing/versions.html",
        there=there,
        origin=origin,
        choices=choices,
        chosen=_chosen(choices),
        clock=lambda at: clock(at, zone),
        zone=zone.key,
    )


@pages.get("/processes/<process_key>/versions/compare")
@open_to(Permission.DESIGN)
def compare(process_key: str) -> str:
    actor = shell.actor()
    with shell.reading() as tx:
        there = versions.history(tx, actor, process_key)
        choices = _choices(there)
        usual_old, usual_new = _chosen(choices)
        old, new = request.args.get("old", usual_old), request.args.get("new", usual_new)
        before, after = (versions.document(tx, actor, process_key, one) for one in (old, new))
        prospects = versions.prospects(tx, actor, process_key, old, new, shell.now())
        people = publishing.people_of(tx, actor.workspace)
        processes = publishing.processes_of(tx, actor.workspace)
    return render_template(
        "builder/publishing/versions_compared.html",
        there=there,
        choices=choices,
        chosen=(old, new),
        headings=comparison.HEADINGS,
        groups=comparison.grouped(before, after, people),
        form=version_beside.form_rows(before, after),
        flow=version_beside.flow_rows(before, after, people, processes),
        prospects=prospects,
        moves=actor.may(Permission.ADMIN) and DRAFT not in (old, new),
    )


@pages.post("/processes/<process_key>/versions/<int:number>/restore")
@open_to(Permission.DESIGN)
def restore(process_key: str, number: int) -> ResponseReturnValue:
    with shell.writing() as tx:
        draft = versions.restore(tx, shell.actor(), process_key, number, shell.now())
    said = _(
        "The draft says what version %(number)s says. Nothing is published yet; Undo takes it back.", number=number
    )
    flash(said, "good")
    return redirect(url_for("publish_tab.index", draft_id=draft.id), 303)


@pages.post("/processes/<process_key>/versions/requests")
@open_to(Permission.DESIGN)
def requests(process_key: str) -> ResponseReturnValue:
    """Retire the process, or take requests again with ``do=open``."""
    is_open = request.form.get("do") == "open"
    with shell.writing() as tx:
        versions.take_requests(tx, shell.actor(), process_key, shell.now(), is_open=is_open)
    flash(
        _("It takes new requests again.") if is_open else _("It takes no new requests. Those that run go on."), "good"
    )
    return redirect(url_for("versions.index", process_key=process_key), 303)


@pages.post("/processes/<process_key>/versions/call-off")
@open_to(Permission.DESIGN)
def call_off(process_key: str) -> ResponseReturnValue:
    with shell.writing() as tx:
        done = publishing_later.call_off(tx, shell.actor(), process_key, shell.now())
    flash(_("It will not be published then.") if done else _("Nothing is waiting to be published."), "good")
    return redirect(url_for("versions.index", process_key=process_key), 303)


def zone_of(tx: Connection) -> ZoneInfo:
    """Where the clock of the workspace hangs."""
    return office_hours.calendar(tx, shell.actor().workspace).tz


def clock(at: datetime, zone: ZoneInfo) -> str:
    """What that clock says then."""
    here = at.astimezone(zone)
    return f"{date_formats.day(here, 'medium', get_locale())} {date_formats.clock(here, 'HH:mm', get_locale())}"


def moment_of(day: str, hour: str, zone: ZoneInfo) -> datetime | None:
    """What somebody has read off that clock; None where it is no time."""
    try:
        return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=zone).astimezone(UTC)
    except ValueError:
        return None


def _choices(there: History) -> list[str]:
    """What may be compared, the draft first."""
    return [*([DRAFT] if there.draft_id else []), *(str(one) for one in there.numbers)]


def _chosen(choices: list[str]) -> tuple[str, str]:
    """The newest with the one before it."""
    return choices[min(1, len(choices) - 1)], choices[0]
