"""Two records of one customer become one, and nothing of either is lost."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from runtime.access import Denied
from runtime.asking import Rejected
from runtime.customers import customer_records, doubles
from runtime.portal import customer_history
from runtime.store.customers import customers, doubles_found, record_changes
from runtime.store.customers.customers import Contact, Customer
from runtime.store.customers.double_signs import signs
from runtime.store.forms import offers
from runtime.store.ids import new_id
from runtime.store.operations import audit
from runtime.store.tables.columns import METADATA
from tests.runtime.office import ANSWERS, World


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Blue Mill GmbH", "blue mill", True),
        ("Blue Mill & Co. KG", "Blue Mill", True),
        ("Café Müller", "Cafe Muller Ltd", True),
        ("ＡＣＭＥ", "acme inc.", True),
        ("晨光教育科技有限公司", "晨光教育科技", True),
        ("GmbH", "Ltd", False),
        ("Blue Mill", "Blue Hill", False),
    ],
)
def test_names_are_alike_however_they_are_spelt(one: str, other: str, alike: bool) -> None:  # noqa: FBT001 -- a column
    assert bool(signs(one) & signs(other)) is alike


@pytest.mark.parametrize(
    ("kind", "one", "other", "alike"),
    [
        ("phones", "+49 (0)30 5550-1234", "030 55501234", True),
        ("phones", "12", "12", False),
        ("emails", "Mia+fair@mill.example", "mia@MILL.example", True),
        ("emails", "mia@mill.example", "tom@mill.example", False),
    ],
)
def test_numbers_and_addresses_too(kind: str, one: str, other: str, alike: bool) -> None:  # noqa: FBT001 -- a column
    found = [{sign for sign in signs("", **{kind: [said]}) if not sign.startswith("name:")} for said in (one, other)]
    assert bool(found[0] & found[1]) is alike


def add(world: World, name: str, emails: Any = (), **more: Any) -> Customer:
    made = Customer(world.workspace, new_id(world.now), name, **more)
    with world.database.writing() as tx:
        assert customers.add_customer(tx, made, world.now)
        for email in emails:
            contact = Contact(world.workspace, new_id(world.now), email, email.partition("@")[0], "", name, made.id)
            assert customers.add(tx, contact, world.now)
    return made


def merge(world: World, left: Customer, right: Customer, **chosen: str) -> Customer:
    with world.database.writing() as tx:
        sides = doubles.side_by_side(tx, world.actor("ada"), left.id, right.id, "en")
        return doubles.merge(tx, world.actor("ada"), left.id, right.id, {**chosen, "_seen": sides.seen}, world.now)


ASKED = st.lists(st.tuples(st.sampled_from("lr"), st.integers(0, 1)), min_size=1, max_size=3)
CHOSEN = st.dictionaries(
    st.sampled_from(["name", "kind", "note", "keeper"]), st.sampled_from(["left", "right", "both"])
)


@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.generate],  # each example stays in the database: it is not made smaller
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(asked=ASKED, chosen=CHOSEN, number=st.integers(0, 10**9))
def test_every_request_and_contact_of_both_is_reached_from_the_one_that_stays(
    world: World, asked: list[tuple[str, int]], chosen: dict[str, str], number: int
) -> None:
    """Whatever was asked by whom of which, and whichever values stay."""
    tag = f"{number}-{new_id(world.now)[-8:].lower()}"
    records = {
        side: add(world, f"Mill {side} {tag}", (f"a{side}{tag}@m.example", f"b{side}{tag}@m.example"), note=side)
        for side in "lr"
    }
    sent = [
        world.submit(
            raw={**ANSWERS, "client_email": f"{'ab'[who]}{side}{tag}@m.example", "client_company": records[side].name}
        ).case_id
        for side, who in asked
    ]
    with world.database.reading() as tx:
        before = {one.case.id: (one.case, one.journal) for one in audit.everything(tx) if one.case.id in sent}
    left, right = records["l"], records["r"]
    kept = merge(world, left, right, **chosen)
    with world.database.reading() as tx:
        page = customer_history.page(tx, world.actor("ada"), left.id)
        old = customers.customer(tx, world.workspace, right.id)
        names = [offers.customer(tx, world.workspace, key) for key in (left.name, right.name, left.id, right.id)]
        after = {one.case.id: (one.case, one.journal) for one in audit.everything(tx) if one.case.id in sent}
        noted = record_changes.of_customer(tx, world.workspace, left.id, "", 10)
    assert {one.case_id for one in page.requests} == set(sent)
    assert {one.email for one in page.contacts} == {f"{who}{side}{tag}@m.example" for side in "lr" for who in "ab"}
    assert old is not None
    assert old.merged_into == left.id
    assert {one.key for one in names if one} == {left.id}
    assert len([one for one in names if one]) == 4
    assert kept.name == (right.name if chosen.get("name") == "right" else left.name)
    for case_id, (case, lines) in before.items():
        assert after[case_id][1] == lines, "journals say what they said"
        assert after[case_id][0].version == case.version
        assert after[case_id][0].answers == case.answers
    assert noted[0].did == "merged"


def test_whatever_names_a_customer_goes_over_with_it(world: World) -> None:
    """Also the tables of others: whichever has a column of this name."""
    naming = {table.name for table in METADATA.sorted_tables if "customer_id" in table.c}
    assert {"case_file", "contact", "record_change"} <= naming
    assert naming - doubles_found._STAYS, "these move"
    first, second, third = (add(world, name) for name in ("Elm", "Elm Ltd", "Elm GmbH"))
    merge(world, second, third)
    merge(world, first, second)
    with world.database.reading() as tx:
        old = customers.customer(tx, world.workspace, third.id)
    assert old is not None
    assert old.merged_into == first.id, "the end of the chain, at once"
    assert doubles_of(world) == set()


def test_what_was_looked_at_and_changed_since_is_not_merged(world: World) -> None:
    left, right = add(world, "Elm"), add(world, "Elm Ltd")
    with world.database.writing() as tx:
        sides = doubles.side_by_side(tx, world.actor("ada"), left.id, right.id, "en")
        customer_records.change(tx, world.actor("lea"), right.id, {"note": "New."}, world.now)
        with pytest.raises(Rejected):
            doubles.merge(tx, world.actor("ada"), left.id, right.id, {"_seen": sides.seen}, world.now)
        with pytest.raises(Rejected):
            doubles.side_by_side(tx, world.actor("ada"), left.id, left.id, "en")
        with pytest.raises(Denied):
            doubles.side_by_side(tx, world.actor("lea"), left.id, right.id, "en")


def test_whoever_is_known_under_two_names_is_found(world: World) -> None:
    left = add(world, "Elm", ("mia@elm.example",))
    right, other = add(world, "Elm Ltd."), add(world, "Birch", ("mia+fair@elm.example",))
    add(world, "Oak")
    assert doubles_of(world) == {frozenset((left.id, right.id)), frozenset((left.id, other.id))}
    assert doubles_of(world, other.id) == {frozenset((left.id, other.id))}


def doubles_of(world: World, of: str = "") -> set[frozenset[str]]:
    with world.database.reading() as tx:
        return {frozenset((pair.left.id, pair.right.id)) for pair in doubles.likely(tx, world.actor("ada"), of)}
