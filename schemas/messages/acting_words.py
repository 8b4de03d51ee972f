"""Why what somebody wanted to do cannot be done now, in words."""

from collections.abc import Mapping
from typing import Final

from schemas.words import Words, words

ACTING_WORDS: Final[Mapping[str, Words]] = {
    "idempotency.reused": words(
        "This was sent before, with other answers. If it is meant as something new, send it once more; a program takes a "
        "new key.",
        "此内容此前已提交过，但与这次不同。如需另行提交，请再次点击提交（程序请更换幂等键）。",
    ),
    "task.closed": words(
        "This was decided by someone else a moment ago. Here is how it stands now.",
        "他人刚刚已处理此事项，以下是最新状态。",
    ),
    "task.not-yours": words("This to-do is not yours.", "这不是您的待办。"),
    "case.moved-on": words(
        "The request has moved on since you opened it. Please look again before you decide.",
        "您打开后，申请已有新进展。请查看后再决定。",
    ),
    "case.ended": words("This request has ended.", "此申请已结束。"),
    "step.elsewhere": words(
        "The request is no longer at this step. Here is how it stands now.", "申请已不在此步骤，以下是最新状态。"
    ),
    "move.unknown": words("There is no “{move}” at this step.", "此步骤没有“{move}”操作。"),
    "move.not-open": words("“{move}” is not possible with these answers.", "按目前填写的内容，不能进行“{move}”。"),
    "move.not-now": words("“{move}” is not possible now.", "目前不能进行“{move}”。"),
    "comment.character": words(
        "This text holds a character that cannot be kept. Please type it anew.", "文字中有无法保存的字符，请重新输入。"
    ),
    "saved.too-much": words(
        "This is more than can be kept for later. Send it, or shorten it.", "内容过多，无法暂存。请直接提交或适当精简。"
    ),
    "comment.too-long": words("A comment may have at most {limit} characters.", "意见最多 {limit} 个字。"),
    "comment.required": words("Please say why, in a sentence or two.", "请用一两句话说明原因。"),
    "not-allowed": words("You may not do this.", "您没有权限进行此操作。"),
    "process.closed": words("This process takes no new requests at the moment.", "此流程目前不接受新申请。"),
    "process.unpublished": words("This process has not been published yet.", "此流程尚未发布。"),
    "link.closed": words("This link is closed.", "此链接已关闭。"),
    "link.early": words("This link is not open yet.", "此链接尚未开放。"),
    "link.late": words("This link is closed: its time is over.", "此链接已截止，不再接收提交。"),
    "link.full": words("This link has taken as many answers as it may.", "此链接收到的份数已满。"),
    "link.once": words(
        "There is an answer from you already. Each person can answer once.", "您已提交过。每人只能提交一次。"
    ),
    "link.password": words("This link needs its password.", "此链接需要密码。"),
    "link.dates": words("It closes before it opens. Please look at both.", "截止时间早于开放时间，请检查。"),
    "link.site": words(
        "“{site}” is not the address of a site. Write it like https://www.example.com, without a path.",
        "“{site}”不是网站地址。请写成 https://www.example.com 的形式，不带路径。",
    ),
    "link.sites": words("At most {limit} sites.", "最多 {limit} 个网站。"),
    "link.pressed": words(
        "Very many answers come in by this link just now. Please wait a moment, then send it once more.",
        "此链接目前提交过多，请稍候再次点击提交。",
    ),
    "page.stale": words(
        "This page could not be recognized any more. Please look it over and send it once more.",
        "页面已失效。请核对内容后重新提交。",
    ),
    "page.machine": words(
        "This looked as if a machine had sent it. Please send it once more.", "这像是由自动程序提交的，请再提交一次。"
    ),
    "page.haste": words(
        "That was very quick, as if a machine had sent it. Please send it once more.",
        "提交过快，像是自动程序所为。请再次点击提交。",
    ),
    "link.used": words("This link has been used. Your answer was kept.", "此链接已使用过，您的答复已保存。"),
    "link.expired": words("This link has expired. Ask for a new one.", "此链接已过期，请索取新链接。"),
    "answer.other-version": words(
        "The form has changed since you opened it. What you typed is still here; please look it over and send it again.",
        "您打开后表单已更新。已填内容仍在，请核对后重新提交。",
    ),
    "draft.outdated": words(
        "{name} has changed this draft in the meantime. What you typed is still here, not saved yet: "
        "please look it over and save again.",
        "{name}刚刚修改了此草稿。您填写的内容仍在，尚未保存，请核对后重新保存。",
    ),
    "case.changed": words(
        "The request has just moved on. It now stands at “{state}”; please look again before you decide.",
        "申请刚刚有了新进展，目前在“{state}”。请查看后再决定。",
    ),
    "step.voted": words("You have already given your opinion here.", "您已在此步骤表态。"),
    "step.not-asked": words("You are not asked at this step.", "此步骤不由您办理。"),
    "step.not-your-turn": words(
        "It is not your turn yet: others decide before you.", "还未轮到您，请等待前面的人处理。"
    ),
    "step.claimed": words("A colleague has taken this on.", "已由同事认领。"),
    "special.not-here": words("This step does not permit it.", "此步骤不允许此操作。"),
    "special.not-now": words("This is not possible as things stand.", "目前不能进行此操作。"),
    "special.nobody": words("Please name somebody else than yourself.", "请指定自己以外的人。"),
    "special.no-return": words("It cannot be sent back to “{state}”.", "不能退回到“{state}”。"),
    "special.not-added": words("Only whom you have added yourself can be taken off.", "只能减签您自己加签的人。"),
    "special.barred": words("They may not act in this step.", "此人不得处理此步骤。"),
    "special.asked-already": words("They are asked here already.", "此人已在此步骤中。"),
    "message.unknown": words("This process knows no message “{message}”.", "此流程没有消息“{message}”。"),
    "message.early": words("Nobody waits for the message “{message}” now.", "目前没有步骤在等待消息“{message}”。"),
    "reason.required": words("Please say why. It is kept with the request.", "请说明原因，原因将记入留痕。"),
    "carry.no-state": words(
        "It stands at “{state}”, which the other version has not. Say where that goes on.",
        "申请在“{state}”，另一版本没有此步骤。请指定对应的步骤。",
    ),
    "carry.other-kind": words(
        "“{state}” is a step of another kind there.", "“{state}”在另一版本中是另一种类型的步骤。"
    ),
    "carry.outside": words(
        "“{state}” stands in no branch of the same step there.", "在另一版本中，“{state}”不在相应步骤的分支内。"
    ),
    "carry.sub-request": words(
        "“{state}” waits for a request that it has begun; until then it cannot be called otherwise.",
        "“{state}”正在等待子申请，期间不能改名。",
    ),
    "carry.one-place": words("Two steps where it stands would become one.", "申请所在的两个步骤会合并为一个。"),
    "carry.same": words("It has this version already.", "申请已是该版本。"),
    "wait.nothing": words("Nothing that “{state}” waits for can come.", "“{state}”没有可等待的事项。"),
    "case.open": words("This request has not ended.", "此申请尚未结束。"),
    "signature.required": words("“{move}” needs your signature.", "“{move}”需要您签名。"),
    "file.required": words("“{move}” needs a file.", "“{move}”需要上传文件。"),
    "rule.failed": words(
        "A rule of “{state}” could not be worked out. Whoever looks after the process has to see to it.",
        "“{state}”的规则无法计算，需由流程负责人处理。",
    ),
    "deadline.failed": words(
        "What a deadline asks for could not be done. It is tried again by itself.", "到期操作执行失败，系统会自动重试。"
    ),
    "sub.runs": words("Request {number} that it waits for is still under way.", "所等待的子申请 {number} 仍在办理中。"),
    "sub.refused": words("A request that “{state}” asks for could not begin.", "“{state}”要发起的子申请无法开始。"),
    "process.unknown": words("There is no such process, or it takes no requests.", "流程不存在或不接受申请。"),
    "repair.gone": words(
        "This has changed meanwhile, or cannot be mended in one step. Nothing was changed.",
        "此问题已有变化，或无法一步修复。未做任何改动。",
    ),
    "edit.unknown": words(
        "“{key}” is not there any more; somebody may have removed it.", "“{key}”已不存在，可能已被他人删除。"
    ),
    "edit.no-title": words("Please give it a name.", "请填写名称。"),
    "edit.not-there": words(
        "“{title}” cannot be put there: nothing leads on from it, or the way is one of its own.",
        "“{title}”无法移到此处：它没有后续流向，或该流向属于它自身。",
    ),
    "edit.end-leads-on": words(
        "“{title}” is an end; nothing leads on from it.", "“{title}”是结束步骤，不能再连到其他步骤。"
    ),
    "edit.cycle": words(
        "These would wait for one another, and none could ever be settled: {cycle}. Nothing was saved.",
        "这样会互相等待，永远无法确定：{cycle}。未保存。",
    ),
    "edit.no-picture": words(
        "“{name}” cannot be taken as a picture: it must be a whole PNG, JPEG or WebP of at most 8 MB.",
        "“{name}”无法用作图片：须为完整的 PNG、JPEG 或 WebP，且不超过 8 MB。",
    ),
    "edit.page-not-empty": words(
        "“{title}” still holds fields; move or remove them first.", "“{title}”中还有字段，请先移走或删除。"
    ),
    "edit.last-state": words("A flow needs at least one step.", "流程至少需要一个步骤。"),
}
