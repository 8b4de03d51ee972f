"""What somebody chooses who makes a process their own: asked on a page, and read back."""

from collections.abc import Mapping
from dataclasses import dataclass

from builder.editing.adapting import LATER, Choices, languages_in
from builder.gallery.taking_over import Place, Somebody, places
from builder.web.frame.lines import Posted, read_title, rows_of
from schemas.model.process import Process
from schemas.words import Words

MINDS = ("group", "person")
"""Kinds that can take each other's place; a department is only ever another department."""


@dataclass(frozen=True)
class Asked:
    """What the page asks: of whom, in which languages, and what was said the last time."""

    process: Process
    places: tuple[Place, ...]
    there: Somebody
    said: Choices

    @property
    def languages(self) -> tuple[str, ...]:
        return languages_in(self.process)

    @property
    def missing(self) -> int:
        """So many are named who are not here."""
        return sum(not one.is_here for one in self.places)

    def of_kind(self, kind: str) -> Mapping[str, Words]:
        return {who: title for who, title in self.there.items() if who.startswith(f"{kind}:")}

    def chosen(self, place: Place) -> str:
        """Nobody is taken for somebody else by themselves: who is not here is decided later, and a group is made."""
        usual = "" if place.is_here or place.kind != "person" else LATER
        return self.said.people.get(place.who, usual)


def asked(process: Process, there: Somebody, said: Choices | None = None) -> Asked:
    return Asked(process, places(process, there), there, said or Choices())


def read(posted: Posted, process: Process) -> Choices:
    """A title that is left as it was follows the template's own."""
    title = read_title(posted, "title")
    kept = tuple(tag for tag in languages_in(process) if tag in posted.getlist("language"))
    return Choices(
        languages=() if len(kept) == len(languages_in(process)) else kept,
        people={row["of"]: row["to"] for row in rows_of(posted, "who", "of", "to") if row["to"]},
        title=Words() if title == process.title else title,
        key=posted.get("key", "").strip(),
    )
