"""The page about control-flow patterns, written from what the tests walk: ``python -m tests.patterns.guide``."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from schemas import document
from schemas.model.process import Process

FOLDER: Final = Path(__file__).parent
PAGE: Final = FOLDER.parents[1] / "docs" / "patterns.md"
FORM: Final[dict[str, Any]] = {
    "schema": {
        "type": "object",
        "properties": {
            "n": {"type": "number", "title": "How much"},
            "ok": {"type": "boolean", "title": "Is it all right?", "x-formloom": {"type": "yes_no"}},
            "areas": {
                "type": "array",
                "title": "Areas",
                "items": {"enum": ["law", "money", "safety"]},
                "x-formloom": {"type": "choices"},
            },
            "rows": {
                "type": "array",
                "title": "Rows",
                "items": {"type": "object", "properties": {"name": {"type": "string", "title": "Name"}}},
                "x-formloom": {"type": "table"},
            },
        },
    }
}
NOT: Final = {
    8: "Multi-merge: whatever comes after a block runs once. Where it shall run for each branch, it is drawn in the branch.",
    17: "Interleaved parallel routing: an order that people choose freely, one at a time, is a pool of to-dos; a drawn "
    'order is a sequence; `each` with `order` "sequential" takes rows in turn.',
    22: "Recursion: a process may ask for itself by a `process` step, but no state can hold itself.",
    28: 'Blocking discriminator: as 31 with `join` "any"; a partial join is what people ask for.',
    33: "Generalized AND-join: it counts arrivals that nobody waits for in unstructured flows. Our branches belong to a block.",
    38: "General synchronizing merge: whether a branch can still come must be worked out over the whole flow; a block "
    "knows which branches it began (37).",
    39: "Critical section: two branches that must not run at once are drawn one after the other.",
    40: "Interleaved routing: see 17.",
    41: "Thread merge: branches come back to their block, which is the only place where several become one.",
    42: "Thread split: see 13, a `loop` with a number.",
}


def patterns() -> Iterator[dict[str, Any]]:
    for path in sorted(FOLDER.glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def process_of(pattern: dict[str, Any]) -> Process:
    return document.load(document_of(pattern))


def document_of(pattern: dict[str, Any]) -> dict[str, Any]:
    flow = {"initial": pattern["flow"]["states"][0]["key"], **pattern["flow"]}
    title = {"en": pattern["name"]}
    return {"format": "formloom/1", "key": f"pattern-{pattern['pattern']}", "title": title, "form": FORM, "flow": flow}


def script_of(walk: dict[str, Any]) -> dict[str, Any]:
    return {"answers": walk.get("answers", {}), "steps": walk["steps"]}


def page() -> str:
    parts = [_INTRODUCTION]
    for pattern in patterns():
        parts.append(f"## {pattern['pattern']}. {pattern['name']}\n\n{pattern['said']}\n")
        parts.append("\n".join(_line(walk) for walk in pattern["walks"]) + "\n")
        parts.append(f"Drawn and walked in `tests/patterns/{pattern['pattern']:02d}.json`.\n")
    parts.append("## Those that it has not, and why\n")
    parts.append("\n".join(f"- {number}. {why}" for number, why in NOT.items()) + "\n")
    return "\n".join(parts)


def _line(walk: dict[str, Any]) -> str:
    trace = " → ".join(f"`{state}`" for state in walk["visits"])
    now = ", ".join(f"`{state}`" for state in walk.get("open", ()))
    stands = f"; ended as `{walk['ends']}`" if walk.get("ends") else f"; open: {now}" if now else ""
    refused = f"; refused with `{walk['problem']}`" if walk.get("problem") else ""
    return f"- {walk['title'].capitalize()}: {trace}{stands}{refused}"


_INTRODUCTION: Final = """# Control-flow patterns

The workflow control-flow patterns of van der Aalst, ter Hofstede, Kiepuszewski, Barros, Russell and Mulyar
(workflowpatterns.com), by their numbers: how each is drawn, and the trace that a rehearsal gives. This page is written from
what `tests/patterns` walks (`python -m tests.patterns.guide`); `formloom rehearse FILE SCRIPT` shows the same traces.

A **block** is a step of kind `parallel`, `inclusive`, `loop` or `process`: branches leave it by moves with `branch`, come back to
it, and it goes on by its other moves when its `join` is met. A trace names every state in the order in which it was entered.
"""

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
