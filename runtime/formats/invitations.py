"""A meeting as a calendar file (RFC 5545), which every calendar can take in; taken in again it replaces itself."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from runtime.store.meetings.meeting_rows import Meeting

_ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})
_WIDTH: Final = 73
"""Bytes of a line; what is longer goes on in the next."""


def calendar_file(meeting: Meeting, address: str, host: str) -> str:
    """``address`` is where the meeting stands in the house, ``host`` makes its name unique in the world."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Formloom//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{meeting.id}@{host}",
        f"SEQUENCE:{meeting.version}",
        f"DTSTAMP:{_moment(meeting.made_at)}",
        f"DTSTART:{_moment(meeting.begins_at)}",
        f"DTEND:{_moment(meeting.begins_at + timedelta(minutes=meeting.length))}",
        f"SUMMARY:{_text(f'{meeting.number} {meeting.title}')}",
        *([f"LOCATION:{_text(meeting.place)}"] if meeting.place else []),
        f"DESCRIPTION:{_text(chr(10).join(part for part in (meeting.link, address) if part))}",
        f"URL:{address}",
        f"STATUS:{'CANCELLED' if meeting.state == 'cancelled' else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(said: str) -> str:
    return said.translate(_ESCAPES)


def _folded(line: str) -> Iterator[str]:
    """No letter is cut in two, and what goes on begins with a blank."""
    part, width = "", 0
    for letter in line:
        size = len(letter.encode())
        if width + size > _WIDTH:
            yield part
            part, width = " ", 1
        part, width = part + letter, width + size
    yield part
