"""Steps, conditions and deadlines as a person says them; the cards and the previews of the designer read these."""

from collections.abc import Mapping

from builder.conditions import OPERATORS, VALUELESS, Row, to_rows
from builder.web.lines import split_duration
from schemas.assignment import Who
from schemas.fields.alternatives import choices_of
from schemas.flow import Deadline, Decide, State
from schemas.form import Field, Rule
from schemas.process import Process
from schemas.words import Words, words

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


def condition(rule: Rule, fields: Mapping[str, Field]) -> Words:
    """A rule in words; where it says more than rows can, only that there is one."""
    rows = to_rows(rule)
    if rows is None:
        return words("a rule of its own", "自定义规则")
    joint = words(" and ", " 且 ") if rows.joint == "all" else words(" or ", " 或 ")
    said = Words()
    for row in rows.rows:
        part = _row(row, fields)
        said = (
            words("{said}{joint}{part}", "{said}{joint}{part}").formatted(said=said, joint=joint, part=part)
            if said
            else part
        )
    return said


def _row(row: Row, fields: Mapping[str, Field]) -> Words:
    asked = fields.get(row.field)
    title = asked.title if asked else row.field
    head = words("“{field}” {operator}", "“{field}”{operator}").formatted(field=title, operator=OPERATORS[row.operator])
    if row.operator in VALUELESS:
        return head
    known = choices_of(asked) if asked else ()
    value = next((one.title for one in known if one.const == row.value), str(row.value))
    return words("{head} {value}", "{head} {value}").formatted(head=head, value=value)


def outcome(state: State) -> Words | str:
    return OUTCOMES.get(state.outcome, state.outcome or state.title or state.key)
