"""The shapes that the JSON API takes and gives, as JSON Schemas of its description."""

from collections.abc import Mapping
from typing import Any, Final

from runtime.lifecycle import CHANNELS
from runtime.web.api.api_body import LONGEST_COMMENT

TEXT: Final = {"type": "string"}
FILLED: Final = {"type": "string", "pattern": r"\S"}
"""A text that is not blank."""
MOMENT: Final = {"type": "string", "format": "date-time"}
MAYBE_MOMENT: Final = {"type": ["string", "null"], "format": "date-time"}
REPLAYED: Final = {
    "Idempotency-Replayed": {
        "description": "It was done before, under the same key.",
        "required": False,
        "schema": {"const": "true"},
    }
}
ANSWERS: Final = {"type": "object", "description": "Field keys to answers."}


def listed(name: str) -> dict[str, Any]:
    return {"type": "array", "items": of(name)}


def of(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(required: str, said: str = "", **properties: Any) -> dict[str, Any]:
    """Nothing but these properties; ``required`` are the names of some, with spaces between."""
    shape = {"type": "object", "required": required.split(), "additionalProperties": False, "properties": properties}
    return shape | ({"description": said} if said else {})


OPENED: Final = listed("Opened") | {
    "description": "The to-dos that came of it; where it was done before, those that are open by now. "
    "People from outside see only their own."
}
NEW_CASE: Final = _object(
    "answers",
    answers=ANSWERS,
    channel={"type": "string", "enum": list(CHANNELS), "default": "web"},
    on_behalf={"type": "boolean", "default": False, "description": "Filed for the client whom the answers name."},
    version={"type": "string", "description": "Refuse it unless the form is still this version."},
)

SHAPES: Final[Mapping[str, Any]] = {
    "Problem": _object(
        "type title status detail code",
        "RFC 9457.",
        type={"const": "about:blank"},
        title=TEXT,
        status={"type": "integer"},
        detail={"type": "string", "description": "A sentence in the language that was asked for."},
        code={
            "type": "string",
            "description": "Stable; of the first problem where there are several, or the status: `http.not-found`.",
        },
        problems=listed("Complaint") | {"description": "Every place that can be mended, all at once."},
        state={"type": "string", "description": "Where the case stands, after a conflict (409)."},
        state_title=TEXT,
        ended={"type": "string", "description": "The outcome, where it has ended."},
        version={"type": "integer", "description": "The version of the case, after a conflict."},
        incident={"type": "string", "description": "The number under which the log knows a bug (500)."},
    ),
    "Complaint": _object(
        "code path message",
        code={"type": "string", "description": "Stable."},
        path={"type": "string", "description": "JSON Pointer into the body; empty where it is about no one place."},
        message=TEXT,
    ),
    "NewCase": NEW_CASE,
    "Receipt": _object(
        "id number title tracking_url opened",
        "It is kept. The tracking page needs no account: whoever has its address may see it.",
        id=TEXT,
        number=TEXT,
        title=TEXT,
        tracking_url={"type": "string", "format": "uri"},
        opened=OPENED,
    ),
    "Opened": _object(
        "id state asked mine",
        "A to-do that has come.",
        id=TEXT,
        state=TEXT,
        asked={"type": "array", "items": TEXT, "description": "The names of all who have it."},
        mine={"type": "boolean", "description": "The caller is one of them."},
    ),
    "File": _object(
        "id name size type",
        "It is kept for a week; an answer that names it by its id keeps it for good.",
        id=TEXT,
        name=TEXT,
        size={"type": "integer", "description": "In bytes, as it was kept: pictures are written anew."},
        type=TEXT,
    ),
    "Act": _object(
        "",
        answers=ANSWERS,
        given={
            "type": "object",
            "description": "What else the move asks for: `signature` as a name or `{name, drawn}`, `file` as a list of ids.",
        },
        comment={"type": "string", "maxLength": LONGEST_COMMENT},
        version={"type": "integer", "description": "Refuse it unless the case is still at this version."},
    ),
    "Task": _object(
        "id case number process title state state_title requester opened_at due_at writable demanded moves",
        "Something to do; `rule` and `standing` say how votes are counted.",
        id=TEXT,
        case=TEXT,
        number=TEXT,
        process=TEXT,
        title=TEXT,
        state=TEXT,
        state_title=TEXT,
        requester=TEXT,
        opened_at=MOMENT,
        due_at=MAYBE_MOMENT,
        writable={"type": "array", "items": TEXT, "description": "The fields that may be answered with the move."},
        demanded={
            "type": "array",
            "items": TEXT,
            "description": "Those that this step demands besides what the form requires, where they are shown.",
        },
        moves=listed("Move"),
        rule=TEXT,
        standing=TEXT,
    ),
    "Move": _object(
        "key title help asks unfinished",
        key=TEXT,
        title=TEXT,
        help=TEXT,
        asks={"type": "array", "items": TEXT, "description": "What must come with it: `comment`, `signature`, `file`."},
        unfinished={"type": "boolean", "description": "It may be taken while what must be answered is still blank."},
    ),
    "TaskPage": _object(
        "tasks next",
        tasks=listed("Task"),
        next={"type": ["string", "null"], "description": "Pass it as `after` for the page that follows."},
    ),
    "Case": _object(
        "id number process title state state_title ended sentence requester channel version opened_at closed_at "
        "answers at possible parent subs tasks path journal",
        "What the caller may see of it.",
        id=TEXT,
        number=TEXT,
        process=TEXT,
        title=TEXT,
        state=TEXT,
        state_title=TEXT,
        ended={"type": ["string", "null"], "description": "The outcome."},
        sentence={"type": "string", "description": "What happens now, and then."},
        requester=TEXT,
        channel={"type": "string", "enum": list(CHANNELS)},
        version={"type": "integer", "description": "Grows with every change."},
        opened_at=MOMENT,
        closed_at=MAYBE_MOMENT,
        answers=ANSWERS,
        at=listed("Place") | {"description": "Every place where it stands."},
        possible={"type": "array", "items": TEXT, "description": "What the caller may do to the case as a whole."},
        parent={"type": ["string", "null"], "description": "The case that has asked for this one."},
        subs={"type": "array", "items": TEXT, "description": "The cases that it has asked for."},
        tasks=listed("Task") | {"description": "What the caller is asked to do here."},
        path=listed("Step"),
        journal=listed("Line"),
    ),
    "Standing": _object(
        "id number state ended version sentence opened",
        "A case in a few words.",
        id=TEXT,
        number=TEXT,
        state=TEXT,
        ended={"type": ["string", "null"], "description": "The outcome."},
        version={"type": "integer", "description": "Grows with every change."},
        sentence={"type": "string", "description": "What happens now, and then."},
        opened=OPENED,
    ),
    "Step": _object(
        "state title mark who at due_at",
        state=TEXT,
        title=TEXT,
        mark={"type": "string", "enum": ["done", "now", "stopped", "next"]},
        who={"type": "array", "items": TEXT},
        at=MAYBE_MOMENT,
        due_at=MAYBE_MOMENT,
    ),
    "Line": _object(
        "at by kind sentence comment given changes",
        "One line of the journal.",
        at=MOMENT,
        by={"type": ["string", "null"]},
        kind=TEXT,
        sentence=TEXT,
        comment=TEXT,
        given={"type": "object", "description": "What else came with it: a signature, files."},
        changes={
            "type": "object",
            "description": "Field keys to the answer before and after.",
            "additionalProperties": {"type": "array", "minItems": 2, "maxItems": 2},
        },
    ),
}
