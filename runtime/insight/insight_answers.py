"""Requests by what was answered, and what to call an answer."""

from collections.abc import Iterable, Mapping
from typing import Final

from runtime.formats import charts
from runtime.formats.charts import Chart, Line
from runtime.insight.insights import CAME, DONE, LATE, Board, View
from runtime.processes import figured
from runtime.processes.deployment import Compiled
from runtime.processes.figured import JOINT
from runtime.store.connection.database import Connection
from runtime.store.forms import answer_names
from runtime.store.insight import distributions
from runtime.store.insight.distributions import Share
from schemas.fields.parts.alternatives import choices_of
from schemas.fields.registry import type_of
from schemas.fields.yes_no import NO, YES
from schemas.model.form import Field
from schemas.words import LANGUAGES, Words, words

CHANNELS: Final = {
    "web": words("Web", "网页"),
    "phone": words("Phone", "电话"),
    "in_person": words("In person", "当面"),
    "email": words("E-mail", "邮件"),
    "survey": words("Survey", "调查"),
    "complaint": words("Complaint", "投诉"),
    "suggestion": words("Suggestion", "建议"),
}


def by_answer(tx: Connection, view: View, dimension: Field | None) -> Board:
    """Requests by what was answered: how many, how late, how long."""
    shares = distributions.by_answer(tx, view.chosen, view.by)
    names = called(tx, view.chosen.workspace, view.by, dimension, [one.value for one in shares])
    key = view.by.removeprefix("@") if view.by.startswith("@") else f"said.{view.by}"
    lines = [_share(one, names[one.value], key) for one in shares]
    return Board(
        "by",
        (),
        (
            Chart(
                "by",
                (dimension.title if dimension else None) or BY.get(view.by) or words(view.by, view.by),
                "bars",
                "number",
                (CAME, DONE, LATE, charts.LEVEL_TITLES[0], charts.LEVEL_TITLES[1]),
                tuple(lines),
                units=("number", "number", "share", "minutes", "minutes"),
            ),
        ),
    )


def _share(share: Share, title: Words | str, key: str) -> Line:
    """Of those who answered alike: how many came, how many are done, how late, how long."""
    times = (charts.percentile(share.times, 0.5), charts.percentile(share.times, 0.85))
    opens = ("opened", "closed", "late", "closed", "closed")
    return Line(
        title,
        (share.opened, share.closed, charts.share(share.late, share.closed), *times),
        tuple({"of": of, key: share.value} if share.value else {} for of in opens),
    )


BY: Final[Mapping[str, Words]] = {
    "@channel": words("Channel", "渠道"),
    "@customer": words("Customer", "客户"),
    "@process": words("Process", "流程"),
}
"""What requests can be looked at by besides their answers."""
NOT_SAID: Final = words("(not said)", "（未填写）")


def called(
    tx: Connection, workspace: str, by: str, dimension: Field | None, values: Iterable[str]
) -> dict[str, Words | str]:
    """What to call each of these answers; what was chosen from elsewhere as it is called now."""
    kind = "customer" if by == "@customer" else (dimension.type if dimension else "")
    there = list(values)
    apart = [one for value in there for one in (value.split(JOINT) if kind == "people" else (value,))]
    names = answer_names.called(tx, workspace, kind, apart)
    if kind == "people":
        return {one: JOINT.join(str(names.get(each, each)) for each in one.split(JOINT)) or NOT_SAID for one in there}
    return {one: names.get(one) or answer(by, dimension, one) for one in there}


def answer(by: str, dimension: Field | None, value: str) -> Words | str:
    """What to call an answer."""
    if not value:
        return NOT_SAID
    if by == "@channel":
        return CHANNELS.get(value, value)
    if dimension is None:
        return value
    if dimension.type == "yes_no":
        return YES if value == "true" else NO
    titles = {one.const: one.title for one in choices_of(dimension)}
    return titles.get(value) or _shown(dimension, value)


def _shown(dimension: Field, value: str) -> Words | str:
    """As the page of a request shows such an answer, where that can be told from how it is counted."""
    kind = type_of(dimension)
    if kind.value_of(dimension) not in ("text", "number", "list"):
        return value
    try:
        said = {lang: kind.show(dimension, figured.restored(dimension, value), lang) for lang in LANGUAGES}
    except (LookupError, TypeError, ValueError):
        return value
    return Words({lang: one for lang, one in said.items() if one}) or value


def goal(compiled: Compiled, value: str) -> Words | str | None:
    """What whoever judged whether the goal was reached has chosen."""
    asked = compiled.dimensions.get(compiled.process.figures.goal)
    return answer("", asked, value) if asked else None
