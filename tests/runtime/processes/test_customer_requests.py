"""How many requests a customer has opened of late, as documents read it: in the form, on the way on, in a rehearsal."""

import copy
from typing import Any

import pytest

from builder.editing.spots import Spot
from builder.rehearsal.walk_sentences import done
from builder.rules.spot_reading import known_at, names_at
from runtime import lifecycle
from runtime.lifecycle import Decision, Submission
from runtime.processes import deployment
from runtime.rehearsal.rehearsal import rehearse
from schemas import document
from schemas.document import load
from schemas.lint import lint
from schemas.metaschema import process_schema
from tests.runtime.office import ANSWERS, CHANGE, MONDAY, World

OFTEN = {">=": [{"var": "@customer_requests_90d"}, 3]}


def weighing() -> dict[str, Any]:
    """The usual change, whose priority and way on depend on how often the client asks."""
    said: dict[str, Any] = copy.deepcopy({**CHANGE, "key": "weighing"})
    said["form"]["schema"]["properties"]["priority"] = {"type": "string", "title": "Priority", "readOnly": True}
    said["form"]["rules"] = [{"field": "priority", "compute": {"if": [OFTEN, "talk", "usual"]}}]
    flow = said["flow"]
    flow["initial"] = "sort"
    flow["states"].insert(0, {"key": "sort", "kind": "choice", "title": "Sort"})
    flow["moves"][:0] = [
        {"key": "often", "from": "sort", "to": "board", "when": OFTEN},
        {"key": "else", "from": "sort", "to": "analysis"},
    ]
    return said


@pytest.fixture
def often(world: World) -> World:
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load(weighing()), "person:x", MONDAY)
    return world


def send(world: World, who: str = "mia", company: str = "Mill") -> Any:
    raw = {**ANSWERS, "client_email": f"{who}@client.example", "client_company": company}
    with world.database.writing() as tx:
        asked = Submission(world.actor("lea"), "weighing", raw, on_behalf=True)
        receipt = lifecycle.submit(tx, asked, world.now)
    return world.case(receipt.case_id)


def test_the_way_on_and_the_priority_follow_how_often_a_customer_asks(often: World) -> None:
    """Whoever of them asks, whatever they ask for, this one among them; and old ones count no more."""
    send(often, "other", "Elsewhere")
    first, second = send(often), send(often, "max")
    often.submit()
    assert [one.state for one in (first, second)] == ["analysis", "analysis"]
    assert [one.state for one in (send(often, "moritz"), send(often, "other", "Elsewhere"))] == ["board", "analysis"]
    often.decide(first.id, "lea", "send", raw={"price": 1})
    assert often.case(first.id).answers["priority"] == "talk"
    often.wait(days=90)
    late = send(often)
    assert (late.state, late.answers["priority"]) == ("analysis", "usual")


def test_it_costs_one_statement_and_only_where_it_is_read(often: World, statements: list[str]) -> None:
    """Of the form and of the flow one each."""
    costs = []
    for case_id in (often.submit().case_id, send(often).id):
        task = often.task(case_id, often.party("lea"))
        statements.clear()
        often.carry_out(Decision(often.actor("lea"), task.id, "send", raw={"price": 1}, key=case_id))
        costs.append(sum("figure_case" in one and one.startswith("SELECT") for one in statements))
    assert costs == [0, 1]  # no way on from there reads it, but the form's priority does


def test_it_can_be_rehearsed_and_told() -> None:
    process = load(weighing() | {"tests": [{"customer_requests_90d": 4, "answers": ANSWERS, "as": "contact"}]})
    there = rehearse(process, process.tests[0])
    assert (there.visits, there.answers["priority"]) == (("sort", "board"), "talk")
    assert rehearse(process, {"answers": ANSWERS, "as": "contact"}).visits == ("sort", "analysis")
    assert document.dump(process)["tests"][0]["customer_requests_90d"] == 4
    assert "customer_requests_90d" in str(process_schema())
    said = done(process, process.tests[0])[0]
    assert "last 90 days: 4." in said.in_("en")
    assert "近 90 天的申请数：4。" in said.in_("zh-Hans")


def test_designers_pick_it_and_the_proofs_know_that_it_may_be_anything() -> None:
    process = load(weighing())
    assert [one.code for one in lint(process) if one.severity == "error"] == []
    spot = Spot("move", "sort.often", "when")
    assert known_at(process, spot)["name:@customer_requests_90d"].title.in_("zh-Hans") == "客户近 90 天的申请数"
    assert "@customer_requests_90d" in names_at(process, spot).titles
    impossible = weighing()
    impossible["flow"]["moves"][0]["when"] = {"<": [{"var": "@customer_requests_90d"}, 0]}
    assert "choice.dead-branch" in {one.code for one in lint(load(impossible))}
    unknown = weighing()
    unknown["flow"]["moves"][0]["when"] = {"<": [{"var": "@customer_requests_30d"}, 0]}
    assert "rule.unknown-name" in {one.code for one in lint(load(unknown))}
