"""Questions that are answered from the house, on pages: what is offered to whom, with and without a script."""

import html
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from runtime.forms import offering
from runtime.processes import deployment
from runtime.store.customers import customers
from runtime.store.forms import answer_keys, links
from runtime.store.forms.links import PublicLink
from runtime.store.ids import new_id
from schemas.document import load
from tests.runtime.forms.test_around import ORDER
from tests.runtime.forms.test_references import FOLLOW_UP
from tests.runtime.forms.test_unique import REFUND
from tests.runtime.office import MONDAY, World
from tests.runtime.web.conftest import Visitor

SignIn = Callable[[str], Visitor]
FILL = "/new/follow-up"


@pytest.fixture
def office(world: World) -> World:
    with world.database.writing() as tx:
        for document in (FOLLOW_UP, REFUND, {**ORDER, "form": {**ORDER["form"]}}):
            deployment.deploy(tx, world.workspace, load(document), "person:x", MONDAY)
        for name in ("Blue Mill", "Red Mill"):
            customers.customer_named(tx, world.workspace, name, new_id(MONDAY), MONDAY)
        for key, token in (("follow-up", "to-follow"), ("order", "to-order")):
            links.add(tx, PublicLink(world.workspace, new_id(MONDAY), token, key, open=True), MONDAY)
    return world


def version(world: World, key: str = "follow-up") -> str:
    with world.database.reading() as tx:
        compiled = deployment.published(tx, world.workspace, key)
    assert compiled
    return compiled.id


def test_few_stand_in_a_list_and_many_behind_a_box(
    sign_in: SignIn, office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lea = sign_in("lea")
    page = lea.get(FILL).text
    assert '<option value="bo@team.example">Bo</option>' in page
    assert "Blue Mill" in page
    assert "data-search" not in page
    monkeypatch.setattr(offering, "FEW", 1)
    page = lea.get(FILL).text
    assert f'data-search="/offers/{version(office)}/buyer"' in page
    assert "Blue Mill" not in page


@pytest.mark.parametrize("few", [40, 0])
def test_names_typed_exactly_do_without_a_script(
    sign_in: SignIn, office: World, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(offering, "FEW", few)
    case_id = office.at_board()
    number = office.case(case_id).number
    lea = sign_in("lea")
    said = {"lead": "bo@team.example", "team": ["", "ada@team.example", "bea@team.example"], "buyer": "Blue Mill"}
    wrong = lea.fill(FILL, {**said, "change": number, "unit": "Nowhere"})
    assert wrong.status_code == 422
    assert "must be a department known here" in html.unescape(wrong.text)
    page = lea.fill(FILL, {**said, "change": number}, follow_redirects=True).text
    assert "Blue Mill" in page
    assert "Ada, Bea" in page
    assert re.search(rf'<a class="linked-to" href="/requests/{case_id}">.*?{number} · Change', page, re.DOTALL)
    assert "A red door" in page


def test_what_is_shown_of_a_linked_request_is_no_link_for_others(sign_in: SignIn, office: World) -> None:
    case_id = office.at_board()
    bo = sign_in("bo")
    sent = bo.fill(FILL, {"change": office.case(case_id).number})
    assert "A red door" in sign_in("lea").get(sent.location).text
    deployed = office.tasks(sent.location.split("/")[-1].partition("?")[0])
    assert [one.party for one in deployed] == [office.party("lea")]
    assert f'href="/requests/{case_id}"' in sign_in("lea").get(sent.location).text
    with office.database.reading() as tx:
        token = office.tracking_token(tx, deployed[0].case_id)
    stranger = Visitor(bo.client.application.test_client())
    tracked = stranger.get(f"/t/{token}").text
    assert "A red door" in tracked
    assert f'href="/requests/{case_id}"' not in tracked


@pytest.mark.usefixtures("office")
def test_by_a_public_link_nobody_is_named(stranger: Visitor) -> None:
    page = stranger.get("/f/to-follow").text
    assert 'name="lead"' in page  # a person can be typed, and is looked up
    for name in ("unit", "buyer", "voice", "change"):
        assert f'name="{name}"' not in page
    for secret in ("bo@team.example", "Blue Mill", "/offers/"):
        assert secret not in page


@pytest.mark.parametrize("path", ["buyer?find=mill", "buyer/Blue%20Mill", "lead"])
def test_offers_are_for_people_of_the_workspace(stranger: Visitor, office: World, path: str) -> None:
    assert stranger.get(f"/offers/{version(office)}/{path}").status_code in {302, 303, 401}


def test_searching(sign_in: SignIn, office: World) -> None:
    lea, place = sign_in("lea"), f"/offers/{version(office)}"
    found = lea.get(f"{place}/buyer?find=mil").json
    assert [one["name"] for one in found["offers"]] == ["Blue Mill", "Red Mill"]
    assert found["more"] is False
    assert [one["name"] for one in lea.get(f"{place}/judge?find=b").json["offers"]] == ["Bea", "Ben", "Bo"]
    assert lea.get(f"{place}/lead/BO%40team.example").json == {"answer": "bo@team.example", "name": "Bo", "said": []}
    for nothing in ("price?find=x", "nothing", "lead/nobody", "buyer/%00"):
        assert lea.get(f"{place}/{nothing}").status_code == 404
    assert lea.get("/offers/nothing/lead").status_code == 404


def test_what_is_behind_a_request_is_told_to_those_who_may_read_it(sign_in: SignIn, office: World) -> None:
    number = office.case(office.at_board()).number
    place = f"/offers/{version(office)}/change/{number}"
    told = sign_in("bo").get(place).json
    assert told["answer"]["values"] == {"wish": "A red door", "price": 100}
    assert {"title": "Price", "text": "100"} in told["said"]
    assert sign_in("dan").get(place).status_code == 404


def test_how_often_is_told_for_fields_of_which_a_rule_asks(sign_in: SignIn, office: World) -> None:
    lea = sign_in("lea")
    lea.fill("/new/refund", {"email": "mia@x.example", "invoice": "A-1"})
    place = f"/earlier/{version(office, 'refund')}"
    assert lea.get(f"{place}/email?value=MIA%40x.example").json == {"count": 1}
    assert lea.get(f"{place}/email?value=nonsense").json == {"count": 0}
    assert lea.get(f"{place}/invoice?value=A-1").status_code == 404
    with office.database.reading() as tx:
        assert answer_keys.count(tx, office.workspace, "refund", "invoice", "a-1") == 1


def given(page: str, name: str) -> Any:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


@pytest.mark.usefixtures("office")
def test_a_blank_form_has_its_defaults_and_only_what_its_rules_mention(sign_in: SignIn) -> None:
    page = sign_in("lea").get("/new/order").text
    assert "lea@team.example" in page
    assert given(page, "around")["kept"] == {"asked_by": "lea@team.example", "rate": 6}
    assert given(page, "around")["around"] == {"@person": {"email": "lea@team.example"}}


@pytest.mark.usefixtures("office")
def test_what_the_links_address_says_is_there_for_rules_and_defaults(stranger: Visitor) -> None:
    page = stranger.get("/f/to-order?campaign=spring&other=x").text
    assert given(page, "around")["around"] == {"@link": {"campaign": "spring"}}
    assert given(page, "around")["kept"] == {"campaign": "spring", "rate": 6}
