"""Steps at which nobody is asked."""

from collections.abc import Iterator

from schemas.format.addresses import Addresses
from schemas.model.assignment import Who
from schemas.model.flow import Asking, Flow, State
from schemas.model.flow_graph import Ways
from schemas.model.process import Process
from schemas.problem import Problem, Severity, pointer
from schemas.rules.flow_names import columns_of
from schemas.words import Words


def stuck(process: Process, at: Addresses) -> Iterator[Problem]:
    del at
    for index, state in enumerate(process.flow.states):
        if state.kind in Asking:
            yield from _nobody(process, state, pointer("flow", "states", index))


def _nobody(process: Process, state: State, path: str) -> Iterator[Problem]:
    """An error where nobody can be found; a warning where nobody may be."""
    if process.flow.fallback:
        return
    severity: Severity | None = None
    row = columns_of(process.form, Ways(process.flow).by_rows(state.key))
    if not state.who or _excluded(process.flow, state):
        severity = "error"
    elif any(who.kind != "field" or who.key in row for who in state.who):  # of fields of the form a proof knows more
        severity = "warning" if all(_may_be_missing(process, state, who) for who in state.who) else None
    if severity:
        yield Problem("step.nobody", path + (pointer("who") if state.who else ""), _named(state), severity)


def _excluded(flow: Flow, state: State) -> bool:
    """The only one who is asked is the only one who can have done a step whose doers are left out, or is the requester."""
    asked = set(state.who)
    if asked == {Who("requester")} and state.if_requester == "forbid":
        return True
    done = (set(flow.by_key[key].who) for key in state.not_who_did if key in flow.by_key)
    return len(asked) == 1 and next(iter(asked)).kind in ("person", "requester") and asked in done


def _may_be_missing(process: Process, state: State, who: Who) -> bool:
    match who.kind:
        case "manager":
            return True
        case "contact":
            return not process.contact.email
        case "field":
            row = columns_of(process.form, Ways(process.flow).by_rows(state.key))
            named = row.get(who.key) or process.form.fields.get(who.key)
            return named is not None and (not named.required or named.show is not None)
        case _:
            return False


def _named(state: State) -> dict[str, Words | str]:
    return {"state": state.title or state.key, "such": Words()}
