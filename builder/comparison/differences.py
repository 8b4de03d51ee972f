"""How two things of one kind differ, in sentences: what is gone, what has come, what is called or stands otherwise."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from schemas.model.flow import Move, State
from schemas.model.form import Field, Page, Section
from schemas.words import LANGUAGES, Words, words

About = Literal["process", "form", "flow", "rights", "texts"]
"""What a reviewer may look for."""
TEXTS: Final = frozenset({"title", "about", "help", "placeholder", "message"})
LONGEST: Final = 160
"""Characters of a text that a sentence quotes."""
CALLED: Final[Mapping[str, Words]] = {"en": words("in English", "英文"), "zh-Hans": words("in Chinese", "中文")}


@dataclass(frozen=True)
class Difference:
    """One, as a sentence."""

    about: About
    text: Words


Saying = tuple[Callable[[Any], Mapping[str, Words]], Callable[[Any], Mapping[str, Words]]]
"""What the parts of the old one say, and of the new, as far as a sentence can hold it."""


def parts(
    about: About, what: Words, named: Mapping[str, Words], old: Any, new: Any, saying: Saying | None = None
) -> Iterator[Difference]:
    """One sentence for each part that differs: what it says now and said before, where words hold that."""
    differ = [name for name in named if getattr(old, name) != getattr(new, name)]
    said = [say(one) for say, one in zip(saying, (old, new), strict=True)] if saying and differ else [{}, {}]
    for name in differ:
        before, after = (one.get(name, Words()) for one in said)
        if name in TEXTS and isinstance(getattr(new, name), Words):
            part = words("{what}: {part}", "{what}：{part}").formatted(what=what, part=named[name])
            yield from wording(part, getattr(old, name), getattr(new, name))
        elif before != after:
            yield Difference(about, _changed(what, named[name], before, after))
        else:
            changed = words("{what}: {part} changed.", "{what}：{part}有变化。")
            yield Difference(about, changed.formatted(what=what, part=named[name]))


def _changed(what: Words, part: Words, before: Words, after: Words) -> Words:
    """What is said is no quotation: it may be a sentence, and quote titles itself."""
    said = words("{what}, {part}: {after}. Before: {before}.", "{what}，{part}：{after}。原为：{before}。")
    before, after = (_bare(_clipped(one)) or words("none", "无") for one in (before, after))
    return said.formatted(what=what, part=part, before=before, after=after)


def _bare(text: Words) -> Words:
    return Words({tag: one.rstrip(".。") for tag, one in text.items()})


def renamed(what: Words, old: Words, new: Words) -> Iterator[Difference]:
    """Its title, in the languages in which that differs."""
    said = words("{what} is now called “{new}” (was “{old}”).", "{what}改名为“{new}”（原为“{old}”）。")
    if not old or not new or len(_differ(old, new)) < len({*old, *new}):
        yield from wording(words("{what}: title", "{what}：标题").formatted(what=what), old, new)
    elif old != new:
        yield Difference("texts", said.formatted(what=what, new=new, old=old))


def wording(what: Words, old: Words, new: Words) -> Iterator[Difference]:
    """How a text reads now, and read before: of all languages at once, or of the one that was changed."""
    tags = _differ(old, new)
    if len(tags) == len({*old, *new}):
        yield Difference("texts", _worded(what, old, new))
        return
    for tag in tags:
        where = words("{what} {called}", "{what}（{called}）").formatted(what=what, called=CALLED.get(tag, tag))
        yield Difference("texts", _worded(where, *(words(one.get(tag, ""), one.get(tag, "")) for one in (old, new))))


def _differ(old: Words, new: Words) -> list[str]:
    return [tag for tag in dict.fromkeys((*LANGUAGES, *old, *new)) if old.get(tag) != new.get(tag)]


def _worded(what: Words, old: Words, new: Words) -> Words:
    if not old:
        said = words("{what} now says “{new}”; there was none.", "{what}新增为“{new}”。")
    elif not new:
        said = words("{what} was taken away; it said “{old}”.", "已删除{what}（原为“{old}”）。")
    else:
        said = words("{what} now says “{new}” (was “{old}”).", "{what}改为“{new}”（原为“{old}”）。")
    return said.formatted(what=what, old=_clipped(old), new=_clipped(new))


def _clipped(text: Words) -> Words:
    return Words({tag: one if len(one) <= LONGEST else f"{one[:LONGEST].rstrip()}…" for tag, one in text.items()})


def gone(about: About, old: Mapping[str, Any], new: Mapping[str, Any], kind: Words) -> Iterator[Difference]:
    for key in old:
        if key not in new:
            yield Difference(
                about, words("{what} was removed.", "已删除{what}。").formatted(what=named(kind, old[key]))
            )


def come(about: About, old: Mapping[str, Any], new: Mapping[str, Any], kind: Words) -> Iterator[Difference]:
    for key in new:
        if key not in old:
            yield Difference(about, words("{what} was added.", "新增{what}。").formatted(what=named(kind, new[key])))


def order(about: About, old: Iterable[str], new: Iterable[str], sentence: Words) -> Iterator[Difference]:
    before, after = list(old), list(new)
    both = set(before) & set(after)
    if [key for key in before if key in both] != [key for key in after if key in both]:
        yield Difference(about, sentence)


def named(kind: Words, one: Field | Page | Section | State) -> Words:
    return words("{kind} “{title}”", "{kind}“{title}”").formatted(kind=kind, title=title(one))


def title(one: Field | Page | Section | State | Move) -> Words | str:
    return one.title or one.key


def keyed(row: Sequence[Any]) -> dict[str, Any]:
    return {one.key: one for one in row}
