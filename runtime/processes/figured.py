"""Which answers of a form are counted by, and as what. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from schemas.fields.registry import type_of
from schemas.model.form import Field
from schemas.model.process import Process

COUNTED: Final = frozenset({"choice", "yes_no", "customer", "project", "grading"})
"""Types whose answers are counted by anyway."""
JOINT: Final = " + "
"""Between several answers to one question."""
LONGEST: Final = 80
"""Characters of an answer that is counted by; what is longer is cut."""


def dimensions(process: Process) -> Mapping[str, Field]:
    """The questions that requests of this process are counted by, by key, in the form's order."""
    by = process.figures.by
    return {key: one for key, one in process.form.fields.items() if one.type in COUNTED or key in by}


def said(dimensions: Mapping[str, Field], answers: Mapping[str, Any]) -> dict[str, str]:
    """What was answered to them, as texts by key; what was not answered is not there."""
    found = {key: of_field(one, answers.get(key)) for key, one in dimensions.items() if key in answers}
    return {key: value for key, value in found.items() if value}


def of_field(asked: Field, value: Any) -> str:
    """One answer as it is counted: of a grading the grade, of rows and files how many. What is sealed is not counted by."""
    sees = type_of(asked).value_of(asked)
    if value is None or sees in ("sealed", "none"):
        return ""
    if sees in ("rows", "files"):
        return str(len(value))
    if asked.type == "grading":
        return text(value.get("grade"))
    if asked.type == "matrix":
        return text([f"{row}: {text(chosen)}" for row, chosen in value.items()])
    return text(value)


def text(value: Any) -> str:
    """Of yes and no "true" and "false"; of what was chosen from elsewhere its id, of several answers all, in their order."""
    match value:
        case bool():
            said = "true" if value else "false"
        case {"id": str() as said} | {"name": str() as said, "drawn": _}:
            pass
        case Mapping() | list() | tuple():
            several = value.values() if isinstance(value, Mapping) else value
            said = JOINT.join(filter(None, map(text, several)))
        case float() if value.is_integer():
            said = str(int(value))
        case str() | int() | float():
            said = str(value)
        case _:
            said = ""
    return said[:LONGEST]


def restored(asked: Field, value: str) -> Any:
    """The answer that is counted so, as far as it can be told from that: enough to show it."""
    match type_of(asked).value_of(asked):
        case "list":
            return value.split(JOINT)
        case "number":
            found = number(value)
            return int(found) if found is not None and found.is_integer() else found
        case _:
            return value


def number(value: Any) -> float | None:
    """A rating, or a choice that is called by a number."""
    if isinstance(value, bool):
        return None
    try:
        return float(value) if isinstance(value, int | float | str) and value != "" else None
    except ValueError:
        return None
