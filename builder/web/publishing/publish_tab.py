"""The Problems and Publish tabs: what still has to be mended, and the step from a draft to a version."""

import segno
from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from builder.comparison import comparison
from builder.drafts import drafts
from builder.editing.edits import ChangeProcess
from builder.publishing import publishing, publishing_later, versions
from builder.publishing.publishing import CannotPublish
from builder.publishing.publishing_later import NotAhead
from builder.publishing.repairing import repaired
from builder.web.frame import desk, panels
from builder.web.frame.follow_rows import given_text
from builder.web.publishing import version_pages
from runtime.access import Permission
from runtime.forms import numbering
from runtime.store.connection.database import Connection
from runtime.web.forms.filling import CHANNELS
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to
from schemas.document import loads
from schemas.model.process import Process

pages = Blueprint("publish_tab", __name__)


@pages.get("/design/<draft_id>/problems")
@open_to(Permission.DESIGN)
def problems(draft_id: str) -> str:
    return _problems(draft_id)


def _problems(draft_id: str, unsaved: drafts.Draft | None = None) -> str:
    return desk.page("builder/publishing/problems_tab.html", draft_id, "problems", unsaved=unsaved)


@pages.post("/design/<draft_id>/mend")
@open_to(Permission.DESIGN)
def mend(draft_id: str) -> ResponseReturnValue:
    """One problem, by its code and its path: as any edit, what others have changed meanwhile stays."""
    said: list[str] = []

    def made(tx: Connection, process: Process) -> Process:
        code, path = request.form.get("code", ""), request.form.get("path", "")
        mended, what = repaired(tx, shell.actor().workspace, process, code, path)
        said.append(phrases.said(what))
        return mended

    def done(before: Process) -> str:
        del before
        return str(_("Mended: %(what)s", what=said[0]))

    return desk.changed(draft_id, made, lambda late: _problems(draft_id, late), done)


@pages.get("/design/<draft_id>/publish")
@open_to(Permission.DESIGN)
def index(draft_id: str) -> str:
    return _show(draft_id)


def _show(draft_id: str, unsaved: drafts.Draft | None = None, wrong: str = "") -> str:
    """``wrong`` is what is wrong with the time that was asked for."""
    actor = shell.actor()
    with shell.reading() as tx:
        process = drafts.get(tx, actor, draft_id).process
        standing = publishing.standing(tx, actor.workspace, process.key)
        there = versions.history(tx, actor, process.key)
        zone = version_pages.zone_of(tx)
        people = publishing.people_of(tx, actor.workspace)
    address = f"{shell.settings().base_url}/f/{standing.link.token}" if standing.link else ""
    current = loads(standing.current.document) if standing.current else None
    return desk.page(
        "builder/publishing/publish_tab.html",
        draft_id,
        "publish",
        unsaved=unsaved,
        standing=standing,
        groups=comparison.grouped(current, process, people) if current else {},
        headings=comparison.HEADINGS,
        address=address,
        qr=qr(address) if address else "",
        there=there,
        clock=lambda at: version_pages.clock(at, zone),
        zone=zone.key,
        today=shell.now().astimezone(zone).date().isoformat(),
        wrong=wrong,
        first_number=numbering.written(process.number, 1, shell.now().astimezone(zone)),
        given_text=given_text,
        follow_channels={"web": _("By web form"), **CHANNELS},
    )


def qr(address: str) -> Markup:
    """The address as a picture that a phone reads, without any style of its own."""
    made = segno.make(address, error="m").svg_inline(scale=4, border=1, svgclass="qr", lineclass=None, omitsize=True)
    return Markup(made)  # noqa: S704 -- segno draws a path; the address stands in it as squares only


@pages.post("/design/<draft_id>/publish")
@open_to(Permission.DESIGN)
def publish(draft_id: str) -> ResponseReturnValue:
    """At once, or with ``do=later`` at the day and hour that are said."""
    note = request.form.get("note", "").strip()
    try:
        if request.form.get("do") == "later":
            return _later(draft_id, note)
        with shell.writing() as tx:
            draft = drafts.get(tx, shell.actor(), draft_id)
            version = publishing.publish(tx, shell.actor(), draft.process, shell.now(), note)
    except CannotPublish:
        flash(_("It cannot be published yet: some problems are left."), "error")
        return _problems(draft_id), 422
    flash(_("Version %(number)s is published. New requests take it from now on.", number=version.number), "good")
    return redirect(url_for("publish_tab.index", draft_id=draft_id), 303)


def _later(draft_id: str, note: str) -> ResponseReturnValue:
    """Raises CannotPublish."""
    try:
        with shell.writing() as tx:
            zone = version_pages.zone_of(tx)
            due = version_pages.moment_of(request.form.get("day", ""), request.form.get("hour", ""), zone)
            if due is None:
                return _show(draft_id, wrong=_("Say the day and the hour.")), 422
            process = drafts.get(tx, shell.actor(), draft_id).process
            publishing_later.plan(tx, shell.actor(), process, due, shell.now(), note)
    except NotAhead:
        return _show(draft_id, wrong=_("This time has passed. Choose one that is still to come.")), 422
    flash(_("It will be published on %(when)s (%(zone)s).", when=version_pages.clock(due, zone), zone=zone.key), "good")
    return redirect(url_for("publish_tab.index", draft_id=draft_id), 303)


@pages.post("/design/<draft_id>/link")
@open_to(Permission.DESIGN)
def link(draft_id: str) -> ResponseReturnValue:
    """Open or close the public link."""
    actor = shell.actor()
    with shell.writing() as tx:
        key = drafts.get(tx, actor, draft_id).process.key
        if request.form.get("do") == "close":
            publishing.close_link(tx, actor, key)
        else:
            publishing.open_link(tx, actor, key, shell.now())
    return redirect(url_for("publish_tab.index", draft_id=draft_id), 303)


@pages.post("/design/<draft_id>/process")
@open_to(Permission.DESIGN)
def change(draft_id: str) -> ResponseReturnValue:
    """The process's own lines: title, description, number, summary, and which fields say who the client is."""

    def made(process: Process) -> ChangeProcess:
        return ChangeProcess(panels.process_changes(process, request.form))

    return desk.edited(draft_id, made, lambda late: _show(draft_id, late))
