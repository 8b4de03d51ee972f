"""What an action sets, and what is taken from a sub-request: is there such a field, and can it hold that?"""

from collections.abc import Iterator, Mapping
from typing import Final

from schemas import logic
from schemas.checks import lint_plans
from schemas.checks.lint_rules import names_of
from schemas.fields.parts.alternatives import choices_of
from schemas.fields.registry import type_of
from schemas.format.addresses import Addresses
from schemas.logic import doubts
from schemas.logic.kinds import Kind
from schemas.model.flow_graph import Ways
from schemas.model.form import Field, Form, Rule
from schemas.model.process import Process
from schemas.problem import Problem, pointer
from schemas.rules.flow_names import names_in
from schemas.rules.flow_rules import row_around, theirs
from schemas.words import Words, words

COMPUTED: Final = words("a rule of the form works it out", "它由表单规则计算得出")
NOT_TYPED: Final = words("it is not filled in by people or steps", "它不由人员或步骤填写")
SEALED: Final = words("it is kept sealed", "它是加密保存的")
WRONG_KIND: Final = words("it holds {kind}, and is given {other}", "它只能是{kind}，而给出的是{other}")
NO_CHOICE: Final = words("“{value}” is none of its choices", "“{value}”不在其选项中")
HELD: Final[Mapping[str, frozenset[str]]] = {
    "text": frozenset({"text", "person"}),
    "person": frozenset({"text", "person"}),
    "rows": frozenset({"rows", "list"}),
    "files": frozenset({"files", "list"}),
}
"""What a field of a kind may be given besides its own kind, and what nobody knows the kind of."""


def impossible(process: Process, at: Addresses) -> Iterator[Problem]:
    del at
    ways, names = Ways(process.flow), {**names_of(process.form), **names_in(process.flow)}
    for index, state in enumerate(process.flow.states):
        path = pointer("flow", "states", index)
        read = {**names, **row_around(process, ways, state.key)}
        for number, deed in enumerate(state.deeds):
            here = f"{path}/deeds/{number}"
            if deed.plan:
                yield from lint_plans.impossible(process.form, deed.plan, f"{here}/plan")
            elif deed.record and not deed.fields:
                yield Problem("deed.nothing", here)
            elif not (deed.record or deed.issue):
                yield from _set(process.form, deed.set, deed.to, f"{here}/set", read)
        for key, rule in state.calls.taken.items():
            yield from _set(process.form, key, rule, f"{path}/calls/taken{pointer(key)}", theirs(rule))


def _set(form: Form, key: str, rule: Rule, path: str, names: Mapping[str, Kind]) -> Iterator[Problem]:
    one = form.fields.get(key)
    if one is None:
        yield Problem("field.unknown", path, {"field": key})
    elif why := _unsettable(one) or _unfit(one, rule, names):
        yield Problem("deed.not-possible", path, {"field": one.title or key, "why": why})


def _unsettable(one: Field) -> Words | None:
    kind = type_of(one)
    if one.compute is not None or kind.given == "computed":
        return COMPUTED
    if kind.given == "house" or one.type == "note":
        return NOT_TYPED
    return SEALED if kind.value_of(one) == "sealed" else None


def _unfit(one: Field, rule: Rule, names: Mapping[str, Kind]) -> Words | None:
    if rule is None:
        return None
    kind, given = type_of(one).value_of(one), logic.kind_of(rule, names)
    if given not in {"any", kind, *HELD.get(kind, ())}:
        return WRONG_KIND.formatted(kind=doubts.KINDS[kind], other=doubts.KINDS[given])
    offered = {choice.const for choice in choices_of(one)}
    if isinstance(rule, str) and offered and not one.options.get("other") and rule not in offered:
        return NO_CHOICE.formatted(value=rule)
    return None
