"""The layout of a flow: from left to right, branches side by side, returns on lanes of their own.

It is worked out anew from the flow each time and is the same each time. Nothing but sizes comes from whoever draws.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from schemas.layout.flow_columns import arranged
from schemas.layout.heights import placed
from schemas.layout.shapes import PORT, Knot, Link, Plan
from schemas.layout.tracks import routed
from schemas.model.flow import Flow, Move, State

BEGIN: Final = ""
"""The key of the box from which a flow begins, and of the way out of it."""
ROUND: Final = 28.0
"""How wide and high that box is."""

Size = tuple[float, float]


def lay_out(knots: Sequence[Knot], links: Sequence[Link], port: float = PORT) -> Plan:
    """Where these knots and the ways between them stand.

    A knot becomes as high as the ways out of it need, each of which takes ``port``. Links from or to what is not there are left out.
    """
    there = {knot.key for knot in knots}
    drawn = [link for link in links if link.source in there and link.target in there]
    leaving: dict[str, int] = {}
    for link in drawn:
        leaving[link.source] = leaving.get(link.source, 0) + 1
    tall = [replace(one, height=max(one.height, port * leaving.get(one.key, 0))) for one in knots]
    grid = arranged(tall, drawn)
    return routed(grid, tall, drawn, placed(grid, {knot.key: knot.height for knot in tall}), port)


def lay_out_flow(flow: Flow, box: Callable[[State], Size], label: Callable[[Move], float]) -> Plan:
    """The picture of a flow: a box for each state, by key, and `BEGIN`; a line for each move, by `way_key`.

    ``box`` says how wide and high the box of a state has to be, ``label`` how wide the words of a move are (0: none).
    """
    knots = [Knot(BEGIN, ROUND, ROUND), *(Knot(state.key, *box(state)) for state in flow.states)]
    links = [Link(BEGIN, BEGIN, flow.initial)]
    links += [Link(way_key(move), move.source, move.target, label(move)) for move in flow.moves]
    return lay_out(knots, links)


def way_key(move: Move) -> str:
    """What a move is called in a plan."""
    return f"{move.source}/{move.key}"
