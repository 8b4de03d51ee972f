"""The steps of a process that the guide makes: decisions one after the other, those of some cases, what is done then, and the ends."""

from collections.abc import Iterator, Sequence
from typing import Final

from builder.editing.naming import unique
from builder.editing.new_steps import AGREE, DONE, OTHERWISE, REFUSE
from builder.guide.guide_wishes import Case, Judge, Wishes
from builder.rules.conditions import Group, Operand, Row, to_rule
from schemas.model.assignment import Who
from schemas.model.flow import Deadline, Flow, Move, State
from schemas.model.form import Rule
from schemas.model.notices import Notice
from schemas.words import Words, words

DECIDES: Final = words("{name} decides", "{name}审批")
MANAGER: Final = words("The manager decides", "直属上级审批")
IMPROVE: Final = words("Improve the request", "修改申请")
SEND_BACK: Final = words("Send back", "退回修改")
AGAIN: Final = words("Send again", "重新提交")
GIVE_UP: Final = words("Give up", "放弃申请")
AGREED: Final = words("Agreed", "已同意")
REFUSED: Final = words("Not agreed", "未通过")
GIVEN_UP: Final = words("Given up", "已放弃")
YES: Final = words("Yes", "是")
MORE_THAN: Final = words("“{title}” is more than {amount}", "“{title}”大于 {amount}")
IS_YES: Final = words("“{title}” is yes", "“{title}”为“是”")
IS_CHOICE: Final = words("“{title}” is “{choice}”", "“{title}”为“{choice}”")
GOOD_NEWS: Final = (
    words("Agreed: {number} {title}", "已通过：{number} {title}"),
    words("“{title}” {number} of {requester} is through. {link}", "{requester}的“{title}”{number} 已通过。{link}"),
)
BAD_NEWS: Final = (
    words("Not agreed: {number} {title}", "未通过：{number} {title}"),
    words("“{title}” {number} of {requester} was not agreed. {link}", "{requester}的“{title}”{number} 未通过。{link}"),
)
FIRST: Final = "decision"


def flow_of(wishes: Wishes, keys: Sequence[str]) -> Flow:
    """``keys`` are those of the form's fields, in the order of the questions."""
    return Flow(
        FIRST,
        tuple(_states(wishes)),
        tuple(_moves(wishes, keys)),
        fallback=(Who("person", wishes.me),) if wishes.me else (),
    )


def case_said(wishes: Wishes, case: Case) -> Words:
    """When it is one of those cases: “Cost” is more than 500."""
    asked = wishes.questions[case.of.question]
    match case.of.kind:
        case "more":
            return MORE_THAN.formatted(title=asked.title, amount=f"{case.amount:,.10g}")
        case "yes":
            return IS_YES.formatted(title=asked.title)
        case _:
            return IS_CHOICE.formatted(title=asked.title, choice=asked.choices[case.of.choice])


def _states(wishes: Wishes) -> Iterator[State]:
    line = _line(wishes)
    for key, judge in zip(line, wishes.judges, strict=False):
        yield _decision(wishes, key, judge)
    for key, case in zip(line[len(wishes.judges) :], wishes.cases, strict=False):
        yield State(key, "choice", case_said(wishes, case))
        yield _decision(wishes, f"{key}-decision", case.judge)
    if _goes_back(wishes):
        yield State("improve", "task", IMPROVE, who=(Who("requester"),), fields={"*": "edit"})
    if wishes.worker:
        yield State("work", "task", wishes.work, who=(wishes.worker.who,), deadlines=_deadlines(wishes))
    yield State("done", "end", DONE if wishes.worker else AGREED, notices=_notices(wishes, GOOD_NEWS), outcome="closed")
    if wishes.refused != "back":
        yield State("refused", "end", REFUSED, notices=_notices(wishes, BAD_NEWS), outcome="rejected")
    if _goes_back(wishes):
        yield State("given-up", "end", GIVEN_UP, outcome="withdrawn")


def _decision(wishes: Wishes, key: str, judge: Judge) -> State:
    title = MANAGER if judge.who.kind == "manager" else DECIDES.formatted(name=judge.name)
    return State(key, "approval", title, who=(judge.who,), decide=judge.decide, deadlines=_deadlines(wishes))


def _moves(wishes: Wishes, keys: Sequence[str]) -> Iterator[Move]:
    line = [*_line(wishes), "work" if wishes.worker else "done"]
    decisions = len(wishes.judges)
    for at in range(decisions):
        yield from _verdict(wishes, line[at], line[at + 1])
    for at, case in enumerate(wishes.cases, decisions):
        yield Move("yes", line[at], f"{line[at]}-decision", YES, when=_rule(case, keys))
        yield Move("otherwise", line[at], line[at + 1], OTHERWISE)
        yield from _verdict(wishes, f"{line[at]}-decision", line[at + 1])
    if wishes.worker:
        yield Move("done", "work", "done", DONE)
    if _goes_back(wishes):
        yield Move("again", "improve", FIRST, AGAIN)
        yield Move("give-up", "improve", "given-up", GIVE_UP, unfinished=True)


def _verdict(wishes: Wishes, key: str, onward: str) -> Iterator[Move]:
    """Agreed, and what else those who decide may say."""
    yield Move("approve", key, onward, AGREE, vote="for")
    if wishes.refused == "back":
        yield Move("send-back", key, "improve", SEND_BACK, asks=("comment",), vote="against", unfinished=True)
        return
    yield Move("reject", key, "refused", REFUSE, asks=("comment",), vote="against", unfinished=True)
    if wishes.refused == "both":
        yield Move("send-back", key, "improve", SEND_BACK, asks=("comment",), unfinished=True)


def _line(wishes: Wishes) -> list[str]:
    """The steps that follow one another: decisions, then the forks before those of some cases."""
    line: list[str] = []
    for wanted in [FIRST] * len(wishes.judges) + ["case"] * len(wishes.cases):
        line.append(unique(wanted, line, joint="-"))
    return line


def _rule(case: Case, keys: Sequence[str]) -> Rule:
    asked = Operand("name", keys[case.of.question])
    match case.of.kind:
        case "more":
            row = Row(asked, ">", Operand("value", case.amount))
        case "yes":
            row = Row(asked, "yes")
        case _:
            row = Row(asked, "==", Operand("value", const(case.of.choice)))
    return to_rule(Group("all", (row,)))


def const(choice: int) -> str:
    """How a choice is kept, by its number."""
    return f"option_{choice + 1}"


def _goes_back(wishes: Wishes) -> bool:
    return wishes.refused != "end"


def _deadlines(wishes: Wishes) -> tuple[Deadline, ...]:
    if not wishes.days:
        return ()
    told = (Deadline(f"P{2 * wishes.days}WD", "escalate"),) if wishes.tells else ()
    return (Deadline(f"P{wishes.days}WD", "remind"), *told)


def _notices(wishes: Wishes, news: tuple[Words, Words]) -> tuple[Notice, ...]:
    if not wishes.told:
        return ()
    title, text = news
    return (Notice("enter", tuple(one.who for one in wishes.told), title=title, text=text),)
