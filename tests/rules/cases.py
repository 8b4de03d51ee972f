"""tests/data/rules.json, tests/data/steered.json and the cases that came with JSON Logic, for the server and for its twin."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from schemas.model.form import Field, Form, Jump, Page, Remark, Section

DATA = Path(__file__).parents[1] / "data"
RULES = json.loads((DATA / "rules.json").read_text("utf-8"))
STEERED = json.loads((DATA / "steered.json").read_text("utf-8"))
COMPATIBLE = [
    case for case in json.loads((DATA / "json-logic" / "compatible.json").read_text("utf-8")) if isinstance(case, dict)
]


def form_of(fields: list[Mapping[str, Any]]) -> Form:
    """A form of one section; a field is written with its own names, columns alike."""
    return Form((Page("page", sections=(Section("section", fields=tuple(map(_field, fields))),)),))


def form_of_pages(pages: list[Mapping[str, Any]]) -> Form:
    """A form of pages and sections, each written with its own names."""
    return Form(tuple(map(_page, pages)))


def _page(written: Mapping[str, Any]) -> Page:
    jumps = tuple(Jump(**one) for one in written.get("jumps", ()))
    return Page(**{**written, "sections": tuple(map(_section, written["sections"])), "jumps": jumps})


def _section(written: Mapping[str, Any]) -> Section:
    return Section(**{**written, "fields": tuple(map(_field, written["fields"]))})


def _field(written: Mapping[str, Any]) -> Field:
    remarks = tuple(Remark(**one) for one in written.get("remarks", ()))
    return Field(**{**written, "columns": tuple(map(_field, written.get("columns", ()))), "remarks": remarks})


def outcome(case: Mapping[str, Any]) -> dict[str, Any]:
    return {"error": True} if "error" in case else {"result": case["result"]}


def same(one: Any, other: Any) -> bool:
    """Equal as JSON: 1 and 1.0 are, 1 and true are not."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return bool(one == other)
