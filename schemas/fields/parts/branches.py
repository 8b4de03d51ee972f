"""A tree of alternatives, written as indented lines.

Each line is one branch: what is kept, and after ``=`` what a person reads, in English and after ``|`` in Chinese::

    hardware = Hardware | 硬件
        laptop = Laptop | 笔记本
    软件

A tab, or two spaces or more deeper than the line above, goes one level down. Every text is some tree: a line that is
too deep hangs on the line above it, and a branch that is there already is not there twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from schemas.words import LANGUAGES, Words

MOST_LEVELS: Final = 8

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    const: str
    title: Words = field(default_factory=Words)
    children: tuple["Branch", ...] = ()

    def called(self, lang: str) -> str:
        return self.title.in_(lang) or self.const


@dataclass(slots=True)
class _Growing:
    depth: int
    const: str
    title: Words
    children: list["_Growing"] = field(default_factory=list)

    def grown(self) -> Branch:
        return Branch(self.const, self.title, tuple(one.grown() for one in self.children))


@lru_cache(maxsize=256)
def tree_of(text: str) -> tuple[Branch, ...]:
    root = _Growing(-1, "", Words())
    open_ones = [root]
    for line in text.splitlines():
        if not line.strip():
            continue
        depth = _depth(line)
        while open_ones[-1].depth >= depth or len(open_ones) > MOST_LEVELS:
            open_ones.pop()
        siblings = open_ones[-1].children
        const, title = _said(line)
        known = next((one for one in siblings if one.const == const), None)
        one = known or _Growing(depth, const, title)
        if not known:
            siblings.append(one)
        one.depth = depth
        open_ones.append(one)
    return root.grown().children


def titles_in(text: str) -> tuple[Words, ...]:
    """One title for each line that says something."""
    return tuple(_titles(line) for line in text.splitlines() if line.strip())


def paths_of(tree: tuple[Branch, ...], above: Path = ()) -> Iterator[Path]:
    """The ways to all leaves, in order."""
    for one in tree:
        here = (*above, one.const)
        if one.children:
            yield from paths_of(one.children, here)
        else:
            yield here


def levels_of(tree: tuple[Branch, ...]) -> int:
    return max((1 + levels_of(one.children) for one in tree), default=0)


def follow(tree: tuple[Branch, ...], path: Path) -> list[Branch]:
    """The branches along a path, for as far as it leads."""
    found: list[Branch] = []
    for step in path:
        one = next((one for one in tree if one.const == step), None)
        if one is None:
            break
        found.append(one)
        tree = one.children
    return found


def groups_at(
    tree: tuple[Branch, ...], level: int, above: tuple[Branch, ...] = ()
) -> Iterator[tuple[tuple[Branch, ...], tuple[Branch, ...]]]:
    """The branches of a level (from 0), each bunch with those that lead to it."""
    if level == 0:
        yield above, tree
        return
    for one in tree:
        if one.children:
            yield from groups_at(one.children, level - 1, (*above, one))


def _depth(line: str) -> int:
    indent = line[: len(line) - len(line.lstrip())].replace("\t", "  ").replace("\u3000", "  ")
    return len(indent) // 2


def _said(line: str) -> tuple[str, Words]:
    const, _, titles = (part.strip() for part in line.partition("="))
    return (const or titles, _titles(titles)) if titles else (const or line.strip(), Words())


def _titles(text: str) -> Words:
    said = (part.strip() for part in text.split("|", len(LANGUAGES) - 1))
    return Words({lang: part for lang, part in zip(LANGUAGES, said, strict=False) if part})
