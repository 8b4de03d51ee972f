"""A program that talks to the API, and holds every answer against the API's own description."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from jsonschema import Draft202012Validator
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from runtime.store.tables.tables import CASE_FILE
from tests.runtime.office import World

CASES = "/api/v1/processes/change/cases"
BY_LINK = "/api/v1/links/front-door/cases"
PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Program:
    """What talks to the API. Whatever it is answered must be what the description says."""

    app: Flask
    token: str = ""

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.send("GET", path, headers=headers)

    def post(self, path: str, body: Any, **headers: str) -> TestResponse:
        return self.send("POST", path, json.dumps(body), "application/json", headers)

    def put(self, path: str, body: Any) -> TestResponse:
        return self.send("PUT", path, json.dumps(body), "application/json")

    def send(
        self,
        method: str,
        path: str,
        content: str | bytes = b"",
        media_type: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> TestResponse:
        known = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        said = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        answer = self.app.test_client().open(
            path, method=method, data=content, content_type=media_type, headers={**known, **said}
        )
        self._is_as_described(method, path, answer)
        return answer

    def _is_as_described(self, method: str, path: str, answer: TestResponse) -> None:
        described = self.app.test_client().get("/api/v1/openapi.json").json
        declared = _declared(described, method, path.partition("?")[0])
        if declared is None:  # no such address: a problem all the same
            schema: Any = {"$ref": "#/components/schemas/Problem"}
            assert answer.status_code in {404, 405}
            assert answer.mimetype == PROBLEM
        else:
            assert str(answer.status_code) in declared, f"{method} {path} {answer.status_code}: {answer.data!r}"
            if "content" not in declared[str(answer.status_code)]:
                assert answer.data == b""
                return
            ((media_type, content),) = declared[str(answer.status_code)]["content"].items()
            assert answer.mimetype == media_type
            schema = content["schema"]
        errors = Draft202012Validator({**schema, "components": described["components"]}).iter_errors(answer.json)
        assert [error.message for error in errors] == []
        assert (answer.json or {}).get("status", answer.status_code) == answer.status_code


def _declared(described: Any, method: str, path: str) -> Any:
    for template, methods in described["paths"].items():
        if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template)), path) and method.lower() in methods:
            return methods[method.lower()]["responses"]
    return None


def case_of(said: Any) -> str:
    return str(said["id"])


def first_task(program: Program) -> Any:
    answer = program.get("/api/v1/tasks").json
    assert answer is not None
    return answer["tasks"][0]


def way(program: Program, move: str) -> str:
    return f"/api/v1/tasks/{first_task(program)['id']}/moves/{move}"


def take(program: Program, move: str, answers: Mapping[str, Any] | None = None, comment: str = "") -> TestResponse:
    return program.post(way(program, move), {"answers": answers or {}, "comment": comment})


def count(world: World, table: Any = CASE_FILE) -> int:
    with world.database.reading() as tx:
        return int(tx.execute(select(func.count()).select_from(table)).scalar_one())


def problems(answer: TestResponse) -> list[tuple[str, str]]:
    return [(one["code"], one["path"]) for one in (answer.json or {})["problems"]]
