"""Whether a request with branches can stand somewhere from where it never gets to an end, whatever its other branches do."""

from collections.abc import Mapping, Sequence

from schemas.proof.ground import Ground
from schemas.proof.paths.hops import Hop
from schemas.proof.paths.tangles import ASIDE, BEYOND, Tangle


def is_lost_at(ground: Ground, key: str) -> bool | None:
    """Whether it is lost in some standing with the step in it; None where nobody knows.

    Where branches are read one by one that is not asked.
    """
    walked = ground.walked
    if not isinstance(walked, Tangle):
        return True
    into: dict[str, list[Hop]] = {}
    for hop in walked.hops:
        if ground.turns(hop) is not False:
            into.setdefault(hop.target, []).append(hop)
    saved = _saved(walked, into)
    lost = [place for place in into if place not in saved and walked.rests(place, key)]
    if any(ground.turns(hop) for place in lost for hop in into[place]):
        return True
    return None if lost else False


def _saved(walked: Tangle, into: Mapping[str, Sequence[Hop]]) -> set[str]:
    """From where an end is in reach, as far as anybody knows."""
    found, waiting = set[str](), [place for place in into if place in (ASIDE, BEYOND) or walked.is_over(place)]
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += [hop.source for hop in into.get(place, ())]
    return found
