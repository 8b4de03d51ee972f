"""A numbered paper that an action issues, and how its texts name what they are filled with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from schemas.words import Words

PLACE: Final = re.compile(r"\{([^{}]*)\}")
OF_FIELD: Final = "field:"
PLACES: Final = ("number", "version", "replaces", "request", "requester", "date")
"""What may stand in braces in the text of a paper, besides ``{field:KEY}``."""


@dataclass(frozen=True)
class Issue:
    """What is issued under ``key``: a paper with this ``text`` and, below it, these ``fields``, for the client to read.

    ``number`` is a pattern like that of requests. Papers of one key about the same thing are versions of one another: the
    same answer to the field ``about``, or where it is empty the same client. ``text`` is paragraphs, a line of its own
    for each; a line that begins with "#" is a heading.
    """

    key: str
    title: Words = field(default_factory=Words)
    number: str = "{seq:4}"
    about: str = ""
    text: Words = field(default_factory=Words)
    fields: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[str, ...]:
        """Every field that somebody reads in it, each once."""
        named = (name.removeprefix(OF_FIELD) for name in self.places if name.startswith(OF_FIELD))
        return tuple(dict.fromkeys((*named, *self.fields)))

    @property
    def places(self) -> Iterator[str]:
        """Every name in braces."""
        return (name for text in (*self.title.values(), *self.text.values()) for name in PLACE.findall(text))
