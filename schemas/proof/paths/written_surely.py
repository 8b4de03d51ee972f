"""What has been answered in any case once branches have come together, as far as it must be."""

from schemas.model.flow import Move, State
from schemas.proof.paths.hops import Roads


def surely_written(roads: Roads, block: State) -> frozenset[str]:
    """Once all branches of the step have come back."""
    if block.kind != "parallel" or block.join.rule != "all":
        return frozenset()
    found: set[str] = set()
    for move in roads.flow.moves_from(block.key):
        if move.branch:
            found |= _surely(roads, block.key, move)
    return frozenset(found)


def _surely(roads: Roads, block: str, begin: Move) -> frozenset[str]:
    branch = roads.ways.branch(block, begin)
    asking = {key: roads.written_at(key) for key in branch if roads.is_strict(key)}
    return frozenset(
        field
        for field in frozenset().union(*asking.values())
        if not _gets_past(roads, begin.target, {key for key, fields in asking.items() if field in fields}, branch)
    )


def _gets_past(roads: Roads, start: str, guards: set[str], branch: frozenset[str]) -> bool:
    """Whether the branch can come back without any of these steps."""
    seen, waiting = set(guards), [start]
    while waiting:
        key = waiting.pop()
        if key not in branch or roads.flow.by_key[key].kind == "end":
            return True
        if key not in seen:
            seen.add(key)
            waiting += [hop.target for hop in roads.out.get(key, ())]
    return False
