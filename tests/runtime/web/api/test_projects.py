"""Projects and plans by the API."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.runtime.office import World
from tests.runtime.web.api.program import Program

PROJECTS = "/api/v1/projects"


@pytest.fixture
def path(lea: Program) -> str:
    """Of a project in which Lea designs for three days before the delivery."""
    made = lea.post(PROJECTS, {"name": "Portal", "begins": "2026-03-02", "members": ["bo@team.example"]}).json
    assert made
    path = f"{PROJECTS}/{made['id']}"
    me = next(one["id"] for one in said(lea.get(f"{path}/plan"))["resources"] if one["title"] == "Lea")
    add = [
        {"id": "design", "title": "Design", "days": 3, "people": [{"resource": me}]},
        {"id": "delivery", "title": "Delivery", "days": 0, "after": [{"id": "design"}]},
    ]
    assert lea.post(f"{path}/plan", {"delta": {"add": add}, "version": 0}).status_code == 200
    return path


def patch(program: Program, path: str, body: Any) -> TestResponse:
    return program.send("PATCH", path, json.dumps(body), "application/json")


def said(answer: Any) -> dict[str, Any]:
    assert answer.status_code in (200, 201), answer.text
    found: dict[str, Any] = answer.json
    return found


def test_a_plan_is_looked_at_changed_and_taken_back(lea: Program, path: str) -> None:
    delta = {"shift": [{"id": "design", "days": 2}]}
    seen = said(lea.post(f"{path}/plan/preview", {"delta": delta}))
    assert seen["said"][0] == "Milestone “Delivery” moves to 6 March 2026, 2 working days later"
    assert [one["days"] for one in seen["moved"] if one["milestone"]] == [2]
    assert said(lea.get(path))["ends"] == "2026-03-04"
    done = said(lea.post(f"{path}/plan", {"delta": delta, "version": 1, "why": "Bo is ill"}))
    assert (done["version"], done["why"]) == (2, "Bo is ill")
    assert said(lea.get(path))["ends"] == "2026-03-06"
    late = lea.post(f"{path}/plan", {"delta": delta, "version": 1})
    assert (late.status_code, late.content_type) == (409, "application/problem+json")
    said(lea.post(f"{path}/changes/2/undo", {}))
    assert said(lea.get(path))["ends"] == "2026-03-04"
    assert [one["version"] for one in said(lea.get(f"{path}/changes"))["changes"]] == [3, 2, 1]


@pytest.mark.parametrize(("day", "code"), [("1057-01-22", "answer.too-early"), ("9999-12-31", "answer.too-late")])
def test_a_slip_in_the_year_ends_no_list_of_projects(lea: Program, path: str, day: str, code: str) -> None:
    for answer in (lea.post(PROJECTS, {"name": "Odd", "begins": day}), patch(lea, path, {"begins": day})):
        assert (answer.status_code, (answer.json or {})["code"]) == (422, code)
    assert len(said(lea.get(PROJECTS))["projects"]) == 1


def test_work_is_reported_where_it_is_listed(lea: Program, path: str) -> None:
    task = said(lea.get("/api/v1/plan-tasks"))["tasks"][0]
    assert (task["title"], task["can_begin"], task["responsible"]) == ("Design", True, True)
    work = f"{path}/activities/{task['activity']}/work"
    assert said(lea.post(work, {"done": 100, "operation": "Drawn", "result": "Agreed"}))["done"] == 100
    assert said(lea.get("/api/v1/plan-tasks"))["tasks"] == []
    assert said(lea.get(PROJECTS))["projects"][0]["pace"]["done"] >= 99


WRONG = {
    "no object": [1],
    "a name that nobody knows": {"move": []},
    "no list": {"shift": {"id": "design"}},
    "no number": {"lengthen": [{"id": "design", "days": "two"}]},
    "no day": {"shift": [{"id": "design", "to": "tomorrow"}]},
    "no id": {"remove": ["../etc"]},
    "a kind of link that there is not": {"wait": [{"id": "delivery", "after": {"id": "design", "kind": "xx"}}]},
    "an activity that is not there": {"remove": ["gone"]},
    "an object where a list belongs": {"wait": {}},
    "a circle": {"wait": [{"id": "design", "after": {"id": "delivery"}}]},
    "somebody who is not there": {"assign": [{"id": "design", "people": [{"resource": "nobody"}]}]},
    "a number beyond all": {"lengthen": [{"id": "design", "days": 99999}]},
    "a share of nothing": {"assign": [{"id": "design", "people": [{"resource": "x", "percent": 0}]}]},
}


@pytest.mark.parametrize("what", WRONG)
def test_what_makes_no_sense_is_refused(lea: Program, path: str, what: str) -> None:
    for door in (f"{path}/plan/preview", f"{path}/plan"):
        answer = lea.post(door, {"delta": WRONG[what]})
        assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert said(lea.get(path))["plan_version"] == 1


def test_who_may(lea: Program, enter: Callable[[str], Program], visitor: Program, path: str) -> None:
    ada, ben = enter("ada"), enter("ben")
    delta = {"delta": {"shift": [{"id": "design", "days": 1}]}}
    assert ben.get(path).status_code == 200
    assert ben.post(f"{path}/plan", delta).status_code == 403
    assert ada.post(f"{path}/plan", delta).status_code == 200
    assert visitor.get(path).status_code == 401
    assert lea.get(f"{PROJECTS}/nothing").status_code == 404


def test_a_project_is_begun_once_for_a_key(lea: Program) -> None:
    first, again = (said(lea.post(PROJECTS, {"name": "Once"}, Idempotency_Key="k")) for _ in range(2))
    assert first["id"] == again["id"]
    assert len(said(lea.get(PROJECTS))["projects"]) == 1


def test_a_project_is_changed_and_closed(lea: Program, path: str, world: World) -> None:
    answer = patch(lea, path, {"name": "Portal 2", "budget": 1000})
    assert (said(answer)["name"], said(answer)["budget"]) == ("Portal 2", 1000)
    assert patch(lea, path, {"lead": "nobody@team.example"}).status_code == 422
    said(patch(lea, path, {"state": "closed"}))
    assert said(lea.get(PROJECTS))["projects"] == []
    assert lea.post(f"{path}/plan", {"delta": {}}).status_code == 409
    case_id = world.submit().case_id
    assert said(lea.get(f"/api/v1/cases/{case_id}/plan")) == {"coming": [], "done": []}
