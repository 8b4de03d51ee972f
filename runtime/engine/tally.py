"""What the votes of an approval add up to. `tally_words` says it.

It is decided as soon as it is certain: agreed once nobody who is left could prevent it, refused once they could no
longer make it enough; and at once by a veto, or by the first refusal where the step says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from runtime.engine.position import Party, Seat, Side, Token
from schemas.flow import State
from schemas.voting import Decide


@dataclass(frozen=True)
class Count:
    """Votes by weight; ``seats`` and ``spoken`` are people. ``need`` agreeing decide it, as far as is known now."""

    seats: int
    spoken: int
    agreed: int
    refused: int
    abstained: int
    left: int
    need: int

    @property
    def base(self) -> int:
        """What "all", a share and a majority are of."""
        return self.agreed + self.refused + self.left


def count(decide: Decide, token: Token) -> Count:
    return _count(decide, token, token.seats)


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
    decide = state.decide
    if not token.seats:
        return None
    if _ended_at_once(decide, token):
        return "against"
    found = count(decide, token)
    last = closing or not open_seats(token)
    if not _could_be(decide, token, closing=closing):
        return "against" if last or decide.early else None
    if found.spoken < decide.quorum:
        return "against" if last else None
    if _is_certain(decide, token, closing=closing):
        return "for" if last or decide.early else None
    return "against" if last else None


def pending(state: State, token: Token) -> tuple[Party, ...]:
    """Those who may act now, in order: who has not spoken and waits for nobody; of a claimed pool only who has it."""
    left = open_seats(token)
    unspoken = {seat.party for seat in left}
    able = tuple(seat.party for seat in left if not unspoken & set(seat.after))
    if state.kind == "approval" or not token.claimed:
        return able
    advisers = {seat.party for seat in token.seats if not seat.weight}
    return tuple(party for party in able if party == token.claimed or party in advisers)


def open_seats(token: Token) -> tuple[Seat, ...]:
    voted = {vote.party for vote in token.votes}
    return tuple(seat for seat in token.seats if seat.party not in voted)


def enough(decide: Decide, seats: Iterable[Seat], groups: Iterable[str] = ()) -> bool:
    """Whether all of them together could decide; of ``groups`` each must be asked."""
    seats = tuple(seats)
    weight = sum(seat.weight for seat in seats)
    if decide.rule == "each_group":
        return all(_weight_of(seats, group) >= decide.count for group in groups) and weight > 0
    return weight >= needed(decide, weight) and len(seats) >= decide.quorum


def _ended_at_once(decide: Decide, token: Token) -> bool:
    vetoes = {seat.party for seat in token.seats if seat.veto}
    advisers = {seat.party for seat in token.seats if not seat.weight}
    against = [vote.party for vote in token.votes if vote.side == "against" and vote.party not in advisers - vetoes]
    return any(decide.one_rejection_ends or party in vetoes for party in against)


def _could_be(decide: Decide, token: Token, *, closing: bool) -> bool:
    """Were everybody who is left to agree."""
    if decide.rule == "each_group":
        return all(_reached(decide, part, token.extra, best=not closing) for part in _by_group(decide, token))
    return _reached(decide, count(decide, token), token.extra, best=not closing)


def _is_certain(decide: Decide, token: Token, *, closing: bool) -> bool:
    """Even were everybody who is left to refuse; when closing, without them."""
    if decide.rule == "each_group":
        return all(_reached(decide, part, token.extra, without=closing) for part in _by_group(decide, token))
    return _reached(decide, count(decide, token), token.extra, without=closing)


def _reached(decide: Decide, found: Count, extra: int, *, best: bool = False, without: bool = False) -> bool:
    agreed = found.agreed + (found.left if best else 0)
    base = found.agreed + found.refused + (0 if without else found.left)
    return agreed >= needed(decide, base, extra)


def _by_group(decide: Decide, token: Token) -> tuple[Count, ...]:
    groups = dict.fromkeys(seat.group for seat in token.seats if seat.group)
    return tuple(_count(decide, token, [seat for seat in token.seats if seat.group == group]) for group in groups)


def _count(decide: Decide, token: Token, seats: Iterable[Seat]) -> Count:
    seats = tuple(seats)
    sides = {vote.party: vote.side for vote in token.votes}
    weight = dict.fromkeys(("for", "against", "abstain", None), 0)
    for seat in seats:
        weight[sides.get(seat.party)] += seat.weight
    base = sum(weight.values()) - weight["abstain"]
    return Count(
        seats=len(seats),
        spoken=sum(seat.party in sides for seat in seats),
        agreed=weight["for"],
        refused=weight["against"],
        abstained=weight["abstain"],
        left=weight[None],
        need=needed(decide, base, token.extra),
    )


def _weight_of(seats: Iterable[Seat], group: str) -> int:
    return sum(seat.weight for seat in seats if seat.group == group)
