"""The figures of insight, for the description of the API."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from runtime.insight.insights import TABS
from runtime.web.api.description.api_shapes import TEXT, listed
from runtime.web.insight.insight_filter import MOST_DAYS

Shape = dict[str, Any]
_UNIT: Final = {
    "type": "string",
    "enum": ["number", "minutes", "hours", "share", "score"],
    "description": "`minutes` are of working time, `hours` minutes by the clock, a `share` is of 1.",
}
_VALUE: Final = {"type": ["number", "null"]}


def _object(required: str, **properties: Any) -> Shape:
    return {"type": "object", "required": required.split(), "additionalProperties": False, "properties": properties}


SHAPES: Final[Mapping[str, Any]] = {
    "InsightFigure": _object("key title unit value", key=TEXT, title=TEXT, unit=_UNIT, value=_VALUE),
    "InsightLine": _object(
        "label values units",
        label=TEXT,
        values={"type": "array", "items": _VALUE},
        units={"type": "array", "items": _UNIT},
    ),
    "InsightChart": _object(
        "key title note series lines",
        key=TEXT,
        title=TEXT,
        note=TEXT,
        series={"type": "array", "items": TEXT},
        lines=listed("InsightLine"),
    ),
    "Insight": {
        "type": "object",
        "required": ["tab", "process", "from", "to", "figures", "charts"],
        "additionalProperties": False,
        "properties": {
            "tab": TEXT,
            "process": TEXT,
            "from": TEXT,
            "to": TEXT,
            "figures": listed("InsightFigure"),
            "charts": listed("InsightChart"),
        },
    },
}


def paths(base: str, said: Callable[..., Any], refusals: Callable[..., Any]) -> Mapping[str, Any]:
    day = {"type": "string", "format": "date"}
    asked: Mapping[str, Shape] = {
        "tab": {"type": "string", "enum": list(TABS)},
        "process": TEXT,
        "days": {"type": "integer", "minimum": 1, "maximum": MOST_DAYS},
        "from": day,
        "to": day,
        "from2": day,
        "to2": day,
        "by": TEXT,
        "channel": TEXT,
        "customer": TEXT,
        "outcome": TEXT,
    }
    return {
        f"{base}/insights": {
            "get": {
                "operationId": "insight",
                "summary": "Figures and charts of one page of insight; `said.FIELD` in the address filters by an answer",
                "parameters": [
                    {"name": key, "in": "query", "required": False, "schema": one} for key, one in asked.items()
                ],
                "responses": {"200": said("Insight"), **refusals("400", "401", "403", "404")},
            }
        }
    }
