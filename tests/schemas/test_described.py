"""What the JSON Schema of a field says of its answers is so: programs that send and read answers go by it."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from schemas.document import dump, load
from schemas.fields.kind import asking
from schemas.fields.registry import TYPES
from schemas.filling.answers import Checker
from schemas.model.form import Field

CASES = Path(__file__).parent / "fields"


def field(key: str, kind: str, said: dict[str, Any]) -> Field:
    columns = tuple(field(one["key"], one["type"], one) for one in said.get("columns", ()))
    return Field(key, kind, options=TYPES[kind].from_schema(said.get("schema", {})), columns=columns)


@pytest.mark.parametrize("kind", TYPES)
def test_every_answer_that_is_kept_is_as_described(kind: str) -> None:
    for case in json.loads((CASES / f"{kind}.json").read_text("utf-8")):
        asked = field("field", kind, case)
        checker = Checker(asking(asked))
        value = case.get("value")
        if "raw" in case and "problem" not in case:
            value = checker.read({"field": case["raw"]}, checker.writable).answers.get("field")
        if value is not None:
            schema = TYPES[kind].schema(asked)
            assert list(jsonschema.Draft202012Validator(schema).iter_errors(value)) == [], (case, schema)


def test_what_may_be_left_out_is_not_required() -> None:
    """A field that a rule, a page or a section may hide, that is asked for softly, or that nobody types."""
    fields = {key: {"type": "string", "title": key} for key in ("plain", "shown", "soft", "paged", "inside", "locked")}
    fields["soft"]["x-formloom"] = {"soft": True}
    fields["locked"]["readOnly"] = True
    control = {key: {"type": "Control", "scope": f"#/properties/{key}"} for key in fields}
    raw = {
        "format": "formloom/1",
        "key": "p",
        "title": "P",
        "form": {
            "schema": {"type": "object", "properties": fields, "required": list(fields)},
            "ui": {
                "type": "Categorization",
                "elements": [
                    {
                        "type": "Category",
                        "label": "One",
                        "options": {"key": "one"},
                        "elements": [control[key] for key in ("plain", "shown", "soft", "locked")],
                    },
                    {
                        "type": "Category",
                        "label": "Two",
                        "options": {"key": "two"},
                        "elements": [
                            control["paged"],
                            {"type": "Group", "label": "In", "options": {"key": "in"}, "elements": [control["inside"]]},
                        ],
                    },
                ],
            },
            "rules": [
                {"field": "shown", "show": {"var": "plain"}},
                {"page": "two", "show": {"var": "plain"}},
            ],
        },
        "flow": {"initial": "end", "states": [{"key": "end", "kind": "end", "outcome": "closed"}], "moves": []},
    }
    process = load(raw)
    assert load(dump(process)) == process
    assert dump(process)["form"]["schema"]["required"] == ["plain", "locked"]  # the house gives the last
