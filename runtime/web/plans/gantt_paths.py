"""What a browser draws of a plan, as the letters of an SVG path: bars, and the lines between them."""

from collections.abc import Sequence
from typing import Final

ROW: Final = 44.0
"""High enough for a finger."""
BAR: Final = 20.0
GROUP: Final = 10.0
DIAMOND: Final = 9.0


def whole(number: float) -> float:
    """Without a point where there is nothing behind it: it is written thousands of times."""
    return int(number) if number == int(number) else number


def path(shape: str, x: float, y: float, width: float) -> str:
    """A ``milestone``, a ``group``, or else a plain bar, in the row that begins at ``y``."""
    middle = y + ROW / 2
    if shape == "milestone":
        centre = x + width / 2
        return f"M{centre - DIAMOND:g} {middle:g}l{DIAMOND:g} -{DIAMOND:g}l{DIAMOND:g} {DIAMOND:g}l-{DIAMOND:g} {DIAMOND:g}z"
    if shape == "group":
        top, tip = middle - GROUP / 2, min(7.0, width / 2)
        inner = max(width - 2 * tip, 0)
        return f"M{x:g} {top:g}h{width:g}v{GROUP + 4:g}l-{tip:g} -6h-{inner:g}l-{tip:g} 6z"
    return f"M{x:g} {middle - BAR / 2:g}h{width:g}v{BAR:g}h-{width:g}z"


def line(points: Sequence[tuple[float, float]]) -> str:
    """Each point from the one before: all lines run along or down."""
    (x, y), *others = points
    said = f"M{x:g} {y:g}"
    for to_x, to_y in others:
        said += f"h{to_x - x:g}" if to_x != x else f"v{to_y - y:g}" if to_y != y else ""
        x, y = to_x, to_y
    return said


def head(points: Sequence[tuple[float, float]]) -> str:
    """From the end of the line: an open arrow."""
    (before, _), (x, _) = points[-2:]
    return "l-6 -4m0 8l6 -4" if before < x else "l6 -4m0 8l-6 -4"
