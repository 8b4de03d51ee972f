"""What a public link asks of whoever comes by it, kept by the use case itself, whichever door they came through."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from runtime import lifecycle
from runtime.forms import admission
from runtime.lifecycle import Rejected, Submission
from runtime.people import accounts
from runtime.store.forms import links
from runtime.store.forms.links import PublicLink
from runtime.store.operations import audit
from tests.runtime.office import ANSWERS, MONDAY, World

HOUR = timedelta(hours=1)


def keep(world: World, **conditions: Any) -> PublicLink:
    link = replace(world.link, **conditions)
    with world.database.writing() as tx:
        links.keep(tx, link)
    return link


def now_of(world: World) -> PublicLink:
    with world.database.reading() as tx:
        found = links.by_id(tx, world.workspace, world.link.id)
    assert found is not None
    return found


def count(world: World) -> int:
    with world.database.reading() as tx:
        return sum(1 for _ in audit.everything(tx))


def answers(number: int = 0) -> Mapping[str, Any]:
    return {**ANSWERS, "client_email": f"client{number}@mill.example"}


def refused(world: World, raw: Mapping[str, Any] | None = None, **more: Any) -> list[str]:
    with pytest.raises(Rejected) as rejected:
        world.submit(raw=raw, **more)
    return [problem.code for problem in rejected.value.problems]


@pytest.mark.parametrize(
    ("conditions", "stands"),
    [
        ({}, "open"),
        ({"open": False, "closes_at": MONDAY - HOUR}, "closed"),
        ({"opens_at": MONDAY}, "open"),
        ({"opens_at": MONDAY + HOUR}, "early"),
        ({"closes_at": MONDAY + HOUR}, "open"),
        ({"closes_at": MONDAY}, "late"),
        ({"most": 0}, "full"),
        ({"most": 0, "opens_at": MONDAY + HOUR}, "full"),
        ({"most": 1}, "open"),
    ],
)
def test_a_link_is_open_while_nothing_keeps_answers_out(world: World, conditions: Any, stands: str) -> None:
    link = keep(world, **conditions)
    assert admission.standing(link, world.now) == stands
    if stands == "open":
        world.submit()
    else:
        assert refused(world) == [f"link.{stands}"]
    assert count(world) == (stands == "open")


def test_a_password_is_asked_whichever_door_is_taken(world: World) -> None:
    link = keep(world, password_hash=accounts.hashed("open sesame"))
    assert not admission.opens(link, "open barley")
    assert admission.opens(link, "open sesame")
    assert refused(world) == ["link.password"]
    assert world.submit(opened=True).number


def test_what_was_sent_before_is_answered_even_where_the_link_is_full_by_now(world: World) -> None:
    keep(world, most=1)
    first = world.submit(key="one")
    assert refused(world, key="another") == ["link.full"]
    again = world.submit(key="one")
    assert (again.case_id, again.repeated) == (first.case_id, True)
    assert now_of(world).answers == 1


def test_a_cap_of_ten_takes_ten_of_fifty_at_once(world: World) -> None:
    keep(world, most=10)

    def send(number: int) -> str:
        submission = Submission(world.visitor, "change", answers(number))
        try:
            with world.database.writing() as tx:
                lifecycle.submit(tx, submission, world.now)
        except Rejected as rejected:
            return rejected.problems[0].code
        return "kept"

    with ThreadPoolExecutor(50) as pool:
        said = list(pool.map(send, range(50)))
    assert (said.count("kept"), said.count("link.full")) == (10, 40)
    assert count(world) == 10
    assert now_of(world).answers == 10


def test_one_from_a_person_holds_where_they_send_many_at_once(world: World) -> None:
    keep(world, once=True)

    def send(key: int) -> str:
        try:
            with world.database.writing() as tx:
                lifecycle.submit(tx, Submission(world.visitor, "change", answers(key % 2)), world.now)
        except Rejected as rejected:
            return rejected.problems[0].code
        return "kept"

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(send, range(8))) == ["kept"] * 2 + ["link.once"] * 6
    assert count(world) == now_of(world).answers == 2


def test_two_links_of_a_process_count_for_themselves(world: World) -> None:
    other = PublicLink(world.workspace, "B" * 26, "back-door", "change", open=True, name="Trade fair", once=True)
    with world.database.writing() as tx:
        links.add(tx, other, world.now)
    keep(world, once=True)
    world.submit()
    world.wait(minutes=5)
    world.submit(replace(world.visitor, party=other.party))
    with world.database.reading() as tx:
        first, second = sorted(links.of_process(tx, world.workspace, "change"), key=lambda one: one.id)
        assert (first.answers, second.answers, second.name) == (1, 1, "Trade fair")
        assert {first.last_at, second.last_at} == {MONDAY, world.now}


def test_thirty_within_a_minute_are_pressure(world: World) -> None:
    for number in range(admission.MANY):
        with world.database.writing() as tx:
            assert not admission.pressed(tx, world.link, world.now)
            links.count(tx, world.link, f"case {number}", "contact:x", world.now)
    with world.database.reading() as tx:
        assert admission.pressed(tx, world.link, world.now)
        assert not admission.pressed(tx, world.link, world.now + admission.LATELY)


def test_a_sealed_answer_is_what_the_address_says_whatever_is_posted(world: World) -> None:
    keep(world, sealed=("client_company",))
    posted = {**ANSWERS, "client_company": "Somebody else"}
    sealed = world.submit(raw=posted, sealed={"client_company": "Mill"})
    assert world.case(sealed.case_id).answers["client_company"] == "Mill"
    bare = world.submit(raw=posted)
    assert "client_company" not in world.case(bare.case_id).answers
    also = world.submit(raw=posted, sealed={"wish": "A blue door"})
    assert world.case(also.case_id).answers["wish"] == "A blue door"


def test_a_sealed_address_opens_no_field_that_the_filler_may_not_write(world: World) -> None:
    case = world.case(world.submit(sealed={"secret": "a third", "price": 1}).case_id)
    assert not {"secret", "price"} & case.answers.keys()
