"""What administrators may do by a program, for the description of the API."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from runtime.web.api.api_admin import DOES
from runtime.web.api.api_body import JSON, LONGEST_COMMENT
from runtime.web.api.description.api_shapes import FILLED, MAYBE_MOMENT, MOMENT, REPLAYED, TEXT, listed, of

Shape = dict[str, Any]
_NUMBER: Final = {"type": "integer"}
_TEXTS: Final = {"type": "array", "items": TEXT}
_NEXT: Final = {"type": ["string", "null"], "description": "Pass it as `after` for the page that follows."}


def _object(required: str, **properties: Any) -> Shape:
    return {"type": "object", "required": required.split(), "additionalProperties": False, "properties": properties}


SHAPES: Final[Mapping[str, Any]] = {
    "Rescue": _object(
        "do reason",
        do={"type": "string", "enum": list(DOES)},
        reason=FILLED | {"maxLength": LONGEST_COMMENT, "description": "Kept in the journal."},
        state={"type": "string", "description": "Where; without it where the case is stuck, or else first stands."},
        visit=_NUMBER,
        who={
            "type": "string",
            "description": "Of `reassign`: in whose place, as `person:ID`; empty where nobody was found.",
        },
        to={"type": "string", "description": "A person by address or short key; of `place` and `reopen` a state."},
        move={"type": "string", "description": "Of `skip`: what is taken in somebody's place."},
    ),
    "Incident": _object(
        "case number state_title code why detail since",
        case=TEXT,
        number=TEXT,
        state_title=TEXT,
        code=TEXT,
        why=TEXT,
        detail=TEXT,
        since=MOMENT,
    ),
    "Errand": _object(
        "id case why error since next_try",
        id=TEXT,
        case=TEXT,
        why=TEXT,
        error=TEXT,
        since=MOMENT,
        next_try=MAYBE_MOMENT | {"description": "None where it was given up."},
    ),
    "Incidents": _object(
        "incidents errands leavers next",
        incidents=listed("Incident"),
        errands=listed("Errand"),
        leavers={"type": "array", "items": _object("person name tasks", person=TEXT, name=TEXT, tasks=_NUMBER)},
        next=_NEXT,
    ),
    "Passengers": _object(
        "from to",
        **{"from": {"type": "integer", "description": "The number of the version that they run by."}},
        to={"type": "integer", "description": "The number of the version that they go on by."},
        state={"type": "string", "description": "Only those that stand there."},
        names={
            "type": "object",
            "additionalProperties": TEXT,
            "description": "States of the one to states of the other.",
        },
        cases=_TEXTS | {"description": "Only these; without it all, in rounds."},
        after=TEXT,
    ),
    "Fit": _object(
        "case number state fits problems changes lost",
        case=TEXT,
        number=TEXT,
        state=TEXT,
        fits={"type": "boolean"},
        problems=_TEXTS,
        changes=_TEXTS,
        lost=_TEXTS | {"description": "Keys of answers that fit nowhere; the journal keeps them."},
    ),
    "Running": _object(
        "versions cases next",
        versions={
            "type": "array",
            "items": _object(
                "version states", version=_NUMBER, states={"type": "object", "additionalProperties": _NUMBER}
            ),
        },
        cases=listed("Fit"),
        next=_NEXT,
    ),
    "Moved": _object(
        "moved refused next",
        moved=_NUMBER,
        refused={
            "type": "array",
            "items": _object("case number code why", case=TEXT, number=TEXT, code=TEXT, why=TEXT),
        },
        next=_NEXT,
    ),
}

_BY_A_BODY: Final = ("400", "401", "403", "404", "413", "415", "422")


def paths(
    base: str, said: Callable[[str], Shape], refusals: Callable[..., Shape], taking: Callable[..., list[Shape]]
) -> Shape:
    """By address; the other three make the parts that all addresses have."""
    looking = [_query("from", "integer"), _query("to", "integer"), _query("state"), _query("after")]
    return {
        f"{base}/cases/{{case_id}}/rescue": {
            "post": {
                "operationId": "rescue",
                "summary": "What an administrator does to a case that cannot go on as drawn",
                "parameters": taking("case_id"),
                "requestBody": _body("Rescue"),
                "responses": {"200": said("Case") | {"headers": REPLAYED}, **refusals(*_BY_A_BODY, "409")},
            }
        },
        f"{base}/incidents": {
            "get": {
                "operationId": "incidents",
                "summary": "What cannot go on by itself",
                "parameters": [_query("after")],
                "responses": {"200": said("Incidents"), **refusals("400", "401", "403", "404")},
            }
        },
        f"{base}/processes/{{process_key}}/running": {
            "get": {
                "operationId": "running",
                "summary": "Running cases by version, and what moving them would mean",
                "parameters": [*taking("process_key")[:1], *looking],
                "responses": {"200": said("Running"), **refusals("400", "401", "403", "404", "422")},
            },
            "post": {
                "operationId": "move_running",
                "summary": "Move running cases to another version",
                "parameters": taking("process_key")[:1],
                "requestBody": _body("Passengers"),
                "responses": {"200": said("Moved"), **refusals(*_BY_A_BODY)},
            },
        },
    }


def _query(name: str, kind: str = "string") -> Shape:
    return {"name": name, "in": "query", "required": False, "schema": {"type": kind}}


def _body(name: str) -> Shape:
    return {"required": True, "content": {JSON: {"schema": of(name)}}}
