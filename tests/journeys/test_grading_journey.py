"""A designer edits a band in the browser and publishes: new requests go by it, running ones by the version they have."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from builder.drafts import drafts
from runtime.background import worker
from runtime.people import accounts
from runtime.processes import deployment
from schemas.document import load
from tests.journeys.house import House
from tests.journeys.looking import DESK, Visit

pytestmark = pytest.mark.browser


def titled(en: str) -> dict[str, str]:
    return {"en": en, "zh-Hans": en}


def step(key: str, group: str = "leads") -> dict[str, Any]:
    return {"key": key, "kind": "task", "title": titled(key.title()), "who": [{"group": group}]}


def move(key: str, source: str, target: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "from": source, "to": target, "title": titled(key.title()), **more}


BANDS = [{"key": key, "range": taken, "grade": key} for key, taken in (("low", "<5"), ("mid", "5–15"), ("high", ">15"))]
IMPACT = {
    "type": "grading",
    "title": {"zh-Hans": "影响"},
    "grades": [{"key": one["key"], "title": titled(one["key"].title())} for one in BANDS],
    "criteria": [{"key": "cost", "title": titled("Cost"), "unit": "%", "bands": BANDS}],
    "every": True,
}
DOCUMENT = {
    "format": "formloom/1",
    "key": "graded-change",
    "title": titled("Graded change"),
    "groups": {"leads": titled("Leads"), "ccb": titled("Board")},
    "form": {
        "schema": {
            "type": "object",
            "properties": {"impact": {"type": "object", "title": "Impact", "x-formloom": IMPACT}},
            "required": ["impact"],
        }
    },
    "flow": {
        "initial": "look",
        "fill": {"*": "edit"},
        "states": [
            step("look"),
            {"key": "fork", "kind": "choice"},
            step("board", "ccb"),
            step("lead"),
            {"key": "end", "kind": "end", "title": titled("End")},
        ],
        "moves": [
            move("go", "look", "fork"),
            move("high", "fork", "board", when={"==": [{"var": "impact.grade"}, "high"]}),
            move("other", "fork", "lead"),
            move("done", "board", "end"),
            move("fine", "lead", "end"),
        ],
    },
}
FIELD = 'input[name="criteria.0.bands.{}.range"]'


class Program:
    """Ada, by the API."""

    def __init__(self, house: House) -> None:
        with house.database.writing() as tx:
            token = accounts.new_token(tx, house.people["ada.stone"], "test", worker.now())
        self.client, self.headers = house.app.test_client(), {"Authorization": f"Bearer {token}"}

    def call(self, method: str, path: str, body: Any = None) -> Any:
        return self.client.open(f"/api/v1{path}", method=method, json=body, headers=self.headers).json

    def file(self, cost: float) -> str:
        made = self.call("POST", "/processes/graded-change/cases", {"answers": {"impact": {"cost": cost}}})
        return str(made["id"])

    def goes_to(self, case_id: str) -> str:
        """Where it stands once it has been looked at."""
        [task] = self.call("GET", f"/cases/{case_id}")["tasks"]
        self.call("POST", f"/tasks/{task['id']}/moves/go", {})
        return str(self.call("GET", f"/cases/{case_id}")["state"])


def test_a_band_that_is_edited_routes_new_requests_only(house: House, visit: Visit) -> None:
    with house.database.writing() as tx:
        ada = accounts.actor_of(house.people["ada.stone"])
        deployment.deploy(tx, house.workspace, load(DOCUMENT), ada.party, worker.now())
        draft = drafts.open_version(tx, ada, "graded-change", worker.now())
    program = Program(house)
    assert {cost: program.goes_to(program.file(cost)) for cost in (15, 15.0001, 18)} == {
        15: "lead",
        15.0001: "board",
        18: "board",
    }
    running = program.file(18)
    page = visit(house, "ada.stone", **DESK)
    edit_the_bands(page, draft.id)
    publish(page, draft.id)
    assert {cost: program.goes_to(program.file(cost)) for cost in (18, 20, 20.5)} == {
        18: "lead",
        20: "lead",
        20.5: "board",
    }
    assert program.goes_to(running) == "board"


def edit_the_bands(page: Page, draft_id: str) -> None:
    """To 5–20 and >20; halfway there is an overlap, and it is said where."""
    page.goto(f"/design/{draft_id}?field=impact")
    page.locator(FIELD.format(1)).fill("5–20")
    page.locator(FIELD.format(1)).press("Tab")
    expect(page.locator("#field-problems")).to_contain_text("falls both in “5–20” and in “>15”")
    page.locator(FIELD.format(2)).fill(">20")
    page.locator(FIELD.format(2)).press("Tab")
    expect(page.locator("#field-problems")).not_to_contain_text("falls both")


def publish(page: Page, draft_id: str) -> None:
    page.goto(f"/design/{draft_id}/publish")
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_text("Version 2 is published").first).to_be_visible()
