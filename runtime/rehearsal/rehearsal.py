"""A process tried out before anybody depends on it: one case by a script, or all the tests that it brings along.

Nothing is written and nothing is sent. The process must lint without errors: a flow that cannot run cannot be rehearsed.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from runtime.engine.events import Voted
from runtime.rehearsal.stage import Open, Rehearsed, Script, Stage
from schemas.messages import problem_words
from schemas.model.flow import Flow
from schemas.model.process import Process
from schemas.problem import Problem, nested, pointer
from schemas.words import LANGUAGES, Words, read_words, words

SILENT: Final = ("choice", "end")
"""Kinds of state that a test may leave out of the visits it expects."""


_QUOTED: Final = words("“{field}”", "“{field}”")
_NOTHING: Final = words("nothing", "空")


@dataclass(frozen=True)
class Tested:
    title: Words
    ok: bool
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Coverage:
    """What no test came by: state keys, and moves as ``state/move``."""

    states: tuple[str, ...]
    moves: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    passed: int
    failed: int
    tests: tuple[Tested, ...]
    coverage: Coverage


def rehearse(process: Process, script: Script) -> Rehearsed:
    """Walk one case. ``script`` is of the shape that `schemas.format.script_reading` accepts."""
    return Stage(process).rehearse(script)


def run_tests(process: Process) -> Report:
    """Rehearse each of the document's own tests and compare. Paths of problems begin at the document."""
    stage = Stage(process)
    walks = [stage.rehearse(test) for test in process.tests]
    tests = tuple(
        _tested(process, test, walk, number)
        for number, (test, walk) in enumerate(zip(process.tests, walks, strict=True))
    )
    passed = sum(test.ok for test in tests)
    return Report(passed, len(tests) - passed, tests, _coverage(process.flow, walks))


def to_json(rehearsed: Rehearsed, lang: str = "en") -> dict[str, Any]:
    """What ``formloom rehearse --json`` prints."""
    return {
        "visits": list(rehearsed.visits),
        "open": [{"state": one.state, "who": list(one.who)} for one in rehearsed.open],
        "ended": rehearsed.ended or None,
        "answers": dict(rehearsed.answers),
        "effects": [dict(effect) for effect in rehearsed.effects],
        "problems": [problem_words.to_json(problem, lang) for problem in rehearsed.problems],
    }


def report_to_json(report: Report, lang: str = "en") -> dict[str, Any]:
    """What ``formloom test --json`` prints."""
    return {
        "passed": report.passed,
        "failed": report.failed,
        "tests": [
            {
                "title": test.title.in_(lang),
                "ok": test.ok,
                "problems": [problem_words.to_json(one, lang) for one in test.problems],
            }
            for test in report.tests
        ],
        "coverage": {"states": list(report.coverage.states), "moves": list(report.coverage.moves)},
    }


def _tested(process: Process, test: Script, walk: Rehearsed, number: int) -> Tested:
    failed = (nested(one, "expect") for one in _unexpected(process, test.get("expect") or {}, walk))
    problems = tuple(nested(problem, "tests", number) for problem in (*walk.problems, *failed))
    return Tested(read_words(test.get("title")), not problems, problems)


def _unexpected(process: Process, expect: Mapping[str, Any], walk: Rehearsed) -> Iterator[Problem]:
    flow, form = process.flow, process.form
    if "visits" in expect and not _same_visits(flow, expect["visits"], walk.visits):
        yield _mismatch(
            "visits", words("the steps", "经过的步骤"), _titles(flow, expect["visits"]), _titles(flow, walk.visits)
        )
    if "ends" in expect and (expect["ends"] or "") != walk.ended:
        yield _mismatch("ends", words("the end", "结果"), *(_end(flow, one) for one in (expect["ends"], walk.ended)))
    if "open" in expect and not _same_open(expect["open"], walk.open):
        yield _mismatch(
            "open",
            words("what is open", "待办步骤"),
            _titles(flow, [one.get("state") if isinstance(one, dict) else one for one in expect["open"]]),
            _titles(flow, [one.state for one in walk.open]),
        )
    for key, value in (expect.get("answers") or {}).items():
        if walk.answers.get(key) != value:
            what = _QUOTED.formatted(field=(form.fields[key].title if key in form.fields else None) or key)
            yield nested(_mismatch(key, what, value, walk.answers.get(key)), "answers")


def _mismatch(key: str, what: Words, expected: Any, found: Any) -> Problem:
    params = {"what": what, "expected": _plain(expected), "found": _plain(found)}
    return Problem("test.unexpected", pointer(key), params)


def _end(flow: Flow, ended: str | None) -> Words | str:
    """How an end is called that an outcome or a key names."""
    found = next((one for one in flow.states if one.kind == "end" and ended in (one.outcome, one.key)), None)
    return (found.title if found else None) or ended or ""


def _titles(flow: Flow, keys: Collection[Any]) -> Words:
    """“Board → Client”, as a person calls the steps."""
    titles = [(flow.by_key[key].title or key) if key in flow.by_key else str(key) for key in keys]
    if not titles:
        return _NOTHING
    return Words({lang: " → ".join(_in(one, lang) for one in titles) for lang in LANGUAGES})


def _in(text: Words | str, lang: str) -> str:
    return text.in_(lang) if isinstance(text, Words) else text


def _plain(value: Any) -> str | Words:
    match value:
        case Words():
            return value
        case None | "" | [] | ():
            return _NOTHING
        case list() | tuple():
            return " → ".join(str(one) for one in value)
        case _:
            return str(value)


def _same_visits(flow: Flow, expected: Collection[str], found: Collection[str]) -> bool:
    """Choices, and likewise ends, may be left out altogether."""
    named = {flow.by_key[key].kind for key in expected if key in flow.by_key}
    unsaid = {kind for kind in SILENT if kind not in named}
    return list(expected) == [key for key in found if flow.by_key[key].kind not in unsaid]


def _same_open(expected: Collection[Any], found: Collection[Open]) -> bool:
    """A line of ``open`` is a state, or a state with who is asked there."""
    lines = [{"state": one} if isinstance(one, str) else one for one in expected]
    waiting = [{"state": one.state, "who": list(one.who)} for one in found]
    return len(lines) == len(waiting) and all(
        any(line.items() <= one.items() for one in waiting) if isinstance(line, dict) else False for line in lines
    )


def abstaining(flow: Flow, state: str) -> frozenset[str]:
    """The moves of a vote that lead nowhere by themselves: they are taken when somebody votes so."""
    return frozenset(move.key for move in flow.moves_from(state) if move.vote == "abstain")


def _coverage(flow: Flow, walks: Collection[Rehearsed]) -> Coverage:
    visited = {state for walk in walks for state in walk.visits}
    taken = {move for walk in walks for move in walk.moves}
    taken |= {
        (event.state, event.move)
        for walk in walks
        for event in walk.journal
        if isinstance(event, Voted) and event.move in abstaining(flow, event.state)
    }
    return Coverage(
        tuple(state.key for state in flow.states if state.key not in visited),
        tuple(f"{move.source}/{move.key}" for move in flow.moves if (move.source, move.key) not in taken),
    )
