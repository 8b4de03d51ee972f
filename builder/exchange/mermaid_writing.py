"""A flow as Mermaid text, a flowchart that wikis, issue trackers and editors draw."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from schemas.model.flow import Move, StateKind
from schemas.model.process import Process

BEGIN: Final = "begin"
SHAPES: Final[Mapping[StateKind, tuple[str, str]]] = {
    "task": ("[", "]"),
    "approval": ("[[", "]]"),
    "choice": ("{", "}"),
    "parallel": ("{{", "}}"),
    "inclusive": ("{{", "}}"),
    "loop": ("[/", "/]"),
    "process": ("[(", ")]"),
    "wait": (">", "]"),
    "action": ("(", ")"),
    "end": ("([", "])"),
}
_ODD: Final = re.compile(r"[^\w\s,.!?()/+*=%€¥$§°·、，。？！：；（）《》“”…-]")
_PLAIN: Final = re.compile(r"[^\w\s,.!?()-]")


def write_mermaid(process: Process, lang: str) -> str:
    """The text, in one language."""
    return "\n".join(_lines(process, lang)) + "\n"


def _lines(process: Process, lang: str) -> Iterator[str]:
    flow, names = process.flow, {state.key: f"s{number}" for number, state in enumerate(process.flow.states)}
    yield "flowchart LR"
    yield f"  accTitle: {_PLAIN.sub(' ', _one_line(process.title.in_(lang) or process.key)) or process.key}"
    yield f"  {BEGIN}((( )))"
    for state in flow.states:
        opening, closing = SHAPES[state.kind]
        yield f'  {names[state.key]}{opening}"{_said(state.title.in_(lang) or state.key)}"{closing}'
    if flow.initial in names:
        yield f"  {BEGIN} --> {names[flow.initial]}"
    for move in flow.moves:
        if move.source in names and move.target in names:
            yield f'  {names[move.source]} {_arrow(move)}|"{_said(move.title.in_(lang) or move.key)}"| {names[move.target]}'


def _arrow(move: Move) -> str:
    """Branches are thick, and what nobody has to choose (a message) is dotted."""
    return "==>" if move.branch else "-.->" if move.message else "-->"


def _said(text: str) -> str:
    """Everything that could mean something to Mermaid or in HTML is named by its number."""
    return _ODD.sub(lambda found: f"#{ord(found[0])};", _one_line(text)) or "…"


def _one_line(text: str) -> str:
    return " ".join(text.split())
