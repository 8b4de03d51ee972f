"""Charts as SVG of our own: shapes with classes, so that both lights and print colour them; never by colour alone."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import ceil, log10
from typing import Final

from markupsafe import Markup

from runtime import charts
from runtime.charts import Args, Chart, Said, Unit
from schemas.words import Words

WIDE: Final = 380.0
"""Units across: on a phone about as many pixels, so that words keep their size."""
HIGH: Final = 200.0
LEFT: Final = 44.0
FOOT: Final = 22.0
TOP: Final = 10.0
ROW: Final = 42.0
"""A line of bars: its words, and the bars below them."""
MOST_MARKS: Final = 6
"""Words below the columns."""
SPARK: Final = (84.0, 26.0)
FEW: Final = 1.05

Address = Callable[[Args], str]


@dataclass(frozen=True)
class Look:
    """In which language, with a working day of so many minutes, and where a value leads."""

    lang: str
    day: int
    address: Address

    def say(self, text: Said) -> str:
        return text.in_(self.lang) if isinstance(text, Words) else text

    def value(self, value: float | None, unit: Unit) -> str:
        return charts.text(value, unit, self.day).in_(self.lang)


def drawn(chart: Chart, look: Look) -> Markup:
    """The picture, without its table; empty where there is nothing to draw."""
    if chart.kind == "table" or chart.empty:
        return Markup("")
    shapes = _bars(chart, look) if chart.kind == "bars" else _upright(chart, look)
    high = ROW * len(chart.lines) + 6 if chart.kind == "bars" else TOP + HIGH + FOOT
    return Markup(
        '<svg class="chart" viewBox="0 0 {w:g} {h:g}" role="group" aria-label="{title}">{shapes}</svg>'
    ).format(w=WIDE, h=high, title=look.say(chart.title), shapes=Markup("").join(shapes))


def spark(trend: tuple[float, ...]) -> Markup:
    """A figure's trend, small; for eyes only."""
    if len(trend) < 2 or not any(trend):  # noqa: PLR2004 -- of a line
        return Markup("")
    wide, high = SPARK
    most = max(trend)
    step = wide / (len(trend) - 1)
    spots = [(at * step, 2 + (high - 4) * (1 - value / most)) for at, value in enumerate(trend)]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    return Markup(
        '<svg class="spark" viewBox="0 0 {w:g} {h:g}" aria-hidden="true"><polyline class="s0-line" points="{points}"/>'
        '<circle class="s0" cx="{x:.1f}" cy="{y:.1f}" r="2.5"/></svg>'
    ).format(w=wide, h=high, points=points, x=spots[-1][0] - 1, y=spots[-1][1])


def scale(most: float) -> float:
    """A round number not below the most there is."""
    if most <= 1:
        return 1.0
    power = 10.0 ** int(log10(most))
    return next(one * power for one in (1, 2, 2.5, 4, 5, 8, 10) if one * power >= most)


def _upright(chart: Chart, look: Look) -> Iterator[Markup]:
    """Columns side by side, or lines; the third series of columns is a line over them."""
    step = (60 if _top(chart) < 2 * look.day else look.day) if chart.unit == "minutes" else 1
    most = scale(_top(chart) / step) * step
    yield from _grid(most, chart.unit, look)
    slot = (WIDE - LEFT) / max(len(chart.lines), 1)
    every = ceil(len(chart.lines) / MOST_MARKS)
    for at, line in enumerate(chart.lines):
        if at % every == 0:
            yield _text(LEFT + slot * (at + 0.5), TOP + HIGH + 15, look.say(line.label), "middle")
    for nth, series in enumerate(chart.drawn):
        spots = [
            (LEFT + slot * (at + 0.5), TOP + HIGH * (1 - (line.values[series] or 0) / most), at)
            for at, line in enumerate(chart.lines)
            if line.values[series] is not None
        ]
        if chart.kind == "columns" and nth < 2:  # noqa: PLR2004 -- two columns stand side by side
            yield from _columns(chart, look, series, nth, slot, spots)
        else:
            yield from _curve(chart, look, series, nth, spots)


def _top(chart: Chart) -> float:
    return max((line.values[at] or 0 for line in chart.lines for at in chart.drawn), default=0) or 1


def _grid(most: float, unit: Unit, look: Look) -> Iterator[Markup]:
    for part in (0.0, 0.5, 1.0):
        y = TOP + HIGH * (1 - part)
        yield Markup('<line class="grid" x1="{x:g}" y1="{y:g}" x2="{end:g}" y2="{y:g}"/>').format(x=LEFT, y=y, end=WIDE)
        yield _text(LEFT - 5, y + 4, _short(most * part, unit, look), "end")


def _short(value: float, unit: Unit, look: Look) -> str:
    """Beside the grid there is room for little."""
    if unit != "minutes":
        return f"{value:g}" if unit == "number" and value < 10 else look.value(value, unit)  # noqa: PLR2004 -- halves of few
    return (
        f"{value / 60:.1f}".removesuffix(".0") + " h"
        if value < 2 * look.day
        else f"{value / look.day:.1f}".removesuffix(".0") + " d"
    )


def _columns(
    chart: Chart, look: Look, series: int, nth: int, slot: float, spots: Iterable[tuple[float, float, int]]
) -> Iterator[Markup]:
    width = max(min(slot * 0.36, 18.0), 1.2)
    for x, y, at in spots:
        high = TOP + HIGH - y
        if high <= 0:
            continue
        left = x - width - 0.5 if nth == 0 else x + 0.5
        shape = Markup(
            '<rect class="s{n}" x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}"><title>{t}</title></rect>'
        ).format(n=nth, x=left, y=y, w=width, h=high, t=_told(chart, look, at, series))
        yield _leading(shape, chart, look, at, series)


def _curve(chart: Chart, look: Look, series: int, nth: int, spots: list[tuple[float, float, int]]) -> Iterator[Markup]:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in spots)
    yield Markup('<polyline class="s{n}-line" points="{points}"/>').format(n=nth, points=points)
    for x, y, at in spots:
        shape = Markup('<circle class="s{n}-dot" cx="{x:.1f}" cy="{y:.1f}" r="3.2"><title>{t}</title></circle>').format(
            n=nth, x=x, y=y, t=_told(chart, look, at, series)
        )
        yield _leading(shape, chart, look, at, series)


def _bars(chart: Chart, look: Look) -> Iterator[Markup]:
    """Each line with its words above it; lengths of time lie on each other, numbers below each other."""
    shown = chart.drawn[:3]
    most = max((line.values[at] or 0 for line in chart.lines for at in shown), default=0) or 1
    room = WIDE - 96
    for row, line in enumerate(chart.lines):
        y = row * ROW + 14
        yield _text(0, y, _cut(look.say(line.label)), "start", "name")
        layered = chart.unit == "minutes"
        high = 14.0 if layered else 16.0 / len(shown) + 2
        for nth, series in reversed([*enumerate(shown)]):
            value = line.values[series]
            if not value:
                continue
            thick = (14.0, 8.0, 2.5)[nth] if layered else high - 2
            top = y + 6 + ((14 - thick) / 2 if layered else nth * high)
            shape = Markup(
                '<rect class="b{n}" x="0" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="2"><title>{t}</title></rect>'
            ).format(n=nth, y=top, w=max(room * value / most, 1.5), h=thick, t=_told(chart, look, row, series))
            yield _leading(shape, chart, look, row, series)
        ends = max((line.values[at] or 0 for at in shown), default=0)
        yield _text(
            room * ends / most + 6,
            y + 17,
            look.value(line.values[shown[0]], chart.unit_of(line, shown[0])),
            "start",
            "value",
        )


def _told(chart: Chart, look: Look, at: int, series: int) -> str:
    line = chart.lines[at]
    value = look.value(line.values[series], chart.unit_of(line, series))
    return f"{look.say(line.label)} · {look.say(chart.series[series])}: {value}"


def _leading(shape: Markup, chart: Chart, look: Look, at: int, series: int) -> Markup:
    """With a way to the requests behind it."""
    behind = chart.lines[at].behind
    if series >= len(behind) or not behind[series]:
        return shape
    told = _told(chart, look, at, series)
    return Markup('<a href="{}" aria-label="{}">{}</a>').format(look.address(behind[series]), told, shape)


def _text(x: float, y: float, said: str, anchor: str, kind: str = "mark") -> Markup:
    return Markup('<text class="{k}" x="{x:.1f}" y="{y:.1f}" text-anchor="{a}">{t}</text>').format(
        k=kind, x=x, y=y, a=anchor, t=said
    )


def _cut(said: str) -> str:
    most = 26 if any(ord(one) > 0x2E80 for one in said) else 52  # noqa: PLR2004 -- where Chinese signs begin
    return said if len(said) <= most else said[: most - 1] + "…"
