"""What the panel of an action posts of a change to a plan, and what it offers."""

from collections.abc import Mapping
from typing import Final

from builder.web.frame.lines import Posted
from schemas.checks.lint_plans import FITTING
from schemas.fields.registry import type_of
from schemas.format.state_reading import PLAN_COLUMNS
from schemas.model.flow import Deed, PlanDeed
from schemas.model.form import Field, Form, Rule

PLAN: Final = "plan:"
"""What the list of deeds calls it."""


def projects(form: Form) -> list[Field]:
    """The questions that name a project."""
    return [one for one in form.fields.values() if one.type == "project"]


def tables(form: Form) -> list[Field]:
    """The questions whose rows may be steps."""
    return [one for one in form.fields.values() if type_of(one).value_of(one) == "rows"]


def fitting(form: Form, steps: str, name: str) -> list[Field]:
    """The columns that may say this of a step."""
    table = form.fields.get(steps)
    return [one for one in table.columns if one.type in FITTING[name]] if table else []


def read_plan(posted: Posted, name: str, was: Deed | None, form: Form, delay: Rule) -> Deed:
    """A new one begins with what the form has: the first project, the first table, and columns that are called so."""
    present = was.plan if was else None
    if present is None:
        named = [one.key for one in projects(form)]
        rows = [one.key for one in tables(form)]
        steps = rows[0] if rows else ""
        return Deed(plan=PlanDeed(next(iter(named), ""), steps, None, _likely(form, steps)))
    steps = posted.get(f"{name}.steps", "")
    said = {column: posted.get(f"{name}.column.{column}", "") for column in PLAN_COLUMNS}
    columns = {column: key for column, key in said.items() if key} if steps == present.steps else _likely(form, steps)
    stops = posted.get(f"{name}.if_double_booked") == "stop"
    return Deed(plan=PlanDeed(posted.get(f"{name}.project", ""), steps, delay, columns, "stop" if stops else "tell"))


def _likely(form: Form, steps: str) -> Mapping[str, str]:
    """Where only one column may say something, it is meant; of several titles the first."""
    found: dict[str, str] = {}
    for name in PLAN_COLUMNS:
        free = [one for one in fitting(form, steps, name) if one.key not in found.values()]
        columns = [one.key for one in sorted(free, key=lambda one: one.type == "choice" and name == "title")]
        own = [key for key in columns if key == name]
        if own or (columns and name in ("title", "responsible", "participants", "days", "kind", "begins", "ends")):
            found[name] = (own or columns)[0]
    return found
