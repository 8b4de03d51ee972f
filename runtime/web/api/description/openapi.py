"""The description of the JSON API: OpenAPI 3.1, with the answers of every published process as its own JSON Schema."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from runtime.processes.deployment import Compiled
from runtime.web.api.api_body import JSON, LONGEST_KEY
from runtime.web.api.description import (
    api_acts_shapes,
    api_admin_shapes,
    api_customers_shapes,
    api_insight_shapes,
    api_meetings_shapes,
    api_projects_shapes,
    api_twins_shapes,
)
from runtime.web.api.description.api_shapes import NEW_CASE, REPLAYED, SHAPES, of
from runtime.web.frame.problem_json import PROBLEM_JSON
from schemas.document import dump
from schemas.filling.rights import demanded, writable
from schemas.rules.compiled_rules import hideable
from schemas.words import Words

BASE: Final = "/api/v1"
_SUBMITTING: Final = ("400", "403", "404", "413", "415", "422")


@dataclass(frozen=True)
class Offered:
    """A process that takes answers: ``schema`` is the JSON Schema of what is asked when a case begins."""

    key: str
    title: Words
    version: str
    schema: Mapping[str, Any]

    @staticmethod
    def of(compiled: Compiled) -> "Offered":
        asked = writable(compiled.rights[None]) & compiled.checker.writable
        schema = dump(compiled.process)["form"]["schema"]
        needed = {*schema.get("required", ())} | (demanded(compiled.rights[None]) - hideable(compiled.process.form))
        kept = {
            "type": "object",
            "properties": {key: one for key, one in schema["properties"].items() if key in asked},
            "required": [key for key in schema["properties"] if key in asked and key in needed],
        }
        return Offered(compiled.process.key, compiled.process.title, compiled.id, kept)


@dataclass(frozen=True)
class Described:
    """Addresses of another room: ``paths`` takes what makes the parts that all addresses have."""

    paths: Callable[..., dict[str, Any]]
    shapes: Mapping[str, Any]


def describe(base_url: str, offered: Iterable[Offered], more: Sequence[Described] = ()) -> dict[str, Any]:
    """The whole document. ``base_url`` has no slash at its end."""
    told = "A bearer token: of a person (`formloom token EMAIL`), or of a client's one-time link."
    return {
        "openapi": "3.1.0",
        "info": {"title": "Formloom", "version": "1", "license": {"name": "MIT", "identifier": "MIT"}},
        "servers": [{"url": base_url}],
        "security": [{"bearer": []}],
        "paths": {
            **_submit_paths(),
            **_file_paths(),
            **_case_paths(),
            **_task_paths(),
            **api_admin_shapes.paths(BASE, _said, _refusals, _taking),
            **api_meetings_shapes.paths(BASE, _said, _refusals, _taking),
            **api_acts_shapes.paths(BASE, _said, _refusals, _taking),
            **api_customers_shapes.paths(BASE, _said, _refusals, _taking),
            **api_projects_shapes.paths(BASE, _said, _refusals, _taking),
            **api_insight_shapes.paths(BASE, _said, _refusals),
            **api_twins_shapes.paths(BASE, _said, _refusals, _taking),
            **{at: one for room in more for at, one in room.paths(BASE, _said, _refusals, _taking).items()},
            **dict(_own_path(one) for one in offered),
        },
        "components": {
            "schemas": {
                **SHAPES,
                **api_admin_shapes.SHAPES,
                **api_meetings_shapes.SHAPES,
                **api_acts_shapes.SHAPES,
                **api_customers_shapes.SHAPES,
                **api_projects_shapes.SHAPES,
                **api_twins_shapes.SHAPES,
                **api_insight_shapes.SHAPES,
                **{name: shape for room in more for name, shape in room.shapes.items()},
            },
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "description": told}},
        },
    }


def _submit_paths() -> dict[str, Any]:
    return {
        f"{BASE}/openapi.json": {
            "get": {
                "operationId": "description",
                "summary": "This description; with a token also the forms of the workspace",
                "security": [{}, {"bearer": []}],
                "responses": {"200": {"description": "OpenAPI 3.1", "content": {JSON: {"schema": {"type": "object"}}}}},
            }
        },
        f"{BASE}/processes/{{key}}/cases": {
            "post": _submitting("submit", "Submit a case", of("NewCase"), "401") | {"parameters": _taking("key")}
        },
        f"{BASE}/links/{{token}}/cases": {
            "post": _submitting("submit_by_link", "Submit a case by the public link of a form", of("NewCase"), "429")
            | {"parameters": _taking("token"), "security": [{}]}
        },
    }


def _file_paths() -> dict[str, Any]:
    binary = {"schema": {"type": "string", "format": "binary"}}
    part = {"type": "object", "required": ["file"], "properties": {"file": binary["schema"]}}
    name = {"name": "name", "in": "query", "required": False, "schema": {"type": "string"}}
    told = "What the file is called, where the body is the file itself."
    return {
        f"{BASE}/files": {
            "post": {
                "operationId": "send_file",
                "summary": "Send a file, to be named in an answer",
                "parameters": [{**name, "description": told}, _IDEMPOTENCY_KEY],
                "requestBody": {
                    "required": True,
                    "content": {"multipart/form-data": {"schema": part}, "application/octet-stream": binary},
                },
                "responses": {"201": _said("File"), **_refusals("400", "401", "413", "422")},
            }
        }
    }


def _own_path(one: Offered) -> tuple[str, dict[str, Any]]:
    properties = {**NEW_CASE["properties"], "answers": dict(one.schema), "version": {"const": one.version}}
    title = f"Submit: {one.title.in_('en') or one.key}"
    post = _submitting(f"submit_{one.key}", title, {**NEW_CASE, "properties": properties}, "401")
    return f"{BASE}/processes/{one.key}/cases", {"post": post | {"parameters": [_IDEMPOTENCY_KEY]}}


def _submitting(name: str, summary: str, body: Mapping[str, Any], *more: str) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "requestBody": {"required": True, "content": {JSON: {"schema": body}}},
        "responses": {"201": _kept(), **_refusals(*_SUBMITTING, *more)},
    }


def _case_paths() -> dict[str, Any]:
    return {
        f"{BASE}/cases/{{case_id}}": {
            "get": {
                "operationId": "case",
                "summary": "One case, with what the caller may see of it",
                "parameters": [_in_path("case_id")],
                "responses": {"200": _said("Case"), **_refusals("401", "404")},
            }
        },
        f"{BASE}/cases/{{case_id}}/reports/{{key}}": {
            "get": {
                "operationId": "report",
                "summary": "A report of a case as PDF, with what the caller may see of it",
                "parameters": [_in_path("case_id"), _in_path("key")],
                "responses": {"200": _pdf(), **_refusals("401", "404")},
            }
        },
    }


def _pdf() -> dict[str, Any]:
    return {"description": "OK", "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}


def _task_paths() -> dict[str, Any]:
    after = {"name": "after", "in": "query", "required": False, "schema": {"type": "string"}}
    return {
        f"{BASE}/tasks": {
            "get": {
                "operationId": "tasks",
                "summary": "What the caller is asked to do, the most pressing first",
                "parameters": [after],
                "responses": {"200": _said("TaskPage"), **_refusals("400", "401", "404")},
            }
        },
        f"{BASE}/tasks/{{task_id}}/moves/{{move}}": {
            "post": {
                "operationId": "take",
                "summary": "Take a move, or cast a vote",
                "parameters": [*_taking("task_id", "move"), _PREFER],
                "requestBody": {"required": True, "content": {JSON: {"schema": of("Act")}}},
                "responses": {
                    "200": {
                        "description": "The case, or a few words about it",
                        "content": {JSON: {"schema": {"oneOf": [of("Case"), of("Standing")]}}},
                        "headers": REPLAYED | _PREFERRED,
                    },
                    **_refusals("400", "401", "403", "404", "409", "413", "415", "422"),
                },
            }
        },
    }


_IDEMPOTENCY_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "However often it is sent with the same key, the thing is done once.",
    "schema": {"type": "string", "maxLength": LONGEST_KEY},
}
_PREFER: Final = {
    "name": "Prefer",
    "in": "header",
    "required": False,
    "description": "`return=minimal` (RFC 7240): answer in a few words, which is sooner.",
    "schema": {"type": "string"},
}
_PREFERRED: Final = {
    "Preference-Applied": {
        "description": "The answer is as short as was asked for.",
        "required": False,
        "schema": {"const": "return=minimal"},
    }
}


def _taking(*names: str) -> list[dict[str, Any]]:
    return [*map(_in_path, names), _IDEMPOTENCY_KEY]


def _in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _kept() -> dict[str, Any]:
    location = {"description": "The case.", "schema": {"type": "string", "format": "uri"}}
    return _said("Receipt") | {"headers": {"Location": location, **REPLAYED}}


def _said(name: str) -> dict[str, Any]:
    return {"description": name, "content": {JSON: {"schema": of(name)}}}


def _refusals(*statuses: str) -> dict[str, Any]:
    refused = {"description": "Refused", "content": {PROBLEM_JSON: {"schema": of("Problem")}}}
    return dict.fromkeys((*statuses, "500"), refused)
