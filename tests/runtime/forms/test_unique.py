"""An answer that may occur only once in a process, also where two give it at the same moment; and how often one did."""

import threading
from typing import Any

import pytest

from runtime import lifecycle
from runtime.access import Actor
from runtime.asking import Rejected, Submission
from runtime.lifecycle import Decision
from runtime.processes import deployment
from runtime.store.forms import answer_keys
from runtime.store.forms.answer_keys import sameness
from schemas.document import load
from tests.runtime.office import MONDAY, World

REFUND: dict[str, Any] = {
    "format": "formloom/1",
    "key": "refund",
    "title": {"en": "Refund", "zh-Hans": "退款"},
    "number": "R-{seq}",
    "form": {
        "schema": {
            "type": "object",
            "properties": {
                "invoice": {"type": "string", "title": "Invoice", "x-formloom": {"unique": True}},
                "email": {"type": "string", "title": "E-mail", "x-formloom": {"type": "email"}},
                "often": {"title": "Often", "x-formloom": {"type": "computed", "result": "number"}},
            },
        },
        "rules": [{"field": "often", "compute": {"var": "@earlier.email"}}],
    },
    "flow": {
        "initial": "look",
        "states": [
            {
                "key": "look",
                "kind": "task",
                "title": {"en": "Look"},
                "who": [{"group": "leads"}],
                "fields": {"*": "edit"},
            },
            {"key": "done", "kind": "end", "title": {"en": "Done"}, "outcome": "closed"},
            {"key": "gone", "kind": "end", "title": {"en": "Withdrawn"}, "outcome": "withdrawn"},
        ],
        "moves": [
            {"key": "keep", "from": "look", "to": "look", "title": {"en": "Keep"}},
            {"key": "finish", "from": "look", "to": "done", "title": {"en": "Finish"}},
            {"key": "withdraw", "from": "look", "to": "gone", "title": {"en": "Withdraw"}},
        ],
    },
}


@pytest.fixture
def office(world: World) -> World:
    publish(world, REFUND)
    return world


def publish(world: World, document: dict[str, Any]) -> None:
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load(document), "person:x", MONDAY)


def ask(world: World, by: str | Actor = "lea", **raw: Any) -> str:
    actor = world.actor(by) if isinstance(by, str) else by
    with world.database.writing() as tx:
        return lifecycle.submit(tx, Submission(actor, "refund", raw), world.now).case_id


def problems(caught: pytest.ExceptionInfo[Rejected]) -> list[tuple[str, str]]:
    return [(one.code, one.path) for one in caught.value.problems]


def test_the_second_with_the_same_answer_is_refused_beside_the_field(office: World) -> None:
    ask(office, invoice="A-1")
    with pytest.raises(Rejected) as caught:
        ask(office, "bo", invoice="  ａ-1 ", email="not an address")
    assert problems(caught) == [("answer.not-unique", "/invoice"), ("answer.not-an-email", "/email")]
    ask(office, invoice="A-2")
    ask(office)
    ask(office)  # no answer at all is no answer twice


def test_of_two_at_once_one_is_refused(office: World) -> None:
    ready, came = threading.Barrier(6), []

    def go() -> None:
        ready.wait()
        try:
            came.append(ask(office, invoice="A-1"))
        except Rejected as rejected:
            came.append([one.code for one in rejected.problems])

    threads = [threading.Thread(target=go) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(map(str, came)).count("['answer.not-unique']") == 5
    with office.database.reading() as tx:
        assert answer_keys.count(tx, office.workspace, "refund", "invoice", "A-1") == 1


def test_one_who_is_faster_after_the_check_wins(office: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the reading has not seen yet, the table refuses."""
    ask(office, invoice="A-1")
    monkeypatch.setattr(answer_keys, "count", lambda *_: 0)
    with pytest.raises(Rejected) as caught:
        ask(office, invoice="A-1")
    assert problems(caught) == [("answer.not-unique", "/invoice")]


def test_a_step_may_not_take_anothers_answer_and_frees_its_own(office: World) -> None:
    first, second = ask(office, invoice="A-1"), ask(office, invoice="A-2")
    with pytest.raises(Rejected) as caught:
        office.decide(second, "lea", "keep", raw={"invoice": "A-1"})
    assert problems(caught) == [("answer.not-unique", "/invoice")]
    office.decide(first, "lea", "keep", raw={"invoice": "A-3"})
    office.decide(first, "lea", "keep", raw={"invoice": "A-3"})
    office.decide(second, "lea", "keep", raw={"invoice": "A-1"})
    assert office.case(second).answers["invoice"] == "A-1"


@pytest.mark.parametrize(("move", "free"), [("withdraw", True), ("finish", False)])
def test_only_what_was_withdrawn_may_be_answered_again(office: World, move: str, *, free: bool) -> None:
    office.decide(ask(office, invoice="A-1", email="mia@client.example"), "lea", move)
    if free:
        assert office.case(ask(office, invoice="A-1", email="mia@client.example")).answers["often"] == 0
    else:
        with pytest.raises(Rejected):
            ask(office, invoice="A-1")


def test_rules_count_how_often_something_was_answered_before(office: World) -> None:
    counts = [
        office.case(ask(office, email=one)).answers["often"]
        for one in ("mia@x.example", "Mia@X.example", "b@x.example")
    ]
    assert counts == [0, 1, 0]
    third = ask(office, email="mia@x.example")
    assert office.case(third).answers["often"] == 2
    office.decide(third, "lea", "keep", raw={"email": "b@x.example"})
    assert office.case(third).answers["often"] == 1


def test_another_process_and_another_workspace_do_not_count(office: World) -> None:
    ask(office, invoice="A-1")
    with office.database.reading() as tx:
        assert answer_keys.count(tx, office.workspace, "change", "invoice", "A-1") == 0
        assert answer_keys.count(tx, "another", "refund", "invoice", "A-1") == 0


def test_a_new_version_learns_what_was_answered_before(world: World) -> None:
    plain = {
        **REFUND,
        "form": {
            "schema": {
                "type": "object",
                "properties": {
                    "invoice": {"type": "string", "title": "Invoice"},
                    "email": {"type": "string", "title": "E-mail", "x-formloom": {"type": "email"}},
                },
            }
        },
    }
    publish(world, plain)
    for number in (1, 1, 2):
        ask(world, invoice=f"A-{number}", email="mia@x.example")
    world.decide(ask(world, invoice="A-9"), "lea", "withdraw")
    publish(world, REFUND)
    for number in (1, 2):
        with pytest.raises(Rejected) as caught:
            ask(world, invoice=f"A-{number}")
        assert problems(caught) == [("answer.not-unique", "/invoice")]
    assert world.case(ask(world, invoice="A-9", email="mia@x.example")).answers["often"] == 3


def test_a_replay_is_no_second_answer(office: World) -> None:
    with office.database.writing() as tx:
        first = lifecycle.submit(tx, Submission(office.actor("lea"), "refund", {"invoice": "A-1"}, key="k"), office.now)
    with office.database.writing() as tx:
        again = lifecycle.submit(tx, Submission(office.actor("lea"), "refund", {"invoice": "A-1"}, key="k"), office.now)
    assert (again.case_id, again.repeated) == (first.case_id, True)
    task = office.task(first.case_id, office.party("lea"))
    office.carry_out(Decision(office.actor("lea"), task.id, "keep", {"invoice": "A-1"}))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Straße", "STRASSE", True),
        ("a  b", "A B", True),
        ("１２", "12", True),
        (1, 1.0, True),
        (1, True, False),
        ("1", 1, False),
        ({"id": "x", "name": "a"}, {"id": "x", "name": "b"}, True),
        ({"from": "a", "to": "b"}, {"to": "b", "from": "A"}, True),
        (["a", "b"], ["b", "a"], False),
    ],
)
def test_what_people_take_for_the_same(one: Any, other: Any, *, same: bool) -> None:
    assert (sameness(one) == sameness(other)) is same
