"""To JSON: the steps, the ways between them, and who is asked. What is as usual is not written."""

from collections.abc import Iterable
from typing import Any

from schemas.assignment import Who
from schemas.flow import Deadline, Decide, Flow, Move, State, StateKind
from schemas.flow_reading import usual_vote
from schemas.words import write_words

USUAL = Decide()


def write_flow(flow: Flow) -> dict[str, Any]:
    kinds = {state.key: state.kind for state in flow.states}
    return {
        "initial": flow.initial,
        **_unless_empty(fill=dict(flow.fill), tracking=dict(flow.tracking), fallback=_people(flow.fallback)),
        "states": [_state(state) for state in flow.states],
        "moves": [_move(move, kinds.get(move.source)) for move in flow.moves],
    }


def _state(state: State) -> dict[str, Any]:
    return {
        "key": state.key,
        "kind": state.kind,
        **_unless_empty(
            title=write_words(state.title),
            help=write_words(state.help),
            who=_people(state.who),
            not_who_did=list(state.not_who_did),
            decide=_decide(state.decide),
            fields=dict(state.fields),
            deadlines=[_deadline(one) for one in state.deadlines],
            outcome=state.outcome,
        ),
    }


def _decide(decide: Decide) -> dict[str, Any]:
    """Nothing for the usual rule; otherwise the rule by name, and of the rest what is not as usual."""
    if decide == USUAL:
        return {}
    rest = {name: getattr(decide, name) for name in ("count", "order", "one_rejection_ends")}
    return {"rule": decide.rule, **{name: value for name, value in rest.items() if value != getattr(USUAL, name)}}


def _deadline(deadline: Deadline) -> dict[str, Any]:
    return {"after": deadline.after, "do": deadline.do, **_unless_empty(to=_people(deadline.to))}


def _move(move: Move, kind: StateKind | None) -> dict[str, Any]:
    return {
        "key": move.key,
        "from": move.source,
        "to": move.target,
        **_unless_empty(title=write_words(move.title), help=write_words(move.help)),
        **({"when": move.when} if move.when is not None else {}),
        **_unless_empty(asks=list(move.asks)),
        **({"vote": move.vote} if move.vote != usual_vote(kind, move.key) or move.vote else {}),
        **_unless_empty(unfinished=move.unfinished),
    }


def _people(people: Iterable[Who]) -> list[dict[str, Any]]:
    return [{who.kind: who.key or True} for who in people]


def _unless_empty(**said: Any) -> dict[str, Any]:
    return {key: value for key, value in said.items() if value}
