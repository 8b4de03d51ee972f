"""Steps whose branches have nothing to do with one another: in whatever order they go, the same comes of it.

So they are walked one after the other, and each of them alone besides, which shows what happens in it if another one never
comes back.
"""

from collections.abc import Callable

from schemas import logic
from schemas.model.flow import Block, State
from schemas.proof.paths.hops import Roads
from schemas.proof.paths.standings import Standing, Token

Fields = frozenset[str]


def quiet(roads: Roads, about: Callable[[str], Fields]) -> Fields:
    """Their keys. ``about``: what the rules of a field read."""
    alone = sum(state.kind in Block for state in roads.flow.states if state.join.rest != "cancel") == 0
    return frozenset(state.key for state in roads.flow.states if alone and _is_quiet(roads, state, about))


def _is_quiet(roads: Roads, block: State, about: Callable[[str], Fields]) -> bool:
    flow = roads.flow
    inside = [flow.by_key[key] for key in roads.ways.inside.get(block.key, ())]
    own = (hop for hop in roads.out.get(block.key, ()) if not (hop.joins or roads.begins(hop)))
    if block.kind not in ("parallel", "inclusive") or block.join.rule != "all" or any(own):
        return False
    if roads.ways.around(block.key) or any(map(_meddles, inside)) or any(roads.given_at(one.key) for one in inside):
        return False
    if any(move.leaves for one in inside for move in flow.moves_from(one.key)):
        return False
    branches = [roads.ways.branch(block.key, move) for move in flow.moves_from(block.key) if move.branch]
    touched = [_touched(roads, branch, about) for branch in branches]
    return not any(
        branches[at] & branches[other] or touched[at][0] & (touched[other][0] | touched[other][1])
        for at in range(len(branches))
        for other in range(len(branches))
        if at != other
    )


def _meddles(state: State) -> bool:
    """It can end more than its branch, or reads who stands where."""
    return state.ends == "all" or "return" in state.permits


def _touched(roads: Roads, branch: Fields, about: Callable[[str], Fields]) -> tuple[Fields, Fields]:
    """What is written in a branch, and what is read for that or for going on there."""
    written, rules = roads.changed_in(branch), list[object]()
    read = set(written)
    for state in map(roads.flow.by_key.__getitem__, branch):
        rules += [move.when for move in roads.flow.moves_from(state.key)]
        rules += [state.join.when, state.each.times, {"var": state.each.over}]
        read |= {who.key for who in state.who}
    read |= frozenset().union(*map(logic.names, rules))
    read &= roads.process.form.fields.keys()
    return written, frozenset(read).union(*map(about, read))


def turns_of(standing: Standing, acting: list[Token], quiet_: Fields) -> list[Token]:
    """Who has to be thought of as the next.

    Of such a step it is whoever has begun; where nobody has, any of them, and the first once one has come back.
    """
    left = acting
    for block in standing.tokens:
        if block.state in quiet_:
            branches = [one for one in standing.tokens if one.parent == block.id]
            begun = [one for one in branches if one.acted]
            others = [one for one in branches if one not in begun] if begun else branches[1:] if block.acted else []
            shut = _within(standing, {one.id for one in others})
            left = [one for one in left if one.id not in shut]
    return left


def _within(standing: Standing, found: set[int]) -> set[int]:
    for one in standing.tokens:  # who is in a branch has come after it
        if one.parent in found:
            found = found | {one.id}
    return found
