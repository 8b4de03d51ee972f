"""What is done beside a request: it is put on an agenda, a contact is written down, people outside are asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime.access import Permission
from runtime.asking import Rejected
from runtime.cases.journal_beside import HOW
from runtime.engine.outcome import NotAllowedHere
from runtime.hours.office_hours import calendar
from runtime.meetings import agenda
from runtime.processes import deployment
from runtime.relations import contact_log, opinions
from runtime.relations.opinions import Asking
from runtime.relations.related import companions
from runtime.store.cases import cases
from runtime.store.connection.database import Connection
from runtime.store.meetings import contact_rows, opinion_rows
from runtime.views import worklist
from runtime.visibility import sharing
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to
from runtime.web.frame.posted import raw_answers
from schemas.problem import Problem

pages = Blueprint("desk", __name__)


@dataclass(frozen=True)
class Typed:
    """What somebody had put into one of the forms when it could not be done, and why it could not."""

    where: str = ""
    problem: str = ""
    contact: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    corrects: str = ""
    asked: Mapping[str, Any] = field(default_factory=dict)


@pages.get("/requests/<case_id>/beside")
@open_to(Permission.USE)
def show(case_id: str) -> str:
    corrects = request.args.get("corrects", "")
    return _page(case_id, Typed(corrects=corrects, contact=_earlier(case_id, corrects)))


@pages.post("/requests/<case_id>/agenda")
@open_to(Permission.USE)
def table(case_id: str) -> ResponseReturnValue:
    """On the agenda of one meeting."""
    meeting_id = request.form.get("meeting", "")

    def carry_out(tx: Connection) -> None:
        agenda.put_on(tx, shell.actor(), meeting_id, case_id, agenda.USUAL_LENGTH, shell.now())

    return _done(case_id, carry_out, "meetings", _("It stands on the agenda."))


@pages.post("/requests/<case_id>/contacts")
@open_to(Permission.USE)
def log(case_id: str) -> ResponseReturnValue:
    raw, corrects = raw_answers(contact_log.FORM, request.form), request.form.get("_corrects", "")
    with shell.writing() as tx:
        reading = contact_log.log(tx, shell.actor(), case_id, raw, shell.now(), corrects)
    if reading.problems:
        return _page(case_id, Typed("contacts", "", raw, reading.problems, corrects)), 422
    flash(_("The contact is written down."), "good")
    return redirect(url_for("desk.show", case_id=case_id, _anchor="contacts"), 303)


@pages.post("/requests/<case_id>/opinions")
@open_to(Permission.USE)
def ask(case_id: str) -> ResponseReturnValue:
    posted = request.form
    typed = [part for text in posted.getlist("to") for part in text.replace(";", ",").replace("\n", ",").split(",")]
    chosen = tuple(posted.getlist("field")) if posted.get("shows") != "nothing" else ()
    asked = Asking(case_id, tuple(typed), posted.get("asks", ""), posted.get("text", ""), chosen)
    picked = [one for one in typed if one and "@" not in one]
    kept = {
        "to": ", ".join(one for one in typed if "@" in one),
        "picked": picked,
        "text": asked.text,
        "asks": asked.asks,
        "fields": asked.fields,
    }
    said = _("The letters are on their way.")
    return _done(case_id, lambda tx: opinions.ask(tx, shell.actor(), asked, shell.now()), "opinions", said, kept)


@pages.post("/requests/<case_id>/opinions/<opinion_id>")
@open_to(Permission.USE)
def change(case_id: str, opinion_id: str) -> ResponseReturnValue:
    """``do`` is remind or revoke."""
    does = opinions.revoke if request.form.get("do") == "revoke" else opinions.remind
    said = (
        _("Withdrawn: the link opens nothing any more.")
        if does is opinions.revoke
        else _("The reminder is on its way.")
    )
    return _done(case_id, lambda tx: does(tx, shell.actor(), case_id, opinion_id, shell.now()), "opinions", said)


@pages.get("/contact-log.csv")
@open_to(Permission.ADMIN)
def as_csv() -> Response:
    with shell.reading() as tx:
        said = contact_log.as_csv(tx, shell.actor())
    headers = {"Content-Disposition": 'attachment; filename="contact-log.csv"'}
    return Response(f"\ufeff{said}".encode(), content_type="text/csv; charset=utf-8", headers=headers)


def _done(
    case_id: str,
    carry_out: Callable[[Connection], object],
    where: str,
    said: str,
    asked: Mapping[str, Any] | None = None,
) -> ResponseReturnValue:
    try:
        with shell.writing() as tx:
            carry_out(tx)
    except Rejected as rejected:
        told = " ".join(phrases.sentence(one) for one in rejected.problems)
        return _page(case_id, Typed(where, told, asked=asked or {})), 422
    except NotAllowedHere as conflict:
        return _page(case_id, Typed(where, phrases.sentence(conflict.problem), asked=asked or {})), 409
    flash(said, "good")
    return redirect(url_for("desk.show", case_id=case_id, _anchor=where), 303)


def _earlier(case_id: str, corrects: str) -> Mapping[str, Any]:
    """The entry that is corrected, as the form asked for it."""
    with shell.reading() as tx:
        if not corrects:
            return {"had_on": contact_log.today(tx, shell.actor().workspace, shell.now())}
        sharing.rights(tx, shell.actor(), *_case(tx, case_id))
        found = contact_rows.of_case(tx, shell.actor().workspace, case_id)
        zone = calendar(tx, shell.actor().workspace).tz
    one = next((entry for entry in found if entry.id == corrects), None)
    return contact_log.answers_about(one, zone) if one else {}


def _case(tx: Connection, case_id: str) -> tuple[Any, Any]:
    case = cases.case(tx, shell.actor().workspace, case_id)
    return deployment.version(tx, case.workspace, case.version_id), case


def _page(case_id: str, typed: Typed) -> str:
    actor = shell.actor()
    with shell.reading() as tx:
        page = worklist.case_page(tx, actor, case_id)
        ahead = agenda.open_meetings(tx, actor)
        contacts = contact_rows.of_case(tx, actor.workspace, case_id)
        asked = opinion_rows.of_case(tx, actor.workspace, case_id)
        shown = opinions.showable(tx, actor, page.compiled, page.case)
        there = opinions.stakeholders(tx, actor, page.case)
    fields = page.compiled.process.form.fields
    return render_template(
        "runtime/cases/case_desk.html",
        page=page,
        case=page.case,
        beside=companions(page.lines),
        ahead=ahead,
        contacts=contacts,
        corrected={one.corrects for one in contacts if one.corrects},
        ways=HOW,
        opinions=asked,
        stakeholders=there,
        showable=[fields[key] for key in shown],
        form=contact_log.FORM,
        rights=dict.fromkeys(contact_log.FORM.fields, "edit"),
        typed=typed,
    )
