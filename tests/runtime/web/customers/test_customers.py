"""Colleagues keep customers, and begin requests from their records."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from runtime.asking import CHANNELS
from runtime.portal import customer_history
from runtime.store.cases import cases
from runtime.store.customers import customers
from runtime.store.customers.customers import Customer
from runtime.store.notices import outbox
from tests.runtime.acts import draw
from tests.runtime.office import ANSWERS, CHANGE, World
from tests.runtime.web.conftest import Visitor

SignIn = Callable[[str], Visitor]
FIELDS = {
    "fields/0/title": "Branch",
    "fields/0/type": "choice",
    "fields/0/choices": "Food, Steel",
    "fields/1/title": "Number with us",
    "fields/1/type": "text",
    "fields/1/key": "number",
}


def add(visitor: Visitor, name: str, **more: str) -> str:
    """The path of a record that somebody has added."""
    answer = visitor.fill("/customers/new", {"name": name, "kind": "customer", **more})
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def add_contact(visitor: Visitor, path: str, email: str, **more: str) -> str:
    assert visitor.fill(f"{path}/contacts/new", {"email": email, **more}).status_code == 303
    return re.findall(r'href="/contacts/(\w+)"', visitor.get(path).text)[-1]


def titles(page: str) -> list[str]:
    return re.findall(r'list-title"><a href="/customers/[^"]*">([^<]*)<', page)


def test_what_is_added_is_found_changed_and_remembered(sign_in: SignIn) -> None:
    lea = sign_in("lea")
    path = add(lea, "Mill & Sons", kind="supplier", note="Call before ten.")
    add_contact(lea, path, "mia@mill.example", name="Mia Stone", phone="+49 30 5550 1234")
    for typed in ("mill", "SONS", "stone", "mia@mill.example"):
        assert titles(lea.get(f"/customers?q={typed}").text) == ["Mill &amp; Sons"], typed
    assert titles(lea.get("/customers?q=zebra").text) == []
    assert titles(lea.get("/customers?kind=supplier").text) == ["Mill &amp; Sons"]
    assert titles(lea.get("/customers?kind=partner").text) == []
    assert lea.fill(f"{path}/edit", {"name": "Mill", "kind": "supplier", "note": ""}).status_code == 303
    page = lea.get(f"{path}/changes").text
    assert "<del>Mill &amp; Sons</del>" in page
    assert "<del>Call before ten.</del>" in page
    assert lea.fill("/customers/new", {"name": "Mill", "kind": "customer"}).status_code == 422
    lea.get(path)
    assert lea.post(f"{path}/switch", {"on": "no"}).status_code == 303
    assert titles(lea.get("/customers").text) == []
    assert titles(lea.get("/customers?off=1").text) == ["Mill"]
    assert lea.get(path).status_code == 200


@pytest.mark.parametrize("order", ["name", "newest"])
def test_every_customer_comes_once_page_after_page(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, world: World, order: str
) -> None:
    monkeypatch.setattr(customer_history, "PAGE", 2)
    monkeypatch.setattr(customer_history.listed, "__defaults__", (2,))
    lea = sign_in("lea")
    names = ["Elm", "Ash", "Oak", "Yew", "Box"]
    for name in names:
        add(lea, name)
        world.wait(seconds=1)
    found: list[str] = []
    path = f"/customers?order={order}"
    while path:
        page = lea.get(path).text
        found += titles(page)
        more = re.search(r'href="(/customers\?[^"]*after=[^"]*)"', page)
        path = more[1].replace("&amp;", "&") if more else ""
    assert found == (sorted(names) if order == "name" else names[::-1])


def test_a_colleague_sees_the_requests_that_they_have_to_do_with_and_of_others_the_number(
    world: World, sign_in: SignIn
) -> None:
    case_id = world.submit(raw={**ANSWERS, "wish": "A secret door"}).case_id
    mill = re.findall(r'href="(/customers/\w{26})"', sign_in("lea").get("/customers").text)[0]
    for name, sees in (("lea", True), ("ada", True), ("bo", False), ("dan", False)):
        page = sign_in(name).get(mill).text
        assert ("A secret door" in page) is sees, name
        assert (f"/requests/{case_id}" in page) is sees, name
        assert "1 in all" in page
    assert "added with a request" in sign_in("dan").get(f"{mill}/changes").text
    world.decide(case_id, "lea", "send", raw={"price": 100, "secret": "a third"})
    assert "A secret door" in sign_in("bo").get(mill).text
    assert "A secret door" not in sign_in("dan").get(mill).text


def test_own_fields_are_checked_searched_and_keep_their_type(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    assert ada.fill("/settings/customers/customer", FIELDS).status_code == 303
    path = add(ada, "Mill", branch="Steel", number="K-4711")
    assert titles(ada.get("/customers?q=k-4711").text) == ["Mill"]
    assert "Steel" in ada.get(path).text
    assert ada.fill(f"{path}/edit", {"name": "Mill", "kind": "customer", "branch": "Wool"}).status_code == 422
    other_type = {**FIELDS, "fields/1/type": "number"}
    for wrong in (other_type, {**FIELDS, "fields/1/key": "name"}, {**FIELDS, "fields/0/choices": ""}):
        assert ada.fill("/settings/customers/customer", wrong).status_code == 422, wrong
    renamed = {**FIELDS, "fields/0/title": "Trade", "fields/0/key": "branch"}
    assert ada.fill("/settings/customers/customer", renamed).status_code == 303
    page = ada.get(path).text
    assert "Trade" in page
    assert "Steel" in page


def test_a_form_shows_own_fields_of_the_customer_it_names(world: World, sign_in: SignIn) -> None:
    document = with_fields(
        firm={"type": "object", "title": "Firm", "x-formloom": {"type": "customer", "fields": "branch"}},
        branch={"title": "Branch", "x-formloom": {"type": "lookup", "from": "firm", "field": "branch"}},
    )
    draw(world, document)
    ada = sign_in("ada")
    ada.fill("/settings/customers/customer", FIELDS)
    firm = add(ada, "Mill", branch="Steel", number="K-4711").rpartition("/")[2]
    case = world.case(world.submit(world.actor("lea"), {**ANSWERS, "firm": firm}).case_id)
    assert case.answers["branch"] == "Steel"
    assert case.answers["firm"]["values"] == {"branch": "Steel"}
    assert case.customer_id


LOCKED = {"!=": [{"var": "@customer.email"}, None]}


def test_a_form_begun_from_a_record_is_filled_in_and_locked_where_the_process_says_so(
    world: World, sign_in: SignIn
) -> None:
    document = with_fields()
    document["form"]["rules"] = [
        {"field": "client_email", "lock": LOCKED},
        {"field": "wish", "default": {"cat": ["For ", {"var": "@customer.company"}]}},
    ]
    draw(world, document)
    lea = sign_in("lea")
    path = add(lea, "Mill")
    mia = add_contact(lea, path, "mia@mill.example", name="Mia Stone")
    start = lea.get(f"{path}/request").text
    address = f"/new/change?behalf=1&client={mia}"
    assert address.replace("&", "&amp;") in start
    page = lea.get(address).text
    for text in ("mia@mill.example", "Mia Stone", "For Mill"):
        assert f'value="{text}"' in page or f">{text}<" in page, text
    typed = {**ANSWERS, "client_name": "Mia S.", "client_email": "somebody@else.example", "wish": "A red door"}
    assert lea.fill(address, {**typed, "_channel": "phone"}).status_code == 303
    case = newest(world, "lea")
    assert (case.requester, case.filer, case.channel) == (f"contact:{mia}", world.party("lea"), "phone")
    assert case.answers["client_email"] == "mia@mill.example"
    assert case.requester_name == "Mia S."
    assert world.case(case.id).customer_id == path.rpartition("/")[2]
    assert lea.get(f"/new/change?behalf=1&client={'0' * 26}").status_code == 200
    world.wait(seconds=1)
    assert sign_in("lea").fill(f"/new/change?client={mia}", ANSWERS).status_code == 303, "not on behalf: nobody's"
    assert newest(world, "lea").requester == world.party("lea")


def test_what_is_begun_from_a_record_and_kept_goes_on_for_the_same_client(sign_in: SignIn) -> None:
    lea = sign_in("lea")
    path = add(lea, "Mill")
    mia = add_contact(lea, path, "mia@mill.example", name="Mia Stone")
    address = f"/new/change?behalf=1&client={mia}"
    assert lea.fill(address, {**ANSWERS, "_channel": "phone", "_save": "later"}).status_code == 303
    again = lea.get("/new/change?behalf=1")
    assert (again.status_code, again.location) == (303, address)
    assert "A red door" in lea.get(address).text
    other = add_contact(lea, path, "tom@mill.example", name="Tom")
    assert "A red door" not in lea.get(f"/new/change?behalf=1&client={other}").text


def test_every_way_to_reach_us_can_be_chosen_and_is_counted(world: World, sign_in: SignIn) -> None:
    """R03, R04, R05: whoever writes it down says how the client came, and it stands with the request."""
    lea = sign_in("lea")
    page = lea.get("/new/change?behalf=1").text
    offered = re.findall(r'<option value="(\w+)"', page.partition('name="_channel"')[2].partition("</select>")[0])
    assert [*offered, "web"] == [*CHANNELS[1:], "web"]
    for channel in offered:
        world.wait(seconds=1)
        answer = lea.fill("/new/change?behalf=1", {**ANSWERS, "_channel": channel})
        assert answer.status_code == 303, channel
        case = newest(world, "lea")
        assert (case.channel, case.filer) == (channel, world.party("lea"))
        assert case.requester.startswith("contact:")
    world.submit()
    mill = re.findall(r'href="(/customers/\w{26})"', lea.get("/customers").text)[0]
    page = lea.get(mill).text
    for said in (
        "By phone",
        "In person",
        "By e-mail",
        "In a survey",
        "As a complaint",
        "As a suggestion",
        "By web form",
    ):
        assert page.count(f"<span>{said}</span>") == 1, said
    assert lea.fill("/new/change?behalf=1", {**ANSWERS, "_channel": "pigeon"}).status_code == 422


def test_whoever_speaks_for_a_customer_is_asked_and_told_in_the_place_of_who_asks(
    world: World, sign_in: SignIn
) -> None:
    """R27. Who asks stays on record."""
    ada = sign_in("ada")
    path = add(ada, "Mill")
    speaker = add_contact(ada, path, "speaker@mill.example", name="Nia")
    assert ada.fill(f"{path}/edit", {"name": "Mill", "kind": "customer", "contact": speaker}).status_code == 303
    case = world.case(world.submit().case_id)
    assert case.requester_name == "Mia"
    assert case.requester != f"contact:{speaker}"
    assert case.contact_id == speaker
    world.decide(case.id, "lea", "send", raw={"price": 100, "secret": "a third"})
    for voter in ("bo", "bea"):
        world.decide(case.id, voter, "approve")
    assert [task.party for task in world.tasks(case.id)] == [f"contact:{speaker}"]
    with world.database.reading() as tx:
        told = {one.payload.get("to") for one in messages(tx, world) if one.payload.get("case") == case.id}
    assert f"contact:{speaker}" in told
    assert case.requester not in told
    assert ada.fill(f"/contacts/{speaker}", {"email": "speaker@mill.example", "active": "false"}).status_code == 303
    later = world.case(world.submit().case_id)
    assert f"contact:{later.contact_id}" == later.requester, "whoever has left speaks for nobody"


def test_lists_and_records_are_three_reads(world: World, sign_in: SignIn, statements: list[str]) -> None:
    ada = sign_in("ada")
    for number in range(3):
        path = add(ada, f"Mill {number}")
        add_contact(ada, path, f"mia{number}@mill.example")
    world.submit(raw={**ANSWERS, "client_company": "Mill 2"})
    for page in ("/customers", "/customers?q=mill&order=newest", path):
        ada.get(page)
        statements.clear()
        assert ada.get(page).status_code == 200
        assert len(statements[1:]) <= 3, statements


def test_only_administrators_bring_in_take_away_and_merge(sign_in: SignIn) -> None:
    doors = ("/customers/import", "/customers/export.csv", "/customers/doubles", "/settings/customers/customer")
    for name, passes in (("lea", False), ("dan", False), ("ada", True)):
        visitor = sign_in(name)
        assert visitor.get("/customers").status_code == 200
        for door in doors:
            assert (visitor.get(door).status_code == 200) is passes, (name, door)


def newest(world: World, name: str) -> Any:
    with world.database.reading() as tx:
        return cases.filed_by(tx, world.workspace, world.party(name), None, 1)[0]


def messages(tx: Any, world: World) -> list[Any]:
    return list(outbox.latest(tx, world.workspace, None, 100))


def with_fields(**more: Mapping[str, Any]) -> dict[str, Any]:
    """The process of the office, with further questions."""
    form = CHANGE["form"]
    schema = {**form["schema"], "properties": {**form["schema"]["properties"], **more}}
    return {**CHANGE, "form": {**form, "schema": schema}}


def test_customers_of_another_house_are_nobody_here(world: World, sign_in: SignIn) -> None:
    stranger = Customer("Z" * 26, "Y" * 26, "Elsewhere")
    with world.database.writing() as tx:
        customers.add_customer(tx, stranger, world.now)
    lea = sign_in("lea")
    assert titles(lea.get("/customers").text) == []
    for path in ("", "/edit", "/request", "/changes", "/contacts/new"):
        assert lea.get(f"/customers/{stranger.id}{path}").status_code == 404, path
