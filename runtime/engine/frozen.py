"""What the engine makes, as JSON: a position, as it stands in the store, and back; an effect, to be looked at."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from runtime.engine.effects import CancelTimers, CloseTasks, Effect, OpenTask, SetTimer, Tell
from runtime.engine.position import Position, Token, Vote


def to_json(position: Position) -> dict[str, Any]:
    return {
        "tokens": [_token_to_json(token) for token in position.tokens],
        "ended": position.ended,
        "acted": {state: list(parties) for state, parties in position.acted.items()},
        "visits": dict(position.visits),
    }


def from_json(raw: Mapping[str, Any]) -> Position:
    return Position(
        tokens=tuple(_token_from_json(token) for token in raw["tokens"]),
        ended=raw["ended"],
        acted={state: tuple(parties) for state, parties in raw["acted"].items()},
        visits=dict(raw["visits"]),
    )


def effect_to_json(effect: Effect) -> dict[str, Any]:
    match effect:
        case OpenTask():
            return {"kind": "open_task", "state": effect.state, "who": list(effect.parties)}
        case CloseTasks():
            return {"kind": "close_tasks", "who": None if effect.parties is None else list(effect.parties)}
        case SetTimer():
            due = effect.due.isoformat()
            return {"kind": "set_timer", "state": effect.state, "deadline": effect.deadline, "due": due}
        case CancelTimers():
            return {"kind": "cancel_timers"}
        case Tell():
            return {"kind": "tell", "about": effect.about, "state": effect.state, "who": list(effect.to)}


def _token_to_json(token: Token) -> dict[str, Any]:
    return {
        "id": token.id,
        "state": token.state,
        "since": token.since.isoformat(),
        "visit": token.visit,
        "asked": list(token.asked),
        "votes": [
            {"party": vote.party, "move": vote.move, "at": vote.at.isoformat(), "side": vote.side}
            for vote in token.votes
        ],
    }


def _token_from_json(raw: Mapping[str, Any]) -> Token:
    return Token(
        id=raw["id"],
        state=raw["state"],
        since=datetime.fromisoformat(raw["since"]),
        visit=raw["visit"],
        asked=tuple(raw["asked"]),
        votes=tuple(
            Vote(vote["party"], vote["move"], datetime.fromisoformat(vote["at"]), vote["side"]) for vote in raw["votes"]
        ),
    )
