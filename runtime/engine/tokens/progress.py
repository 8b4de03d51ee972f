"""One step of one case while it is being worked out: tokens, and what happened to them so far."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from runtime.engine import worktime
from runtime.engine.effects import Announce, Answer, CancelTimers, CloseTasks, Effect, SetTimer, StopCase
from runtime.engine.events import Event, Stopped, Stuck
from runtime.engine.facts import Facts
from runtime.engine.outcome import Outcome
from runtime.engine.position import PENDING, Party, Position, Token, within
from runtime.engine.tokens.machine import Course
from schemas.logic import LogicError, evaluate
from schemas.model.flow import Deadline, Move, State
from schemas.rules.context_names import ASKED
from schemas.words import Words

LIMIT: Final = 500
"""So many states may be passed without a person or time; a flow that wants more goes in a circle."""
CIRCLE: Final = "flow.endless-loop"
IDLE: Final = "wait.nothing"
"""The problem of a wait whose date has not been answered, or whose time has passed without a way on."""
MOST: Final = 20_000
"""So many arrivals one step may bring about, in all its branches together."""


class Progress:
    """Changed in place by the modules of the engine, and by nobody else; thrown away once `outcome` is asked.

    ``coming`` are ids of tokens that have come to a state and have not been dealt with, ``leaving`` maps others to the
    moves that they take by themselves before that. ``passed``: through how many states a token has come. ``gave``: the
    answers are not those of the facts any more; ``lasting``: something has been done that nobody can take back.
    """

    def __init__(self, course: Course, position: Position, facts: Facts, now: datetime) -> None:
        self.course, self.facts, self.now = course, facts, now
        self.tokens = {token.id: token for token in position.tokens}
        self.ended, self.reached, self.kept = position.ended, position.reached, position.kept
        self.acted, self.agreed, self.visits = dict(position.acted), dict(position.agreed), dict(position.visits)
        self.recall, self.last = position.recall, position.last
        self.answers: dict[str, Any] = dict(facts.answers)
        self.gave = self.lasting = False
        self.events: list[Event] = []
        self.effects: list[Effect] = []
        self.coming: dict[int, None] = {}
        self.leaving: dict[int, tuple[Move, Words]] = {}
        self.passed: dict[int, int] = {}
        self.arrivals = 0

    def outcome(self) -> Outcome:
        return Outcome(self.position, tuple(self.events), tuple(self.effects))

    @property
    def position(self) -> Position:
        return Position(
            tokens=tuple([self.tokens[key] for key in sorted(self.tokens)]),
            ended=self.ended,
            acted=self.acted,
            agreed=self.agreed,
            visits=self.visits,
            kept=self.kept,
            recall=self.recall,
            reached=self.reached,
            last=self.last,
        )

    def say(self, *events: Event) -> None:
        self.events += events

    def ask(self, *effects: Effect) -> None:
        self.effects += effects

    def state_of(self, token: Token) -> State:
        return self.course.states[token.state]

    def put(self, token: Token) -> Token:
        self.tokens[token.id] = token
        return token

    def fresh(self, state: str, parent: int = 0, row: int | None = None) -> Token:
        """A token with an id of its own."""
        self.last += 1
        self.passed[self.last] = self.passed.get(parent, 0)
        return self.put(Token(state, self.now, id=self.last, parent=parent, row=row))

    def come(self, token: Token, state: str, back: str = "") -> Token:
        """The token enters a state; what it finds there is worked out when its turn comes."""
        visit = self.visits[state] = self.visits.get(state, 0) + 1
        self.leaving.pop(token.id, None)
        self.coming[token.id] = None
        return self.put(token.come(state, self.now, visit, back))

    def next_to_leave(self) -> tuple[Token | None, Move, Words]:
        """None where it has been given up meanwhile."""
        key = next(iter(self.leaving))
        return self.tokens.get(key), *self.leaving.pop(key)

    def next_to_arrive(self) -> Token | None:
        """None where it has been given up meanwhile, or goes in a circle and is stuck."""
        key = next(iter(self.coming))
        del self.coming[key]
        token = self.tokens.get(key)
        if token is None:
            return None
        self.arrivals += 1
        self.passed[key] = self.passed.get(key, 0) + 1
        fresh = self.passed[key] <= LIMIT and self.arrivals <= MOST
        if fresh or self.state_of(token).kind == "end":
            return token
        self.stick(token, CIRCLE)
        return None

    def leave_by(self, token: Token, move: Move, why: Words) -> None:
        """A move that nobody in particular takes. It leaves once, by the first that was said."""
        self.leaving.setdefault(token.id, (move, why))

    def clear(self, token: Token, why: Words) -> None:
        """Nobody is asked and nothing falls due there any more."""
        if token.seats:
            self.ask(CloseTasks(why, token.state, token.visit))
        if self.state_of(token).deadlines:
            self.ask(CancelTimers(token.state, token.visit))

    def stop(self, tokens: tuple[Token, ...], why: Words) -> None:
        """These are given up, with everything inside of them."""
        doomed = {one.id: one for token in tokens for one in (token, *within(self.tokens.values(), token.id))}
        for token in doomed.values():
            self.clear(token, why)
            if token.sub not in ("", PENDING):
                self.ask(StopCase(token.sub))
            self.tokens.pop(token.id, None)
        if doomed:
            self.say(Stopped(tuple(token.state for token in doomed.values()), why))

    def stick(self, token: Token, code: str, detail: str = "") -> None:
        """It cannot go on by itself: it waits for somebody who looks after it. Said once, as long as nothing changes."""
        if token.incident != code:
            self.put(replace(token, incident=code))
            self.say(Stuck(token.state, code, detail))

    def data(self, token: Token, **more: Any) -> Mapping[str, Any]:
        """What conditions read: the answers, where the request stands, and the row of the branch."""
        return {
            **self.answers,
            "@at": [one.state for one in self.tokens.values()],
            "@visits": self.visits,
            "@row": self.row(token),
            "@today": self.now.astimezone(self.facts.calendar.tz).date().isoformat(),
            **self._asked,
            **{f"@{name}": value for name, value in more.items()},
        }

    @cached_property
    def _asked(self) -> Mapping[str, int]:
        return {ASKED: self.facts.asked(self.now)} if self.facts.asked else {}

    def row(self, token: Token) -> Any:
        """The row that the branch is about; of a list the entry."""
        here: Token | None = token
        while here is not None:
            above = self.tokens.get(here.parent)
            if here.row is not None and above is not None:
                rows = self.answers.get(self.state_of(above).each.over)
                return rows[here.row] if isinstance(rows, list) and here.row < len(rows) else None
            here = above
        return None

    def facts_of(self, token: Token) -> Facts:
        """The facts with the answers as they are now; a column of the branch's row is found under its own key."""
        row = self.row(token) if token.parent else None
        if row is None and not self.gave:
            return self.facts
        return replace(self.facts, answers={**self.answers, **(row if isinstance(row, Mapping) else {})})

    def open_to(self, token: Token, move: Move) -> bool:
        """Whether it may be taken, as the answers stand."""
        return move.when is None or self.holds(move, self.data(token))

    def holds(self, move: Move, data: Mapping[str, Any]) -> bool:
        """A condition that cannot be evaluated does not hold."""
        try:
            return self.course.holds(move, data)
        except LogicError:
            return False

    def work_out(self, rule: Any, data: Mapping[str, Any]) -> Any:
        """Raises LogicError."""
        return None if rule is None else evaluate(rule, data)

    def answer(self, field: str, value: Any) -> None:
        """Raises LogicError where the field takes no such value."""
        if value is not None and not self.facts.fits(field, value):
            raise LogicError(f"{field} does not take {value!r}")
        self.gave = self.lasting = True
        if value is None:
            self.answers.pop(field, None)
        else:
            self.answers[field] = value
        self.ask(Answer(field, value))

    def due(self, token: Token, deadline: Deadline) -> datetime | None:
        """When it falls due; None where the date that it is counted from has not been answered."""
        start: datetime | None = token.since
        if deadline.since:
            said = self.facts_of(token).answers.get(deadline.since)
            start = worktime.moment(said, self.facts.calendar)
        return None if start is None else worktime.after(start, deadline.after, self.facts.calendar)

    def set_timers(self, token: Token) -> None:
        """Of every deadline that has not passed in this visit. A wait that nothing will end is flagged until something does."""
        state, runs = self.state_of(token), False
        if token.left or token.sub or token.incident == CIRCLE:
            return
        for number, deadline in enumerate(state.deadlines):
            due = None if number in token.fired else self.due(token, deadline)
            if due is not None:
                runs = True
                self.ask(SetTimer(token.state, token.visit, number, due))
            elif deadline.since:
                self.ask(CancelTimers(token.state, token.visit, number))
        if state.kind == "wait":
            self._flag(token, waits=runs or any(move.message for move in self.course.moves(state.key).values()))

    def _flag(self, token: Token, *, waits: bool) -> None:
        if not waits:
            self.stick(token, IDLE)
        elif token.incident == IDLE:
            self.put(replace(token, incident=""))

    def remember(self, party: Party, state: str) -> None:
        """Everybody once."""
        earlier = self.acted.get(state, ())
        self.acted[state] = earlier if party in earlier else (*earlier, party)

    def agree(self, party: Party, state: str, *, agrees: bool) -> None:
        """Who does not agree any more has agreed nowhere before."""
        said = {key: tuple(one for one in parties if one != party) for key, parties in self.agreed.items()}
        if agrees:
            said = {**self.agreed, state: (*said.get(state, ()), party)}
        self.agreed = {key: parties for key, parties in said.items() if parties}

    def unagree(self, party: Party, state: str) -> None:
        """What was said in that state is taken back."""
        left = tuple(one for one in self.agreed.get(state, ()) if one != party)
        self.agreed = {**self.agreed, state: left}

    def announce(self, token: Token, state: State, move: Move | None = None) -> None:
        """The designer's own notices of leaving a state by a move."""
        if self.course.announces("leave", state.key):
            self.ask(Announce("leave", token.state))
        if move and move.notices:
            self.ask(Announce("move", token.state, move.key))
