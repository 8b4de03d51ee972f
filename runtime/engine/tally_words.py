"""The arithmetic of an approval in words: who decides, and how the count stands."""

from typing import Final

from runtime.engine import tally
from runtime.engine.position import Side, Token
from runtime.engine.tally import Count
from schemas.flow import State
from schemas.voting import Decide
from schemas.words import Words, words

_PLAIN: Final = ("any", "all", "at_least")


def rule(state: State, token: Token) -> Words:
    """Who decides, before anybody has: "At least 2 of 3 must agree."."""
    seats = len(token.seats)
    if seats == 0:
        return words("Nobody was found for this step.", "这一步没有找到可以处理的人。")
    if state.kind != "approval":
        return _task_rule(seats)
    if seats == 1:
        return words("One person decides.", "由 1 人决定。")
    decide, total = state.decide, sum(seat.weight for seat in token.seats)
    said = _RULES[decide.rule].formatted(
        need=tally.needed(decide, total, token.extra), seats=total, share=f"{decide.share:g}", count=decide.count
    )
    if total != seats:
        said = _joined(said, words(" (votes, not people)", "（按票数计）"))
    if decide.quorum:
        took_part = words("; at least {quorum} must take part", "；至少 {quorum} 人参与方为有效")
        said = _joined(said, took_part.formatted(quorum=decide.quorum))
    if any(seat.veto for seat in token.seats):
        said = _joined(said, words("; some have a veto", "；部分人有一票否决权"))
    if not decide.early:
        said = _joined(said, words("; everybody is heard first", "；须所有人表态后计票"))
    return _joined(said, _manner(decide))


def standing(state: State, token: Token, *, closing: bool = False) -> Words:
    """How the count stands: "2 of 3 have agreed; one more decides."."""
    found, decided = tally.count(state.decide, token), tally.verdict(state, token, closing=closing)
    if len(token.seats) == 1 and not closing and found.abstained == 0:
        return _ALONE[decided]
    if _vetoed(token):
        return words("A veto has been used, so it is refused.", "已行使一票否决权，不通过。")
    if _is_plain(state.decide, token) and not found.abstained and not closing:
        return _plainly(state.decide, found, decided)
    return _joined(_all_of(found), _end(state.decide, found, decided, closing=closing))


def _is_plain(decide: Decide, token: Token) -> bool:
    return decide.rule in _PLAIN and not decide.quorum and all(seat.weight == 1 for seat in token.seats)


def _plainly(decide: Decide, found: Count, decided: Side | None) -> Words:
    agreed, refused, need = found.agreed, found.refused, found.need
    if found.seats in (agreed, refused):
        return (_ALL_AGREED if agreed else _ALL_REFUSED).formatted(seats=found.seats)
    return _joined(_votes_so_far(agreed, refused, decided), _tail(decide, decided, agreed, need - agreed)).formatted(
        agreed=agreed, refused=refused, seats=found.seats, need=need, left=need - agreed
    )


def _all_of(found: Count) -> Words:
    """Every figure: "3 for, 1 against, 1 abstained, 2 have not spoken"."""
    parts = [
        words("{agreed} for", "同意 {agreed}").formatted(agreed=found.agreed),
        words("{refused} against", "不同意 {refused}").formatted(refused=found.refused),
    ]
    if found.abstained:
        parts.append(words("{abstained} abstained", "弃权 {abstained}").formatted(abstained=found.abstained))
    if found.left:
        parts.append(words("{left} not yet given", "未表态 {left}").formatted(left=found.left))
    said = parts[0]
    for part in parts[1:]:
        said = _joined(_joined(said, words(", ", "，")), part)
    return said


def _end(decide: Decide, found: Count, decided: Side | None, *, closing: bool) -> Words:
    missed = found.spoken < decide.quorum
    if decided == "for":
        return words("; {need} were needed, so it is agreed.", "；需 {need} 票同意，通过。").formatted(
            need=_needed_now(decide, found, closing=closing)
        )
    if decided == "against" and missed:
        return words(
            "; only {spoken} took part and {quorum} had to, so it is refused.",
            "；仅 {spoken} 人参与，少于规定的 {quorum} 人，不通过。",
        ).formatted(spoken=found.spoken, quorum=decide.quorum)
    if decided == "against":
        if decide.one_rejection_ends and found.refused:
            return words("; one refusal ends it.", "；1 人不同意即不通过。")
        return words("; {need} were needed, so it is refused.", "；需 {need} 票同意，不通过。").formatted(
            need=_needed_now(decide, found, closing=closing)
        )
    if missed:
        return words(
            "; {quorum} must take part, {spoken} have.", "；须有 {quorum} 人参与，目前 {spoken} 人。"
        ).formatted(quorum=decide.quorum, spoken=found.spoken)
    return words("; {need} must be for it.", "；须有 {need} 票同意。").formatted(need=found.need)


def _needed_now(decide: Decide, found: Count, *, closing: bool) -> int:
    base = found.agreed + found.refused
    return found.need if not closing or decide.rule not in ("all", "share", "majority") else tally.needed(decide, base)


def _vetoed(token: Token) -> bool:
    vetoes = {seat.party for seat in token.seats if seat.veto}
    return any(vote.side == "against" and vote.party in vetoes for vote in token.votes)


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
    if left <= 0:
        return words("; everybody is heard first.", "，待所有人表态。")
    return _OPEN_TAILS[agreed > 0, left == 1]


def _joined(head: Words, tail: Words) -> Words:
    return Words({lang: head[lang] + tail[lang] for lang in head})


_RULES = {
    "any": words("One of {seats} must agree", "{seats} 人中任意 1 人同意即通过"),
    "all": words("All {seats} must agree", "{seats} 人须全部同意"),
    "at_least": words("At least {need} of {seats} must agree", "{seats} 人中至少 {need} 人同意方可通过"),
    "share": words("At least {share} % of {seats} must agree", "{seats} 人中至少 {share}% 同意方可通过"),
    "majority": words("More than half of {seats} must agree", "{seats} 人中过半数同意方可通过"),
    "each_group": words("{count} of each group must agree", "每个组须有 {count} 人同意"),
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
