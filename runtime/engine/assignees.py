"""Who is asked: a rule of the designer's, and the directory, become people."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from runtime.engine.facts import Facts
from runtime.engine.position import Party
from runtime.engine.tally import needed
from schemas.assignment import Who
from schemas.flow import Deadline, Flow, State


@dataclass(frozen=True)
class Found:
    """``fallback``: the step's own rule found too few, and the flow's fallback was asked to help."""

    parties: tuple[Party, ...]
    fallback: bool = False


def resolve(who: Iterable[Who], facts: Facts) -> tuple[Party, ...]:
    """Everybody who is meant, each once, in the order said."""
    return tuple(dict.fromkeys(party for one in who for party in _parties(one, facts)))


def find(flow: Flow, state: State, facts: Facts, acted: Mapping[str, tuple[Party, ...]]) -> Found:
    """Who is asked in ``state``. Nobody at all where even with the fallback too few are found to decide.

    The number that must agree is never lowered, and whoever may not act twice may not do so as a fallback either.
    """
    barred = {party for earlier in state.not_who_did for party in acted.get(earlier, ())}
    least = max(1, needed(state.decide, 1)) if state.kind == "approval" else 1
    own = tuple(party for party in resolve(state.who, facts) if party not in barred)
    if len(own) >= least:
        return Found(own)
    both = tuple(dict.fromkeys([*own, *(party for party in resolve(flow.fallback, facts) if party not in barred)]))
    return Found(both if len(both) >= least else (), fallback=True)


def above(flow: Flow, deadline: Deadline, waiting: Iterable[Party], facts: Facts) -> tuple[Party, ...]:
    """Who hears that a step is late: those named, or else the managers of those it waits for, or else the fallback."""
    if deadline.to:
        named = resolve(deadline.to, facts)
    else:
        bosses = (facts.directory.manager_of(party) for party in waiting)
        named = tuple(dict.fromkeys(boss for boss in bosses if boss is not None))
    return named or resolve(flow.fallback, facts)


def _parties(who: Who, facts: Facts) -> Iterator[Party]:
    match who.kind:
        case "group":
            yield from facts.directory.group(who.key)
        case "person":
            yield from _known(facts.directory.person(who.key))
        case "field":
            named = facts.answers.get(who.key)
            for one in named if isinstance(named, list) else [named]:
                yield from _known(facts.directory.person(one) if isinstance(one, str) and one else None)
        case "requester":
            yield facts.requester
        case "manager":
            yield from _known(facts.directory.manager_of(facts.requester))
        case "contact":
            yield from _known(facts.contact)


def _known(party: Party | None) -> tuple[Party, ...]:
    return () if party is None else (party,)
