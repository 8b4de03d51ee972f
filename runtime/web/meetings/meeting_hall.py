"""What is done at a meeting: its agenda, who is here, what was decided, and the minutes."""

from collections.abc import Callable, Mapping

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from runtime.access import Denied, Permission
from runtime.asking import Rejected
from runtime.engine.outcome import NotAllowedHere
from runtime.meetings import agenda, meeting_asking, meeting_minutes, meeting_votes, meetings
from runtime.meetings.meeting_votes import Recording
from runtime.store.connection.database import Connection
from runtime.web.frame import phrases, shell
from runtime.web.frame.doors import open_to
from runtime.web.meetings import meeting_pages
from schemas.problem import Problem

pages = Blueprint("hall", __name__)

VOTE = "vote."
AT = "at."
BY = "by."


@pages.post("/meetings/<meeting_id>/agenda")
@open_to(Permission.USE)
def put_on(meeting_id: str) -> ResponseReturnValue:
    """``case`` are requests, ``subject`` is something else that is talked about."""
    actor, length = shell.actor(), _number("length", agenda.USUAL_LENGTH)

    def change(tx: Connection) -> None:
        for case_id in dict.fromkeys(request.form.getlist("case")):
            agenda.put_on(tx, actor, meeting_id, case_id, length, shell.now())
        if subject := request.form.get("subject", ""):
            agenda.put_on_subject(tx, actor, meeting_id, subject, length, shell.now())

    return _done(meeting_id, change, "agenda")


@pages.post("/meetings/<meeting_id>/items/<item_id>")
@open_to(Permission.USE)
def change(meeting_id: str, item_id: str) -> ResponseReturnValue:
    """``do`` is the button that was pressed."""
    actor, do = shell.actor(), request.form.get("do", "")

    def carry_out(tx: Connection) -> None:
        match do:
            case "up" | "down":
                agenda.change(tx, actor, meeting_id, item_id, by=1 if do == "down" else -1)
            case "length":
                agenda.change(tx, actor, meeting_id, item_id, length=_number("length", agenda.USUAL_LENGTH))
            case "off":
                agenda.take_off(tx, actor, meeting_id, item_id)
            case _:
                notes = request.form.get("notes", "")
                agenda.write_down(tx, actor, meeting_id, item_id, notes, request.form.get("standing", ""))

    return _done(meeting_id, carry_out, f"item-{item_id}" if do != "off" else "agenda")


@pages.post("/meetings/<meeting_id>/items/<item_id>/votes")
@open_to(Permission.USE)
def record(meeting_id: str, item_id: str) -> ResponseReturnValue:
    """One item, one transaction: either everything of it is done or nothing. ``all`` is the move that all have chosen."""
    same = request.form.get("all", "")
    said = {name.removeprefix(VOTE): value for name, value in request.form.items() if name.startswith(VOTE)}
    votes = dict.fromkeys(request.form.getlist("able"), same) if same else {k: v for k, v in said.items() if v}
    notes, comment = request.form.get("notes"), request.form.get("comment", "")
    asked = Recording(meeting_id, item_id, votes, comment, request.form.get("seen", ""))
    typed = {item_id: {"votes": votes, "comment": comment, "notes": notes or ""}}

    def carry_out(tx: Connection) -> None:
        if notes is not None:
            agenda.write_down(tx, shell.actor(), meeting_id, item_id, notes, "")
        meeting_votes.record(tx, shell.actor(), asked, shell.now())

    return _done(meeting_id, carry_out, f"item-{item_id}", typed=typed)


@pages.post("/meetings/<meeting_id>/begin")
@open_to(Permission.USE)
def begin(meeting_id: str) -> ResponseReturnValue:
    return _done(meeting_id, lambda tx: meetings.begin(tx, shell.actor(), meeting_id), "people")


@pages.post("/meetings/<meeting_id>/people")
@open_to(Permission.USE)
def attend(meeting_id: str) -> ResponseReturnValue:
    parties = [name.removeprefix(AT) for name in request.form if name.startswith(AT)]
    everybody = "all" in request.form
    said = {
        party: ("present" if everybody else request.form[AT + party], request.form.get(BY + party, ""))
        for party in parties
    }
    notes, version = request.form.get("notes", ""), _number("version", 0)
    return _done(meeting_id, lambda tx: meetings.attend(tx, shell.actor(), meeting_id, said, notes, version), "people")


@pages.post("/meetings/<meeting_id>/time")
@open_to(Permission.USE)
def put_off(meeting_id: str) -> ResponseReturnValue:
    """Another day, time, place or link."""
    place, link = request.form.get("place", "")[:200], request.form.get("link", "")[:500]

    def carry_out(tx: Connection) -> None:
        begins = _begins(tx)
        link_ = link if link.startswith(("https://", "http://")) else ""
        changed = {"begins_at": begins, "place": place, "link": link_}
        meetings.put_off(tx, shell.actor(), meeting_id, changed, shell.now())

    return _done(meeting_id, carry_out, "time")


@pages.post("/meetings/<meeting_id>/cancel")
@open_to(Permission.USE)
def cancel(meeting_id: str) -> ResponseReturnValue:
    return _done(meeting_id, lambda tx: meetings.cancel(tx, shell.actor(), meeting_id, shell.now()))


@pages.post("/meetings/<meeting_id>/finish")
@open_to(Permission.USE)
def finish(meeting_id: str) -> ResponseReturnValue:
    answer = _done(meeting_id, lambda tx: meeting_minutes.finish(tx, shell.actor(), meeting_id, shell.now()))
    if not isinstance(answer, tuple):
        flash(_("The minutes are finished and sent to everybody who was invited."), "good")
    return answer


@pages.post("/meetings/<meeting_id>/addenda")
@open_to(Permission.USE)
def add(meeting_id: str) -> ResponseReturnValue:
    text = request.form.get("text", "")
    return _done(
        meeting_id, lambda tx: meeting_minutes.add(tx, shell.actor(), meeting_id, text, shell.now()), "addenda"
    )


def _done(
    meeting_id: str,
    carry_out: Callable[[Connection], object],
    at: str = "",
    typed: Mapping[str, Mapping[str, object]] | None = None,
) -> ResponseReturnValue:
    """Back to where it was pressed; what could not be done is said there, and nothing of it is done."""
    try:
        with shell.writing() as tx:
            carry_out(tx)
    except Rejected as rejected:
        said = " ".join(phrases.sentence(one) for one in rejected.problems)
        return meeting_pages.hall(meeting_id, problem=said, at=at, typed=typed or {}), 422
    except NotAllowedHere as conflict:
        said = phrases.sentence(conflict.problem)
        return meeting_pages.hall(meeting_id, problem=said, at=at, typed=typed or {}), 409
    except Denied:
        said = phrases.sentence(Problem("meeting.not-yours"))
        return meeting_pages.hall(meeting_id, problem=said, at=at), 403
    return redirect(url_for("meetings.show", meeting_id=meeting_id, _anchor=at or None), 303)


def _begins(tx: Connection) -> object:
    """Raises Rejected: there is no such day or time, or it has passed."""
    try:
        begins = meeting_asking.begins_at(
            tx, shell.actor().workspace, request.form.get("day", ""), request.form.get("clock", "")
        )
    except ValueError:
        raise Rejected((Problem("meeting.day"),)) from None
    if begins <= shell.now():
        raise Rejected((Problem("meeting.past"),))
    return begins


def _number(name: str, usual: int) -> int:
    said = request.form.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 5 else usual  # noqa: PLR2004 -- nobody types more
