"""Every text of a process, wherever it stands, with an address at which it can be said in one more language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, Final

from builder.editing.refusal import cannot
from schemas.model.process import Process
from schemas.words import LANGUAGES, Words

Steps = tuple[str, ...]
_NEEDED: Final = frozenset({"pages/sections/fields", "pages/sections/fields/columns"})
"""What has to be called something, even where it is not yet called anything in any language."""
_NO_TEXTS: Final = frozenset({"tests"})


@dataclass(frozen=True)
class Text:
    """``steps`` lead to it from the process: names of attributes, keys, and numbers where there is no key."""

    steps: Steps
    words: Words

    @property
    def address(self) -> str:
        return "/".join(step.replace("~", "~0").replace("/", "~1") for step in self.steps)

    def missing(self, languages: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(lang for lang in languages if not self.words.get(lang))


@dataclass(frozen=True)
class SetText:
    """The text at that address is so in this language; a blank one takes the language away from it."""

    address: str
    lang: str
    text: str

    def on(self, process: Process) -> Process:
        steps = tuple(step.replace("~1", "/").replace("~0", "~") for step in self.address.split("/"))
        changed: Process = _at(process, steps, self._said)
        return changed

    def _said(self, before: Words) -> Words:
        return _with(before, self.lang, self.text.strip())


@dataclass(frozen=True)
class RemoveLanguage:
    """Every text of a language goes. Those of the product stay: without them nobody could read anything."""

    lang: str

    def on(self, process: Process) -> Process:
        if self.lang in LANGUAGES:
            raise cannot("edit.unknown", key=self.lang)
        for text in texts(process):
            process = _at(process, text.steps, lambda before: _with(before, self.lang, ""))
        return process


def texts(process: Process) -> tuple[Text, ...]:
    """In the order of the document: those that say something in any language, and those that have to."""
    found = (Text(steps, said) for steps, said in _walked(process, ()))
    return tuple(one for one in found if one.words or _is_needed(one.steps))


def languages(process: Process) -> tuple[str, ...]:
    """Those of the product, then the others in which anything is said."""
    return standing(process)[0]


def missing(process: Process) -> int:
    """How many texts lack one of the languages, each counted once for each language that it lacks."""
    return standing(process)[1]


def standing(process: Process) -> tuple[tuple[str, ...], int]:
    """Both of these, with one look at the whole."""
    found = texts(process)
    others = {lang for one in found for lang in one.words} - set(LANGUAGES)
    spoken = (*LANGUAGES, *sorted(others))
    return spoken, sum(len(one.missing(spoken)) for one in found)


def _is_needed(steps: Steps) -> bool:
    *owner, last = steps
    return last == "title" and "/".join(owner[1::2]) in _NEEDED


def _with(before: Words, lang: str, text: str) -> Words:
    kept = {tag: said for tag, said in before.items() if tag != lang}
    return Words({**kept, lang: text} if text else kept)


def _walked(value: Any, steps: Steps) -> Iterator[tuple[Steps, Words]]:
    if isinstance(value, Words):
        yield steps, value
        return
    for name, part in _parts(value):
        yield from _walked(part, (*steps, name))


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    """What may hold texts: rules, and the answers of tests, are plain JSON and hold none."""
    if is_dataclass(value):
        yield from ((name, getattr(value, name)) for name in _names(value.__class__))
    elif isinstance(value, Mapping):
        yield from ((name, part) for name, part in value.items() if isinstance(part, tuple | Words))
    elif isinstance(value, tuple):
        yield from ((_name(one, at), one) for at, one in enumerate(value))


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind) if one.name not in _NO_TEXTS)


def _name(one: Any, at: int) -> str:
    """A way out of a step is named together with its step: only so its key is the only one."""
    source, key = getattr(one, "source", ""), getattr(one, "key", "") or getattr(one, "const", "")
    return f"{source} {key}" if source else str(key or at)


def _at(value: Any, steps: Steps, change: Any) -> Any:
    """The same with the text at the end of these steps changed. Raises CannotEdit: there is none (any more)."""
    if isinstance(value, Words):
        return change(value) if not steps else _nothing(steps)
    if not steps or steps[0] not in dict(_parts(value)):
        return _nothing(steps)
    name, *rest = steps
    if is_dataclass(value):
        return replace(value, **{name: _at(getattr(value, name), tuple(rest), change)})  # type: ignore[type-var]
    if isinstance(value, Mapping):
        return {**value, name: _at(value[name], tuple(rest), change)}
    return tuple(_at(one, tuple(rest), change) if _name(one, at) == name else one for at, one in enumerate(value))


def _nothing(steps: Steps) -> Any:
    raise cannot("edit.unknown", key="/".join(steps))
