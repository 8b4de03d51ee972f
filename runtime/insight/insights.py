"""What the pages of insight show: the same figures as everywhere else, by page, by program and on paper."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal

from runtime.engine.worktime import Calendar
from runtime.formats import charts
from runtime.formats.charts import Chart, Figure, Line, Said, Span
from runtime.hours import elapsed
from runtime.processes import outcomes
from runtime.store.connection.database import Connection
from runtime.store.insight import distributions
from runtime.store.insight.distributions import Ended, Selection
from schemas.words import Words, words

Tab = Literal["overview", "steps", "load", "by", "compare", "satisfaction"]
TABS: Final[Mapping[Tab, Words]] = {
    "overview": words("Overview", "概览"),
    "steps": words("Steps", "步骤"),
    "load": words("Workload", "工作量"),
    "by": words("By answer", "分类"),
    "compare": words("Before and after", "前后对比"),
    "satisfaction": words("Satisfaction", "满意度"),
}
CAME: Final = words("Came in", "新增")
DONE: Final = words("Done", "完成")
OPEN: Final = words("Open at the end", "期末未结")
CYCLE: Final = words("Time until done", "处理周期")
RESPONSE: Final = words("Time until the client hears from us", "客户响应时间")
LATE: Final = words("Overdue", "逾期")


@dataclass(frozen=True)
class View:
    """What is looked at: which requests, and the period. ``day`` is the length of a working day in minutes."""

    chosen: Selection
    day: int
    by: str = "@channel"
    other: Span | None = None

    @property
    def span(self) -> Span:
        return Span(self.chosen.first, self.chosen.last)

    def during(self, span: Span) -> Selection:
        return replace(self.chosen, first=span.first, last=span.last)


@dataclass(frozen=True)
class Board:
    """One page of insight: figures on top, then charts."""

    tab: Tab
    figures: tuple[Figure, ...] = ()
    charts: tuple[Chart, ...] = ()


def day_of(calendar: Calendar) -> int:
    start, end = calendar.day_start, calendar.day_end
    return (end.hour - start.hour) * 60 + end.minute - start.minute


def last_days(calendar: Calendar, now: datetime, days: int) -> Span:
    today = elapsed.day(now, calendar)
    return Span(today - days + 1, today)


@dataclass
class _Period:
    """What was counted in one."""

    opened: int = 0
    closed: int = 0
    late: int = 0
    open: int = 0
    took: Counter[int] = field(default_factory=Counter)
    response: Counter[int] = field(default_factory=Counter)

    def __add__(self, other: "_Period") -> "_Period":
        return _Period(
            self.opened + other.opened,
            self.closed + other.closed,
            self.late + other.late,
            other.open,
            self.took + other.took,
            self.response + other.response,
        )


def overview(tx: Connection, view: View) -> Board:
    """Five reads, however many requests there are."""
    both = view.during(Span(view.span.before.first, view.span.last))
    left = distributions.earlier(tx, both, "opened") - distributions.earlier(tx, both, "closed")
    spans = charts.parts(view.span)
    starts = [span.first for _, span in spans]
    before, *parts = [_Period() for _ in range(len(spans) + 1)]
    periods, ended = [before, *parts], dict[Ended, list[int]]()
    for (at, response), number in distributions.openings(tx, both, starts).items():
        periods[at].opened += number
        if response is not None:
            periods[at].response[response] += number
    for (at, outcome, late, took), number in distributions.closings(tx, both, starts).items():
        periods[at].closed += number
        periods[at].late += late * number
        periods[at].took[took] += number
        if at:
            counted = ended.setdefault(outcome, [0, 0])
            counted[0] += number
            counted[1] += late * number
    open_ = left + before.opened - before.closed
    for part in parts:
        open_ += part.opened - part.closed
        part.open = open_
    told = [(label, part) for (label, _), part in zip(spans, parts, strict=True)]
    figures = _figures(view, sum(parts, _Period()), before, parts)
    called = outcomes.named(tx, view.chosen.workspace, sorted(ended, key=lambda one: -ended[one][0]), outcomes.end)
    return Board("overview", tuple(figures), (*_trends(view, told), _outcomes(ended, called)))


def _figures(view: View, now: _Period, before: _Period, parts: list[_Period]) -> list[Figure]:
    asked: tuple[tuple[str, Words, charts.Unit, Callable[[_Period], float | None], charts.Args], ...] = (
        ("opened", CAME, "number", lambda one: one.opened, {"of": "opened"}),
        ("closed", DONE, "number", lambda one: one.closed, {"of": "closed"}),
        ("took", CYCLE, "minutes", lambda one: charts.percentile(one.took, 0.5), {"of": "closed"}),
        ("response", RESPONSE, "minutes", lambda one: charts.percentile(one.response, 0.5), {"of": "answered"}),
        ("late", LATE, "share", lambda one: charts.share(one.late, one.closed), {"of": "late"}),
    )
    return [
        Figure(
            key,
            title,
            of(now),
            unit,
            charts.compared(of(now), of(before), unit, view.day),
            tuple(float(of(part) or 0) for part in parts),
            behind,
        )
        for key, title, unit, of, behind in asked
    ]


def _trends(view: View, parts: list[tuple[Words, _Period]]) -> list[Chart]:
    spans = [span for _, span in charts.parts(view.span)]
    throughput = Chart(
        "throughput",
        words("What came in, what was done, what is open", "新增、完成与未结"),
        "columns",
        "number",
        (CAME, DONE, OPEN),
        tuple(
            Line(label, (part.opened, part.closed, part.open), _behind(span, "opened", "closed", "open"))
            for (label, part), span in zip(parts, spans, strict=True)
        ),
    )
    return [
        throughput,
        _over_time("cycle", CYCLE, parts, spans, lambda part: part.took, "closed"),
        _over_time("answer", RESPONSE, parts, spans, lambda part: part.response, "answered"),
        Chart(
            "late",
            words("Done late: with a step that was left after it was due", "逾期完成：有步骤超过时限才离开"),
            "columns",
            "number",
            (LATE, DONE),
            tuple(
                Line(label, (part.late, part.closed), _behind(span, "late", "closed"))
                for (label, part), span in zip(parts, spans, strict=True)
            ),
        ),
    ]


def _over_time(
    key: str,
    title: Words,
    parts: list[tuple[Words, _Period]],
    spans: list[Span],
    of: Callable[[_Period], Mapping[int, int]],
    behind: str,
) -> Chart:
    lines = tuple(
        Line(label, charts.percentiles(of(part)), _behind(span, behind, behind, behind))
        for (label, part), span in zip(parts, spans, strict=True)
    )
    return Chart(key, title, "lines", "minutes", charts.LEVEL_TITLES, lines)


def _behind(span: Span, *of: str) -> tuple[charts.Args, ...]:
    return tuple({"of": one, "first": str(span.first), "last": str(span.last)} for one in of)


def _outcomes(ended: Mapping[Ended, list[int]], called: Mapping[str, Said]) -> Chart:
    alike: dict[str, tuple[int, int]] = {}
    for (_, outcome), (number, late) in ended.items():
        done, overdue = alike.get(outcome, (0, 0))
        alike[outcome] = (done + number, overdue + late)
    lines = tuple(
        Line(
            called.get(outcome, outcome),
            (number, late),
            ({"of": "closed", "outcome": outcome}, {"of": "late", "outcome": outcome}),
        )
        for outcome, (number, late) in sorted(alike.items(), key=lambda one: (-one[1][0], one[0]))
    )
    return Chart("outcomes", words("How they ended", "结果分布"), "bars", "number", (DONE, LATE), lines)


def compare(tx: Connection, view: View) -> Board:
    """Two periods side by side: the other one, and the one that is looked at."""
    other = view.other or view.span.before
    rows: list[tuple[Words, charts.Unit, float | None, float | None, str]] = []
    told = [_told(tx, view.during(span)) for span in (other, view.span)]
    for (title, unit, before, of), (_, _, now, _) in zip(*told, strict=True):
        rows.append((title, unit, before, now, of))
    lines = tuple(
        Line(
            title,
            (before, now, charts.change(now, before)),
            (*_behind(other, of), *_behind(view.span, of), {}),
            unit,
        )
        for title, unit, before, now, of in rows
    )
    series = (other.said, view.span.said, words("Change", "变化"))
    chart = Chart(
        "compare",
        words("Before and after", "前后对比"),
        "table",
        "number",
        series,
        lines,
        units=(None, None, "share"),
    )
    return Board("compare", (), (chart,))


def _told(tx: Connection, chosen: Selection) -> list[tuple[Words, charts.Unit, float | None, str]]:
    came = distributions.openings(tx, chosen, [chosen.first])
    took, response = Counter[int](), Counter[int]()
    late = 0
    for (_, _, is_late, minutes), number in distributions.closings(tx, chosen, [chosen.first]).items():
        took[minutes] += number
        late += is_late * number
    for (_, answered), number in came.items():
        if answered is not None:
            response[answered] += number
    lasted = distributions.lasting(tx, chosen)
    rated = distributions.ratings(tx, chosen)
    opened = came.total()
    by_clock = words("{what}, by the clock", "{what}（自然时间）")
    found: list[tuple[Words, charts.Unit, float | None, str]] = [
        (CAME, "number", opened, "opened"),
        (DONE, "number", charts.count(took), "closed"),
    ]
    for title, times, of in ((CYCLE, took, "closed"), (RESPONSE, response, "answered")):
        for level, name in zip(charts.LEVELS, charts.LEVEL_TITLES, strict=True):
            found.append(
                (
                    words("{what}: {level}", "{what}：{level}").formatted(what=title, level=name),
                    "minutes",
                    charts.percentile(times, level),
                    of,
                )
            )
    hours = charts.percentile(lasted, 0.5)
    found += [
        (by_clock.formatted(what=CYCLE), "hours", hours, "closed"),
        (LATE, "share", charts.share(late, charts.count(took)), "late"),
        (
            words("Satisfaction, on average", "平均满意度"),
            "score",
            charts.average([(score, number) for _, score, _, number in rated]),
            "rated",
        ),
    ]
    return found
