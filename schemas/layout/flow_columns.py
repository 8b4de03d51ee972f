"""Which column everything stands in, and in which order from top to bottom."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from schemas.layout.shapes import Knot, Link

SWEEPS: Final = 8
"""Times that the columns are put in order after their neighbours."""


class Net(NamedTuple):
    """All ways to one knot that come from the left, or all that come back to it: they share their lanes."""

    target: str
    back: bool = False


class Lane(NamedTuple):
    """Where the ways of a net pass through a column."""

    net: Net
    column: int


Cell = str | Lane
"""What stands in a column: a knot by its key, or a lane."""


@dataclass
class Grid:
    """The columns from left to right, and what is beside what.

    ``routes`` lists for every link its lanes, in the order in which it passes them.
    """

    column: Mapping[str, int]
    nets: Sequence[Net]
    routes: Sequence[Sequence[Lane]]
    columns: list[list[Cell]] = field(default_factory=list)
    left: Mapping[Cell, list[Cell]] = field(default_factory=dict)
    right: Mapping[Cell, list[Cell]] = field(default_factory=dict)


def arranged(knots: Sequence[Knot], links: Sequence[Link]) -> Grid:
    """The knots in columns, so that whatever does not lead back leads to the right, with few crossings."""
    column = _columns(knots, links)
    nets = [Net(link.target, column[link.source] >= column[link.target]) for link in links]
    grid = Grid(column, nets, [_route(link, net, column) for link, net in zip(links, nets, strict=True)])
    _fill(grid, knots)
    _join(grid, links)
    _order(grid)
    return grid


def _columns(knots: Sequence[Knot], links: Sequence[Link]) -> dict[str, int]:
    """The longest way there from the left, over what does not lead back."""
    after: Mapping[str, list[str]] = {knot.key: [] for knot in knots}
    for link in links:
        after[link.source].append(link.target)
    done = _finished(after)
    rank = {key: at for at, key in enumerate(reversed(done))}
    column = dict.fromkeys(rank, 0)
    for key, place in rank.items():
        for target in after[key]:
            if rank[target] > place:
                column[target] = max(column[target], column[key] + 1)
    return column


def _finished(after: Mapping[str, list[str]]) -> list[str]:
    """The knots in the order in which a walk in depth is done with them; without recursion, for long flows."""
    seen, done = set[str](), list[str]()
    for start in after:
        if start in seen:
            continue
        seen.add(start)
        path: list[tuple[str, Iterator[str]]] = [(start, iter(after[start]))]
        while path:
            key, rest = path[-1]
            following = next((one for one in rest if one not in seen), None)
            if following is None:
                done.append(key)
                path.pop()
            else:
                seen.add(following)
                path.append((following, iter(after[following])))
    return done


def _route(link: Link, net: Net, column: Mapping[str, int]) -> list[Lane]:
    here, there = column[link.source], column[link.target]
    passed = range(here, there - 1, -1) if net.back else range(here + 1, there)
    return [Lane(net, at) for at in passed]


def _fill(grid: Grid, knots: Sequence[Knot]) -> None:
    grid.columns = [[] for _ in range(max(grid.column.values(), default=-1) + 1)]
    for knot in knots:
        grid.columns[grid.column[knot.key]].append(knot.key)
    for lane in dict.fromkeys(lane for route in grid.routes for lane in route):
        grid.columns[lane.column].append(lane)


def _join(grid: Grid, links: Sequence[Link]) -> None:
    """Who is beside whom. A way back leaves to the right and turns round, so its first lane is beside its own knot."""
    left: dict[Cell, dict[Cell, None]] = defaultdict(dict)
    right: dict[Cell, dict[Cell, None]] = defaultdict(dict)
    joined = set[tuple[Cell, Cell]]()
    for link, net, route in zip(links, grid.nets, grid.routes, strict=True):
        chain: list[Cell] = [*route, link.target] if net.back else [link.source, *route, link.target]
        for pair in pairwise(chain):
            if pair in joined:
                break  # from here on the net runs as it does already
            joined.add(pair)
            one, other = pair[::-1] if net.back and isinstance(pair[1], Lane) else pair
            if _place(grid, one) < _place(grid, other):
                right[one][other] = left[other][one] = None
    grid.left = {cell: list(others) for cell, others in left.items()}
    grid.right = {cell: list(others) for cell, others in right.items()}


def _place(grid: Grid, cell: Cell) -> int:
    return cell.column if isinstance(cell, Lane) else grid.column[cell]


def _order(grid: Grid) -> None:
    """Every column after its left neighbours, then after its right ones, again and again; the best is kept."""
    best, fewest = [list(cells) for cells in grid.columns], _crossings(grid)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        rightwards = sweep % 2 == 0
        order = range(1, len(grid.columns)) if rightwards else range(len(grid.columns) - 2, -1, -1)
        for at in order:
            _sort(
                grid.columns[at],
                grid.columns[at - 1 if rightwards else at + 1],
                grid.left if rightwards else grid.right,
            )
        crossings = _crossings(grid)
        if crossings < fewest:
            best, fewest = [list(cells) for cells in grid.columns], crossings
    grid.columns = best


def _sort(cells: list[Cell], beside: Sequence[Cell], of: Mapping[Cell, list[Cell]]) -> None:
    place = {cell: float(at) for at, cell in enumerate(beside)}
    wanted = {cell: _mean([place[one] for one in of.get(cell, ())], at) for at, cell in enumerate(cells)}
    cells.sort(key=wanted.__getitem__)


def _mean(places: Sequence[float], otherwise: float) -> float:
    return sum(places) / len(places) if places else otherwise


def _crossings(grid: Grid) -> int:
    return sum(_crossed(cells, beside, grid.right) for cells, beside in pairwise(grid.columns))


def _crossed(cells: Sequence[Cell], beside: Sequence[Cell], right: Mapping[Cell, list[Cell]]) -> int:
    place = {cell: at for at, cell in enumerate(beside)}
    met: list[int] = []
    crossed = 0
    for cell in cells:
        ends = sorted(place[one] for one in right.get(cell, ()))
        crossed += sum(len(met) - bisect_left(met, end + 1) for end in ends)
        for end in ends:
            insort(met, end)
    return crossed
