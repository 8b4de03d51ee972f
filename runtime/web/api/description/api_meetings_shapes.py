"""Meetings, for the description of the API."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from runtime.web.api.api_body import JSON, LONGEST_COMMENT
from runtime.web.api.description.api_shapes import MOMENT, TEXT, listed, of

Shape = dict[str, Any]
_NUMBER: Final = {"type": "integer"}
_YES_NO: Final = {"type": "boolean"}
_MAYBE_TEXT: Final = {"type": ["string", "null"]}


def _object(required: str, said: str, **properties: Any) -> Shape:
    shape = {"type": "object", "required": required.split(), "additionalProperties": False, "properties": properties}
    return shape | ({"description": said} if said else {})


_HEAD: Final = "id number title state begins_at minutes place quorum people"
_ABOUT: Final[Shape] = {
    "id": TEXT,
    "number": TEXT,
    "title": TEXT,
    "state": {"enum": ["planned", "open", "finished", "cancelled"]},
    "begins_at": MOMENT,
    "minutes": _NUMBER,
    "place": TEXT,
    "quorum": _NUMBER,
    "people": listed("Invited"),
}
SHAPES: Final[Mapping[str, Any]] = {
    "Invited": _object(
        "id name attendance", "", id=TEXT, name=TEXT, attendance={"enum": ["", "present", "excused", "represented"]}
    ),
    "Meeting": _object(_HEAD, "", **_ABOUT),
    "MeetingPage": _object("meetings", "Those to come to which the caller belongs.", meetings=listed("Meeting")),
    "Sitting": _object(
        f"{_HEAD} standing can_decide agenda",
        "A meeting with its agenda; `standing` says the attendance and the quorum in words.",
        **_ABOUT,
        standing=TEXT,
        can_decide=_YES_NO,
        agenda=listed("AgendaItem"),
    ),
    "AgendaItem": _object(
        "id case title minutes notes state decided asked seen",
        "`seen` stands for the step as it is shown here, and is sent back with the votes.",
        id=TEXT,
        case=_MAYBE_TEXT,
        title=TEXT,
        minutes=_NUMBER,
        notes=TEXT,
        state={"enum": ["open", "recorded", "noted", "put_off"]},
        decided=listed("Counted"),
        asked=listed("Ballot"),
        seen=_MAYBE_TEXT,
    ),
    "Counted": _object("name counted", "", name=TEXT, counted=_YES_NO),
    "Ballot": _object(
        "id name present moves", "", id=TEXT, name=TEXT, present=_YES_NO, moves={"type": "array", "items": TEXT}
    ),
    "Votes": _object(
        "votes seen",
        "What each has said: the id of a person to the key of a move.",
        votes={"type": "object", "additionalProperties": TEXT},
        comment={"type": "string", "maxLength": LONGEST_COMMENT},
        seen=TEXT,
    ),
}


def paths(base: str, said: Callable[[str], Shape], refusals: Callable[..., Shape], taking: Callable[..., Any]) -> Shape:
    """By the functions of `openapi`, which writes all answers alike."""
    return {
        f"{base}/meetings": {
            "get": {
                "operationId": "meetings",
                "summary": "Meetings to come",
                "responses": {"200": said("MeetingPage"), **refusals("401", "404")},
            }
        },
        f"{base}/meetings/{{meeting_id}}": {
            "get": {
                "operationId": "meeting",
                "summary": "One meeting with its agenda",
                "parameters": taking("meeting_id")[:1],
                "responses": {"200": said("Sitting"), **refusals("401", "404")},
            }
        },
        f"{base}/meetings/{{meeting_id}}/items/{{item_id}}/votes": {
            "post": {
                "operationId": "record_votes",
                "summary": "Record what was said about an item, and cast it",
                "parameters": taking("meeting_id", "item_id")[:2],
                "requestBody": {"required": True, "content": {JSON: {"schema": of("Votes")}}},
                "responses": {
                    "200": said("Sitting"),
                    **refusals("400", "401", "403", "404", "409", "413", "415", "422"),
                },
            }
        },
    }
