"""What a designer's panel posts, read as parts of a document. Names are dotted: ``title.en``, ``who.0``.

Every row of a repeated part may be left blank, and then is none: so a page adds rows without a script.
"""

import re
from collections.abc import Iterator

from werkzeug.datastructures import MultiDict

from schemas.format.state_reading import RIGHTS
from schemas.model.assignment import Who
from schemas.model.flow import Right
from schemas.words import LANGUAGES, Words

Posted = MultiDict[str, str]
MOST_ROWS = 200
TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""A language in the name of a control: what else stands behind a dot there is a longer word."""


def read_title(posted: Posted, name: str) -> Words:
    """``name.LANG`` in every language in which something is said."""
    others = [one.removeprefix(f"{name}.") for one in posted if one.startswith(f"{name}.")]
    spoken = dict.fromkeys((*LANGUAGES, *(lang for lang in others if TAG.fullmatch(lang))))
    texts = {lang: posted.get(f"{name}.{lang}", "").strip() for lang in spoken}
    return Words({lang: text for lang, text in texts.items() if text})


def rows_of(posted: Posted, name: str, *parts: str) -> Iterator[dict[str, str]]:
    """The rows ``name.0.part``, ``name.1.part``… whose first part is not blank."""
    for at in range(MOST_ROWS):
        if f"{name}.{at}.{parts[0]}" not in posted:
            return
        row = {part: posted.get(f"{name}.{at}.{part}", "").strip() for part in parts}
        if row[parts[0]]:
            yield row


def read_who(posted: Posted, name: str) -> tuple[Who, ...]:
    """Lines as ``group:ccb`` or ``requester:``."""
    return tuple(who for row in rows_of(posted, name, "who") if (who := one_who(row["who"])))


def one_who(line: str) -> Who | None:
    kind, _, key = line.partition(":")
    match kind:
        case "group" | "person" | "field" if key:
            return Who(kind, key)
        case "requester" | "manager" | "contact":
            return Who(kind)
        case _:
            return None


def line_of(who: Who) -> str:
    return f"{who.kind}:{who.key}"


def read_rights(posted: Posted, names: Iterator[str] | list[str]) -> dict[str, Right]:
    """``right.KEY`` of those given; a blank one says nothing of its own."""
    said = {name: posted.get(f"right.{name}", "") for name in names}
    return {name: right for name, given in said.items() for right in RIGHTS if right == given}
