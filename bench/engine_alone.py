"""The engine by itself, in the pattern of the web: the position is read from JSON, one step taken, and written again.

Time is that of the processor alone, so that whatever else runs meanwhile takes little part.
"""

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain, pairwise
from pathlib import Path
from time import process_time

from figures import Figure, table, timed
from the_case import ANSWERS, BOARD, CLERK, STEPS, process

from runtime.engine import serialization
from runtime.engine.acts import step
from runtime.engine.acts.step import Act
from runtime.engine.facts import Facts
from runtime.engine.tokens.machine import Course
from schemas.document import load

PEERS_PYTHON = Path(__file__).parents[1] / ".bench-venv/bin/python"
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
MANY = 200
TURNS = 5
COMMITS = 9
"""Of a case once it has begun."""


class Office:
    """Everybody stands in memory."""

    def group(self, key: str) -> tuple[str, ...]:
        return tuple(f"person:{one}" for one in (BOARD if key == "board" else (CLERK,)))

    def person(self, key: str) -> str | None:
        return f"person:{key}"

    def manager_of(self, party: str) -> str | None:
        del party

    def deputy_of(self, party: str, now: datetime) -> str | None:
        del party, now

    def name(self, party: str) -> str:
        return party


def measured() -> str:
    """In turns, so that a machine that is now fast and now slow treats both alike."""
    course, wide = Course(load(process()).flow), _wide()
    mine, spiff, many = zip(*((_ours(course), _theirs(), _in_wide(wide)) for _ in range(TURNS)), strict=True)
    figures = [
        Figure(name, tuple(chain.from_iterable(times)))
        for name, times in (
            ("Formloom: read, one step, written", mine),
            ("SpiffWorkflow: read, one task, written", spiff),
            (f"Formloom, a flow of {MANY} states", many),
        )
    ]
    more = f"SpiffWorkflow takes {figures[1].typical / figures[0].typical:.1f} × as long."
    return table("The engine alone, a decision", figures, more)


def _ours(course: Course) -> tuple[float, ...]:
    case = timed("", lambda: _whole_case(course), runs=4, each=20, clock=process_time)
    return tuple(one / COMMITS for one in case.times)


def _theirs() -> tuple[float, ...]:
    """In milliseconds, as ours."""
    peer = Path(__file__).parent / "peers/spiff.py"
    told = subprocess.run([PEERS_PYTHON, peer, "2", "10"], check=True, capture_output=True)
    return tuple(one / 1000 for one in json.loads(told.stdout))


def _whole_case(course: Course) -> None:
    facts = Facts(ANSWERS, f"person:{CLERK}", None, Office())
    kept = json.dumps(serialization.to_json(step.begin(course, facts, NOON, f"person:{CLERK}").position))
    for state, who in _acts():
        position = serialization.from_json(json.loads(kept))
        outcome = step.take(course, position, facts, Act(f"person:{who}", "go", state), NOON)
        kept = json.dumps(serialization.to_json(outcome.position))


def _acts() -> Iterator[tuple[str, str]]:
    for state in STEPS:
        yield from ((state, who) for who in (BOARD if state == "board" else (CLERK,)))


def _wide() -> Course:
    drawn = process()
    following = [*(f"s{number}" for number in range(MANY)), "done"]
    drawn["flow"]["initial"] = "s0"
    drawn["flow"]["states"] = [
        *({"key": key, "kind": "task", "title": {"en": key}, "who": [{"group": "clerks"}]} for key in following[:-1]),
        drawn["flow"]["states"][-1],
    ]
    drawn["flow"]["moves"] = [
        {"key": "go", "from": here, "to": there, "title": {"en": "Go on"}} for here, there in pairwise(following)
    ]
    return Course(load(drawn).flow)


def _in_wide(course: Course) -> tuple[float, ...]:
    """The first step of many, in milliseconds, again and again."""
    facts = Facts(ANSWERS, f"person:{CLERK}", None, Office())
    kept = json.dumps(serialization.to_json(step.begin(course, facts, NOON, f"person:{CLERK}").position))

    def once() -> None:
        outcome = step.take(
            course, serialization.from_json(json.loads(kept)), facts, Act(f"person:{CLERK}", "go", "s0"), NOON
        )
        json.dumps(serialization.to_json(outcome.position))

    return timed("", once, runs=4, each=100, clock=process_time).times


if __name__ == "__main__":
    print(measured())
