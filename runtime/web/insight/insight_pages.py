"""Insight: dashboards, the requests behind each figure, and both to take away."""

from collections.abc import Callable, Mapping
from typing import Final

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from runtime.access import Permission
from runtime.formats.papers import pdf
from runtime.formats.sheet_writing import write_csv, write_workbook
from runtime.insight import insight_answers, insight_papers, insight_tabs, insights
from runtime.insight.insights import TABS, Board, Tab
from runtime.store.connection.database import Connection
from runtime.store.insight import distributions
from runtime.web.frame import shell
from runtime.web.frame.doors import open_to
from runtime.web.insight import chart_drawing, flow_heat, insight_filter
from runtime.web.insight.chart_drawing import Look
from runtime.web.insight.insight_filter import Asked

pages = Blueprint("insights", __name__)

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OFFERED: Final = 40
"""Values of a question that a filter offers."""


@pages.get("/insights")
@open_to(Permission.INSIGHT)
def index() -> str:
    return _page("overview")


@pages.get("/insights/<tab>")
@open_to(Permission.INSIGHT)
def show(tab: str) -> ResponseReturnValue:
    known = next((one for one in TABS if one == tab), None)
    if known is None:
        abort(404)
    return (
        redirect(f"{url_for('insights.index')}?{request.query_string.decode()}")
        if known == "overview"
        else _page(known)
    )


@pages.get("/insights/<tab>.csv")
@open_to(Permission.INSIGHT)
def as_csv(tab: str) -> Response:
    """All charts of a page, below each other."""
    board, look = _taken(tab)
    rows = [
        row for chart in board.charts for row in ([look.say(chart.title)], *insight_papers.cells(chart, look.lang), [])
    ]
    return saved(Response("".join(write_csv(rows)), mimetype="text/csv"), f"insights-{tab}.csv")


@pages.get("/insights/<tab>.xlsx")
@open_to(Permission.INSIGHT)
def as_workbook(tab: str) -> Response:
    board, look = _taken(tab)
    made = write_workbook({look.say(chart.title): insight_papers.cells(chart, look.lang) for chart in board.charts})
    return saved(Response(made, mimetype=XLSX), f"insights-{tab}.xlsx")


@pages.get("/insights/<tab>.pdf")
@open_to(Permission.INSIGHT)
def as_paper(tab: str) -> Response:
    board, look = _taken(tab)
    with shell.reading() as tx:
        asked = insight_filter.asked(tx, shell.actor(), shell.now())
    house = shell.house()
    paper = insight_papers.paper(
        [board],
        asked.view,
        asked.compiled.process.title if asked.compiled else None,
        house.name if house else "",
        shell.now(),
    )
    return saved(Response(pdf(paper, look.lang), mimetype="application/pdf"), f"insights-{tab}.pdf")


def board_of(tx: Connection, tab: Tab, asked: Asked) -> Board:
    """What stands on one page."""
    view, compiled = asked.view, asked.compiled
    made: Mapping[Tab, Callable[[], Board]] = {
        "overview": lambda: insights.overview(tx, view),
        "steps": lambda: insight_tabs.steps(tx, view, compiled),
        "load": lambda: insight_tabs.load(tx, view, shell.now()),
        "by": lambda: insight_answers.by_answer(tx, view, asked.dimensions.get(view.by)),
        "compare": lambda: insights.compare(tx, view),
        "satisfaction": lambda: insight_tabs.satisfaction(tx, view),
    }
    return made[tab]()


def _page(tab: Tab) -> str:
    actor, lang = shell.actor(), shell.lang()
    with shell.reading() as tx:
        asked = insight_filter.asked(tx, actor, shell.now())
        board = board_of(tx, tab, asked)
        compiled = asked.compiled
        heat = (
            flow_heat.heated(tx, asked.view.chosen, compiled, lang, asked.view.day)
            if tab == "steps" and compiled
            else None
        )
        offered = _offered(tx, asked)
    look = Look(lang, asked.view.day, lambda args: asked.address("figure_cases.index", {"tab": tab, **args}))
    return render_template(
        "runtime/insight/insights.html",
        tab=tab,
        tabs=TABS,
        board=board,
        asked=asked,
        look=look,
        heat=heat,
        offered=offered,
        drawn=lambda chart: chart_drawing.drawn(chart, look),
        spark=chart_drawing.spark,
        periods=insight_filter.PERIODS,
        before=asked.view.other or asked.view.span.before,
        day_said=insight_papers.day_said,
    )


def _offered(tx: Connection, asked: Asked) -> Mapping[str, list[tuple[str, str]]]:
    """Questions of the process to the answers that a filter offers, with what to call them."""
    lang = shell.lang()
    found: dict[str, list[tuple[str, str]]] = {}
    for key, field in asked.dimensions.items():
        there = distributions.values(tx, asked.view.chosen.workspace, asked.view.chosen.process, key, OFFERED)
        called = insight_answers.called(tx, asked.view.chosen.workspace, key, field, there)
        found[key] = [(one, said if isinstance(said, str) else said.in_(lang)) for one, said in called.items()]
    return {key: values for key, values in found.items() if values}


def _taken(tab: str) -> tuple[Board, Look]:
    known = next((one for one in TABS if one == tab), None)
    if known is None:
        abort(404)
    with shell.reading() as tx:
        asked = insight_filter.asked(tx, shell.actor(), shell.now())
        board = board_of(tx, known, asked)
    return board, Look(shell.lang(), asked.view.day, lambda _: "")


def saved(response: Response, name: str) -> Response:
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
