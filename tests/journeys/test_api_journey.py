"""The whole customer change, from the gallery to closed, by the API alone and over a real socket."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.request import Request, urlopen

from runtime.background import postman, worker
from runtime.people import accounts
from runtime.store.notices import outbox
from schemas.gallery import document
from tests.journeys.house import PROCESS, House, offer

TRIAL = document(PROCESS)["tests"][0]
ASKED: Mapping[str, Any] = TRIAL["answers"]
DETAILS = "customer-change-crm"
TRIAL_OF_DETAILS = document(DETAILS)["tests"][0]


def given(trial: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """What the document's own test answers at each step."""
    return {step["at"]: step.get("answers", {}) for step in trial["steps"]}


GIVEN = given(TRIAL)


@dataclass(frozen=True)
class Program:
    house: House
    token: str = ""

    def get(self, path: str) -> Any:
        return self._said(Request(f"{self.house.address}/api/v1{path}"))  # noqa: S310 -- our own server

    def post(self, path: str, key: str = "", **body: Any) -> Any:
        request = Request(f"{self.house.address}/api/v1{path}", json.dumps(body).encode(), method="POST")  # noqa: S310 -- our own server
        request.add_header("Content-Type", "application/json")
        if key:
            request.add_header("Idempotency-Key", key)
        return self._said(request)

    def take(self, move: str, **body: Any) -> Any:
        """The first to-do."""
        (task, *_) = self.get("/tasks")["tasks"]
        assert move in [one["key"] for one in task["moves"]]
        return self.post(f"/tasks/{task['id']}/moves/{move}", key=f"{task['id']} {move}", **body)

    def _said(self, request: Request) -> Any:
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        with urlopen(request, timeout=30) as answer:  # noqa: S310 -- our own server
            return json.load(answer)


def of(house: House, name: str) -> Program:
    """What one of the people runs with a token of theirs."""
    with house.database.writing() as tx:
        return Program(house, accounts.new_token(tx, house.people[name], "journey", worker.now()))


def of_client(house: House, address: str = ASKED["client_email"]) -> Program:
    """With the one-time link out of the latest letter to the client."""
    house.deliver()
    boss = accounts.actor_of(house.people["ada.stone"])
    with house.database.reading() as tx:
        sent = [one for one in outbox.latest(tx, house.workspace, None, 50) if one.address == address]
        letter = postman.letter(tx, boss, sent[0].id, house.settings)
    found = re.search(rf"{re.escape(house.address)}/c/(\S+)", letter.body)
    assert found, letter.body
    return Program(house, found[1])


def test_a_customer_change_by_the_api_alone(own_house: House) -> None:
    house = own_house
    pia, ada, kai, mei = (of(house, name) for name in ("pia.moss", "ada.stone", "kai.berg", "mei.zhou"))
    link = house.form().removeprefix("/f/")

    receipt = Program(house).post(f"/links/{link}/cases", key="first", answers=ASKED)
    assert Program(house).post(f"/links/{link}/cases", key="first", answers=ASKED) == receipt

    assert pia.take("ask", comment="Which departments?")["state"] == "question"
    client = of_client(house)
    (question,) = client.get("/tasks")["tasks"]
    assert (question["case"], "description" in question["writable"]) == (receipt["id"], True)
    assert "analysis" not in question["writable"]
    again = client.take("answer", answers={"description": "Sales, delivery and service.", "analysis": "Mine"})
    assert (again["state"], again["answers"]["description"]) == ("analysis", "Sales, delivery and service.")

    graded = pia.take("submit", answers=GIVEN["analysis"])
    assert (graded["state"], graded["answers"]["grade"], graded["answers"]["cost_total"]) == ("board", "high", 15000)
    assert ada.take("approve")["state"] == "board"
    assert kai.take("reject", comment="Too dear.")["state"] == "board"
    agreed = mei.take("approve")
    assert agreed["state"] == "client"
    votes = [line["sentence"] for line in agreed["journal"] if line["kind"] == "voted"]
    assert len(votes) == 3
    assert re.search(r"\b2\b.*\b3\b", votes[-1]), votes[-1]

    client = of_client(house)
    offer = client.get(f"/cases/{receipt['id']}")
    assert (offer["answers"]["offer_price"], "cost_total" in offer["answers"]) == (15000, False)
    assert client.take("accept")["state"] == "plan"

    planned = pia.take("start", answers={**GIVEN["plan"], "implementer": "kai.berg"})
    assert planned["state"] == "implementation"
    assert kai.take("done", answers=GIVEN["implementation"])["state"] == "feedback"
    closed = of_client(house).take("accept", answers=GIVEN["feedback"])
    assert (closed["state"], closed["ended"], closed["tasks"]) == ("closed", "closed", [])

    visited = [step["state"] for step in closed["path"]]
    assert visited[-1] == "closed"
    assert {"analysis", "board", "client", "plan", "implementation", "feedback"} <= set(visited)
    proof = house.verified()
    assert proof["violations"] == []
    assert (proof["ok"], proof["checked"]["I3"]) == (True, 1)


def test_a_change_of_a_clients_details_by_the_api_alone(own_house: House) -> None:
    """Collected, assessed, confirmed by the client, carried out, verified by somebody else, told, followed up."""
    house = own_house
    groups = {"account": ("pia.moss", "tom.hill"), "audit": ("kai.berg", "tom.hill")}
    with house.database.writing() as tx:
        offer(tx, house.people, DETAILS, groups, worker.now())
    pia, tom, kai = (of(house, name) for name in ("pia.moss", "tom.hill", "kai.berg"))
    link, answers = house.form(DETAILS).removeprefix("/f/"), TRIAL_OF_DETAILS["answers"]
    said = given(TRIAL_OF_DETAILS)

    receipt = Program(house).post(f"/links/{link}/cases", key="first", answers=answers)
    proposed = pia.take("propose", answers={**said["assess"], "executor": "tom.hill"})
    assert proposed["state"] == "client"
    client = of_client(house, answers["client_email"])
    seen = client.get(f"/cases/{receipt['id']}")["answers"]
    assert seen["what_we_do"] == said["assess"]["what_we_do"]
    assert "assessment" not in seen
    assert client.take("accept")["state"] == "execute"
    done = tom.take("done", answers=said["execute"])
    assert done["state"] == "verify"
    assert tom.get("/tasks")["tasks"] == []
    assert kai.take("faulty", comment="The second file is missing.")["state"] == "execute"
    assert tom.take("done", answers=said["execute"])["state"] == "verify"
    assert kai.take("verified", answers=said["verify"])["state"] == "notify"
    assert pia.take("told", answers=said["notify"])["state"] == "track"
    closed = pia.take("close", answers=said["track"])
    assert (closed["state"], closed["ended"], closed["tasks"]) == ("closed", "closed", [])
    told = [line["sentence"] for line in closed["journal"] if line["kind"] == "moved"]
    assert len(told) == 8
    assert house.verified()["violations"] == []
