"""Charts as SVG of our own: shapes with classes, so that both lights and print colour them; never by colour alone."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import ceil, log10
from typing import Final

from markupsafe import Markup

from runtime.formats import charts
from runtime.formats.charts import Args, Chart, Line, Said, Unit
from schemas.words import Words, words

WIDE: Final = 380.0
"""Units across: on a phone about as many pixels, so that words keep their size."""
HIGH: Final = 200.0
LEFT: Final = 44.0
FOOT: Final = 22.0
TOP: Final = 10.0
ROW: Final = 42.0
"""A line of bars: its words, and one bar below them."""
STAIR: Final = 15.0
"""Each bar more, of those that stand below each other."""
ASIDE: Final = 60.0
"""Room for a number behind the longest bar."""
MOST_MARKS: Final = 5
"""Words below the columns, where they have room."""
LETTER: Final = 8.0
APART: Final = 12.0
"""Between two of those words."""
SPARK: Final = (84.0, 26.0)
EVEN: Final = 10
"""Up to so many, an odd number has no half that could be counted."""
WIDEST: Final = {"minutes": 27}
"""Latin letters of a name, where something stands beside it."""

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
    high = sum(_high(chart, one) for one in chart.lines) + 6 if chart.kind == "bars" else TOP + HIGH + FOOT
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
    """A round number not below the most there is, of which the half is round as well."""
    if most <= EVEN:
        return next(float(one) for one in (1, 2, 4, 6, 8, 10) if one >= most)
    power = 10.0 ** int(log10(most))
    return next(one * power for one in (1, 2, 4, 5, 6, 8, 10) if one * power >= most)


def _upright(chart: Chart, look: Look) -> Iterator[Markup]:
    """Columns side by side, or lines; the third series of columns is a line over them."""
    most = _most(chart, look.day)
    yield from _grid(most, chart.unit, look)
    slot = (WIDE - LEFT) / max(len(chart.lines), 1)
    every = _every([look.say(line.label) for line in chart.lines])
    for at, line in enumerate(chart.lines):
        if at % every == 0:
            label = look.say(line.label)
            edge = WIDE - _letters(label) * LETTER / 2
            yield _text(min(LEFT + slot * (at + 0.5), edge), TOP + HIGH + 18, label, "middle")
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


def _every(labels: list[str]) -> int:
    """Each how manieth label is written, so that none runs into the next."""
    widest = max(map(_letters, labels), default=0) * LETTER + APART
    return ceil(len(labels) / min(MOST_MARKS, max(int((WIDE - LEFT) / widest), 1))) or 1


def _most(chart: Chart, day: int) -> float:
    """Where the grid ends."""
    top = _top(chart)
    match chart.unit:
        case "score":
            return ceil(top)
        case "minutes":
            step = 60 if top < 2 * day else day
            return scale(top / step) * step
        case _:
            return scale(max(top, 2))


def _top(chart: Chart) -> float:
    return max((line.values[at] or 0 for line in chart.lines for at in chart.drawn), default=0) or 1


def _grid(most: float, unit: Unit, look: Look) -> Iterator[Markup]:
    for part in (0.0, 0.5, 1.0):
        y = TOP + HIGH * (1 - part)
        yield Markup('<line class="grid" x1="{x:g}" y1="{y:g}" x2="{end:g}" y2="{y:g}"/>').format(x=LEFT, y=y, end=WIDE)
        yield _text(LEFT - 5, y + 4, _short(most * part, unit, look, days=most >= 2 * look.day).in_(look.lang), "end")


def _short(value: float, unit: Unit, look: Look, *, days: bool) -> Words:
    """Beside the grid there is room for little."""
    if unit != "minutes":
        return charts.text(value, unit, look.day)
    said = f"{value / (look.day if days else 60):.1f}".removesuffix(".0")
    return words(f"{said} d", f"{said} 天") if days else words(f"{said} h", f"{said} 小时")


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
    y = 14.0
    for row, line in enumerate(chart.lines):
        yield _text(0, y, _cut(look.say(line.label), WIDEST.get(chart.unit, 48)), "start", "name")
        if chart.unit == "minutes":
            yield from _layers(chart, look, row, y, most)
        else:
            yield from _stairs(chart, look, row, y, most)
        y += _high(chart, line)


def _high(chart: Chart, line: Line) -> float:
    """Of a line of bars, with its words."""
    return ROW if chart.unit == "minutes" else ROW + STAIR * (max(len(_steps(chart, line)), 1) - 1)


def _steps(chart: Chart, line: Line) -> list[tuple[int, int]]:
    """Which series have a bar of their own: what they count among those that are drawn, and their number."""
    return [(nth, at) for nth, at in enumerate(chart.drawn[:3]) if line.values[at]]


def _layers(chart: Chart, look: Look, row: int, y: float, most: float) -> Iterator[Markup]:
    """Half of all, and the longest of them, stand in words beside the name."""
    line, shown = chart.lines[row], chart.drawn[:3]
    for nth, series in reversed([*enumerate(shown)]):
        value = line.values[series]
        if value:
            thick = (14.0, 8.0, 2.5)[nth]
            yield _bar(chart, look, row, series, (nth, y + 6 + (14 - thick) / 2, WIDE * value / most, thick))
    ends = [look.value(line.values[at], chart.unit_of(line, at)) for at in (shown[0], shown[-1])]
    yield _text(WIDE, y, " – ".join(dict.fromkeys(ends)), "end", "value")


def _stairs(chart: Chart, look: Look, row: int, y: float, most: float) -> Iterator[Markup]:
    line = chart.lines[row]
    for step, (nth, series) in enumerate(_steps(chart, line)):
        value = line.values[series] or 0
        long = (WIDE - ASIDE) * value / most
        top = y + 6 + STAIR * step
        yield _bar(chart, look, row, series, (nth, top, long, STAIR - 3))
        yield _text(long + 6, top + STAIR - 4, look.value(value, chart.unit_of(line, series)), "start", "value")
    if not _steps(chart, line):
        yield _text(0, y + 6 + STAIR - 4, look.value(0, chart.unit), "start", "value")


def _bar(chart: Chart, look: Look, row: int, series: int, shape: tuple[int, float, float, float]) -> Markup:
    """``shape``: its colour, its top, how long and how thick it is."""
    nth, top, long, thick = shape
    made = Markup(
        '<rect class="b{n}" x="0" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="2"><title>{t}</title></rect>'
    ).format(n=nth, y=top, w=max(long, 1.5), h=thick, t=_told(chart, look, row, series))
    return _leading(made, chart, look, row, series)


def _told(chart: Chart, look: Look, at: int, series: int) -> str:
    line = chart.lines[at]
    value = look.value(line.values[series], chart.unit_of(line, series))
    said = words("{line} · {series}: {value}", "{line} · {series}：{value}")
    return look.say(said.formatted(line=line.label, series=chart.series[series], value=value))


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


def _cut(said: str, room: int) -> str:
    while _letters(said) > room:
        said = said.removesuffix("…")[:-1] + "…"
    return said


def _letters(said: str) -> int:
    """How wide it is; a Chinese sign is as wide as two letters."""
    return sum(2 if ord(one) > 0x2E80 else 1 for one in said)  # noqa: PLR2004 -- where Chinese signs begin
