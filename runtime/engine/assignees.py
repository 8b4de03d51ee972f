"""Who is asked: a rule of the designer's, and the directory, become people."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from runtime.engine.facts import Facts
from runtime.engine.position import Party, Position, Seat
from runtime.engine.tally import enough
from schemas.assignment import Who
from schemas.flow import Deadline, Flow, State

CHAIN: Final = 5
"""So many deputies one after another are asked for one who is there."""


@dataclass(frozen=True)
class Found:
    """``fallback``: the step's own rule found too few, and the flow's fallback was asked to help."""

    seats: tuple[Seat, ...]
    fallback: bool = False


@dataclass(frozen=True)
class Asking:
    """For which step, with what is known; ``row`` answers of the branch's own row come before the request's."""

    flow: Flow
    state: State
    facts: Facts
    position: Position
    now: datetime


def resolve(who: Iterable[Who], facts: Facts) -> tuple[Party, ...]:
    """Everybody who is meant, each once, in the order said."""
    return tuple(dict.fromkeys(party for one in who for party in _parties(one, facts)))


def find(asking: Asking) -> Found:
    """Who is asked in a step. Nobody at all where even with the fallback too few are found to decide.

    The number that must agree is never lowered, and whoever may not act twice may not do so as a fallback either.
    """
    state, barred = asking.state, _barred(asking)
    own = _seats(asking, state.who, barred)
    if _suffice(state, own):
        return Found(_in_turn(state, own))
    both = _merged([*own, *_seats(asking, asking.flow.fallback, barred)])
    return Found(_in_turn(state, both) if _suffice(state, both) else (), fallback=True)


def stand_in(party: Party, facts: Facts, now: datetime) -> Party:
    """Whoever acts for somebody at this time; themselves where they are there, or nobody who is there acts for them."""
    seen = [party]
    while len(seen) <= CHAIN:
        deputy = facts.directory.deputy_of(seen[-1], now)
        if deputy is None:
            return seen[-1]
        if deputy in seen:
            break
        seen.append(deputy)
    return party


def above(flow: Flow, deadline: Deadline, waiting: Iterable[Party], facts: Facts) -> tuple[Party, ...]:
    """Who hears that a step is late: those named, or else the managers of those it waits for, or else the fallback."""
    if deadline.to:
        named = resolve(deadline.to, facts)
    else:
        bosses = (facts.directory.manager_of(party) for party in waiting)
        named = tuple(dict.fromkeys(boss for boss in bosses if boss is not None))
    return named or resolve(flow.fallback, facts)


def _barred(asking: Asking) -> frozenset[Party]:
    state, position = asking.state, asking.position
    barred = {party for earlier in state.not_who_did for party in position.acted.get(earlier, ())}
    if state.if_requester == "forbid":
        barred.add(asking.facts.requester)
    if state.if_acted == "forbid":
        barred |= {party for parties in position.acted.values() for party in parties}
    return frozenset(barred)


def _seats(asking: Asking, who: Sequence[Who], barred: frozenset[Party]) -> tuple[Seat, ...]:
    """One for each person, with the votes, the veto and the group that they are asked with."""
    facts, decide = asking.facts, asking.state.decide
    weights = {party: one.votes for one in decide.weights for party in resolve([one.who], facts)}
    vetoes = frozenset(resolve(decide.veto, facts))
    return _merged(
        _seat(
            asking, Seat(party, weights.get(party, 1), one.key if one.kind == "group" else "", party in vetoes), barred
        )
        for one in who
        for party in _parties(one, facts)
        if party not in barred
    )


def _seat(asking: Asking, seat: Seat, barred: frozenset[Party]) -> Seat:
    """Taken by the deputy of whoever is absent, unless the deputy may not act here."""
    deputy = stand_in(seat.party, asking.facts, asking.now)
    if deputy == seat.party or deputy in barred:
        return seat
    return replace(seat, party=deputy, instead=(seat.party,))


def _merged(seats: Iterable[Seat]) -> tuple[Seat, ...]:
    """Everybody sits once: who is asked themselves and for an absent colleague has the votes of both."""
    merged: dict[Party, Seat] = {}
    for seat in seats:
        other = merged.get(seat.party)
        if other is None:
            merged[seat.party] = seat
        elif seat.instead and seat.instead[0] not in other.instead:
            merged[seat.party] = replace(
                other,
                weight=other.weight + seat.weight,
                veto=other.veto or seat.veto,
                instead=(*other.instead, *seat.instead),
            )
    return tuple(merged.values())


def _suffice(state: State, seats: tuple[Seat, ...]) -> bool:
    if state.kind != "approval":
        return bool(seats)
    groups = [one.key for one in state.who if one.kind == "group"]
    return bool(seats) and enough(state.decide, seats, groups)


def _in_turn(state: State, seats: tuple[Seat, ...]) -> tuple[Seat, ...]:
    """Where they are asked one after another, each waits for the one before."""
    if state.kind != "approval" or state.decide.order != "sequential":
        return seats
    before = (None, *seats[:-1])
    return tuple(
        replace(seat, after=(earlier.party,) if earlier else ()) for seat, earlier in zip(seats, before, strict=True)
    )


def _parties(who: Who, facts: Facts) -> Iterator[Party]:
    match who.kind:
        case "group":
            yield from facts.directory.group(who.key)
        case "person":
            yield from _known(facts.directory.person(who.key))
        case "field":
            named = facts.answers.get(who.key)
            for one in named if isinstance(named, list) else [named]:
                yield from _known(facts.directory.person(one) if isinstance(one, str) and one else None)
        case "requester":
            yield facts.requester
        case "manager":
            yield from _known(facts.directory.manager_of(facts.requester))
        case "contact":
            yield from _known(facts.contact)


def _known(party: Party | None) -> tuple[Party, ...]:
    return () if party is None else (party,)
