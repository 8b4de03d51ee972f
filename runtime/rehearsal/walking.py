"""One rehearsal under way: an invented case, and what is done to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from runtime.changes.given import answers_after
from runtime.engine import worktime
from runtime.engine.acts import special
from runtime.engine.acts.special import Special
from runtime.engine.acts.step import Act, begin, deliver, joined, offered, returned, take, unmet
from runtime.engine.acts.timing import elapse
from runtime.engine.effects import CancelTimers, Effect, SetTimer, StartCase
from runtime.engine.events import Event, Jumped, Moved
from runtime.engine.facts import Facts
from runtime.engine.outcome import NotAllowedHere, Outcome
from runtime.engine.position import Party, Position, Token
from runtime.engine.serialization import effect_to_json
from runtime.engine.votes import tally
from runtime.forms import rule_context
from runtime.rehearsal.cast import CONTACT, REQUESTER
from runtime.rehearsal.rehearsable import MONDAY, Moment, Open, Rehearsable, Rehearsed, Script
from schemas.filling import rights
from schemas.filling.defaults import defaults
from schemas.format.script_reading import ASKED_BEFORE, begins
from schemas.problem import Problem, nested, pointer

GIVEN: Final = frozenset({"signature", "file"})
"""What invented people have always at hand."""


@dataclass
class Walk:
    """Where one rehearsal stands. Its steps answer with what is wrong; then nothing has moved."""

    stage: Rehearsable
    now: datetime = MONDAY
    position: Position = field(default_factory=Position)
    answers: Mapping[str, Any] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()
    asked: int = 1
    requester: Party = REQUESTER
    contact: Party | None = None
    timers: dict[tuple[str, int, int], SetTimer] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)
    journal: list[Event] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)

    def copied(self) -> "Walk":
        """Another that stands where this one does, and goes its own way from here."""
        moments = [*self.moments]
        return replace(self, timers={**self.timers}, effects=[*self.effects], journal=[*self.journal], moments=moments)

    def facts(self) -> Facts:
        return self._facts(self.answers)

    def fill(self, script: Script) -> tuple[Problem, ...]:
        if script.get("begins"):
            self.now = begins(script["begins"])
        self.asked = script.get(ASKED_BEFORE, 1)
        self.requester = self._filer(script.get("as") or "")
        around = self._around()
        kept = defaults(self.stage.process.form, around)
        answers = script.get("answers") or {}
        read = self.stage.checker.read(answers, self._opened(None, self.requester), None, None, around, kept)
        self.answers, self.shown = read.answers, read.shown
        problems = {one.path: one for one in (*self._nameless(), *read.problems)}
        if problems:
            return tuple(nested(problem, "answers") for problem in problems.values())
        email = self.stage.process.contact.email
        # A document that does not say yet who its client is can be rehearsed all the same; the lint warns of it.
        if self.requester == CONTACT or not email or read.answers.get(email):
            self.contact = CONTACT
        try:
            begun = begin(self.stage.course, self._facts(read.answers), self.now, self.requester)
            self._apply(begun, self.requester)
        except NotAllowedHere as refused:
            return (refused.problem,)
        return ()

    def step(self, step: Script) -> tuple[Problem, ...]:
        try:
            if "wait" in step:
                return self.wait(step["wait"])
            if "act" in step:
                return self.special(step)
            if "message" in step:
                return self.message(step)
            return self.returned(step) if "returned" in step else self.act(step)
        except NotAllowedHere as refused:
            return (refused.problem,)

    def act(self, step: Script) -> tuple[Problem, ...]:
        at = step.get("at") or self._where(step.get("as") or "")
        token = self._token(at, step.get("as") or "")
        by = self._party(step.get("as") or "", token)
        act = Act(by, step.get("do") or "", at, step.get("comment") or "", token.visit if token else None, GIVEN)
        course = self.stage.course
        answers = step.get("answers") or {}
        read = self.stage.checker.read(answers, self._opened(at, by), self.answers, None, self._around())
        wrong = (nested(problem, "answers") for problem in read.problems)
        move = next((move for move in offered(course, self.position, act.by) if move.key == act.move), None)
        if move and (problems := unmet(move, act.comment, wrong, GIVEN)):
            return problems
        outcome = take(course, self.position, self._facts(read.answers), act, self.now)
        self.answers, self.shown = read.answers, read.shown
        self._apply(outcome, act.by, act.comment)
        return ()

    def special(self, step: Script) -> tuple[Problem, ...]:
        at = step.get("at") or self._where(step.get("as") or "")
        token = self._token(at, step.get("as") or "")
        to = step.get("to") or ()
        done = Special(
            self._party(step.get("as") or "", token),
            step["act"],
            at,
            token.visit if token else None,
            tuple([to] if isinstance(to, str) else to),
            step.get("where") or "before",
            step.get("raises", True),
            step.get("back_to") or "",
            step.get("then") or "again",
            step.get("comment") or "",
        )
        outcome = special.do(self.stage.course, self.position, self._facts(self.answers), done, self.now)
        self._apply(outcome, done.by, done.comment)
        return ()

    def message(self, step: Script) -> tuple[Problem, ...]:
        read = self.stage.checker.read(step.get("answers") or {}, self.stage.checker.writable, self.answers)
        wrong = tuple(nested(one, "answers") for one in read.problems if one.code != "answer.required")
        if wrong:
            return wrong
        facts = self._facts(read.answers)
        outcome = deliver(self.stage.course, self.position, facts, step["message"], self.now)
        self.answers = read.answers
        self._apply(outcome)
        return ()

    def returned(self, step: Script) -> tuple[Problem, ...]:
        """The first sub-request of that state that is open."""
        token = next((one for one in self.position.tokens if one.state == step["returned"] and one.sub), None)
        if token is None:
            return (Problem("step.elsewhere"),)
        theirs = {**(step.get("answers") or {}), "@outcome": step.get("outcome") or "closed"}
        visit, facts = (token.state, token.visit), self._facts(self.answers)
        self._apply(returned(self.stage.course, self.position, facts, visit, theirs, self.now))
        return ()

    def wait(self, duration: str) -> tuple[Problem, ...]:
        """Time passes, and what falls due meanwhile happens at its own time, in order."""
        try:
            until = worktime.after(self.now, duration, self._facts(self.answers).calendar)
        except ValueError:
            until = None
        if until is None or until < self.now:  # nobody waits backwards
            return (Problem("document.duration", "/wait", {"value": duration}),)
        while due := min((timer for timer in self.timers.values() if timer.due <= until), key=_when, default=None):
            late = (due.state, due.visit, due.deadline)
            del self.timers[late]
            self.now = max(self.now, due.due)
            self._apply(elapse(self.stage.course, self.position, self._facts(self.answers), *late, self.now))
        self.now = until
        return ()

    def summary(self, problems: Iterable[Problem]) -> Rehearsed:
        return Rehearsed(
            visits=self._visits(),
            open=tuple(
                Open(token.state, tally.pending(self.stage.course.states[token.state], token))
                for token in self.position.tokens
                if not (token.left or token.held) and not (token.begun and not token.seats)
            ),
            ended=self.position.ended,
            answers=self.answers,
            shown=self.shown,
            effects=tuple(effect_to_json(effect) for effect in self.effects),
            problems=tuple(problems),
            journal=tuple(self.journal),
        )

    def _apply(self, outcome: Outcome, by: Party = "", comment: str = "") -> None:
        self.position = outcome.position
        self.journal.extend(outcome.events)
        self.effects.extend(outcome.effects)
        self.answers = answers_after(self.stage.checker, self.answers, outcome.effects)
        self.moments.append(Moment(self.now, by, outcome, self.answers, comment))
        for effect in outcome.effects:
            match effect:
                case SetTimer():
                    self.timers[effect.state, effect.visit, effect.deadline] = effect
                case CancelTimers():
                    self._cancel(effect)
                case StartCase() if effect.waits:
                    visit = (effect.state, effect.visit)
                    self.position = joined(self.position, visit, f"{effect.process}#{effect.visit}")
                case _:
                    pass

    def _cancel(self, effect: CancelTimers) -> None:
        for key in [key for key in self.timers if key[:2] == (effect.state, effect.visit)]:
            if effect.deadline in (None, key[2]):
                del self.timers[key]

    def _filer(self, called: str) -> Party:
        if called == CONTACT:
            return CONTACT
        return REQUESTER if self.stage.invented or not called else called

    def _nameless(self) -> tuple[Problem, ...]:
        """A client is known by their e-mail address, whether or not the form itself requires it."""
        email = self.stage.process.contact.email
        if self.requester != CONTACT or not email or self.answers.get(email):
            return ()
        asked = self.stage.process.form.fields.get(email)
        return (Problem("answer.required", pointer(email), {"field": (asked and asked.title) or email}),)

    def _around(self) -> Mapping[str, Any]:
        """Whoever asks in a rehearsal is invented, and asks on the day that it is there."""
        return rule_context.invented(self.stage.checker.mentioned, self.now, asked=self.asked)

    def _facts(self, answers: Mapping[str, Any]) -> Facts:
        fits, asked = self.stage.checker.fits, self.asked
        return Facts(answers, self.requester, self.contact, self.stage.cast, fits=fits, asked=lambda _now: asked)

    def _opened(self, state: str | None, by: Party) -> rights.Opened:
        if state is not None and state not in self.stage.course.states:
            return frozenset()
        given = rights.for_clients if by == CONTACT else rights.of
        return given(self.stage.process.flow, self.stage.process.form, state)

    def _where(self, called: str) -> str:
        """The state where somebody is asked; the first where the case stands if nobody in particular is meant."""
        asked = (token for token in self.position.tokens if self._waiting(token, called))
        return next((token.state for token in asked), next((token.state for token in self.position.tokens), ""))

    def _token(self, at: str, called: str) -> Token | None:
        there = [token for token in self.position.tokens if token.state == at and not token.left]
        return next((token for token in there if self._waiting(token, called)), there[0] if there else None)

    def _waiting(self, token: Token, called: str) -> tuple[Party, ...]:
        """Who is asked there of those whom a script may mean."""
        waiting = tally.pending(self.stage.course.states[token.state], token)
        if called == REQUESTER:
            return tuple(party for party in waiting if party == self.requester)
        if not called or (called.startswith("group:") and "#" not in called):
            return tuple(party for party in waiting if party.startswith(called))
        return tuple(party for party in waiting if party == called)

    def _party(self, called: str, token: Token | None) -> Party:
        if called == REQUESTER:
            return self.requester
        return next(iter(self._waiting(token, called) if token else ()), called)

    def _visits(self) -> tuple[str, ...]:
        if not self.journal:
            return ()
        moved = (event.to for event in self.journal if isinstance(event, Jumped | Moved) and not _joins(event))
        return (self.stage.process.flow.initial, *moved)


def _joins(event: Event) -> bool:
    return isinstance(event, Moved) and event.joins


def _when(timer: SetTimer) -> datetime:
    return timer.due
