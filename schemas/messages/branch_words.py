"""What keeps a flow with branches, waits, actions and notices from being published, in words."""

from collections.abc import Mapping
from typing import Final

from schemas.words import Words, words

BRANCH_WORDS: Final[Mapping[str, Words]] = {
    "branch.none": words(
        "“{state}” has no branches. Mark at least one of its ways on as the beginning of a branch.",
        "“{state}”没有分支。请至少将一个流向设为分支的起点。",
    ),
    "branch.one-too-many": words(
        "“{state}” goes through its rows by one branch; “{move}” is never begun.",
        "“{state}”逐项只走一个分支，“{move}”永远不会开始。",
    ),
    "branch.outside": words(
        "“{move}” is marked as a branch, but “{state}” is no step with branches of its own.",
        "“{move}”设为分支，但“{state}”不是带分支的步骤。",
    ),
    "branch.not-left": words(
        "“{move}” is said to leave a branch, but it begins in none, or stays within the same one.",
        "“{move}”设为离开分支，但它不在任何分支中，或仍留在同一分支内。",
    ),
    "join.never": words(
        "The branches at “{state}” never come together: {why}.", "“{state}”处的分支永远无法汇合：{why}。"
    ),
    "each.nothing": words(
        "“{state}” does not say what it goes through. Choose a table, or say how often.",
        "“{state}”没有指定逐项处理的内容。请选择明细表，或填写次数。",
    ),
    "each.no-rows": words(
        "“{state}” cannot go through “{field}”, which has no rows. Choose a table or a list.",
        "“{state}”无法逐项处理“{field}”：它没有行。请选择明细表或多选字段。",
    ),
    "call.nothing": words("“{state}” does not say which process it starts.", "“{state}”没有指定要发起的流程。"),
    "call.unknown": words(
        "No process “{process}” is published here. Publish it before this one is used.",
        "此处没有已发布的流程“{process}”。请在使用前先发布它。",
    ),
    "call.unknown-field": words(
        "“{process}” has no field “{field}”, so it is given for nothing.",
        "“{process}”中没有“{field}”字段，传入的内容不会生效。",
    ),
    "wait.never": words(
        "Nothing ever ends the wait at “{state}”. Give it a deadline that takes a way on, or a way on that a message takes.",
        "“{state}”的等待永远不会结束。请添加到期后走某个流向的时限，或由消息触发的流向。",
    ),
    "move.never": words(
        "Nothing ever takes “{move}”: at “{state}” nobody is asked for it, no deadline names it and no message brings it.",
        "“{move}”永远不会被执行：“{state}”无人办理，也没有时限或消息会触发它。",
    ),
    "part.idle": words("“{part}” means nothing at “{state}”.", "“{part}”在“{state}”处不起作用。"),
    "deed.none": words("“{state}” does nothing yet.", "“{state}”尚未设置任何操作。"),
    "deed.nothing": words(
        "This would keep a record of nothing. Say what it holds.", "此处不会保存任何内容。请填写要保存的内容。"
    ),
    "deed.not-possible": words("“{field}” cannot be set here: {why}.", "此处无法设置“{field}”：{why}。"),
    "vote.not-asked": words(
        "“{who}” is given a say at “{state}”, but is not asked there.",
        "“{who}”在“{state}”有特殊表决权，但并未被邀请办理。",
    ),
    "notice.nobody": words(
        "This notice reaches nobody. Say whom it is for, or by which channel it goes.",
        "此通知没有接收人。请指定接收人或发送渠道。",
    ),
    "notice.no-channel": words(
        "No channel “{channel}” is set up here. An administrator can do that under Channels.",
        "此处没有通知渠道“{channel}”，管理员可在“通知渠道”中设置。",
    ),
    "notice.never": words(
        "This notice is never sent: nothing of that kind happens here.", "此通知永远不会发送：此处不会发生该情况。"
    ),
    "notice.placeholder": words(
        "“{name}” means nothing in a notice; use {allowed}.", "通知中不支持“{name}”，可用：{allowed}。"
    ),
}
