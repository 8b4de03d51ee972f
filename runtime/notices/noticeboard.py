"""Notices in the app, as their reader sees them: made when they are read, in the language of the moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from runtime.access import Actor
from runtime.formats.wording import line
from runtime.notices import announcing, tidings, undelivered, version_notices
from runtime.notices.notice_texts import told
from runtime.processes import deployment
from runtime.store.cases import copies, tasks
from runtime.store.cases.cases import Case
from runtime.store.cases.copies import Copy
from runtime.store.cases.tasks import Task
from runtime.store.connection.database import Connection
from runtime.store.missing import Missing
from runtime.store.notices import app_notices
from runtime.store.notices.app_notices import Notice, Unread
from runtime.store.notices.outbox import MAIL
from runtime.store.people.people import Person
from runtime.visibility import sight
from schemas.words import Words, words

PAGE: Final = 30
MOST_COUNTED: Final = 100
"""A bell that says more than that says nothing new."""
LONGEST: Final = 400
"""Characters of what somebody has written; the whole stands with the request."""

HEADINGS: Final[Mapping[str, Words]] = {
    "task": words("To do: {state}", "待办：{state}"),
    "reminder": words("Still waiting for you: {state}", "仍在等待您处理：{state}"),
    "escalation": words("Late: {state}", "逾期：{state}"),
    "ended": words("It has ended: {state}", "已结束：{state}"),
    "received": words("It has arrived", "已收到"),
    "comment": words("{by} has written", "{by}发表了评论"),
    "copy": words("Shared with you", "抄送给您"),
    undelivered.KIND: words("Messages could not be delivered: {channel}", "消息未能送达：{channel}"),
}
ICONS: Final[Mapping[str, str]] = {
    "task": "inbox",
    "reminder": "alarm-clock",
    "escalation": "clock-alert",
    "ended": "flag",
    "received": "mail-check",
    "comment": "message-square",
    "copy": "eye",
    announcing.NOTICE: "megaphone",
    undelivered.KIND: "mail-x",
    version_notices.KIND: "send",
}
"""Names of lucide."""
ABOUT: Final = words("{number} · {title} · {requester}", "{number} · {title} · {requester}")
BY_MAIL: Final = words("e-mail", "邮件")


@dataclass(frozen=True)
class Line:
    """``opens``: the case may be looked at; of what could not be delivered, the page of the mail.

    ``process`` is the key of one whose versions it is about, ``path`` a page of ours that it leads to.
    """

    id: str
    icon: str
    heading: str
    text: str
    about: str
    at: datetime
    is_new: bool
    kind: str
    opens: bool
    process: str = ""
    path: str = ""


@dataclass(frozen=True)
class Board:
    """``after`` asks for the next page; empty on the last."""

    lines: tuple[Line, ...]
    after: str = ""


_Asked = tuple[Sequence[Task], Sequence[Copy]]
"""Of all the cases of a page what the reader was ever asked, and what they were shown."""


def unread(tx: Connection, actor: Actor) -> Unread:
    """How many are new, ``MOST_COUNTED`` at the most: one read."""
    return app_notices.unread(tx, actor.workspace, actor.party, MOST_COUNTED)


def reader(tx: Connection, workspace: str, person_id: str, session: str) -> tuple[Person, Unread] | None:
    """Somebody in a session that goes on, and how many are new for them: one read, for the top of every page."""
    return app_notices.reader(tx, workspace, person_id, session, MOST_COUNTED)


def concerned(tx: Connection, actor: Actor, new: Unread, case_id: str) -> bool:
    """Whether something of what is new is about this case; asked for only where there is more than was counted."""
    if case_id in new.about or new.count < MOST_COUNTED:
        return case_id in new.about
    return app_notices.rings_for(tx, actor.workspace, actor.party, case_id)


def board(tx: Connection, actor: Actor, lang: str, after: str = "") -> Board:
    """The newest first. Three reads, whatever there is."""
    found = app_notices.latest(tx, actor.workspace, actor.party, after, PAGE + 1)
    cases = {one.case.id for one in found if one.case}
    mine = (tx, actor.workspace, actor.party, cases)
    asked = (tasks.of_party_in(*mine), copies.of_party_in(*mine)) if cases else ([], [])
    lines = tuple(_line(tx, actor, one, asked, lang) for one in found[:PAGE])
    return Board(lines, found[PAGE - 1].message.id if len(found) > PAGE else "")


def opened(tx: Connection, actor: Actor, message_id: str, now: datetime) -> str:
    """It has been read now; the id of the case that it is about, or empty.

    Raises:
        Missing: it is not theirs.
    """
    found = app_notices.case_of(tx, actor.workspace, actor.party, message_id)
    if found is None:
        raise Missing(message_id)
    app_notices.mark(tx, actor.workspace, actor.party, now, message_id=message_id)
    return found


def _line(tx: Connection, actor: Actor, notice: Notice, asked: _Asked, lang: str) -> Line:
    message, case = notice.message, notice.case
    said = message.payload
    heading, text, about, opens = "", "", "", message.kind in (undelivered.KIND, version_notices.KIND)
    if message.kind == version_notices.KIND:
        heading, text = version_notices.heading(said, lang), " ".join(version_notices.why(said, lang))
    elif message.kind == tidings.KIND:
        heading, text = tidings.heading(said, lang), " ".join(tidings.lines(said, lang))[:LONGEST]
        opens = bool(said["path"])
    elif case is None:
        heading = HEADINGS[message.kind].in_(lang)
    else:
        heading, text, opens, called = _of_case(tx, actor, notice, case, asked, lang)
        about = ABOUT.formatted(number=case.number, title=called, requester=case.requester_name).in_(lang)
    channel = BY_MAIL.in_(lang) if said.get("channel") == MAIL else said.get("channel", "")
    return Line(
        message.id,
        ICONS.get(message.kind, "bell"),
        heading.replace("{channel}", channel),
        text or said.get("error", ""),
        line(about),
        message.made_at,
        notice.read_at is None,
        message.kind,
        opens,
        said.get("process", ""),
        said.get("path", ""),
    )


def _of_case(
    tx: Connection, actor: Actor, notice: Notice, case: Case, asked: _Asked, lang: str
) -> tuple[str, str, bool, str]:
    """Heading, text, whether the reader may open it, and what it is called: in its own words, as far as they may be read."""
    said, kind = notice.message.payload, notice.message.kind
    compiled = deployment.version(tx, case.workspace, case.version_id)
    todo = [task for task in asked[0] if task.case_id == case.id]
    shown = [copy for copy in asked[1] if copy.case_id == case.id]
    try:
        seen, opens = sight.readable(sight.rights(actor, compiled, case, todo, shown)), True
    except Missing:
        seen, opens = frozenset(), False
    fields = compiled.process.form.fields
    own = (case.summary.get(key) for key in compiled.process.summary if key in seen and fields[key].type == "text")
    called = next(filter(None, own), case.title.in_(lang))
    if kind == announcing.NOTICE:
        written = told(said, case, compiled, seen, lang, "")
        return written.heading, written.text, opens, called
    state = compiled.title(said["state"]).in_(lang) if "state" in said else ""
    heading = HEADINGS[kind].in_(lang)
    for name, value in (("{state}", line(state)), ("{by}", line(said.get("by", "")))):
        heading = heading.replace(name, value)
    return heading, said.get("text", "")[:LONGEST], opens, called
