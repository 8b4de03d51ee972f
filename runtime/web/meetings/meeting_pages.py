"""Meetings: those to come and those that were, the series that make them, and one as its people see it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime.access import Permission
from runtime.formats import invitations, papers
from runtime.hours.office_hours import calendar
from runtime.meetings import meeting_asking, meeting_minutes, meeting_sheet, meetings
from runtime.store.meetings import agenda_rows, meeting_rows
from runtime.store.meetings.meeting_rows import Meeting
from runtime.store.missing import Missing
from runtime.views import worklist
from runtime.web.frame import shell
from runtime.web.frame.doors import open_to
from runtime.web.frame.posted import raw_answers
from runtime.web.meetings import meeting_circle
from schemas.filling.answers import Reading
from schemas.model.form import Form

pages = Blueprint("meetings", __name__)

PAGE = 30
LOOKED_AT = 300
"""So many are looked through for those that somebody belongs to."""


@pages.get("/meetings")
@open_to(Permission.USE)
def index() -> str:
    actor, past = shell.actor(), request.args.get("tab") == "past"
    after = request.args.get("after", "")
    with shell.reading() as tx:
        if past:
            found = meeting_rows.past(tx, actor.workspace, worklist.cursor(after) if after else None, LOOKED_AT)
        else:
            found = meeting_rows.to_come(tx, actor.workspace, LOOKED_AT)
        theirs = [one for one in found if meetings.belongs(actor, one)]
        counts = agenda_rows.counts(tx, actor.workspace, [one.id for one in theirs[:PAGE]])
        series = meeting_rows.series(tx, actor.workspace)
    return render_template(
        "runtime/meetings/meetings.html",
        past=past,
        found=theirs[:PAGE],
        counts=counts,
        series=[one for one in series if meetings.arranges(actor, one)],
        may_arrange=actor.may(Permission.ADMIN),
        after=worklist.cursor_after(theirs, PAGE, lambda one: (one.begins_at, one.id)) if past else "",
    )


@pages.get("/meetings/<meeting_id>")
@open_to(Permission.USE)
def show(meeting_id: str) -> str:
    return hall(meeting_id)


def hall(meeting_id: str, **said: Any) -> str:
    """The page of one meeting; ``said`` is what could not be done on it, and what was typed."""
    with shell.reading() as tx:
        found = meeting_sheet.sheet(tx, shell.actor(), meeting_id, shell.now())
        zone = calendar(tx, found.meeting.workspace).tz
    begins = found.meeting.begins_at.astimezone(zone)
    return render_template(
        "runtime/meetings/meeting.html",
        sheet=found,
        meeting=found.meeting,
        zone=zone.key,
        begins=begins,
        is_whole=meeting_minutes.is_whole(found.meeting, found.addenda),
        attendance=meeting_minutes.ATTENDANCE,
        standings=meeting_minutes.STANDINGS,
        result=meeting_minutes.result_words,
        votes=meeting_minutes.votes_words,
        **{"problem": "", "at": "", "typed": {}, **said},
    )


@pages.get("/meetings/series/new")
@open_to(Permission.ADMIN)
def blank_series() -> str:
    usual = {**meeting_asking.USUAL, "secretary": shell.actor().party, "quorum": 2}
    return _series_page(_form(new=True), usual)


@pages.post("/meetings/series/new")
@open_to(Permission.ADMIN)
def add_series() -> ResponseReturnValue:
    actor, form = shell.actor(), _form(new=True)
    raw = raw_answers(form, request.form)
    with shell.writing() as tx:
        reading, made = meeting_asking.add_series(tx, actor, raw, shell.now())
    if made is None:
        return _series_page(form, raw, reading), 422
    meeting_circle.forget(actor.workspace)
    flash(_("The first meeting is arranged, and its people are invited."), "good")
    return redirect(url_for("meetings.index"), 303)


@pages.get("/meetings/series/<series_id>")
@open_to(Permission.USE)
def show_series(series_id: str) -> str:
    actor = shell.actor()
    with shell.reading() as tx:
        found = meeting_rows.one_series(tx, actor.workspace, series_id)
    if not meetings.arranges(actor, found):
        raise Missing(series_id)
    return _series_page(_form(new=False), meeting_asking.answers_about(found), present=found.title)


@pages.post("/meetings/series/<series_id>")
@open_to(Permission.USE)
def keep_series(series_id: str) -> ResponseReturnValue:
    actor, form = shell.actor(), _form(new=False)
    raw = raw_answers(form, request.form)
    with shell.writing() as tx:
        reading = meeting_asking.keep_series(tx, actor, series_id, raw)
        present = meeting_rows.one_series(tx, actor.workspace, series_id).title
    if reading.problems:
        return _series_page(form, raw, reading, present), 422
    meeting_circle.forget(actor.workspace)
    flash(_("Saved. It holds from the next meeting on."), "good")
    return redirect(url_for("meetings.index"), 303)


@pages.get("/meetings/new")
@open_to(Permission.ADMIN)
def blank() -> str:
    usual = {**meeting_asking.USUAL, "secretary": shell.actor().party, "quorum": 2}
    return _meeting_page(_single_form(), usual)


@pages.post("/meetings/new")
@open_to(Permission.ADMIN)
def add() -> ResponseReturnValue:
    actor, form = shell.actor(), _single_form()
    raw = raw_answers(form, request.form)
    with shell.writing() as tx:
        reading, made = meeting_asking.add_meeting(tx, actor, raw, shell.now())
    if made is None:
        return _meeting_page(form, raw, reading), 422
    meeting_circle.forget(actor.workspace)
    flash(_("%(number)s is arranged, and its people are invited.", number=made.number), "good")
    return redirect(url_for("meetings.show", meeting_id=made.id), 303)


@pages.get("/meetings/<meeting_id>/invitation.ics")
@open_to(Permission.USE)
def invitation(meeting_id: str) -> Response:
    found = _seen(meeting_id)
    base = shell.settings().base_url
    said = invitations.calendar_file(found, f"{base}/meetings/{found.id}", urlsplit(base).hostname or "localhost")
    return _file(said.encode(), "text/calendar; charset=utf-8", f"{found.number}.ics")


@pages.get("/meetings/<meeting_id>/minutes.pdf")
@open_to(Permission.USE)
def minutes(meeting_id: str) -> Response:
    """Of a meeting whose minutes are finished."""
    found = _seen(meeting_id)
    if found.state != "finished":
        raise Missing(meeting_id)
    with shell.reading() as tx:
        added = agenda_rows.addenda(tx, found.workspace, found.id)
        zone = ZoneInfo(calendar(tx, found.workspace).zone)
    house = shell.house()
    made = meeting_minutes.paper(found, added, zone, house.name if house else "")
    return _file(papers.pdf(made, shell.lang()), "application/pdf", f"{found.number}.pdf")


def _seen(meeting_id: str) -> Meeting:
    with shell.reading() as tx:
        return meetings.seen(tx, shell.actor(), meeting_id)


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _form(*, new: bool) -> Form:
    with shell.reading() as tx:
        return meeting_asking.series_form(*meeting_asking.asked(tx, shell.actor()), new=new)


def _single_form() -> Form:
    with shell.reading() as tx:
        return meeting_asking.meeting_form(*meeting_asking.asked(tx, shell.actor()))


def _series_page(form: Form, values: Mapping[str, Any], reading: Reading | None = None, present: str = "") -> str:
    return _asking("series", form, values, reading, present)


def _meeting_page(form: Form, values: Mapping[str, Any], reading: Reading | None = None) -> str:
    return _asking("meeting", form, values, reading, "")


def _asking(about: str, form: Form, values: Mapping[str, Any], reading: Reading | None, present: str) -> str:
    return render_template(
        "runtime/meetings/meeting_asked.html",
        about=about,
        present=present,
        form=form,
        values=values,
        problems=reading.problems if reading else (),
        rights=dict.fromkeys(form.fields, "edit"),
    )
