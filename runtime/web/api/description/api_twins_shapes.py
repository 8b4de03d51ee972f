"""What stands for a request in Jira and Trello, for the description of the API."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from runtime.web.api.api_body import JSON
from runtime.web.api.api_twins import ASKS
from runtime.web.api.description.api_shapes import MAYBE_MOMENT, TEXT, listed, of

Shape = dict[str, Any]
_CONNECTION: Final = TEXT | {"description": "The last part of the address of the connection's page."}


def _object(said: str, **properties: Any) -> Shape:
    shape = {"type": "object", "required": list(properties), "additionalProperties": False, "properties": properties}
    return shape | {"description": said}


SHAPES: Final[Mapping[str, Any]] = {
    "Twin": _object(
        "An issue of Jira or a card of Trello that stands for a request. `name` and `url` are empty while it is made.",
        connection=_CONNECTION,
        kind={"type": "string", "enum": ["jira", "trello"]},
        title=TEXT | {"description": "What the connection is called."},
        name=TEXT | {"description": "What people there call it, such as ENG-12."},
        url=TEXT,
        status=TEXT | {"description": "As it was when both were compared."},
        assignee=TEXT | {"description": "Whoever has it there, by name; empty where nobody has."},
        compared_at=MAYBE_MOMENT,
        conflict={"type": ["string", "null"], "description": "Why both cannot be brought together, in words."},
    ),
    "Twins": _object("Told to people of the workspace.", twins=listed("Twin")),
    "Settling": _object(
        "`push`: there as here. `take`: here as there, where the flow allows it. `ignore`: both stay as they are. `news`: "
        "compare now. `make`: for a request that has none. `part`: they know each other no more.",
        connection=_CONNECTION,
        do={"type": "string", "enum": list(ASKS)},
    ),
}


def paths(base: str, said: Callable[[str], Shape], refusals: Callable[..., Shape], taking: Callable[..., Any]) -> Shape:
    """By the functions of `openapi`, which writes all answers alike."""
    there = {"parameters": taking("case_id")[:1]}
    reading = {"operationId": "twins", "summary": "What stands for a case in Jira and Trello"}
    settling = {"operationId": "settle_twin", "summary": "Settle what is between a case and its issue or card"}
    body = {"required": True, "content": {JSON: {"schema": of("Settling")}}}
    refused = refusals("400", "401", "403", "404", "413", "415", "422")
    return {
        f"{base}/cases/{{case_id}}/twins": {
            "get": {**reading, **there, "responses": {"200": said("Twins"), **refusals("401", "404")}},
            "post": {**settling, **there, "requestBody": body, "responses": {"200": said("Twins"), **refused}},
        }
    }
