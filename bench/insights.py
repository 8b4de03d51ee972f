"""Dashboards over 200,000 requests on both databases: how long each page's figures take, and that they equal a plain recount."""

import os
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from statistics import median
from time import perf_counter, process_time
from typing import Any, Final

import counted_house
from counted_house import BEGIN, DAYS, Counted, Raw

from runtime.engine.worktime import Calendar
from runtime.formats import charts
from runtime.formats.charts import Line, Span
from runtime.hours import elapsed
from runtime.insight import insight_answers, insight_tabs, insights
from runtime.insight.insights import Board, View
from runtime.store.connection.database import Database
from runtime.store.insight import drilldown
from runtime.store.insight.distributions import Selection
from runtime.store.insight.drilldown import BEHIND, Behind
from tests import postgres

CASES: Final = int(os.environ.get("CASES", "200000"))
ROUNDS: Final = int(os.environ.get("ROUNDS", "3"))
MOST: Final = {"PostgreSQL": 1.0, "SQLite": 2.0}
"""Seconds that a page's figures may take."""
HOURS: Final = Calendar()
HEAD: Final = "| database | page | of | time | of our own processor |\n|---|---|---|---|---|"
ALL: Final = Span(BEGIN.date().toordinal(), BEGIN.date().toordinal() + DAYS - 1)


def measured() -> str:
    lines = [f"## Figures of {CASES:,} requests", "", HEAD]
    with tempfile.TemporaryDirectory() as folder, postgres.served() as server:
        for name, url in (("SQLite", f"sqlite:///{folder}/insights.db"), ("PostgreSQL", server.make("insights"))):
            lines += _of_house(name, counted_house.filled(url, CASES))
    said = "Every figure is compared with a plain count of the same requests; what differs would stand here as WRONG."
    return "\n".join([*lines, "", said, ""])


def _of_house(name: str, house: Counted) -> list[str]:
    database = Database(house.url, counted_house.SECRET)
    lines = []
    for what, view in (
        ("two years", _view(house)),
        ("a year of one kind", _view(house, said={"kind": "scope"}, days=365)),
    ):
        for tab, ask in _tabs(view, database).items():
            seconds, cpu, board = _timed(ask)
            fits = "" if seconds <= MOST[name] else ", TOO SLOW"
            lines.append(_line(name, tab, what, seconds, cpu, fits))
            lines += [f"| {name} | WRONG | {one} | | |" for one in _wrong(tab, view, board, house.raw)]
    chosen = _view(house).chosen
    for of in BEHIND:
        with database.reading() as tx:
            seconds, cpu, _ = _timed(partial(_behind, tx, chosen, of))
        lines.append(_line(name, f"the requests behind: {of}", "two years", seconds, cpu))
    database.close()
    return lines


def _line(house: str, page: str, of: str, seconds: float, cpu: float, fits: str = "") -> str:
    return f"| {house} | {page} | {of} | {seconds * 1000:.0f} ms{fits} | {cpu * 1000:.0f} ms |"


def _behind(tx: Any, chosen: Selection, of: Behind) -> None:
    drilldown.counted(tx, chosen, of, "board")
    drilldown.page(tx, chosen, of, "board", "person:x", ("", 0, 0), 51)


def _view(house: Counted, days: int = DAYS, **more: Any) -> View:
    return View(Selection(house.workspace, house.process, ALL.last - days + 1, ALL.last, **more), 540, by="kind")


def _tabs(view: View, database: Database) -> dict[str, Callable[[], Board]]:
    def on(ask: Callable[[Any], Board]) -> Callable[[], Board]:
        def asked() -> Board:
            with database.reading() as tx:
                return ask(tx)

        return asked

    return {
        "overview": on(lambda tx: insights.overview(tx, view)),
        "steps": on(lambda tx: insight_tabs.steps(tx, view, None)),
        "load": on(lambda tx: insight_tabs.load(tx, view, BEGIN + timedelta(days=DAYS))),
        "by kind": on(lambda tx: insight_answers.by_answer(tx, view, None)),
        "by customer": on(lambda tx: insight_answers.by_answer(tx, View(view.chosen, 540, by="@customer"), None)),
        "compare": on(lambda tx: insights.compare(tx, view)),
        "satisfaction": on(lambda tx: insight_tabs.satisfaction(tx, view)),
    }


def _timed(ask: Callable[[], Any]) -> tuple[float, float, Any]:
    took, cpu, found = [], [], None
    for _ in range(ROUNDS):
        began, worked = perf_counter(), process_time()
        found = ask()
        took.append(perf_counter() - began)
        cpu.append(process_time() - worked)
    return median(took), median(cpu), found


def _wrong(tab: str, view: View, board: Board, raw: list[Raw]) -> list[str]:
    """What is said otherwise by counting the requests as they were made up, one by one."""
    kind = view.chosen.said.get("kind")
    mine = [one for one in raw if kind in (None, one.kind)]
    opened = [one for one in mine if view.span.first <= elapsed.day(one.opened, HOURS) <= view.span.last]
    closed = [one for one in mine if one.closed and view.span.first <= elapsed.day(one.closed, HOURS) <= view.span.last]
    check = {
        "overview": _overview,
        "steps": _steps,
        "load": _load,
        "by kind": _by_kind,
        "by customer": _by_customer,
        "compare": _compare,
        "satisfaction": _satisfaction,
    }
    return check[tab](view, board, mine, opened, closed)


def _level(values: list[int], level: float) -> int | None:
    """The plainest way: sort all and count."""
    ordered = sorted(values)
    return next((value for at, value in enumerate(ordered, 1) if at >= level * len(ordered) - 1e-9), None)


def _took(some: list[Raw]) -> list[int]:
    return [elapsed.working(one.opened, one.closed, HOURS) for one in some if one.closed]


def _answer(some: list[Raw]) -> list[int]:
    return [elapsed.working(one.opened, one.answered, HOURS) for one in some]


def _overview(view: View, board: Board, mine: list[Raw], opened: list[Raw], closed: list[Raw]) -> list[str]:
    late = sum(any(step[3] for step in one.steps) for one in closed)
    plain = [len(opened), len(closed), _level(_took(closed), 0.5), _level(_answer(opened), 0.5), late / len(closed)]
    wrong = _unlike("figures", [one.value for one in board.figures], plain)
    chart = board.charts[0]
    for (label, span), line in zip(charts.parts(view.span), chart.lines, strict=True):
        came = sum(span.first <= elapsed.day(one.opened, HOURS) <= span.last for one in opened)
        went = sum(span.first <= elapsed.day(one.closed, HOURS) <= span.last for one in closed if one.closed)
        there = sum(
            elapsed.day(one.opened, HOURS) <= span.last
            and not (one.closed and elapsed.day(one.closed, HOURS) <= span.last)
            for one in mine
        )
        wrong += _unlike(label, [*line.values], [came, went, there])
    ended = Counter(one.outcome for one in closed)
    return wrong + _unlike(
        "outcomes", {line.behind[0]["outcome"]: line.values[0] for line in board.charts[-1].lines}, ended
    )


def _steps(view: View, board: Board, mine: list[Raw], _o: list[Raw], _c: list[Raw]) -> list[str]:
    plain: dict[str, list[int]] = {}
    late: Counter[str] = Counter()
    for one in mine:
        for state, entered, left, is_late, _ in one.steps:
            if view.span.first <= elapsed.day(left, HOURS) <= view.span.last:
                plain.setdefault(state, []).append(elapsed.working(entered, left, HOURS))
                late[state] += is_late
    said = {str(line.label): line.values for line in board.charts[0].lines}
    levels = {
        key: (*(_level(took, level) for level in charts.LEVELS), len(took), late[key]) for key, took in plain.items()
    }
    return _unlike("steps", said, levels)


def _load(view: View, board: Board, mine: list[Raw], _o: list[Raw], _c: list[Raw]) -> list[str]:
    acted = Counter(
        step[4]
        for one in mine
        for step in one.steps
        if view.span.first <= elapsed.day(step[2], HOURS) <= view.span.last
    )
    return _unlike("acted", sorted(line.values[1] or 0 for line in board.charts[0].lines), sorted(acted.values()))


def _shares(lines: tuple[Line, ...], groups: dict[str, tuple[list[Raw], list[Raw]]]) -> list[str]:
    said = sorted(tuple(line.values) for line in lines)
    plain = []
    for came, went in groups.values():
        late = sum(any(step[3] for step in one.steps) for one in went)
        plain.append(
            (
                len(came),
                len(went),
                late / len(went) if went else None,
                _level(_took(went), 0.5),
                _level(_took(went), 0.85),
            )
        )
    return _unlike("shares", said, sorted(plain))


def _grouped(opened: list[Raw], closed: list[Raw], by: str) -> dict[str, tuple[list[Raw], list[Raw]]]:
    groups: dict[str, tuple[list[Raw], list[Raw]]] = {}
    for at, some in enumerate((opened, closed)):
        for one in some:
            groups.setdefault(getattr(one, by), ([], []))[at].append(one)
    return groups


def _by_kind(_v: View, board: Board, _m: list[Raw], opened: list[Raw], closed: list[Raw]) -> list[str]:
    return _shares(board.charts[0].lines, _grouped(opened, closed, "kind"))


def _by_customer(_v: View, board: Board, _m: list[Raw], opened: list[Raw], closed: list[Raw]) -> list[str]:
    groups = _grouped(opened, closed, "customer")
    plain = sorted((len(came), len(went)) for came, went in groups.values())
    return _unlike("customers", sorted((line.values[0], line.values[1]) for line in board.charts[0].lines), plain)


def _compare(_v: View, board: Board, _m: list[Raw], opened: list[Raw], closed: list[Raw]) -> list[str]:
    plain = [
        len(opened),
        len(closed),
        *(_level(_took(closed), level) for level in charts.LEVELS),
        *(_level(_answer(opened), level) for level in charts.LEVELS),
    ]
    return _unlike("compare", [line.values[1] for line in board.charts[0].lines][:8], plain)


def _satisfaction(_v: View, board: Board, _m: list[Raw], _o: list[Raw], closed: list[Raw]) -> list[str]:
    rated = [one for one in closed if one.score is not None]
    met = sum((one.score or 0) >= one.hoped for one in rated)
    said = [round(one.value or 0, 9) for one in board.figures]
    return _unlike(
        "satisfaction", said, [round(sum(one.score or 0 for one in rated) / len(rated), 9), round(met / len(rated), 9)]
    )


def _unlike(what: str, said: Any, plain: Any) -> list[str]:
    return [] if said == plain else [f"{what}: {str(said)[:200]} and not {str(plain)[:200]}"]


if __name__ == "__main__":
    print(measured())
