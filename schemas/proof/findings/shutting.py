"""Is there an answer with which nobody at a step can go on, whatever they write there?

What they may write is tried one after the other: whatever opens a way for one request that comes is asked of all the
others, until some request is left for which nothing opens any, or none is.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import z3

from schemas.proof.paths.hops import Hop
from schemas.proof.paths.journeys import Journeys, Stop
from schemas.proof.solving import Found, Solver
from schemas.proof.symbolic.unions import Guard, against, both, either, said

TRIES: Final = 40


def shut(solver: Solver, key: str, hops: Sequence[Hop]) -> Found:
    found = [_at(solver, stop, hops) for _, stop in solver.journeys.standing(key)]
    unknown = (one for one in found if one.can is None)
    return next((one for one in found if one.can), next(unknown, Found(can=False)))


def _at(solver: Solver, stop: Stop, hops: Sequence[Hop]) -> Found:
    open_ = either(solver.journeys.condition(hop, stop) for hop in hops)
    if isinstance(open_, bool):
        return Found(can=False) if open_ else solver.ask(stop.here)
    theirs = {name: one for name, one in symbols(open_).items() if _is_written(solver.journeys, stop, name)}
    others = {name: one for name, one in symbols(open_).items() if name not in theirs}
    tried: list[Guard] = [against(open_)]
    for _ in range(TRIES):
        comes = solver.ask(both(stop.here, *tried))
        if not comes.can or comes.model is None:
            return comes
        as_it_is = [one == comes.model.eval(one, model_completion=True) for one in others.values()]
        opens = solver.ask(both(open_, *as_it_is))
        if opens.can is False:
            return comes
        if opens.model is None:
            return opens
        written = [(one, opens.model.eval(one, model_completion=True)) for one in theirs.values()]
        tried.append(against(z3.substitute(said(open_), *written)))
    return Found(None)


def _is_written(journeys: Journeys, stop: Stop, name: str) -> bool:
    written = journeys.roads.written_at(stop.key)
    return name == f"written at {stop.moment}" or any(name.startswith(f"{key}#{stop.moment}") for key in written)


def symbols(term: z3.ExprRef) -> dict[str, z3.ExprRef]:
    """What the solver may choose, by name."""
    return {
        one.decl().name(): one
        for one in _parts(term)
        if z3.is_const(one) and one.decl().kind() == z3.Z3_OP_UNINTERPRETED
    }


def _parts(term: z3.ExprRef) -> Iterator[z3.ExprRef]:
    seen: set[int] = set()
    waiting = [term]
    while waiting:
        one = waiting.pop()
        if one.get_id() not in seen:
            seen.add(one.get_id())
            yield one
            waiting += one.children()
