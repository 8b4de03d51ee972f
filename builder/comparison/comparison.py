"""What has changed between two documents, in sentences that a reviewer reads."""

from collections.abc import Iterator, Mapping
from typing import Final

from builder.comparison.differences import About, Difference, parts, renamed
from builder.comparison.flow_comparison import move_changes, state_changes
from builder.comparison.form_comparison import form_changes
from builder.comparison.rights_comparison import flow_rights
from builder.sentences.part_words import Names, flow_words, process_words
from schemas.model.process import Process
from schemas.words import Words, words

PROCESS_PARTS: Mapping[str, Words] = {
    "about": words("description", "简介"),
    "category": words("category", "分类"),
    "number": words("number pattern", "编号规则"),
    "contact": words("fields that say who the client is", "客户信息字段"),
    "summary": words("fields shown in lists", "列表摘要字段"),
    "figures": words("fields that insight counts", "统计分析所用字段"),
    "follows": words("what a request can become", "可转为的流程"),
    "reports": words("reports", "报告"),
    "groups": words("groups", "小组"),
    "tests": words("tests", "测试"),
}
FLOW_PARTS: Mapping[str, Words] = {
    "fallback": words("people asked where a step finds nobody", "无人办理时的备用办理人"),
    "withdraw": words("taking back by the requester", "申请人撤回规则"),
    "notices": words("notices of all steps", "全流程通知"),
}


NOBODY: Final[Names] = {}

HEADINGS: Final[Mapping[About, Words]] = {
    "process": words("The process as a whole", "流程整体"),
    "form": words("Form", "表单"),
    "flow": words("Flow", "审批流程"),
    "rights": words("Rights on fields", "字段权限"),
    "texts": words("Texts", "文字"),
}
"""The groups that differences fall into, in the order in which they are shown."""


def changes(old: Process, new: Process, people: Names = NOBODY) -> tuple[Words, ...]:
    """Every difference, the process first, then the form, then the flow; empty when they say the same."""
    return tuple(one.text for one in differences(old, new, people))


def grouped(old: Process, new: Process, people: Names = NOBODY) -> Mapping[About, tuple[Words, ...]]:
    """The same sentences, by what they are about; a group without any is not there."""
    found = differences(old, new, people)
    groups = {about: tuple(one.text for one in found if one.about == about) for about in HEADINGS}
    return {about: said for about, said in groups.items() if said}


def differences(old: Process, new: Process, people: Names) -> tuple[Difference, ...]:
    return (
        *_process_changes(old, new, people),
        *form_changes(old, new),
        *state_changes(old, new, people),
        *move_changes(old, new, people),
        *flow_rights(old, new),
    )


def _process_changes(old: Process, new: Process, people: Names) -> Iterator[Difference]:
    process = words("The process", "流程")
    if old.title != new.title:
        yield from renamed(process, old.title, new.title)
    yield from parts("process", process, PROCESS_PARTS, old, new, (process_words, process_words))
    saying = (lambda _: flow_words(old, people), lambda _: flow_words(new, people))
    yield from parts("flow", process, FLOW_PARTS, old.flow, new.flow, saying)
    if old.flow.initial != new.flow.initial:
        start = new.flow.by_key.get(new.flow.initial)
        said = words("It now begins with “{step}”.", "现在从“{step}”开始。")
        yield Difference("flow", said.formatted(step=(start.title or start.key) if start else new.flow.initial))
