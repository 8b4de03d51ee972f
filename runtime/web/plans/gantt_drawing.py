"""What stands on the Gantt chart of a plan, and where. Pure: numbers and texts in, shapes out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from runtime.planning.plan import Activity, LinkKind, Plan
from runtime.web.plans import gantt_paths
from runtime.web.plans.gantt_axis import Axis
from runtime.web.plans.gantt_paths import BAR, DIAMOND, ROW, whole

LEAST: Final = 6.0
"""A bar is never narrower."""
SAID: Final = 2
"""So many sentences stand beside a bar."""
TURN: Final = 9.0
"""Between a bar and the first turn of a line that leaves or reaches it."""
MANY: Final = 150
"""Lines, of which only some can be followed with the eye."""
TOGETHER: Final = 40
"""So many lines have one halo: a browser that draws a part of a large picture skips those which do not touch it."""


@dataclass(frozen=True)
class Span:
    """From the first day to the last, both of them counted."""

    begins: date
    ends: date


@dataclass(frozen=True)
class Clash:
    """Days on which an activity asks for somebody who is not there for it, and the sentence about it."""

    activity: str
    span: Span
    said: str


@dataclass(frozen=True)
class Scene:
    """What is drawn. ``now`` in the order of the rows; ``names``: what stands behind a bar; ``before``: where things were."""

    plan: Plan
    now: Mapping[str, Span]
    critical: frozenset[str] = frozenset()
    before: Mapping[str, Span] = field(default_factory=dict)
    clashes: Sequence[Clash] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    fresh: frozenset[str] = frozenset()
    """Activities that the change brings."""
    gone: tuple[Activity, ...] = ()
    """Activities that the change takes away: they stand behind the others."""


@dataclass(frozen=True)
class Bar:
    """A task, group or milestone. ``x`` and ``width`` of its days; ``hatch`` where it clashes, ``ghost`` where it was.

    ``path`` of whatever is no plain bar.
    """

    id: str
    shape: str
    y: float
    x: float
    width: float
    done: float
    path: str
    marks: str
    label: str
    warning: str
    hatch: tuple[tuple[float, float], ...]
    ghost: str

    @property
    def top(self) -> float:
        return whole(self.y + (ROW - BAR) / 2)

    @property
    def behind(self) -> float:
        """Where words about it begin."""
        return whole(self.x + self.width + (DIAMOND if self.shape == "milestone" else 0) + 14)

    @property
    def hatched(self) -> str:
        """One path over all days on which it clashes."""
        return "".join(f"M{x:g} {self.top - 3:g}h{width:g}v26h-{width:g}z" for x, width in self.hatch)


@dataclass(frozen=True)
class Tie:
    """A line from one bar to another, drawn over the bars, with a head. ``rows``: the numbers of both, from the first one."""

    rows: str
    path: str
    critical: bool


@dataclass(frozen=True)
class Picture:
    axis: Axis
    bars: tuple[Bar, ...]
    ties: tuple[Tie, ...]
    height: float
    today: float | None

    @property
    def width(self) -> float:
        return self.axis.width

    @property
    def shade(self) -> str:
        return self.axis.shade(self.height)

    @property
    def lines(self) -> str:
        """Of the time."""
        return self.axis.lines(self.height)

    @property
    def is_dense(self) -> bool:
        """There are so many lines that each says little."""
        return len(self.ties) > MANY

    @property
    def halos(self) -> Iterator[str]:
        """Beneath all lines, so that they are told from the bars: the same lines, some of them at a time.

        Where lines are dense there are none: they would leave nothing of the bars.
        """
        for first in range(0, 0 if self.is_dense else len(self.ties), TOGETHER):
            yield "".join(tie.path for tie in self.ties[first : first + TOGETHER])


def drawn(scene: Scene, axis: Axis, today: date) -> Picture:
    """Those that go stand behind the others."""
    return _Drafter(scene, axis).drawn(today)


def span_of(scene: Scene) -> Span | None:
    """From the first day of anything drawn to the last; None where there is nothing."""
    spans = [*scene.now.values(), *scene.before.values()]
    if not spans:
        return None
    return Span(min(one.begins for one in spans), max(one.ends for one in spans))


@dataclass(frozen=True)
class _Drafter:
    scene: Scene
    axis: Axis

    def drawn(self, today: date) -> Picture:
        shown = [self.scene.plan.by_id[key] for key in self.scene.now]
        rows = {one.id: number for number, one in enumerate([*shown, *self.scene.gone])}
        clashes: dict[str, list[Clash]] = {}
        for clash in self.scene.clashes:
            clashes.setdefault(clash.activity, []).append(clash)
        bars = [self._bar(one, rows[one.id] * ROW, clashes.get(one.id, ())) for one in (*shown, *self.scene.gone)]
        inside = self.axis.first <= today <= self.axis.last
        return Picture(
            self.axis,
            tuple(bars),
            tuple(self._ties(shown, {bar.id: bar for bar in bars}, rows)),
            whole(max(len(bars), 1) * ROW),
            self.axis.x(today) + self.axis.day_width / 2 if inside else None,
        )

    def _bar(self, one: Activity, y: float, clashes: Sequence[Clash]) -> Bar:
        was = self.scene.before.get(one.id)
        span = self.scene.now.get(one.id)
        x, width = self._place(span or was or Span(self.axis.first, self.axis.first))
        shape = "gone" if span is None else self._shape(one)
        moved = was is not None and span is not None and was != span and shape != "group"
        return Bar(
            one.id,
            shape,
            whole(y),
            x,
            width,
            whole(round(width * one.done / 100, 1)),
            gantt_paths.path(shape, x, y, width) if shape != "task" else "",
            " ".join(self._marks(one, shape, moved=moved)),
            self.scene.names.get(one.id, ""),
            _first([*dict.fromkeys(clash.said for clash in clashes)]),
            tuple(self._place(span) for span in _merged([clash.span for clash in clashes])),
            gantt_paths.path(shape, *_xyw(self._place(was), y)) if was and moved else "",
        )

    def _shape(self, one: Activity) -> str:
        if self.scene.plan.is_summary(one.id):
            return "group"
        return "task" if one.days else "milestone"

    def _marks(self, one: Activity, shape: str, *, moved: bool) -> Iterator[str]:
        yield f"is-{shape}"
        if one.id in self.scene.critical:
            yield "is-critical"
        if one.case or one.id in self.scene.fresh:
            yield "is-change"
        if one.id in self.scene.fresh:
            yield "is-fresh"
        if one.is_done:
            yield "is-done"
        if moved:
            yield "is-moved"

    def _place(self, span: Span) -> tuple[float, float]:
        x, width = self.axis.span(span.begins, span.ends)
        return whole(x), whole(max(width, LEAST))

    def _ties(self, shown: Sequence[Activity], bars: Mapping[str, Bar], rows: Mapping[str, int]) -> Iterator[Tie]:
        critical = self.scene.critical
        for one in shown:
            for link in one.after:
                if link.id in bars:
                    points = _route(bars[link.id], bars[one.id], link.kind)
                    path = gantt_paths.line(points) + gantt_paths.head(points)
                    yield Tie(f"{rows[link.id]} {rows[one.id]}", path, {link.id, one.id} <= critical)


def _first(said: Sequence[str]) -> str:
    """The first ones; of the others that there are any."""
    return " · ".join(said[:SAID]) + (" …" if len(said) > SAID else "")


def _merged(spans: Sequence[Span]) -> Iterator[Span]:
    """Spans that touch or overlap are one."""
    running: Span | None = None
    for span in sorted(spans, key=lambda one: one.begins):
        if running and span.begins <= running.ends + timedelta(days=1):
            running = Span(running.begins, max(running.ends, span.ends))
            continue
        if running:
            yield running
        running = span
    if running:
        yield running


def _xyw(place: tuple[float, float], y: float) -> tuple[float, float, float]:
    return place[0], y, place[1]


def _ends(bar: Bar) -> tuple[float, float]:
    """Where lines leave it and reach it: a diamond is narrower than its day, or wider."""
    if bar.shape == "milestone":
        centre = bar.x + bar.width / 2
        return centre - DIAMOND, centre + DIAMOND
    return bar.x, bar.x + bar.width


def _route(source: Bar, target: Bar, kind: LinkKind) -> list[tuple[float, float]]:
    """With right angles: across its own row, down between two rows where there is no bar, and to the other's row."""
    (left, right), (low, high) = _ends(source), _ends(target)
    from_end, to_start = kind in ("fs", "ff"), kind in ("fs", "ss")
    x, y = (right if from_end else left), source.y + ROW / 2
    to_x, to_y = (low if to_start else high), target.y + ROW / 2
    out = x + TURN if from_end else x - TURN
    near = to_x - TURN if to_start else to_x + TURN
    if (from_end and to_start and out <= near) or (not from_end and not to_start and out >= near):
        return [(x, y), (out, y), (out, to_y), (to_x, to_y)]
    if from_end != to_start:
        outer = max(out, near) if from_end else min(out, near)
        return [(x, y), (outer, y), (outer, to_y), (to_x, to_y)]
    gap = target.y if to_y > y else target.y + ROW
    return [(x, y), (out, y), (out, gap), (near, gap), (near, to_y), (to_x, to_y)]
