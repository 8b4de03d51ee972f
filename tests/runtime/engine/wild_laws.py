"""What always holds of a case, and of each act; every law gives the complaints that it has."""

import json
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from runtime.engine import serialization, worktime
from runtime.engine.acts import special
from runtime.engine.acts.step import Act
from runtime.engine.events import Jumped, Moved, Voted
from runtime.engine.outcome import Outcome
from runtime.engine.position import Position, Token
from runtime.engine.votes import tally
from schemas.logic import LogicError, evaluate
from schemas.logic.coercion import truthy
from schemas.model.flow import Asking, Block, State
from tests.runtime.engine.naive_vote import ANY_GROUP, Vote, Voter
from tests.runtime.engine.wild_acts import Attempt
from tests.runtime.engine.wild_case import Case
from tests.runtime.engine.wild_lines import sent_back

JUMPS = {
    "special": ("returned", "taken_back", "straight_back"),
    "rescue": ("placed", "retried", "straight_back"),
}
SOME = 7
"""More than so many voters take too long to try out."""


def broken(case: Case) -> list[str]:
    """All that is wrong with the case as it stands."""
    return [
        *_written(case),
        *_standing(case),
        *_branched(case),
        *_counted(case),
        *_asked(case),
        *_timed(case),
        *_waiting(case),
        *_voted(case),
    ]


def broken_by(case: Case, tried: Attempt, was: Position, outcome: Outcome | None) -> list[str]:
    """All that was wrong about one act."""
    complaints = [*_taken(case, tried, was, outcome)]
    if outcome is not None:
        complaints += [*_led(case, tried, outcome), *_fired(case, tried, was), *_permitted(case, tried)]
        complaints += [*sent_back(case, tried, was, outcome)]
    return complaints


def _written(case: Case) -> Iterator[str]:
    if serialization.from_json(json.loads(json.dumps(serialization.to_json(case.position)))) != case.position:
        yield "it is not the same after it was written and read"


def _standing(case: Case) -> Iterator[str]:
    tokens = case.position.tokens
    ids = {token.id: token for token in tokens}
    if len(ids) != len(tokens) or len({(one.state, one.visit) for one in tokens}) != len(tokens):
        yield "two tokens have one name"
    for token in tokens:
        if token.state not in case.course.states or case.course.states[token.state].kind == "end":
            yield f"it stands in {token.state}"
        if token.parent and (token.parent not in ids or case.course.states[ids[token.parent].state].kind not in Block):
            yield f"the block around {token.state} is gone"
    if bool(case.position.ended) != (not tokens):
        yield "it has ended and goes on, or neither"
    if case.position.ended and (case.tasks or case.timers):
        yield "it has ended and still asks"


def _branched(case: Case) -> Iterator[str]:
    """Of every block: what has begun is done or open."""
    for block in case.position.tokens:
        if case.course.states[block.state].kind in Block and not block.sub:
            open_ = [one for one in case.position.tokens if one.parent == block.id and not one.left]
            if block.begun != block.done + len(open_):
                yield f"{block.state} has begun {block.begun}: {block.done} are done and {len(open_)} open"


def _counted(case: Case) -> Iterator[str]:
    if Counter(case.position.visits) != case.entered:
        yield f"visits {dict(case.position.visits)}, and the journal tells {dict(case.entered)}"


def _asked(case: Case) -> Iterator[str]:
    pending = {
        (token.state, token.visit, party)
        for token in case.position.tokens
        for party in tally.pending(case.course.states[token.state], token)
    }
    if pending != case.tasks:
        yield f"asked without a to-do {pending - case.tasks}, a to-do without being asked {case.tasks - pending}"


def _timed(case: Case) -> Iterator[str]:
    expected = {}
    for token in case.position.tokens:
        state = case.course.states[token.state]
        if token.left or token.sub or state.kind in ("choice", "action") or token.incident == "flow.endless-loop":
            continue
        for number, deadline in enumerate(state.deadlines):
            start = worktime.moment(case.answers.get("day"), case.facts.calendar) if deadline.since else token.since
            if start is not None and number not in token.fired:
                expected[token.state, token.visit, number] = worktime.after(start, deadline.after, case.facts.calendar)
    if expected != case.timers:
        yield f"timers {case.timers}, and due are {expected}"


def _waiting(case: Case) -> Iterator[str]:
    """I7, of every token: somebody is asked, a deadline runs, a sub-request or a message is waited for, or it is flagged."""
    tokens = case.position.tokens
    parents = {token.parent for token in tokens}
    held = [(token.state, token.parent, token.row) for token in tokens if token.left]
    for token in tokens:
        here = (token.state, token.visit)
        waits = (
            token.id in parents
            or token.incident
            or token.sub
            or (token.held and (token.state, token.parent, token.row) in held)
            or any(task[:2] == here for task in case.tasks)
            or any(timer[:2] == here for timer in case.timers)
            or any(move.message for move in case.course.moves(token.state).values())
        )
        if not waits:
            yield f"{token.state} waits for nothing"


def _voted(case: Case) -> Iterator[str]:
    for token in case.position.tokens:
        voters = [vote.party for vote in token.votes]
        if len(voters) != len(set(voters)):
            yield f"somebody has voted twice in {token.state}"
        if not set(voters) <= set(token.asked):
            yield f"somebody has voted in {token.state} who is not asked"
        state = case.course.states[token.state]
        if state.kind == "approval" and token.seats and not token.incident and _outcome(state, token) != "open":
            yield f"{token.state} is decided, and open"


def _taken(case: Case, tried: Attempt, was: Position, outcome: Outcome | None) -> Iterator[str]:
    """Exactly those who are asked may take exactly the moves that are drawn, where their condition holds."""
    if tried.of != "take":
        return
    act: Act = tried.said
    token = _meant(was, act)
    allowed = token is not None and not was.ended and _may_take(case, was, token, act)
    if allowed != (outcome is not None):
        yield f"{act} was {'refused' if allowed else 'let through'}"
    if outcome is None or token is None:
        return
    move = case.course.moves(act.at_state)[act.move]
    voted = [event for event in outcome.events if isinstance(event, Voted) and event.by == act.by and not event.ruled]
    moved = [event for event in outcome.events if isinstance(event, Moved | Jumped) and event.state == act.at_state]
    counts = case.course.states[act.at_state].kind == "approval" and bool(move.vote)
    if counts != bool(voted) or (not counts and not moved):
        yield f"{act} was told as something else"
    if counts and moved:
        yield from _decided_rightly(case, token, act, moved[0])


def _decided_rightly(case: Case, token: Token, act: Act, moved: Moved | Jumped) -> Iterator[str]:
    """The move that was taken is one of the side that the naive vote gives."""
    state, vote = case.course.states[act.at_state], case.course.moves(act.at_state)[act.move].vote
    side = _outcome(state, token, {act.by: vote or "abstain"})
    if isinstance(moved, Moved) and side and case.course.moves(act.at_state)[moved.move].vote != side:
        yield f"{act.at_state} went by {moved.move}, and the votes are {side}"


def _meant(was: Position, act: Act) -> Token | None:
    """Without a visit, the one where they have something to do, if there is one."""
    there = [one for one in was.tokens if one.state == act.at_state and act.visit in (None, one.visit) and not one.left]
    asked = [one for one in there if act.by in one.asked]
    open_ = [one for one in (*asked, *there) if act.by not in {vote.party for vote in one.votes}]
    return next(iter((*open_, *there)), None)


def _may_take(case: Case, was: Position, token: Token, act: Act) -> bool:
    state, move = case.course.states[token.state], case.course.moves(token.state).get(act.move)
    if move is None or move.branch or move.message or act.by not in tally.pending(state, token):
        return False
    seat = next(one for one in token.seats if one.party == act.by)
    if not seat.weight and not (state.kind == "approval" and move.vote):
        return False
    if "comment" in move.asks and not act.comment:
        return False
    try:
        return move.when is None or truthy(evaluate(move.when, _data(case, was, token)))
    except LogicError:
        return False


def _data(case: Case, was: Position, token: Token) -> dict[str, object]:
    row = None
    ids = {one.id: one for one in was.tokens}
    here: Token | None = token
    while here is not None and row is None:
        block = ids.get(here.parent)
        if block is not None and here.row is not None:
            rows = case.seen.get(case.course.states[block.state].each.over, [])
            row = rows[here.row] if here.row < len(rows) else None
            break
        here = block
    return {**case.seen, "@at": [one.state for one in was.tokens], "@visits": dict(was.visits), "@row": row}


def _led(case: Case, tried: Attempt, outcome: Outcome) -> Iterator[str]:
    """From place to place lead only drawn moves, and the jumps of the act that may jump."""
    drawn = {(move.source, move.key, move.target) for move in case.flow.moves}
    for event in outcome.events:
        if isinstance(event, Moved) and (event.state, event.move, event.to) not in drawn:
            yield f"{event} is not drawn"
        if isinstance(event, Jumped) and event.how not in JUMPS.get(tried.of, ("straight_back",)):
            yield f"{tried.of} made it jump"
    if tried.of in ("joined", "blocked") and any(isinstance(event, Moved | Jumped) for event in outcome.events):
        yield f"{tried.of} moved it"


def _fired(case: Case, tried: Attempt, was: Position) -> Iterator[str]:
    """A deadline passes once, and never early."""
    before = {(one.state, one.visit): one for one in was.tokens}
    for token in case.position.tokens:
        old = before.get((token.state, token.visit))
        fresh = set(token.fired) - set(old.fired if old else ())
        if old and fresh and (tried.of != "elapse" or fresh != {tried.said[2]}):
            yield f"{fresh} of {token.state} passed by itself"
    if tried.of == "elapse":
        yield from _once(case, tried, before)


def _once(case: Case, tried: Attempt, before: dict[tuple[str, int], Token]) -> Iterator[str]:
    state, visit, number = tried.said
    old = before.get((state, visit))
    now = case.position.at(state, visit)
    passed = old is not None and number not in old.fired and (now is None or number in now.fired)
    if not passed or old is None:
        return
    deadline = case.course.states[state].deadlines[number]
    start = worktime.moment(case.answers.get("day"), case.facts.calendar) if deadline.since else old.since
    if start is None or case.now < worktime.after(start, deadline.after, case.facts.calendar):
        yield f"deadline {number} of {state} was early"
    if tried.said in case.fired:
        yield f"deadline {number} of {state} passed twice"
    case.fired.add(tried.said)


def _permitted(case: Case, tried: Attempt) -> Iterator[str]:
    if tried.of != "special" or tried.said.do in ("withdraw", "take_back"):
        return
    state = case.course.states[tried.said.at_state]
    if not special.permits(state, tried.said.do):
        yield f"{tried.said.do} is not permitted in {state.key}"
    if state.kind not in (*Asking, *Block):
        yield f"{tried.said.do} in {state.key}, where nobody is asked"


def _outcome(state: State, token: Token, more: dict[str, str] | None = None) -> str:
    """By the naive vote; empty where there are too many to try everything."""
    decide = state.decide
    groups = tuple(dict.fromkeys(who.key for who in state.who if who.kind == "group")) or ("",)
    number = Fraction(str(decide.share)) if decide.rule == "share" else Fraction(decide.count)
    vote = Vote(decide.rule, number, decide.quorum, decide.early, decide.one_rejection_ends, groups, token.extra)
    vote.closed = False
    for seat in token.seats:
        group = seat.group if seat.group in groups else ANY_GROUP
        vote.people[seat.party] = Voter(seat.weight, seat.veto, group, seat.heads, seat.by)
        vote.waits[seat.party] = set(seat.after)
    vote.said = {one.party: one.side for one in token.votes} | (more or {})
    left = [one for one in token.seats if one.counts and one.party not in vote.said]
    if len(left) > SOME:
        return "open" if more is None else ""
    return "open" if vote.outcome == "nobody" else vote.outcome
