"""The case that everybody here does: a form of twelve fields, seven human steps, a board of three, ten durable commits.

Plain data and nothing imported, since peers in an environment of their own read it as well.
"""

from typing import Any, Final

STEPS: Final = ("look", "grade", "analyse", "board", "plan", "do", "close")
"""One person does each, but for the board."""
BOARD: Final = ("bea", "cem", "ada")
"""In the order in which they vote; whoever votes last does the next step too."""
CLERK: Final = "ada"

WRITTEN: Final = {"grade": {"grade": "b"}, "plan": {"days": 12}}
"""What two of the steps write."""

ANSWERS: Final[dict[str, Any]] = {
    "name": "Mia Brandt",
    "email": "mia@client.example",
    "phone": "+49 30 1234567",
    "subject": "Invoices by department",
    "kind": "scope",
    "amount": 1200.5,
    "wanted": "2026-12-01",
    "urgent": True,
    "reason": "The auditors come in December.",
    "parts": ["web", "print"],
    "story": "Each department gets an invoice of its own, with its own number and its own address.",
    "rows": [
        {"what": "Invoice form", "count": 3, "price": 120},
        {"what": "Address book", "count": 1, "price": 480},
        {"what": "Yearly report", "count": 2, "price": 80},
    ],
}
"""``reason`` is asked for only where it is urgent."""


def _choices(*keys: str) -> list[dict[str, str]]:
    return [{"const": key, "title": key.title()} for key in keys]


def _asked(schema: dict[str, Any], kind: str, **more: Any) -> dict[str, Any]:
    return {**schema, "x-formloom": {"type": kind, **more}}


TEXT: Final = {"type": "string"}
NUMBER: Final = {"type": "number"}
PROPERTIES: Final[dict[str, Any]] = {
    "name": _asked({**TEXT, "title": "Name", "maxLength": 80}, "text"),
    "email": _asked({**TEXT, "title": "E-mail", "format": "email"}, "email"),
    "phone": _asked({**TEXT, "title": "Phone"}, "phone"),
    "subject": _asked({**TEXT, "title": "Subject", "maxLength": 120}, "text"),
    "kind": _asked({**TEXT, "title": "Kind", "oneOf": _choices("scope", "account", "details")}, "choice"),
    "amount": _asked({**NUMBER, "title": "Amount", "minimum": 0}, "number"),
    "wanted": _asked({**TEXT, "title": "Wanted by", "format": "date"}, "date"),
    "urgent": _asked({"type": "boolean", "title": "Is it urgent?"}, "yes_no"),
    "reason": _asked({**TEXT, "title": "Why?"}, "long_text"),
    "parts": _asked(
        {"type": "array", "title": "Parts", "uniqueItems": True, "items": {"oneOf": _choices("web", "print", "mail")}},
        "choices",
    ),
    "story": _asked({**TEXT, "title": "What should change"}, "long_text"),
    "rows": _asked(
        {
            "type": "array",
            "title": "What is affected",
            "minItems": 1,
            "maxItems": 50,
            "items": {
                "type": "object",
                "properties": {
                    "what": _asked({**TEXT, "title": "What"}, "text"),
                    "count": _asked({**NUMBER, "title": "Count", "minimum": 0}, "number"),
                    "price": _asked({**NUMBER, "title": "Price", "minimum": 0}, "number"),
                },
                "required": ["what"],
            },
        },
        "table",
    ),
}
LATER: Final[dict[str, Any]] = {
    "grade": _asked({**TEXT, "title": "Grade", "oneOf": _choices("a", "b", "c")}, "choice"),
    "days": _asked({**NUMBER, "title": "Days", "minimum": 0}, "number"),
}
"""What the steps write, beside the twelve that are asked."""


def _state(key: str) -> dict[str, Any]:
    board = key == "board"
    drawn: dict[str, Any] = {
        "key": key,
        "kind": "approval" if board else "task",
        "title": {"en": key.title()},
        "who": [{"group": "board" if board else "clerks"}],
    }
    if board:
        drawn["decide"] = {"rule": "all"}
    if key in WRITTEN:
        drawn["fields"] = dict.fromkeys(WRITTEN[key], "edit")
    return drawn


def process() -> dict[str, Any]:
    """As our own language says it."""
    following = [*STEPS[1:], "done"]
    return {
        "format": "formloom/1",
        "key": "bench",
        "title": {"en": "Change"},
        "number": "CR-{yyyy}-{seq:6}",
        "summary": ["subject", "amount"],
        "form": {
            "schema": {
                "type": "object",
                "properties": {**PROPERTIES, **LATER},
                "required": ["name", "email", "subject", "kind", "rows"],
            },
            "rules": [{"field": "reason", "show": {"==": [{"var": "urgent"}, True]}}],
        },
        "flow": {
            "initial": STEPS[0],
            "fill": dict.fromkeys(LATER, "hide"),
            "states": [
                *(_state(key) for key in STEPS),
                {"key": "done", "kind": "end", "title": {"en": "Done"}, "outcome": "done"},
            ],
            "moves": [
                {"key": "go", "from": step, "to": to, "title": {"en": "Go on"}}
                | ({"vote": "for"} if step == "board" else {})
                for step, to in zip(STEPS, following, strict=True)
            ],
        },
    }
