"""Requests are counted by what was answered to a question of any kind, under what a reader calls it."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from runtime import lifecycle
from runtime.lifecycle import Submission
from runtime.processes import deployment
from runtime.proof import counting_anew
from runtime.store.ids import new_id
from runtime.store.people import departments
from runtime.store.people.departments import Department
from schemas.document import load
from schemas.words import Words
from tests.runtime.office import ANSWERS, CHANGE, MONDAY, World
from tests.runtime.plans.plan_office import PlanOffice
from tests.runtime.web.conftest import Visitor

SignIn = Callable[[str], Visitor]


def _choices(*keys: str) -> list[dict[str, Any]]:
    return [{"const": key, "title": key.title(), "x-formloom": {"title": {"zh-Hans": f"{key}中"}}} for key in keys]


def of(kind: str, base: str = "object", **more: Any) -> dict[str, Any]:
    extra = more.pop("extra", {})
    return {"type": base, "title": kind, "x-formloom": {"type": kind, **extra}, **more}


ASKED: dict[str, dict[str, Any]] = {
    "whose": of("customer"),
    "speaker": of("contact"),
    "work": of("project"),
    "buyer": of("person", "string"),
    "team": of("people", "array"),
    "unit": of("department", "string"),
    "budget": of("money", "number", extra={"currency": "EUR"}),
    "rooms": of("choices", "array", items={"oneOf": _choices("hall", "roof")}),
    "kind": of("cascade", "array", extra={"tree": "hard = Hard | 硬件\n  pen = Pen | 笔"}),
    "span": of("date_range"),
    "ratings": of(
        "matrix", propertyNames={"oneOf": _choices("speed")}, additionalProperties={"oneOf": _choices("good")}
    ),
    "lines": {
        "type": "array",
        "title": "lines",
        "items": {"type": "object", "properties": {"what": {"type": "string"}}},
    },
}


@pytest.fixture
def answered(world: World) -> dict[str, Any]:
    """What is given for each question of the form, once for each of two requests."""
    said: dict[str, Any] = copy.deepcopy({**CHANGE, "key": "asking", "figures": {"by": list(ASKED)}})
    said["form"]["schema"]["properties"] |= ASKED
    said["form"]["schema"]["properties"]["pin"] = of("secret", "string", extra={"readers": "admin"})
    said["figures"]["by"].append("pin")
    case = world.case(world.submit().case_id)
    project = PlanOffice(world).begin("Portal")
    with world.database.writing() as tx:
        departments.add(
            tx, Department(world.workspace, new_id(MONDAY), "sales", Words({"en": "Sales", "zh-Hans": "销售"}))
        )
        deployment.deploy(tx, world.workspace, load(said), "person:x", MONDAY)
    return {
        "whose": case.customer_id,
        "speaker": case.contact_id,
        "work": project.id,
        "buyer": "lea@team.example",
        "team": ["bo@team.example", "bea@team.example"],
        "unit": "sales",
        "budget": 1200,
        "rooms": ["hall", "roof"],
        "kind": ["hard", "pen"],
        "span": {"from": "2026-12-01", "to": "2026-12-05"},
        "ratings": {"speed": "good"},
        "lines": [{"what": "a"}, {"what": "b"}],
        "pin": "1234",
    }


EXPECTED = {
    "whose": ("Mill", "Mill"),
    "speaker": ("Mia", "Mia"),
    "work": ("Portal", "Portal"),
    "buyer": ("Lea", "Lea"),
    "team": ("Bo + Bea", "Bo + Bea"),
    "unit": ("Sales", "销售"),
    "budget": ("€1,200.00", "€1,200.00"),
    "rooms": ("Hall, Roof", "hall中、roof中"),
    "kind": ("Hard › Pen", "硬件／笔"),
    "span": ("2026-12-01 + 2026-12-05", "2026-12-01 + 2026-12-05"),
    "ratings": ("speed: good", "speed: good"),
    "lines": (">2<", ">2<"),
    "pin": ("(not said)", "（未填写）"),
}


def test_an_answer_of_any_kind_is_counted_by(world: World, sign_in: SignIn, answered: dict[str, Any]) -> None:
    for _ in range(2):
        with world.database.writing() as tx:
            lifecycle.submit(tx, Submission(world.actor("ada"), "asking", {**ANSWERS, **answered}), world.now)
    ada = sign_in("ada")
    for at, lang in enumerate(("en", "zh-Hans")):
        for key, said in EXPECTED.items():
            page = ada.get(f"/insights/by?process=asking&by={key}&lang={lang}").text
            assert said[at] in page, (key, lang)
    offered = ada.get("/insights?process=asking").text
    assert "Bo + Bea" in offered
    assert counting_anew.recount(world.database, write=False).wrong == ()
