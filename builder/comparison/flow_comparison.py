"""What has changed between two flows."""

from collections.abc import Iterator, Mapping
from functools import partial

from builder.comparison.differences import Difference, Saying, come, gone, named, parts, renamed, title
from builder.comparison.rights_comparison import state_rights
from builder.sentences.part_words import Names, move_words, state_words
from schemas.model.flow import Flow, Move
from schemas.model.process import Process
from schemas.words import Words, words

STATE_PARTS: Mapping[str, Words] = {
    "kind": words("kind", "类型"),
    "help": words("help", "说明"),
    "who": words("people asked", "办理人"),
    "not_who_did": words("exclusion of those who did another step", "回避设置"),
    "decide": words("rule of decision", "表决规则"),
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
    "reports": words("reports beside the decision", "审批时附上的报告"),
}
MOVE_PARTS: Mapping[str, Words] = {
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
    "accepts": words("paper that is accepted by it", "据此接受的文件"),
    "notices": words("notices", "通知"),
}


def state_changes(old: Process, new: Process, people: Names) -> Iterator[Difference]:
    """``people`` are names, by the key that a document calls them by."""
    saying = (partial(state_words, old, people=people), partial(state_words, new, people=people))
    there, here = old.flow.by_key, new.flow.by_key
    yield from gone("flow", there, here, words("Step", "步骤"))
    yield from come("flow", there, here, words("Step", "步骤"))
    for key, state in here.items():
        before = there.get(key)
        if before:
            what = named(words("Step", "步骤"), before)
            if before.title != state.title:
                yield from renamed(what, before.title, state.title)
            yield from parts("flow", what, STATE_PARTS, before, state, saying)
            yield from state_rights(new.form, what, before, state)


def move_changes(old: Process, new: Process, people: Names) -> Iterator[Difference]:
    saying = (partial(move_words, old, people=people), partial(move_words, new, people=people))
    before = {(move.source, move.key): move for move in old.flow.moves}
    after = {(move.source, move.key): move for move in new.flow.moves}
    for way in (one for one in before if one not in after):
        said = words("{what} was removed.", "已删除{what}。")
        yield Difference("flow", said.formatted(what=way_named(old.flow, before[way])))
    for way, move in after.items():
        if way not in before:
            said = words("{what} was added, to “{target}”.", "新增{what}，去往“{target}”。")
        elif before[way].target != move.target:
            said = words("{what} now leads to “{target}”.", "{what}现在去往“{target}”。")
        else:
            said = Words()
        if said:
            found = said.formatted(what=way_named(new.flow, move), target=_step(new.flow, move.target))
            yield Difference("flow", found)
        if way in before:
            yield from _one_move(old.flow, before[way], move, saying)


def _one_move(flow: Flow, old: Move, new: Move, saying: Saying) -> Iterator[Difference]:
    what = way_named(flow, old)
    if old.title != new.title:
        yield from renamed(what, old.title, new.title)
    yield from parts("flow", what, MOVE_PARTS, old, new, saying)


def way_named(flow: Flow, move: Move) -> Words:
    """“Move … of step …”."""
    return words("Move “{move}” of step “{step}”", "步骤“{step}”的操作“{move}”").formatted(
        move=title(move), step=_step(flow, move.source)
    )


def _step(flow: Flow, key: str) -> Words | str:
    return title(flow.by_key[key]) if key in flow.by_key else key
