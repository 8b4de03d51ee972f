"""The arithmetic of an approval in words: who decides, and how the count stands."""

from functools import cache, reduce

from runtime.engine.position import Seat, Side, Token
from runtime.engine.votes import tally
from runtime.engine.votes.tally import Count
from runtime.engine.votes.tally_phrases import (
    ADVISERS,
    AGREED_ONE,
    AGREED_SOME,
    ALL_AGREED,
    ALL_REFUSED,
    ALONE,
    ALONE_SO_FAR,
    AND_HEARD,
    ANY_DOES,
    BOTH,
    BOTH_ONE,
    BY_PEOPLE,
    BY_VOTES,
    COMMA,
    EACH_GROUP,
    ENOUGH_HEARD,
    GROUP_OUT_OF_REACH,
    GROUPS_FOR,
    GROUPS_MISSED,
    GROUPS_OPEN,
    HEARD,
    MANNERS,
    MUST_AGREE,
    NEEDED_AGAINST,
    NEEDED_FOR,
    NEEDED_OPEN,
    NOBODY,
    ONE_DOES,
    ONE_ENDS,
    ONE_MORE_EACH,
    ONE_REFUSAL_ENDS,
    OPEN_TAILS,
    OPINION,
    OUT_OF_REACH,
    PEOPLE,
    QUORUM_OPEN,
    REFUSED_ONE,
    REFUSED_SOME,
    STOP,
    TOO_FEW,
    VETO_AWAITED,
    VETOES,
    VOTES,
)
from schemas.model.flow import State
from schemas.model.voting import Decide
from schemas.words import Words, words


def rule(state: State, token: Token) -> Words:
    """Who decides, before anybody has: "At least 2 of 3 must agree."."""
    if not token.seats:
        return words("Nobody was found for this step.", "这一步没有找到可以处理的人。")
    counting = tuple(seat for seat in token.seats if seat.counts)
    more = len(token.seats) - len(counting)
    if state.kind != "approval":
        return _of_a_task(len(counting), more)
    conditions = [STOP] if len(counting) == 1 else _conditions(state.decide, counting)
    return _with_advisers(_joined(_who_decides(state, token, counting), *conditions), more)


def standing(state: State, token: Token, *, closing: bool = False) -> Words:
    """How the count stands: "2 of 3 have agreed; one more decides."."""
    return counted(state, token, tally.verdict(state, token, closing=closing), closing=closing)


def counted(state: State, token: Token, decided: Side | None, *, closing: bool = False) -> Words:
    """The same, where it is known what has been ``decided``."""
    found = tally.count(state, token)
    if any(seat.veto and _side(token, seat) == "against" for seat in token.seats):
        return words("A veto has been used, so it is refused.", "已行使一票否决权，不通过。")
    if found.seats == 1:
        return _alone(state, token, found, decided)
    if state.decide.rule == "each_group":
        return _joined(_figures(token, found), _groups(state, token, decided, closing=closing))
    if _is_plain(state.decide, token, found) and not closing:
        return _plainly(state, token, found, decided)
    return _joined(_figures(token, found), _end(state, token, found, decided, closing=closing))


@cache
def _of_a_task(seats: int, more: int) -> Words:
    return _with_advisers(_joined((ONE_DOES if seats == 1 else ANY_DOES).formatted(seats=seats), STOP), more)


def _with_advisers(said: Words, more: int) -> Words:
    return _joined(said, ADVISERS[more == 1].formatted(more=more)) if more else said


def _who_decides(state: State, token: Token, counting: tuple[Seat, ...]) -> Words:
    seats, decide = len(counting), state.decide
    if seats == 1:
        return words("One person decides", "仅需 1 人决定")
    if decide.rule == "each_group":
        added = any(seat.by and seat.weight for seat in counting)
        said = EACH_GROUP[decide.count == 1].formatted(count=decide.count)
        return _joined(said, ONE_MORE_EACH) if added else said
    total = sum(seat.weight for seat in counting)
    need = tally.needed(decide, total, token.extra)
    key = "at_least" if decide.rule == "any" and need > 1 else decide.rule
    by_votes = key in BY_VOTES and any(seat.weight != 1 for seat in counting)
    return (BY_VOTES if by_votes else BY_PEOPLE)[key].formatted(
        need=need, seats=total if by_votes else seats, share=f"{decide.share:g}"
    )


def _conditions(decide: Decide, counting: tuple[Seat, ...]) -> list[Words]:
    vetoes = sum(seat.veto for seat in counting)
    said = []
    if decide.quorum:
        said.append(
            words("; at least {quorum} must take part", "；至少 {quorum} 人参与方为有效").formatted(
                quorum=decide.quorum
            )
        )
    if vetoes:
        said.append(VETOES[vetoes == 1].formatted(vetoes=vetoes))
    if not decide.early:
        said.append(words("; everybody is heard first", "；须所有人表态后计票"))
    said.append(MANNERS[decide.order == "sequential", decide.one_rejection_ends and decide.rule != "all"])
    return said


def _alone(state: State, token: Token, found: Count, decided: Side | None) -> Words:
    (seat,) = (seat for seat in token.seats if seat.counts)
    side = _side(token, seat)
    if decided is None and side is not None:
        return _joined(ALONE_SO_FAR[side], OPINION if state.decide.early else HEARD)
    if (side, decided) in ALONE:
        return ALONE[side, decided]
    return _joined(_figures(token, found), _end(state, token, found, decided, closing=True))


def _is_plain(decide: Decide, token: Token, found: Count) -> bool:
    weights = all(seat.weight == 1 for seat in token.seats if seat.counts)
    return weights and not decide.quorum and not found.abstained


def _plainly(state: State, token: Token, found: Count, decided: Side | None) -> Words:
    agreed, refused = found.agreed, found.refused
    if decided and found.seats in (agreed, refused):
        return (ALL_AGREED if agreed else ALL_REFUSED).formatted(seats=found.seats)
    said = _joined(_votes_so_far(agreed, refused, decided), _tail(state, token, found, decided))
    return said.formatted(agreed=agreed, refused=refused, seats=found.seats, need=found.need, left=found.need - agreed)


def _votes_so_far(agreed: int, refused: int, decided: Side | None) -> Words:
    if decided == "against" or (refused and not agreed):
        return REFUSED_SOME if refused > 1 else REFUSED_ONE
    if not agreed:
        return NOBODY
    if refused and decided is None:
        return BOTH if agreed > 1 else BOTH_ONE
    return AGREED_SOME if agreed > 1 else AGREED_ONE


def _tail(state: State, token: Token, found: Count, decided: Side | None) -> Words:
    if decided == "for":
        return words(", so it is agreed.", "，通过。")
    if decided == "against":
        ends = state.decide.rule == "all" or tally.ended_at_once(state, token)
        return ONE_ENDS if ends else OUT_OF_REACH
    left = found.need - found.agreed
    if not state.decide.early:
        return ENOUGH_HEARD if left <= 0 else _joined(MUST_AGREE[found.need == 1], AND_HEARD)
    return _awaited(token) if left <= 0 else OPEN_TAILS[found.agreed > 0, left == 1]


def _awaited(token: Token) -> Words:
    """Enough agree, and yet it is open."""
    return VETO_AWAITED if tally.vetoes_left(token) else OPINION


def _figures(token: Token, found: Count) -> Words:
    """Every one: "3 for, 1 against, 1 abstained, 2 not yet given"."""
    unit = VOTES if any(seat.weight != 1 for seat in token.seats if seat.counts) else PEOPLE
    said = [unit["for"].formatted(votes=found.agreed), unit["against"].formatted(votes=found.refused)]
    if found.abstained:
        said.append(unit["abstain"].formatted(votes=found.abstained))
    if found.left:
        said.append(unit[""].formatted(votes=found.left))
    return reduce(lambda head, part: _joined(head, COMMA, part), said)


def _end(state: State, token: Token, found: Count, decided: Side | None, *, closing: bool) -> Words:
    decide = state.decide
    if decided is None:
        return _still_open(state, token, found)
    if decided == "for":
        return _needed(token, found, NEEDED_FOR, decide, closing=closing)
    if tally.ended_at_once(state, token):
        return ONE_REFUSAL_ENDS
    if not tally.took_part(state, token) and (closing or not tally.open_seats(token)):
        return TOO_FEW.formatted(spoken=found.spoken, quorum=decide.quorum)
    return _needed(token, found, NEEDED_AGAINST, decide, closing=closing)


def _still_open(state: State, token: Token, found: Count) -> Words:
    decide = state.decide
    if not decide.early:
        return HEARD
    if tally.reached(state, token, "refuse"):
        if not tally.took_part(state, token):
            return QUORUM_OPEN.formatted(quorum=decide.quorum, spoken=found.spoken)
        return _awaited(token)
    return _needed(token, found, NEEDED_OPEN, decide)


def _needed(token: Token, found: Count, said: dict[bool, Words], decide: Decide, *, closing: bool = False) -> Words:
    """When it is closed, whoever has not spoken is not counted in."""
    base = found.agreed + found.refused + (0 if closing else found.left)
    by_votes = any(seat.weight != 1 for seat in token.seats if seat.counts)
    need, tense = tally.needed(decide, base, found.extra), 0 if said is NEEDED_OPEN else 1
    number = f"one {('is', 'was')[tense]}" if need == 1 else f"{need} {('are', 'were')[tense]}"
    return said[by_votes].formatted(need=need, said=number)


def _groups(state: State, token: Token, decided: Side | None, *, closing: bool) -> Words:
    parts = tally.by_group(state, token)
    ready = sum(part.agreed >= part.need for part in parts)
    if decided == "against" and tally.ended_at_once(state, token):
        return ONE_REFUSAL_ENDS
    if decided == "against" and ready == len(parts):
        return TOO_FEW.formatted(spoken=tally.count(state, token).spoken, quorum=state.decide.quorum)
    if decided == "against":
        left = tally.open_seats(token) and not closing
        return (GROUP_OUT_OF_REACH if left else GROUPS_MISSED[min(ready, 2)]).formatted(ready=ready, groups=len(parts))
    if decided == "for":
        return GROUPS_FOR.formatted(groups=len(parts))
    if ready == len(parts):
        return _still_open(state, token, tally.count(state, token))
    said = GROUPS_OPEN[min(ready, 2)].formatted(ready=ready, groups=len(parts))
    return _joined(said, STOP if state.decide.early else AND_HEARD)


def _side(token: Token, seat: Seat) -> Side | None:
    return next((vote.side for vote in token.votes if vote.party == seat.party), None)


def _joined(*parts: Words) -> Words:
    return Words({lang: "".join(part[lang] for part in parts) for lang in parts[0]})
