"""What has changed between two documents, in sentences that a reviewer reads."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from schemas.flow import Flow, Move, State
from schemas.form import Field, Form, Page
from schemas.process import Process
from schemas.words import Words, words

FIELD_PARTS: Mapping[str, Words] = {
    "type": words("type", "类型"),
    "help": words("help", "说明"),
    "placeholder": words("placeholder", "占位文字"),
    "options": words("options", "选项设置"),
    "show": words("condition for being asked", "显示条件"),
    "require": words("condition for being required", "必填条件"),
    "compute": words("formula", "计算公式"),
}
STATE_PARTS: Mapping[str, Words] = {
    "kind": words("kind", "类型"),
    "help": words("help", "说明"),
    "who": words("people asked", "办理人"),
    "not_who_did": words("exclusion of those who did another step", "回避设置"),
    "decide": words("rule of decision", "表决规则"),
    "fields": words("rights on fields", "字段权限"),
    "deadlines": words("deadlines", "时限"),
    "outcome": words("outcome", "结果"),
}
MOVE_PARTS: Mapping[str, Words] = {
    "title": words("wording", "文字"),
    "help": words("help", "说明"),
    "when": words("condition", "条件"),
    "asks": words("what a person must give", "必填内容"),
    "vote": words("count as a vote", "计票方式"),
    "unfinished": words("leave with unfinished answers", "未填完时可否操作"),
}
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
}


def changes(old: Process, new: Process) -> tuple[Words, ...]:
    """Every difference, the process first, then the form, then the flow; empty when they say the same."""
    return (
        *_process_changes(old, new),
        *_page_changes(old.form, new.form),
        *_field_changes(old.form, new.form),
        *_state_changes(old.flow, new.flow),
        *_move_changes(old.flow, new.flow),
    )


def _process_changes(old: Process, new: Process) -> Iterator[Words]:
    process = words("The process", "流程")
    if old.title != new.title:
        yield _renamed(words("The process", "流程"), old.title, new.title)
    yield from _parts(process, PROCESS_PARTS, old, new)
    yield from _parts(process, FLOW_PARTS, old.flow, new.flow)
    if old.flow.initial != new.flow.initial:
        start = new.flow.by_key.get(new.flow.initial)
        yield words("It now begins with “{step}”.", "现在从“{step}”开始。").formatted(
            step=start.title if start else new.flow.initial
        )


def _page_changes(old: Form, new: Form) -> Iterator[Words]:
    before, after = _keyed(old.pages), _keyed(new.pages)
    yield from _gone(before, after, words("Page", "页面"))
    yield from _come(before, after, words("Page", "页面"))
    for key in after:
        if key in before and before[key].title != after[key].title:
            yield _renamed(_named(words("Page", "页面"), before[key]), before[key].title, after[key].title)
    yield from _order(before, after, words("The pages stand in another order.", "页面顺序有调整。"))


def _field_changes(old: Form, new: Form) -> Iterator[Words]:
    yield from _gone(old.fields, new.fields, words("Field", "字段"))
    yield from _come(old.fields, new.fields, words("Field", "字段"))
    for key, one in new.fields.items():
        if key in old.fields:
            yield from _one_field(old.fields[key], one)
    for key, page in new.page_of.items():
        if key in old.page_of and old.page_of[key] != page:
            yield words("{what} moved to page “{page}”.", "{what}移到了页面“{page}”。").formatted(
                what=_named(words("Field", "字段"), new.fields[key]), page=_title(_keyed(new.pages)[page])
            )
    yield from _order(old.fields, new.fields, words("The fields stand in another order.", "字段顺序有调整。"))


def _one_field(old: Field, new: Field) -> Iterator[Words]:
    what = _named(words("Field", "字段"), old)
    if old.title != new.title:
        yield _renamed(what, old.title, new.title)
    if old.required != new.required:
        now = words("required", "必填") if new.required else words("optional", "选填")
        yield words("{what} is now {now}.", "{what}改为{now}。").formatted(what=what, now=now)
    yield from _parts(what, FIELD_PARTS, old, new)
    before, after = _keyed(old.columns), _keyed(new.columns)
    column = words("In “{table}”: column", "“{table}”中的列").formatted(table=_title(new))
    yield from _gone(before, after, column)
    yield from _come(before, after, column)
    for key, one in after.items():
        if key in before:
            yield from _one_field(before[key], one)


def _state_changes(old: Flow, new: Flow) -> Iterator[Words]:
    yield from _gone(old.by_key, new.by_key, words("Step", "步骤"))
    yield from _come(old.by_key, new.by_key, words("Step", "步骤"))
    for key, state in new.by_key.items():
        before = old.by_key.get(key)
        if before:
            what = _named(words("Step", "步骤"), before)
            if before.title != state.title:
                yield _renamed(what, before.title, state.title)
            yield from _parts(what, STATE_PARTS, before, state)


def _move_changes(old: Flow, new: Flow) -> Iterator[Words]:
    before = {(move.source, move.key): move for move in old.moves}
    after = {(move.source, move.key): move for move in new.moves}
    for gone in (way for way in before if way not in after):
        yield words("{what} was removed.", "已删除{what}。").formatted(what=_way(old, before[gone]))
    for way, move in after.items():
        if way not in before:
            yield words("{what} was added, to “{target}”.", "新增{what}，去往“{target}”。").formatted(
                what=_way(new, move), target=_step(new, move.target)
            )
            continue
        if before[way].target != move.target:
            yield words("{what} now leads to “{target}”.", "{what}现在去往“{target}”。").formatted(
                what=_way(new, move), target=_step(new, move.target)
            )
        yield from _parts(_way(new, move), MOVE_PARTS, before[way], move)


def _way(flow: Flow, move: Move) -> Words:
    return words("Move “{move}” of step “{step}”", "步骤“{step}”的操作“{move}”").formatted(
        move=_title(move), step=_step(flow, move.source)
    )


def _step(flow: Flow, key: str) -> Words | str:
    return _title(flow.by_key[key]) if key in flow.by_key else key


def _parts(what: Words, parts: Mapping[str, Words], old: Any, new: Any) -> Iterator[Words]:
    for name, part in parts.items():
        if getattr(old, name) != getattr(new, name):
            yield words("{what}: {part} changed.", "{what}：{part}有变化。").formatted(what=what, part=part)


def _renamed(what: Words, old: Words, new: Words) -> Words:
    return words("{what} is now called “{new}” (was “{old}”).", "{what}改名为“{new}”（原为“{old}”）。").formatted(
        what=what, new=new, old=old
    )


def _gone(old: Mapping[str, Any], new: Mapping[str, Any], kind: Words) -> Iterator[Words]:
    for key in old:
        if key not in new:
            yield words("{what} was removed.", "已删除{what}。").formatted(what=_named(kind, old[key]))


def _come(old: Mapping[str, Any], new: Mapping[str, Any], kind: Words) -> Iterator[Words]:
    for key in new:
        if key not in old:
            yield words("{what} was added.", "新增{what}。").formatted(what=_named(kind, new[key]))


def _order(old: Iterable[str], new: Iterable[str], sentence: Words) -> Iterator[Words]:
    before, after = list(old), list(new)
    both = set(before) & set(after)
    if [key for key in before if key in both] != [key for key in after if key in both]:
        yield sentence


def _named(kind: Words, one: Field | Page | State) -> Words:
    return words("{kind} “{title}”", "{kind}“{title}”").formatted(kind=kind, title=_title(one))


def _title(one: Field | Page | State | Move) -> Words | str:
    return one.title or one.key


def _keyed(row: Sequence[Any]) -> dict[str, Any]:
    return {one.key: one for one in row}
