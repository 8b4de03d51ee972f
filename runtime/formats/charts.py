"""Figures and charts as plain values: what is shown, before anybody has drawn it. Percentiles are exact."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal

from babel.dates import format_date

from schemas.fields.parts.moments import in_words
from schemas.words import Words, words

Unit = Literal["number", "minutes", "hours", "share", "score"]
"""``minutes`` are of working time, ``hours`` minutes by the clock, a ``share`` is of 1, a ``score`` on the scale of the question."""
Kind = Literal["columns", "lines", "bars", "table"]
Said = Words | str
Args = Mapping[str, str]
"""What is added to the address of the list that names the requests behind a figure."""

NOTHING: Final = words("–", "–")
LEVELS: Final = (0.5, 0.85, 0.95)
"""Half of all, 85 of 100 and 95 of 100 took no longer."""
LEVEL_TITLES: Final = (
    words("half took no longer than", "一半不超过"),
    words("85 % took no longer than", "85% 不超过"),
    words("95 % took no longer than", "95% 不超过"),
)
_MONTHLY: Final = 120
_WEEKLY: Final = 31


@dataclass(frozen=True)
class Line:
    """One row of a chart's table. ``behind`` leads to the requests behind each value; empty where there is no such list."""

    label: Said
    values: tuple[float | None, ...]
    behind: tuple[Args, ...] = ()
    unit: Unit | None = None


@dataclass(frozen=True)
class Chart:
    """``series`` are the titles of the values of each line. ``note`` says in a sentence what is to be seen."""

    key: str
    title: Words
    kind: Kind
    unit: Unit
    series: tuple[Said, ...]
    lines: tuple[Line, ...]
    note: Words = field(default_factory=Words)
    units: tuple[Unit | None, ...] = ()
    """Of each series, where they differ; those of the chart's own unit are drawn, the table has all."""

    def unit_of(self, line: Line, number: int) -> Unit:
        return (self.units[number] if self.units else None) or line.unit or self.unit

    @property
    def drawn(self) -> tuple[int, ...]:
        """The numbers of the series that are drawn."""
        return tuple(at for at in range(len(self.series)) if not self.units or self.units[at] in (None, self.unit))

    @property
    def empty(self) -> bool:
        return not any(value for line in self.lines for value in line.values)


@dataclass(frozen=True)
class Figure:
    """One of those that stand on top. ``said`` compares it to the period before; ``trend`` is drawn small."""

    key: str
    title: Words
    value: float | None
    unit: Unit
    said: Words
    trend: tuple[float, ...] = ()
    behind: Args = field(default_factory=dict)


@dataclass(frozen=True)
class Span:
    """Some days in a row, both within."""

    first: int
    last: int

    @property
    def before(self) -> "Span":
        """As many days just before."""
        days = self.last - self.first + 1
        return Span(self.first - days, self.first - 1)

    @property
    def said(self) -> Words:
        first, last = (in_words(date.fromordinal(one)) for one in (self.first, self.last))
        return words("{first} – {last}", "{first} – {last}").formatted(first=first, last=last)


def parts(span: Span) -> list[tuple[Words, Span]]:
    """The days, weeks or months of a span, whichever are few enough to be seen, with what to call them."""
    days = span.last - span.first + 1
    made: list[tuple[Words, Span]] = []
    at = span.first
    while at <= span.last:
        end = min(_end(at, days), span.last)
        made.append((_label(date.fromordinal(at), days), Span(at, end)))
        at = end + 1
    return made


def _label(there: date, days: int) -> Words:
    """Short, since many stand side by side: of the month, or of the first day."""
    if days > _MONTHLY:
        return words(format_date(there, "MMM y", locale="en"), f"{there.year}年{there.month}月")
    return words(format_date(there, "MMM d", locale="en"), f"{there.month}月{there.day}日")


def _end(at: int, days: int) -> int:
    there = date.fromordinal(at)
    if days > _MONTHLY:
        return ((there.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).toordinal()
    return at + 6 - there.weekday() if days > _WEEKLY else at


def summed(several: Iterable[Mapping[int, int]]) -> dict[int, int]:
    """One spread out of several."""
    total: dict[int, int] = {}
    for one in several:
        for minutes, number in one.items():
            total[minutes] = total.get(minutes, 0) + number
    return total


def count(times: Mapping[int, int]) -> int:
    return sum(times.values())


def percentile(times: Mapping[int, int], level: float) -> int | None:
    """The least length of time that at least this share took no longer than; None of nothing."""
    total = count(times)
    if not total:
        return None
    passed = 0
    for minutes in sorted(times):
        passed += times[minutes]
        if passed >= level * total - 1e-9:
            return minutes
    return max(times)


def percentiles(times: Mapping[int, int]) -> tuple[int | None, ...]:
    return tuple(percentile(times, level) for level in LEVELS)


def average(weighted: Sequence[tuple[float, int]]) -> float | None:
    total = sum(number for _, number in weighted)
    return sum(value * number for value, number in weighted) / total if total else None


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def change(now: float | None, before: float | None) -> float | None:
    """By how much of ``before``; None where that says nothing."""
    return None if now is None or not before else now / before - 1


def compared(now: float | None, before: float | None, unit: Unit, day: int) -> Words:
    """The comparison to the period before, in words."""
    by = change(now, before)
    if now is None or before is None:
        return words("Nothing earlier to compare with", "此前没有可比数据")
    was = text(before, unit, day)
    if by is None:
        return words("before: {was}", "此前：{was}").formatted(was=was)
    percent = round(abs(by) * 100)
    if percent == 0:
        return words("as in the period before", "与上一周期持平")
    if by < 0:
        said = words("{percent} % less than before ({was})", "比上一周期减少 {percent}%（{was}）")
    else:
        said = words("{percent} % more than before ({was})", "比上一周期增加 {percent}%（{was}）")
    return said.formatted(percent=str(percent), was=was)


def text(value: float | None, unit: Unit, day: int) -> Words:
    """A value as people say it. ``day``: the minutes of a working day."""
    if value is None:
        return NOTHING
    match unit:
        case "minutes":
            return length(round(value), day)
        case "hours":
            return length(round(value), 24 * 60, by_clock=True)
        case "share":
            said = f"{value * 100:.1f}".removesuffix(".0")
            return words(f"{said} %", f"{said}%")
        case "score":
            said = f"{value:.2f}".rstrip("0").rstrip(".")
            return words(said, said)
        case "number":
            said = f"{value:,.0f}"
            return words(said, said)


def length(minutes: int, day: int, *, by_clock: bool = False) -> Words:
    """Minutes, hours, or from two of them on working days (``by_clock``: days of 24 hours)."""
    if minutes < 60:  # noqa: PLR2004 -- of an hour
        return words(f"{minutes} min", f"{minutes} 分钟")
    if minutes < 2 * day:
        hours, rest = divmod(minutes, 60)
        more = (f" {rest} min", f" {rest} 分") if rest else ("", "")
        return words(f"{hours} h{more[0]}", f"{hours} 小时{more[1]}")
    days = f"{minutes / day:.1f}".removesuffix(".0")
    return words(f"{days} days", f"{days} 天") if by_clock else words(f"{days} working days", f"{days} 个工作日")
