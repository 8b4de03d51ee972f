"""What people ask for most: a title to tap, and the questions that usually go with it.

Whoever taps one begins with words that we have in both languages; what they change is theirs, in their own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from schemas.words import Words, words


@dataclass(frozen=True)
class Asked:
    """A question of an example; ``kind`` is one of `builder.guide.guide_questions.KINDS`."""

    title: Words
    kind: str
    required: bool = True
    choices: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Example:
    key: str
    title: Words
    icon: str
    asked: tuple[Asked, ...]


EXAMPLES: Final = (
    Example(
        "purchase",
        words("A purchase", "采购申请"),
        icon="shopping-cart",
        asked=(
            Asked(words("What is to be bought?", "采购内容"), "text"),
            Asked(words("What does it cost?", "预计金额"), "money"),
            Asked(words("Needed by", "期望到货日期"), "date", required=False),
            Asked(words("What is it for?", "采购用途"), "long_text", required=False),
        ),
    ),
    Example(
        "leave",
        words("A leave", "请假申请"),
        icon="calendar-days",
        asked=(
            Asked(
                words("What kind of leave?", "请假类型"),
                "choice",
                choices=(words("Holiday", "年假"), words("Illness", "病假"), words("Personal", "事假")),
            ),
            Asked(words("First day", "开始日期"), "date"),
            Asked(words("Last day", "结束日期"), "date"),
            Asked(words("How many working days?", "请假天数"), "number"),
            Asked(words("Who stands in?", "工作代理人"), "person", required=False),
        ),
    ),
    Example(
        "change",
        words("A change", "变更申请"),
        icon="git-branch",
        asked=(
            Asked(words("What is to be different?", "变更内容"), "long_text"),
            Asked(words("Why?", "变更原因"), "long_text"),
            Asked(words("Is it urgent?", "是否紧急"), "yes_no"),
            Asked(words("Something to look at", "相关附件"), "file", required=False),
        ),
    ),
    Example(
        "expense",
        words("An expense", "报销申请"),
        icon="receipt",
        asked=(
            Asked(words("What was it for?", "费用说明"), "text"),
            Asked(words("How much?", "报销金额"), "money"),
            Asked(words("When?", "发生日期"), "date"),
            Asked(words("The receipt", "票据附件"), "file"),
        ),
    ),
    Example(
        "visit",
        words("A visit", "来访预约"),
        icon="users",
        asked=(
            Asked(words("Who is coming?", "来访人"), "text"),
            Asked(words("On which day?", "来访日期"), "date"),
            Asked(words("How many people?", "来访人数"), "number"),
            Asked(words("Whom do they visit?", "被访人"), "person", required=False),
        ),
    ),
)


def said(example: Example, lang: str) -> dict[str, dict[str, Any]]:
    """The answers of the guide's first two pages, as if somebody had typed them in that language."""
    rows = [
        {
            "title": one.title.in_(lang),
            "kind": one.kind,
            "required": one.required,
            **({"choices": "\n".join(each.in_(lang) for each in one.choices)} if one.choices else {}),
        }
        for one in example.asked
    ]
    return {"title": {"title": example.title.in_(lang)}, "questions": {"questions": rows}}


def in_all_languages(text: str, lang: str) -> Words:
    """What somebody has typed, in their language; in both where the words are ours."""
    return _known().get(text) or Words({lang: text})


@cache
def _known() -> Mapping[str, Words]:
    return {text: one for one in _texts() for text in one.values()}


def _texts() -> Iterator[Words]:
    for example in EXAMPLES:
        yield example.title
        for one in example.asked:
            yield one.title
            yield from one.choices
