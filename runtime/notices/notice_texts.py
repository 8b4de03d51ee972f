"""What a notice says: the designer's own words with their places filled, or else ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from runtime.formats.wording import filled, line
from runtime.processes.deployment import Compiled
from runtime.store.cases.cases import Case
from runtime.visibility import forecast
from schemas.fields.registry import type_of
from schemas.words import Words, read_words, words

HEADINGS: Final[Mapping[str, Words]] = {
    "begin": words("{number} has begun: {title}", "{number} 已发起：{title}"),
    "enter": words("{number} has come to “{state}”", "{number} 已进入“{state}”"),
    "leave": words("{number} has left “{state}”", "{number} 已离开“{state}”"),
    "late": words("{number} is late at “{state}”", "{number} 在“{state}”已逾期"),
    "move": words("{number} has gone on from “{state}”", "{number} 已从“{state}”流转"),
    "end": words("{number} has ended: {state}", "{number} 已结束：{state}"),
}
"""What happened, where the designer has written no title of a notice."""
OURS: Final = words("{title}, from {requester}.", "{title}，申请人：{requester}。")


@dataclass(frozen=True)
class Told:
    """``heading`` is one line; ``text`` may have several."""

    heading: str
    text: str


def told(
    said: Mapping[str, Any],
    case: Case,
    compiled: Compiled,
    readable: frozenset[str],
    lang: str,
    link: str,
    *,
    inside: bool = True,
) -> Told:
    """To one reader, who sees the fields that are ``readable``; the others are left out. ``link`` is empty for none."""
    values = {
        "number": case.number,
        "title": line(case.title.in_(lang)),
        "state": line(compiled.title(said["state"]).in_(lang)),
        "requester": line(case.requester_name),
        "link": link,
    }
    fields = compiled.process.form.fields

    def field(key: str) -> str | None:
        if key not in fields:
            return None
        value = case.answers.get(key)
        return "" if key not in readable or value is None else type_of(fields[key]).show(fields[key], value, lang)

    title = read_words(said["title"]) or HEADINGS[said["occasion"]]
    text = read_words(said["text"])
    ours = f"{filled(OURS.in_(lang), values, field)}\n{forecast.sentence(compiled, case, inside=inside).in_(lang)}"
    return Told(line(filled(title.in_(lang), values, field)), filled(text.in_(lang), values, field) or ours)
