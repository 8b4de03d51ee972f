"""What the rules of a flow may read besides the answers: where the request stands, its branches, the row of a branch."""

from collections.abc import Iterator, Mapping
from typing import Final

from schemas.fields.kind import Value
from schemas.fields.registry import type_of
from schemas.model.flow import Flow, State
from schemas.model.form import Field, Form
from schemas.rules.context_names import ASKED

AT: Final = "@at"
"""The steps where the request stands."""
VISITS: Final = "@visits"
"""How often each step has been entered: ``@visits.check``."""
ROW: Final = "@row"
"""What the branch is about: a row of a table, by column, or one entry of a list."""
COUNTED: Final[Mapping[str, Value]] = {"@done": "number", "@open": "number", "@all": "number"}
"""The branches of a step, where it goes on from there."""
TODAY: Final = "@today"
"""The day on which the rule is worked out, by the clock of the working calendar."""
OUTCOME: Final = "@outcome"
"""How a sub-request has ended."""
LISTED: Final = ("list", "files")
"""Kinds of answers of which every entry can have a branch, as every row of a table can."""


def names_in(flow: Flow) -> Mapping[str, Value]:
    """What every rule of the flow may read."""
    visits: Mapping[str, Value] = {f"{VISITS}.{key}": "number" for key in flow.by_key}
    return {TODAY: "text", ASKED: "number", AT: "list", VISITS: "object", **visits}


def names_of_row(form: Form, state: State) -> Mapping[str, Value]:
    """What a branch of this step may read of its row; nothing where it is not about one."""
    over = form.fields.get(state.each.over)
    if state.kind not in ("loop", "process") or over is None:
        return {}
    if type_of(over).value_of(over) in LISTED:
        return {ROW: "text"}
    columns = {f"{ROW}.{name}": value for column in over.columns for name, value in _named(column)}
    return {ROW: "object", **columns} if over.columns else {}


def columns_of(form: Form, state: State | None) -> Mapping[str, Field]:
    """The columns that the branches of a step may name as if they were fields."""
    over = form.fields.get(state.each.over) if state else None
    return {column.key: column for column in over.columns} if over else {}


def _named(column: Field) -> Iterator[tuple[str, Value]]:
    kind = type_of(column)
    yield column.key, kind.value_of(column)
    yield from ((f"{column.key}.{key}", part.value) for key, part in kind.readable(column).items())
