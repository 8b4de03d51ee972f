"""Fields that are internal, and yet meant for somebody outside."""

from collections.abc import Iterator

from schemas.format.addresses import Addresses
from schemas.model.flow import Flow, Rights
from schemas.model.process import Process
from schemas.problem import Problem, pointer


def shown(process: Process, at: Addresses) -> Iterator[Problem]:
    """A line by which a client would see one says nothing; of a table, all or nothing is internal."""
    fields = process.form.fields
    for table in fields.values():
        for column in table.columns:
            if column.internal:
                said = {"field": column.title or column.key, "table": table.title or table.key}
                yield Problem("field.internal-column", at.column(table.key, column.key), said)
    for lines, path in _outside(process.flow):
        for key, right in lines.items():
            if key in fields and fields[key].internal and right != "hide":
                said = {"field": fields[key].title or key}
                yield Problem("field.internal-shown", path + pointer(key), said, severity="warning")


def _outside(flow: Flow) -> Iterator[tuple[Rights, str]]:
    """The lines that speak of clients."""
    yield flow.tracking, pointer("flow", "tracking")
    for index, state in enumerate(flow.states):
        if state.who and all(who.kind == "contact" for who in state.who):
            yield state.fields, pointer("flow", "states", index, "fields")
