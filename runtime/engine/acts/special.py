"""What the people of a step may do besides its moves, each where the step permits it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from runtime.engine.acts import seating, step
from runtime.engine.effects import ShowTo, Tell
from runtime.engine.events import Copied, Ended, Jumped, Reminded
from runtime.engine.facts import Facts
from runtime.engine.outcome import NotAllowedHere, Outcome
from runtime.engine.position import Party, Position, Token
from runtime.engine.tokens import arrival, returning
from runtime.engine.tokens.machine import Course
from runtime.engine.tokens.progress import Progress
from runtime.engine.votes import assignees, tally
from schemas.model.flow import State
from schemas.problem import Problem
from schemas.words import words

Do = Literal[
    "return",
    "transfer",
    "delegate",
    "add",
    "remove",
    "take_back",
    "claim",
    "release",
    "advise",
    "remind",
    "copy",
    "withdraw",
]
PERMIT: Final[Mapping[Do, str]] = {"remove": "add", "release": "claim"}
"""What a step must permit for it, where it is not called the same."""
FREE: Final = ("advise", "withdraw")
"""Not a matter of the step."""


@dataclass(frozen=True)
class Special:
    """``to`` are the people it is about; ``where`` a signer is added; ``raises``: their vote counts and more must agree.

    ``state`` is the earlier step that it is returned to; ``then``: everything goes again, or straight back.
    """

    by: Party
    do: Do
    at_state: str = ""
    visit: int | None = None
    to: tuple[Party, ...] = ()
    where: Literal["before", "after", "beside"] = "before"
    raises: bool = True
    state: str = ""
    then: Literal["again", "back"] = "again"
    comment: str = ""


def do(course: Course, position: Position, facts: Facts, special: Special, now: datetime) -> Outcome:
    """Raises NotAllowedHere."""
    p = Progress(course, position, facts, now)
    if special.do == "withdraw":
        _withdraw(p, special)
        return p.outcome()
    if special.do == "take_back":
        token = _taken_back(p, special)
    else:
        token = step.standing(position, special.at_state, special.by, special.visit)
    _permitted(p, token, special)
    _DOING[special.do](p, token, special)
    step.answered(p)
    if special.do not in ("copy", "remind"):
        p.recall = None
    return p.outcome()


def possible(
    course: Course, position: Position, facts: Facts, party: Party, now: datetime, visit: tuple[str, int] | None = None
) -> tuple[Do, ...]:
    """What of all this the party may do now, in the visit they look at; without one anywhere."""
    if position.ended:
        return ()
    p = Progress(course, position, facts, now)
    found: dict[Do, None] = {}
    for token in position.tokens:
        if visit in (None, (token.state, token.visit)):
            found.update(dict.fromkeys(_possible(p, token, party)))
    if recalled(position, party):
        found["take_back"] = None
    if _may_withdraw(p, party):
        found["withdraw"] = None
    return tuple(found)


def recalled(position: Position, party: Party) -> bool:
    return position.recall is not None and position.recall.by == party


def _possible(p: Progress, token: Token, party: Party) -> list[Do]:
    state = p.state_of(token)
    acts = party in tally.pending(state, token)
    seat = next((one for one in token.seats if one.party == party), None)
    found: list[Do] = []
    if acts and seat is not None:
        wanted: list[Do] = ["transfer", "delegate", "add", "copy"]
        if seat.weight and returning.earlier(p.course, p.position, token):
            wanted.append("return")
        if state.kind == "task" and len(token.seats) > 1 and seat.weight:
            wanted.append("release" if token.claimed else "claim")
        if not seat.weight:
            wanted = ["advise"]
        found += [one for one in wanted if permits(state, one)]
    if any(one.by == party for one in tally.open_seats(token)) and permits(state, "remove"):
        found.append("remove")
    if token.votes and token.votes[-1].party == party and permits(state, "take_back"):
        found.append("take_back")
    if party == p.facts.requester and token.seats and permits(state, "remind"):
        found.append("remind")
    return found


def permits(state: State, do_: Do) -> bool:
    return do_ in FREE or PERMIT.get(do_, do_) in state.permits


def _permitted(p: Progress, token: Token, special: Special) -> None:
    state = p.state_of(token)
    if not permits(state, special.do):
        raise NotAllowedHere(Problem("special.not-here"), state.key)
    if special.do not in _possible(p, token, special.by) and not (
        special.do == "take_back" and recalled(p.position, special.by)
    ):
        raise NotAllowedHere(Problem("special.not-now"), state.key)


def _taken_back(p: Progress, special: Special) -> Token:
    """The step that it is about: that of one's last vote, or the one that one's last move has left."""
    if recalled(p.position, special.by) and p.recall is not None and not _still_voting(p):
        return p.recall.token
    voted = (one for one in p.tokens.values() if one.votes and one.votes[-1].party == special.by)
    meant = [one for one in voted if special.at_state in ("", one.state) and special.visit in (None, one.visit)]
    if not meant:
        raise NotAllowedHere(Problem("special.not-now"), p.ended or special.at_state)
    return meant[0]


def _still_voting(p: Progress) -> bool:
    there = p.tokens.get(p.recall.token.id) if p.recall else None
    return (
        there is not None
        and p.recall is not None
        and there.visit == p.recall.token.visit
        and (there.state == p.recall.token.state)
    )


def _take_back(p: Progress, token: Token, special: Special) -> None:
    if _still_voting(p) or p.recall is None or p.recall.by != special.by:
        seating.unvote(p, p.tokens[token.id], special.by)
        return
    recall = p.recall
    why = words("The step before was taken back.", "上一步已撤回。")
    p.stop(tuple(p.tokens[key] for key in recall.born if key in p.tokens), why)
    left = next(iter(p.position.tokens), recall.token)
    p.say(Jumped("taken_back", left.state, token.state, special.by))
    p.unagree(special.by, token.state)
    seating.ask_anew(p, recall.token)


def _return(p: Progress, token: Token, special: Special) -> None:
    if not special.comment.strip():
        raise NotAllowedHere(Problem("comment.required", "/comment", {"move": words("Return", "退回")}), token.state)
    returning.send_back(p, token, special.by, special.state, straight=special.then == "back")


def _withdraw(p: Progress, special: Special) -> None:
    if p.ended:
        raise NotAllowedHere(Problem("case.ended"), p.ended)
    if not _may_withdraw(p, special.by):
        raise NotAllowedHere(Problem("special.not-now"), next(iter(p.tokens.values())).state)
    end(p, "withdrawn", special.by)


def end(p: Progress, outcome: str, by: Party) -> None:
    """All of it stops."""
    p.stop(tuple(p.tokens.values()), words("The request was taken back.", "申请已撤回或取消。"))
    p.ended, p.recall = outcome, None
    p.say(Ended(outcome, by))


def _may_withdraw(p: Progress, party: Party) -> bool:
    if party != p.facts.requester or p.ended:
        return False
    others = {one for parties in p.acted.values() for one in parties} - {party}
    return p.course.flow.withdraw == "always" or (p.course.flow.withdraw == "undecided" and not others)


def _remind(p: Progress, token: Token, special: Special) -> None:
    waiting = tally.pending(p.state_of(token), token)
    p.say(Reminded(token.state, waiting, special.by))
    p.ask(Tell("reminder", waiting, token.state))


def _copy(p: Progress, token: Token, special: Special) -> None:
    p.say(Copied(token.state, special.by, special.to))
    p.ask(ShowTo(special.to, token.state, token.visit), Tell("copy", special.to, token.state))


def _seats(change: Callable[[Progress, Token, Special], None]) -> Callable[[Progress, Token, Special], None]:
    """With somebody named whom it is about, who is not the actor."""

    def checked(p: Progress, token: Token, special: Special) -> None:
        if not special.to or special.by in special.to:
            raise NotAllowedHere(Problem("special.nobody", "/to"), token.state)
        change(p, token, special)

    return checked


def _unbarred(change: Callable[[Progress, Token, Special], None]) -> Callable[[Progress, Token, Special], None]:
    """Nobody comes to decide by the back door where the flow says that they may not."""

    def checked(p: Progress, token: Token, special: Special) -> None:
        if not assignees.barred(arrival.asking(p, token)).isdisjoint(special.to):
            raise NotAllowedHere(Problem("special.barred", "/to"), token.state)
        change(p, token, special)

    return checked


_DOING: Final[Mapping[str, Callable[[Progress, Token, Special], None]]] = {
    "return": _return,
    "take_back": _take_back,
    "transfer": _seats(_unbarred(lambda p, token, special: seating.transfer(p, token, special.by, special.to[0]))),
    "delegate": _seats(lambda p, token, special: seating.delegate(p, token, special.by, special.to[0])),
    "add": _seats(
        _unbarred(
            lambda p, token, special: seating.add(
                p, token, special.by, special.to, special.where, raises=special.raises
            )
        )
    ),
    "remove": _seats(lambda p, token, special: seating.remove(p, token, special.by, special.to[0])),
    "claim": lambda p, token, special: seating.claim(p, token, special.by),
    "release": lambda p, token, special: seating.release(p, token, special.by),
    "advise": lambda p, token, special: seating.advise(p, token, special.by),
    "remind": _remind,
    "copy": _seats(_copy),
}
