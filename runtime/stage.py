"""Where a process is rehearsed: a case walked by invented people in simulated time.

It refuses what the runtime refuses: answers are read by the same checker with the rights of the step, and the same
engine decides.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from runtime import surroundings
from runtime.cast import CONTACT, REQUESTER, Cast
from runtime.engine import tally, worktime
from runtime.engine.effects import Effect, SetTimer
from runtime.engine.events import Event, Moved
from runtime.engine.facts import Facts
from runtime.engine.frozen import effect_to_json
from runtime.engine.machine import Course
from runtime.engine.outcome import NotAllowedHere, Outcome
from runtime.engine.position import Party, Position
from runtime.engine.step import Act, begin, elapse, offered, take, unmet
from schemas import rights
from schemas.answers import Checker
from schemas.defaults import defaults
from schemas.problem import Problem, nested, pointer
from schemas.process import Process

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
"""When every rehearsal begins, so that the same script ends the same."""

Script = Mapping[str, Any]
"""``{"answers": {}, "as": "requester"|"contact", "steps": [...]}``. A step is ``{"at", "as", "do", "answers",
"comment"}`` or ``{"wait": "P3D"}``; where ``at`` is missing it is where the case stands, where ``as`` is missing
(or names a group without a number) it is the first who is asked."""


@dataclass(frozen=True)
class Open:
    """A state that waits for ``who``."""

    state: str
    who: tuple[Party, ...]


@dataclass(frozen=True)
class Rehearsed:
    """How far the script led; it stopped at the first step with ``problems``.

    ``visits`` is every state entered, in order. ``ended`` is the outcome, or empty. ``effects`` are JSON, by ``kind``.
    """

    visits: tuple[str, ...]
    open: tuple[Open, ...]
    ended: str
    answers: Mapping[str, Any]
    shown: frozenset[str]
    effects: tuple[Mapping[str, Any], ...]
    problems: tuple[Problem, ...]
    journal: tuple[Event, ...]

    @property
    def moves(self) -> frozenset[tuple[str, str]]:
        """The moves taken, by state and key."""
        return frozenset((event.state, event.move) for event in self.journal if isinstance(event, Moved))


class Stage:
    """A process, ready to be rehearsed any number of times.

    Raises:
        KeyError: the flow names a state that it has not.
    """

    def __init__(self, process: Process) -> None:
        self.process = process
        self.course = Course(process.flow)
        self.checker = Checker(process.form)
        self.cast = Cast(process.flow)

    def rehearse(self, script: Script) -> Rehearsed:
        walk = _Walk(self)
        problems = walk.fill(script)
        for number, step in enumerate(script.get("steps") or ()):
            if problems:
                break
            said = walk.wait(step["wait"]) if "wait" in step else walk.act(step)
            problems = tuple(nested(problem, "steps", number) for problem in said)
        return walk.summary(problems)


@dataclass
class _Walk:
    """Where one rehearsal stands. Its steps answer with what is wrong; then nothing has moved."""

    stage: Stage
    now: datetime = MONDAY
    position: Position = field(default_factory=Position)
    answers: Mapping[str, Any] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()
    requester: Party = REQUESTER
    contact: Party | None = None
    timers: list[SetTimer] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    journal: list[Event] = field(default_factory=list)

    def fill(self, script: Script) -> tuple[Problem, ...]:
        self.requester = CONTACT if script.get("as") == CONTACT else REQUESTER
        around = self._around()
        kept = defaults(self.stage.process.form, around)
        answers = script.get("answers") or {}
        read = self.stage.checker.read(answers, self._writable(None), None, None, around, kept)
        self.answers, self.shown = read.answers, read.shown
        problems = {one.path: one for one in (*self._nameless(), *read.problems)}
        if problems:
            return tuple(nested(problem, "answers") for problem in problems.values())
        email = self.stage.process.contact.email
        # A document that does not say yet who its client is can be rehearsed all the same; the lint warns of it.
        if self.requester == CONTACT or not email or read.answers.get(email):
            self.contact = CONTACT
        try:
            self._apply(begin(self.stage.course, self._facts(read.answers), self.now, self.requester))
        except NotAllowedHere as refused:
            return (refused.problem,)
        return ()

    def act(self, step: Script) -> tuple[Problem, ...]:
        at = step.get("at") or next((token.state for token in self.position.tokens), "")
        act = Act(self._party(step.get("as") or "", at), step.get("do") or "", at, step.get("comment") or "")
        course = self.stage.course
        answers = step.get("answers") or {}
        read = self.stage.checker.read(answers, self._writable(at), self.answers, None, self._around())
        wrong = (nested(problem, "answers") for problem in read.problems)
        move = next((move for move in offered(course, self.position, act.by) if move.key == act.move), None)
        if move and (problems := unmet(move, act.comment, wrong)):
            return problems
        try:
            outcome = take(course, self.position, self._facts(read.answers), act, self.now)
        except NotAllowedHere as refused:
            return (refused.problem,)
        self.answers, self.shown = read.answers, read.shown
        self._apply(outcome)
        return ()

    def wait(self, duration: str) -> tuple[Problem, ...]:
        """Time passes, and what falls due meanwhile happens at its own time, in order."""
        try:
            until = worktime.after(self.now, duration, self._facts(self.answers).calendar)
        except ValueError:
            return (Problem("document.duration", "/wait", {"value": duration}),)
        while due := min((timer for timer in self.timers if timer.due <= until), key=lambda one: one.due, default=None):
            self.timers.remove(due)
            self.now = due.due
            late = (due.state, due.visit, due.deadline)
            self._apply(elapse(self.stage.course, self.position, self._facts(self.answers), *late, self.now))
        self.now = until
        return ()

    def summary(self, problems: Iterable[Problem]) -> Rehearsed:
        return Rehearsed(
            visits=self._visits(),
            open=tuple(
                Open(token.state, tally.pending(self.stage.course.states[token.state], token))
                for token in self.position.tokens
            ),
            ended=self.position.ended,
            answers=self.answers,
            shown=self.shown,
            effects=tuple(effect_to_json(effect) for effect in self.effects),
            problems=tuple(problems),
            journal=tuple(self.journal),
        )

    def _apply(self, outcome: Outcome) -> None:
        self.position = outcome.position
        self.journal.extend(outcome.events)
        self.effects.extend(outcome.effects)
        # Timers of a visit that is over stay here and fire into nothing, as a late one may when it is real.
        self.timers.extend(effect for effect in outcome.effects if isinstance(effect, SetTimer))

    def _nameless(self) -> tuple[Problem, ...]:
        """A client is known by their e-mail address, whether or not the form itself requires it."""
        email = self.stage.process.contact.email
        if self.requester != CONTACT or not email or self.answers.get(email):
            return ()
        asked = self.stage.process.form.fields.get(email)
        return (Problem("answer.required", pointer(email), {"field": (asked and asked.title) or email}),)

    def _around(self) -> Mapping[str, Any]:
        """Whoever asks in a rehearsal is invented, and asks on the day that it is there."""
        return surroundings.invented(self.stage.checker.mentioned, self.now)

    def _facts(self, answers: Mapping[str, Any]) -> Facts:
        return Facts(answers, self.requester, self.contact, self.stage.cast)

    def _writable(self, state: str | None) -> frozenset[str]:
        if state is not None and state not in self.stage.course.states:
            return frozenset()
        return rights.writable(rights.of(self.stage.process.flow, self.stage.process.form, state))

    def _party(self, called: str, at: str) -> Party:
        if called == REQUESTER:
            return self.requester
        token = next((token for token in self.position.tokens if token.state == at), None)
        waiting = tally.pending(self.stage.course.states[at], token) if token else ()
        if not called or (called.startswith("group:") and "#" not in called):
            return next((party for party in waiting if party.startswith(called)), called)
        return called

    def _visits(self) -> tuple[str, ...]:
        if not self.journal:
            return ()
        moved = (event.to for event in self.journal if isinstance(event, Moved))
        return (self.stage.process.flow.initial, *moved)
