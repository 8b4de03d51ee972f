"""The parts of which `tally_words` makes its sentences."""

from typing import Final

from runtime.engine.position import Side
from schemas.words import Words, words

ONE_DOES: Final = words("One person does it", "仅需 1 人处理")
ANY_DOES: Final = words("Any one of {seats} may do it", "{seats} 人中任意 1 人处理即可")
BY_PEOPLE: Final = {
    "any": words("One of {seats} must agree", "{seats} 人中任意 1 人同意即通过"),
    "all": words("All {seats} must agree", "{seats} 人须全部同意"),
    "at_least": words("At least {need} of {seats} must agree", "{seats} 人中至少 {need} 人同意方可通过"),
    "share": words(
        "At least {share} % of {seats} must agree, that is {need}", "{seats} 人中至少 {share}%（{need} 人）同意方可通过"
    ),
    "majority": words(
        "More than half of {seats} must agree, that is {need}", "{seats} 人中过半数（{need} 人）同意方可通过"
    ),
}
BY_VOTES: Final = {
    "at_least": words("At least {need} of {seats} votes must be for it", "{seats} 票中至少 {need} 票同意方可通过"),
    "share": words(
        "At least {share} % of {seats} votes must be for it, that is {need}",
        "{seats} 票中至少 {share}%（{need} 票）同意方可通过",
    ),
    "majority": words(
        "More than half of {seats} votes must be for it, that is {need}", "{seats} 票中过半数（{need} 票）同意方可通过"
    ),
}
EACH_GROUP: Final = {
    True: words("One of each group must agree", "每个小组须有 1 人同意"),
    False: words("At least {count} of each group must agree", "每个小组须至少有 {count} 人同意"),
}
ONE_MORE_EACH: Final = words(", and one more for each signer who was added", "，每加签 1 人，该小组须多 1 人同意")
ADVISERS: Final = {
    True: words(" One more is asked for an opinion only.", "另有 1 人仅提供意见。"),
    False: words(" {more} more are asked for an opinion only.", "另有 {more} 人仅提供意见。"),
}
VETOES: Final = {
    True: words("; one has a veto", "；其中 1 人有一票否决权"),
    False: words("; {vetoes} have a veto", "；其中 {vetoes} 人有一票否决权"),
}
STOP: Final = words(".", "。")
COMMA: Final = words(", ", "，")
MANNERS: Final = {
    (False, False): STOP,
    (True, False): words("; they are asked one after another.", "，依次征求意见。"),
    (False, True): words("; one refusal ends it.", "；1 人不同意即不通过。"),
    (True, True): words(
        "; they are asked one after another, and one refusal ends it.", "，依次征求意见；1 人不同意即不通过。"
    ),
}
ALONE: Final[dict[tuple[Side | None, Side | None], Words]] = {
    ("for", "for"): words("The one person asked has agreed.", "唯一的审批人已同意，通过。"),
    ("against", "against"): words("The one person asked has refused.", "唯一的审批人不同意，不通过。"),
    ("abstain", "against"): words(
        "The one person asked has abstained, so it is refused.", "唯一的审批人弃权，不通过。"
    ),
    (None, "against"): words(
        "The one person asked has not answered, so it is refused.", "唯一的审批人未表态，不通过。"
    ),
    (None, None): words("The one person asked has not answered yet.", "唯一的审批人尚未表态。"),
}
ALONE_SO_FAR: Final[dict[Side, Words]] = {
    "for": words("The one person asked has agreed", "唯一的审批人已同意"),
    "against": words("The one person asked has refused", "唯一的审批人不同意"),
    "abstain": words("The one person asked has abstained", "唯一的审批人弃权"),
}
ALL_AGREED: Final = words("All {seats} have agreed.", "{seats} 人全部同意，通过。")
ALL_REFUSED: Final = words("All {seats} have refused.", "{seats} 人全部不同意，不通过。")
NOBODY: Final = words("None of {seats} has agreed yet", "{seats} 人中尚无人同意")
AGREED_ONE: Final = words("1 of {seats} has agreed", "{seats} 人中已有 1 人同意")
AGREED_SOME: Final = words("{agreed} of {seats} have agreed", "{seats} 人中已有 {agreed} 人同意")
REFUSED_ONE: Final = words("1 of {seats} has refused", "{seats} 人中已有 1 人不同意")
REFUSED_SOME: Final = words("{refused} of {seats} have refused", "{seats} 人中已有 {refused} 人不同意")
BOTH_ONE: Final = words("1 of {seats} has agreed, {refused} refused", "{seats} 人中已有 1 人同意、{refused} 人不同意")
BOTH: Final = words(
    "{agreed} of {seats} have agreed, {refused} refused", "{seats} 人中已有 {agreed} 人同意、{refused} 人不同意"
)
OPEN_TAILS: Final = {
    (False, True): words("; one must agree.", "，有 1 人同意即通过。"),
    (False, False): words("; {left} must agree.", "，有 {left} 人同意即通过。"),
    (True, True): words("; one more decides.", "，再有 1 人同意即通过。"),
    (True, False): words("; {left} more decide.", "，再有 {left} 人同意即通过。"),
}
MUST_AGREE: Final = {
    True: words("; one must agree", "，须有 1 人同意"),
    False: words("; {need} must agree", "，须有 {need} 人同意"),
}
AND_HEARD: Final = words(", and everybody is heard first.", "，待所有人表态后计票。")
HEARD: Final = words("; everybody is heard first.", "，待所有人表态后计票。")
ENOUGH_HEARD: Final = words(", which is enough; everybody is heard first.", "，已达到要求，待所有人表态后计票。")
OPINION: Final = words("; an opinion is still awaited.", "，征求的意见尚未收齐。")
VETO_AWAITED: Final = words("; whoever has a veto is heard first.", "，尚待有否决权的人表态。")
ONE_ENDS: Final = words(", and one refusal ends it.", "，1 人不同意即不通过。")
ONE_REFUSAL_ENDS: Final = words("; one refusal ends it.", "；1 人不同意即不通过。")
OUT_OF_REACH: Final = words(
    "; {need} can no longer agree, so it is refused.", "，同意人数已不可能达到 {need} 人，不通过。"
)
PEOPLE: Final = {
    "for": words("{votes} for", "{votes} 人同意"),
    "against": words("{votes} against", "{votes} 人不同意"),
    "abstain": words("{votes} abstained", "{votes} 人弃权"),
    "": words("{votes} not yet given", "{votes} 人未表态"),
}
VOTES: Final = {
    "for": words("votes: {votes} for", "同意 {votes} 票"),
    "against": words("{votes} against", "不同意 {votes} 票"),
    "abstain": words("{votes} abstained", "弃权 {votes} 票"),
    "": words("{votes} not yet given", "未表态 {votes} 票"),
}
NEEDED_FOR: Final = {
    False: words("; {said} needed, so it is agreed.", "；需 {need} 人同意，通过。"),
    True: words("; {said} needed, so it is agreed.", "；需 {need} 票同意，通过。"),
}
NEEDED_AGAINST: Final = {
    False: words("; {said} needed, so it is refused.", "；需 {need} 人同意，不通过。"),
    True: words("; {said} needed, so it is refused.", "；需 {need} 票同意，不通过。"),
}
NEEDED_OPEN: Final = {
    False: words("; {said} needed.", "；需 {need} 人同意。"),
    True: words("; {said} needed.", "；需 {need} 票同意。"),
}
QUORUM_OPEN: Final = words("; {quorum} must take part, {spoken} so far.", "；须有 {quorum} 人参与，目前 {spoken} 人。")
TOO_FEW: Final = words(
    "; only {spoken} took part and {quorum} had to, so it is refused.",
    "；仅 {spoken} 人参与，少于规定的 {quorum} 人，不通过。",
)
GROUPS_FOR: Final = words(
    "; each of {groups} groups has enough, so it is agreed.", "；{groups} 个小组均达到要求，通过。"
)
GROUPS_OPEN: Final = (
    words("; none of {groups} groups has enough yet", "；{groups} 个小组均尚未达到要求"),
    words("; 1 of {groups} groups has enough", "；{groups} 个小组中已有 1 个达到要求"),
    words("; {ready} of {groups} groups have enough", "；{groups} 个小组中已有 {ready} 个达到要求"),
)
"""None of them, one, several."""
GROUP_OUT_OF_REACH: Final = words(
    "; a group can no longer have enough, so it is refused.", "；有小组已不可能达到要求，不通过。"
)
GROUPS_MISSED: Final = (
    words("; none of {groups} groups has enough, so it is refused.", "；{groups} 个小组均未达到要求，不通过。"),
    words("; only 1 of {groups} groups has enough, so it is refused.", "；{groups} 个小组中仅 1 个达到要求，不通过。"),
    words(
        "; only {ready} of {groups} groups have enough, so it is refused.",
        "；{groups} 个小组中仅 {ready} 个达到要求，不通过。",
    ),
)
