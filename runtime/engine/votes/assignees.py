"""Who is asked: a rule of the designer's, and the directory, become people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from runtime.engine.facts import Facts
from runtime.engine.position import Party, Seat
from runtime.engine.votes.tally import enough
from schemas.model.assignment import Who
from schemas.model.flow import Deadline, Flow, State
from schemas.model.voting import Decide

OUTSIDE: Final = "contact:"
"""How the party of somebody begins who has no account here."""
CHAIN: Final = 5
"""So many deputies one after another are asked for one who is there."""


@dataclass(frozen=True)
class Found:
    """``fallback``: the step's own rule found too few, and the flow's fallback was asked to help."""

    seats: tuple[Seat, ...]
    fallback: bool = False


@dataclass(frozen=True)
class Asking:
    """For which step, with what is known. ``acted``: state to all who took a move or voted there."""

    flow: Flow
    state: State
    facts: Facts
    acted: Mapping[str, tuple[Party, ...]]
    now: datetime


def resolve(who: Iterable[Who], facts: Facts) -> tuple[Party, ...]:
    """Everybody who is meant, each once, in the order said."""
    return tuple(dict.fromkeys(party for one in who for party in _parties(one, facts)))


def find(asking: Asking) -> Found:
    """Who is asked in a step. Nobody at all where even with the fallback too few are found to decide.

    The number that must agree is never lowered, and whoever may not act twice may not do so as a fallback either.
    """
    state, unwanted = asking.state, barred(asking)
    own = _seats(asking, state.who, unwanted)
    if _suffice(state, own):
        return Found(_in_turn(state, own))
    both = _added(own, _seats(asking, asking.flow.fallback, unwanted))
    return Found(_in_turn(state, both) if _suffice(state, both) else (), fallback=True)


def stand_in(party: Party, facts: Facts, now: datetime) -> Party:
    """Whoever acts for somebody at this time; themselves where they are there, or nobody who is there acts for them."""
    if facts.directory.deputy_of(party, now) is None:
        return party
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


def barred(asking: Asking) -> frozenset[Party]:
    """Whoever may not act in this step, by whatever way they come to sit there."""
    state, acted = asking.state, asking.acted
    said = {party for earlier in state.not_who_did for party in acted.get(earlier, ())}
    if state.if_requester == "forbid":
        said.add(asking.facts.requester)
    if state.if_acted == "forbid":
        said |= {party for earlier, parties in acted.items() if earlier != state.key for party in parties}
    return frozenset(said)


def heirs(asking: Asking, to: Iterable[Who]) -> tuple[Party, ...]:
    """To whom a step is handed over: for whoever is absent their deputy, and nobody who may not act here."""
    named = dict.fromkeys(stand_in(party, asking.facts, asking.now) for party in resolve(to, asking.facts))
    return tuple(party for party in named if party not in barred(asking))


def _seats(asking: Asking, who: Sequence[Who], unwanted: frozenset[Party]) -> tuple[Seat, ...]:
    """One for each person, with the votes, the veto and the group that they are asked with."""
    facts, decide = asking.facts, asking.state.decide
    weights = {party: one.votes for one in decide.weights for party in resolve([one.who], facts)}
    vetoes = frozenset(resolve(decide.veto, facts)) if decide.veto else frozenset()
    own: dict[Party, Seat] = {}
    for one in who:
        group = one.key if one.kind == "group" else ""
        for party in _parties(one, facts):
            if party not in unwanted:
                own.setdefault(party, Seat(party, weights.get(party, 1), group, party in vetoes))
    return _merged(asking, [_deputised(asking, seat, unwanted) for seat in own.values()])


def _deputised(asking: Asking, seat: Seat, unwanted: frozenset[Party]) -> Seat:
    """Taken by the deputy of whoever is absent, unless the deputy may not act here."""
    deputy = stand_in(seat.party, asking.facts, asking.now)
    if deputy == seat.party or deputy in unwanted:
        return seat
    return replace(seat, party=deputy, instead=(seat.party,))


def _merged(asking: Asking, seats: Iterable[Seat]) -> tuple[Seat, ...]:
    """Everybody sits once: who is asked for themselves and for an absent colleague has the votes of both."""
    merged: dict[Party, Seat] = {}
    for seat in seats:
        other = merged.get(seat.party)
        merged[seat.party] = seat if other is None else _both(asking.state.decide, other, seat)
    return tuple(merged.values())


def _both(decide: Decide, one: Seat, other: Seat) -> Seat:
    """Of two groups that are counted apart, each has its own vote of them."""
    apart = decide.rule == "each_group" and one.group != other.group
    return replace(
        one,
        weight=max(one.weight, other.weight) if apart else one.weight + other.weight,
        group="" if apart else one.group,
        veto=one.veto or other.veto,
        instead=(*one.instead, *other.instead),
        heads=one.heads + other.heads,
    )


def _added(seats: Iterable[Seat], more: Iterable[Seat]) -> tuple[Seat, ...]:
    """Whom the step's own rule has found already is not asked twice."""
    there = {seat.party: seat for seat in seats}
    for seat in more:
        there.setdefault(seat.party, seat)
    return tuple(there.values())


def _suffice(state: State, seats: tuple[Seat, ...]) -> bool:
    if state.kind != "approval":
        return bool(seats)
    return bool(seats) and enough(state, seats)


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
                yield from _known(_answered(one, facts))
        case "requester":
            yield facts.requester
        case "manager":
            yield from _known(facts.directory.manager_of(facts.requester))
        case "contact":
            yield from _known(facts.contact)


def _answered(one: Any, facts: Facts) -> Party | None:
    """Whom an answer names: a colleague by their address, or a contact, who needs no account to be asked."""
    if isinstance(one, str):
        return facts.directory.person(one) if one and not one.startswith(OUTSIDE) else None
    if isinstance(one, Mapping) and one.get("id") and one.get("email"):
        return facts.directory.person(f"{OUTSIDE}{one['id']}")
    return None


def _known(party: Party | None) -> tuple[Party, ...]:
    return () if party is None else (party,)
