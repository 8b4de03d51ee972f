"""To JSON: the flow as a whole, and the ways between its steps. What is as usual is not written."""

from typing import Any

from schemas.format.flow_reading import usual_vote
from schemas.format.notice_reading import OF_MOVE
from schemas.format.state_writing import unless_empty, unless_usual, write_notices, write_people, write_state
from schemas.model.flow import Flow, Move, StateKind
from schemas.words import write_words


def write_flow(flow: Flow) -> dict[str, Any]:
    kinds = {state.key: state.kind for state in flow.states}
    return {
        "initial": flow.initial,
        **unless_empty(fill=dict(flow.fill), tracking=dict(flow.tracking), fallback=write_people(flow.fallback)),
        **unless_usual(flow, Flow, "withdraw"),
        **unless_empty(notices=write_notices(flow.notices)),
        "states": [write_state(state) for state in flow.states],
        "moves": [_move(move, kinds.get(move.source)) for move in flow.moves],
    }


def _move(move: Move, kind: StateKind | None) -> dict[str, Any]:
    return {
        "key": move.key,
        "from": move.source,
        "to": move.target,
        **unless_empty(title=write_words(move.title), help=write_words(move.help)),
        **({"when": move.when} if move.when is not None else {}),
        **unless_empty(asks=list(move.asks)),
        **({"vote": move.vote} if move.vote != usual_vote(kind, move.key) or move.vote else {}),
        **unless_usual(move, Move, "unfinished", "branch", "leaves", "by_hand", "message", "keeps", "accepts"),
        **unless_empty(notices=write_notices(move.notices, OF_MOVE)),
    }
