"""The figures of insight for programs: the same as on its pages, from the same place."""

from typing import Any

from flask import Blueprint, Response, jsonify

from runtime.access import Permission, require
from runtime.formats.charts import Chart, Said
from runtime.insight.insight_papers import day_said
from runtime.insight.insights import TABS, Tab
from runtime.web.api import api_query
from runtime.web.api.api_caller import caller
from runtime.web.frame import problem_json, shell
from runtime.web.frame.doors import TokenHolder, open_to
from runtime.web.insight import insight_filter, insight_pages
from schemas.words import Words

pages = Blueprint("api_insight", __name__, url_prefix="/api/v1")
pages.register_error_handler(problem_json.Garbled, problem_json.garbled)


@pages.get("/insights")
@open_to(TokenHolder)
def show() -> Response:
    """``tab`` is one of the pages; everything else in the address is as there, but what is not understood is refused."""
    actor = caller().actor
    require(actor, Permission.INSIGHT)
    wanted = api_query.one_of("tab", TABS)
    tab: Tab = next((one for one in TABS if one == wanted), "overview")
    api_query.whole("days", insight_filter.MOST_DAYS)
    api_query.period("from", "to")
    api_query.period("from2", "to2")
    with shell.reading() as tx:
        asked = insight_filter.asked(tx, actor, shell.now())
        api_query.one_of("process", [one.key for one in asked.all])
        board = insight_pages.board_of(tx, tab, asked)
    chosen = asked.view.chosen
    figures = [
        {"key": one.key, "title": one.title.in_(shell.lang()), "unit": one.unit, "value": one.value}
        for one in board.figures
    ]
    return jsonify(
        tab=tab,
        process=chosen.process,
        **{"from": day_said(chosen.first), "to": day_said(chosen.last)},
        figures=figures,
        charts=[_chart(one) for one in board.charts],
    )


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "key": chart.key,
        "title": _said(chart.title),
        "note": _said(chart.note),
        "series": [_said(one) for one in chart.series],
        "lines": [
            {
                "label": _said(line.label),
                "values": list(line.values),
                "units": [chart.unit_of(line, at) for at in range(len(line.values))],
            }
            for line in chart.lines
        ],
    }


def _said(text: Said) -> str:
    return text.in_(shell.lang()) if isinstance(text, Words) else text
