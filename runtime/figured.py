"""Which answers of a form are counted by, and as what. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from schemas.form import Field
from schemas.process import Process

COUNTED: Final = frozenset({"choice", "yes_no", "customer", "project", "grading"})
"""Types whose answers are counted by anyway."""
LONGEST: Final = 80
"""Characters of an answer that is counted by; what is longer is cut."""


def dimensions(process: Process) -> Mapping[str, Field]:
    """The questions that requests of this process are counted by, by key, in the form's order."""
    by = process.figures.by
    return {key: one for key, one in process.form.fields.items() if one.type in COUNTED or key in by}


def said(dimensions: Mapping[str, Field], answers: Mapping[str, Any]) -> dict[str, str]:
    """What was answered to them, as texts by key; what was not answered is not there."""
    found = {key: text(answers.get(key)) for key in dimensions if key in answers}
    return {key: value for key, value in found.items() if value}


def text(value: Any) -> str:
    """One answer as it is counted: of a grading the grade, of yes and no "true" and "false"."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Mapping():
            return text(value.get("grade"))
        case float() if value.is_integer():
            return str(int(value))
        case str() | int() | float():
            return str(value)[:LONGEST]
        case _:
            return ""


def number(value: Any) -> float | None:
    """A rating, or a choice that is called by a number."""
    if isinstance(value, bool):
        return None
    try:
        return float(value) if isinstance(value, int | float | str) and value != "" else None
    except ValueError:
        return None
