"""From JSON: who is asked, told, or has more than one vote."""

from typing import Final

from schemas.format.reading import Part
from schemas.model.assignment import Who
from schemas.model.voting import Weight

NAMED: Final = ("person", "group", "field")
UNNAMED: Final = ("requester", "manager", "contact")


def read_people(part: Part, key: str) -> tuple[Who, ...]:
    return tuple(who for who in (_who(one) for one in part.items(key)) if who)


def read_weights(part: Part, key: str) -> tuple[Weight, ...]:
    return tuple(one for one in (_weight(one) for one in part.items(key)) if one)


def _weight(part: Part) -> Weight | None:
    """A line of people that says beside them how many votes each has."""
    votes = part.count("votes", 1)
    said = {key: one for key, one in part.raw.items() if key != "votes"} if isinstance(part.raw, dict) else part.raw
    who = _who(part.but(said))
    return Weight(who, votes) if who else None


def _who(part: Part) -> Who | None:
    """One person or pool. A line has one key, since two would leave open whether both are meant."""
    part.holds(optional=(*NAMED, *UNNAMED))
    match part.raw:
        case {"requester": True} | {"manager": True} | {"contact": True} if len(part.raw) == 1:
            return Who(next(iter(part.raw)))
        case {"person": str(key)} | {"group": str(key)} | {"field": str(key)} if len(part.raw) == 1 and key:
            return Who(next(iter(part.raw)), key)
    if isinstance(part.raw, dict):
        part.complain("document.who", allowed=", ".join((*NAMED, *UNNAMED)))
    return None
