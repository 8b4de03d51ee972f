"""A rehearsal as a page shows it: what is open and for whom, what each may do, and what has happened, in sentences."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from runtime.access import Actor
from runtime.changes import chronicle
from runtime.changes.change import Change
from runtime.engine.acts import special, step
from runtime.engine.acts.special import Do
from runtime.engine.position import Party, Token
from runtime.engine.tokens import returning
from runtime.engine.tokens.machine import Course
from runtime.engine.votes import tally, tally_words
from runtime.processes.deployment import Compiled
from runtime.rehearsal.rehearsable import MONDAY, Moment
from runtime.rehearsal.rehearsal_people import Players
from runtime.rehearsal.walking import Walk
from runtime.store.cases.cases import Case
from runtime.store.cases.journal import Entry
from runtime.views import journal_words
from schemas.model.flow import Move, State
from schemas.words import Words

NUMBER: Final = "0001"
"""Of a request that does not exist."""


@dataclass(frozen=True)
class Todo:
    """A place where the walk waits. ``who`` may act there now; ``due`` is its next deadline; ``tally`` how a vote stands."""

    state: State
    visit: int
    who: tuple[Party, ...]
    due: datetime | None
    tally: Words | None
    incident: str = ""
    messages: tuple[str, ...] = ()
    sub: str = ""


@dataclass(frozen=True)
class Turn:
    """What one person may do in one place. ``back_to``: the steps it may be returned to."""

    todo: Todo
    moves: tuple[Move, ...]
    acts: tuple[Do, ...]
    back_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """``kind`` as in the journal; ``day`` counts from 1."""

    at: datetime
    kind: str
    sentence: Words
    comment: str = ""
    internal: bool = False
    given: tuple[Any, ...] = ()
    corrections: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Scene:
    compiled: Compiled
    walk: Walk
    players: Players
    todos: tuple[Todo, ...] = field(default=())

    @property
    def next_due(self) -> datetime | None:
        return min((timer.due for timer in self.walk.timers.values()), default=None)

    @property
    def to_deadline(self) -> str:
        """How long to wait for it, as a script says it; empty where nothing falls due."""
        due = self.next_due
        if due is None or self.walk.position.ended:
            return ""
        left = max(0, -int((self.walk.now - due) // timedelta(seconds=1)))
        return f"PT{left}S" if left < _MOST else f"P{-(-left // _DAY)}D"

    @property
    def day(self) -> int:
        return (self.walk.now.date() - MONDAY.date()).days + 1

    @property
    def end(self) -> str:
        """The end that it came to; empty while it goes on, and where it was withdrawn."""
        return _end(self.walk.moments[-1]) if self.walk.position.ended and self.walk.moments else ""

    def first(self) -> Party:
        """Whoever is asked first; empty where nobody is."""
        return next((party for todo in self.todos for party in todo.who), "")

    def parties(self) -> tuple[Party, ...]:
        """All who are asked, have acted, or asked for it."""
        asked = [party for todo in self.todos for party in todo.who]
        seated = [seat.party for token in self.walk.position.tokens for seat in token.seats]
        acted = [party for parties in self.walk.position.acted.values() for party in parties]
        known = [party for party in (self.walk.requester, self.walk.contact) if party]
        return tuple(dict.fromkeys([*asked, *seated, *known, *acted]))

    def turns(self, party: Party) -> tuple[Turn, ...]:
        """What this person may do, place by place; acts that belong to no place stand with the first."""
        return tuple(self._turn(todo, party) for todo in self.todos if party in todo.who)

    def elsewhere(self, party: Party) -> tuple[Do, ...]:
        """What somebody may do without being asked: take back, withdraw, remind."""
        walk = self.walk
        return special.possible(walk.stage.course, walk.position, walk.facts(), party, walk.now)

    def _turn(self, todo: Todo, party: Party) -> Turn:
        walk, here = self.walk, (todo.state.key, todo.visit)
        token = walk.position.at(*here)
        course = walk.stage.course
        moves = step.offered(course, walk.position, party, here)
        acts = special.possible(course, walk.position, walk.facts(), party, walk.now, here)
        back = returning.earlier(course, walk.position, token) if token else ()
        return Turn(todo, moves, acts, back)


_DAY: Final = 24 * 3600
_MOST: Final = 1_000_000


def scene(compiled: Compiled, walk: Walk, players: Players) -> Scene:
    course = walk.stage.course
    open_ = [token for token in walk.position.tokens if not (token.left or token.held)]
    todos = () if walk.position.ended else tuple(_todo(course, walk, token) for token in open_ if _waits(token))
    return Scene(compiled, walk, players, todos)


def _waits(token: Token) -> bool:
    return not token.begun or bool(token.seats)


def _todo(course: Course, walk: Walk, token: Token) -> Todo:
    state = course.states[token.state]
    due = min((one.due for key, one in walk.timers.items() if key[:2] == (token.state, token.visit)), default=None)
    standing = tally_words.standing(state, token) if state.kind == "approval" and token.seats else None
    messages = [move.message for move in course.moves(token.state).values() if move.message]
    who = tally.pending(state, token)
    return Todo(state, token.visit, who, due, standing, token.incident, tuple(messages), token.sub)


def lines(scene_: Scene) -> Iterator[Line]:
    """What has happened, oldest first, in the sentences of the journal."""
    for moment in scene_.walk.moments:
        for entry in _entries(scene_, moment):
            sentence = journal_words.sentence(entry, scene_.compiled)
            yield Line(moment.at, entry.kind, sentence, entry.body.get("comment", ""))


def _entries(scene_: Scene, moment: Moment) -> Iterable[Entry]:
    name = scene_.players.name
    actor = Actor("", moment.by, name(moment.by) if moment.by else "")
    change = Change(
        case_of(scene_, moment),
        scene_.compiled,
        moment.outcome,
        actor,
        scene_.players,
        moment.at,
        comment=moment.comment,
    )
    for entry in chronicle.entries(change):
        parties = [one for value in entry.body.values() if isinstance(value, list) for one in value]
        names = {party: name(party) for party in parties if isinstance(party, str)}
        yield replace(entry, body={**entry.body, "names": {**names, **entry.body.get("names", {})}})


def case_of(scene_: Scene, moment: Moment) -> Case:
    """The request as it would stand in the records at that moment."""
    process, walk = scene_.compiled.process, scene_.walk
    answers: Mapping[str, Any] = moment.answers
    position = moment.outcome.position
    return Case(
        workspace="",
        id="",
        number=NUMBER,
        process_key=process.key,
        version_id="",
        title=process.title,
        requester=walk.requester,
        requester_name=scene_.players.name(walk.requester),
        filer=walk.requester,
        filer_name=scene_.players.name(walk.requester),
        contact_id=None,
        channel="",
        opened_at=MONDAY,
        position=position,
        answers=answers,
        summary={key: answers[key] for key in process.summary if key in answers},
        state=position.tokens[0].state if position.tokens else _end(moment),
        ended=position.ended,
    )


def _end(moment: Moment) -> str:
    """The end that it came to."""
    return next(
        (one.to for one in reversed(moment.outcome.events) if hasattr(one, "to") and isinstance(one.to, str)), ""
    )
