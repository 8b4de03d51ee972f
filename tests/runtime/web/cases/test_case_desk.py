"""Beside the flow: contacts that were had, and people without an account who are asked."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from runtime.channels.letters import write
from runtime.relations import contact_log
from runtime.store.cases import journal
from runtime.store.meetings import contact_rows, opinion_rows
from runtime.store.notices import outbox
from tests.runtime.office import World
from tests.runtime.web.conftest import Visitor

Come = Callable[[str], Visitor]
CONTACT = {
    "how": "phone",
    "who": "Mia",
    "had_on": "2026-03-02",
    "had_at": "10:30",
    "reason": "The date",
    "content": "She needs it by May.",
    "effect": "She waits",
    "next": "Send the plan",
    "next_on": "2026-03-05",
}


def logged(world: World, case_id: str) -> list[contact_rows.ContactEntry]:
    with world.database.reading() as tx:
        return contact_rows.of_case(tx, world.workspace, case_id)


def lines(world: World, case_id: str, kind: str) -> list[journal.Entry]:
    with world.database.reading() as tx:
        return [one for one in journal.of_case(tx, world.workspace, case_id) if one.kind == kind]


def links(world: World) -> dict[str, str]:
    """The one-time links that went out, by address."""
    with world.database.reading() as tx:
        sent = [one for one in outbox.latest(tx, world.workspace, None, 50) if "opinion" in one.payload]
        letters = [write(tx, one, "https://forms.example") for one in sent]
    return {one.address: re.search(r"https://forms\.example(/o/\S+)", one.body)[1] for one in reversed(letters)}  # type: ignore[index]  # each has one


def asked(lea: Visitor, case_id: str, **more: Any) -> None:
    said = {"to": "sam@supplier.example, top@holding.example", "asks": "consent", "text": "Can you deliver?"}
    lea.get(f"/requests/{case_id}/beside")
    assert lea.post(f"/requests/{case_id}/opinions", {**said, **more}).status_code == 303


def test_a_contact_is_written_down_corrected_counted_and_found(world: World, sign_in: Come) -> None:
    case_id, lea = world.at_board(), sign_in("lea")
    path = f"/requests/{case_id}"
    assert lea.fill(f"{path}/beside", CONTACT, to=f"{path}/contacts").status_code == 303
    page = lea.get(path).text
    assert "was in contact: by phone, with Mia." in page
    assert "Next: Send the plan. By Mar 5, 2026." in page
    assert "1 contact" in page
    first = logged(world, case_id)[0]
    assert 'value="She waits"' in lea.get(f"{path}/beside?corrects={first.id}").text
    fixed = {**CONTACT, "content": "By June.", "_corrects": first.id}
    assert lea.post(f"{path}/contacts", fixed).status_code == 303
    assert [one.corrects for one in logged(world, case_id)].count(first.id) == 1
    assert len(lines(world, case_id, "contacted")) == 2
    assert "1 contact" in lea.get(path).text
    assert "filled in the form" not in lea.get(f"{path}?only=contacts").text
    assert lea.post(f"{path}/contacts", {**fixed, "_corrects": "nothing"}).status_code == 404
    sheet = sign_in("ada").get("/contact-log.csv").text
    assert sheet.count("CR-2026-0001") == 2
    assert lea.post(f"{path}/contacts", {**CONTACT, "content": "＝1+1"}).status_code == 303
    assert ",'＝1+1," in sign_in("ada").get("/contact-log.csv").text
    assert lea.get("/contact-log.csv").status_code == 403


@pytest.mark.parametrize(
    "wrong", [{"who": ""}, {"content": ""}, {"how": "smoke"}, {"next_on": "2026-03-01"}, {"had_on": "soon"}]
)
def test_what_is_wrong_with_a_contact_is_said_and_nothing_is_kept(
    world: World, sign_in: Come, wrong: dict[str, str]
) -> None:
    case_id, lea = world.at_board(), sign_in("lea")
    lea.get(f"/requests/{case_id}/beside")
    assert lea.post(f"/requests/{case_id}/contacts", {**CONTACT, **wrong}).status_code == 422
    assert logged(world, case_id) == []


@pytest.mark.parametrize(("shown", "seen"), [({}, 0), ({"shown": "true"}, 1)])
def test_a_client_reads_of_a_contact_only_what_is_for_them(
    world: World, sign_in: Come, stranger: Visitor, shown: dict[str, str], seen: int
) -> None:
    case_id, lea = world.at_board(), sign_in("lea")
    lea.get(f"/requests/{case_id}/beside")
    assert lea.post(f"/requests/{case_id}/contacts", {**CONTACT, **shown}).status_code == 303
    with world.database.reading() as tx:
        token = world.tracking_token(tx, case_id)
    assert stranger.get(f"/t/{token}").text.count("She needs it by May.") == seen


def test_the_next_step_is_brought_to_mind_once_on_its_day(world: World, sign_in: Come) -> None:
    case_id, lea = world.at_board(), sign_in("lea")
    lea.get(f"/requests/{case_id}/beside")
    lea.post(f"/requests/{case_id}/contacts", CONTACT)
    days = [contact_log.remind_due(world.database, world.now + timedelta(days=number)) for number in (1, 2, 3, 4)]
    assert days == [0, 0, 1, 0]
    assert "Today: Send the plan" in lea.get("/notices").text


def test_whoever_has_nothing_to_do_with_a_request_has_no_desk_for_it(world: World, sign_in: Come) -> None:
    case_id, dan = world.at_board(), sign_in("dan")
    assert dan.get(f"/requests/{case_id}/beside").status_code == 404
    dan.get("/")
    assert dan.post(f"/requests/{case_id}/contacts", CONTACT).status_code == 404
    assert dan.post(f"/requests/{case_id}/opinions", {"to": "x@y.example", "asks": "consent"}).status_code == 404


def test_people_outside_are_asked_and_what_they_say_stands_on_the_record(
    world: World, sign_in: Come, stranger: Visitor
) -> None:
    case_id, lea = world.at_board(), sign_in("lea")
    asked(lea, case_id, field=["wish"])
    link = links(world)["sam@supplier.example"]
    page = stranger.get(link).text
    assert "A red door" in page
    assert "a third" not in page
    assert "Mia" not in page
    assert lines(world, case_id, "opined") == []
    assert stranger.post(link, {"name": "Sam", "answer": "objects"}).status_code == 422
    forged = {"name": "Ada\u202e Boss", "answer": "consents", "said": "With pleasure."}
    assert stranger.post(link, forged).status_code == 303
    assert "You support it." in stranger.get(link).text
    assert stranger.post(link, {"name": "Sam", "answer": "objects", "said": "No!"}).status_code == 422
    shown = lea.get(f"/requests/{case_id}").text
    assert "1 of 2 support it" in shown
    assert "Ada Boss (sam@supplier.example)" in shown
    assert "With pleasure." in shown
    assert "supports it" in lea.get("/notices").text
    assert world.case(case_id).state == "board"


def test_a_question_is_reminded_of_withdrawn_and_expires(world: World, sign_in: Come, stranger: Visitor) -> None:
    case_id, lea = world.at_board(), sign_in("lea")
    asked(lea, case_id)
    found = links(world)
    with world.database.reading() as tx:
        ids = {one.email: one.id for one in opinion_rows.of_case(tx, world.workspace, case_id)}
    path = f"/requests/{case_id}/opinions"
    assert lea.post(f"{path}/{ids['sam@supplier.example']}", {"do": "remind"}).status_code == 303
    assert lea.post(f"{path}/{ids['sam@supplier.example']}", {"do": "revoke"}).status_code == 303
    assert lea.post(f"{path}/{ids['sam@supplier.example']}", {"do": "remind"}).status_code == 422
    assert stranger.get(found["sam@supplier.example"]).status_code == 404
    assert stranger.get(found["top@holding.example"]).status_code == 200
    world.wait(days=31)
    assert stranger.get(found["top@holding.example"]).status_code == 404
    assert stranger.post(found["top@holding.example"], {"name": "T", "answer": "consents"}).status_code == 404
    assert "0 of 1 support it" in sign_in("lea").get(f"/requests/{case_id}").text


@pytest.mark.parametrize("to", ["", "nobody", "a@b"])
def test_nobody_is_written_to_who_has_no_address(world: World, sign_in: Come, to: str) -> None:
    case_id, lea = world.at_board(), sign_in("lea")
    lea.get(f"/requests/{case_id}/beside")
    assert lea.post(f"/requests/{case_id}/opinions", {"to": to, "asks": "consent", "text": "?"}).status_code == 422
    assert links(world) == {}


def test_who_is_asked_can_be_picked(world: World, sign_in: Come) -> None:
    case_id, lea = world.at_board(), sign_in("lea")
    path, contact = f"/requests/{case_id}", world.case(case_id).contact_id
    page = lea.get(f"{path}/beside").text
    assert re.search(rf'name="to" value="{contact}"[^>]*>\s*<span>Mia', page)
    assert '<option value="bo@team.example">Bo</option>' in page
    said = {"to": [contact, "sam@supplier.example"], "asks": "consent", "text": "Can you?"}
    assert lea.post(f"{path}/opinions", said).status_code == 303
    assert {"mia@client.example", "sam@supplier.example"} <= set(links(world))
    assert '<option value="sam@supplier.example">' in lea.get(f"{path}/beside").text
    wrong = lea.post(f"{path}/opinions", {**said, "to": [contact, "sam@"]})
    assert wrong.status_code == 422
    assert re.search(rf'name="to" value="{contact}" checked', wrong.text)
