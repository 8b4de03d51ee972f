"""What an action wants of a plan, out of the answers that stand."""

from collections.abc import Mapping
from typing import Any, get_args

from runtime.engine.effects import Replan
from schemas.model.flow import PlanColumn, PlanDeed

MOST_DAYS = 2500
"""Longer delays are cut."""


def of(deed: PlanDeed, answers: Mapping[str, Any], delay: Any) -> Replan | None:
    """None where no project is named. Rows without a title are left out: nobody has filled them in."""
    project = answers.get(deed.project)
    if not isinstance(project, Mapping) or not project.get("id"):
        return None
    rows = answers.get(deed.steps) if deed.steps else None
    names = {name: deed.columns.get(name, name) for name in get_args(PlanColumn)}
    steps = tuple(
        {name: row[column] for name, column in names.items() if row.get(column) not in (None, "", [])}
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, Mapping)
    )
    return Replan(
        dict(project),
        tuple(step for step in steps if step.get("title")),
        _days(delay),
        deed.if_double_booked == "stop",
    )


def _days(said: Any) -> int:
    """Whole working days, of half a day one."""
    if not isinstance(said, int | float) or isinstance(said, bool):
        return 0
    days = int(abs(said) + 0.5)
    return min(days, MOST_DAYS) * (1 if said >= 0 else -1)
