"""New steps: each comes with the ways, and the branches, that a step of its kind begins with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from builder.editing.flow_edits import forward, with_flow
from builder.editing.naming import key_for, unique
from builder.editing.refusal import known
from schemas.model.flow import Deadline, Flow, Move, State, StateKind
from schemas.model.process import Process
from schemas.words import Words, words

AGREE, REFUSE = words("Agree", "同意"), words("Refuse", "不同意")
DONE, ON = words("Done", "完成"), words("Go on", "继续")
OTHERWISE = words("Otherwise", "其他情况")
KIND_TITLES: Mapping[StateKind, Words] = {
    "task": words("To do", "办理"),
    "approval": words("Approval", "审批"),
    "choice": words("Choice", "条件分支"),
    "parallel": words("Several at once", "并行办理"),
    "inclusive": words("Those that apply", "按条件并行"),
    "loop": words("For every row", "逐行办理"),
    "process": words("Sub-request", "子流程"),
    "wait": words("Wait", "等待"),
    "action": words("Automatic action", "自动操作"),
    "end": words("End", "结束"),
}
KIND_SENTENCES: Mapping[StateKind, Words] = {
    "task": words("Somebody does something and says when it is done.", "由一人办理，办完后进入下一步。"),
    "approval": words("People agree or refuse; you say how many must agree.", "相关人员审批，可设定需要几人同意。"),
    "choice": words("The answers decide which way it goes; nobody is asked.", "根据填写内容自动选择走向，无需人工。"),
    "parallel": words("Several things are done at the same time; then it goes on.", "多项工作同时办理，完成后继续。"),
    "inclusive": words("Of several things, those are done whose condition holds.", "仅办理满足条件的几项工作。"),
    "loop": words("The same is done for every row of a table.", "表格的每一行各办理一次。"),
    "process": words("A request of another process is begun from here.", "由此发起另一个流程的申请。"),
    "wait": words("It waits for a time, or for a message of a program.", "等待一段时间，或等待其他系统的消息。"),
    "action": words("Fields are set or a customer is kept, without anybody.", "自动设置字段或保存客户，无需人工。"),
    "end": words("The request ends here.", "申请到此结束。"),
}
PARTS: Mapping[StateKind, tuple[Words, ...]] = {
    "parallel": (words("First part", "分支一"), words("Second part", "分支二")),
    "inclusive": (words("First part", "分支一"), words("Second part", "分支二")),
    "loop": (words("Do one of them", "办理一行"),),
}
"""The to-dos that the branches of a new step begin with."""
USUAL_WAIT = "P3D"


@dataclass(frozen=True)
class AddState:
    """A new step. Behind ``after`` it is wired in: what that step led to first, the new one now leads to."""

    kind: StateKind
    title: Words = field(default_factory=Words)
    after: str = ""

    def on(self, process: Process) -> Process:
        flow = process.flow
        title = self.title or KIND_TITLES[self.kind]
        made = State(key_for(title, self.kind, flow.by_key, joint="-"), self.kind, title)
        if self.kind == "wait":
            made = replace(made, deadlines=(Deadline(USUAL_WAIT, "move", move="on"),))
        parts = _parts(flow, made)
        if not self.after:
            grown = replace(flow, states=(*flow.states, made, *parts), moves=(*flow.moves, *_branches(made, parts)))
            return replace(process, flow=replace(grown, initial=flow.initial or made.key))
        at = flow.states.index(known(flow.states, self.after)) + 1
        grown = replace(flow, states=(*flow.states[:at], made, *parts, *flow.states[at:]))
        if self.kind == "end":
            return replace(process, flow=grown)
        wired = _wired(grown, self.after, made)
        return with_flow(process, states=wired.states, moves=(*wired.moves, *_branches(made, parts)))


@dataclass(frozen=True)
class AddBranch:
    """One more branch of a step: a to-do that comes back to it."""

    key: str
    title: Words

    def on(self, process: Process) -> Process:
        flow = process.flow
        block = known(flow.states, self.key)
        made = State(key_for(self.title, "part", flow.by_key, joint="-"), "task", self.title)
        taken = {move.key for move in flow.moves_from(self.key)}
        ways = [replace(move, key=unique(move.key, taken, joint="-")) for move in _branches(block, (made,))]
        at = flow.states.index(block) + 1
        states = (*flow.states[:at], made, *flow.states[at:])
        return with_flow(process, states=states, moves=(*flow.moves, *ways))


def _parts(flow: Flow, made: State) -> tuple[State, ...]:
    taken, parts = {*flow.by_key, made.key}, []
    for title in PARTS.get(made.kind, ()):
        part = State(key_for(title, "part", taken, joint="-"), "task", title)
        taken.add(part.key)
        parts.append(part)
    return tuple(parts)


def _branches(made: State, parts: tuple[State, ...]) -> tuple[Move, ...]:
    """Out to every part, and back."""
    out = tuple(Move(part.key, made.key, part.key, part.title, branch=True) for part in parts)
    return (*out, *(Move("done", part.key, made.key, DONE) for part in parts))


def _wired(flow: Flow, after: str, made: State) -> Flow:
    way = forward(flow, after)
    if way is None:
        return flow
    moves = tuple(replace(move, target=made.key) if move is way else move for move in flow.moves)
    return replace(flow, moves=(*moves, *first_moves(flow, made, way.target)))


def first_moves(flow: Flow, made: State, target: str) -> tuple[Move, ...]:
    """The ways that a new step begins with; the first of them leads to ``target``."""
    match made.kind:
        case "choice":
            return (Move("otherwise", made.key, target, OTHERWISE),)
        case "task":
            return (Move("done", made.key, target, DONE),)
        case "approval":
            ends = [state for state in flow.states if state.kind == "end"]
            refused = next((end.key for end in ends if end.outcome == "rejected"), ends[-1].key if ends else target)
            return (
                Move("approve", made.key, target, AGREE, vote="for"),
                Move("reject", made.key, refused, REFUSE, vote="against", asks=("comment",), unfinished=True),
            )
        case _:
            return (Move("on", made.key, target, ON),)
