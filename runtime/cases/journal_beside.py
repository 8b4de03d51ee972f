"""Lines of the journal about what happens beside the flow: contacts that were had, opinions, meetings, what it became."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from runtime.processes.deployment import Compiled
from runtime.store.cases.journal import Entry
from schemas.fields.parts.spelling import show_date
from schemas.words import LANGUAGES, Words, read_words, words

CONTACTED, TABLED, MINUTED = "contacted", "tabled", "minuted"
ASKED, OPINED, CALLED_OFF = "opinion_asked", "opined", "opinion_off"
BECAME, CAME, NAMED = "became", "came_from", "named"

HOW: Final[Mapping[str, Words]] = {
    "phone": words("By phone", "电话"),
    "email": words("By e-mail", "邮件"),
    "in_person": words("Face to face", "面谈"),
    "video": words("By video", "视频会议"),
}
"""The ways in which people are in contact."""
ANSWERS: Final[Mapping[str, Words]] = {
    "consents": words("supports it", "表示支持"),
    "objects": words("objects", "表示反对"),
    "comments": words("has commented", "提出了意见"),
}
"""What somebody who was asked can answer."""


_DETAILS: Final[Mapping[str, Words]] = {
    "reason": words("Why: {said}.", "原因：{said}。"),
    "effect": words("Expected: {said}.", "预期效果：{said}。"),
    "next": words("Next: {said}.", "下一步：{said}。"),
    "next_on": words("By {said}.", "日期：{said}。"),
}
"""Of a contact, in the order in which they are told."""


def _contacted(entry: Entry, _: Compiled) -> Words:
    body = entry.body
    if body.get("corrects"):
        said = words("{name} corrected a contact: {how}, with {who}.", "{name}更正了沟通记录：{how}，对方：{who}。")
    else:
        said = words("{name} was in contact: {how}, with {who}.", "{name}进行了沟通：{how}，对方：{who}。")
    told = said.formatted(name=entry.by_name, how=_lower(HOW[body["how"]]), who=body["who"])
    for key, more in _DETAILS.items():
        if body.get(key):
            told = words("{told} {more}", "{told}{more}").formatted(
                told=told, more=more.formatted(said=_detail(key, body[key]))
            )
    return told


def _detail(key: str, said: Any) -> Words | str:
    """A day as each language writes it."""
    return Words({lang: show_date(date.fromisoformat(said), lang) for lang in LANGUAGES}) if key == "next_on" else said


def _tabled(entry: Entry, _: Compiled) -> Words:
    return words(
        "{name} put it on the agenda of {meeting}, “{title}”.", "{name}将其列入评审会 {meeting}“{title}”的议程。"
    ).formatted(name=entry.by_name, meeting=entry.body["meeting"], title=entry.body["title"])


def _minuted(entry: Entry, _: Compiled) -> Words:
    return words("Meeting {meeting}, “{title}”: {outcome}", "评审会 {meeting}“{title}”：{outcome}").formatted(
        meeting=entry.body["meeting"], title=entry.body["title"], outcome=read_words(entry.body["outcome"])
    )


def _asked(entry: Entry, _: Compiled) -> Words:
    if entry.body["asks"] == "inform":
        said = words("{name} informed {who}.", "{name}已告知{who}。")
    else:
        said = words("{name} asked {who} for their support.", "{name}征求了{who}的意见。")
    return said.formatted(name=entry.by_name, who=entry.body["who"])


def _opined(entry: Entry, _: Compiled) -> Words:
    return words("{who} {answer}.", "{who}{answer}。").formatted(
        who=entry.body["who"], answer=ANSWERS[entry.body["answer"]]
    )


def _called_off(entry: Entry, _: Compiled) -> Words:
    return words("{name} withdrew the question to {who}.", "{name}撤回了对{who}的意见征询。").formatted(
        name=entry.by_name, who=entry.body["who"]
    )


def _became(entry: Entry, _: Compiled) -> Words:
    return words("It became {number}, “{title}”.", "已转为 {number}“{title}”。").formatted(
        number=entry.body["number"], title=read_words(entry.body["title"])
    )


def _came(entry: Entry, _: Compiled) -> Words:
    return words("It comes from {number}, “{title}”.", "来源于 {number}“{title}”。").formatted(
        number=entry.body["number"], title=read_words(entry.body["title"])
    )


def _named(entry: Entry, _: Compiled) -> Words:
    told = words("{number}, “{title}”, names this request.", "{number}“{title}”关联了此申请。").formatted(
        number=entry.body["number"], title=read_words(entry.body["title"])
    )
    for one in entry.body.get("said", ()):
        told = words("{told} {more}.", "{told}{more}。").formatted(told=told, more=read_words(one))
    return told


def _lower(text: Words) -> Words:
    return Words({lang: said[:1].lower() + said[1:] for lang, said in text.items()})


SENTENCES: Final[Mapping[str, Callable[[Entry, Compiled], Words]]] = {
    CONTACTED: _contacted,
    TABLED: _tabled,
    MINUTED: _minuted,
    ASKED: _asked,
    OPINED: _opined,
    CALLED_OFF: _called_off,
    BECAME: _became,
    CAME: _came,
    NAMED: _named,
}
