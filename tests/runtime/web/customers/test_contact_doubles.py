"""One person who stands in a customer's record twice becomes one contact."""

from collections.abc import Callable
from pathlib import Path

import pytest

from runtime.files.storeroom import Folder
from runtime.proof.verify import verify
from runtime.store.customers import customers
from tests.runtime.office import ANSWERS, World
from tests.runtime.web.conftest import Visitor

SignIn = Callable[[str], Visitor]
OTHER = "mia.weber@client.example"


@pytest.fixture
def twice(world: World) -> tuple[str, str, str]:
    """Two contacts of one customer, the second with a request; and the id of that."""
    first = world.case(world.submit().case_id)
    other = world.case(world.submit(raw={**ANSWERS, "client_email": OTHER, "client_name": "Mia Weber"}).case_id)
    assert first.customer_id == other.customer_id
    return first.contact_id or "", other.contact_id or "", other.id


def told(visitor: Visitor, path: str) -> str:
    """What the page says after something was posted there."""
    answer = visitor.fill(path, {"_seen": seen(visitor, path), "phone": "right"})
    return visitor.get(answer.location).text


def seen(visitor: Visitor, path: str) -> str:
    visitor.get(path)
    return visitor.hidden("_seen")


def test_requests_addresses_and_links_lead_to_the_one_who_stays(
    world: World, sign_in: SignIn, twice: tuple[str, str, str], tmp_path: Path
) -> None:
    stays, goes, case_id = twice
    ada = sign_in("ada")
    assert ada.fill(f"/contacts/{goes}", {"email": OTHER, "name": "Mia Weber", "phone": "1234567", "active": "yes"})
    path = f"/contacts/{stays}/merge/{goes}"
    assert path in ada.get(f"/contacts/{stays}").text
    assert "1234567" in ada.get(path).text
    assert "They are one contact now: Mia." in told(ada, path)
    case = world.case(case_id)
    assert (case.contact_id, case.requester) == (stays, f"contact:{stays}")
    with world.database.reading() as tx:
        kept = customers.contact(tx, world.workspace, goes)
    assert kept is not None
    assert (kept.id, kept.email, kept.phone) == (stays, "mia@client.example", "1234567")
    assert ada.get(f"/contacts/{goes}").location == f"/contacts/{stays}"
    again = world.case(world.submit(raw={**ANSWERS, "client_email": OTHER}).case_id)
    assert again.contact_id == stays
    page = ada.get(f"/customers/{case.customer_id}").text
    assert page.count('href="/contacts/') == 1
    assert "merged" in ada.get(f"/customers/{case.customer_id}/changes").text
    taken = ada.fill(f"/contacts/{stays}", {"email": OTHER, "name": "Mia", "active": "yes"})
    assert taken.status_code == 422
    world.decide(case_id, "lea", "send", raw={"price": 1})
    with world.database.reading() as tx:
        assert verify(tx, Folder(tmp_path))["violations"] == []


def test_not_while_the_one_who_goes_is_asked_something(
    world: World, sign_in: SignIn, twice: tuple[str, str, str]
) -> None:
    stays, goes, case_id = twice
    world.decide(case_id, "lea", "send", raw={"price": 1})
    for who in ("bo", "bea"):
        world.decide(case_id, who, "approve")
    ada = sign_in("ada")
    assert "open requests (1)" in told(ada, f"/contacts/{stays}/merge/{goes}")
    assert world.case(case_id).contact_id == goes
    assert "They are one contact now" in told(ada, f"/contacts/{goes}/merge/{stays}")
    assert [one.party for one in world.tasks(case_id)] == [f"contact:{goes}"]


def test_it_is_for_administrators_and_of_one_customer(
    world: World, sign_in: SignIn, twice: tuple[str, str, str]
) -> None:
    stays, goes, _ = twice
    assert sign_in("lea").get(f"/contacts/{stays}/merge/{goes}").status_code == 403
    assert "/merge/" not in sign_in("lea").get(f"/contacts/{stays}").text
    far = world.case(world.submit(raw={**ANSWERS, "client_email": "x@far.example", "client_company": "Far"}).case_id)
    ada = sign_in("ada")
    assert ada.get(f"/contacts/{stays}/merge/{far.contact_id}").location == f"/contacts/{stays}"
    ada.get(f"/contacts/{stays}/merge/{goes}")
    assert ada.post(f"/contacts/{stays}/merge/{goes}", {"_seen": "old"}).location == f"/contacts/{stays}"
    assert world.case(world.submit().case_id).contact_id == stays
