"""Templates, for the description of the API."""

from collections.abc import Callable
from typing import Any, Final

from runtime.web.api_body import JSON
from runtime.web.api_shapes import TEXT, listed, of
from runtime.web.openapi import Described

Shape = dict[str, Any]
_WORDS: Final = {"type": "object", "additionalProperties": TEXT, "description": "By language: `en`, `zh-Hans`."}
_COUNT: Final = {"type": "integer"}
_TEXTS: Final = {"type": "array", "items": TEXT}
_PEOPLE: Final = "Whom the document names (`group:ccb`) to who takes their place here (`group:board`, `person:li.na`)."


def _object(required: str, **properties: Any) -> Shape:
    return {"type": "object", "required": required.split(), "additionalProperties": False, "properties": properties}


_TEMPLATE: Final[Shape] = {
    "name": {"type": "string", "description": "By which the other addresses know it."},
    "key": TEXT,
    "title": TEXT,
    "about": TEXT,
    "category": TEXT,
    "fields": _COUNT,
    "pages": _COUNT,
    "tests": _COUNT,
    "steps": _TEXTS,
    "languages": _TEXTS,
    "fingerprint": TEXT,
    "own": {"type": "boolean", "description": "Saved by the workspace itself."},
    "by": {"type": ["string", "null"], "description": "Who saved it."},
    "may_change": {"type": "boolean", "description": "The caller may save it anew."},
}
_ALL: Final = " ".join(_TEMPLATE)
_SHAPES: Final[Shape] = {
    "Template": _object(_ALL, **_TEMPLATE),
    "WholeTemplate": _object(f"{_ALL} document", **_TEMPLATE, document={"type": "object"}),
    "Templates": _object("templates", templates=listed("Template")),
    "CloneTemplate": _object("", title=_WORDS, key=TEXT, languages=_TEXTS, people=_WORDS | {"description": _PEOPLE}),
    "SaveTemplate": _object(
        "draft",
        draft={"type": "string", "description": "The id of the draft."},
        title=_WORDS,
        about=_WORDS,
        category={"type": "string", "maxLength": 80},
        template={"type": "string", "description": "The name of one that is saved anew."},
    ),
    "Draft": _object("id key title revision address", id=TEXT, key=TEXT, title=TEXT, revision=_COUNT, address=TEXT),
}
_BY_A_BODY: Final = ("400", "401", "403", "404", "413", "415", "422")


def _paths(
    base: str, said: Callable[[str], Shape], refusals: Callable[..., Shape], taking: Callable[..., list[Shape]]
) -> Shape:
    """By address; the other three make the parts that all addresses have."""
    name = taking("name")[:1]
    asked = [{"name": key, "in": "query", "required": False, "schema": TEXT} for key in ("q", "category")]
    found = {
        "operationId": "templates",
        "summary": "Find templates: those of the workspace, then the ready ones",
        "parameters": asked,
        "responses": {"200": said("Templates"), **refusals("401", "403")},
    }
    one = {
        "operationId": "template",
        "summary": "A template with its whole document",
        "parameters": name,
        "responses": {"200": said("WholeTemplate"), **refusals("401", "403", "404")},
    }
    save = _making("save_template", "Save a draft as a template of the workspace", "SaveTemplate", [])
    clone = _making("clone_template", "Make a draft of it; what is not said stays as it is", "CloneTemplate", name)
    return {
        f"{base}/templates": {
            "get": found,
            "post": save | {"responses": {"201": said("Template"), **refusals(*_BY_A_BODY)}},
        },
        f"{base}/templates/{{name}}": {"get": one},
        f"{base}/templates/{{name}}/drafts": {
            "post": clone | {"responses": {"201": said("Draft"), **refusals(*_BY_A_BODY)}}
        },
    }


def _making(operation: str, summary: str, body: str, parameters: list[Shape]) -> Shape:
    content = {"required": True, "content": {JSON: {"schema": of(body)}}}
    return {"operationId": operation, "summary": summary, "parameters": parameters, "requestBody": content}


DESCRIBED: Final = Described(_paths, _SHAPES)
