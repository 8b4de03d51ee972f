"""How two things of one kind differ, in sentences: what is gone, what has come, what is called or stands otherwise."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from schemas.flow import Move, State
from schemas.form import Field, Page, Section
from schemas.words import Words, words


def parts(what: Words, parts: Mapping[str, Words], old: Any, new: Any) -> Iterator[Words]:
    for name, part in parts.items():
        if getattr(old, name) != getattr(new, name):
            yield words("{what}: {part} changed.", "{what}：{part}有变化。").formatted(what=what, part=part)


def renamed(what: Words, old: Words, new: Words) -> Words:
    return words("{what} is now called “{new}” (was “{old}”).", "{what}改名为“{new}”（原为“{old}”）。").formatted(
        what=what, new=new, old=old
    )


def gone(old: Mapping[str, Any], new: Mapping[str, Any], kind: Words) -> Iterator[Words]:
    for key in old:
        if key not in new:
            yield words("{what} was removed.", "已删除{what}。").formatted(what=named(kind, old[key]))


def come(old: Mapping[str, Any], new: Mapping[str, Any], kind: Words) -> Iterator[Words]:
    for key in new:
        if key not in old:
            yield words("{what} was added.", "新增{what}。").formatted(what=named(kind, new[key]))


def order(old: Iterable[str], new: Iterable[str], sentence: Words) -> Iterator[Words]:
    before, after = list(old), list(new)
    both = set(before) & set(after)
    if [key for key in before if key in both] != [key for key in after if key in both]:
        yield sentence


def named(kind: Words, one: Field | Page | Section | State) -> Words:
    return words("{kind} “{title}”", "{kind}“{title}”").formatted(kind=kind, title=title(one))


def title(one: Field | Page | Section | State | Move) -> Words | str:
    return one.title or one.key


def keyed(row: Sequence[Any]) -> dict[str, Any]:
    return {one.key: one for one in row}
