"""A field becomes one of another type: what still means something stays, and what does not is said."""

from dataclasses import dataclass
from typing import Any

from builder.editing.form_edits import find_field, on_field
from builder.editing.refusal import cannot
from schemas.fields.parts.alternatives import Choice
from schemas.fields.registry import TYPES
from schemas.filling.answers import Checker
from schemas.model.form import Field
from schemas.model.process import Process
from schemas.words import Words


@dataclass(frozen=True)
class ChangeType:
    key: str
    type: str

    def on(self, process: Process) -> Process:
        before = find_field(process, self.key)
        kind = TYPES.get(self.type)
        if kind is None or ("." in self.key and not kind.in_table):
            raise cannot("edit.unknown", key=self.type)
        return on_field(process, self.key, lambda _: (retyped(before, self.type),))


def retyped(one: Field, to: str) -> Field:
    """The field as one of another type; its title, its help and its rules stay."""
    kind = TYPES[to]
    made = one.with_(type=to, options=_carried(one, to), columns=one.columns if to in WITH_COLUMNS else ())
    if kind.given != "typed":
        made = made.with_(required=False, soft=False, require=None, default=None, set=None, lock=None, limit=None)
    return made if kind.given == "computed" else made.with_(compute=None)


WITH_COLUMNS = frozenset(key for key, kind in TYPES.items() if kind.value == "rows")


def lost(one: Field, to: str) -> tuple[Words, ...]:
    """The titles of what the other type has no place for."""
    made, asked = retyped(one, to), TYPES[one.type].options.fields
    gone = [asked[name].title for name in one.options if name in asked and name not in made.options]
    return (*gone, *(column.title for column in one.columns if not made.columns))


def _carried(one: Field, to: str) -> dict[str, Any]:
    """The options that both types have and the new one accepts."""
    form = TYPES[to].options
    checker = Checker(form)
    kept = {name: value for name, value in one.options.items() if name in form.fields}
    written = {name: _written(value) for name, value in kept.items()}
    reading = checker.read(written, checker.writable)
    wrong = {problem.path.split("/")[1] for problem in reading.problems if problem.path}
    return {name: value for name, value in kept.items() if name not in wrong}


def _written(value: Any) -> Any:
    """As it would be posted: the checker of options reads JSON."""
    if isinstance(value, tuple):
        return [_written(one) for one in value]
    if isinstance(value, Choice):
        return {"const": value.const, "title": value.title.in_("en")}
    return value
