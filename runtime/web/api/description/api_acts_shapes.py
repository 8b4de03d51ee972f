"""What people do to a request besides deciding, for the description of the API."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from runtime.web.api.api_acts import DOES, PLACES, THEN
from runtime.web.api.api_body import JSON, LONGEST_COMMENT
from runtime.web.api.description.api_shapes import ANSWERS, MAYBE_MOMENT, MOMENT, REPLAYED, TEXT, listed, of

Shape = dict[str, Any]
_NUMBER: Final = {"type": "integer"}
_YES_NO: Final = {"type": "boolean"}
_MAYBE_TEXT: Final = {"type": ["string", "null"]}
_DOES: Final = {"type": "array", "items": {"type": "string", "enum": list(DOES)}}


def _object(required: str, said: str, **properties: Any) -> Shape:
    shape = {"type": "object", "required": required.split(), "additionalProperties": False, "properties": properties}
    return shape | ({"description": said} if said else {})


SHAPES: Final[Mapping[str, Any]] = {
    "Wish": _object(
        "do",
        "What is possible stands in `possible` of the case, and of each of its places.",
        do={"type": "string", "enum": list(DOES)},
        state={"type": "string", "description": "The place that is meant, with its `visit`."},
        visit=_NUMBER,
        to={"type": "array", "items": TEXT, "description": "People, by e-mail address or short key."},
        where={"type": "string", "enum": list(PLACES), "default": "before"},
        raises=_YES_NO | {"default": True, "description": "Who is added has a vote, and so many more must agree."},
        back_to={"type": "string", "description": "The earlier step that it is sent back to."},
        then={"type": "string", "enum": list(THEN), "default": "again"},
        comment={"type": "string", "maxLength": LONGEST_COMMENT},
    ),
    "Message": _object(
        "name",
        "For a request that waits for it, or keeps it; with an administrator's token.",
        name={"type": "string", "description": "As it is drawn."},
        answers=ANSWERS,
    ),
    "Place": _object(
        "state state_title visit kind since due_at row rule standing asked claimed incident sub possible back_to",
        "One of the places where the case stands. Who is asked is told to people of the workspace.",
        state=TEXT,
        state_title=TEXT,
        visit=_NUMBER | {"description": "How often the state had been entered then: state and visit name the place."},
        kind=TEXT,
        since=MOMENT,
        due_at=MAYBE_MOMENT,
        row=_MAYBE_TEXT | {"description": "Which row of a table it is about."},
        rule=_MAYBE_TEXT | {"description": "Who decides, in words."},
        standing=_MAYBE_TEXT | {"description": "The arithmetic of the votes, in words."},
        asked=listed("Seat"),
        claimed=_MAYBE_TEXT | {"description": "Who of a pool has taken it on."},
        incident=_MAYBE_TEXT | {"description": "Why it cannot go on by itself."},
        sub=_MAYBE_TEXT | {"description": "The request that it waits for."},
        possible=_DOES | {"description": "What the caller may do here besides moves."},
        back_to={"type": "array", "items": TEXT, "description": "The states that it may be sent back to."},
    ),
    "Seat": _object(
        "name move side at turn adviser by",
        "",
        name=TEXT,
        move=_MAYBE_TEXT | {"description": "What they chose, in words."},
        side={"enum": ["for", "against", "abstain", None]},
        at=MAYBE_MOMENT,
        turn=_YES_NO | {"description": "They may act now."},
        adviser=_YES_NO | {"description": "They are heard, and have no vote."},
        by=_MAYBE_TEXT | {"description": "Who has added them, or was asked before them."},
    ),
}


def paths(base: str, said: Callable[[str], Shape], refusals: Callable[..., Shape], taking: Callable[..., Any]) -> Shape:
    """By the functions of `openapi`, which writes all answers alike."""

    def posting(name: str, summary: str, body: str) -> Shape:
        return {
            "post": {
                "operationId": name,
                "summary": summary,
                "parameters": taking("case_id"),
                "requestBody": {"required": True, "content": {JSON: {"schema": of(body)}}},
                "responses": {
                    "200": said("Case") | {"headers": REPLAYED},
                    **refusals("400", "401", "403", "404", "409", "413", "415", "422"),
                },
            }
        }

    return {
        f"{base}/cases/{{case_id}}/acts": posting("act", "Send back, hand on, add somebody, copy, withdraw…", "Wish"),
        f"{base}/cases/{{case_id}}/messages": posting("message", "Tell a case what it waits for", "Message"),
    }
