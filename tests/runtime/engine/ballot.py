"""A row of the truth table, played by the engine."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from runtime.engine.acts import rescue, special, step
from runtime.engine.acts.special import Special
from runtime.engine.acts.step import Act
from runtime.engine.acts.timing import elapse
from runtime.engine.events import Moved
from runtime.engine.facts import Facts
from runtime.engine.outcome import Outcome
from runtime.engine.position import Token
from runtime.engine.tokens.machine import Course
from runtime.engine.votes import tally, tally_words
from schemas.model.assignment import Who
from schemas.model.flow import Deadline, Flow, Move, State
from schemas.model.voting import Decide, Weight
from schemas.words import Words
from tests.runtime.engine.conftest import Office
from tests.runtime.engine.naive_row import WHERE, Row, acts_of, pairs

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
PERMITS = ("return", "transfer", "delegate", "add", "take_back", "claim", "remind", "copy")
MOVES = {"agrees": "agree", "refuses": "refuse", "abstains": "abstain"}


@dataclass
class Played:
    """The engine's side. The step before, where there is one, is decided by those who are said to have agreed there."""

    row: Row
    at: Outcome = field(init=False)
    now: datetime = NOON

    def __post_init__(self) -> None:
        office = Office({key: tuple(f"person:{one}" for one in said.split()) for key, said in self._groups.items()})
        office.deputies = {f"person:{a}": f"person:{b}" for a, b in pairs(self.row.get("absent", ""))}
        self.facts = Facts({}, "person:r", None, office)
        self.course = Course(_flow(self.row))
        self.at = step.begin(self.course, self.facts, NOON, "person:r")
        for name in self.row.get("before", "").split():
            self._act(name, "agree", "first")
        for words in acts_of(self.row):
            self._play(words)

    @property
    def token(self) -> Token | None:
        return self.at.position.at("board")

    @property
    def outcome(self) -> str:
        """Nobody, where too few were found to decide it, so that it waits for somebody who looks after it."""
        if self.token and self.token.incident:
            return "nobody"
        return {"yes": "for", "no": "against"}.get(self.at.position.ended, "open")

    @property
    def asked(self) -> list[str]:
        pending = tally.pending(self.course.states["board"], self.token) if self.token else ()
        return [party.removeprefix("person:") for party in pending]

    @property
    def sentence(self) -> Words:
        if self.token:
            return tally_words.standing(self.course.states["board"], self.token)
        (moved,) = (event for event in self.at.events if isinstance(event, Moved) and event.state == "board")
        return moved.why

    @property
    def rule(self) -> Words | None:
        return tally_words.rule(self.course.states["board"], self.token) if self.token else None

    @property
    def _groups(self) -> dict[str, str]:
        return self.row.get("groups") or {"board": self.row["people"]}

    def _act(self, name: str, move: str, state: str = "board") -> None:
        act = Act(f"person:{name}", move, state)
        self.at = step.take(self.course, self.at.position, self.facts, act, self.now)

    def _play(self, words: list[str]) -> None:
        self.now += timedelta(minutes=1)
        match words:
            case [name, verb] if verb in MOVES:
                self._act(name, MOVES[verb])
            case ["closed"]:
                self._elapse(0)
            case ["handed", "over"]:
                self._elapse(1)
            case ["reassigned", name, "to", to]:
                visit, who = ("board", 1), (f"person:{name}", f"person:{to}")
                self.at = rescue.reassign(
                    self.course, self.at.position, self.facts, visit, who, "person:admin", self.now
                )
            case _:
                self.at = special.do(self.course, self.at.position, self.facts, _special(words), self.now)

    def _elapse(self, deadline: int) -> None:
        late = NOON + timedelta(days=1)
        self.at = elapse(self.course, self.at.position, self.facts, "board", 1, deadline, late)


def _special(words: list[str]) -> Special:
    by = f"person:{words[0]}"
    match words[1:]:
        case ["advises"]:
            return Special(by, "advise", "board")
        case ["takes", "back"]:
            return Special(by, "take_back", "board")
        case ["removes", who]:
            return Special(by, "remove", "board", to=(f"person:{who}",))
        case ["delegates", "to", to]:
            return Special(by, "delegate", "board", to=(f"person:{to}",))
        case ["transfers", "to", to]:
            return Special(by, "transfer", "board", to=(f"person:{to}",))
        case ["adds", *more]:
            to = tuple(f"person:{word}" for word in more if word not in (*WHERE, "opinion"))
            where = next(word for word in WHERE if word in more)
            return Special(by, "add", "board", to=to, where=where, raises="opinion" not in more)  # type: ignore[arg-type]
    raise AssertionError(words)


def _flow(row: Row) -> Flow:
    rule, _, number = row["rule"].partition(" ")
    decide = Decide(
        rule=rule,  # type: ignore[arg-type]
        count=int(number or 1) if rule != "share" else 1,
        share=float(number) if rule == "share" else 50,
        order="sequential" if row.get("order") == "in turn" else "parallel",
        one_rejection_ends=bool(row.get("ends")),
        early=not row.get("late"),
        quorum=row.get("quorum", 0),
        weights=tuple(Weight(Who("person", name), int(votes)) for name, votes in pairs(row.get("weights", ""))),
        veto=tuple(Who("person", name) for name in row.get("veto", "").split()),
    )
    board = State(
        "board",
        "approval",
        who=tuple(Who("group", key) for key in row.get("groups") or ("board",)),
        not_who_did=("first",) if row.get("not_who_did") else (),
        if_requester=row.get("if_requester", "ask"),
        if_acted=row.get("if_acted", "ask"),
        permits=PERMITS,  # type: ignore[arg-type]
        decide=decide,
        deadlines=(
            Deadline("PT1H", "close"),
            Deadline("PT1H", "hand_over", tuple(Who("person", name) for name in row.get("to", "").split())),
        ),
    )
    before = tuple(Who("person", name) for name in row.get("before", "").split())
    states = (board, State("yes", "end"), State("no", "end"))
    moves = tuple(
        Move(key, "board", {"refuse": "no"}.get(key, "yes"), vote=side)  # type: ignore[arg-type]
        for key, side in (("agree", "for"), ("refuse", "against"), ("abstain", "abstain"))
    )
    if not before:
        return Flow("board", states, moves)
    first = State("first", "approval", who=before, decide=Decide("all"))
    return Flow("first", (first, *states), (*moves, Move("agree", "first", "board", vote="for")))
