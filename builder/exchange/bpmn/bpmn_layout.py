"""Where the parts of a BPMN picture stand, subprocesses around what they hold."""

from dataclasses import dataclass, field, replace
from math import sqrt
from typing import Final

from builder.exchange.bpmn.bpmn_parts import Part, Parts, Way
from schemas.layout.flow_layout import lay_out
from schemas.layout.shapes import Box, Knot, Line, Link, Plan, Point

EVENT: Final = 36.0
SIZES: Final = {"Gateway": (50.0, 50.0), "Event": (EVENT, EVENT)}
ACTIVITY: Final = (120.0, 80.0)
UNDER: Final = 24.0
"""For the words under a gateway or an event, and as much above, so that it stays in the middle."""
WORDS: Final = (100.0, 14.0)
PORT: Final = 46.0
"""Between two ways out of an activity, each of which may begin at an event on its edge."""
HEAD: Final = 30.0
"""Above what a subprocess holds, for its name."""


@dataclass
class Scene:
    """Shapes by the id of their part, points by the id of their way, and where the words of each stand."""

    shapes: dict[str, Box] = field(default_factory=dict)
    words: dict[str, Box] = field(default_factory=dict)
    edges: dict[str, tuple[Point, ...]] = field(default_factory=dict)


def scene(parts: Parts) -> Scene:
    made = Scene()
    _place(parts, "", made, (0.0, 0.0), {})
    return made


def is_small(part: Part) -> bool:
    """Whether its words stand under it: a gateway or an event."""
    return part.element.endswith(("Gateway", "Event"))


def _place(parts: Parts, inside: str, made: Scene, at: Point, known: dict[str, Plan]) -> None:
    plan = _plan(parts, inside, known)
    own = {part.id: part for part in parts.own(inside)}
    for part in own.values():
        if not part.host:
            _stand(part, _moved(plan.boxes[part.id], at), made)
    for line in plan.lines:
        way = next(one for one in parts.ways if one.id == line.key)
        _lead(way, own, _shifted(line, at), made)
    for part in own.values():
        if part.element == "subProcess":
            box = made.shapes[part.id]
            _place(parts, part.id, made, (box.x, box.y + HEAD), known)


def _plan(parts: Parts, inside: str, known: dict[str, Plan]) -> Plan:
    if inside not in known:
        own = {part.id: part for part in parts.own(inside)}
        knots = [Knot(one.id, *_size(parts, one, known)) for one in own.values() if not one.host]
        links = [
            Link(way.id, own[way.source].host or way.source, way.target, 110 if way.move else 0)
            for way in parts.ways
            if way.source in own
        ]
        known[inside] = lay_out(knots, links, PORT)
    return known[inside]


def _size(parts: Parts, part: Part, known: dict[str, Plan]) -> tuple[float, float]:
    if part.element == "subProcess":
        plan = _plan(parts, part.id, known)
        return plan.width, plan.height + HEAD
    if is_small(part):
        return WORDS[0], _shape(part)[1] + 2 * UNDER
    return ACTIVITY


def _shape(part: Part) -> tuple[float, float]:
    return SIZES["Gateway" if part.element.endswith("Gateway") else "Event"]


def _stand(part: Part, box: Box, made: Scene) -> None:
    if not is_small(part):
        made.shapes[part.id] = box
        return
    width, height = _shape(part)
    shape = Box(part.id, box.x + (box.width - width) / 2, box.middle - height / 2, width, height)
    made.shapes[part.id] = shape
    made.words[part.id] = Box(part.id, box.x, shape.bottom + 4, *WORDS)


def _lead(way: Way, own: dict[str, Part], line: Line, made: Scene) -> None:
    source, points = own[way.source], list(line.points)
    if source.host:
        x, y = points[0]
        made.shapes[source.id] = Box(source.id, x - EVENT / 2, y - EVENT / 2, EVENT, EVENT)
        points[0] = (x + EVENT / 2, y)
    elif is_small(source):
        points = [*_docked(source, made.shapes[source.id], points[0], 1), *points[1:]]
    target = own[way.target]
    if is_small(target):
        points = [*points[:-1], *_docked(target, made.shapes[target.id], points[-1], -1)[::-1]]
    made.edges[way.id] = tuple(points)
    if way.move:
        made.words[way.id] = Box(way.id, line.label[0] + (EVENT / 2 if source.host else 0), line.label[1] - 14, 104, 14)


def _docked(part: Part, shape: Box, point: Point, side: int) -> list[Point]:
    """A way ends at the edge of a diamond or a circle, and not at the frame around it."""
    middle, half = (shape.x + shape.width / 2, shape.middle), shape.width / 2
    off = abs(point[1] - middle[1])
    if off >= half:
        edge = shape.bottom if point[1] > middle[1] else shape.y
        return [(middle[0], edge), (middle[0], point[1]), point]
    reach = half - off if part.element.endswith("Gateway") else sqrt(half**2 - off**2)
    return [(middle[0] + side * reach, point[1]), point]


def _moved(box: Box, by: Point) -> Box:
    return replace(box, x=box.x + by[0], y=box.y + by[1])


def _shifted(line: Line, by: Point) -> Line:
    points = tuple((x + by[0], y + by[1]) for x, y in line.points)
    return replace(line, points=points, label=(line.label[0] + by[0], line.label[1] + by[1]))
