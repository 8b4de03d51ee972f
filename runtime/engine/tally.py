"""What the votes of an approval add up to, and the arithmetic in words.

It is decided as soon as it is certain: agreed once enough agree; refused once those who are left could no longer make
it enough, or at the first refusal where the step says so.
"""

from runtime.engine.position import Party, Side, Token
from schemas.flow import Decide, State
from schemas.words import Words, words


def needed(decide: Decide, seats: int) -> int:
    """How many of ``seats`` must agree. It may be more than there are."""
    match decide.rule:
        case "any":
            return 1
        case "all":
            return seats
        case "at_least":
            return decide.count


def verdict(state: State, token: Token) -> Side | None:
    """What the votes decide; None while it is open."""
    agreed, refused = _counted(token)
    seats, need = len(token.asked), needed(state.decide, len(token.asked))
    if refused and (state.decide.one_rejection_ends or refused > seats - need):
        return "against"
    return "for" if seats and agreed >= need else None


def pending(state: State, token: Token) -> tuple[Party, ...]:
    """Those who may act now, in order: of an approval, who has not voted, and where it is sequential only the first."""
    if state.kind != "approval":
        return token.asked
    voted = {vote.party for vote in token.votes}
    left = tuple(party for party in token.asked if party not in voted)
    return left[:1] if state.decide.order == "sequential" else left


def rule(state: State, seats: int) -> Words:
    """Who decides, before anybody has: "At least 2 of 3 must agree."."""
    if seats == 0:
        return words("Nobody was found for this step.", "这一步没有找到可以处理的人。")
    if state.kind != "approval":
        return _task_rule(seats)
    if seats == 1:
        return words("One person decides.", "由 1 人决定。")
    return _joined(_RULES[state.decide.rule], _manner(state.decide)).formatted(
        need=needed(state.decide, seats), seats=seats
    )


def standing(state: State, token: Token) -> Words:
    """How the count stands: "2 of 3 have agreed; one more decides."."""
    seats, (agreed, refused) = len(token.asked), _counted(token)
    decided = verdict(state, token)
    if seats == 1:
        return _ALONE[decided]
    if seats in (agreed, refused):
        return (_ALL_AGREED if agreed else _ALL_REFUSED).formatted(seats=seats)
    need = needed(state.decide, seats)
    return _joined(
        _votes_so_far(agreed, refused, decided), _tail(state.decide, decided, agreed, need - agreed)
    ).formatted(agreed=agreed, refused=refused, seats=seats, need=need, left=need - agreed)


def _counted(token: Token) -> tuple[int, int]:
    agreed = sum(vote.side == "for" for vote in token.votes)
    return agreed, len(token.votes) - agreed


def _task_rule(seats: int) -> Words:
    if seats == 1:
        return words("One person does it.", "由 1 人处理。")
    return words("Any one of {seats} may do it.", "{seats} 人中任意 1 人处理即可。").formatted(seats=seats)


def _manner(decide: Decide) -> Words:
    in_turn = decide.order == "sequential"
    ends = decide.one_rejection_ends and decide.rule != "all"
    return _MANNERS[in_turn, ends]


def _votes_so_far(agreed: int, refused: int, decided: Side | None) -> Words:
    if decided == "against" or (refused and not agreed):
        return _REFUSED_SOME if refused > 1 else _REFUSED_ONE
    if not agreed:
        return _NOBODY
    if refused and decided is None:
        return _BOTH if agreed > 1 else _BOTH_ONE
    return _AGREED_SOME if agreed > 1 else _AGREED_ONE


def _tail(decide: Decide, decided: Side | None, agreed: int, left: int) -> Words:
    if decided == "for":
        return words(", so it is agreed.", "，通过。")
    if decided == "against":
        return _ONE_ENDS if decide.one_rejection_ends or decide.rule == "all" else _OUT_OF_REACH
    return _OPEN_TAILS[agreed > 0, left == 1]


def _joined(head: Words, tail: Words) -> Words:
    return Words({lang: head[lang] + tail[lang] for lang in head})


_RULES = {
    "any": words("One of {seats} must agree", "{seats} 人中任意 1 人同意即通过"),
    "all": words("All {seats} must agree", "{seats} 人须全部同意"),
    "at_least": words("At least {need} of {seats} must agree", "{seats} 人中至少 {need} 人同意方可通过"),
}
_MANNERS = {
    (False, False): words(".", "。"),
    (True, False): words("; they are asked one after another.", "，依次征求意见。"),
    (False, True): words("; one refusal ends it.", "；1 人不同意即不通过。"),
    (True, True): words(
        "; they are asked one after another, and one refusal ends it.", "，依次征求意见；1 人不同意即不通过。"
    ),
}
_ALONE: dict[Side | None, Words] = {
    "for": words("The one person asked has agreed.", "唯一的审批人已同意，通过。"),
    "against": words("The one person asked has refused.", "唯一的审批人不同意，不通过。"),
    None: words("The one person asked has not answered yet.", "唯一的审批人尚未表态。"),
}
_ALL_AGREED = words("All {seats} have agreed.", "{seats} 人全部同意，通过。")
_ALL_REFUSED = words("All {seats} have refused.", "{seats} 人全部不同意，不通过。")
_NOBODY = words("None of {seats} has agreed yet", "{seats} 人中尚无人同意")
_AGREED_ONE = words("1 of {seats} has agreed", "{seats} 人中已有 1 人同意")
_AGREED_SOME = words("{agreed} of {seats} have agreed", "{seats} 人中已有 {agreed} 人同意")
_REFUSED_ONE = words("1 of {seats} has refused", "{seats} 人中已有 1 人不同意")
_REFUSED_SOME = words("{refused} of {seats} have refused", "{seats} 人中已有 {refused} 人不同意")
_BOTH_ONE = words("1 of {seats} has agreed, {refused} refused", "{seats} 人中已有 1 人同意、{refused} 人不同意")
_BOTH = words(
    "{agreed} of {seats} have agreed, {refused} refused", "{seats} 人中已有 {agreed} 人同意、{refused} 人不同意"
)
_OPEN_TAILS = {
    (False, True): words("; one must agree.", "，有 1 人同意即通过。"),
    (False, False): words("; {left} must agree.", "，有 {left} 人同意即通过。"),
    (True, True): words("; one more decides.", "，再有 1 人同意即通过。"),
    (True, False): words("; {left} more decide.", "，再有 {left} 人同意即通过。"),
}
_ONE_ENDS = words(", and one refusal ends it.", "，1 人不同意即不通过。")
_OUT_OF_REACH = words("; {need} can no longer agree, so it is refused.", "，同意人数已不可能达到 {need} 人，不通过。")
