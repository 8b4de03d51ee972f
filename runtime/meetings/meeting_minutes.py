"""Minutes: written down once, sealed, sent to those invited; what was wrong in them is only ever added to."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from runtime.access import Actor
from runtime.asking import Rejected, spoken
from runtime.cases import journal_notes
from runtime.cases.journal_beside import MINUTED
from runtime.formats.enumeration import listed
from runtime.formats.papers import Block, Column, Facts, Heading, Notice, Paper, Paragraph, Table
from runtime.formats.wall_clocks import on_the_clock
from runtime.meetings import meetings
from runtime.notices import tidings
from runtime.notices.tidings import Tidings
from runtime.store.cases import cases
from runtime.store.connection.database import Connection
from runtime.store.ids import new_id
from runtime.store.meetings import agenda_rows, meeting_rows
from runtime.store.meetings.agenda_rows import Addendum, Item
from runtime.store.meetings.meeting_rows import Meeting
from runtime.store.notices import outbox
from schemas.problem import Problem
from schemas.words import Words, read_words, words, write_words

ATTENDANCE: Final[Mapping[str, Words]] = {
    "present": words("Present", "出席"),
    "represented": words("Represented", "由他人代表"),
    "excused": words("Excused", "请假"),
    "": words("Absent", "缺席"),
}
STANDINGS: Final[Mapping[str, Words]] = {
    "open": words("Not talked about", "未讨论"),
    "recorded": words("Decided", "已表决"),
    "noted": words("Noted", "已讨论"),
    "put_off": words("Put off to the next meeting", "延至下次会议"),
}
_NOT_COUNTED: Final = words("(it was decided by then)", "（此前已有结果）")
_SAID: Final = words("{name}: {move}", "{name}：{move}")
_canonical: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def finish(tx: Connection, actor: Actor, meeting_id: str, now: datetime) -> Meeting:
    """Locked and sealed. What was not talked about goes on the agenda of the next meeting of the series.

    Every request that stood on it keeps in its journal what came of it.

    Raises:
        Rejected: it is not open.
    """
    meeting = meetings.to_change(tx, actor, meeting_id)
    meetings.still(meeting, "open")
    items = [_closed(tx, item) for item, _ in agenda_rows.of_meeting(tx, actor.workspace, meeting_id)]
    done = replace(meeting, state="finished", finished_at=now, finished_by=actor.name)
    minutes = written(done, items)
    done = meetings.keep(tx, replace(done, minutes=minutes, seal=seal(minutes)))
    _carry_on(tx, done, items, now)
    for item in items:
        if item.case_id:
            case = cases.case_to_change(tx, actor.workspace, item.case_id)
            journal_notes.note(tx, actor, case, (MINUTED, _of_item(done, item)), now)
    heading = words("Minutes of meeting {number}: {title}", "评审会 {number} 会议纪要：{title}")
    told = tuple(_line(item) for item in items)
    news = Tidings(heading.formatted(number=done.number, title=done.title), told, f"/meetings/{done.id}")
    outbox.add(tx, tidings.tell(done.workspace, news, meetings.told_of(done), now))
    return done


def add(tx: Connection, actor: Actor, meeting_id: str, text: str, now: datetime) -> Addendum | None:
    """A correction; None where there are no words in it.

    Raises:
        Rejected: the minutes are not finished yet.
    """
    meeting = meetings.to_change(tx, actor, meeting_id)
    if meeting.state != "finished":
        raise Rejected((Problem("meeting.not-open"),))
    said = spoken(text)
    if not said:
        return None
    before = [one.seal for one in agenda_rows.addenda(tx, actor.workspace, meeting_id)]
    body = {"text": said, "by": actor.name, "at": now.isoformat(), "before": (before or [meeting.seal])[-1]}
    made = Addendum(actor.workspace, new_id(now), meeting_id, said, actor.name, now, seal(body))
    agenda_rows.add_addendum(tx, made)
    heading = words("Added to the minutes of {number}", "会议纪要 {number} 有补充").formatted(number=meeting.number)
    news = Tidings(heading, (words(said, said),), f"/meetings/{meeting.id}")
    outbox.add(tx, tidings.tell(meeting.workspace, news, meetings.told_of(meeting), now))
    return made


def seal(said: Mapping[str, Any]) -> str:
    return hashlib.sha256(_canonical(said).encode()).hexdigest()


def is_whole(meeting: Meeting, added: Sequence[Addendum]) -> bool:
    """Whether the minutes and everything added to them are as they were sealed."""
    before = meeting.seal
    if before != seal(meeting.minutes):
        return False
    for one in added:
        body = {"text": one.text, "by": one.by_name, "at": one.at.isoformat(), "before": before}
        if one.seal != seal(body):
            return False
        before = one.seal
    return True


def written(meeting: Meeting, items: Sequence[Item]) -> dict[str, Any]:
    """Everything that the minutes say, as plain JSON."""
    return {
        "number": meeting.number,
        "title": meeting.title,
        "begins_at": meeting.begins_at.isoformat(),
        "place": meeting.place,
        "people": [{"name": one.name, "is": one.attendance, "by": _name(meeting, one.by)} for one in meeting.people],
        "quorum": write_words(meetings.quorum_words(meeting)),
        "notes": meeting.notes,
        "items": [
            {
                "title": item.title,
                "case": item.case_id,
                "notes": item.notes,
                "state": item.state,
                "outcome": dict(item.outcome),
            }
            for item in items
        ],
        "finished_at": meeting.finished_at.isoformat() if meeting.finished_at else None,
        "finished_by": meeting.finished_by,
    }


def votes_words(outcome: Mapping[str, Any]) -> list[Words]:
    """Who said what, and whether it still counted."""
    return [_vote(one) for one in outcome.get("votes", ())]


def result_words(item: Item) -> Words:
    """What came of it, in a sentence."""
    if item.state != "recorded":
        return STANDINGS[item.state]
    votes = listed(votes_words(item.outcome))
    return words("{votes}. {sentence}", "{votes}。{sentence}").formatted(
        votes=votes, sentence=read_words(item.outcome["sentence"])
    )


def paper(meeting: Meeting, added: Sequence[Addendum], zone: ZoneInfo, house: str) -> Paper:
    """As it is printed. ``zone``: by whose clock the times are said."""
    said = meeting.minutes
    begins = on_the_clock(meeting.begins_at, zone)
    facts = Facts(
        (
            (words("Begins", "开始时间"), begins),
            *(((words("Place", "地点"), meeting.place),) if meeting.place else ()),
            (words("Quorum", "法定人数"), read_words(said["quorum"])),
            (words("Recorded by", "记录人"), said["finished_by"]),
        )
    )
    blocks = [facts, _people(said), *_notes(said["notes"]), *_items(said["items"])]
    for one in added:
        blocks += [Heading(words("Addendum", "补充"), 2), Paragraph(one.text), _by(one, zone)]
    blocks.append(Notice(words("Sealed: {seal}", "校验值：{seal}").formatted(seal=meeting.seal)))
    title = words("Minutes: {title}", "会议纪要：{title}").formatted(title=said["title"])
    return Paper(title, tuple(blocks), meeting.finished_at or meeting.made_at, meeting.number, house)


def _people(said: Mapping[str, Any]) -> Block:
    rows = tuple((one["name"], _attendance(one)) for one in said["people"])
    return Table((Column(words("Invited", "参会人")), Column(words("Attendance", "出席情况"))), rows)


def _attendance(one: Mapping[str, Any]) -> Words:
    told = ATTENDANCE[one["is"]]
    if not one["by"]:
        return told
    return words("Represented by {name}", "由{name}代表").formatted(name=one["by"])


def _notes(text: str) -> Iterator[Block]:
    if text:
        yield Paragraph(text)


def _items(items: Sequence[Mapping[str, Any]]) -> Iterator[Block]:
    for number, one in enumerate(items, 1):
        yield Heading(f"{number}. {one['title']}", 2)
        yield from _notes(one["notes"])
        if one["outcome"]:
            yield Table(
                (Column(words("Name", "姓名")), Column(words("Decision", "意见"))),
                tuple((vote["name"], _choice(vote)) for vote in one["outcome"]["votes"]),
            )
            yield Notice(read_words(one["outcome"]["sentence"]), "good")
        else:
            yield Paragraph(STANDINGS[one["state"]], quiet=True)


def _choice(vote: Mapping[str, Any]) -> Words:
    move = read_words(vote["move"])
    if vote["counted"]:
        return move
    return words("{move} {late}", "{move}{late}").formatted(move=move, late=_NOT_COUNTED)


def _vote(vote: Mapping[str, Any]) -> Words:
    return _SAID.formatted(name=vote["name"], move=_choice(vote))


def _by(one: Addendum, zone: ZoneInfo) -> Block:
    said = words("{name} · {at}", "{name} · {at}").formatted(name=one.by_name, at=on_the_clock(one.at, zone))
    return Paragraph(said, quiet=True)


def _name(meeting: Meeting, party: str) -> str:
    return next((one.name for one in meeting.people if one.party == party), "")


def _line(item: Item) -> Words:
    title = item.title
    return words("{title}: {result}", "{title}：{result}").formatted(title=title, result=result_words(item))


def _closed(tx: Connection, item: Item) -> Item:
    if item.state != "open":
        return item
    after = replace(item, state="put_off")
    agenda_rows.keep(tx, after)
    return after


def _carry_on(tx: Connection, meeting: Meeting, items: Sequence[Item], now: datetime) -> None:
    """To the next meeting of the same series that is planned, where it does not stand already."""
    following = [
        one
        for one in meeting_rows.to_come(tx, meeting.workspace, 100)
        if meeting.series_id and one.series_id == meeting.series_id and one.state == "planned"
    ]
    if not following:
        return
    there = {item.case_id for item, _ in agenda_rows.of_meeting(tx, meeting.workspace, following[0].id)}
    for item in items:
        if item.state == "put_off" and (item.case_id is None or item.case_id not in there):
            fresh = Item(
                item.workspace,
                new_id(now),
                following[0].id,
                item.case_id,
                0,
                item.title,
                item.length,
                added_by=item.added_by,
            )
            agenda_rows.add(tx, fresh)


def _of_item(meeting: Meeting, item: Item) -> dict[str, Any]:
    """What the journal of the request keeps: the discussion and what came of it."""
    return {
        "meeting": meeting.number,
        "meeting_id": meeting.id,
        "title": meeting.title,
        "state": item.state,
        "outcome": write_words(result_words(item)),
        "text": item.notes,
        "internal": True,
    }
