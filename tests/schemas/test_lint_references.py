"""Questions that are answered from the house: what may be said of them before they are published."""

from typing import Any

import pytest

from schemas.checks import lint_references
from schemas.document import addresses, dump, load

LINK = {"type": "object", "title": "Change", "x-formloom": {"type": "request", "fields": "price, wish"}}


def lookup(source: str, field: str) -> dict[str, Any]:
    return {"title": "Price", "x-formloom": {"type": "lookup", "from": source, "field": field}}


def document(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    states = [
        {"key": "ask", "kind": "task", "title": "Ask", "who": [{"contact": True}], "fields": more.pop("fields", {})},
        {"key": "done", "kind": "end", "title": "Done", "outcome": "closed"},
    ]
    moves = [{"key": "go", "from": "ask", "to": "done", "title": "Go"}]
    return {
        "format": "formloom/1",
        "key": "p",
        "title": "P",
        "form": {"schema": {"type": "object", "properties": properties}},
        "flow": {"initial": "ask", "states": states, "moves": moves},
        **more,
    }


def found(check: Any, raw: dict[str, Any]) -> list[tuple[str, str]]:
    process = load(raw)
    return [(one.code, one.path.split("/")[-1]) for one in check(process, addresses(dump(process)))]


@pytest.mark.parametrize(
    ("read", "code"),
    [
        (lookup("change", "price"), None),
        (lookup("change", "secret"), "lookup.not-kept"),
        (lookup("other", "price"), "lookup.no-request"),
        (lookup("text", "price"), "lookup.no-request"),
    ],
)
def test_a_lookup_reads_what_a_link_keeps(read: dict[str, Any], code: str | None) -> None:
    form = {"change": LINK, "text": {"type": "string"}, "price": read}
    assert found(lint_references.looked_up, document(form)) == ([(code, "price")] if code else [])


def test_a_column_reads_its_own_row_first() -> None:
    columns = {"type": "object", "properties": {"change": LINK, "price": lookup("change", "price")}}
    rows = {"items": {"type": "array", "items": columns, "x-formloom": {"type": "table"}}}
    assert found(lint_references.looked_up, document(rows)) == []


def test_clients_are_not_asked_about_the_inside_of_the_house() -> None:
    form = {
        "mail": {"type": "string", "format": "email"},
        "unit": {"type": "string", "x-formloom": {"type": "department"}},
    }
    check = lint_references.asked_outside
    assert found(check, document(form)) == []
    assert found(check, document(form, contact={"email": "mail"})) == [("field.inside", "unit")]
    assert found(check, document(form, fields={"unit": "edit"})) == [("field.inside", "unit")]
