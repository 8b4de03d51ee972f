"""What a layout is given, and what it answers with. All lengths are pixels; y grows downwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Point = tuple[float, float]

MARGIN: Final = 24.0
"""Around the whole."""
LANE: Final = 30.0
"""Between two things that stand above each other in a column."""
PORT: Final = 24.0
"""Between two ways that leave the same box."""
TRACK: Final = 12.0
"""Between two ways that run up and down beside each other."""


@dataclass(frozen=True)
class Knot:
    """Something to be placed, of a size."""

    key: str
    width: float
    height: float


@dataclass(frozen=True)
class Link:
    """A way from one knot to another; ``label`` is the width that its words take, 0 for none."""

    key: str
    source: str
    target: str
    label: float = 0


@dataclass(frozen=True)
class Box:
    """Where a knot stands: its upper left corner and its size."""

    key: str
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True)
class Line:
    """A way as it is drawn, from right angle to right angle; its arrow is at the last point.

    ``label`` is where its words stand: the left end of their base line, just above its first piece. ``back`` leads to a
    column further left, or to the same.
    """

    key: str
    source: str
    target: str
    points: tuple[Point, ...]
    label: Point
    back: bool


@dataclass(frozen=True)
class Plan:
    """Boxes by key, lines in the order of the links, and how large the whole is."""

    boxes: Mapping[str, Box]
    lines: tuple[Line, ...]
    width: float
    height: float
