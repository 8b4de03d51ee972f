"""Templates, for the description of the API."""

from collections.abc import Callable
from typing import Any, Final

from runtime.web.api.api_body import JSON
from runtime.web.api.description.api_shapes import REPLAYED, TEXT, listed, of
from runtime.web.api.description.openapi import Described
from schemas.words import TAG

Shape = dict[str, Any]
_WORDS: Final = {
    "type": "object",
    "propertyNames": {"pattern": TAG},
    "additionalProperties": TEXT,
    "description": "By language: `en`, `zh-Hans`.",
}
_COUNT: Final = {"type": "integer"}
_TEXTS: Final = {"type": "array", "items": TEXT}
_PEOPLE: Final = {
    "type": "object",
    "additionalProperties": TEXT,
    "description": "Whom the document names (`group:ccb`) to who takes their place here (`group:board`, `person:li.na`).",
}


_DOCUMENT: Final = {"type": "object", "description": "A process as it would stand in git."}
_LABEL: Final[Shape] = {"title": _WORDS, "about": _WORDS, "category": {"type": "string", "maxLength": 80}}


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
    "CloneTemplate": _object("", title=_WORDS, key=TEXT, languages=_TEXTS, people=_PEOPLE),
    "SaveTemplate": _object(
        "",
        draft={"type": "string", "description": "The id of the draft."},
        document=_DOCUMENT,
        **_LABEL,
        template={"type": "string", "description": "The name of one that is saved anew."},
    )
    | {"oneOf": [{"required": ["draft"]}, {"required": ["document"]}]},
    "PutTemplate": _object("document", document=_DOCUMENT, **_LABEL),
    "Draft": _object("id key title revision address", id=TEXT, key=TEXT, title=TEXT, revision=_COUNT, address=TEXT),
}
_BY_A_BODY: Final = ("400", "401", "403", "404", "413", "415", "422")


def _paths(
    base: str, said: Callable[[str], Shape], refusals: Callable[..., Shape], taking: Callable[..., list[Shape]]
) -> Shape:
    """By address; the other three make the parts that all addresses have."""
    name, key = taking("name")
    read, made = refusals("401", "403", "404"), refusals(*_BY_A_BODY)
    asked = [{"name": word, "in": "query", "required": False, "schema": TEXT} for word in ("q", "category")]
    find = _asking("templates", "Find templates: those of the workspace, then the ready ones", asked)
    show = _asking("template", "A template with its whole document", [name])
    save = _making("save_template", "Save a draft or a document as a template of the workspace", "SaveTemplate", [key])
    made_of = "Make a draft of it; what is not said stays as it is"
    clone = _making("clone_template", made_of, "CloneTemplate", [name, key])
    put = _making("put_template", "Say what a template of the workspace is from now on", "PutTemplate", [name])
    remove = _asking("remove_template", "Throw a template of the workspace away; what was made of it stays", [name])
    return {
        f"{base}/templates": {
            "get": find | {"responses": {"200": said("Templates"), **read}},
            "post": save | {"responses": {"201": _kept(said("Template")), **made}},
        },
        f"{base}/templates/{{name}}": {
            "get": show | {"responses": {"200": said("WholeTemplate"), **read}},
            "put": put | {"responses": {"200": said("Template"), "201": said("Template"), **made}},
            "delete": remove | {"responses": {"204": {"description": "It is gone"}, **read}},
        },
        f"{base}/templates/{{name}}/drafts": {"post": clone | {"responses": {"201": _kept(said("Draft")), **made}}},
    }


def _kept(said: Shape) -> Shape:
    return said | {"headers": dict(REPLAYED)}


def _asking(operation: str, summary: str, parameters: list[Shape]) -> Shape:
    return {"operationId": operation, "summary": summary, "parameters": parameters}


def _making(operation: str, summary: str, body: str, parameters: list[Shape]) -> Shape:
    content = {"required": True, "content": {JSON: {"schema": of(body)}}}
    return _asking(operation, summary, parameters) | {"requestBody": content}


DESCRIBED: Final = Described(_paths, _SHAPES)
