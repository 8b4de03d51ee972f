"""What an action brings into a plan: are there such fields and columns, and do they hold that?"""

from collections.abc import Iterator, Mapping
from typing import Final

from schemas.fields.registry import type_of
from schemas.model.flow import PlanDeed
from schemas.model.form import Field, Form
from schemas.problem import Problem, pointer
from schemas.words import Words, words

NO_PROJECT: Final = words("it does not name a project", "它不是项目字段")
NO_TABLE: Final = words("it is no table", "它不是明细表")
WRONG_COLUMN: Final = words("this is not said by such a column", "该列的类型不适合")
NO_TITLE: Final = words("a step needs a title: name the column that holds it", "每个步骤都要有标题，请指定标题所在的列")
FITTING: Final[Mapping[str, frozenset[str]]] = {
    "title": frozenset({"text", "long_text", "choice", "computed", "lookup"}),
    "kind": frozenset({"choice", "computed", "lookup"}),
    "begins": frozenset({"date"}),
    "ends": frozenset({"date"}),
    "days": frozenset({"number", "slider", "computed", "lookup"}),
    "responsible": frozenset({"person"}),
    "participants": frozenset({"people", "person"}),
    "after": frozenset({"text", "number", "long_text"}),
}
"""What a row may say of a step, to the types of column that can say it."""


def impossible(form: Form, plan: PlanDeed, path: str) -> Iterator[Problem]:
    """Everything that is wrong with it but for the rule of the delay, which is looked at with all the others."""
    if plan.delay is None and not plan.steps:
        yield Problem("deed.nothing", path)
    project = form.fields.get(plan.project)
    if project is None:
        yield Problem("field.unknown", f"{path}/project", {"field": plan.project})
    elif project.type != "project":
        yield _not_possible(project, NO_PROJECT, f"{path}/project")
    if plan.steps:
        yield from _steps(form, plan, path)


def _steps(form: Form, plan: PlanDeed, path: str) -> Iterator[Problem]:
    table = form.fields.get(plan.steps)
    if table is None:
        yield Problem("field.unknown", f"{path}/steps", {"field": plan.steps})
    elif type_of(table).value_of(table) != "rows":
        yield _not_possible(table, NO_TABLE, f"{path}/steps")
    else:
        columns = {one.key: one for one in table.columns}
        for name, key in plan.columns.items():
            here = f"{path}/columns{pointer(name)}"
            if key not in columns:
                yield Problem("field.unknown", here, {"field": key})
            elif columns[key].type not in FITTING[name]:
                yield _not_possible(columns[key], WRONG_COLUMN, here)
        if plan.columns.get("title", "title") not in columns:
            yield _not_possible(table, NO_TITLE, f"{path}/columns")


def _not_possible(one: Field, why: Words, path: str) -> Problem:
    return Problem("deed.not-possible", path, {"field": one.title or one.key, "why": why})
