"""Insight to take away: as rows of a sheet, and as a paper."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final

from runtime.formats import charts
from runtime.formats.charts import Chart, Said, Unit
from runtime.formats.papers import Column, Heading, Paper, Paragraph, Table
from runtime.formats.sheet_writing import Cell
from runtime.insight.insights import TABS, Board, View
from schemas.words import Words, words

TITLE: Final = words("Insights", "统计分析")
IN_UNITS: Final = {
    "minutes": words("{what} (working minutes)", "{what}（工作分钟）"),
    "hours": words("{what} (minutes)", "{what}（分钟）"),
}
"""What plain numbers count that people say otherwise."""


def day_said(day: int) -> str:
    """As an address says it."""
    return date.fromordinal(day).isoformat()


def cells(chart: Chart, lang: str) -> Iterator[Sequence[Cell]]:
    """The chart's table with plain numbers: lengths of time in minutes, shares of 1."""
    yield ["", *(_counting(one, _unit(chart, at), lang) for at, one in enumerate(chart.series))]
    for line in chart.lines:
        yield [_counting(line.label, line.unit or "number", lang), *line.values]


def paper(boards: Sequence[Board], view: View, process: Words | None, house: str, now: datetime) -> Paper:
    """Figures and tables of some pages."""
    blocks: list[Heading | Paragraph | Table] = []
    for board in boards:
        blocks.append(Heading(TABS[board.tab]))
        if board.figures:
            columns = (
                Column(words("Figure", "指标"), share=2),
                Column(words("Value", "数值"), right=True),
                Column(words("Compared", "对比"), share=2),
            )
            rows = tuple((one.title, charts.text(one.value, one.unit, view.day), one.said) for one in board.figures)
            blocks.append(Table(columns, rows))
        for chart in board.charts:
            blocks.append(Heading(chart.title, 2))
            blocks += [Paragraph(chart.note)] if chart.note else []
            blocks.append(
                _table(chart, view.day)
                if chart.lines
                else Paragraph(words("Nothing was counted here.", "此处没有数据。"), quiet=True)
            )
    said = words("{title}, {span}", "{title}，{span}").formatted(title=process or TITLE, span=view.span.said)
    return Paper(said, tuple(blocks), now, house=house)


def _table(chart: Chart, day: int) -> Table:
    columns = (Column("", share=2), *(Column(one, right=True) for one in chart.series))
    rows = tuple(
        (line.label, *(charts.text(value, chart.unit_of(line, at), day) for at, value in enumerate(line.values)))
        for line in chart.lines
    )
    return Table(columns, rows)


def _unit(chart: Chart, at: int) -> Unit:
    return (chart.units[at] if chart.units else None) or chart.unit


def _counting(what: Said, unit: Unit, lang: str) -> str:
    said = what.in_(lang) if isinstance(what, Words) else what
    return IN_UNITS[unit].in_(lang).format(what=said) if unit in IN_UNITS else said
