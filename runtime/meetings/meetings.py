"""Meetings of a group: who may do what, the next one of a series, attendance and quorum, from the invitation to the minutes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, cast, get_args

from runtime.access import Actor, Denied, Permission
from runtime.asking import Rejected
from runtime.engine.position import Party
from runtime.formats.enumeration import listed
from runtime.formats.wall_clocks import on_the_clock
from runtime.forms.numbering import numbered
from runtime.hours.office_hours import calendar
from runtime.meetings import meeting_days
from runtime.notices import tidings
from runtime.notices.tidings import Tidings
from runtime.people.roster import PERSON
from runtime.store.connection.database import Connection, Database
from runtime.store.ids import same_id
from runtime.store.meetings import meeting_rows
from runtime.store.meetings.meeting_rows import Attendance, Attendee, Meeting, Series
from runtime.store.missing import Missing
from runtime.store.notices import outbox
from runtime.store.people import people
from schemas.problem import Problem
from schemas.words import Words, words

NUMBER: Final = "M-{yyyy}-{seq:2}"
TOGETHER: Final = 20
LONGEST_NOTES: Final = 20_000
_ATTENDANCE: Final = get_args(Attendance)


def leads(actor: Actor, of: Meeting | Series) -> bool:
    """The chair and the secretary: they alone open the meeting, record what was decided, and finish the minutes."""
    return actor.party in (of.chair, of.secretary)


def arranges(actor: Actor, of: Meeting | Series) -> bool:
    """Whoever leads it, and administrators: they settle when and where, and what stands on the agenda."""
    return leads(actor, of) or actor.may(Permission.ADMIN)


def belongs(actor: Actor, meeting: Meeting) -> bool:
    return arranges(actor, meeting) or any(one.party == actor.party for one in meeting.people)


def seen(tx: Connection, actor: Actor, meeting_id: str) -> Meeting:
    """Raises Missing: there is none, or the actor has nothing to do with it."""
    found = meeting_rows.meeting(tx, actor.workspace, meeting_id)
    if not belongs(actor, found):
        raise Missing(meeting_id)
    return found


def to_change(tx: Connection, actor: Actor, meeting_id: str, *, led: bool = True) -> Meeting:
    """The meeting, which nobody else changes until the transaction ends. ``led``: only for its chair and secretary.

    Raises:
        Missing: there is none, or the actor has nothing to do with it.
        Denied: they may not change it.
    """
    found = meeting_rows.meeting_to_change(tx, actor.workspace, meeting_id)
    if not belongs(actor, found):
        raise Missing(meeting_id)
    if not (leads(actor, found) if led else arranges(actor, found)):
        raise Denied(f"{actor.party} does not lead {found.number}")
    return found


def members(tx: Connection, workspace: str, group_key: str) -> tuple[Attendee, ...]:
    found = people.listed(tx, workspace, groups=[group_key], keys=[], ids=[])
    names = {PERSON + one.id: one.name for one in found}
    return tuple(Attendee(party, name) for party, name in names.items())


def arrange(tx: Connection, meeting: Meeting, now: datetime) -> Meeting | None:
    """Invite to it: with its number, and its people as they are in the group today. None where there is one of that slot."""
    invited = members(tx, meeting.workspace, meeting.group_key)
    number = numbered(tx, meeting.workspace, "meeting", NUMBER, meeting.begins_at)
    made = replace(meeting, number=number, people=invited, made_at=now)
    if not meeting_rows.add(tx, made):
        return None
    outbox.add(tx, tidings.tell(made.workspace, _invitation(tx, made), _concerned(made), now))
    return made


def of_series(series: Series, slot: str, begins_at: datetime, now: datetime) -> Meeting:
    """Not yet arranged. The same slot has the same id, whoever makes it."""
    return Meeting(
        series.workspace,
        same_id("meeting", series.id, slot),
        "",
        series.title,
        series.group_key,
        begins_at,
        series.length,
        series.quorum,
        series.chair,
        series.secretary,
        (),
        now,
        series.id,
        slot,
        series.place,
        series.link,
    )


def arrange_next(tx: Connection, series: Series, now: datetime) -> Meeting | None:
    """The next meeting of a series, unless there is no day for it."""
    taken: frozenset[str] = frozenset()
    hours = calendar(tx, series.workspace)
    while found := meeting_days.next_meeting(series, hours, now, taken):
        slot, begins_at = found
        if not meeting_rows.has_slot(tx, series.workspace, series.id, slot):
            return arrange(tx, of_series(series, slot, begins_at, now), now)
        taken |= {slot}
    return None


def arrange_due(database: Database, now: datetime) -> int:
    """A meeting for each series that has none ahead. Any number may do this at once: of one slot there is one."""
    with database.reading() as tx:
        due = meeting_rows.without_next(tx, now, TOGETHER)
    made = 0
    for series in due:
        with database.writing() as tx:
            made += arrange_next(tx, series, now) is not None
    return made


DUTIES: Final = (("arrange the next meetings", 600, arrange_due),)
"""For the worker: its name, the seconds between two rounds, and what to do."""


def put_off(tx: Connection, actor: Actor, meeting_id: str, changed: Mapping[str, object], now: datetime) -> Meeting:
    """Another time or place, while it has not begun; those invited are told.

    Raises:
        Rejected: it is over, or has begun.
    """
    meeting = to_change(tx, actor, meeting_id, led=False)
    still(meeting, "planned")
    after = _kept(tx, replace(meeting, **changed))  # type: ignore[arg-type]  # columns of a meeting
    if (after.begins_at, after.place, after.link) != (meeting.begins_at, meeting.place, meeting.link):
        outbox.add(tx, tidings.tell(after.workspace, _invitation(tx, after, again=True), _concerned(after), now))
    return after


def cancel(tx: Connection, actor: Actor, meeting_id: str, now: datetime) -> Meeting:
    meeting = to_change(tx, actor, meeting_id, led=False)
    still(meeting, "planned")
    after = _kept(tx, replace(meeting, state="cancelled", finished_at=now, finished_by=actor.name))
    heading = words("Meeting {number} is cancelled: {title}", "评审会 {number} 已取消：{title}")
    news = Tidings(heading.formatted(number=after.number, title=after.title), (), f"/meetings/{after.id}")
    outbox.add(tx, tidings.tell(after.workspace, news, _concerned(after), now))
    return after


def begin(tx: Connection, actor: Actor, meeting_id: str) -> Meeting:
    """It is opened; whoever has joined the group since it was arranged is invited as well."""
    meeting = to_change(tx, actor, meeting_id)
    still(meeting, "planned")
    known = {one.party for one in meeting.people}
    joined = [one for one in members(tx, meeting.workspace, meeting.group_key) if one.party not in known]
    return _kept(tx, replace(meeting, state="open", people=(*meeting.people, *joined)))


def attend(
    tx: Connection, actor: Actor, meeting_id: str, said: Mapping[Party, tuple[str, Party]], notes: str, version: int
) -> Meeting:
    """Who is here, excused, or represented and by whom; and the notes of the whole. ``version``: as the page showed it.

    Raises:
        Rejected: it is not open, or somebody else has changed it meanwhile.
    """
    meeting = to_change(tx, actor, meeting_id)
    still(meeting, "open")
    if meeting.version != version:
        raise Rejected((Problem("meeting.changed"),))
    attending = tuple(_attending(one, said.get(one.party, (one.attendance, one.by))) for one in meeting.people)
    return _kept(tx, replace(meeting, people=attending, notes=notes[:LONGEST_NOTES]))


def here(meeting: Meeting) -> tuple[Attendee, ...]:
    """Who counts towards the quorum: those present, and those for whom somebody present speaks."""
    present = meeting.present
    return tuple(one for one in meeting.people if one.party in present or _is_represented(one, present))


def has_quorum(meeting: Meeting) -> bool:
    return len(here(meeting)) >= meeting.quorum


def quorum_words(meeting: Meeting) -> Words:
    """The arithmetic of attendance as a sentence."""
    count, spoken_for = len(here(meeting)), len(here(meeting)) - len(meeting.present)
    said = words("{count} of {all} are here", "{all} 人中到会 {count} 人")
    if spoken_for:
        said = words(
            "{count} of {all} take part, {spoken} of them represented",
            "{all} 人中参会 {count} 人，其中 {spoken} 人由他人代表",
        )
    if not meeting.quorum:
        end = words("; no quorum is asked for.", "；不要求法定人数。")
    elif has_quorum(meeting):
        end = words("; {quorum} are needed: the meeting can decide.", "；法定人数 {quorum} 人，可以表决。")
    else:
        end = words("; {quorum} are needed: it cannot decide yet.", "；法定人数 {quorum} 人，尚不能表决。")
    whole = words("{said}{end}", "{said}{end}")
    params = {"count": count, "all": len(meeting.people), "spoken": spoken_for, "quorum": meeting.quorum}
    return whole.formatted(said=said.formatted(**params), end=end.formatted(**params))


def keep(tx: Connection, meeting: Meeting) -> Meeting:
    """As it is from now on. Raises Rejected: somebody else was faster."""
    return _kept(tx, meeting)


def told_of(meeting: Meeting) -> Sequence[Party]:
    return _concerned(meeting)


def _attending(one: Attendee, said: tuple[str, Party]) -> Attendee:
    attendance, by = said
    known = attendance if attendance in _ATTENDANCE else ""
    return replace(one, attendance=cast("Attendance", known), by=by if known == "represented" else "")


def _is_represented(one: Attendee, present: Iterable[Party]) -> bool:
    return one.attendance == "represented" and one.by in present


def still(meeting: Meeting, state: str) -> None:
    """Raises Rejected: it has not begun, or is over."""
    if meeting.state == state:
        return
    if meeting.state == "planned":
        raise Rejected((Problem("meeting.not-open"),))
    raise Rejected((Problem("meeting.over"),))


def _kept(tx: Connection, meeting: Meeting) -> Meeting:
    after = replace(meeting, version=meeting.version + 1)
    if not meeting_rows.keep(tx, after):
        raise Rejected((Problem("meeting.changed"),))
    return after


def _concerned(meeting: Meeting) -> Sequence[Party]:
    return tuple(dict.fromkeys((*(one.party for one in meeting.people), meeting.chair, meeting.secretary)))


def _invitation(tx: Connection, meeting: Meeting, *, again: bool = False) -> Tidings:
    """The time is said by the clock of the workspace, which is named: whoever reads the letter may be anywhere."""
    hours = calendar(tx, meeting.workspace)
    said = (
        words("Meeting {number} has another time or place: {title}", "评审会 {number} 时间或地点变更：{title}")
        if again
        else words("Invitation to meeting {number}: {title}", "评审会邀请 {number}：{title}")
    )
    when = words("Begins: {at}", "开始时间：{at}").formatted(at=on_the_clock(meeting.begins_at, hours.tz))
    where = [words(one, one) for one in (meeting.place, meeting.link) if one]
    invited = words("Invited: {names}", "参会人：{names}").formatted(names=listed(one.name for one in meeting.people))
    return Tidings(
        said.formatted(number=meeting.number, title=meeting.title), (when, *where, invited), f"/meetings/{meeting.id}"
    )
