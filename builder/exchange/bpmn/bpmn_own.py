"""BPMN that came out of Formloom: the very same process, with what somebody has changed in the file since.

Our own words say what a step or a way is; what is drawn says where the ways run, and what steps and ways are called.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from builder.exchange.conversion_report import Carried, Keys, Ledger, refused
from builder.exchange.plain_xml import Element, fit
from schemas.document import load, parse

OURS: Final = "https://formloom.org/schema/bpmn/1"
FLOW: Final = "sequenceFlow"
LONG: Final = 9
"""Digits of a place."""


def own_words(element: Element, name: str) -> Element | None:
    """What of ours stands with an element."""
    held = element.first("extensionElements")
    return next((one for one in held.all(name) if one.space == OURS), None) if held else None


def is_own(process: Element) -> bool:
    return own_words(process, "process") is not None


def read_own(process: Element) -> Carried:
    """The process, and what of the file says something that our own words know nothing of.

    Raises:
        Unreadable: our own words are damaged, or what was made of them is no process.
    """
    return _Own(process).read()


class _Own:
    def __init__(self, process: Element) -> None:
        said = own_words(process, "process")
        if said is None:
            raise refused("import.unknown-format", formats="bpmn")
        self.process, self.lang = process, said.get("lang", "en")
        self.document = _json(said)
        self.ledger = Ledger()
        self.elements = [one for one in process.walk() if one.id and one is not process]
        self.state_of: dict[str, str] = {}

    def read(self) -> Carried:
        undrawn, flow = self.document.pop("undrawn", None), self.document.get("flow")
        if not isinstance(undrawn, list) or not isinstance(flow, dict):
            raise refused("xml.broken", reason="formloom:process")
        left = [(at, move) for at, move in filter(_is_pair, undrawn)]
        states = _in_order(self._states())
        made = {**flow, "states": states, "moves": _in_order([*left, *self._moves()])}
        document = _named({**self.document, "flow": made}, self.process, self.lang)
        return Carried(load(document), tuple(self.ledger.lost))

    def _states(self) -> Iterator[tuple[int, Any]]:
        for one in self.elements:
            part, said = own_words(one, "part"), own_words(one, "state")
            if part is not None:
                self.state_of[one.id] = part.get("of")
            elif said is not None:
                state = _json(said)
                self.state_of[one.id] = str(state.get("key"))
                yield _number(said), _named(state, one, self.lang)
            elif one.name not in (FLOW, "startEvent") and one.space == self.process.space and self._is_step(one):
                self.ledger.note("import.left-out", one.id, name=one.get("name") or one.id, what=one.name)

    def _is_step(self, one: Element) -> bool:
        return one.name.endswith(("Task", "Gateway", "Event", "task")) or one.name in ("subProcess", "callActivity")

    def _moves(self) -> Iterator[tuple[int, Any]]:
        keys: dict[str, Keys] = {}
        for one in self.elements:
            if one.name != FLOW or own_words(one, "part") is not None:
                continue
            said = own_words(one, "move")
            source, target = self.state_of.get(one.get("sourceRef")), self.state_of.get(one.get("targetRef"))
            if source is None or target is None:
                if said is not None:
                    self.ledger.note("import.left-out", one.id, name=one.get("name") or one.id, what=one.name)
                continue
            if said is not None:
                yield _number(said), {**_named(_json(said), one, self.lang), "from": source, "to": target}
            elif source != target:
                key = keys.setdefault(source, Keys()).free(one.get("name") or one.id, "on")
                yield len(self.elements), {"key": key, "from": source, "to": target, "title": one.get("name")}


def _number(said: Element) -> int:
    at = said.get("at")
    return int(at) if at.isdecimal() and len(at) < LONG else 0


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], int)  # noqa: PLR2004 -- place and move


def _json(said: Element) -> Any:
    value = parse(said.text)
    if not isinstance(value, dict):
        raise refused("document.not-json", reason="")
    return value


def _named(own: Mapping[str, Any], drawn: Element, lang: str) -> dict[str, Any]:
    """With the name that somebody has given it since, in the language in which the file was written."""
    title = own.get("title", "")
    texts = title if isinstance(title, dict) else {"en": title} if title else {}
    name = drawn.get("name")
    if not name or name in {fit(text) for text in (*texts.values(), own.get("key", "")) if isinstance(text, str)}:
        return {**own}
    return {**own, "title": {**texts, lang: name}}


def _in_order(numbered: Any) -> list[Any]:
    return [one for _, one in sorted(numbered, key=lambda pair: pair[0])]
