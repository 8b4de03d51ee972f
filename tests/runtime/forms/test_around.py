"""What rules know besides the answers, what stands in a blank form, and what of it nobody may type over."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from runtime import lifecycle
from runtime.access import Actor
from runtime.asking import Rejected, Submission
from runtime.forms import rule_context
from runtime.forms.rule_context import around, filling, running
from runtime.processes import deployment
from runtime.rehearsal.rehearsal import rehearse
from runtime.store.connection.database import Database
from runtime.store.customers import customers
from runtime.store.customers.customers import Contact
from runtime.store.ids import new_id
from runtime.store.people import departments, people
from runtime.store.people.departments import Department
from schemas.document import load
from schemas.fields.kind import asking
from schemas.filling.defaults import defaults
from schemas.model.form import Field
from schemas.words import Words
from tests.runtime.office import ANSWERS, MONDAY, World

EVERYTHING = frozenset({"@today", "@lang", "@link", "@person", "@customer"})


@pytest.fixture
def office(world: World) -> World:
    with world.database.writing() as tx:
        sales = Department(world.workspace, new_id(MONDAY), "sales", Words({"en": "Sales"}))
        departments.add(tx, sales)
        people.keep(tx, replace(world.people["lea"], department_id=sales.id))
    return world


def known(world: World, asks: Any, *names: str) -> dict[str, Any]:
    with world.database.reading() as tx:
        return around(tx, world.workspace, frozenset(names) or EVERYTHING, asks, world.now)


def test_a_colleague_is_known_and_only_what_is_mentioned(office: World, statements: list[str]) -> None:
    lea = filling(office.actor("lea"))
    said = {"name": "Lea", "email": "lea@team.example", "department": "sales"}
    assert known(office, lea) == {"@today": "2026-03-02", "@lang": "en", "@person": said}
    assert known(office, lea, "@person.email") == {"@person": {"email": "lea@team.example"}}
    assert known(office, lea, "@person.secret", "@moon") == {}
    statements.clear()
    assert known(office, lea, "@today", "@link.code") == {"@today": "2026-03-02"}
    assert statements == []


def test_of_whoever_holds_a_link_only_the_link_is_known(office: World) -> None:
    visitor = filling(office.visitor, link={"campaign": "spring", "more": "x"})
    assert known(office, visitor, "@link.campaign", "@person.email", "@customer.company") == {
        "@link": {"campaign": "spring"}
    }


def test_on_behalf_of_a_client_the_clerk_is_not_who_asks(office: World) -> None:
    assert known(office, filling(office.actor("lea"), on_behalf=True), "@person.email") == {}


def test_a_running_request_keeps_its_own_people_whoever_looks(office: World) -> None:
    case = office.case(office.submit().case_id)
    said = {"name": "Mia", "email": "mia@client.example", "company": "Mill"}
    assert known(office, running(case, "zh-Hans"), "@person", "@customer", "@lang") == {
        "@person": said,
        "@customer": said,
        "@lang": "zh-Hans",
    }


def test_today_is_the_day_of_the_house(sqlite_url: str) -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    for zone, day in (("UTC", "2026-03-02"), ("Asia/Shanghai", "2026-03-03"), ("America/New_York", "2026-03-02")):
        database = Database(sqlite_url, "s", zone)
        with database.reading() as tx:
            assert rule_context.today(tx, late) == day
        database.close()


def test_what_is_tried_out_has_somebody_invented() -> None:
    found = rule_context.invented(frozenset({"@person.email", "@customer.company", "@today"}), MONDAY)
    assert set(found) == {"@person", "@customer", "@today"}


def test_defaults_are_worked_out_in_order_and_read_as_the_field_reads() -> None:
    form = asking(
        Field("twice", "number", default={"*": [{"var": "once"}, 2]}),
        Field("once", "number", default=21),
        Field("text", "text", default={"cat": ["Dear ", {"var": "@person.name"}]}),
        Field("unknown", "text", default={"var": "@person.phone"}),
        Field("when", "date", default={"var": "@today"}),
        Field("wrong", "date", default="soon"),
        Field("ticked", "yes_no", default=True),
        Field("mail", "email", default={"var": "@link.mail"}),
        Field("broken", "number", default={"nonsense": [1]}),
        Field("round", "number", default={"+": [{"var": "trip"}, 1]}),
        Field("trip", "number", default={"+": [{"var": "round"}, 1]}),
        Field("after", "number", default={"+": [{"var": "once"}, 1]}),
        Field("sum", "computed", compute={"var": "once"}, default=5),
        Field("several", "choices", default=["a", "b"]),
    )
    found = defaults(form, {"@person": {"name": "Mia"}, "@today": "2026-03-02", "@link": {"mail": "nonsense"}})
    assert found == {
        "once": 21,
        "twice": 42,
        "text": "Dear Mia",
        "when": "2026-03-02",
        "ticked": True,
        "after": 22,
        "several": ["a", "b"],
    }


ORDER: dict[str, Any] = {
    "format": "formloom/1",
    "key": "order",
    "title": {"en": "Order"},
    "number": "O-{seq}",
    "contact": {"email": "mail"},
    "form": {
        "schema": {
            "type": "object",
            "properties": {
                "mail": {"type": "string", "title": "Mail", "x-formloom": {"type": "email"}},
                "asked_by": {"type": "string", "title": "Asked by", "readOnly": True},
                "campaign": {"type": "string", "title": "Campaign", "readOnly": True},
                "rate": {"type": "number", "title": "Rate", "readOnly": True, "default": 6},
                "amount": {"type": "number", "title": "Amount"},
                "by_us": {"type": "string", "title": "By us"},
            },
        },
        "rules": [
            {"field": "asked_by", "default": {"var": "@person.email"}},
            {"field": "campaign", "default": {"var": "@link.campaign"}},
            {"field": "by_us", "show": {"!=": [{"var": "@person.department"}, None]}},
            {"field": "amount", "refuse": {">": [{"var": "amount"}, 100]}, "text": {"en": "At most 100."}},
        ],
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
        ],
        "moves": [{"key": "keep", "from": "look", "to": "look", "title": {"en": "Keep"}}],
    },
}


def order(world: World, by: Actor, raw: dict[str, Any], **more: Any) -> Any:
    with world.database.writing() as tx:
        receipt = lifecycle.submit(tx, Submission(by, "order", raw, **more), world.now)
    return world.case(receipt.case_id)


@pytest.fixture
def shop(office: World) -> World:
    with office.database.writing() as tx:
        deployment.deploy(tx, office.workspace, load(ORDER), "person:x", MONDAY)
    return office


def test_what_is_locked_keeps_its_default_whatever_is_posted(shop: World) -> None:
    forged = {"asked_by": "somebody@else.example", "rate": 1, "campaign": "mine", "amount": 5, "by_us": "yes"}
    case = order(shop, shop.actor("lea"), forged)
    assert case.answers == {"asked_by": "lea@team.example", "rate": 6, "amount": 5, "by_us": "yes"}
    shop.decide(case.id, "lea", "keep", raw={**forged, "amount": 7})
    assert shop.case(case.id).answers == {**case.answers, "amount": 7}


def test_rules_about_the_person_hold_for_whoever_asked(shop: World) -> None:
    case = order(shop, shop.actor("bo"), {"by_us": "yes", "amount": 5})
    assert case.answers == {"asked_by": "bo@team.example", "rate": 6, "amount": 5}
    # Lea is in a department, but it is not her request.
    shop.decide(case.id, "lea", "keep", raw={"by_us": "yes"})
    assert "by_us" not in shop.case(case.id).answers


def test_a_refusal_in_the_forms_own_words(shop: World) -> None:
    with pytest.raises(Rejected) as caught:
        order(shop, shop.actor("bo"), {"amount": 101})
    assert [(one.code, one.params["own"]["en"]) for one in caught.value.problems] == [
        ("answer.refused", "At most 100.")
    ]


def test_a_contact_is_not_told_who_else_there_is(office: World) -> None:
    case_id = office.submit(raw=ANSWERS).case_id
    with office.database.writing() as tx:
        other = Contact(office.workspace, new_id(MONDAY), "other@client.example", "Other")
        customers.add(tx, other, MONDAY)
    found = known(office, running(office.case(case_id), "en"), "@customer.email")
    assert found == {"@customer": {"email": "mia@client.example"}}


def test_a_rehearsal_takes_somebody_invented_to_be_there() -> None:
    rehearsed = rehearse(load(ORDER), {"answers": {"amount": 5, "mail": "mia@x.example"}})
    assert rehearsed.problems == ()
    invented = rule_context.INVENTED["@person"]["email"]
    assert rehearsed.answers == {"asked_by": invented, "rate": 6, "amount": 5, "mail": "mia@x.example"}
