"""What an answer may name outside of itself: who may name what, and what is kept of it."""

from dataclasses import replace
from typing import Any

import pytest

from runtime import lifecycle
from runtime.access import Actor
from runtime.asking import Rejected, Submission
from runtime.forms import offering
from runtime.forms.references import Outside
from runtime.processes import deployment
from runtime.store.connection.database import Database
from runtime.store.customers import customers
from runtime.store.customers.customers import Contact
from runtime.store.forms import offers
from runtime.store.ids import new_id
from runtime.store.people import departments, people
from runtime.store.people.departments import Department
from runtime.store.people.name_words import words_of
from schemas.document import load
from schemas.words import Words
from tests.runtime.office import MONDAY, World

ASKED = {
    "lead": {"type": "string", "title": "Lead", "x-formloom": {"type": "person"}},
    "judge": {"type": "string", "title": "Judge", "x-formloom": {"type": "person", "groups": "board"}},
    "seller": {"type": "string", "title": "Seller", "x-formloom": {"type": "person", "departments": "trade"}},
    "team": {"type": "array", "items": {"type": "string"}, "title": "Team", "x-formloom": {"type": "people"}},
    "unit": {"type": "string", "title": "Unit", "x-formloom": {"type": "department"}},
    "buyer": {"type": "object", "title": "Buyer", "x-formloom": {"type": "customer"}},
    "voice": {"type": "object", "title": "Voice", "x-formloom": {"type": "contact"}},
    "change": {
        "type": "object",
        "title": "Change",
        "x-formloom": {"type": "request", "processes": "change", "fields": "wish, price, secret, nothing"},
    },
    "price": {"title": "Its price", "x-formloom": {"type": "lookup", "from": "change", "field": "price"}},
    "wish": {"title": "Its wish", "x-formloom": {"type": "lookup", "from": "change", "field": "wish"}},
}
FOLLOW_UP: dict[str, Any] = {
    "format": "formloom/1",
    "key": "follow-up",
    "title": {"en": "Follow-up", "zh-Hans": "后续"},
    "number": "F-{seq}",
    "form": {"schema": {"type": "object", "properties": ASKED}},
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
            {"key": "finish", "from": "look", "to": "done", "title": {"en": "Finish"}},
            {"key": "withdraw", "from": "look", "to": "gone", "title": {"en": "Withdraw"}},
        ],
    },
}


@pytest.fixture
def office(world: World) -> World:
    """With departments, a customer and a contact; dan sells, in a department below the trade."""
    with world.database.writing() as tx:
        trade = Department(world.workspace, new_id(MONDAY), "trade", Words({"en": "Trade", "zh-Hans": "商务部"}))
        sales = Department(world.workspace, new_id(MONDAY), "sales", Words({"en": "Sales"}), trade.id)
        for one in (trade, sales):
            departments.add(tx, one)
        world.people = {**world.people, "dan": replace(world.people["dan"], department_id=sales.id)}
        people.keep(tx, world.people["dan"])
        mill = customers.customer_named(tx, world.workspace, "Blue Mill", new_id(MONDAY), MONDAY)
        customers.add(
            tx, Contact(world.workspace, new_id(MONDAY), "mia@client.example", "Mia", customer_id=mill), MONDAY
        )
        deployment.deploy(tx, world.workspace, load(FOLLOW_UP), "person:x", MONDAY)
    return world


def follow_up(world: World, by: str, **raw: Any) -> Any:
    """The case that comes of these answers."""
    with world.database.writing() as tx:
        receipt = lifecycle.submit(tx, Submission(world.actor(by), "follow-up", raw), world.now)
    return world.case(receipt.case_id)


def refused(world: World, by: str, **raw: Any) -> list[tuple[str, str]]:
    with pytest.raises(Rejected) as caught:
        follow_up(world, by, **raw)
    return [(one.code, one.path) for one in caught.value.problems]


def test_people_are_kept_by_their_address_and_held_to_their_circle(office: World) -> None:
    raw = {"lead": "LEA", "judge": "bo@team.example", "seller": "dan", "team": ["ada", "ben@team.example"]}
    assert follow_up(office, "lea", **raw).answers == {
        "lead": "lea@team.example",
        "judge": "bo@team.example",
        "seller": "dan@team.example",
        "team": ["ada@team.example", "ben@team.example"],
    }
    wrong = {"lead": "nobody", "judge": "lea", "seller": "lea", "team": ["ada", "nobody"]}
    assert refused(office, "lea", **wrong) == [("answer.not-a-person", f"/{key}") for key in wrong]


def test_departments_customers_and_contacts_may_be_named_as_they_are_called(office: World) -> None:
    raw = {"unit": "商务部", "buyer": "Blue Mill", "voice": "mia@client.example"}
    answers = follow_up(office, "lea", **raw).answers
    assert answers["unit"] == "trade"
    assert answers["buyer"]["name"] == "Blue Mill"
    assert (answers["voice"]["name"], answers["voice"]["email"]) == ("Mia", "mia@client.example")
    assert follow_up(office, "lea", **answers).answers == answers
    assert follow_up(office, "lea", buyer=answers["buyer"]["id"]).answers == {"buyer": answers["buyer"]}
    assert refused(office, "lea", unit="Moon", buyer="Red Mill", voice="x@y.example") == [
        ("answer.not-a-department", "/unit"),
        ("answer.not-a-customer", "/buyer"),
        ("answer.not-a-contact", "/voice"),
    ]


def test_a_forged_name_is_looked_up(office: World) -> None:
    kept = follow_up(office, "lea", buyer="Blue Mill").answers["buyer"]
    forged = follow_up(office, "lea", buyer={"id": kept["id"], "name": "Somebody else"}).answers
    assert forged == {"buyer": kept}


def test_a_linked_request_keeps_what_its_linker_may_read(office: World) -> None:
    case_id = office.at_board()
    number = office.case(case_id).number
    by_board = follow_up(office, "bo", change=number).answers
    assert by_board["change"]["id"] == case_id
    assert by_board["change"]["values"] == {"wish": "A red door", "price": 100}
    assert by_board["change"]["said"]["price"] == {"title": "Price", "text": {"en": "100", "zh-Hans": "100"}}
    assert (by_board["price"], by_board["wish"]) == (100, "A red door")
    by_analyst = follow_up(office, "lea", change=case_id).answers
    assert by_analyst["change"]["values"] == {"wish": "A red door", "price": 100, "secret": "a third"}
    assert refused(office, "dan", change=number) == [("answer.not-a-request", "/change")]


def test_only_requests_of_the_processes_named_can_be_linked(office: World) -> None:
    first = follow_up(office, "lea")
    assert refused(office, "lea", change=first.number) == [("answer.not-a-request", "/change")]


def test_what_was_linked_stays_as_it_was(office: World) -> None:
    change = office.at_board()
    linked = follow_up(office, "lea", change=change)
    office.decide(change, "bo", "back")
    office.decide(change, "lea", "send", raw={"price": 900})
    assert office.case(change).answers["price"] == 900
    office.decide(linked.id, "lea", "finish", raw={"change": change, "lead": "lea"})
    after = office.case(linked.id).answers
    assert after["change"] == linked.answers["change"]
    assert after["price"] == 100


@pytest.mark.parametrize("outsider", ["link", "contact"])
def test_outsiders_name_nobody_and_nothing(office: World, outsider: str) -> None:
    case_id = office.at_board()
    actor = office.visitor if outsider == "link" else office.contact(case_id)
    with office.database.reading() as tx:
        outside = Outside(tx, actor, "follow-up")
        mill = offers.customer(tx, office.workspace, "Blue Mill")
        assert mill
        assert outside.department("trade") is None
        assert outside.customer(mill.key) is None
        assert outside.contact("mia@client.example") is None
        assert outside.request(case_id) is None
        compiled = deployment.published(tx, office.workspace, "follow-up")
        assert compiled
        assert offering.offered(tx, actor, compiled, frozenset(compiled.process.form.fields)) == {}


def test_nothing_crosses_a_workspace(office: World) -> None:
    stranger = replace(office.actor("ada"), workspace=new_id(MONDAY))
    with office.database.reading() as tx:
        outside = Outside(tx, stranger, "follow-up")
        assert outside.person("lea") is None
        assert outside.department("trade") is None
        assert outside.customer("Blue Mill") is None
        assert outside.contact("mia@client.example") is None
        assert outside.request("CR-2026-0001") is None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("li", ["Li Na", "Wang Li"]),
        ("na li", ["Li Na"]),
        ("小明", ["王小明"]),
        ("王", ["王小明"]),
        ("ＬＩ．ＮＡ", ["Li Na"]),
        ("li.na@", ["Li Na"]),
        ("zz", []),
        ("%", ["Li Na", "Wang Li", "王小明"]),
    ],
)
def test_somebody_is_found_by_any_word_of_theirs(database: Database, typed: str, found: list[str]) -> None:
    workspace = new_id(MONDAY)
    with database.writing() as tx:
        for name, email in (("Li Na", "li.na@x.example"), ("Wang Li", "w@x.example"), ("王小明", "xm@x.example")):
            people.add(tx, people.Person(workspace, new_id(MONDAY), email, email, name), MONDAY)
    with database.reading() as tx:
        assert [one.name for one in offers.people(tx, workspace, typed, 10)] == found


def test_a_new_name_is_found_and_the_old_one_no_more(office: World) -> None:
    with office.database.writing() as tx:
        people.keep(tx, replace(office.people["lea"], name="Leonore Falk"))
    with office.database.reading() as tx:
        assert [one.name for one in offers.people(tx, office.workspace, "falk", 5)] == ["Leonore Falk"]
        assert offers.people(tx, office.workspace, "lea", 5) == offers.people(tx, office.workspace, "lea@", 5)


def test_words_are_few_and_short() -> None:
    assert words_of("Li Na", "li.na@x.example") == {"li", "na", "li.na@x.example"}
    assert words_of("王小明") == {"王小明", "小明", "明"}
    assert len(words_of("好" * 200)) <= 24
    assert all(len(word) <= 80 for word in words_of("x" * 300, "好" * 200))
    assert words_of("", " ", "—") == frozenset()


def test_few_are_offered_at_once_and_many_are_searched(office: World, monkeypatch: pytest.MonkeyPatch) -> None:
    actor = office.actor("lea")
    with office.database.reading() as tx:
        compiled = deployment.published(tx, office.workspace, "follow-up")
        assert compiled
        asked = frozenset(compiled.process.form.fields)
        few = offering.offered(tx, actor, compiled, asked)
        assert set(few) == {"lead", "judge", "seller", "team", "unit", "buyer", "voice", "change"}
        assert [one.name for one in few["judge"].offers] == ["Bea", "Ben", "Bo"]
        assert [one.name for one in few["seller"].offers] == ["Dan"]
        assert [one.name for one in few["unit"].offers] == ["Sales", "Trade"]
        monkeypatch.setattr(offering, "FEW", 2)
        many = offering.offered(tx, actor, compiled, asked)
        assert (many["lead"].many, many["lead"].offers) == (True, ())
        assert not many["seller"].many


def test_only_requests_that_may_be_seen_are_offered(office: World) -> None:
    office.at_board()
    with office.database.reading() as tx:
        compiled = deployment.published(tx, office.workspace, "follow-up")
        assert compiled
        change = compiled.process.form.fields["change"]

        def seen(actor: Actor, typed: str = "") -> list[str]:
            return [one.name for one in offering.search(tx, actor, change, typed)]

        everything = ["CR-2026-0001 · Change"]
        assert seen(office.actor("bo")) == seen(office.actor("ada")) == seen(office.actor("lea"), "cr-") == everything
        assert seen(office.actor("dan")) == []
        assert seen(office.actor("lea"), "CR-%") == []
