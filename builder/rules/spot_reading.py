"""What the rule of a spot may read, by rows and by formula, and what its value is for."""

from collections.abc import Iterator, Mapping
from typing import Final

from builder.editing.form_edits import find_field
from builder.editing.spots import Spot
from builder.rules.conditions import Operand
from builder.rules.readable import Readable, kind_of, readable, token
from schemas.checks.lint_rules import names_of
from schemas.fields.kind import Value
from schemas.fields.parts.alternatives import Choice, choices_of
from schemas.formula import Names, names_of_form
from schemas.formula.form_names import AROUND_TITLES
from schemas.logic.kinds import Kind
from schemas.model.flow import Block, State
from schemas.model.flow_graph import Ways
from schemas.model.form import Field
from schemas.model.process import Process
from schemas.rules.context_names import ASKED
from schemas.rules.flow_names import AT, COUNTED, ROW, VISITS, names_in, names_of_row
from schemas.rules.flow_rules import TODAY, row_around
from schemas.words import Words, words

STANDS: Final = words("Steps where it stands", "当前所在步骤")
VISITED: Final = words("How often it came to “{step}”", "进入“{step}”的次数")
OF_ROW: Final = words("{column} of this row", "本行的{column}")
ENTRY: Final = words("This entry", "本项")
BRANCHES: Final[Mapping[str, Words]] = {
    "@done": words("Branches that are done", "已完成的分支数"),
    "@open": words("Branches that are open", "未完成的分支数"),
    "@all": words("All branches", "分支总数"),
}
ITSELF: Final = ("warn", "refuse", "limit")
"""Rules of a field that look at its own answer as well."""
TIMES: Final = words("How often", "次数")


def reader(spot: Spot) -> str:
    """The field whose rule it is, as far as that decides what may be read."""
    return spot.key if spot.of == "field" else ""


def known_at(process: Process, spot: Spot) -> Mapping[str, Readable]:
    """What rows may read, by token."""
    found = readable(process.form, reader(spot))
    if not spot.in_flow:
        return {**_itself(process, spot.key), **found} if spot.kind in ITSELF else found
    answers = {key: one for key, one in found.items() if not key.startswith("name:@")}
    return answers | {token(one.operand): one for one in _of_flow(process, spot)}


def _itself(process: Process, key: str) -> Mapping[str, Readable]:
    one = find_field(process, key)
    return {f"name:{one.key}": Readable(Operand("name", one.key), one.title, kind_of(one), choices_of(one))}


def names_at(process: Process, spot: Spot) -> Names:
    """What a formula may read."""
    names = names_of_form(process.form, reader(spot))
    if not spot.in_flow:
        return names
    answers = {key: title for key, title in names.titles.items() if not key.startswith("@") or key == TODAY}
    return Names({**answers, **{str(one.operand.what): one.title for one in _of_flow(process, spot)}})


def kinds_at(process: Process, spot: Spot) -> Mapping[str, Kind]:
    """The kinds of what may be read."""
    names: dict[str, Kind] = dict(names_of(process.form))
    if spot.in_flow:
        answers = {key: kind for key, kind in names.items() if not key.startswith("@") or key == TODAY}
        return {**answers, **names_in(process.flow), **_row_names(process, spot), **_counted(process, spot)}
    row = f"{reader(spot).rpartition('.')[0]}."
    beside = {name.removeprefix(row): kind for name, kind in names.items() if name.startswith(row)}
    return names | beside if row != "." else names


def target_of(process: Process, spot: Spot) -> Readable:
    """What the value of the rule is for."""
    if spot.kind == "times":
        return Readable(Operand("name", "times"), TIMES, "number")
    if spot.kind == "given":
        field = spot.key.partition(".")[2]
        return Readable(Operand("name", field), words(field, field), "text")
    one = field_of(process, spot)
    return Readable(
        Operand("name", one.key), one.title, "list" if spot.kind == "limit" else kind_of(one), choices_of(one)
    )


def field_of(process: Process, spot: Spot) -> Field:
    """The field that the rule is for.

    Raises:
        CannotEdit: there is none.
    """
    if spot.kind == "deed":
        deeds = process.flow.by_key[spot.step].deeds
        return find_field(process, deeds[spot.at].set)
    return find_field(process, spot.key)


def _of_flow(process: Process, spot: Spot) -> Iterator[Readable]:
    yield from _of_row(process, spot)
    for name in _counted(process, spot):
        yield Readable(Operand("name", name), BRANCHES[name], "number")
    yield Readable(Operand("name", ASKED), AROUND_TITLES[ASKED], "number")
    steps = tuple(Choice(key, state.title or words(key, key)) for key, state in process.flow.by_key.items())
    yield Readable(Operand("name", AT), STANDS, "list", steps)
    for step in steps:
        yield Readable(Operand("name", f"{VISITS}.{step.const}"), VISITED.formatted(step=step.title), "number")


def _of_row(process: Process, spot: Spot) -> Iterator[Readable]:
    state = _by_rows(process, spot)
    over = process.form.fields.get(state.each.over) if state else None
    if over is None:
        return
    if not over.columns:
        yield Readable(Operand("name", ROW), ENTRY, "choice" if choices_of(over) else "text", choices_of(over))
    for column in over.columns:
        title = OF_ROW.formatted(column=column.title or column.key)
        if kind_of(column) != "none":
            yield Readable(Operand("name", f"{ROW}.{column.key}"), title, kind_of(column), choices_of(column))


def _by_rows(process: Process, spot: Spot) -> State | None:
    """The step whose row it is: of what a sub-request is given its own, otherwise that of the branch around."""
    if spot.kind == "given":
        return process.flow.by_key[spot.step]
    return Ways(process.flow).by_rows(spot.step)


def _row_names(process: Process, spot: Spot) -> Mapping[str, Value]:
    own = names_of_row(process.form, process.flow.by_key[spot.step]) if spot.kind == "given" else {}
    return {**row_around(process, Ways(process.flow), spot.step), **own}


def _counted(process: Process, spot: Spot) -> Mapping[str, Value]:
    """Where a step with branches goes on."""
    source, _, key = spot.key.partition(".")
    state = process.flow.by_key.get(source)
    if state is None or state.kind not in Block or spot.kind not in ("join", "when"):
        return {}
    move = next((move for move in process.flow.moves_from(source) if move.key == key), None)
    return {} if move and move.branch else COUNTED
