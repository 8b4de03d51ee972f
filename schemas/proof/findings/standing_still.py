"""Whether a request always gets to an end: by ways that can be taken, and with all its branches."""

from collections.abc import Iterable, Iterator, Mapping

from schemas.model.flow import Join, Move, State
from schemas.problem import Problem, pointer
from schemas.proof.findings.losing import is_lost_at
from schemas.proof.ground import Ground
from schemas.proof.paths.hops import BACK, BEHIND, Hop
from schemas.proof.paths.journeys import Journeys
from schemas.proof.symbolic.unions import Guard, Number, at_least, both, either, said
from schemas.repair import repairs
from schemas.words import Words, words

NO_WAY_BACK = words("“{move}” never comes back, and all have to", "“{move}”永远不会返回，而所有分支都必须完成")
TOO_FEW = words(
    "{count} of them have to come back, and only {branches} ever can",
    "要求 {count} 个分支返回，但只有 {branches} 个能够返回",
)
NEVER_TOGETHER = words(
    "{count} of them have to be done, and so many never begin together",
    "要求 {count} 个分支完成，但从不会同时开始这么多分支",
)

ENDS = words("that an end can always be reached from here", "从这里总能到达结束步骤")


def standing_still(ground: Ground) -> Iterator[Problem]:
    ways = _open_ways(ground)
    yield from _dead_ends(ground, ways)
    for index, state in enumerate(ground.process.flow.states):
        if state.kind in ("parallel", "inclusive") and ground.comes_to(state.key):
            yield from _joins(ground, index, state, ways)


def _open_ways(ground: Ground) -> Mapping[str, set[str]]:
    """From every place, those that a request can really get to next."""
    out = ground.roads.out
    return {place: {hop.target for hop in out.get(place, ()) if _is_open(ground, hop)} for place in ground.roads.order}


def _is_open(ground: Ground, hop: Hop) -> bool:
    return hop.move is None or ground.process.flow.moves[hop.move].when is None or ground.takes(hop) is not False


def _dead_ends(ground: Ground, ways: Mapping[str, set[str]]) -> Iterator[Problem]:
    """Steps whose ways to an end are all drawn, and none of them is ever taken. Those without drawn ones need no proof."""
    flow = ground.process.flow
    drawn = {place: {hop.target for hop in ground.roads.out.get(place, ())} for place in ground.roads.order}
    ends = {place for place in drawn if place.endswith(BACK) or _ends(flow.by_key.get(place))}
    could, can = _leading_to(ends, drawn), _leading_to(ends, ways)
    for index, state in enumerate(flow.states):
        if state.key in could - can and ground.comes_to(state.key):
            named = {"state": state.title or state.key, "such": Words()}
            yield from _if_lost(ground, state, Problem("state.dead-end", pointer("flow", "states", index), named))


def _if_lost(ground: Ground, state: State, problem: Problem) -> Iterator[Problem]:
    """The problem where a request is lost with that step, or that nobody knows."""
    lost = is_lost_at(ground, state.key)
    if lost:
        yield problem
    elif lost is None:
        named = {"state": state.title or state.key, "what": ENDS}
        yield Problem("proof.unknown", problem.path, named, "warning")


def _ends(state: State | None) -> bool:
    return state is not None and state.kind == "end"


def _leading_to(ends: Iterable[str], ways: Mapping[str, set[str]]) -> set[str]:
    before: dict[str, set[str]] = {}
    for place, targets in ways.items():
        for target in targets:
            before.setdefault(target, set()).add(place)
    found, waiting = set(), list(ends)
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += before.get(place, ())
    return found


def _joins(ground: Ground, index: int, block: State, ways: Mapping[str, set[str]]) -> Iterator[Problem]:
    """Branches that do not come back, of those that have to."""
    begun = [move for move in ground.process.flow.moves_from(block.key) if move.branch]
    back = [move for move in begun if _comes_back(ground, block, move, ways)]
    lost = [move for move in begun if move not in back]
    why = Words()
    if block.join.rule == "all" and lost and not block.who:
        why = NO_WAY_BACK.formatted(move=lost[0].title or lost[0].key)
    elif block.join.rule == "at_least" and lost and len(back) < block.join.count <= len(begun) and not block.who:
        why = TOO_FEW.formatted(count=block.join.count, branches=len(back))
    elif block.kind == "inclusive" and block.join.rule == "at_least" and 1 < block.join.count <= len(begun):
        why = _never_so_many(ground, block)
    elif block.join.rule == "when" and block.join.when is not None and lost and not block.who:
        why = (
            NO_WAY_BACK.formatted(move=lost[0].title or lost[0].key)
            if not _met_without(ground, block, len(lost))
            else why
        )
    if why:
        path = pointer("flow", "states", index, *(("join",) if block.join != Join() else ()))
        repair = repairs.without("flow", "states", index, "join") if block.join != Join() and not lost else ()
        problem = Problem("join.never", path, {"state": block.title or block.key, "why": why}, repair=repair)
        yield from _if_lost(ground, block, problem) if lost else (problem,)


def _comes_back(ground: Ground, block: State, move: Move, ways: Mapping[str, set[str]]) -> bool:
    """Wherever the branch gets to, it can still come to the step, to an end, or out of the step."""
    inside = ground.roads.ways.branch(block.key, move)
    if move.target not in inside:
        return True
    outside = {
        target for place in inside for target in ways.get(place, ()) if target.removesuffix(BEHIND) not in inside
    }
    over = outside | {key for key in inside if _ends(ground.process.flow.by_key[key])}
    fine = _leading_to(over, ways)
    reached, waiting = set(), [move.target]
    while waiting:
        place = waiting.pop()
        if place not in reached and place.removesuffix(BEHIND) in inside:
            reached.add(place)
            waiting += ways.get(place, ())
    return reached <= fine


def _never_so_many(ground: Ground, block: State) -> Words:
    """Whether so many branches never begin together: then it goes on by none being open, and not by its rule."""
    hops = [hop for hop in ground.roads.out.get(block.key, ()) if hop.move is not None and not hop.joins]

    def together(journeys: Journeys) -> Guard:
        return either(
            both(stop.here, at_least([journeys.open_to(hop, stop) for hop in hops], block.join.count))
            for _, stop in journeys.standing(block.key)
        )

    return NEVER_TOGETHER.formatted(count=block.join.count) if ground.can(together).can is False else Words()


def _met_without(ground: Ground, block: State, lost: int) -> bool:
    """Whether its condition can hold while those that never come back are still open."""
    place = block.key + BEHIND

    def met(journeys: Journeys) -> Guard:
        found = []
        for _, stop in journeys.standing(place):
            read = journeys.setting.lookup(stop.sheet, stop.moment)
            open_ = next(value.term for _, value in read("@open") if isinstance(value, Number))
            found.append(both(stop.here, said(open_ >= lost), journeys.setting.reckoning.holds(block.join.when, read)))
        return either(found)

    return ground.can(met).can is not False
