"""Steps, conditions and deadlines as a person says them; the cards and the previews of the designer read these."""

from collections.abc import Mapping

from builder.web.lines import split_duration
from builder.web.rule_sentences import condition, rule
from schemas.assignment import Who
from schemas.flow import Deadline, State
from schemas.process import Process
from schemas.voting import Decide
from schemas.words import Words, words

__all__ = ["DOING", "FIXED_WHO", "OUTCOMES", "UNIT_WORDS", "condition", "deadline", "decide", "outcome", "rule", "who"]

UNIT_WORDS: Mapping[str, Words] = {
    "WD": words("working days", "个工作日"),
    "WH": words("working hours", "个工作小时"),
    "D": words("days", "天"),
    "H": words("hours", "小时"),
}
DOING: Mapping[str, Words] = {"remind": words("remind", "提醒"), "escalate": words("tell the next level", "上报")}
FIXED_WHO: Mapping[str, Words] = {
    "requester": words("The requester", "申请人"),
    "manager": words("The requester's manager", "申请人的上级"),
    "contact": words("The client's contact", "客户联系人"),
}
OUTCOMES: Mapping[str, Words] = {
    "closed": words("Done", "完成"),
    "rejected": words("Not agreed", "未通过"),
    "withdrawn": words("Withdrawn", "已撤回"),
}


def who(process: Process, one: Who, people: Mapping[str, str]) -> Words | str:
    """One line of "who". ``people`` are names by e-mail address or short key."""
    if one.kind == "group":
        return process.groups.get(one.key) or one.key
    if one.kind == "person":
        return people.get(one.key, one.key)
    if one.kind == "field":
        asked = process.form.fields.get(one.key)
        title = asked.title if asked else one.key
        return words("whoever stands in “{field}”", "“{field}”中填写的人").formatted(field=title)
    return FIXED_WHO[one.kind]


def decide(rule: Decide) -> Words:
    """The rule of an approval before anybody is known: "At least 2 of them must agree."."""
    head = {
        "any": words("Any one of them decides", "任意一人同意即可"),
        "all": words("All of them must agree", "需全部同意"),
        "at_least": words("At least {count} of them must agree", "至少 {count} 人同意"),
    }[rule.rule].formatted(count=rule.count)
    manner = words(", one after another", "，依次审批") if rule.order == "sequential" else words()
    ends = words("; one refusal ends it", "；一人不同意即不通过") if rule.one_rejection_ends else words()
    return words("{head}{manner}{ends}.", "{head}{manner}{ends}。").formatted(head=head, manner=manner, ends=ends)


def deadline(one: Deadline) -> Words:
    count, unit = split_duration(one.after)
    after = (
        words("{count} {unit}", "{count} {unit}").formatted(count=count, unit=UNIT_WORDS[unit]) if count else one.after
    )
    return words("after {after}: {do}", "{after}后{do}").formatted(after=after, do=DOING[one.do])


def outcome(state: State) -> Words | str:
    return OUTCOMES.get(state.outcome, state.outcome or state.title or state.key)
