"""What a flow itself answers: only what the field takes; what cannot be worked out waits for somebody."""

from typing import Any

import pytest

from runtime.rehearsal.rehearsal import rehearse
from schemas import document

FORM: dict[str, Any] = {
    "schema": {
        "type": "object",
        "properties": {
            "n": {"type": "number", "title": "n", "maximum": 10},
            "day": {"type": "string", "format": "date", "title": "Day"},
            "word": {"type": "string", "title": "Word", "maxLength": 5},
            "ok": {"type": "boolean", "title": "OK", "x-formloom": {"type": "yes_no"}},
        },
    }
}


def walked(*deeds: dict[str, Any]) -> Any:
    flow = {
        "states": [
            {"key": "set", "kind": "action", "deeds": list(deeds)},
            {"key": "next", "who": [{"person": "ann"}]},
            {"key": "done", "kind": "end"},
        ],
        "moves": [{"key": "on", "from": "set", "to": "next"}, {"key": "on", "from": "next", "to": "done"}],
    }
    return rehearse(
        document.load({"format": "formloom/1", "key": "p", "title": "P", "form": FORM, "flow": flow}), {"answers": {}}
    )


@pytest.mark.parametrize(
    ("field", "rule", "value"),
    [
        ("n", {"+": [1, 2]}, 3),
        ("day", {"add_days": ["2026-02-27", 2]}, "2026-03-01"),
        ("word", {"cat": ["a", "b"]}, "ab"),
        ("ok", {"==": [1, 1]}, True),
    ],
)
def test_what_fits_is_answered(field: str, rule: Any, value: Any) -> None:
    told = walked({"set": field, "to": rule})
    assert told.answers == {field: value}
    assert told.visits == ("set", "next")


@pytest.mark.parametrize(
    ("field", "rule"),
    [("n", "many"), ("n", 11), ("day", "tomorrow"), ("word", "too long for it"), ("word", 7), ("ok", "perhaps")],
)
def test_what_does_not_fit_is_an_incident(field: str, rule: Any) -> None:
    told = walked({"set": field, "to": rule})
    assert told.answers == {}
    assert told.visits == ("set",)
    assert [type(event).__name__ for event in told.journal][-1] == "Stuck"


def test_what_one_sets_the_next_one_reads() -> None:
    told = walked({"set": "n", "to": 2}, {"set": "word", "to": {"cat": ["n", {"var": "n"}]}})
    assert told.answers == {"n": 2, "word": "n2"}
