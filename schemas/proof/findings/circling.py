"""Steps that lead back to themselves with nobody and no time in between: a request that goes round there never stops."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from schemas.checks.lint_ways import by_themselves
from schemas.model.flow import Flow, Move
from schemas.model.flow_graph import Steps, Ways
from schemas.problem import Problem, pointer
from schemas.proof.examples import Example, example, such_as
from schemas.proof.ground import Ground
from schemas.proof.paths.journeys import Journeys, Stop
from schemas.proof.solving import Found
from schemas.proof.symbolic.unions import Guard, against, both, either
from schemas.words import Words, words

Round = tuple[Move, ...]
ROUNDS: Final = 60
"""Of so many ways round together it is proved; of more it is not known."""
STOPS = words("that a request does not go round here for ever", "申请不会在此处无限循环")


def circling(ground: Ground) -> Iterator[Problem]:
    flow = by_themselves(ground.roads.ways)
    alone, told = Ways(flow), set[str]()
    for index, state in enumerate(ground.process.flow.states):
        if state.key not in alone.after or state.key in told or state.key not in alone.beyond(state.key):
            continue
        circle = alone.beyond(state.key) & alone.behind(state.key)
        told |= circle
        names = ", ".join(key for key in flow.by_key if key in circle)
        named = {"state": state.title or state.key, "states": names, "such": Words()}
        yield from _round(ground, flow, circle, named, pointer("flow", "states", index))


def _round(ground: Ground, flow: Flow, circle: Steps, named: dict[str, Words | str], path: str) -> Iterator[Problem]:
    """Where something is set on the way round, or visits are counted, it may stop after all: that is only a warning."""
    rounds = list(islice(_rounds(flow, circle), ROUNDS + 1))
    found = [_goes_on(ground, one) for one in rounds[:ROUNDS]]
    if any(flow.by_key[key].deeds for key in circle) or any("@" in str(move.when) for one in rounds for move in one):
        if len(rounds) > ROUNDS or any(one.can is not False for one in found):
            yield Problem("flow.endless-loop", path, named, "warning")
        return
    for moves, one in zip(rounds, found, strict=False):
        if one.can and ground.is_sure(moves[0].source):
            shown = example(ground, one, moves[0].source)
            read = {name for move in moves for name in ground.roads.read_by(move)}
            said = {**named, "such": such_as(ground.process, shown.read, read) if shown else Words()}
            yield Problem("flow.endless-loop", path, said, example=_answers(shown))
            return
    if len(rounds) > ROUNDS or any(one.can is not False for one in found):
        yield Problem("proof.unknown", path, {**named, "what": STOPS}, "warning")


def _answers(shown: Example | None) -> object:
    return dict(shown.answers) if shown and shown.answers else None


def _goes_on(ground: Ground, moves: Round) -> Found:
    """Whether some request goes this way round with the same answers, and so again and again."""

    def turns(journeys: Journeys) -> Guard:
        standing = journeys.standing(moves[0].source)
        return either(
            both(stop.here, *(_taken(ground, journeys, stop, move) for move in moves)) for _, stop in standing
        )

    return ground.can(turns)


def _taken(ground: Ground, journeys: Journeys, stop: Stop, move: Move) -> Guard:
    """It is the first whose condition holds. What counts branches, or rows, may be anything."""
    if move.branch or "@" in str(move.when):
        return True
    ways = ground.roads.ways.on(ground.process.flow.by_key[move.source])
    earlier = ways[: ways.index(move)] if move in ways else ()
    read = journeys.setting.lookup(stop.after, stop.moment)
    holds = journeys.setting.reckoning.holds
    shut = (against(holds(one.when, read)) for one in earlier if "@" not in str(one.when))
    return both(holds(move.when, read), *shut)


def _rounds(flow: Flow, circle: Steps) -> Iterator[Round]:
    """Every way round that comes to no step twice, each once: from its first step in the order drawn."""
    order = {key: at for at, key in enumerate(flow.by_key)}
    for start in sorted(circle, key=order.__getitem__):
        yield from _back_to(flow, start, start, (), {key for key in circle if order[key] >= order[start]})


def _back_to(flow: Flow, start: str, here: str, been: Round, left: set[str]) -> Iterator[Round]:
    for move in flow.moves_from(here):
        if move.target == start:
            yield (*been, move)
        elif move.target in left:
            yield from _back_to(flow, start, move.target, (*been, move), left - {move.target})
