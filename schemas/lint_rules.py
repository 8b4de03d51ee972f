"""Rules that cannot work: they wait for one another, read what is not there, or mix what does not mix."""

from collections.abc import Iterator, Mapping

from schemas import logic
from schemas.addresses import Addresses
from schemas.fields.kind import Value
from schemas.fields.registry import type_of
from schemas.form import Field, Form, Rule
from schemas.problem import Problem, pointer
from schemas.process import Process
from schemas.visible import cycles

RULED = ("show", "require", "compute")


def wrong(process: Process, at: Addresses) -> Iterator[Problem]:
    form, names = process.form, names_of(process.form)
    for circle in cycles(form):
        first = circle.params["fields"][0]
        kind = next((kind for kind in ("compute", "show") if (first, kind) in at.rules), "compute")
        yield Problem(circle.code, at.rule(first, kind), circle.params, circle.severity)
    for name, one, known in _asked(form, names):
        for kind in RULED:
            yield from _checked(getattr(one, kind), at.rule(name, kind), known)
    for index, move in enumerate(process.flow.moves):
        yield from _checked(move.when, pointer("flow", "moves", index, "when"), names)


def names_of(form: Form) -> Mapping[str, Value]:
    """What a rule over the form's answers may read, and of what kind it is; columns as ``table.column``."""
    names = {key: type_of(one).value_of(one) for key, one in form.fields.items()}
    columns = {f"{key}.{one.key}": one for key, table in form.fields.items() for one in table.columns}
    return names | {name: type_of(one).value_of(one) for name, one in columns.items()}


def _asked(form: Form, names: Mapping[str, Value]) -> Iterator[tuple[str, Field, Mapping[str, Value]]]:
    """Every field and every column, by what rules call it, with what its own rules may read."""
    for key, one in form.fields.items():
        yield key, one, names
        row = {column.key: type_of(column).value_of(column) for column in one.columns}
        for column in one.columns:
            yield f"{key}.{column.key}", column, {**names, **row}


def _checked(rule: Rule, path: str, names: Mapping[str, Value]) -> Iterator[Problem]:
    if rule is not None:
        for one in logic.check(rule, names):
            yield Problem(one.code, path + one.path, one.params, one.severity, one.example)
