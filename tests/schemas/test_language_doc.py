"""docs/language.md: every example is read and linted, and every word of the flow's contract is explained."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from schemas import document
from schemas.format.metaschema_flow import flow_definitions
from schemas.lint import lint

TEXT = (Path(__file__).parents[2] / "docs/language.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```json (\w+)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
COLUMNS = {"what": {"type": "string"}, "price": {"type": "number"}}
PERSON = {"type": "string", "x-formloom": {"type": "person"}}
FIELDS = {
    "amount": {"type": "number"},
    "day": {"type": "string", "format": "date"},
    "note": {"type": "string"},
    "buyer": PERSON,
    "mail": {"type": "string", "format": "email"},
    "lines": {"type": "array", "items": {"type": "object", "properties": {**COLUMNS, "buyer": PERSON}}},
}
FLOW: dict[str, Any] = {
    "initial": "check",
    "states": [
        {"key": "check", "title": "Check", "who": [{"group": "office"}]},
        {"key": "board", "kind": "approval", "title": "Board", "who": [{"group": "board"}]},
        {"key": "done", "kind": "end", "title": "Done"},
    ],
    "moves": [
        {"key": "send", "from": "check", "to": "board", "title": "Send"},
        {"key": "approve", "from": "board", "to": "done", "title": "Agree"},
        {"key": "reject", "from": "board", "to": "check", "title": "Refuse"},
    ],
}


def whole(kind: str, part: dict[str, Any]) -> dict[str, Any]:
    states, moves = FLOW["states"], FLOW["moves"]
    flow = {
        "flow": part,
        "top": {**FLOW, **part},
        "state": {**FLOW, "states": [states[0], {**states[1], **part}, states[2]]},
        "move": {**FLOW, "moves": [{**moves[0], **part}, *moves[1:], {**moves[0], "key": "drop", "to": "done"}]},
    }[kind]
    form = {"schema": {"type": "object", "properties": FIELDS}}
    return {"format": "formloom/1", "key": "p", "title": "P", "contact": {"email": "mail"}, "form": form, "flow": flow}


@pytest.mark.parametrize(("kind", "text"), EXAMPLES, ids=range(len(EXAMPLES)))
def test_every_example_is_sound(kind: str, text: str) -> None:
    raw = whole(kind, json.loads(text))
    found = lint(document.load(raw), raw)
    assert [(one.code, one.path) for one in found if one.severity == "error"] == []
    assert {one.code for one in found} <= {"text.missing-language", "step.nobody"}


@pytest.mark.parametrize(("kind", "text"), EXAMPLES, ids=range(len(EXAMPLES)))
def test_no_example_says_what_is_as_usual(kind: str, text: str) -> None:
    part = json.loads(text)
    flow = document.dump(document.load(whole(kind, part)))["flow"]
    written = {"flow": flow, "top": flow, "state": flow["states"][1], "move": flow["moves"][0]}[kind]
    assert {key for key in part if key not in written} == set()
    if kind in ("state", "move"):
        kept = {key: written[key] for key in part if key != "deadlines"}
        assert kept == {key: said for key, said in part.items() if key != "deadlines"}


def words_of(value: Any) -> set[str]:
    """The keys and constants of a schema that somebody may write."""
    if isinstance(value, list):
        return {word for one in value for word in words_of(one)}
    if not isinstance(value, dict):
        return set()
    said = set(value.get("properties", {})) | {one for one in value.get("enum", []) if one}
    return said | {word for one in value.values() for word in words_of(one)}


def test_every_word_is_explained() -> None:
    known = {word for name, one in flow_definitions().items() if name != "rights" for word in words_of(one)}
    assert len(known) > 80
    assert {word for word in known if not re.search(rf'[`"{{ ]{re.escape(word)}[`":}}, ]', TEXT)} == set()
