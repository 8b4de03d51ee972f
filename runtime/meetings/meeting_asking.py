"""What is asked about a series of meetings, or about one that is held once. It is a form."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any, Final

from runtime.access import Actor, Denied, Permission
from runtime.hours.office_hours import calendar
from runtime.meetings import meetings
from runtime.people.roster import PERSON
from runtime.store.connection.database import Connection
from runtime.store.ids import new_id
from runtime.store.meetings import meeting_rows
from runtime.store.meetings.meeting_rows import Meeting, Series
from runtime.store.people import people
from runtime.store.people.people import Group, Person
from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import Choice
from schemas.filling.answers import Checker, Reading
from schemas.model.form import Field, Form
from schemas.problem import Problem, pointer
from schemas.words import Words, words

_HOLIDAYS: Final = (
    Choice("move", words("Meet on the next working day", "顺延至下一工作日")),
    Choice("skip", words("Leave this meeting out", "取消当次会议")),
)
USUAL: Final[Mapping[str, Any]] = {"weeks": 2, "clock": "14:00", "length": 60, "on_holiday": "move", "active": True}


def series_form(groups: Sequence[Group], everybody: Sequence[Person], *, new: bool) -> Form:
    """``new``: it goes on until somebody ends it, so that is asked only later."""
    again = (
        Field("weeks", "number", words("Every so many weeks", "每几周一次"), required=True, options=_bounds(1, 52)),
        Field(
            "on_holiday",
            "choice",
            words("If it falls on a holiday", "遇节假日时"),
            required=True,
            options={"choices": _HOLIDAYS},
        ),
    )
    ends = Field("active", "yes_no", words("Does it go on?", "是否继续召开"), required=True)
    return asking(
        *_about(groups, everybody, words("First meeting on", "首次会议日期")), *again, *(() if new else (ends,))
    )


def meeting_form(groups: Sequence[Group], everybody: Sequence[Person]) -> Form:
    return asking(*_about(groups, everybody, words("Day", "日期")))


def asked(tx: Connection, actor: Actor) -> tuple[list[Group], list[Person]]:
    """Which groups and people there are to choose from."""
    return people.groups(tx, actor.workspace), people.everybody(tx, actor.workspace)


def add_series(tx: Connection, actor: Actor, raw: Mapping[str, Any], now: datetime) -> tuple[Reading, Series | None]:
    """A new series, with its first meeting. Where there are problems nothing is kept.

    Raises:
        Denied: only administrators begin a series.
    """
    _arranges(actor)
    reading = _read(series_form(*asked(tx, actor), new=True), raw)
    if reading.problems:
        return reading, None
    made = _series(actor, new_id(now), reading.answers)
    meeting_rows.add_series(tx, made, now)
    meetings.arrange_next(tx, made, now)
    return reading, made


def keep_series(tx: Connection, actor: Actor, series_id: str, raw: Mapping[str, Any]) -> Reading:
    """As it is from the next meeting on; meetings that are arranged already stay as they are.

    Raises:
        Missing: there is none.
        Denied: the actor neither leads it nor is an administrator.
    """
    before = meeting_rows.one_series(tx, actor.workspace, series_id)
    if not meetings.arranges(actor, before):
        raise Denied(f"{actor.party} does not lead {series_id}")
    reading = _read(series_form(*asked(tx, actor), new=False), raw)
    if not reading.problems:
        after = replace(_series(actor, series_id, reading.answers), active=reading.answers["active"])
        meeting_rows.keep_series(tx, after)
    return reading


def add_meeting(tx: Connection, actor: Actor, raw: Mapping[str, Any], now: datetime) -> tuple[Reading, Meeting | None]:
    """One that is held once. Raises Denied: only administrators arrange one."""
    _arranges(actor)
    reading = _read(meeting_form(*asked(tx, actor)), raw)
    if reading.problems:
        return reading, None
    said = reading.answers
    begins = begins_at(tx, actor.workspace, said["first_on"], said["clock"])
    if begins <= now:
        return replace(reading, problems=(Problem("meeting.past", pointer("first_on")),)), None
    blank = Meeting(
        actor.workspace,
        new_id(now),
        "",
        said["title"],
        said["group_key"],
        begins,
        int(said["length"]),
        int(said["quorum"]),
        said["chair"],
        said["secretary"],
        (),
        now,
        place=said.get("place", ""),
        link=said.get("link", ""),
    )
    return reading, meetings.arrange(tx, blank, now)


def begins_at(tx: Connection, workspace: str, day: str, clock: str) -> datetime:
    """By the clock of the workspace."""
    at = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), calendar(tx, workspace).tz)
    return at.astimezone(UTC)


def answers_about(series: Series) -> dict[str, Any]:
    """The answers of `series_form` as they stand."""
    said = {name: getattr(series, name) for name in ("title", "group_key", "weeks", "clock", "length", "quorum")}
    more = {name: getattr(series, name) for name in ("place", "link", "on_holiday", "active", "chair", "secretary")}
    return {**said, **more, "first_on": series.first_on.isoformat()}


def _series(actor: Actor, series_id: str, said: Mapping[str, Any]) -> Series:
    return Series(
        actor.workspace,
        series_id,
        said["title"],
        said["group_key"],
        int(said["weeks"]),
        date.fromisoformat(said["first_on"]),
        said["clock"],
        int(said["length"]),
        int(said["quorum"]),
        said["chair"],
        said["secretary"],
        said.get("place", ""),
        said.get("link", ""),
        said["on_holiday"],
    )


def _arranges(actor: Actor) -> None:
    if not actor.may(Permission.ADMIN):
        raise Denied(f"{actor.party} may not arrange meetings")


def _read(form: Form, raw: Mapping[str, Any]) -> Reading:
    checker = Checker(form)
    return checker.read(raw, checker.writable)


def _about(groups: Sequence[Group], everybody: Sequence[Person], first: Words) -> tuple[Field, ...]:
    here = {f"{PERSON}{one.id}": words(one.name, one.name) for one in everybody if one.active}
    there = {one.key: one.title or Words({"en": one.key}) for one in groups}
    leads = words("Opens it, records decisions, finishes the minutes.", "负责开始会议、记录表决、完成会议纪要。")
    quorum = words(
        "People who must take part for it to decide; 0: as many as come.", "达到该人数方可表决；0 表示不限。"
    )
    return (
        Field("title", "text", words("What is it called?", "会议名称"), required=True, options={"max_length": 100}),
        Field("group_key", "choice", words("Who meets?", "参会小组"), required=True, options=_of(there)),
        Field("first_on", "date", first, required=True),
        Field("clock", "time", words("Begins at", "开始时间"), required=True),
        Field("length", "number", words("Minutes it takes", "时长（分钟）"), required=True, options=_bounds(5, 600)),
        Field("quorum", "number", words("Quorum", "法定人数"), quorum, required=True, options=_bounds(0, 500)),
        Field("chair", "choice", words("Chair", "主持人"), leads, required=True, options=_of(here)),
        Field("secretary", "choice", words("Secretary", "会议秘书"), leads, required=True, options=_of(here)),
        Field("place", "text", words("Place", "地点"), options={"max_length": 200}),
        Field("link", "url", words("Link to take part from afar", "线上会议链接")),
    )


def _of(titles: Mapping[str, Words]) -> dict[str, Any]:
    choices = tuple(Choice(key, title) for key, title in titles.items())
    return {"look": "select", **({"choices": choices} if choices else {})}


def _bounds(least: int, most: int) -> dict[str, Any]:
    return {"minimum": least, "maximum": most, "decimals": 0}
