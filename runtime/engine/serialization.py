"""What the engine makes, as JSON: a position, as it stands in the store, and back; an effect, to be looked at.

What is as usual is not written, so that a position stays small.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any, Final

from runtime.engine import effects
from runtime.engine.effects import Effect
from runtime.engine.position import USUAL_SEAT, USUAL_TOKEN, Party, Position, Recall, Seat, Token, Vote, made
from schemas.words import Words, write_words

_ALWAYS: Final = frozenset({"state", "since", "visit", "id", "seats", "votes"})
_USUAL_TOKEN: Final = [(name, value) for name, value in USUAL_TOKEN.items() if name not in _ALWAYS]
_USUAL_SEAT: Final = [(name, value) for name, value in USUAL_SEAT.items() if name != "party"]
_PLAIN: Final = USUAL_TOKEN.keys() - {"since", "seats", "votes", "fired"}


def to_json(position: Position) -> dict[str, Any]:
    written: dict[str, Any] = {
        "tokens": [_token_to_json(token) for token in position.tokens],
        "ended": position.ended,
        "acted": {state: list(parties) for state, parties in position.acted.items()},
        "visits": dict(position.visits),
        "last": position.last,
    }
    if position.agreed:
        written["agreed"] = {state: list(parties) for state, parties in position.agreed.items()}
    if position.kept:
        written["kept"] = list(position.kept)
    if position.reached:
        written["reached"] = position.reached
    if position.recall:
        recall = position.recall
        written["recall"] = {"by": recall.by, "token": _token_to_json(recall.token), "born": list(recall.born)}
    return written


def from_json(raw: Mapping[str, Any]) -> Position:
    """Also of what was written before there were seats, or before it was kept where somebody had agreed."""
    tokens = tuple(_token_from_json(token) for token in raw["tokens"])
    recall = raw.get("recall")
    return Position(
        tokens=tokens,
        ended=raw["ended"],
        acted={state: tuple(parties) for state, parties in raw["acted"].items()},
        agreed=_agreed(raw.get("agreed", {})),
        visits=dict(raw["visits"]),
        kept=tuple(raw.get("kept", ())),
        recall=Recall(recall["by"], _token_from_json(recall["token"]), tuple(recall["born"])) if recall else None,
        reached=raw.get("reached", ""),
        last=raw.get("last") or max((token.id for token in tokens), default=1),
    )


def _agreed(raw: Mapping[str, list[Party]] | list[Party]) -> dict[str, tuple[Party, ...]]:
    somewhere = {"": raw} if isinstance(raw, list) else raw
    return {state: tuple(parties) for state, parties in somewhere.items()}


def effect_to_json(effect: Effect) -> dict[str, Any]:
    """By ``kind``; the people of it are ``who``."""
    said = {_NAMES.get(one.name, one.name): _plain(getattr(effect, one.name)) for one in fields(effect)}
    return {"kind": _KINDS[type(effect)], **{key: value for key, value in said.items() if key != "why"}}


def _plain(value: Any) -> Any:
    match value:
        case Words():
            return write_words(value)
        case tuple():
            return [_plain(one) for one in value]
        case datetime():
            return value.isoformat()
        case Mapping():
            return {key: _plain(one) for key, one in value.items()}
        case _:
            return value


_NAMES: Final = {"parties": "who", "to": "who"}
_KINDS: Final[Mapping[type, str]] = {
    one: "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in one.__name__).lstrip("_")
    for one in vars(effects).values()
    if isinstance(one, type) and is_dataclass(one) and one.__module__ == effects.__name__
}


def _token_to_json(token: Token) -> dict[str, Any]:
    said = vars(token)
    rest = {name: said[name] for name, usual in _USUAL_TOKEN if said[name] != usual}
    if token.fired:
        rest["fired"] = list(token.fired)
    return {
        "id": token.id,
        "state": token.state,
        "since": token.since.isoformat(),
        "visit": token.visit,
        "seats": [_seat_to_json(seat) for seat in token.seats],
        "votes": [_vote_to_json(vote) for vote in token.votes],
        **rest,
    }


def _token_from_json(raw: Mapping[str, Any]) -> Token:
    parts = {name: value for name, value in raw.items() if name in _PLAIN}
    if "fired" in raw:
        parts["fired"] = tuple(raw["fired"])
    return made(
        Token,
        USUAL_TOKEN,
        since=datetime.fromisoformat(raw["since"]),
        seats=tuple([_seat_from_json(seat) for seat in raw.get("seats") or raw.get("asked", ())]),
        votes=tuple([_vote_from_json(vote) for vote in raw["votes"]]),
        **parts,
    )


def _seat_to_json(seat: Seat) -> str | dict[str, Any]:
    """Most seats are nothing but a party."""
    said = vars(seat)
    rest = {name: said[name] for name, usual in _USUAL_SEAT if said[name] != usual}
    if not rest:
        return seat.party
    listed = {name: list(value) if isinstance(value, tuple) else value for name, value in rest.items()}
    return {"party": seat.party, **listed}


def _seat_from_json(raw: str | Mapping[str, Any]) -> Seat:
    if isinstance(raw, str):
        return made(Seat, USUAL_SEAT, party=raw)
    said: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}
    return made(Seat, USUAL_SEAT, **said)


def _vote_to_json(vote: Vote) -> dict[str, Any]:
    said = {"party": vote.party, "move": vote.move, "at": vote.at.isoformat(), "side": vote.side}
    return {**said, "ruled": True} if vote.ruled else said


def _vote_from_json(raw: Mapping[str, Any]) -> Vote:
    at = datetime.fromisoformat(raw["at"])
    return Vote(raw["party"], raw["move"], at, raw["side"], raw.get("ruled", False))
