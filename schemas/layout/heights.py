"""How high everything stands in its column: beside what it is joined to, as far as nothing overlaps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from schemas.layout.flow_columns import Cell, Grid, Lane
from schemas.layout.shapes import LANE

SWEEPS: Final = 6
STIFF: Final = 4.0
"""How much more a lane wants to stand straight beside a lane than boxes want to stand beside each other."""


@dataclass
class _Heap:
    """Neighbours in a column that push each other: they stand together, at the mean of what they want."""

    sum: float
    weight: float
    count: int

    @property
    def at(self) -> float:
        return self.sum / self.weight


def placed(grid: Grid, tall: Mapping[str, float]) -> dict[Cell, float]:
    """The middle of every cell, the highest at 0 or below. ``tall``: the heights of the knots; a lane has none."""
    size: dict[Cell, float] = {
        cell: 0.0 if isinstance(cell, Lane) else tall[cell] for cells in grid.columns for cell in cells
    }
    at: dict[Cell, float] = {}
    for cells in grid.columns:
        steps = _steps(cells, size)
        total = steps[-1] if steps else 0.0
        at.update({cell: step - total / 2 for cell, step in zip(cells, steps, strict=True)})
    for sweep in range(SWEEPS):
        rightwards = sweep % 2 == 0
        for cells in grid.columns if rightwards else reversed(grid.columns):
            _settle(cells, size, at, (grid.left if rightwards else grid.right, grid.right if rightwards else grid.left))
    top = min((at[cell] - size[cell] / 2 for cell in at), default=0.0)
    return {cell: round(middle - top) for cell, middle in at.items()}


def _steps(cells: Sequence[Cell], size: Mapping[Cell, float]) -> list[float]:
    """How far below the first the middle of each has to be at least."""
    steps, below = list[float](), 0.0
    for before, cell in zip((None, *cells), cells, strict=False):
        below += (size[before] + size[cell]) / 2 + LANE if before is not None else 0.0
        steps.append(below)
    return steps


def _settle(
    cells: Sequence[Cell],
    size: Mapping[Cell, float],
    at: dict[Cell, float],
    beside: tuple[Mapping[Cell, list[Cell]], Mapping[Cell, list[Cell]]],
) -> None:
    """Least squares under an order (neighbours that violate it are pooled)."""
    steps, heaps = _steps(cells, size), list[_Heap]()
    for cell, step in zip(cells, steps, strict=True):
        others = beside[0].get(cell) or beside[1].get(cell) or ()
        wanted = sum(at[one] for one in others) / len(others) if others else at[cell]
        weight = STIFF if isinstance(cell, Lane) and any(isinstance(one, Lane) for one in others) else 1.0
        heaps.append(_Heap((wanted - step) * weight, weight, 1))
        while len(heaps) > 1 and heaps[-2].at > heaps[-1].at:
            last = heaps.pop()
            heaps[-1].sum += last.sum
            heaps[-1].weight += last.weight
            heaps[-1].count += last.count
    moved = [heap.at for heap in heaps for _ in range(heap.count)]
    at.update({cell: step + base for cell, step, base in zip(cells, steps, moved, strict=True)})
