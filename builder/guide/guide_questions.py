"""The guide's own questions: every page of it is a form of our language, so that it is drawn, checked and ruled by what there is.

Some pages ask about what was said on an earlier one, and about the people of the house; so a page is made when it is asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from builder.guide.guide_said import LONGEST, MORE, Said, conditions_of
from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import Choice
from schemas.model.form import Field, Form, Remark, Rule
from schemas.words import Words, words

MOST_QUESTIONS: Final = 40
MOST_STEPS: Final = 8
MOST_CONDITIONS: Final = 4
MOST_PEOPLE: Final = 80
"""So many are offered as members of a new group; a larger house fills it under People."""

KINDS: Final[Mapping[str, Words]] = {
    "text": words("A few words", "简短文字"),
    "long_text": words("A longer text", "多行文字"),
    "number": words("A number", "数字"),
    "money": words("An amount of money", "金额"),
    "date": words("A date", "日期"),
    "choice": words("One of several choices", "单选"),
    "yes_no": words("Yes or no", "是或否"),
    "file": words("A file", "附件"),
    "person": words("A person of the house", "人员"),
}
NEW: Final = "new"
MANAGER: Final = "manager"
RULES: Final[Mapping[str, Words]] = {
    "any": words("Any one of them", "任意一人同意即可"),
    "all": words("All of them", "需全部同意"),
    "at_least": words("At least so many of them", "至少若干人同意"),
}
FILLERS: Final[Mapping[str, Words]] = {
    "people": words("People of the house, signed in", "内部人员（登录后填写）"),
    "clients": words("Clients, by a link", "客户（通过链接填写）"),
    "both": words("Both", "两者都可以"),
}
REFUSALS: Final[Mapping[str, Words]] = {
    "back": words("It goes back to be improved", "退回申请人修改"),
    "end": words("It ends", "流程结束"),
    "both": words("Those who decide choose", "由审批人选择"),
}
LATE: Final[Mapping[str, Words]] = {
    "remind": words("They are reminded", "提醒办理人"),
    "tell": words("They are reminded, and later their managers are told", "先提醒办理人，再通知其上级"),
}


@dataclass(frozen=True)
class House:
    """Who there is: names by the key of a person, titles and sizes of the groups by theirs. ``me`` is who asks."""

    people: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, Words] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    me: str = ""


def title_page(_said: Said, _house: House) -> Form:
    return asking(
        Field(
            "title",
            "text",
            words("What is asked for?", "申请什么？"),
            words("As you would say it: “A new laptop”, “A day off”.", "用平常的说法即可，例如“电脑采购”“请假”。"),
            required=True,
            options={"max_length": LONGEST},
        )
    )


def questions_page(_said: Said, _house: House) -> Form:
    choices = words("Choices, one in a line", "选项，每行一个")
    two = Remark(
        {"!": [{"in": ["\n", {"var": "choices"}]}]},
        words("Please write at least two, one in a line.", "请至少填写两个选项，每行一个。"),
        stops=True,
    )
    return asking(
        _rows(
            "questions",
            words("Question", "问题"),
            1,
            MOST_QUESTIONS,
            _text("title", words("What do you ask?", "问题")),
            _one_of("kind", words("What kind of answer?", "回答类型"), KINDS, look="select"),
            Field(
                "choices",
                "long_text",
                choices,
                required=True,
                show=_is("kind", "choice"),
                remarks=(two,),
                options={"max_length": 2000},
            ),
            Field("required", "yes_no", words("Must be answered", "必填"), options={"look": "check"}),
        )
    )


def filling_page(_said: Said, _house: House) -> Form:
    return asking(_one_of("by", words("Who fills it in?", "谁来填写？"), FILLERS))


def deciding_page(said: Said, house: House) -> Form:
    return asking(
        _rows(
            "steps",
            words("Step", "步骤"),
            1,
            MOST_STEPS,
            *_judges(said, house, words("Who?", "审批人")),
        )
    )


def refusing_page(_said: Said, _house: House) -> Form:
    return asking(_one_of("then", words("What happens when they refuse?", "不同意时怎么办？"), REFUSALS))


def time_page(_said: Said, _house: House) -> Form:
    return asking(
        Field(
            "days",
            "number",
            words("How many working days may each step take?", "每一步最多几个工作日？"),
            words("Empty: as long as it takes.", "留空表示不限时。"),
            options={"minimum": 1, "maximum": 200, "decimals": 0},
        ),
        _one_of(
            "late",
            words("And if it takes longer?", "超过时限怎么办？"),
            LATE,
            show={"!!": [{"var": "days"}]},
        ),
    )


def further_page(said: Said, house: House) -> Form:
    """No questions where nothing was asked that could make a difference."""
    conditions = {key: one.said for key, one in conditions_of(said).items()}
    if not conditions:
        return asking()
    counted = [key for key in conditions if key.startswith(MORE)]
    return asking(
        _rows(
            "conditions",
            words("Case", "情况"),
            0,
            MOST_CONDITIONS,
            _one_of("when", words("When", "当"), conditions, look="select"),
            Field(
                "amount",
                "number",
                words("More than", "大于"),
                required=True,
                show={"in": [{"var": "when"}, counted]},
                options={"minimum": 0, "maximum": 1_000_000_000_000},
            ),
            *_judges(said, house, words("Then ask, too", "还需审批")),
        )
    )


def ending_page(said: Said, house: House) -> Form:
    told = {key: title for key, title in parties(said, house).items() if key != NEW}
    return asking(
        Field(
            "work",
            "text",
            words("Is something to be done then?", "之后需要办理什么？"),
            words("Such as “Order it” or “Pay it out”. Empty: nothing.", "例如“下单采购”“付款”。留空表示没有。"),
            options={"max_length": LONGEST},
        ),
        _one_of(
            "worker",
            words("Who does it?", "由谁办理？"),
            told,
            look="select",
            show={"!!": [{"var": "work"}]},
        ),
        Field(
            "told",
            "choices",
            words("Who is told how it ended?", "结束后通知谁？"),
            words("Whoever has asked is told in any case.", "申请人一定会收到通知。"),
            options={"choices": _offered(told)},
        ),
    )


PAGES: Final[Mapping[str, Callable[[Said, House], Form]]] = {
    "title": title_page,
    "questions": questions_page,
    "filling": filling_page,
    "deciding": deciding_page,
    "refusing": refusing_page,
    "time": time_page,
    "further": further_page,
    "ending": ending_page,
}
"""In the order in which they are asked."""


def parties(said: Said, house: House) -> dict[str, Words]:
    """Whom a step can ask: a line as ``person:KEY`` to what they are called."""
    managers = {} if said.get("filling", {}).get("by") == "clients" else {MANAGER: MANAGERS}
    groups = {f"group:{key}": title for key, title in house.groups.items()}
    me = words("{name} (you)", "{name}（您）")
    people = {
        f"person:{key}": me.formatted(name=name) if key == house.me else words(name, name)
        for key, name in house.people.items()
    }
    return {**managers, **groups, NEW: words("A new group…", "新建小组…"), **people}


MANAGERS: Final = words("The requester's manager", "申请人的上级")


def _judges(said: Said, house: House, title: Words) -> tuple[Field, ...]:
    """One who decides, or a group with its rule."""
    several = {"or": [_is("who", NEW), {"in": [{"var": "who"}, [f"group:{key}" for key in house.groups]]}]}
    members = {key: words(name, name) for key, name in [*house.people.items()][:MOST_PEOPLE]}
    return (
        _one_of("who", title, parties(said, house), look="select"),
        _text("name", words("What is the group called?", "小组名称"), show=_is("who", NEW)),
        Field(
            "members",
            "choices",
            words("Who is in it?", "小组成员"),
            required=True,
            show=_is("who", NEW),
            options={"choices": _offered(members)},
        ),
        _one_of("rule", words("How many of them must agree?", "需要几人同意？"), RULES, show=several),
        Field(
            "count",
            "number",
            words("How many?", "人数"),
            required=True,
            show={"and": [several, _is("rule", "at_least")]},
            options={"minimum": 1, "maximum": 200, "decimals": 0},
        ),
    )


def _rows(key: str, title: Words, fewest: int, most: int, *columns: Field) -> Field:
    bounds = {"max_rows": most} | ({"min_rows": fewest} if fewest else {})
    return Field(key, "repeat", title, required=fewest > 0, columns=columns, options=bounds)


def _text(key: str, title: Words, show: Rule = None) -> Field:
    return Field(key, "text", title, required=True, show=show, options={"max_length": LONGEST})


def _one_of(key: str, title: Words, choices: Mapping[str, Words], *, look: str = "radio", show: Rule = None) -> Field:
    return Field(key, "choice", title, required=True, show=show, options={"choices": _offered(choices), "look": look})


def _offered(choices: Mapping[str, Words]) -> tuple[Choice, ...]:
    return tuple(Choice(key, title) for key, title in choices.items())


def _is(key: str, value: str) -> Rule:
    return {"==": [{"var": key}, value]}
