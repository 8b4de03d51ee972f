"""Who is asked at a step, and how an end is called, as a person says it."""

from collections.abc import Mapping

from schemas.model.assignment import Who
from schemas.model.flow import State
from schemas.model.form import Field
from schemas.model.process import Process
from schemas.words import Words, words

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
        asked = process.form.fields.get(one.key) or _column(process, one.key)
        title = asked.title if asked else one.key
        return words("whoever stands in “{field}”", "“{field}”中填写的人").formatted(field=title)
    return FIXED_WHO[one.kind]


def _column(process: Process, key: str) -> Field | None:
    """Where a step is done for each row of a table, its rows say who."""
    return next((one for table in process.form.fields.values() for one in table.columns if one.key == key), None)


def outcome(state: State) -> Words | str:
    return OUTCOMES.get(state.outcome, state.outcome or state.title or state.key)
