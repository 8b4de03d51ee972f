"""Who sits at a step changes: seats are handed on, added, taken off, claimed; votes are taken back."""

from dataclasses import replace
from typing import Literal

from runtime.engine.effects import CloseTasks
from runtime.engine.events import Seated, Unvoted, Voted
from runtime.engine.outcome import NotAllowedHere
from runtime.engine.position import Party, Seat, Token, Vote
from runtime.engine.tokens import arrival
from runtime.engine.tokens.progress import Progress
from runtime.engine.votes import tally, tally_words
from schemas.model.flow import State
from schemas.problem import Problem
from schemas.words import Words, words

How = Literal["transferred", "delegated", "added", "taken_off", "claimed", "released", "reassigned", "handed_over"]
Where = Literal["before", "after", "beside"]


def transfer(p: Progress, token: Token, by: Party, to: Party, how: How = "transferred", who: Party = "") -> None:
    """``to`` sits where ``who`` (or else ``by``) sat, with the same votes and the same turn."""
    left = who or by
    if left not in {seat.party for seat in tally.open_seats(token)}:
        raise NotAllowedHere(Problem("step.not-asked"), token.state)
    _free(token, to)
    seats = tuple(_handed_on(seat, left, to) for seat in token.seats)
    claimed = to if token.claimed == left else token.claimed
    changed = replace(token, seats=seats, claimed=claimed, incident="")
    _reseated(
        p,
        token,
        changed,
        Seated(how, token.state, by, (to,), Words()),
        words("It was handed to somebody else.", "已转交他人。"),
    )


def seat(p: Progress, token: Token, by: Party, to: Party) -> None:
    """``to`` is asked where nobody was found, and decides alone."""
    votes, heads = whole(p.state_of(token))
    said = Seated("reassigned", token.state, by, (to,), Words())
    fresh = replace(token, seats=(Seat(to, votes, heads=heads),), incident="")
    _reseated(p, token, fresh, said, Words())
    p.set_timers(fresh)


def whole(state: State) -> tuple[int, int]:
    """Votes and people that suffice to decide it."""
    return max(1, tally.needed(state.decide, 1)), max(1, state.decide.quorum)


def delegate(p: Progress, token: Token, by: Party, to: Party) -> None:
    """``to`` is asked for their opinion first, which counts for nothing; then it comes back."""
    _free(token, to)
    _add(p, token, by, (Seat(to, 0, by=by),), "before", "delegated")


def add(p: Progress, token: Token, by: Party, to: tuple[Party, ...], where: Where, *, raises: bool) -> None:
    """``raises``: they have a vote and so many more must agree; otherwise they are heard. A task is done once: nobody after it."""
    to = tuple(dict.fromkeys(to))
    for party in to:
        _free(token, party)
    votes = p.state_of(token).kind == "approval"
    if where == "after" and not votes:
        raise NotAllowedHere(Problem("special.not-here"), token.state)
    counted = raises and votes
    token = replace(token, extra=token.extra + (len(to) if counted else 0))
    _add(p, token, by, tuple(Seat(party, int(counted), by=by) for party in to), where, "added")


def remove(p: Progress, token: Token, by: Party, who: Party) -> None:
    """One whom ``by`` has added and who has not spoken."""
    seat = next((one for one in tally.open_seats(token) if one.party == who and one.by == by), None)
    if seat is None:
        raise NotAllowedHere(Problem("special.not-added", "/to"), token.state)
    seats = tuple(_without(one, seat) for one in token.seats if one is not seat)
    changed = replace(token, seats=seats, extra=max(0, token.extra - (seat.weight > 0)))
    said = Seated("taken_off", token.state, by, (who,), Words())
    _reseated(p, token, changed, said, words("It is no longer asked of you.", "已减签，不再由您办理。"))


def vacate(p: Progress, token: Token, by: Party, who: Party) -> None:
    """Whoever has left is asked no more, and nobody in their place: the others suffice."""
    seat = next(one for one in tally.open_seats(token) if one.party == who)
    seats = tuple(_without(one, seat) for one in token.seats if one is not seat)
    claimed = "" if token.claimed == who else token.claimed
    said = Seated("taken_off", token.state, by, (who,), Words())
    why = words("It is no longer asked of you.", "已不再由您办理。")
    _reseated(p, token, replace(token, seats=seats, claimed=claimed, incident=""), said, why)


def claim(p: Progress, token: Token, by: Party) -> None:
    said = Seated("claimed", token.state, by, (by,), Words())
    _reseated(p, token, replace(token, claimed=by), said, words("Somebody else has taken it on.", "已由他人认领。"))


def release(p: Progress, token: Token, by: Party) -> None:
    _reseated(p, token, replace(token, claimed=""), Seated("released", token.state, by, (by,), Words()), Words())


def advise(p: Progress, token: Token, by: Party) -> None:
    """Somebody who has been asked for their opinion has given it."""
    state = p.state_of(token)
    was = tally.pending(state, token)
    token = p.put(replace(token, votes=(*token.votes, Vote(by, "", p.now, "abstain"))))
    p.remember(by, token.state)
    p.say(Voted(state.key, by, "", Words()))
    if not arrival.decided(p, token):
        p.ask(CloseTasks(words("You have answered.", "您已表态。"), state.key, token.visit, (by,)))
        p.ask(*arrival.opened(state, token, [one for one in tally.pending(state, token) if one not in was]))


def unvote(p: Progress, token: Token, by: Party) -> None:
    """The last vote is taken back, and its voter is asked again."""
    state = p.state_of(token)
    was = tally.pending(state, token)
    token = p.put(replace(token, votes=token.votes[:-1]))
    p.unagree(by, state.key)
    p.say(Unvoted(state.key, by, tally_words.standing(state, token)))
    now = tally.pending(state, token)
    gone = tuple(party for party in was if party not in now)
    if gone:
        why = words("The vote before yours was taken back.", "您前面的人撤回了表态。")
        p.ask(CloseTasks(why, state.key, token.visit, gone))
    p.ask(*arrival.opened(state, token, [party for party in now if party not in was]))


def ask_anew(p: Progress, token: Token) -> None:
    """The step as it was before somebody acted there, with the same people and the votes there were."""
    p.visits[token.state] = p.visits.get(token.state, 0) + 1
    again = p.put(replace(token, visit=p.visits[token.state]))
    p.ask(*arrival.opened(p.state_of(again), again, tally.pending(p.state_of(again), again)))
    p.set_timers(again)


def _free(token: Token, party: Party) -> None:
    if party in token.asked:
        raise NotAllowedHere(Problem("special.asked-already", "/to"), token.state)


def _handed_on(seat: Seat, left: Party, to: Party) -> Seat:
    after = tuple(to if party == left else party for party in seat.after)
    if seat.party != left:
        return replace(seat, after=after)
    return replace(seat, party=to, instead=(*seat.instead, left), after=after)


def _without(seat: Seat, gone: Seat) -> Seat:
    """Who waited for the one that is gone waits for whom that one waited for."""
    if gone.party not in seat.after:
        return seat
    after = tuple(dict.fromkeys([*(party for party in seat.after if party != gone.party), *gone.after]))
    return replace(seat, after=after)


def _add(p: Progress, token: Token, by: Party, fresh: tuple[Seat, ...], where: Where, how: How) -> None:
    mine = next(seat for seat in token.seats if seat.party == by)
    fresh = tuple(replace(seat, group=mine.group) for seat in fresh)
    names = tuple(seat.party for seat in fresh)
    if where == "after":
        fresh = tuple(replace(seat, after=(by,)) for seat in fresh)
    else:
        fresh = tuple(replace(seat, after=mine.after) for seat in fresh)
    seats: list[Seat] = []
    for seat in token.seats:
        if seat is mine and where == "before":
            seats += [*fresh, replace(mine, after=(*mine.after, *names))]
        elif seat is mine:
            seats += [mine, *fresh]
        elif by in seat.after:
            seats.append(replace(seat, after=(*seat.after, *names)))
        else:
            seats.append(seat)
    why = words("Somebody else is asked first.", "需先由他人处理。")
    said = Seated(how, token.state, by, names, Words(), where)
    _reseated(p, p.tokens[token.id], replace(token, seats=tuple(seats)), said, why)


def _reseated(p: Progress, before: Token, after: Token, said: Seated, why: Words) -> None:
    """Those who may act no longer lose their to-do, those who may act now get one; and it may have been decided by it."""
    state = p.state_of(after)
    p.put(after)
    p.say(replace(said, tally=tally_words.rule(state, after)))
    had, have = tally.pending(state, before), tally.pending(state, after)
    gone = tuple(party for party in had if party not in have)
    if gone:
        p.ask(CloseTasks(why, state.key, after.visit, gone))
    if not arrival.decided(p, after):
        p.ask(*arrival.opened(state, after, [party for party in have if party not in had]))
