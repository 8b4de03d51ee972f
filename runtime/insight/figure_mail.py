"""The report of figures by mail: each week or month to chosen colleagues, in their language, once for each period."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from runtime.access import Actor, Permission, require
from runtime.formats import charts
from runtime.formats.charts import Span
from runtime.formats.papers import Paper
from runtime.hours import elapsed
from runtime.hours.office_hours import calendar
from runtime.insight import insight_papers, insights
from runtime.insight.insights import Board, View
from runtime.processes import deployment
from runtime.store.connection.database import Connection, Database
from runtime.store.ids import new_id
from runtime.store.insight import insight_rules
from runtime.store.insight.distributions import Selection
from runtime.store.insight.insight_rules import Reader, Rhythm
from runtime.store.notices import outbox
from runtime.store.notices.outbox import MAIL, Message
from runtime.store.people import workspaces
from runtime.store.processes import processes
from schemas.words import Words, words

KIND: Final = "report"
HEADING: Final = words("Figures of {process}, {span}", "{process}统计报告（{span}）")
ALL: Final = words("all processes", "全部流程")
GREETING: Final = words("Hello {name},", "{name}，您好：")
LEAD: Final = words(
    "these are the figures of {span}, compared with the period before.", "以下是 {span} 的数据，并与上一周期比较。"
)
LINE: Final = words("{title}: {value} ({said})", "{title}：{value}（{said}）")
WHERE: Final = words("All of it, and the requests behind each figure:", "完整数据及各指标对应的申请：")


@dataclass(frozen=True)
class Report:
    heading: Words
    lines: tuple[tuple[Words, Words, Words], ...]
    paper: Paper
    span: Span
    process: str


def period(rhythm: Rhythm, today: int) -> Span:
    """The last whole week, from Monday, or the last whole month."""
    day = date.fromordinal(today)
    if rhythm == "weekly":
        monday = today - day.weekday()
        return Span(monday - 7, monday - 1)
    first = day.replace(day=1)
    return Span((first - timedelta(days=1)).replace(day=1).toordinal(), first.toordinal() - 1)


def send_due(database: Database, now: datetime) -> int:
    """Whatever report has not gone out yet; each goes once, however many do this work."""
    with database.reading() as tx:
        there = [one for one in insight_rules.readers(tx) if one.active]
    count = 0
    for reader in there:
        with database.writing() as tx:
            span = period(reader.rhythm, elapsed.day(now, calendar(tx, reader.workspace)))
            if span.last > reader.sent_for and insight_rules.sent(tx, reader, span.last):
                outbox.add(tx, [_message(reader, span, now)])
                count += 1
    return count


def send_now(tx: Connection, actor: Actor, now: datetime) -> int:
    """To everybody who gets one, about their last period, also where they have had it."""
    require(actor, Permission.ADMIN)
    today = elapsed.day(now, calendar(tx, actor.workspace))
    there = [one for one in insight_rules.readers(tx, actor.workspace) if one.active]
    outbox.add(tx, [_message(one, period(one.rhythm, today), now) for one in there])
    return len(there)


def choose(tx: Connection, actor: Actor, chosen: Mapping[str, Rhythm], process: str, now: datetime) -> None:
    """Who gets it: person to how often. Whoever is new gets the first one when the period that runs now is over."""
    require(actor, Permission.ADMIN)
    today = elapsed.day(now, calendar(tx, actor.workspace))
    before = {one.person: one for one in insight_rules.readers(tx, actor.workspace)}
    kept = [
        replace(
            before.get(person) or Reader(actor.workspace, person, rhythm, process, period(rhythm, today).last),
            rhythm=rhythm,
            process=process,
        )
        for person, rhythm in chosen.items()
    ]
    insight_rules.keep_readers(tx, actor.workspace, kept)


def made(tx: Connection, workspace: str, said: Mapping[str, Any], now: datetime) -> Report:
    """What a message asks for, as it is counted now."""
    span, key = Span(said["first"], said["last"]), said["process"]
    process = processes.process(tx, workspace, key) if key else None
    compiled = deployment.version(tx, workspace, process.version_id) if process else None
    title = (compiled.process.title if compiled else None) or ALL
    view = View(Selection(workspace, key, span.first, span.last), insights.day_of(calendar(tx, workspace)))
    boards = [insights.overview(tx, view), insights.compare(tx, view)]
    house = workspaces.one(tx, workspace)
    paper = insight_papers.paper(boards, view, title, house.name if house else "", now)
    return Report(HEADING.formatted(process=title, span=span.said), _lines(boards[0], view), paper, span, key)


def body(report: Report, name: str, lang: str, link: str) -> str:
    lines = [GREETING.formatted(name=name).in_(lang), LEAD.formatted(span=report.span.said).in_(lang), ""]
    lines += [LINE.formatted(title=title, value=value, said=said).in_(lang) for title, value, said in report.lines]
    return "\n".join([*lines, "", WHERE.in_(lang), link]) + "\n"


def path(report: Report) -> str:
    """Where the same stands on a page."""
    first, last = (date.fromordinal(day).isoformat() for day in (report.span.first, report.span.last))
    return f"/insights?from={first}&to={last}" + (f"&process={report.process}" if report.process else "")


def _lines(board: Board, view: View) -> tuple[tuple[Words, Words, Words], ...]:
    return tuple((one.title, charts.text(one.value, one.unit, view.day), one.said) for one in board.figures)


def _message(reader: Reader, span: Span, now: datetime) -> Message:
    said = {"to": f"person:{reader.person}", "first": span.first, "last": span.last, "process": reader.process}
    return Message(reader.workspace, new_id(now), KIND, said, now, now, channel=MAIL)
