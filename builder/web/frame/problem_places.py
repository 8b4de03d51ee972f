"""Where in the designer a problem is mended: from its path in the document to a tab and the thing on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from schemas.document import dump
from schemas.model.process import Process
from schemas.problem import Problem
from schemas.words import Words, words

Tab = Literal["form", "steps", "publish"]


@dataclass(frozen=True)
class Place:
    """``key`` is a field (or ``table.column``), a state, or empty for the tab as a whole."""

    tab: Tab
    key: str = ""


@dataclass(frozen=True)
class Placed:
    place: Place
    problem: Problem


def placed(process: Process, problems: Iterable[Problem]) -> tuple[Placed, ...]:
    """The problems with their places, errors first and otherwise as they came."""
    document = dump(process)
    found = [Placed(place(document, problem.path), problem) for problem in problems]
    return tuple(sorted(found, key=lambda one: one.problem.severity != "error"))


def by_place(problems: Iterable[Placed]) -> Mapping[Place, tuple[Problem, ...]]:
    found: dict[Place, tuple[Problem, ...]] = {}
    for one in problems:
        found[one.place] = (*found.get(one.place, ()), one.problem)
    return found


def title(process: Process, where: Place) -> Words:
    """What stands there is called so; empty for a tab as a whole."""
    if where.tab == "steps":
        state = process.flow.by_key.get(where.key)
        return (state.title or words(state.key, state.key)) if state else Words()
    outer, _, inner = where.key.partition(".")
    field = process.form.fields.get(outer)
    if field is None:
        return Words()
    named = field.title or words(field.key, field.key)
    column = next((one for one in field.columns if one.key == inner), None)
    if column is None:
        return named
    return words("{table} · {column}", "{table} · {column}").formatted(table=named, column=column.title or column.key)


def place(document: Mapping[str, Any], path: str) -> Place:
    """Where the part of a document is edited to which this JSON Pointer leads."""
    match [step.replace("~1", "/").replace("~0", "~") for step in path.split("/")[1:]]:
        case ["form", *steps]:
            return Place("form", _field(document["form"], steps))
        case ["flow", "states" | "moves" as row, number, *_]:
            return Place("steps", str(_at(document["flow"], row, number).get("key" if row == "states" else "from", "")))
        case ["flow" | "groups", *_]:
            return Place("steps")
        case _:
            return Place("publish")


def _field(form: Mapping[str, Any], steps: list[str]) -> str:
    match steps:
        case ["schema", "properties", key, "items", "properties", column, *_]:
            return f"{key}.{column}"
        case ["schema", "properties", key, *_]:
            return key
        case ["rules", number, *_]:
            return str(_at(form, "rules", number).get("field", ""))
        case _:
            return ""


def _at(part: Mapping[str, Any], name: str, number: str) -> Mapping[str, Any]:
    row: list[dict[str, Any]] = part.get(name, [])
    return row[int(number)] if number.isdecimal() and int(number) < len(row) else {}
