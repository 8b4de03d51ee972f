"""Reading JSON by hand, part by part: wrong shapes are noted with their place, and reading goes on."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from schemas.model.form import Rule
from schemas.problem import Problem, pointer
from schemas.words import Words, read_words

KEY: Final = r"^[^\x00-\x20\x7f\s\d!-,./:-@\[-^`{-~-][^\x00-\x20\x7f\s!-,./:-@\[-^`{-~]{0,63}$"
"""A key begins with a letter of any script; letters, digits, "_" and "-" follow. Written as what it must not hold,
so that every dialect of regular expressions takes it the same way."""

LONGEST_NUMBER: Final = 60
NUMBER: Final = r"^([^{}]|\{(yyyy|mm)\})*\{seq(:[1-9])?\}([^{}]|\{(yyyy|mm)\})*$"
"""By what running numbers are made. Without exactly one count two things would be called the same."""

_KEY = re.compile(KEY)
_KINDS: Final[Mapping[str, type | tuple[type, ...]]] = {
    "object": dict,
    "list": list,
    "text": str,
    "yes or no": bool,
    "whole number": int,
    "number": (int, float),
}


@dataclass(frozen=True)
class Part:
    """One value of a document, the steps that lead to it, and the list on which all parts of a document complain.

    What is absent, or null, reads as the default. What has the wrong shape is noted, and reads as the default too.
    """

    raw: Any
    steps: tuple[str | int, ...]
    problems: list[Problem]

    @property
    def path(self) -> str:
        return pointer(*self.steps)

    def complain(self, code: str, *at: str | int, **params: Any) -> None:
        self.problems.append(Problem(code, pointer(*self.steps, *at), params))

    def part(self, key: str | int) -> "Part":
        """What stands under a key; None inside where nothing does."""
        inside = self.raw[key] if isinstance(key, int) else self._object.get(key)
        return Part(inside, (*self.steps, key), self.problems)

    def but(self, raw: Any) -> "Part":
        """The same place with another value, as if that stood there."""
        return replace(self, raw=raw)

    def has(self, key: str) -> bool:
        return self._object.get(key) is not None

    def holds(self, *required: str, optional: Sequence[str] = ()) -> None:
        """Note what is missing and what nobody knows. To be said once of every object.

        Of an object that is not there at all, what would hold it has complained.
        """
        absent = self.raw is None and not isinstance(self.steps[-1], int)
        if absent or not self.is_a("object"):
            return
        for key in required:
            if not self.has(key):
                self.complain("document.missing-key", key=key)
        for key in self.raw:
            if key not in required and key not in optional:
                self.complain("document.unknown-key", key, key=key)

    def members(self) -> Iterator[tuple[str, "Part"]]:
        """The keys of this object and what they hold."""
        if self.raw is not None and self.is_a("object"):
            yield from ((key, self.part(key)) for key in self.raw)

    def items(self, key: str) -> Iterator["Part"]:
        """The items of the list under a key."""
        listed = self.part(key)
        if listed.raw is not None and listed.is_a("list"):
            yield from (listed.part(index) for index in range(len(listed.raw)))

    def text(self, key: str, default: str = "") -> str:
        return str(self._value(key, "text", default))

    def flag(self, key: str, *, default: bool = False) -> bool:
        return bool(self._value(key, "yes or no", default))

    def count(self, key: str, default: int) -> int:
        found = self._value(key, "whole number", default)
        return int(found)

    def number(self, key: str, default: float) -> float:
        found: float = self._value(key, "number", default)
        return found

    def one_of(self, key: str, allowed: Sequence[str], default: str) -> str:
        found = self.text(key, default)
        if found in allowed:
            return found
        self.complain("document.choice", key, value=found, allowed=", ".join(filter(None, allowed)))
        return default

    def name(self, key: str, default: str = "") -> str:
        """A key that other parts may refer to."""
        found = self.text(key, default)
        if isinstance(self.part(key).raw, str) and not _KEY.match(found):
            self.complain("document.key", key, key=found)
        return found

    def pattern(self, key: str, default: str) -> str:
        """By what running numbers are made."""
        found = self.text(key, default)
        if len(found) > LONGEST_NUMBER or not re.fullmatch(NUMBER, found):
            self.complain("document.number", key, number=found)
        return found

    def own_key(self) -> str:
        """The key under which this part stands."""
        key = str(self.steps[-1])
        if not _KEY.match(key):
            self.complain("document.key", key=key)
        return key

    def words(self, key: str) -> Words:
        return self.part(key).as_words()

    def as_words(self) -> Words:
        try:
            return read_words(self.raw)
        except TypeError:
            self.complain("document.words")
            return Words()

    def rule(self, key: str) -> Rule:
        """JSON Logic as it stands. An empty object is no rule, in a document that keeps a place for every one."""
        inside = self.part(key).raw
        return None if inside == {} else inside

    def rules(self) -> dict[str, Rule]:
        """JSON Logic by the keys of this object; a key with no rule says nothing."""
        return {key: rule for key, _ in self.members() if (rule := self.rule(key)) is not None}

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(item.raw for item in self.items(key) if item.is_a("text"))

    @property
    def _object(self) -> Mapping[Any, Any]:
        return self.raw if isinstance(self.raw, dict) else {}

    def _value(self, key: str, kind: str, default: Any) -> Any:
        inside = self.part(key)
        return inside.raw if inside.raw is not None and inside.is_a(kind) else default

    def is_a(self, kind: str) -> bool:
        """Whether it is an object, a list, a text…; noted where it is not."""
        # bool is an int in Python and never a number in JSON.
        fits = isinstance(self.raw, _KINDS[kind]) and (kind == "yes or no" or not isinstance(self.raw, bool))
        if not fits:
            self.complain("document.type", expected=KIND_WORDS[kind])
        return fits


KIND_WORDS: Final[Mapping[str, Words]] = {
    "object": Words({"en": "an object", "zh-Hans": "对象"}),
    "list": Words({"en": "a list", "zh-Hans": "列表"}),
    "text": Words({"en": "a text", "zh-Hans": "文本"}),
    "yes or no": Words({"en": "true or false", "zh-Hans": "true 或 false"}),
    "whole number": Words({"en": "a whole number", "zh-Hans": "整数"}),
    "number": Words({"en": "a number", "zh-Hans": "数字"}),
}
