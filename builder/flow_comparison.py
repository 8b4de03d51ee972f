"""What has changed between two flows."""

from collections.abc import Iterator, Mapping

from builder.differences import come, gone, named, parts, renamed, title
from schemas.flow import Flow, Move
from schemas.words import Words, words

STATE_PARTS: Mapping[str, Words] = {
    "kind": words("kind", "类型"),
    "help": words("help", "说明"),
    "who": words("people asked", "办理人"),
    "not_who_did": words("exclusion of those who did another step", "回避设置"),
    "decide": words("rule of decision", "表决规则"),
    "fields": words("rights on fields", "字段权限"),
    "deadlines": words("deadlines", "时限"),
    "outcome": words("outcome", "结果"),
    "if_requester": words("part of the requester in it", "申请人本人办理的方式"),
    "if_acted": words("part of those who acted before", "此前已办理者的处理方式"),
    "permits": words("what people may do besides", "允许的其他操作"),
    "notices": words("notices", "通知"),
    "ends": words("what ends with it", "结束的范围"),
    "join": words("coming together of the branches", "分支汇合方式"),
    "each": words("what it goes through", "逐项处理的内容"),
    "calls": words("sub-request", "子申请"),
    "deeds": words("what it does", "执行的操作"),
}
MOVE_PARTS: Mapping[str, Words] = {
    "title": words("wording", "文字"),
    "help": words("help", "说明"),
    "when": words("condition", "条件"),
    "asks": words("what a person must give", "必填内容"),
    "vote": words("count as a vote", "计票方式"),
    "unfinished": words("leave with unfinished answers", "未填完时可否操作"),
    "branch": words("beginning of a branch", "是否为分支起点"),
    "leaves": words("leaving of the branch", "是否离开分支"),
    "by_hand": words("being taken by hand only", "是否仅可手动执行"),
    "message": words("message that takes it", "触发消息"),
    "keeps": words("keeping of early messages", "提前到达的消息是否保留"),
    "notices": words("notices", "通知"),
}


def state_changes(old: Flow, new: Flow) -> Iterator[Words]:
    yield from gone(old.by_key, new.by_key, words("Step", "步骤"))
    yield from come(old.by_key, new.by_key, words("Step", "步骤"))
    for key, state in new.by_key.items():
        before = old.by_key.get(key)
        if before:
            what = named(words("Step", "步骤"), before)
            if before.title != state.title:
                yield renamed(what, before.title, state.title)
            yield from parts(what, STATE_PARTS, before, state)


def move_changes(old: Flow, new: Flow) -> Iterator[Words]:
    before = {(move.source, move.key): move for move in old.moves}
    after = {(move.source, move.key): move for move in new.moves}
    for way in (one for one in before if one not in after):
        yield words("{what} was removed.", "已删除{what}。").formatted(what=_way(old, before[way]))
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
        yield from parts(_way(new, move), MOVE_PARTS, before[way], move)


def _way(flow: Flow, move: Move) -> Words:
    return words("Move “{move}” of step “{step}”", "步骤“{step}”的操作“{move}”").formatted(
        move=title(move), step=_step(flow, move.source)
    )


def _step(flow: Flow, key: str) -> Words | str:
    return title(flow.by_key[key]) if key in flow.by_key else key
