"""From JSON: who is told of what."""

import re
from typing import Final, cast, get_args

from schemas.format.people_reading import read_people
from schemas.format.reading import KEY, Part
from schemas.model.notices import Notice, Occasion

OCCASIONS: Final = get_args(Occasion)
OF_MOVE: Final[Occasion] = "move"
"""Where nothing else is said, what a notice of a move is about; of a state it is that somebody enters it."""
CHANNEL: Final = "channel:"
WAYS: Final = f"^(app|mail|{CHANNEL}{KEY.removeprefix('^').removesuffix('$')})$"

_WAYS = re.compile(WAYS)


def read_notices(part: Part, usual: Occasion = Notice.on) -> tuple[Notice, ...]:
    return tuple(_notice(one, usual) for one in part.items("notices"))


def _notice(part: Part, usual: Occasion) -> Notice:
    part.holds(optional=("on", "to", "by", "title", "text"))
    return Notice(
        on=cast("Occasion", part.one_of("on", OCCASIONS, usual)),
        to=read_people(part, "to"),
        by=_ways(part) if part.has("by") else Notice.by,
        title=part.words("title"),
        text=part.words("text"),
    )


def _ways(part: Part) -> tuple[str, ...]:
    said = part.texts("by")
    for index, way in enumerate(said):
        if not _WAYS.match(way):
            part.complain("document.choice", "by", index, value=way, allowed=f"app, mail, {CHANNEL}…")
    return said
