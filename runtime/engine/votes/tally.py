"""What the votes of an approval add up to. `tally_words` says it.

It is decided as soon as it is certain: agreed once nobody who is left could prevent it (whoever has a veto is heard first),
refused once they could no longer make it enough; and at once by a veto, or by the first refusal where the step says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from runtime.engine.position import Party, Seat, Side, Token
from schemas.model.flow import State
from schemas.model.voting import Decide

Rest = Literal["agree", "refuse", "silent"]
"""What becomes of those who have not spoken."""


@dataclass(frozen=True)
class Count:
    """Votes by weight; ``seats`` are those who have one, ``heads`` as how many people, of whom ``spoken`` have taken part.

    ``need`` agreeing decide it, were all who are ``left`` to speak; ``extra`` of those because signers were added.
    """

    seats: int
    heads: int
    spoken: int
    agreed: int
    refused: int
    abstained: int
    left: int
    need: int
    extra: int


def count(state: State, token: Token) -> Count:
    return _count(state.decide, token, token.seats, token.extra)


def by_group(state: State, token: Token) -> tuple[Count, ...]:
    """Of each group that is asked. A signer who was added makes it one more in the group of whoever added them."""
    parts = (tuple(_of_group(token.seats, group, groups_of(state))) for group in groups_of(state) or ("",))
    return tuple(
        _count(state.decide, token, part, sum(bool(seat.by and seat.weight) for seat in part)) for part in parts
    )


def needed(decide: Decide, base: int, extra: int = 0) -> int:
    """How many of ``base`` votes must agree. It may be more than there are."""
    match decide.rule:
        case "any":
            return 1 + extra
        case "all":
            return max(1, base)
        case "at_least" | "each_group":
            return decide.count + extra
        case "share":
            return max(1, ceil(round(decide.share * base, 6) / 100))
        case "majority":
            return base // 2 + 1


def verdict(state: State, token: Token, *, closing: bool = False) -> Side | None:
    """What the votes decide; None while it is open. ``closing``: whoever has not spoken does not take part."""
    if not token.seats:
        return None
    if ended_at_once(state, token):
        return "against"
    whole, parts = _counts(state, token)
    took_part = whole.spoken >= state.decide.quorum
    if closing or not open_seats(token):
        return "for" if took_part and _all_reached(state, parts, "silent") else "against"
    if not state.decide.early:
        return None
    if not _all_reached(state, parts, "agree") or whole.heads < state.decide.quorum:
        return "against"
    agreed = took_part and _all_reached(state, parts, "refuse") and not (vetoes_left(token) or unheard(token))
    return "for" if agreed else None


def pending(state: State, token: Token) -> tuple[Party, ...]:
    """Those who may act now, in order: who has not spoken and waits for nobody; of a claimed pool only who has it."""
    able = left = open_seats(token)
    if any(seat.after for seat in left):
        unspoken = {seat.party for seat in left}
        able = tuple(seat for seat in left if unspoken.isdisjoint(seat.after))
    if token.claimed and state.kind != "approval":
        able = tuple(seat for seat in able if seat.party == token.claimed or not seat.counts)
    return tuple([seat.party for seat in able])


def open_seats(token: Token) -> tuple[Seat, ...]:
    if not token.votes:
        return token.seats
    voted = {vote.party for vote in token.votes}
    return tuple(seat for seat in token.seats if seat.party not in voted)


def vetoes_left(token: Token) -> tuple[Seat, ...]:
    """Those who could still end it."""
    return tuple(seat for seat in open_seats(token) if seat.veto)


def unheard(token: Token) -> tuple[Seat, ...]:
    """Those whose opinion was wanted after somebody who has spoken."""
    left = open_seats(token)
    unspoken = {seat.party for seat in left}
    return tuple(seat for seat in left if not seat.counts and seat.after and unspoken.isdisjoint(seat.after))


def ended_at_once(state: State, token: Token) -> bool:
    """By a veto, or by the first refusal where that is enough."""
    seats = {seat.party: seat for seat in token.seats}
    against = [seats[vote.party] for vote in token.votes if vote.side == "against" and vote.party in seats]
    return any(seat.veto or (seat.weight > 0 and state.decide.one_rejection_ends) for seat in against)


def took_part(state: State, token: Token) -> bool:
    """Enough people for the decision to count."""
    return not state.decide.quorum or count(state, token).spoken >= state.decide.quorum


def reached(state: State, token: Token, rest: Rest) -> bool:
    """Whether enough agree, were all who have not spoken to do the same."""
    return _all_reached(state, _counts(state, token)[1], rest)


def enough(state: State, seats: Sequence[Seat]) -> bool:
    """Whether all of them together could decide."""
    decide, weight = state.decide, sum(seat.weight for seat in seats)
    if sum(seat.heads for seat in seats if seat.counts) < decide.quorum:
        return False
    if decide.rule != "each_group":
        return weight >= needed(decide, weight)
    groups = groups_of(state)
    return all(
        sum(seat.weight for seat in _of_group(seats, group, groups)) >= decide.count for group in groups or ("",)
    )


def groups_of(state: State) -> tuple[str, ...]:
    return tuple(dict.fromkeys(who.key for who in state.who if who.kind == "group"))


def _of_group(seats: Iterable[Seat], group: str, groups: Sequence[str]) -> Iterator[Seat]:
    """Whoever is asked through no group that was drawn (as a fallback, in the place of others) counts for each."""
    return (seat for seat in seats if seat.group == group or seat.group not in groups)


def _counts(state: State, token: Token) -> tuple[Count, tuple[Count, ...]]:
    """Of everybody, and of each part that must have enough by itself."""
    whole = count(state, token)
    return whole, by_group(state, token) if state.decide.rule == "each_group" else (whole,)


def _all_reached(state: State, parts: Iterable[Count], rest: Rest) -> bool:
    return all(_reached(state.decide, part, rest) for part in parts)


def _reached(decide: Decide, found: Count, rest: Rest) -> bool:
    base = found.agreed + found.refused + (0 if rest == "silent" else found.left)
    return found.agreed + (found.left if rest == "agree" else 0) >= needed(decide, base, found.extra)


def _count(decide: Decide, token: Token, seats: Iterable[Seat], extra: int) -> Count:
    sides = {vote.party: vote.side for vote in token.votes}
    weight: dict[Side | None, int] = {"for": 0, "against": 0, "abstain": 0, None: 0}
    people = heads = spoken = 0
    for seat in seats:
        side = sides.get(seat.party)
        weight[side] += seat.weight
        if seat.weight or seat.veto:
            people += 1
            heads += seat.heads
            spoken += seat.heads if side else 0
    agreed, refused, left = weight["for"], weight["against"], weight[None]
    need = needed(decide, agreed + refused + left, extra)
    return Count(people, heads, spoken, agreed, refused, weight["abstain"], left, need, extra)
