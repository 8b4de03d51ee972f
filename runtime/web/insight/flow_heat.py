"""The flow as it was travelled: ways as wide as their traffic, steps by how long requests stay there."""

from dataclasses import dataclass
from typing import Final

from runtime.formats import charts
from runtime.processes.deployment import Compiled
from runtime.store.connection.database import Connection
from runtime.store.insight import distributions
from runtime.store.insight.distributions import Selection
from schemas.layout.flow_layout import BEGIN, lay_out_flow, way_key
from schemas.layout.shapes import Box, Line
from schemas.model.flow import Move, State

WIDE: Final = 150.0
HIGH: Final = 62.0
ROUND_ONE: Final = (96.0, 44.0)
THINNEST: Final = 1.0
THICKEST: Final = 9.0
LEVELS: Final = 4


@dataclass(frozen=True)
class Heated:
    """A step: ``heat`` from 0 (quick) to 4 (slowest), ``visits`` that ended, and the median of working time."""

    box: Box
    title: tuple[str, ...]
    said: str
    heat: int
    visits: int
    key: str


@dataclass(frozen=True)
class Road:
    """A way: ``path`` and ``head`` are drawn ``wide``; nobody took it where ``number`` is 0."""

    path: str
    head: str
    wide: float
    number: int
    label_at: tuple[float, float]
    title: str


@dataclass(frozen=True)
class Heatmap:
    width: float
    height: float
    steps: tuple[Heated, ...]
    roads: tuple[Road, ...]
    begin: Box


def heated(tx: Connection, chosen: Selection, compiled: Compiled, lang: str, day: int) -> Heatmap:
    """Two reads."""
    took = distributions.step_times(tx, chosen, "took")
    ways = distributions.ways(tx, chosen)
    flow = compiled.process.flow
    plan = lay_out_flow(flow, _size, lambda _: 34.0)
    median = {key: charts.percentile(times, 0.5) or 0 for key, times in took.items()}
    slowest = max(median.values(), default=0) or 1
    moves = {way_key(move): move for move in flow.moves}
    number = {
        key: sum(n for (state, how, _), n in ways.items() if (state, how) == (one.source, one.key))
        for key, one in moves.items()
    }
    busiest = max(number.values(), default=0) or 1
    steps = tuple(
        Heated(
            plan.boxes[one.key],
            _lines(one.title.in_(lang) or one.key),
            charts.length(median.get(one.key, 0), day).in_(lang) if median.get(one.key) else "",
            round(LEVELS * median.get(one.key, 0) / slowest),
            charts.count(took.get(one.key, {})),
            one.key,
        )
        for one in flow.states
    )
    roads = tuple(_road(line, moves.get(line.key), number.get(line.key, 0), busiest, lang) for line in plan.lines)
    return Heatmap(plan.width, plan.height, steps, roads, plan.boxes[BEGIN])


def _size(state: State) -> tuple[float, float]:
    return ROUND_ONE if state.kind in ("end", "choice") else (WIDE, HIGH)


def _lines(title: str) -> tuple[str, ...]:
    """In two lines at the most."""
    most = 9 if any(ord(one) > 0x2E80 for one in title) else 20  # noqa: PLR2004 -- where Chinese signs begin
    if len(title) <= most:
        return (title,)
    cut = title.rfind(" ", 0, most + 1)
    cut = cut if cut > 0 else most
    rest = title[cut:].strip()
    return (title[:cut], rest if len(rest) <= most else rest[: most - 1] + "…")


def _road(line: Line, move: Move | None, number: int, busiest: int, lang: str) -> Road:
    wide = THINNEST + (THICKEST - THINNEST) * number / busiest if number else THINNEST
    return Road(
        " ".join(f"{'L' if at else 'M'}{x:g} {y:g}" for at, (x, y) in enumerate(line.points)),
        "M{:g} {:g}l-9 -5v10z".format(*line.points[-1]),
        round(wide, 1),
        number,
        line.label,
        (move.title.in_(lang) or move.key) if move else "",
    )
