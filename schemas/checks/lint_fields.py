"""Fields that are named and not there, that must be answered and are never asked, or are asked too late."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from schemas import logic
from schemas.fields.registry import type_of
from schemas.filling import rights
from schemas.format.addresses import Addresses
from schemas.model.assignment import Who
from schemas.model.flow import Flow, Right, Rights, State
from schemas.model.flow_graph import Ways
from schemas.model.form import Field, Form
from schemas.model.notices import Notice
from schemas.model.process import Process
from schemas.problem import Problem, pointer
from schemas.rules.flow_names import columns_of
from schemas.words import Words, words

FIRST: Final = words("When first filled", "首次填写时")
AFTERWARDS: Final = words("For the requester afterwards", "申请人事后查看时")
FILLING = ""
"""Where the form is first filled: before every step, and no step itself."""


def unknown(process: Process, at: Addresses) -> Iterator[Problem]:
    """Rights, lists and people that name a field which the form does not have."""
    del at
    form, flow = process.form, process.flow
    ways = Ways(flow)
    for name, path in _listed(process):
        if name not in form.fields:
            yield Problem("field.unknown", path, {"field": name})
    for name, path, step in _people(flow):
        if name not in form.fields and name not in columns_of(form, ways.by_rows(step)):
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


def demanded_in_vain(process: Process, at: Addresses) -> Iterator[Problem]:
    """Lines that demand an answer where nobody is asked, or of what nobody types. Of a page, or of all, it is but the rest."""
    del at
    flow, fields = process.flow, process.form.fields
    for key, right in flow.tracking.items():
        if right == "require":
            yield _idle_line(AFTERWARDS, pointer("flow", "tracking", key))
    yield from _unanswerable(fields, flow.fill, FIRST, pointer("flow", "fill"))
    for index, state in enumerate(flow.states):
        path = pointer("flow", "states", index, "fields")
        if state.asks:
            yield from _unanswerable(fields, state.fields, state.title or state.key, path)
            continue
        lines = (key for key, right in state.fields.items() if right == "require")
        yield from (_idle_line(state.title or state.key, path + pointer(key)) for key in lines)


def _idle_line(where: Words | str, path: str) -> Problem:
    return Problem("part.idle", path, {"state": where, "part": "require"}, "warning")


def _unanswerable(fields: Mapping[str, Field], lines: Rights, where: Words | str, path: str) -> Iterator[Problem]:
    for key, right in lines.items():
        if right == "require" and key in fields and not rights.is_answered(fields[key]):
            said = {"field": fields[key].title or key, "state": where}
            yield Problem("field.demanded-in-vain", path + pointer(key), said)


def asked_too_late(process: Process, at: Addresses) -> Iterator[Problem]:
    """What decides where a request goes, or to whom, and cannot have been answered by then.

    It is enough that some way there leads past somebody who may answer; that every way does is for a proof to say.
    """
    del at
    flow, ways, places = process.flow, Ways(process.flow), _places(process)
    for index, move in enumerate(flow.moves):
        if move.source in ways.reachable:
            passed = _passed(ways, move.source) | {move.source}
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
    states = [state for state in process.flow.states if state.key in reachable]
    steps: list[str | None] = [state.key for state in states if state.asks]
    asked = {step or FILLING: rights.writable(_given_at(process, step)) for step in [None, *steps]}
    made = {state.key: asked.get(state.key, frozenset()) | _given(state) for state in states}
    there = {FILLING: asked[FILLING], **made}
    return {key: frozenset(step for step, keys in there.items() if key in keys) for key in process.form.fields}


def _given_at(process: Process, step: str | None) -> Mapping[str, Right]:
    flow, form = process.flow, process.form
    outside = step is not None and all(who.kind == "contact" for who in flow.by_key[step].who)
    return rights.for_clients(flow, form, step) if outside else rights.of(flow, form, step)


def _given(state: State) -> frozenset[str]:
    """What a step fills in by itself."""
    return frozenset((*(deed.set for deed in state.deeds), *state.calls.taken))


def _sources(form: Form, name: str, within: frozenset[str]) -> frozenset[str]:
    """The fields that are answered so that this one has a value: itself, or else what it is computed from."""
    one = form.fields.get(name)
    if one is None or name in within or one.type == "note":
        return frozenset()
    kind = type_of(one)
    worked = kind.worked(one).values()
    if one.compute is None and (kind.parts(one) or not worked):
        return frozenset((name,))
    rules = (one.compute, *worked)
    return frozenset().union(*(_sources(form, read, within | {name}) for rule in rules for read in logic.names(rule)))


def _demanded(one: Field) -> bool:
    asked = one.type not in ("computed", "note") and one.compute is None
    return asked and (one.required or one.require not in (None, False))


def _listed(process: Process) -> Iterator[tuple[str, str]]:
    for index, key in enumerate(process.summary):
        yield key, pointer("summary", index)
    for name, key in vars(process.contact).items():
        if key:
            yield key, pointer("contact", name)
    for name, key in process.figures.named.items():
        yield key, pointer("figures", name)
    for index, key in enumerate(process.figures.by):
        yield key, pointer("figures", "by", index)


def _people(flow: Flow) -> Iterator[tuple[str, str, str]]:
    """The fields that say who is meant, where, and in which step."""
    yield from _named(flow.fallback, pointer("flow", "fallback"), "")
    yield from _told(flow.notices, pointer("flow"), "")
    for index, state in enumerate(flow.states):
        path = pointer("flow", "states", index)
        yield from _named(state.who, f"{path}/who", state.key)
        yield from _told(state.notices, path, state.key)
        yield from _named(state.decide.veto, f"{path}/decide/veto", state.key)
        for number, weight in enumerate(state.decide.weights):
            if weight.who.kind == "field":
                yield weight.who.key, f"{path}/decide/weights/{number}/field", state.key
        for number, deadline in enumerate(state.deadlines):
            yield from _named(deadline.to, f"{path}/deadlines/{number}/to", state.key)
    for index, move in enumerate(flow.moves):
        yield from _told(move.notices, pointer("flow", "moves", index), move.source)


def _told(notices: Iterable[Notice], path: str, step: str) -> Iterator[tuple[str, str, str]]:
    for number, notice in enumerate(notices):
        yield from _named(notice.to, f"{path}/notices/{number}/to", step)


def _named(people: Iterable[Who], path: str, step: str) -> Iterator[tuple[str, str, str]]:
    return ((who.key, path + pointer(index, "field"), step) for index, who in enumerate(people) if who.kind == "field")


def _rights(flow: Flow) -> Iterator[tuple[Rights, str]]:
    yield flow.fill, pointer("flow", "fill")
    yield flow.tracking, pointer("flow", "tracking")
    for index, state in enumerate(flow.states):
        yield state.fields, pointer("flow", "states", index, "fields")
