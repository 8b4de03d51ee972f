"""What the fields of a form are called in a formula: by their keys, or by their titles in any language."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from schemas.formula.vocabulary import PLAIN, RESERVED
from schemas.words import Words

FORM: Final = ""
"""The scope of the whole form. In a row of a table it is ``table.``; where nobody knows, it is None."""
Scope = str | None


class Ambiguous(Exception):
    """Several fields have this title; ``keys`` are theirs."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(", ".join(keys))
        self.keys = tuple(keys)


@dataclass(frozen=True)
class Names:
    """``titles`` by name: the keys of fields, and ``table.column``, ``period.from``, ``@person.email``.

    Without any titles every name stands for itself.
    """

    titles: Mapping[str, Words] = field(default_factory=dict)

    @cached_property
    def _levels(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """Scope to what is read there, folded, to the keys that it may mean."""
        levels: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for name, title in self.titles.items():
            table, dot, key = name.rpartition(".")
            for text in {_folded(one) for one in title.values()}:
                levels[table + dot][text].append(key)
        return levels

    def at(self, scope: str) -> Mapping[str, Words]:
        """The names of one level, without the scope, and what they are called."""
        return {
            name.removeprefix(scope): title
            for name, title in self.titles.items()
            if name.startswith(scope) and "." not in name.removeprefix(scope)
        }

    def path(self, steps: Sequence[str], scope: Scope) -> str:
        """The path of JSON Logic that these steps mean; a step that nobody knows stands for itself.

        Raises:
            Ambiguous: a title that several have.
        """
        if scope is None:
            return ".".join(steps)
        found: list[str] = []
        for step in steps:
            found.append(self._key(step, scope))
            scope = f"{scope}{found[-1]}."
        return ".".join(found)

    def _key(self, step: str, scope: str) -> str:
        if scope + step in self.titles:
            return step
        keys = self._levels.get(scope, {}).get(_folded(step), ())
        if len(keys) > 1:
            raise Ambiguous(keys)
        return keys[0] if keys else step

    def said(self, path: str, scope: Scope, lang: str) -> str | None:
        """The path as a formula writes it, by titles where ``lang`` has some; None where no formula can write it.

        What is known around a form has keys that are words enough.
        """
        steps = path.split(".")
        lang = "" if f"{scope or ''}{path}".startswith("@") else lang
        written = []
        for at, step in enumerate(steps):
            above = scope if scope is None else scope + "".join(f"{one}." for one in steps[:at])
            one = self._step(step, above, lang, first=at == 0)
            if one is None:
                return None
            written.append(one)
        return ".".join(written)

    def _step(self, key: str, scope: Scope, lang: str, *, first: bool) -> str | None:
        if key.startswith("@") and first and PLAIN.fullmatch(key[1:]):
            return key
        if key.isascii() and key.isdecimal() and not first:
            return key
        title = "" if scope is None or not lang else self.titles.get(scope + key, Words()).in_(lang)
        for text in (title, key):
            if text and self._means(text, key, scope) and (written := _written(text, first=first)):
                return written
        return None

    def _means(self, text: str, key: str, scope: Scope) -> bool:
        if scope is None:
            return text == key
        try:
            return self._key(text, scope) == key
        except Ambiguous:
            return False


def _written(text: str, *, first: bool) -> str | None:
    if PLAIN.fullmatch(text) and not (first and text.casefold() in RESERVED):
        return text
    return None if set(text) & set("[]\r\n") or text != text.strip() else f"[{text}]"


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
