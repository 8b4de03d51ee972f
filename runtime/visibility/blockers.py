"""Why a request cannot go on by itself, in words for whoever looks at it."""

from collections.abc import Mapping
from typing import Final

from schemas.words import Words, words

_WHY: Final[Mapping[str, Words]] = {
    "step.nobody": words("nobody has been found for it yet.", "暂未找到办理人。"),
    "step.cannot-decide": words("the votes lead to no drawn way.", "表决结果没有对应的流向。"),
    "choice.gap": words("none of the conditions holds.", "没有任何条件成立。"),
    "wait.nothing": words("nothing that it waits for can come.", "没有可等待的事项。"),
    "rule.failed": words("a formula could not be worked out.", "公式无法计算。"),
    "flow.endless-loop": words("it goes in a circle.", "流程陷入循环。"),
    "sub.refused": words("the other request could not begin.", "子申请无法发起。"),
    "plan.no-project": words("the project of the plan is not there, or closed.", "计划所属的项目不存在或已关闭。"),
    "plan.refused": words("the plan cannot be changed like that.", "计划无法如此调整。"),
    "plan.double-booked": words("somebody would be booked twice.", "会造成资源冲突。"),
    "deadline.failed": words("a deadline could not be carried out.", "到期操作执行失败。"),
    "process.unknown": words("the other process is not there, or closed.", "子流程不存在或已停用。"),
}
_SOMETHING: Final = words("something is in the way.", "遇到了问题。")


def why(code: str) -> Words:
    """The end of a sentence; ``code`` is that of the incident, whatever detail stands after it."""
    return _WHY.get(code.partition(": ")[0], _SOMETHING)
