"""How the ways run: out of a box to the right, up or down between two columns, and along their lanes.

Whatever leads to one knot from one side is a net and may share its way; two nets never lie on each other. Words stand
beside the box that their way leaves, above it, where nothing else passes.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from schemas.layout.flow_columns import Cell, Grid, Lane, Net
from schemas.layout.shapes import MARGIN, TRACK, Box, Knot, Line, Link, Plan, Point

NEAR: Final = 5.0
"""Two ways nearer to each other than this look like one."""
AWAY: Final = (0.0, 6.0, -6.0, 10.0, -10.0, 3.0, -3.0)
"""By how much the end of a way gives way to another."""
BESIDE: Final = 6.0
"""Between a box and the words of a way out of it."""
ARROW: Final = 18.0
"""Room before a box for the heads of arrows."""


@dataclass
class _Gutter:
    """What is between a column and the next: by net, the heights at which it comes in from either side."""

    left: dict[Net, set[float]] = field(default_factory=lambda: defaultdict(set))
    right: dict[Net, set[float]] = field(default_factory=lambda: defaultdict(set))
    label: float = 0.0
    track: dict[Net, int] = field(default_factory=dict)


@dataclass
class _Streets:
    """Ports and lanes by height, and the gutters; number 0 is left of the first column."""

    grid: Grid
    out: dict[int, float]
    into: dict[Net, float]
    lane: dict[Lane, float]
    gutters: list[_Gutter]
    leaving: Mapping[int, list[int]]
    """By gutter, the links whose source stands left of it."""
    coming: Mapping[int, list[Net]]
    """By gutter, the nets whose target stands right of it."""
    passing: Mapping[int, list[Net]]
    """By column, the nets that have a lane in it."""


def routed(grid: Grid, knots: Sequence[Knot], links: Sequence[Link], middle: Mapping[Cell, float], port: float) -> Plan:
    """The plan with every box and line, given the middle of every cell, and the room of a way out of a box."""
    tall = {knot.key: knot.height for knot in knots}
    streets = _streets(grid, links, tall, middle)
    streets.out = _outs(grid, links, middle, port)
    for number in range(len(streets.gutters)):
        _survey(streets, links, number)
        _give_way(streets, number, tall)
        _survey(streets, links, number)
        _lay(streets.gutters[number])
    return _drawn(streets, knots, links, middle)


def _streets(grid: Grid, links: Sequence[Link], tall: Mapping[str, float], middle: Mapping[Cell, float]) -> _Streets:
    leaving: dict[int, list[int]] = defaultdict(list)
    for at, link in enumerate(links):
        leaving[grid.column[link.source] + 1].append(at)
    coming: dict[int, list[Net]] = defaultdict(list)
    for net in dict.fromkeys(grid.nets):
        coming[grid.column[net.target]].append(net)
    lanes = [cell for cells in grid.columns for cell in cells if isinstance(cell, Lane)]
    passing: dict[int, list[Net]] = defaultdict(list)
    for lane in lanes:
        passing[lane.column].append(lane.net)
    return _Streets(
        grid,
        {},
        {net: middle[net.target] + (tall[net.target] / 4 if net.back else 0) for net in grid.nets},
        {lane: middle[lane] for lane in lanes},
        [_Gutter() for _ in range(len(grid.columns) + 1)],
        leaving,
        coming,
        passing,
    )


def _outs(grid: Grid, links: Sequence[Link], middle: Mapping[Cell, float], port: float) -> dict[int, float]:
    """Where each link leaves its box: spread over its side, in the order of where they go."""
    leaving: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for number, (link, route) in enumerate(zip(links, grid.routes, strict=True)):
        leaving[link.source].append((middle[route[0] if route else link.target], number))
    found: dict[int, float] = {}
    for key, ways in leaving.items():
        first = middle[key] - port * (len(ways) - 1) / 2
        found.update({number: first + port * at for at, (_, number) in enumerate(sorted(ways))})
    return found


def _survey(streets: _Streets, links: Sequence[Link], number: int) -> None:
    """Who comes into this gutter, where: ways out of boxes and lanes on its left, lanes and ways into boxes on its right."""
    gutter = streets.gutters[number] = _Gutter()
    for at in streets.leaving[number]:
        gutter.left[streets.grid.nets[at]].add(streets.out[at])
        if links[at].label:
            gutter.label = max(gutter.label, links[at].label + BESIDE)
    for net in streets.passing[number - 1] if number else ():
        gutter.left[net].add(streets.lane[Lane(net, number - 1)])
    for net in streets.passing[number]:
        gutter.right[net].add(streets.lane[Lane(net, number)])
    for net in streets.coming[number]:
        gutter.right[net].add(streets.into[net])


def _give_way(streets: _Streets, number: int, tall: Mapping[str, float]) -> None:
    """What ends on the right moves a little where it would meet another net."""
    gutter = streets.gutters[number]
    taken = [(height, net) for net, heights in gutter.left.items() for height in heights]
    for net in streets.coming[number]:
        streets.into[net] = _port(streets.into[net], net, gutter.left.get(net, set()), tall[net.target], taken)
        taken.append((streets.into[net], net))
    for net in streets.passing[number]:
        lane = Lane(net, number)
        height = streets.lane[lane]
        straight = next((one for one in sorted(gutter.left.get(net, ())) if abs(one - height) < NEAR), height)
        streets.lane[lane] = _free(straight, net, taken, max(AWAY))
        taken.append((streets.lane[lane], net))


def _port(height: float, net: Net, left: Collection[float], tall: float, taken: Sequence[tuple[float, Net]]) -> float:
    """Where a net ends at its box: straight ahead if only one way comes, and that is not far."""
    straight = next(iter(left), height)
    if len(left) == 1 and not net.back and abs(straight - height) <= tall / 4 - NEAR:
        return straight
    return _free(height, net, taken, tall / (4 if net.back else 2) - 2)


def _free(height: float, net: Net, taken: Sequence[tuple[float, Net]], room: float) -> float:
    others = [one for one, whose in taken if whose != net]
    tried = (height + away for away in AWAY if -2 * room < away <= room)
    return next((one for one in tried if all(abs(one - other) >= NEAR for other in others)), height)


def _lay(gutter: _Gutter) -> None:
    """A track for every net that has to go up or down, the leftmost that is free over its whole length."""
    used: list[list[tuple[float, float]]] = []
    for net in sorted(gutter.left.keys() | gutter.right.keys(), key=lambda net: _urgency(gutter, net)):
        heights = gutter.left.get(net, set()) | gutter.right.get(net, set())
        low, high = min(heights), max(heights)
        if low == high:
            continue
        free = (
            at for at, spans in enumerate(used) if all(high + NEAR < begin or end + NEAR < low for begin, end in spans)
        )
        track = next(free, len(used))
        if track == len(used):
            used.append([])
        used[track].append((low, high))
        gutter.track[net] = track


def _urgency(gutter: _Gutter, net: Net) -> tuple[float, Net]:
    """What goes up comes from the top first, what goes down from the bottom first: so they cross least."""
    left, right = gutter.left.get(net) or gutter.right[net], gutter.right.get(net) or gutter.left[net]
    here, there = sum(left) / len(left), sum(right) / len(right)
    return (here if there < here else -here), net


def _drawn(streets: _Streets, knots: Sequence[Knot], links: Sequence[Link], middle: Mapping[Cell, float]) -> Plan:
    column = streets.grid.column
    wide = [0.0] * len(streets.grid.columns)
    for knot in knots:
        wide[column[knot.key]] = max(wide[column[knot.key]], knot.width)
    starts, tracks, end = _across(streets, wide)
    boxes = {
        knot.key: Box(
            knot.key,
            starts[column[knot.key]] + (wide[column[knot.key]] - knot.width) / 2,
            MARGIN + middle[knot.key] - knot.height / 2,
            knot.width,
            knot.height,
        )
        for knot in knots
    }
    lines = tuple(_line(streets, at, link, boxes, tracks) for at, link in enumerate(links))
    lowest = max((y for line in lines for _, y in line.points), default=0.0)
    return Plan(boxes, lines, end, max([lowest, *(box.bottom for box in boxes.values())]) + MARGIN)


def _across(streets: _Streets, wide: Sequence[float]) -> tuple[list[float], list[float], float]:
    """Where each column begins, where the first track of each gutter runs, and where all ends."""
    starts, tracks, x = list[float](), list[float](), MARGIN
    for at, gutter in enumerate(streets.gutters):
        tracks.append(x + (gutter.label + BESIDE if gutter.label else 0) + TRACK)
        lanes = max(gutter.track.values(), default=-1) + 1
        x = tracks[-1] + TRACK * lanes + ARROW if lanes or 0 < at < len(wide) else x
        if at < len(wide):
            starts.append(x)
            x += wide[at]
    return starts, tracks, x + MARGIN


def _line(streets: _Streets, at: int, link: Link, boxes: Mapping[str, Box], tracks: Sequence[float]) -> Line:
    net, column = streets.grid.nets[at], streets.grid.column
    source, target = boxes[link.source], boxes[link.target]
    heights = [streets.out[at], *(streets.lane[lane] for lane in streets.grid.routes[at]), streets.into[net]]
    first, last = column[link.source] + 1, column[link.target]
    numbers = range(first, last - 1, -1) if net.back else range(first, last + 1)
    points: list[Point] = [(source.right, heights[0])]
    for number, (here, there) in zip(numbers, pairwise(heights), strict=True):
        if here != there:
            x = tracks[number] + TRACK * streets.gutters[number].track.get(net, 0)
            points += [(x, here), (x, there)]
    points.append((target.x, heights[-1]))
    raised = tuple((x, y + MARGIN) for x, y in points)
    start = source.right + BESIDE
    return Line(link.key, link.source, link.target, raised, (start, raised[0][1] - BESIDE / 2), net.back)
