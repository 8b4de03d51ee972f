"""A filled form becomes a case, once, and of the right person."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest

from runtime import lifecycle
from runtime.access import Actor, Denied, Permission
from runtime.lifecycle import Receipt, Rejected, Submission
from runtime.processes import deployment
from runtime.store.cases import journal
from runtime.store.customers import customers
from runtime.store.files import files
from runtime.store.files.files import File
from runtime.store.forms import links
from runtime.store.missing import Missing
from runtime.store.operations.audit import everything
from runtime.store.processes import processes
from schemas.words import words
from tests.runtime.office import ANSWERS, World


def codes(rejected: pytest.ExceptionInfo[Rejected]) -> list[str]:
    return [problem.code for problem in rejected.value.problems]


def count(world: World) -> int:
    with world.database.reading() as tx:
        return len(list(everything(tx)))


def test_a_client_by_link_becomes_the_requester(world: World) -> None:
    receipt = world.submit(channel="web")
    case = world.case(receipt.case_id)
    assert (case.requester_name, case.filer, case.channel) == ("Mia", case.requester, "web")
    assert case.requester == f"contact:{case.contact_id}"
    assert receipt.number == "CR-2026-0001"
    assert receipt.sentence["en"] == "Now: Analysis. Then: Board."
    with world.database.reading() as tx:
        contact = customers.contact(tx, world.workspace, case.contact_id or "")
    assert contact is not None
    assert (contact.email, contact.company, bool(contact.customer_id)) == ("mia@client.example", "Mill", True)


def test_an_agent_files_for_a_client(world: World) -> None:
    receipt = world.submit(world.actor("bo"), channel="phone", on_behalf=True)
    case = world.case(receipt.case_id)
    assert (case.requester_name, case.filer, case.channel) == ("Mia", world.party("bo"), "phone")


def test_a_person_asks_for_themselves_and_the_client_is_known_all_the_same(world: World) -> None:
    case = world.case(world.submit(world.actor("bo")).case_id)
    assert (case.requester, case.filer) == (world.party("bo"), world.party("bo"))
    assert case.contact_id


def test_what_is_known_of_a_contact_is_not_overwritten(world: World) -> None:
    first = world.case(world.submit().case_id)
    second = world.case(
        world.submit(raw={**ANSWERS, "client_name": "Eve", "client_email": "MIA@client.example"}).case_id
    )
    assert second.contact_id == first.contact_id
    with world.database.reading() as tx:
        known = customers.contact(tx, world.workspace, first.contact_id or "")
    assert known is not None
    # What is known stays as it is, and whoever typed the address does not learn it.
    assert (known.name, second.requester_name) == ("Mia", "Eve")


def test_whoever_comes_by_link_came_by_the_web(world: World) -> None:
    with pytest.raises(Rejected) as rejected:
        world.submit(channel="complaint")
    assert codes(rejected) == ["answer.not-a-choice"]


def test_numbers_run_within_the_year(world: World) -> None:
    numbers = [world.submit().number for _ in range(2)]
    world.wait(days=365)
    assert [*numbers, world.submit().number] == ["CR-2026-0001", "CR-2026-0002", "CR-2027-0001"]


def test_asked_twice_it_is_done_once(world: World) -> None:
    """As after a reply that was cut off behind the commit."""
    first = world.submit(key="k1")
    again = world.submit(key="k1")
    assert again == replace(first, repeated=True)
    assert count(world) == 1
    assert world.submit(key="k2").case_id != first.case_id


def test_the_same_key_for_something_else_is_refused(world: World) -> None:
    world.submit(key="k1")
    with pytest.raises(Rejected) as rejected:
        world.submit(raw={**ANSWERS, "wish": "A blue door"}, key="k1")
    assert codes(rejected) == ["idempotency.reused"]


def test_one_key_is_no_other_persons(world: World) -> None:
    assert world.submit(world.actor("bo"), key="k").case_id != world.submit(world.actor("bea"), key="k").case_id


def test_two_at_once_under_one_key_are_one(world: World) -> None:
    def send(barrier: Barrier, key: str) -> Receipt:
        barrier.wait()
        return world.submit(key=key)

    with ThreadPoolExecutor(2) as pool:
        for turn in range(20):
            barrier = Barrier(2)
            pair = [future.result() for future in [pool.submit(send, barrier, f"k{turn}") for _ in range(2)]]
            assert sorted(receipt.repeated for receipt in pair) == [False, True]
            assert pair[0].case_id == pair[1].case_id
    assert count(world) == 20


@pytest.mark.parametrize("field", ["price", "secret"])
def test_a_field_that_may_not_be_filled_is_not_written(world: World, field: str) -> None:
    case = world.case(world.submit(raw={**ANSWERS, field: 1}).case_id)
    assert field not in case.answers


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({**ANSWERS, "wish": ""}, ["answer.required"]),
        ({**ANSWERS, "client_email": ""}, ["answer.required"]),
        ({**ANSWERS, "stranger": 1}, ["answer.unknown-field"]),
        ({**ANSWERS, "papers": [{"id": "nobodys"}]}, ["answer.not-a-file"]),
    ],
)
def test_what_can_be_mended_is_said_and_nothing_is_kept(
    world: World, raw: Mapping[str, Any], expected: list[str]
) -> None:
    with pytest.raises(Rejected) as rejected:
        world.submit(raw=raw, key="k")
    assert codes(rejected) == expected
    assert count(world) == 0
    world.submit(key="k")


def test_a_form_of_another_version_is_shown_again_with_what_was_typed(world: World) -> None:
    with world.database.writing() as tx:
        shown = deployment.published(tx, world.workspace, "change")
        changed = replace(world.process, title=words("Changed"))
        deployment.deploy(tx, world.workspace, changed, "person:x", world.now)
    assert shown is not None
    with pytest.raises(Rejected) as rejected:
        world.submit(version=shown.id)
    assert codes(rejected) == ["answer.other-version"]
    assert rejected.value.answers["wish"] == "A red door"


def test_a_running_case_keeps_its_version(world: World) -> None:
    case = world.case(world.submit().case_id)
    with world.database.writing() as tx:
        changed = replace(world.process, title=words("Changed"))
        version = deployment.deploy(tx, world.workspace, changed, "person:x", world.now)
    assert version.number == 2
    assert world.case(world.submit().case_id).version_id == version.id
    world.decide(case.id, "lea", "send", raw={"price": 1})
    assert world.case(case.id).version_id == case.version_id


def test_doors_that_are_closed(world: World) -> None:
    nobody = Actor(world.workspace, "person:x", "X")
    reader = replace(nobody, permissions=frozenset({Permission.USE}))
    stranger = replace(world.visitor, party="link:none")
    for actor, more in (
        (nobody, {}),
        (reader, {"on_behalf": True}),
        (stranger, {}),
        (world.visitor, {"on_behalf": True}),
    ):
        with pytest.raises(Denied):
            world.submit(actor, **more)
    with pytest.raises(Missing), world.database.writing() as tx:
        lifecycle.submit(tx, Submission(world.actor("bo"), "unheard-of", {}), world.now)
    with pytest.raises(Rejected):
        world.submit(channel="pigeon")
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, replace(world.process, key="other"), "person:x", world.now)
    with pytest.raises(Denied), world.database.writing() as tx:
        lifecycle.submit(tx, Submission(world.visitor, "other", ANSWERS), world.now)
    with world.database.writing() as tx:
        links.set_open(tx, world.workspace, world.link.id, is_open=False)
    with pytest.raises(Rejected) as rejected:
        world.submit()
    assert codes(rejected) == ["link.closed"]
    with world.database.writing() as tx:
        processes.set_open(tx, world.workspace, "change", is_open=False)
    with pytest.raises(Rejected) as rejected:
        world.submit(world.actor("bo"))
    assert codes(rejected) == ["process.closed"]


def test_a_file_belongs_to_one_case_and_to_who_sent_it(world: World) -> None:
    sent = File(world.workspace, "F1", "plan.pdf", 3, "application/pdf", "0" * 64, world.visitor.party, world.now)
    with world.database.writing() as tx:
        files.add(tx, sent)
    lied = [{"id": "F1", "name": "virus.exe", "size": 1, "type": "x"}]
    with pytest.raises(Rejected):
        world.submit(world.actor("bo"), raw={**ANSWERS, "papers": lied})
    case = world.case(world.submit(raw={**ANSWERS, "papers": lied}).case_id)
    assert case.answers["papers"] == [{"id": "F1", "name": "plan.pdf", "size": 3, "type": "application/pdf"}]
    with world.database.reading() as tx:
        assert [file.case_id for file in files.files(tx, world.workspace, ["F1"])] == [case.id]
    with pytest.raises(Rejected):
        world.submit(raw={**ANSWERS, "papers": lied})


def test_of_two_cases_that_claim_a_file_one_gets_it(world: World) -> None:
    first, second = (world.submit().case_id for _ in range(2))
    sent = File(world.workspace, "F1", "plan.pdf", 3, "application/pdf", "0" * 64, "person:x", world.now)
    with world.database.writing() as tx:
        files.add(tx, sent)
        assert files.claim(tx, world.workspace, first, ["F1"])
        assert not files.claim(tx, world.workspace, second, ["F1"])


def test_the_journal_begins_with_who_and_what(world: World) -> None:
    case = world.case(world.submit().case_id)
    with world.database.reading() as tx:
        written = journal.of_case(tx, world.workspace, case.id)
    assert [entry.kind for entry in written] == ["answered", "began", "entered"]
    assert written[0].body["changes"]["wish"] == [None, "A red door"]
    assert {entry.by_name for entry in written} == {"Mia", ""}
    assert written[-1].hash == case.journal_head
