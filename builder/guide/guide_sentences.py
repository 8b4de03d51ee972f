"""What the guide asks on each of its pages, and what it has understood, in sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from builder.guide.guide_flow import case_said
from builder.guide.guide_questions import KINDS
from builder.guide.guide_wishes import Judge, Wishes
from builder.sentences import step_sentences
from schemas.words import LANGUAGES, Words, words


@dataclass(frozen=True)
class Heading:
    """``hint`` says what belongs there, with an example."""

    question: Words
    hint: Words
    short: Words


HEADINGS: Final[Mapping[str, Heading]] = {
    "title": Heading(
        words("What is asked for?", "申请什么？"),
        words("Tap one that comes near, or say it in your own words.", "点选相近的一项，或直接填写。"),
        words("What", "事项"),
    ),
    "questions": Heading(
        words("What do you need to know?", "需要了解哪些信息？"),
        words(
            "One question for each thing that those who decide have to know. Short is good: every question can be changed later.",
            "审批人需要了解的每件事写成一个问题。越简短越好，之后随时可以修改。",
        ),
        words("Questions", "问题"),
    ),
    "filling": Heading(
        words("Who fills it in?", "谁来填写？"),
        words(
            "Clients need no account: they get a link, and say who they are.",
            "客户无需账号，打开链接并填写姓名和邮箱即可。",
        ),
        words("Who fills it in", "填写人"),
    ),
    "deciding": Heading(
        words("Who decides?", "由谁审批？"),
        words(
            "One after the other, in this order. For a purchase, say: first the manager, then two of the board.",
            "按顺序依次审批。例如采购：先由上级审批，再由委员会中的两人同意。",
        ),
        words("Who decides", "审批人"),
    ),
    "refusing": Heading(
        words("What if they refuse?", "不同意时怎么办？"),
        words(
            "Sent back, it can be improved and sent again. Whoever refuses always says why.",
            "退回后可修改并重新提交。不同意时必须填写意见。",
        ),
        words("When refused", "不同意时"),
    ),
    "time": Heading(
        words("How long may it take?", "办理时限是多久？"),
        words("Counted in working days, for each step anew.", "按工作日计算，每一步分别计时。"),
        words("Time", "时限"),
    ),
    "further": Heading(
        words("Does anybody else decide, in some cases only?", "特定情况下是否需要增加审批？"),
        words(
            "Such as: if the cost is more than 5,000, the board is asked as well. Leave it empty if there is no such case.",
            "例如：金额大于 5,000 时，还需委员会审批。没有则留空。",
        ),
        words("Some cases", "特定情况"),
    ),
    "ending": Heading(
        words("And then?", "之后呢？"),
        words(
            "What is done when it is agreed, and who hears how it ended.",
            "通过后需要办理的事项，以及结束时通知的人。",
        ),
        words("Then", "后续"),
    ),
}
"""By page, in the order of `builder.guide.guide_questions.PAGES`."""

NOTHING_TO_ASK: Final = words(
    "Your questions give nothing to decide this by. It would need a number, an amount of money, a yes or no, or a choice.",
    "您的问题中没有可用于判断的内容。需要有数字、金额、是否或单选类的问题。",
)
_TITLE: Final = words("“{title}” can be asked for.", "可以发起“{title}”。")
_ASKED: Final = words("{list}.", "{list}。")
_QUESTION: Final = words("“{title}” ({kind})", "“{title}”（{kind}）")
_OPTIONAL: Final = words("“{title}” ({kind}, may stay empty)", "“{title}”（{kind}，选填）")
_FILLED: Final[Mapping[str, Words]] = {
    "people": words("People of the house fill it in, signed in.", "由内部人员登录后填写。"),
    "clients": words("Clients fill it in, by a link.", "由客户通过链接填写。"),
    "both": words("People of the house fill it in, and clients by a link.", "内部人员登录后填写，客户通过链接填写。"),
}
_FIRST: Final = words("First {name} decides.", "首先由{name}审批。")
_NEXT: Final = words("Then {name} decides.", "然后由{name}审批。")
_ONLY: Final = words("Only {name} decides.", "仅由{name}审批。")
_RULED: Final = words("{said} {rule}", "{said}{rule}")
_REFUSED: Final[Mapping[str, Words]] = {
    "back": words("If it is refused, it goes back to be improved.", "不同意时退回申请人修改。"),
    "end": words("If it is refused, it ends.", "不同意时流程结束。"),
    "both": words(
        "Those who decide may refuse it, which ends it, or send it back to be improved.",
        "审批人可以不同意（流程结束），也可以退回修改。",
    ),
}
_NO_LIMIT: Final = words("Each step takes as long as it takes.", "每一步不限时。")
_REMINDED: Final = words(
    "After {n} working days whoever has not answered is reminded.", "超过 {n} 个工作日未办理则提醒办理人。"
)
_TOLD_ON: Final = words("After {n}, their manager is told.", "超过 {n} 个工作日则通知其上级。")
_CASE: Final = words("If {case}, {name} decides as well.", "如果{case}，还需{name}审批。")
_NO_CASE: Final = words("Every request goes the same way.", "所有申请走同样的流程。")
_WORK: Final = words("When it is agreed, {name} has this to do: “{work}”.", "通过后由{name}办理“{work}”。")
_TOLD: Final = words(
    "Besides whoever has asked, these hear how it ended: {names}.", "结束时除申请人外还通知：{names}。"
)
_NOBODY: Final = words("Whoever has asked hears how it ended.", "结束时通知申请人。")
_FALLBACK: Final = words(
    "Should a step find nobody, you are asked. You can change that among the steps.",
    "如果某一步找不到办理人，则由您办理。可在流程步骤中修改。",
)


def summary(wishes: Wishes) -> Mapping[str, tuple[Words, ...]]:
    """Page to what was understood of it."""
    return {
        "title": (_TITLE.formatted(title=wishes.title),),
        "questions": (_ASKED.formatted(list=_listed([_question(wishes, at) for at in range(len(wishes.questions))])),),
        "filling": (_FILLED[wishes.by],),
        "deciding": tuple(_deciding(wishes)),
        "refusing": (_REFUSED[wishes.refused],),
        "time": tuple(_time(wishes)),
        "further": tuple(_cases(wishes)) or (_NO_CASE,),
        "ending": tuple(_ending(wishes)),
    }


def _question(wishes: Wishes, at: int) -> Words:
    one = wishes.questions[at]
    said = _QUESTION if one.required else _OPTIONAL
    return said.formatted(title=one.title, kind=_within(KINDS[one.kind]))


def _deciding(wishes: Wishes) -> Iterator[Words]:
    for at, judge in enumerate(wishes.judges):
        head = _ONLY if len(wishes.judges) == 1 else _NEXT if at else _FIRST
        yield _ruled(head.formatted(name=_called(judge)), judge)
    if wishes.me:
        yield _FALLBACK


def _ruled(said: Words, judge: Judge) -> Words:
    """With the rule of a group behind it."""
    if judge.who.kind != "group":
        return said
    return _RULED.formatted(said=said, rule=step_sentences.decide(judge.decide))


def _called(judge: Judge) -> Words:
    return judge.name if judge.who.kind != "manager" else _within(judge.name)


def _within(said: Words) -> Words:
    """As it stands inside of a sentence."""
    return Words({lang: f"{text[:1].lower()}{text[1:]}" for lang, text in said.items()})


def _time(wishes: Wishes) -> Iterator[Words]:
    if not wishes.days:
        yield _NO_LIMIT
        return
    yield _REMINDED.formatted(n=wishes.days)
    if wishes.tells:
        yield _TOLD_ON.formatted(n=2 * wishes.days)


def _cases(wishes: Wishes) -> Iterator[Words]:
    for case in wishes.cases:
        said = _CASE.formatted(case=case_said(wishes, case), name=_called(case.judge))
        yield _ruled(said, case.judge)


def _ending(wishes: Wishes) -> Iterator[Words]:
    if wishes.worker:
        yield _WORK.formatted(name=_called(wishes.worker), work=wishes.work)
    yield _TOLD.formatted(names=_listed([_called(one) for one in wishes.told])) if wishes.told else _NOBODY


def _listed(several: list[Words]) -> Words:
    between = {"zh-Hans": "、"}
    return Words({lang: between.get(lang, ", ").join(one.in_(lang) for one in several) for lang in LANGUAGES})
