"""Whether a request can go on by another version of its process, and what would change for it, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from runtime.access import Actor
from runtime.cases import applying, deciding
from runtime.engine.acts import resettling
from runtime.engine.acts.resettling import Passage
from runtime.engine.facts import Facts
from runtime.engine.outcome import Outcome
from runtime.engine.position import Token
from runtime.formats.enumeration import listed
from runtime.formats.wall_clocks import on_the_wall
from runtime.forms import rule_context
from runtime.processes.deployment import Compiled
from runtime.store.cases.cases import Case, Timer
from runtime.store.connection.database import Connection
from schemas.filling.places import called
from schemas.filling.rights import demanded, writable
from schemas.problem import Problem
from schemas.words import Words, words


@dataclass(frozen=True)
class Way:
    """From one version to another, and what states of the old one are called in the new."""

    old: Compiled
    new: Compiled
    names: Mapping[str, str]

    @property
    def passage(self) -> Passage:
        return Passage(self.old.course, self.new.course, self.names)


@dataclass(frozen=True)
class Fit:
    """``problems`` say why it cannot; without any, ``changes`` say what would change, none if nothing that people see.

    ``answers`` are those it goes on with, ``lost`` the keys of those that fit nowhere; ``outcome`` is where it stands then.
    """

    case: Case
    state: Words
    problems: tuple[Problem, ...] = ()
    changes: tuple[Words, ...] = ()
    answers: Mapping[str, Any] | None = None
    lost: tuple[str, ...] = ()
    outcome: Outcome | None = None
    facts: Facts | None = None


def fit(tx: Connection, actor: Actor, way: Way, case: Case, now: datetime) -> Fit:
    """Looks, and changes nothing."""
    state = way.old.title(case.state)
    if case.version_id != way.old.id:
        return Fit(case, state, (Problem("case.changed", params={"state": state}),))
    problems = resettling.hindrances(way.passage, case.position)
    if problems:
        return Fit(case, state, problems)
    answers, missing = _answers(tx, way, case, actor, now)
    facts = deciding.facts_of(tx, way.new, case, actor, answers)
    waiting = {(one.state, one.visit, one.deadline) for one in case.timers}
    outcome = resettling.resettle(way.passage, case.position, facts, waiting, actor.party, now)
    stuck = [token for token in outcome.position.tokens if token.incident and not _was_stuck(case, token)]
    if stuck:
        titles = [way.new.title(token.state) for token in stuck]
        found = zip(stuck, titles, strict=True)
        return Fit(case, state, tuple(Problem(one.incident, params={"state": t, "states": t}) for one, t in found))
    lost = tuple(key for key in case.answers if key not in answers)
    zone = ZoneInfo(tx.get_execution_options().get("zone", "UTC"))
    changes = (
        *_about_answers(way, case, answers, lost, missing),
        *_about_steps(way, case, outcome, facts),
        *_about_time(way, case, applying.timers(case.timers, outcome.effects), zone, now),
    )
    return Fit(case, state, (), changes, answers, lost, outcome, facts)


def _was_stuck(case: Case, token: Token) -> bool:
    return any(one.id == token.id and one.incident == token.incident for one in case.position.tokens)


def _answers(
    tx: Connection, way: Way, case: Case, actor: Actor, now: datetime
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What of the answers fits, with what the rules make of it; and what was asked before and is missing now."""
    checker = way.new.checker
    fitting = {key: value for key, value in case.answers.items() if checker.fits(key, value)}
    asking = rule_context.running(case, actor.lang)
    around = rule_context.around(tx, case.workspace, checker.mentioned, asking, now)
    reading = checker.read({}, frozenset(), fitting, None, around)
    here = {way.passage.name(token.state) for token in case.position.tokens}
    asked = {key for state, given in way.new.rights.items() if state in here for key in writable(given)}
    passed = [way.new.rights[state] for state in (None, *case.position.acted) if state in way.new.rights]
    before = frozenset().union(*map(writable, passed))
    needed = reading.required | (frozenset().union(*map(demanded, passed)) & reading.shown)
    missing = (key for key in way.new.process.form.fields if key in needed and key not in reading.answers)
    return reading.answers, tuple(key for key in missing if key in before - asked)


def _about_answers(
    way: Way, case: Case, answers: Mapping[str, Any], lost: tuple[str, ...], missing: tuple[str, ...]
) -> Iterator[Words]:
    old, new = way.old.process.form.fields, way.new.process.form.fields
    if lost:
        names = listed(called(old[key]) if key in old else key for key in lost)
        yield words(
            "These answers do not fit and are lost: {names}.", "以下内容不再适用，将被去除：{names}。"
        ).formatted(names=names)
    if missing:
        names = listed(called(new[key]) for key in missing)
        yield words("These answers would be missing: {names}.", "以下必填内容将缺失：{names}。").formatted(names=names)
    other = [key for key, value in answers.items() if case.answers.get(key) != value]
    if other:
        names = listed(called(new[key]) for key in other)
        yield words("These are worked out anew: {names}.", "以下内容将重新计算：{names}。").formatted(names=names)


def _about_steps(way: Way, case: Case, outcome: Outcome, facts: Facts) -> Iterator[Words]:
    after = {token.id: token for token in outcome.position.tokens}
    if outcome.position.ended:
        yield words("It ends at once.", "申请将立即结束。")
        return
    for was in case.position.tokens:
        old, new = way.passage.drawn(was)
        token = after.get(was.id)
        names = {"old": way.old.title(old.key), "new": way.new.title(new.key)}
        if names["old"] != names["new"]:
            yield words("“{old}” is called “{new}”.", "“{old}”改称“{new}”。").formatted(**names)
        if token is None or token.state != new.key:
            yield words("“{new}” is passed at once.", "“{new}”将直接通过。").formatted(**names)
        elif not resettling.stays(way.passage, was):
            asked = listed(facts.directory.name(party) for party in token.asked)
            yield words("“{new}” begins again and asks {asked}.", "“{new}”将重新开始，由{asked}处理。").formatted(
                **names, asked=asked
            )
    known = {one.id for one in case.position.tokens}
    for token in (one for one in outcome.position.tokens if one.id not in known):
        yield words("“{state}” begins.", "“{state}”将开始。").formatted(state=way.new.title(token.state))


def _about_time(way: Way, case: Case, timers: tuple[Timer, ...], zone: ZoneInfo, now: datetime) -> Iterator[Words]:
    """Deadlines that others have had are those of another step."""
    before = {(way.passage.name(one.state), one.due) for one in case.timers}
    after = {(one.state, one.due) for one in timers}
    for state, due in sorted(before - after, key=lambda one: one[1]):
        yield words("“{state}” has no deadline on {due} any more.", "“{state}”不再有 {due} 的时限。").formatted(
            state=way.new.title(state), due=on_the_wall(due, zone)
        )
    for state, due in sorted(after - before, key=lambda one: one[1]):
        said = (
            words(
                "A deadline of “{state}” has passed already ({due}) and is carried out at once.",
                "“{state}”的时限（{due}）已过，将立即执行。",
            )
            if due <= now
            else words("“{state}” has a deadline on {due}.", "“{state}”的时限为 {due}。")
        )
        yield said.formatted(state=way.new.title(state), due=on_the_wall(due, zone))
