"""A position as JSON, as it stands in the store, and back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

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
