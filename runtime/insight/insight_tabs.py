"""The further pages of insight: steps, workload, by answer, satisfaction."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from runtime.formats import charts
from runtime.formats.charts import Chart, Figure, Line, Unit
from runtime.insight import insight_answers
from runtime.insight.counting import team
from runtime.insight.insights import DONE, LATE, Board, View
from runtime.processes import deployment, outcomes
from runtime.processes.deployment import Compiled
from runtime.store.connection.database import Connection
from runtime.store.insight import distributions
from runtime.store.people import people
from schemas.words import Words, words

MOST: Final = 24
"""Lines of a chart by answer, by person or customer; what is left over is summed up in one more."""
VISITS: Final = words("Visits", "经过次数")
WAITS: Final = words("Waiting now", "当前待办")
OVERDUE: Final = words("of these overdue", "其中逾期")
ACTED: Final = words("Acted", "已办理")


UNITS_OF_STAYS: Final[tuple[Unit | None, ...]] = (None, None, None, "number", "number")
STAYS: Final = words("How long a request stays at each step, in working time", "各步骤停留时长（工作时间）")
ANSWERS: Final = words("How long until somebody answers at each step", "各步骤首次响应时长")


def steps(tx: Connection, view: View, compiled: Compiled | None) -> Board:
    """How long each step takes, and until somebody answers in it."""
    took = distributions.step_times(tx, view.chosen, "took")
    answer = distributions.step_times(tx, view.chosen, "response")
    late = distributions.step_late(tx, view.chosen)
    there = sorted(took, key=lambda key: -(charts.percentile(took[key], 0.5) or 0))
    drawn = [key for key in compiled.course.states if key in took] if compiled else there
    asked = [key for key in drawn if key in answer or (charts.percentile(took[key], 0.95) or 0) > 0]
    stays = tuple(
        Line(
            title(compiled, key),
            (*charts.percentiles(took[key]), charts.count(took[key]), late.get(key, 0)),
            (*({"of": "step", "which": key},) * 4, {"of": "late_step", "which": key}),
        )
        for key in asked
    )
    answers = tuple(
        Line(title(compiled, key), charts.percentiles(answer[key]), ({"of": "step", "which": key},) * 3)
        for key in asked
        if key in answer
    )
    long = (*charts.LEVEL_TITLES, VISITS, LATE)
    slowest = bottleneck(compiled, took)
    return Board(
        "steps",
        (),
        (
            Chart("steps", STAYS, "bars", "minutes", long, stays, slowest, UNITS_OF_STAYS),
            Chart("answers", ANSWERS, "bars", "minutes", charts.LEVEL_TITLES, answers),
        ),
    )


def bottleneck(compiled: Compiled | None, took: Mapping[str, Mapping[int, int]]) -> Words:
    """The step at which most working time goes by, all visits together."""
    spent = {key: sum(minutes * number for minutes, number in times.items()) for key, times in took.items()}
    total = sum(spent.values())
    if not total:
        return Words()
    slowest = max(sorted(spent), key=lambda key: spent[key])
    said = words(
        "The bottleneck is “{step}”: {percent} % of all working time goes by there.",
        "瓶颈是“{step}”：全部工作时间的 {percent}% 花在这一步。",
    )
    return said.formatted(step=title(compiled, slowest), percent=str(round(100 * spent[slowest] / total)))


def title(compiled: Compiled | None, state: str) -> Words | str:
    return compiled.title(state) if compiled else state


def load(tx: Connection, view: View, now: datetime) -> Board:
    """What waits for whom now, and who has decided how much in the period."""
    acted = distributions.hands(tx, view.chosen)
    waits = distributions.waiting(tx, view.chosen, now)
    named = {f"person:{one.id}": one.name for one in people.everybody(tx, view.chosen.workspace)}
    teams = {one.key: one.title for one in people.groups(tx, view.chosen.workspace)}
    named |= {party: name for party, name, *_ in waits if party not in named}
    return Board("load", (), (_people(acted, waits, named), _teams(acted, _standing(tx, view, now), teams)))


def _standing(tx: Connection, view: View, now: datetime) -> dict[str, tuple[int, int]]:
    """Group to how many requests wait for it now, and how many of them too long."""
    found: dict[str, tuple[int, int]] = {}
    for version, state, number, late in distributions.standing(tx, view.chosen, now):
        asked = team(deployment.version(tx, view.chosen.workspace, version), state)
        before, late_before = found.get(asked, (0, 0))
        found[asked] = (before + number, late_before + late)
    return {asked: both for asked, both in found.items() if asked}


def _people(
    acted: Mapping[tuple[str, str], Mapping[int, int]],
    waits: list[tuple[str, str, str, int, int]],
    named: Mapping[str, str],
) -> Chart:
    open_, late, done = dict[str, int](), dict[str, int](), dict[str, list[Mapping[int, int]]]()
    for party, _, _, number, overdue in waits:
        open_[party] = open_.get(party, 0) + number
        late[party] = late.get(party, 0) + overdue
    for (party, _), times in acted.items():
        done.setdefault(party, []).append(times)
    spread = {party: charts.summed(times) for party, times in done.items()}
    everybody = sorted({*open_, *spread}, key=lambda one: (-open_.get(one, 0), -charts.count(spread.get(one, {})), one))
    lines = [
        Line(
            named.get(party) or words("A client", "客户"),
            (
                open_.get(party, 0),
                charts.count(spread.get(party, {})),
                late.get(party, 0),
                charts.percentile(spread.get(party, {}), 0.5),
            ),
            ({}, {"of": "hand", "which": party}, {}, {"of": "hand", "which": party}),
        )
        for party in everybody
        if party in named or party.startswith("person:")
    ]
    return Chart(
        "people",
        words("By person: what waits, what was decided", "按人员：待办与已办"),
        "bars",
        "number",
        (WAITS, ACTED, OVERDUE, words("half answered within", "一半在此时长内办理")),
        tuple(lines[: MOST * 2]),
        units=("number", "number", None, "minutes"),
    )


def _teams(
    acted: Mapping[tuple[str, str], Mapping[int, int]],
    standing: Mapping[str, tuple[int, int]],
    teams: Mapping[str, Words],
) -> Chart:
    done: dict[str, list[Mapping[int, int]]] = {}
    for (_, key), times in acted.items():
        if key:
            done.setdefault(key, []).append(times)
    spread = {key: charts.summed(times) for key, times in done.items()}
    nothing: Mapping[int, int] = {}
    counted = {key: (*standing.get(key, (0, 0)), spread.get(key, nothing)) for key in {*standing, *spread}}
    lines = tuple(
        Line(
            teams.get(key) or key,
            (open_, charts.count(times), late, charts.percentile(times, 0.5), charts.percentile(times, 0.85)),
        )
        for key, (open_, late, times) in sorted(
            counted.items(), key=lambda one: (-one[1][0], -charts.count(one[1][2]), one[0])
        )
    )
    return Chart(
        "teams",
        words("By approval group: what waits, what was decided", "按审批小组：待办与已办"),
        "bars",
        "number",
        (WAITS, ACTED, OVERDUE, charts.LEVEL_TITLES[0], charts.LEVEL_TITLES[1]),
        lines,
        units=("number", "number", None, "minutes", "minutes"),
    )


def satisfaction(tx: Connection, view: View) -> Board:
    """How satisfied clients were, month by month, beside what was expected; whether goals were reached."""
    rated = distributions.ratings(tx, view.chosen)
    parts = charts.parts(view.span)
    lines = []
    for label, span in parts:
        here = [(score, hoped, number) for at, score, hoped, number in rated if span.first <= at <= span.last]
        said = charts.average([(score, number) for score, _, number in here])
        hoped = charts.average([(wish, number) for _, wish, number in here if wish is not None])
        behind = {"of": "rated", "first": str(span.first), "last": str(span.last)}
        lines.append(Line(label, (said, hoped, sum(number for _, _, number in here)), (behind,) * 3))
    return Board(
        "satisfaction",
        tuple(_rated(rated)),
        (
            Chart(
                "satisfaction",
                words("Satisfaction, and what was expected", "满意度与预期"),
                "lines",
                "score",
                (
                    words("Said afterwards", "实际满意度"),
                    words("Expected before", "预期满意度"),
                    words("Answers", "回答数"),
                ),
                tuple(lines),
                units=(None, None, "number"),
            ),
            _goals(tx, view),
        ),
    )


def _goals(tx: Connection, view: View) -> Chart:
    goals = distributions.goals(tx, view.chosen)
    called = outcomes.named(tx, view.chosen.workspace, goals, insight_answers.goal)
    reached: Counter[str] = Counter()
    for (_, value), number in goals.items():
        reached[value] += number
    lines = tuple(
        Line(called.get(value, value), (number,), ({"of": "goal", "which": value},))
        for value, number in sorted(reached.items(), key=lambda one: (-one[1], one[0]))
    )
    return Chart("goals", words("Whether the goal was reached", "目标达成情况"), "bars", "number", (DONE,), lines)


def _rated(rated: list[tuple[int, float, float | None, int]]) -> list[Figure]:
    said = charts.average([(score, number) for _, score, _, number in rated])
    both = [(score, hoped, number) for _, score, hoped, number in rated if hoped is not None]
    met = sum(number for score, hoped, number in both if score >= hoped)
    total = sum(number for *_, number in both)
    answers = sum(number for *_, number in rated)
    return [
        Figure(
            "satisfaction",
            words("Satisfaction, on average", "平均满意度"),
            said,
            "score",
            words("{n} answers", "{n} 个回答").formatted(n=str(answers)),
            behind={"of": "rated"},
        ),
        Figure(
            "met",
            words("At least as satisfied as expected", "达到或超过预期"),
            charts.share(met, total),
            "share",
            words("of {n} with an expectation", "共 {n} 项有预期的申请").formatted(n=str(total)),
            behind={"of": "rated"},
        ),
    ]
