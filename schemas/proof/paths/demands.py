"""What must be answered at a step by a line of its own, whatever the form says of it."""

from schemas.fields.registry import type_of
from schemas.filling import rights
from schemas.model.assignment import Who
from schemas.model.flow import State
from schemas.model.process import Process
from schemas.rules.compiled_rules import hideable


def surely(process: Process, state: State | None) -> frozenset[str]:
    """What everybody has to answer who goes on from there, or for None who fills the form.

    A client is not asked for everything, and need not answer what they are not asked.
    """
    flow, form, key = process.flow, process.form, state.key if state else None
    asked = rights.demanded(rights.of(flow, form, key))
    who = (*state.who, *flow.fallback) if state else (Who("contact"),)
    if not asked or not any(_may_be_outside(process, one) for one in who):
        return asked
    inside = {name for name, one in form.fields.items() if any(type_of(part).inside for part in (one, *one.columns))}
    return (asked & rights.demanded(rights.for_clients(flow, form, key))) - inside


def hideable_at(process: Process, state: State) -> frozenset[str]:
    """What a line of the step itself demands, and rules may hide."""
    asked = rights.demanded(rights.of(process.flow, process.form, state.key)) if state.asks else frozenset()
    return asked & hideable(process.form) & state.fields.keys()


def _may_be_outside(process: Process, who: Who) -> bool:
    match who.kind:
        case "contact" | "requester":
            return bool(process.contact.email)
        case "field":
            named = process.form.fields.get(who.key)
            return named is None or named.type not in ("person", "people")
        case _:
            return False
