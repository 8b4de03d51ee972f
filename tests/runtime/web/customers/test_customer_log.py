"""What was spoken with a customer that is about no request stands with their record."""

from collections.abc import Callable

import pytest

from runtime.relations import contact_log
from runtime.store.meetings import contact_rows
from runtime.store.notices import outbox
from tests.runtime.office import World
from tests.runtime.web.cases.test_case_desk import CONTACT
from tests.runtime.web.conftest import Visitor

SignIn = Callable[[str], Visitor]


def page_of(world: World) -> str:
    """The address of the customer for whom somebody has asked."""
    return f"/customers/{world.case(world.submit().case_id).customer_id}"


def logged(world: World, path: str) -> list[contact_rows.ContactEntry]:
    with world.database.reading() as tx:
        return contact_rows.of_customer(tx, world.workspace, path.rpartition("/")[2])


def test_a_contact_is_written_down_with_the_customer_and_corrected(world: World, sign_in: SignIn) -> None:
    path, lea = page_of(world), sign_in("lea")
    assert f'href="{path}/log"' in lea.get(path).text
    assert f'href="{path}/papers"' in lea.get(path).text
    assert "Nothing written down yet" in lea.get(f"{path}/log").text
    assert "沟通原因" in lea.get(f"{path}/log?lang=zh-Hans").text
    assert lea.fill(f"{path}/log", {**CONTACT, "shown": "yes"}).status_code == 303
    (first,) = logged(world, path)
    assert (first.case_id, first.shown) == (None, False)
    page = lea.get(f"{path}/log").text
    for said in ("Mia", "By phone", "The date", "She needs it by May.", "Expected: She waits", "Next: Send the plan"):
        assert said in page, said
    assert "客户可见" not in lea.get(f"{path}/log?lang=zh-Hans").text
    again = lea.get(f"{path}/log?corrects={first.id}").text
    assert 'value="10:30"' in again
    assert lea.post(f"{path}/log", {**CONTACT, "content": "By June.", "_corrects": first.id}).status_code == 303
    page = lea.get(f"{path}/log").text
    assert "By June." in page
    assert "She needs it by May." not in page
    assert [one.corrects for one in logged(world, path)].count(first.id) == 1
    assert lea.post(f"{path}/log", {**CONTACT, "_corrects": "nothing"}).status_code == 404


@pytest.mark.parametrize("wrong", [{"who": ""}, {"reason": ""}, {"next_on": "2026-03-01"}])
def test_what_is_wrong_is_said_and_what_was_typed_stays(world: World, sign_in: SignIn, wrong: dict[str, str]) -> None:
    path, lea = page_of(world), sign_in("lea")
    answer = lea.fill(f"{path}/log", {**CONTACT, **wrong})
    assert answer.status_code == 422
    assert "She needs it by May." in answer.text
    assert logged(world, path) == []


def test_whoever_wrote_it_is_reminded_and_led_back_to_the_record(world: World, sign_in: SignIn) -> None:
    path, lea = page_of(world), sign_in("lea")
    lea.fill(f"{path}/log", CONTACT)
    world.wait(days=4)
    assert contact_log.remind_due(world.database, world.now) == 1
    with world.database.reading() as tx:
        told = [one.payload.get("path") for one in outbox.latest(tx, world.workspace, None, 50)]
    assert f"{path}/log" in told


def test_of_no_customer_there_is_no_log(sign_in: SignIn) -> None:
    assert sign_in("lea").get("/customers/nobody/log").status_code == 404
