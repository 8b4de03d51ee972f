"""What hinders a meeting, a contact log or a question to somebody outside, in words."""

from collections.abc import Mapping
from typing import Final

from schemas.words import Words, words

MEETING_WORDS: Final[Mapping[str, Words]] = {
    "meeting.over": words("The meeting is over: its minutes are locked.", "评审会已结束，会议纪要已锁定。"),
    "meeting.not-open": words("The meeting has not been opened yet.", "评审会尚未开始。"),
    "meeting.changed": words(
        "Somebody else has changed the meeting meanwhile. This is how it stands now.",
        "其他人刚刚修改了评审会，以下为最新内容。",
    ),
    "meeting.no-quorum": words(
        "Too few are here to decide: {present} of the {quorum} that are needed.",
        "到会人数不足，无法表决：需 {quorum} 人，现 {present} 人。",
    ),
    "meeting.not-present": words(
        "{name} is not here, so their vote cannot be recorded.", "{name}未到会，不能代为记录表决。"
    ),
    "meeting.recorded": words("This item has been recorded already.", "该议题已记录。"),
    "meeting.nothing": words("Nobody's vote was chosen.", "尚未选择任何人的表决意见。"),
    "meeting.one-move": words(
        "This step is done by one person: choose the move of one.", "该步骤由一人办理，请只选择一人的操作。"
    ),
    "meeting.moved-on": words(
        "Meanwhile the request stands elsewhere or somebody has voted themselves. Nothing was recorded; look again.",
        "申请在此期间已流转或有人已自行表决。本次未作任何记录，请重新查看。",
    ),
    "meeting.not-asked": words("{name} is not asked at this step.", "{name}不是该步骤的办理人。"),
    "meeting.not-yours": words(
        "Only the chair or the secretary of the meeting can do this.", "只有评审会主持人或秘书可以执行此操作。"
    ),
    "meeting.twice": words("It stands on this agenda already.", "该议程中已有此申请。"),
    "meeting.day": words("There is no such day or time.", "日期或时间无效。"),
    "meeting.past": words("This moment has passed.", "该时间已过去。"),
    "contact.day": words("The day of the next step has passed.", "下一步的日期已过。"),
    "opinion.nobody": words("Choose somebody, or type an e-mail address.", "请选择联系人或填写邮箱地址。"),
    "opinion.over": words(
        "This question has been answered, withdrawn, or its time is over.", "该征询已答复、已撤回或已过期。"
    ),
    "opinion.nothing": words("Write what you have to say.", "请填写您的意见。"),
    "follow.unknown-process": words(
        "There is no process “{process}” here yet; until there is, nothing can become one of its requests.",
        "此处尚无流程“{process}”，发布之前无法将申请转为该流程。",
    ),
    "follow.unknown": words("This request cannot become that.", "该申请不能转为此流程。"),
    "follow.done": words("It has become {number} already.", "已转为 {number}。"),
}
