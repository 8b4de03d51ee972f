"""What has changed between two documents, in sentences that a reviewer reads."""

from collections.abc import Iterator, Mapping

from builder.differences import parts, renamed
from builder.flow_comparison import move_changes, state_changes
from builder.form_comparison import form_changes
from schemas.process import Process
from schemas.words import Words, words

PROCESS_PARTS: Mapping[str, Words] = {
    "about": words("description", "简介"),
    "category": words("category", "分类"),
    "number": words("number pattern", "编号规则"),
    "contact": words("fields that say who the client is", "客户信息字段"),
    "summary": words("fields shown in lists", "列表摘要字段"),
    "groups": words("groups", "小组"),
    "tests": words("tests", "测试"),
}
FLOW_PARTS: Mapping[str, Words] = {
    "fill": words("rights when first filling", "填写时的字段权限"),
    "tracking": words("what the requester sees afterwards", "申请人事后可见内容"),
    "fallback": words("people asked where a step finds nobody", "无人办理时的后备人员"),
    "withdraw": words("taking back by the requester", "申请人撤回规则"),
    "notices": words("notices of all steps", "全流程通知"),
}


def changes(old: Process, new: Process) -> tuple[Words, ...]:
    """Every difference, the process first, then the form, then the flow; empty when they say the same."""
    return (
        *_process_changes(old, new),
        *form_changes(old.form, new.form),
        *state_changes(old.flow, new.flow),
        *move_changes(old.flow, new.flow),
    )


def _process_changes(old: Process, new: Process) -> Iterator[Words]:
    process = words("The process", "流程")
    if old.title != new.title:
        yield renamed(words("The process", "流程"), old.title, new.title)
    yield from parts(process, PROCESS_PARTS, old, new)
    yield from parts(process, FLOW_PARTS, old.flow, new.flow)
    if old.flow.initial != new.flow.initial:
        start = new.flow.by_key.get(new.flow.initial)
        yield words("It now begins with “{step}”.", "现在从“{step}”开始。").formatted(
            step=start.title if start else new.flow.initial
        )
