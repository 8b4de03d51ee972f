"""Where a flow stands in a picture: nothing lies on anything else, whatever is drawn."""

import time
from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.layout.flow_layout import lay_out
from schemas.layout.shapes import Box, Knot, Line, Link, Plan

WORDS = 14.0
"""How high the words of a way are."""

Segment = tuple[float, float, float, float]


def of(line: Line) -> Iterator[Segment]:
    for (x, y), (to_x, to_y) in pairwise(line.points):
        yield min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y)


def meets(one: Segment, other: Segment, by: float = 0.5) -> bool:
    return min(one[2], other[2]) - max(one[0], other[0]) > by and min(one[3], other[3]) - max(one[1], other[1]) > by


def frame(box: Box) -> Segment:
    return box.x, box.y, box.right, box.bottom


def fat(segment: Segment) -> Segment:
    return segment[0] - 1, segment[1] - 1, segment[2] + 1, segment[3] + 1


def along(one: Segment, other: Segment) -> bool:
    """Two pieces that run on each other for a while; crossing is no such thing."""
    both_flat = one[1] == one[3] and other[1] == other[3]
    both_steep = one[0] == one[2] and other[0] == other[2]
    return (
        (both_flat or both_steep)
        and meets(fat(one), fat(other), 2.5 if both_flat else 1.5)
        and (
            (both_flat and min(one[2], other[2]) - max(one[0], other[0]) > 1)
            or (both_steep and min(one[3], other[3]) - max(one[1], other[1]) > 1)
        )
    )


def words_of(line: Line, link: Link) -> Segment:
    x, y = line.label
    return x, y - WORDS, x + link.label, y + 1


def proved(plan: Plan, knots: list[Knot], links: list[Link]) -> None:
    assert set(plan.boxes) == {knot.key for knot in knots}
    frames = [frame(box) for box in plan.boxes.values()]
    assert not any(meets(one, other) for one, other in combinations(frames, 2))
    for line, link in zip(plan.lines, links, strict=True):
        assert (line.source, line.target) == (link.source, link.target)
        source, target = plan.boxes[line.source], plan.boxes[line.target]
        (first_x, first_y), (last_x, last_y) = line.points[0], line.points[-1]
        assert first_x == source.right
        assert source.y <= first_y <= source.bottom
        assert last_x == target.x
        assert target.y <= last_y <= target.bottom
        assert all(x == to_x or y == to_y for (x, y), (to_x, to_y) in pairwise(line.points))
        assert all(0 <= x <= plan.width and 0 <= y <= plan.height for x, y in line.points)
        assert not any(meets(fat(piece), one, 1.5) for piece in of(line) for one in frames)
        if link.label:
            said = words_of(line, link)
            assert not any(meets(said, one) for one in frames)
            assert not any(meets(said, fat(piece), 1.5) for other in plan.lines for piece in of(other))
    spoken = [words_of(line, link) for line, link in zip(plan.lines, links, strict=True) if link.label]
    assert not any(meets(one, other) for one, other in combinations(spoken, 2))
    for one, other in combinations(plan.lines, 2):
        if (one.target, one.back) != (other.target, other.back):
            assert not any(along(here, there) for here in of(one) for there in of(other)), (one, other)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Knot], list[Link]]:
    count = draw(st.integers(1, 12))
    sizes = st.sampled_from(((28.0, 28.0), (188.0, 60.0), (50.0, 96.0)))
    knots = [Knot(f"k{at}", *draw(sizes)) for at in range(count)]
    ends = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(ends, ends, st.sampled_from((0.0, 30.0, 150.0))), max_size=24))
    return knots, [Link(f"l{at}", f"k{one}", f"k{other}", label) for at, (one, other, label) in enumerate(pairs)]


@given(graphs())
def test_nothing_hides_anything(graph: tuple[list[Knot], list[Link]]) -> None:
    knots, links = graph
    plan = lay_out(knots, links)
    assert plan == lay_out(knots, links)
    proved(plan, knots, links)


def chain(count: int) -> tuple[list[Knot], list[Link]]:
    """A long flow: every third step may go back a little, every fifth back to the first, every other to the end."""
    knots = [Knot(f"s{at}", 188, 60) for at in range(count)]
    links = [Link(f"on{at}", f"s{at}", f"s{at + 1}", 60) for at in range(count - 1)]
    links += [Link(f"back{at}", f"s{at}", f"s{at - at % 7}", 60) for at in range(0, count, 3)]
    links += [Link(f"first{at}", f"s{at}", "s0", 60) for at in range(0, count, 5)]
    links += [Link(f"end{at}", f"s{at}", f"s{count - 1}", 60) for at in range(0, count - 2, 2)]
    return knots, links


def test_a_long_flow_is_laid_out_like_a_short_one() -> None:
    knots, links = chain(40)
    plan = lay_out(knots, links)
    proved(plan, knots, links)
    assert [line.back for line in plan.lines[:39]] == [False] * 39


def test_three_hundred_steps_take_no_longer_than_their_number() -> None:
    """Ten times as many steps take about as many times longer, not the square of it."""
    small, large = chain(30), chain(300)

    def taken(graph: tuple[list[Knot], list[Link]], times: int) -> float:
        """The quickest of three: what the collector and other programs take is not of the graph."""
        took = []
        for _ in range(3):
            begun = time.process_time()
            for _ in range(times):
                lay_out(*graph)
            took.append(time.process_time() - begun)
        return min(took)

    assert taken(large, 2) < 4 * taken(small, 20) + 0.2


@pytest.mark.parametrize("count", [0, 1])
def test_next_to_nothing_can_be_laid_out(count: int) -> None:
    knots = [Knot("a", 10, 10)] * count
    plan = lay_out(knots, [Link("nowhere", "a", "b")])
    assert len(plan.boxes) == count
    assert plan.lines == ()
