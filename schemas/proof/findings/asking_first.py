"""What is read has been asked on every way there, and whoever must answer or go by it can see it."""

from collections.abc import Iterator

from schemas import logic
from schemas.filling import rights
from schemas.filling.places import called, is_typed
from schemas.model.flow import Block, State
from schemas.problem import Problem, pointer
from schemas.proof.examples import example, such_as
from schemas.proof.ground import Ground
from schemas.proof.paths import demands
from schemas.proof.paths.hops import BEHIND, START
from schemas.proof.paths.journeys import Journeys
from schemas.proof.paths.written_surely import surely_written
from schemas.proof.symbolic.answer_sheets import Filled
from schemas.proof.symbolic.unions import Guard, against, blank, both, either
from schemas.repair import repairs
from schemas.words import Words, words

ASKED = words("that “{field}” has been asked by then", "此前已填写“{field}”")
FOUND = words("that somebody is found there", "此处能找到办理人")


def asking_first(ground: Ground) -> Iterator[Problem]:
    yield from _not_always_asked(ground)
    yield from _unseen(ground)
    yield from _never_shown(ground)
    yield from _nobody_named(ground)


def _not_always_asked(ground: Ground) -> Iterator[Problem]:
    """A condition reads a field that some requests come without having been asked for."""
    flow, told = ground.process.flow, set[tuple[str, str]]()
    for number, move in enumerate(flow.moves):
        if move.when is None or move.source not in flow.by_key or not ground.comes_to(move.source):
            continue
        for name in sorted(ground.roads.read_by(move)):
            sources = _sources(ground, name)
            if sources and (move.source, name) not in told and not _is_asked_at(ground, move.source, sources):
                told.add((move.source, name))
                yield from _skipped(ground, flow.by_key[move.source], number, name, sources)


def _skipped(ground: Ground, state: State, number: int, name: str, keys: frozenset[str]) -> Iterator[Problem]:
    asking = frozenset(place for place in ground.roads.order if _asks(ground, place, keys))
    if not asking:
        return  # nobody is ever asked, which needs no proof
    beyond = state.kind in Block and not state.asks and not ground.process.flow.moves[number].branch
    place = state.key + BEHIND if beyond else state.key

    def without(journeys: Journeys) -> Guard:
        passed = (
            leg.taken
            for leg in journeys.legs
            if journeys.roads.drawn(leg.source[0]) in asking and (leg.hop.writes != "never" or leg.hop.joins)
        )
        given = (
            stop.here
            for (place, _), stop in journeys.stops.items()
            if journeys.roads.drawn(place) in asking & ground.roads.fills
        )
        return both(journeys.coming(place), against(either((*passed, *given))))

    can = ground.can(without).can
    path = pointer("flow", "moves", number, "when")
    named = {"field": called(ground.process.form.fields[name]), "state": state.title or state.key}
    if can:
        yield Problem("field.not-always-asked", path, named, "warning")
    elif can is None:
        yield Problem("proof.unknown", path, {**named, "what": ASKED.formatted(**named)}, "warning")


def _asks(ground: Ground, place: str, keys: frozenset[str]) -> bool:
    """Whether a request that goes on from there has been asked, or has been given it."""
    if place.endswith(BEHIND):
        return False
    state = ground.process.flow.by_key.get(place)
    sure = surely_written(ground.roads, state) if state and place + BEHIND in ground.roads.order else frozenset()
    return bool(keys & (ground.roads.written_at(place) | ground.roads.given_at(place) | sure))


def _is_asked_at(ground: Ground, step: str, keys: frozenset[str]) -> bool:
    """At the step itself, beside it, or of whoever fills the form."""
    roads = ground.roads
    asked = roads.written_at(step) | roads.given_at(step) | roads.beside.get(step, frozenset())
    return bool(keys & (asked | roads.written_at(START)))


def _sources(ground: Ground, name: str) -> frozenset[str]:
    """The fields that somebody answers so that this one has a value."""
    fields = ground.process.form.fields
    found = {name, *(ground.setting.about(name) if fields[name].compute is not None else ())}
    return frozenset(key for key in found if is_typed(fields[key]) and not fields[key].locked)


def _unseen(ground: Ground) -> Iterator[Problem]:
    """People who are asked to take a way, and cannot see what decides whether it is open."""
    flow, form = ground.process.flow, ground.process.form
    for number, move in enumerate(flow.moves):
        state = flow.by_key.get(move.source)
        if state is None or not state.asks or move.when is None or move.message or move.branch:
            continue
        seen = rights.of(flow, form, state.key)
        for key in sorted(logic.names(move.when) & form.fields.keys()):
            if seen.get(key) == "hide":
                named = {
                    "field": called(form.fields[key]),
                    "move": move.title or move.key,
                    "state": state.title or state.key,
                }
                repair = repairs.right(flow, flow.states.index(state), key, "read")
                path = pointer("flow", "moves", number, "when")
                yield Problem("field.decides-unseen", path, named, "warning", repair=repair)


def _never_shown(ground: Ground) -> Iterator[Problem]:
    """A step demands an answer to what its rules never show there."""
    flow, form = ground.process.flow, ground.process.form
    for index, state in enumerate(flow.states):
        for key in sorted(demands.hideable_at(ground.process, state)) if ground.comes_to(state.key) else ():

            def shown(journeys: Journeys, state: State = state, key: str = key) -> Guard:
                roads, stops = journeys.roads, journeys.stops.items()
                there = [stop for (place, _), stop in stops if roads.drawn(place) == state.key]
                left = [(stop.here, stop.after) for stop in there if isinstance(stop.after, Filled)]
                return either(both(here, after.shown(key)) for here, after in left) if left else True

            if ground.can(shown).can is False:
                named = {"field": called(form.fields[key]), "state": state.title or state.key}
                path = pointer("flow", "states", index, "fields", key)
                yield Problem("field.demanded-unseen", path, named, "warning")


def _nobody_named(ground: Ground) -> Iterator[Problem]:
    """Steps that ask only people whom fields name, and those may be blank."""
    flow, fields = ground.process.flow, ground.process.form.fields
    for index, state in enumerate(flow.states):
        keys = [who.key for who in state.who if who.kind == "field" and who.key in fields]
        if not ground.names_people(state) or not ground.comes_to(state.key):
            continue

        def nobody(journeys: Journeys, state: State = state, keys: list[str] = keys) -> Guard:
            stops = journeys.standing(state.key)
            return either(both(stop.here, *(blank(stop.sheet.value(key)) for key in keys)) for _, stop in stops)

        def somebody(journeys: Journeys, state: State = state, keys: list[str] = keys) -> Guard:
            stops = journeys.standing(state.key)
            return either(
                both(stop.here, against(both(*(blank(stop.sheet.value(key)) for key in keys)))) for _, stop in stops
            )

        found = ground.can(nobody)
        named: dict[str, Words | str] = {"state": state.title or state.key, "such": Words()}
        path = pointer("flow", "states", index, "who")
        shown = example(ground, found, state.key) if found.can else None
        if found.can:
            never = ground.can(somebody).can is False
            said = {**named, "such": such_as(ground.process, shown.read, keys) if shown else Words()}
            answers = dict(shown.answers) if shown and shown.answers else None
            yield Problem("step.nobody", path, said, "error" if never else "warning", answers)
        elif found.can is None:
            yield Problem("proof.unknown", path, {**named, "what": FOUND}, "warning")
