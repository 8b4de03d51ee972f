"""What the people of a rehearsal are called: invented ones by the part they play, real ones by their names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from runtime.engine.facts import Directory
from runtime.engine.position import Party
from runtime.people.roster import PERSON
from runtime.rehearsal.cast import CONTACT, MANAGER, REQUESTER
from schemas.model.process import Process
from schemas.words import Words, words

_MEMBER: Final = re.compile(r"group:(?P<group>.+?)(?:#(?P<number>\d+))?")
_PARTS: Final[Mapping[str, Words]] = {
    REQUESTER: words("The requester", "申请人"),
    CONTACT: words("The client", "客户"),
    MANAGER: words("The requester's manager", "申请人的上级"),
    "": words("Whoever is asked", "办理人"),
}
_ABOVE: Final = f"{MANAGER} of "


def called(process: Process, party: Party, names: Mapping[Party, str] | None = None) -> Words:
    """``names`` are of real people, by party."""
    if names and party in names:
        return words(names[party], names[party])
    if party in _PARTS:
        return _PARTS[party]
    if party.startswith(_ABOVE):
        of = called(process, party.removeprefix(_ABOVE), names)
        return words("The manager of {who}", "{who}的上级").formatted(who=of)
    if found := _MEMBER.fullmatch(party):
        title = process.groups.get(found["group"]) or found["group"]
        if not found["number"]:
            return words("Somebody of {group}", "{group}成员").formatted(group=title)
        return words("{group}, person {n}", "{group} {n} 号").formatted(group=title, n=found["number"])
    plain = party.removeprefix(PERSON)
    return words(plain, plain)


@dataclass(frozen=True)
class Players:
    """The directory of a rehearsal, in which everybody is called by name in one language."""

    of: Directory
    process: Process
    names: Mapping[Party, str]
    lang: str

    def group(self, key: str) -> tuple[Party, ...]:
        return self.of.group(key)

    def person(self, key: str) -> Party | None:
        return self.of.person(key)

    def manager_of(self, party: Party) -> Party | None:
        return self.of.manager_of(party)

    def deputy_of(self, party: Party, now: datetime) -> Party | None:
        return self.of.deputy_of(party, now)

    def name(self, party: Party) -> str:
        return called(self.process, party, self.names).in_(self.lang)
