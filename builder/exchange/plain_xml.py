"""XML from outside as plain elements, read by a parser that follows nothing and builds no more than there are bounds for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn
from xml.parsers.expat import ExpatError, ParserCreate

from builder.exchange.conversion_report import refused

DEEPEST: Final = 60
MOST: Final = 50_000
"""Elements and attributes of a file."""
_UNFIT: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class Element:
    """``name`` as ``{namespace}local`` is parted into ``space`` and ``name``; attributes outside of any keep bare names."""

    space: str
    name: str
    attributes: Mapping[str, str]
    inside: list["Element"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.attributes.get("id", "")

    @property
    def text(self) -> str:
        return "".join(self.texts).strip()

    def get(self, name: str, otherwise: str = "") -> str:
        return self.attributes.get(name, otherwise)

    def all(self, *names: str) -> Iterator["Element"]:
        return (one for one in self.inside if one.name in names)

    def first(self, *names: str) -> "Element | None":
        return next(self.all(*names), None)

    def walk(self) -> Iterator["Element"]:
        yield self
        for one in self.inside:
            yield from one.walk()


def fit(text: str) -> str:
    """Without what no XML can hold."""
    return _UNFIT.sub("\ufffd", text)


def read_xml(content: bytes) -> Element:
    """The outermost element.

    Raises:
        Unreadable: it is no XML, brings types or entities of its own, or is larger or deeper than anybody means it.
    """
    reader = _Reader()
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.say
    parser.StartDoctypeDeclHandler = _own_types
    parser.EntityDeclHandler = _own_types
    try:
        parser.Parse(content, True)
    except (ExpatError, ValueError, LookupError) as wrong:
        raise refused("xml.broken", reason=str(wrong)[:200]) from wrong
    if reader.root is None:
        raise refused("xml.broken", reason="")
    return reader.root


@dataclass
class _Reader:
    root: Element | None = None
    path: list[Element] = field(default_factory=list)
    count: int = 0

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self.count += 1 + len(attributes)
        if self.count > MOST or len(self.path) >= DEEPEST:
            raise refused("xml.too-much", most=MOST, deepest=DEEPEST)
        space, _, local = name.rpartition(" ")
        made = Element(space, local, {key.replace(" ", "#"): value for key, value in attributes.items()})
        if self.path:
            self.path[-1].inside.append(made)
        self.root = self.root or made
        self.path.append(made)

    def end(self, _name: str) -> None:
        self.path.pop()

    def say(self, text: str) -> None:
        if self.path:
            self.path[-1].texts.append(text)


def _own_types(*_declared: Any) -> NoReturn:
    raise refused("xml.own-types")
