"""Fields that are named and not there, that must be answered and are never asked, or are asked too late."""

from collections.abc import Iterable, Iterator

from schemas import logic, rights
from schemas.addresses import Addresses
from schemas.assignment import Who
from schemas.flow import Flow, Rights
from schemas.form import Field, Form
from schemas.problem import Problem, pointer
from schemas.process import Process
from schemas.ways import Ways

FILLING = ""
"""Where the form is first filled: before every step, and no step itself."""
ASKING = ("task", "approval")


def unknown(process: Process, at: Addresses) -> Iterator[Problem]:
    """Rights, lists and people that name a field which the form does not have."""
    del at
    form, flow = process.form, process.flow
    for name, path in (*_listed(process), *_people(flow)):
        if name not in form.fields:
            yield Problem("field.unknown", path, {"field": name})
    known = {*form.fields, *(page.key for page in form.pages), rights.EVERYTHING}
    for lines, path in _rights(flow):
        yield from (Problem("field.unknown", path + pointer(key), {"field": key}) for key in lines if key not in known)


def never_asked(process: Process, at: Addresses) -> Iterator[Problem]:
    """Fields that have to be answered, where nobody ever may."""
    form = process.form
    places = _places(process)
    for key, one in form.fields.items():
        if _demanded(one) and not places[key]:
            yield Problem("field.hidden-but-required", at.field(one), {"field": one.title or key})


def asked_too_late(process: Process, at: Addresses) -> Iterator[Problem]:
    """What decides where a request goes, or to whom, and cannot have been answered by then.

    It is enough that some way there leads past somebody who may answer; that every way does is for a proof to say.
    """
    del at
    flow, ways, places = process.flow, Ways(process.flow), _places(process)
    for index, move in enumerate(flow.moves):
        if move.source in ways.reachable:
            kind = flow.by_key[move.source].kind
            passed = _passed(ways, move.source) | ({move.source} if kind in ASKING else frozenset())
            for name in sorted(logic.names(move.when)):
                yield from _late(process, name, passed, places, pointer("flow", "moves", index, "when"))
    for index, state in enumerate(flow.states):
        for number, who in enumerate(state.who):
            if who.kind == "field" and state.key in ways.reachable:
                path = pointer("flow", "states", index, "who", number)
                yield from _late(process, who.key, _passed(ways, state.key), places, path)


def _late(
    process: Process, name: str, passed: frozenset[str], places: dict[str, frozenset[str]], path: str
) -> Iterator[Problem]:
    sources = _sources(process.form, name, frozenset())
    if sources and not any(places[source] & passed for source in sources):
        yield Problem("field.asked-too-late", path, {"field": process.form.fields[name].title or name})


def _passed(ways: Ways, step: str) -> frozenset[str]:
    """Where somebody can have answered before a request comes to a step."""
    return (ways.behind(step) & ways.reachable) | {FILLING}


def _places(process: Process) -> dict[str, frozenset[str]]:
    """Of every field, where it may be answered: when filling, and at steps that a request can come to."""
    reachable = Ways(process.flow).reachable
    steps: list[str | None] = [s.key for s in process.flow.states if s.kind in ASKING and s.key in reachable]
    asked = {step or FILLING: rights.writable(rights.of(process.flow, process.form, step)) for step in [None, *steps]}
    return {key: frozenset(step for step, keys in asked.items() if key in keys) for key in process.form.fields}


def _sources(form: Form, name: str, within: frozenset[str]) -> frozenset[str]:
    """The fields that are answered so that this one has a value: itself, or else what it is computed from."""
    one = form.fields.get(name)
    if one is None or name in within or one.type == "note":
        return frozenset()
    if one.compute is None:
        return frozenset((name,))
    return frozenset().union(*(_sources(form, read, within | {name}) for read in logic.names(one.compute)))


def _demanded(one: Field) -> bool:
    asked = one.type not in ("computed", "note") and one.compute is None
    return asked and (one.required or one.require not in (None, False))


def _listed(process: Process) -> Iterator[tuple[str, str]]:
    for index, key in enumerate(process.summary):
        yield key, pointer("summary", index)
    for name, key in vars(process.contact).items():
        if key:
            yield key, pointer("contact", name)


def _people(flow: Flow) -> Iterator[tuple[str, str]]:
    yield from _named(flow.fallback, pointer("flow", "fallback"))
    for index, state in enumerate(flow.states):
        yield from _named(state.who, pointer("flow", "states", index, "who"))
        for number, deadline in enumerate(state.deadlines):
            yield from _named(deadline.to, pointer("flow", "states", index, "deadlines", number, "to"))


def _named(people: Iterable[Who], path: str) -> Iterator[tuple[str, str]]:
    """The fields that say who is meant."""
    return ((who.key, path + pointer(index, "field")) for index, who in enumerate(people) if who.kind == "field")


def _rights(flow: Flow) -> Iterator[tuple[Rights, str]]:
    yield flow.fill, pointer("flow", "fill")
    yield flow.tracking, pointer("flow", "tracking")
    for index, state in enumerate(flow.states):
        yield state.fields, pointer("flow", "states", index, "fields")
