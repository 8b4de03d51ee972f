"""By a program: where a case stands, what else may be done, and messages for it."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runtime.web.api.api_acts import DOES
from tests.runtime.acts import draw, permissive, side_by_side, signed
from tests.runtime.office import World
from tests.runtime.web.api.program import Program
from tests.runtime.web.api.test_fuzz import ANY_JSON, ANY_TEXT


@pytest.fixture
def board(world: World) -> str:
    draw(world, permissive())
    return f"/api/v1/cases/{world.at_board()}"


def test_a_case_tells_every_place(lea: Program, world: World) -> None:
    draw(world, side_by_side())
    case_id = world.submit(world.actor("dan"), {"client_email": "mia@client.example", "wish": "A door"}).case_id
    told: Any = lea.get(f"/api/v1/cases/{case_id}").json
    assert [(one["state"], one["visit"], [seat["name"] for seat in one["asked"]]) for one in told["at"]] == [
        ("law", 1, ["Lea"]),
        ("money", 1, ["Bo"]),
        ("safety", 1, ["Lea"]),
    ]
    assert [one["state"] for one in told["tasks"]] == ["law", "safety"]
    assert all(one["due_at"] and one["rule"] == "One person does it." for one in told["at"])


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"do": "remind", "state": "board", "visit": 1}, 409, "special.not-now"),
        ({"do": "transfer", "state": "analysis", "visit": 1, "to": ["ben@team.example"]}, 409, "step.elsewhere"),
        ({"do": "dance"}, 422, "body.not-among"),
        ({"do": "transfer", "to": [3]}, 422, "body.kind"),
        ({"do": "transfer", "to": "ben"}, 422, "body.kind"),
        ({"do": "transfer", "to": ["nobody"]}, 422, "answer.not-a-person"),
        ({}, 422, "body.missing"),
    ],
)
def test_refusals_say_why(lea: Program, world: World, board: str, body: Any, status: int, code: str) -> None:
    before = world.case(board.rsplit("/", 1)[1])
    answer = lea.post(f"{board}/acts", body)
    told: Any = answer.json
    assert answer.status_code == status
    assert code in {told["code"], *(one["code"] for one in told.get("problems", ()))}
    assert world.case(before.id) == before


def test_done_once_however_often_it_is_sent(lea: Program, world: World, board: str) -> None:
    told: Any = lea.get(board).json
    assert "take_back" in told["possible"]
    for replayed in (None, "true"):
        answer = lea.post(f"{board}/acts", {"do": "take_back"}, Idempotency_Key="k")
        assert (answer.status_code, answer.json["state"] if answer.json else "") == (200, "analysis")
        assert answer.headers.get("Idempotency-Replayed") == replayed
    (place,) = answer.json["at"] if answer.json else ()
    assert {"transfer", "claim", "copy"} <= set(place["possible"])
    body = {"do": "transfer", "state": "analysis", "visit": place["visit"], "to": ["ben@team.example"]}
    assert lea.post(f"{board}/acts", body).status_code == 200
    assert {task.party for task in world.tasks(board.rsplit("/", 1)[1])} == {world.party("ben"), world.party("ada")}


def test_a_signature_comes_with_a_move(lea: Program, world: World) -> None:
    document = signed()
    document["flow"]["moves"][0]["asks"] = ["signature"]
    draw(world, document)
    case_id = world.submit().case_id
    path = f"/api/v1/tasks/{world.task(case_id, world.party('lea')).id}/moves/send"
    assert lea.post(path, {"answers": {"price": 3}}).status_code == 422
    answer = lea.post(path, {"answers": {"price": 3}, "given": {"signature": "Lea Lang"}})
    told: Any = answer.json
    assert answer.status_code == 200
    assert any(line["given"].get("signature", {}).get("name") == "Lea Lang" for line in told["journal"])


def test_messages_are_for_administrators_and_for_those_who_wait(
    lea: Program, enter: Callable[[str], Program], board: str
) -> None:
    assert lea.post(f"{board}/messages", {"name": "delivered"}).status_code == 403
    answer = enter("ada").post(f"{board}/messages", {"name": "delivered"})
    assert (answer.status_code, (answer.json or {})["code"]) == (409, "message.unknown")


def test_whatever_is_wished_nothing_breaks(lea: Program, board: str) -> None:
    wishes = st.fixed_dictionaries(
        {"do": st.sampled_from(DOES) | ANY_TEXT},
        optional={
            "state": st.sampled_from(["board", "analysis"]) | ANY_TEXT,
            "visit": st.integers() | ANY_JSON,
            "to": st.lists(st.sampled_from(["bo@team.example", "ben@team.example"]) | ANY_JSON, max_size=3),
            "where": ANY_JSON,
            "back_to": ANY_TEXT,
            "then": st.sampled_from(["again", "back"]),
            "comment": ANY_TEXT,
        },
    )

    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(wishes | ANY_JSON)
    def check(body: Any) -> None:
        assert lea.post(f"{board}/acts", body).status_code < 500
        assert lea.post(f"{board}/messages", body).status_code < 500

    check()
