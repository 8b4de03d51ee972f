"""What a step does besides asking people, as a person says it: how it is decided, joined, repeated, and when it is late."""

from collections.abc import Mapping
from typing import Final

from builder.editing.spots import Ruled, Spot
from builder.rules.conditions import Operand
from builder.rules.readable import readable, token
from builder.sentences.lengths import split_duration
from builder.sentences.rule_sentences import condition, formula
from builder.sentences.rule_sentences import rule as rule_sentence
from schemas.model.flow import Calls, Deadline, PlanColumn, PlanDeed, State
from schemas.model.form import Rule
from schemas.model.process import Process
from schemas.model.voting import Decide
from schemas.words import Words, words

UNIT_WORDS: Final[Mapping[str, Words]] = {
    "WD": words("working days", "个工作日"),
    "WH": words("working hours", "个工作小时"),
    "D": words("days", "天"),
    "H": words("hours", "小时"),
}
ONE_UNIT: Final = {unit: Words({**said, "en": said["en"].removesuffix("s")}) for unit, said in UNIT_WORDS.items()}
DOING: Final[Mapping[str, Words]] = {
    "remind": words("remind", "提醒"),
    "escalate": words("tell the next level", "上报"),
    "hand_over": words("hand over", "移交"),
    "close": words("count the votes as they are", "截止计票"),
    "move": words("go on by itself", "自动流转"),
}
RULES: Final[Mapping[str, Words]] = {
    "any": words("Any one of them decides", "任意一人同意即可"),
    "all": words("All of them must agree", "需全部同意"),
    "at_least": words("At least so many must agree", "至少若干人同意"),
    "share": words("A share of them must agree", "同意比例达标"),
    "majority": words("A majority: more agree than refuse", "多数同意"),
    "each_group": words("Some of every group must agree", "每个小组各若干人同意"),
}
HEADS: Final[Mapping[str, Words]] = {
    **RULES,
    "at_least": words("At least {count} of them must agree", "至少 {count} 人同意"),
    "share": words("{share} % of them must agree", "需 {share}% 同意"),
    "each_group": words("{count} of every group must agree", "每个小组需 {count} 人同意"),
}
HEADS_OF: Final[Mapping[str, Words]] = {
    **HEADS,
    "any": words("Any one of the {asked} decides", "{asked} 人中任意一人同意即可"),
    "all": words("All {asked} must agree", "需 {asked} 人全部同意"),
    "at_least": words("At least {count} of the {asked} must agree", "{asked} 人中至少 {count} 人同意"),
    "share": words("{share} % of the {asked} must agree", "{asked} 人中需 {share}% 同意"),
    "majority": words("More of the {asked} must agree than refuse", "{asked} 人中多数同意"),
}
"""The same where it is known how many are asked."""
PERMITTED: Final[Mapping[str, Words]] = {
    "return": words("Send it back to an earlier step", "退回到之前的步骤"),
    "transfer": words("Give it to somebody else", "转交他人办理"),
    "delegate": words("Let somebody act for them, and see it again", "先征求他人意见，再由自己办理"),
    "add": words("Ask further people to sign", "加签"),
    "take_back": words("Take back what they did, until the next person acts", "在下一人办理前撤回自己的操作"),
    "claim": words("Claim it for themselves, and release it", "认领与取消认领"),
    "remind": words("Remind those it waits for", "催办"),
    "copy": words("Send a copy to others", "抄送"),
}
AGAIN: Final[Mapping[str, Words]] = {
    "ask": words("is asked like everybody", "照常办理"),
    "skip": words("counts as having agreed", "视为已同意"),
    "forbid": words("is not asked", "不参与办理"),
}
JOINS: Final[Mapping[str, Words]] = {
    "all": words("when all branches are done", "全部分支完成后"),
    "any": words("when one branch is done", "任一分支完成后"),
    "at_least": words("when so many branches are done", "若干分支完成后"),
    "when": words("when a condition holds", "满足条件后"),
}
RESTS: Final[Mapping[str, Words]] = {
    "cancel": words("The others stop then", "其余分支随即停止"),
    "go_on": words("The others are still done to their end", "其余分支继续办完"),
    "hold": words("The others are done to their end, and it does not begin again before", "其余分支办完前不会再次开始"),
}
ASKED: Final[Mapping[str, Words]] = {
    "comment": words("A comment must be given", "须填写意见"),
    "signature": words("A signature must be given", "须签名"),
    "file": words("A file must be added", "须上传附件"),
}
TOLD: Final[Mapping[str, Words]] = {
    "enter": words("when it comes here", "到达此步骤时"),
    "leave": words("when it leaves here", "离开此步骤时"),
    "late": words("when it is late here", "超过时限时"),
    "begin": words("when a request begins", "申请开始时"),
    "end": words("when a request has ended", "申请结束时"),
    "move": words("when this way is taken", "执行此操作时"),
}
WITHDRAWN: Final[Mapping[str, Words]] = {
    "undecided": words("Until somebody else has acted", "在他人办理之前"),
    "always": words("Until it has ended", "结束之前随时"),
    "never": words("Not at all", "不可撤回"),
}
COLUMNS: Final[Mapping[str, Words]] = {
    "name": words("Name", "姓名"),
    "email": words("E-mail", "邮箱"),
    "phone": words("Phone", "电话"),
    "company": words("Company", "公司"),
}
PLAN_COLUMNS: Final[Mapping[PlanColumn, Words]] = {
    "title": words("Step", "步骤"),
    "kind": words("Phase", "阶段"),
    "begins": words("Begins on", "开始日期"),
    "ends": words("Ends on", "结束日期"),
    "days": words("Working days", "工作日"),
    "responsible": words("Responsible", "负责人"),
    "participants": words("Taking part", "参与人"),
    "after": words("Comes after", "前置步骤"),
}
IF_DOUBLE_BOOKED: Final[Mapping[str, Words]] = {
    "tell": words("it is done, and the lead is told", "照常执行，并告知项目负责人"),
    "stop": words("it waits until that is solved", "暂停，待解决后继续"),
}
RECORDED: Final[Mapping[str, Words]] = {
    "customer": words("Keep a customer", "保存客户"),
    "contact": words("Keep a contact", "保存联系人"),
}


def decide(rule: Decide, asked: int = 0) -> Words:
    """The rule of an approval before there is a request: "At least 2 of the 3 must agree.".

    ``asked`` is how many are asked, 0 where that is not known yet.
    """
    parts = (
        (rule.order == "sequential", words(", one after another", "，依次审批")),
        (rule.one_rejection_ends, words("; one refusal ends it", "；一人不同意即不通过")),
        (bool(rule.veto), words("; some may veto it", "；部分人员有一票否决权")),
        (bool(rule.weights), words("; some have more than one vote", "；部分人员有多票")),
        (rule.quorum > 0, words("; {n} must take part", "；至少 {n} 人参与").formatted(n=rule.quorum)),
        (not rule.early, words("; once everybody has spoken", "；待全部表态后计票")),
    )
    heads = HEADS_OF if asked > 1 else HEADS
    said = heads[rule.rule].formatted(count=rule.count, share=f"{rule.share:g}", asked=asked)
    for applies, more in parts:
        if applies:
            said = words("{said}{more}", "{said}{more}").formatted(said=said, more=more)
    return words("{said}.", "{said}。").formatted(said=said)


def deadline(process: Process, one: Deadline) -> Words:
    count, unit = split_duration(one.after.removeprefix("-"))
    units = ONE_UNIT if count == "1" else UNIT_WORDS
    length = words("{count} {unit}", "{count} {unit}").formatted(count=count, unit=units[unit]) if count else one.after
    do = DOING[one.do]
    if not one.since:
        return words("after {length}: {do}", "{length}后{do}").formatted(length=length, do=do)
    field = process.form.fields.get(one.since)
    since = field.title if field and field.title else one.since
    if one.after.startswith("-"):
        before = words("{length} before “{since}”: {do}", "“{since}”前 {length}{do}")
        return before.formatted(length=length, since=since, do=do)
    return words("{length} after “{since}”: {do}", "“{since}”后 {length}{do}").formatted(
        length=length, since=since, do=do
    )


def join(process: Process, state: State) -> Words:
    """When a step with branches goes on: "Goes on when 2 branches are done; the others stop then."."""
    if state.join.rule == "when" and state.join.when is not None:
        held = condition(state.join.when, process, Spot("state", state.key, "join"))
        head = words("when {held}", "当{held}时").formatted(held=held)
    elif state.join.rule == "at_least":
        head = words("when {n} branches are done", "{n} 个分支完成后").formatted(n=state.join.count)
    else:
        head = JOINS[state.join.rule]
    said = words("Goes on {head}.", "{head}继续。").formatted(head=head)
    if state.join.rule == "all":
        return said
    return words("{said} {rest}.", "{said}{rest}。").formatted(said=said, rest=RESTS[state.join.rest])


def each(process: Process, state: State) -> Words:
    """What a step goes through; empty where it happens once."""
    turn = words(", one after another", "，依次进行") if state.each.order == "sequential" else words()
    if state.each.over:
        field = process.form.fields.get(state.each.over)
        over = field.title if field and field.title else state.each.over
        return words("For every row of “{over}”{turn}", "“{over}”的每一行{turn}").formatted(over=over, turn=turn)
    if state.each.times is None:
        return Words()
    return words("{n} times{turn}", "{n} 次{turn}").formatted(n=times(process, state), turn=turn)


def times(process: Process, state: State) -> Words:
    return formula(state.each.times, process, Spot("state", state.key, "times"))


def calls(one: Calls, processes: Mapping[str, Words]) -> Words:
    called = processes.get(one.process) or one.process
    if one.waits:
        return words("Starts “{called}” and waits for it", "发起“{called}”并等待其结束").formatted(called=called)
    return words("Starts “{called}” and goes on", "发起“{called}”后直接继续").formatted(called=called)


def deed(process: Process, state: State, number: int) -> Words:
    """One thing that an action does."""
    one = state.deeds[number]
    if one.record:
        return RECORDED[one.record]
    if one.plan:
        return planning(process, one.plan)
    if one.issue:
        return words("Issues “{paper}”", "出具《{paper}》").formatted(paper=one.issue.title or one.issue.key)
    field = process.form.fields.get(one.set)
    named = field.title if field and field.title else one.set
    if one.to is None or field is None:
        return words("Clear “{field}”", "清空“{field}”").formatted(field=named)
    spot = Spot("state", state.key, "deed", number)
    return words("“{field}”: {said}", "“{field}”：{said}").formatted(
        field=named, said=rule_sentence(spot, Ruled(one.to), process)
    )


def planning(process: Process, plan: PlanDeed) -> Words:
    """What it brings into a plan."""
    fields = process.form.fields
    project = fields[plan.project].title if plan.project in fields else plan.project
    steps = fields[plan.steps].title if plan.steps in fields else plan.steps
    if plan.steps:
        said = words("“{steps}” go into the plan of “{project}”", "“{steps}”写入“{project}”的计划")
    else:
        said = words("Milestones of “{project}” move", "“{project}”的里程碑顺延")
    stops = words("{said}, unless somebody is booked twice", "{said}，有资源冲突时暂停")
    text = stops.formatted(said=said) if plan.if_double_booked == "stop" else said
    return text.formatted(steps=steps or plan.steps, project=project or plan.project)


def shown(rule: Rule, process: Process, step: str) -> Words:
    """A rule that a list cannot show otherwise."""
    return formula(rule, process, Spot("state", step, "given"))


def answers(process: Process, rows_of: State | None = None) -> Mapping[str, Words]:
    """What a list offers to be read as it stands, by token: the answers, and the row of a step that goes through some."""
    found = {
        key: one.title for key, one in readable(process.form).items() if key.startswith("name:") and "@" not in key
    }
    over = process.form.fields.get(rows_of.each.over) if rows_of else None
    for column in over.columns if over else ():
        title = words("{column} of this row", "本行的{column}").formatted(column=column.title or column.key)
        found[token(Operand("name", f"@row.{column.key}"))] = title
    return found
