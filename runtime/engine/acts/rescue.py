"""What an administrator may do to a case that cannot or should not go on as drawn. Each with a reason, which the caller keeps."""

from datetime import datetime

from runtime.engine.acts import seating, special, step
from runtime.engine.events import Called, Jumped, Reopened
from runtime.engine.facts import Facts
from runtime.engine.outcome import NotAllowedHere, Outcome
from runtime.engine.position import Party, Position, Token
from runtime.engine.tokens import arrival, blocks, going
from runtime.engine.tokens.machine import Course
from runtime.engine.tokens.progress import Progress
from runtime.engine.votes import assignees, tally
from schemas.model.flow import Asking
from schemas.problem import Problem
from schemas.words import words

BY_ADMIN = words("An administrator moved it.", "由管理员移动。")


def place(
    course: Course, position: Position, facts: Facts, visit: tuple[str, int], to: str, by: Party, now: datetime
) -> Outcome:
    """What stands in that visit of a state is put into another, whatever is drawn.

    Raises:
        NotAllowedHere: it is not there, or there is no such state.
    """
    p = Progress(course, position, facts, now)
    token = _token(p, *visit)
    if to not in course.states:
        raise NotAllowedHere(Problem("move.unknown-target", params={"state": to}), token.state)
    p.clear(token, BY_ADMIN)
    blocks.give_up(p, token, BY_ADMIN)
    p.say(Jumped("placed", token.state, to, by))
    p.come(blocks.out_to(p, token, to), to)
    return _done(p)


def skip(
    course: Course, position: Position, facts: Facts, visit: tuple[str, int], move: str, by: Party, now: datetime
) -> Outcome:
    """A move is taken in the place of whoever should have."""
    p = Progress(course, position, facts, now)
    token = _token(p, *visit)
    drawn = course.moves(token.state).get(move)
    if drawn is None or drawn.branch:
        raise NotAllowedHere(Problem("move.unknown", params={"move": move}), token.state)
    going.go(p, token, drawn, by, BY_ADMIN)
    return _done(p)


def reassign(
    course: Course,
    position: Position,
    facts: Facts,
    visit: tuple[str, int],
    parties: tuple[Party, Party],
    by: Party,
    now: datetime,
) -> Outcome:
    """``parties``: who sits there, and who shall in their place; where the first is empty, also where nobody was found."""
    p = Progress(course, position, facts, now)
    token, (who, to) = _token(p, *visit), parties
    if course.states[token.state].kind not in Asking:
        raise NotAllowedHere(Problem("special.not-here"), token.state)
    if not token.seats:
        seating.seat(p, token, by, to)
    else:
        seating.transfer(p, token, by, to, "reassigned", who)
    return _done(p)


def vacate(
    course: Course, position: Position, facts: Facts, visit: tuple[str, int], who: Party, by: Party, now: datetime
) -> Outcome:
    """``who`` is asked no more. In their place comes whom the step's own rule finds now, or else the fallback.

    Where there is nobody else, those who are left decide, if they can; or else it is stuck, and the seat stays theirs.

    Raises:
        NotAllowedHere: they are not asked there, or have spoken.
    """
    p = Progress(course, position, facts, now)
    token = _token(p, *visit)
    if who not in {seat.party for seat in tally.open_seats(token)}:
        raise NotAllowedHere(Problem("step.not-asked"), token.state)
    heir = _heir(p, token)
    if heir is not None:
        seating.transfer(p, token, by, heir, "reassigned", who)
    elif _suffice(p, token, who):
        seating.vacate(p, token, by, who)
    else:
        p.stick(token, arrival.NOBODY)
    return _done(p)


def _heir(p: Progress, token: Token) -> Party | None:
    """Somebody who is not asked there yet."""
    found = [seat.party for seat in assignees.find(arrival.asking(p, token)).seats]
    spare = assignees.resolve(p.course.flow.fallback, p.facts_of(token))
    found += [assignees.stand_in(party, p.facts, p.now) for party in spare]
    return next((party for party in found if party not in token.asked), None)


def _suffice(p: Progress, token: Token, who: Party) -> bool:
    state, others = p.state_of(token), tuple(seat for seat in token.seats if seat.party != who)
    if state.kind != "approval":
        return any(seat.weight for seat in others)
    return tally.enough(state, others)


def cancel(course: Course, position: Position, facts: Facts, by: Party, now: datetime) -> Outcome:
    """It ends as cancelled."""
    p = Progress(course, position, facts, now)
    if p.ended:
        raise NotAllowedHere(Problem("case.ended"), p.ended)
    special.end(p, "cancelled", by)
    return p.outcome()


def reopen(course: Course, position: Position, facts: Facts, to: str, by: Party, now: datetime) -> Outcome:
    """What has ended goes on in that state."""
    p = Progress(course, position, facts, now)
    if not p.ended:
        raise NotAllowedHere(Problem("case.open"), next(iter(p.tokens.values())).state)
    if to not in course.states or course.states[to].kind == "end":
        raise NotAllowedHere(Problem("move.unknown-target", params={"state": to}), p.ended)
    p.say(Reopened(by), Jumped("placed", "", to, by))
    p.ended = p.reached = ""
    p.come(p.fresh(to), to)
    return _done(p)


def retry(
    course: Course, position: Position, facts: Facts, visit: tuple[str, int], by: Party, now: datetime
) -> Outcome:
    """The visit of a state starts anew, with the people and the answers that there are now.

    Raises:
        NotAllowedHere: what was in the way is there still.
    """
    p = Progress(course, position, facts, now)
    token = _token(p, *visit)
    if token.sub:
        p.say(Called("asked_again", token.state, course.states[token.state].calls.process))
        blocks.send_again(p, token)
        return _done(p)
    p.clear(token, words("The step was started again.", "这一步已重新开始。"))
    blocks.give_up(p, token, BY_ADMIN)
    p.say(Jumped("retried", token.state, token.state, by))
    p.come(token, token.state, token.back)
    outcome = _done(p)
    again = next((one for one in outcome.position.tokens if one.id == token.id), None)
    if again is not None and again.incident and again.state == token.state:
        title = step.title(course.states[token.state])
        raise NotAllowedHere(Problem(again.incident, params={"state": title, "states": title}), token.state)
    return outcome


def blocked(
    course: Course, position: Position, facts: Facts, visit: tuple[str, int], why: tuple[str, str], now: datetime
) -> Outcome:
    """Something outside has failed for that visit: ``why`` is the code of a problem, and the detail. It waits for rescue."""
    p = Progress(course, position, facts, now)
    p.stick(_token(p, *visit), *why)
    return p.outcome()


def _token(p: Progress, state: str, visit: int) -> Token:
    if p.ended:
        raise NotAllowedHere(Problem("case.ended"), p.ended)
    token = next((one for one in p.tokens.values() if (one.state, one.visit) == (state, visit)), None)
    if token is None or token.left:
        raise NotAllowedHere(Problem("step.elsewhere"), next(iter(p.tokens.values())).state)
    return token


def _done(p: Progress) -> Outcome:
    step.answered(p)
    p.recall = None
    return p.outcome()
