"""A request walks through its pages: sent by link, analysed, voted on, confirmed by the client, followed to its end."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from runtime import lifecycle
from runtime.store import keys
from runtime.store.notices import outbox
from runtime.store.people import people
from tests.runtime.office import ANSWERS, World
from tests.runtime.web.conftest import Visitor

SignIn = Callable[[str], Visitor]
TRICK = "{{7777*7777}}<script>alert(1)</script>"


def link_of(world: World, case_id: str) -> str:
    """The client's one-time link, as the letter to them has it."""
    task = next(task for task in world.tasks(case_id) if task.party.startswith("contact:"))
    with world.database.reading() as tx:
        return f"/c/{keys.token(tx, 'task', task.id)}"


def sent(visitor: Visitor, **changes: str) -> str:
    """A request by the public link; the address of its receipt."""
    answer = visitor.fill("/f/front-door", {**ANSWERS, **changes})
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_a_request_walks_from_the_link_to_its_end(world: World, stranger: Visitor, sign_in: SignIn) -> None:
    receipt = stranger.get(sent(stranger)).text
    assert "CR-2026-0001" in receipt
    assert "<svg" in receipt

    lea = sign_in("lea")
    inbox = lea.get("/").text
    assert "One thing to decide" in inbox
    assert "A red door" in inbox
    case_id = inbox.partition('href="/requests/')[2].partition('"')[0]
    task = world.task(case_id, world.party("lea"))
    done = lea.fill(f"/requests/{case_id}", {"price": "1200", "secret": "a third"}, to=f"/tasks/{task.id}/send")
    assert (done.status_code, done.location) == (303, "/")
    assert f'<a href="/requests/{case_id}">CR-2026-0001</a> · Send · Now: Board' in lea.get("/").text

    for name in ("bo", "bea"):
        voter = sign_in(name)
        task = world.task(case_id, world.party(name))
        page = voter.get(f"/requests/{case_id}").text
        assert "2 of 3 must agree" in page or "1 of 3 has agreed" in page
        assert (
            voter.fill(f"/requests/{case_id}", {"_comment": "Fine"}, to=f"/tasks/{task.id}/approve").status_code == 303
        )

    asked = link_of(world, case_id)
    for _ in range(3):  # mail scanners look at everything
        assert "Accept" in stranger.get(asked).text
    assert world.case(case_id).state == "client"
    assert stranger.fill(asked, {"_move": "accept"}).status_code == 303
    assert "Thank you" in stranger.get(asked).text
    assert world.case(case_id).ended == "closed"
    assert stranger.fill(asked, {"_move": "accept"}).status_code == 409


def test_what_somebody_may_not_read_is_nowhere_in_the_page(world: World, stranger: Visitor, sign_in: SignIn) -> None:
    case_id = world.submit().case_id
    world.decide(case_id, "lea", "send", raw={"price": 100, "secret": "a third of it"})
    lea, bo, bea = sign_in("lea"), sign_in("bo"), sign_in("bea")
    assert "a third of it" in lea.get(f"/requests/{case_id}").text
    for page in (bo.get(f"/requests/{case_id}"), bo.get("/"), stranger.get(f"/t/{tracking(world, case_id)}")):
        assert page.status_code == 200
        assert "a third of it" not in page.text
        assert "Our margin" not in page.text
        assert "secret" not in page.text
    world.decide(case_id, "bo", "approve")
    world.decide(case_id, "bea", "approve")
    confirmation = stranger.get(link_of(world, case_id)).text
    assert "Our margin" not in confirmation
    assert "a third of it" not in bea.get(f"/requests/{case_id}").text


def tracking(world: World, case_id: str) -> str:
    with world.database.reading() as tx:
        return keys.token(tx, "tracking", case_id)


@pytest.mark.parametrize("name", ["dan", "ben"])
def test_a_request_that_is_not_yours_is_not_there(world: World, sign_in: SignIn, name: str) -> None:
    case_id = world.submit().case_id
    task = world.task(case_id, world.party("lea"))
    visitor = sign_in(name)
    assert visitor.get(f"/requests/{case_id}").status_code == 404
    assert visitor.get(f"/tasks/{task.id}").status_code == 404
    assert visitor.post(f"/tasks/{task.id}/send", {"price": "1"}).status_code == 404
    assert visitor.post(f"/requests/{case_id}/comments", {"text": "Hello"}).status_code == 404
    assert world.case(case_id).version == 1


def test_the_slower_of_two_sees_how_it_stands_and_keeps_their_words(world: World, sign_in: SignIn) -> None:
    case_id = world.at_board()
    ben = sign_in("ben")
    ben.get(f"/requests/{case_id}")
    task = world.task(case_id, world.party("ben"))
    world.decide(case_id, "bo", "approve")
    world.decide(case_id, "bea", "approve")
    late = ben.post(f"/tasks/{task.id}/reject", {"_comment": "Wait, the colour is wrong"})
    assert late.status_code == 409
    assert "Wait, the colour is wrong" in late.text
    assert "no longer at this step" in late.text


def test_what_is_done_says_what_one_did_and_where_it_is_by_now(world: World, sign_in: SignIn) -> None:
    case_id = world.at_board()
    world.decide(case_id, "bo", "approve")
    done = sign_in("bo").get("/?tab=done").text
    assert "<span>Board: You: “Agree”.</span>" in done
    assert "badge-waiting" in done
    world.decide(case_id, "bea", "reject", comment="Too dear")
    world.decide(case_id, "ben", "reject", comment="Too dear")
    after = sign_in("lea").get("/?tab=done").text
    assert re.search(r'badge-refused">.*?<span>Refused</span>', after, re.DOTALL)
    assert "<span>Analysis: Done: “Send”.</span>" in after


def test_what_happened_is_dated_once_its_day_is_over(world: World, sign_in: SignIn) -> None:
    """So that whoever reads the page later, or on paper, knows when it was decided."""
    case_id = world.at_board()
    world.decide(case_id, "bo", "reject", comment="Too dear")
    first = sign_in("bo").get(f"/requests/{case_id}").text
    assert len(re.findall(r"Refuse[^<]*<span[^>]*><time[^>]*>just now<", first)) == 1
    world.wait(days=20)
    later = sign_in("bo").get(f"/requests/{case_id}").text
    assert len(re.findall(r"Refuse[^<]*<span[^>]*><time[^>]*>Mar 2, 2026 09:00<", later)) == 1


def test_a_comment_that_is_asked_for_is_asked_for_again(world: World, sign_in: SignIn) -> None:
    case_id = world.at_board()
    bo = sign_in("bo")
    task = world.task(case_id, world.party("bo"))
    answer = bo.fill(f"/requests/{case_id}", {"_comment": "  "}, to=f"/tasks/{task.id}/reject")
    assert answer.status_code == 422
    assert "Please say why" in answer.text
    assert bo.post(f"/tasks/{task.id}/reject", {"_comment": "Too red"}).status_code == 303
    assert "Too red" in bo.get(f"/requests/{case_id}").text


def test_a_decision_sent_twice_is_one(world: World, sign_in: SignIn) -> None:
    case_id = world.at_board()
    bo = sign_in("bo")
    task = world.task(case_id, world.party("bo"))
    bo.get(f"/requests/{case_id}")
    twice = [bo.post(f"/tasks/{task.id}/approve", {"_key": "the same"}).status_code for _ in range(2)]
    assert twice == [303, 303]
    assert sum(len(token.votes) for token in world.case(case_id).position.tokens) == 1


def test_a_decision_with_answers_sent_twice_is_one(world: World, sign_in: SignIn) -> None:
    """The second time the to-do is closed, and the version that was on the screen is gone."""
    case_id = world.submit().case_id
    lea = sign_in("lea")
    task = world.task(case_id, world.party("lea"))
    lea.get(f"/requests/{case_id}")
    typed = {"_key": "the same", "_case": lea.hidden("_case"), "price": "100"}
    assert [lea.post(f"/tasks/{task.id}/send", typed).status_code for _ in range(2)] == [303, 303]
    assert world.case(case_id).state == "board"


def test_a_word_in_between_does_not_undo_what_is_typed_and_an_answer_in_between_does(
    world: World, sign_in: SignIn
) -> None:
    case_id = world.submit().case_id
    lea = sign_in("lea")
    task = world.task(case_id, world.party("lea"))
    lea.get(f"/requests/{case_id}")
    with world.database.writing() as tx:
        lifecycle.comment(tx, world.actor("ada"), case_id, "Take your time", world.now)
    stale = {"_key": "first", "_case": "of another time", "price": "100"}
    assert lea.post(f"/tasks/{task.id}/send", stale).status_code == 409
    lea.get(f"/requests/{case_id}")
    with world.database.writing() as tx:
        lifecycle.comment(tx, world.actor("ada"), case_id, "But not too much of it", world.now)
    typed = {"_key": "second", "_case": lea.hidden("_case"), "price": "100"}
    assert lea.post(f"/tasks/{task.id}/send", typed).status_code == 303


def test_a_colleagues_tracking_link_makes_nobody_a_colleague(world: World, stranger: Visitor, sign_in: SignIn) -> None:
    receipt = world.submit(by=world.actor("lea"))
    page, tracked = f"/requests/{receipt.case_id}", f"/t/{receipt.tracking}"
    lea = sign_in("lea")
    lea.get(page)
    lea.post(f"{page}/comments", {"text": "Between us"})
    world.decide(receipt.case_id, "lea", "send", raw={"price": 100, "secret": "a third of it"})
    assert "a third of it" in lea.get(page).text
    shown = stranger.get(tracked).text
    assert "Wish" in shown
    for inside in ("a third of it", "Our margin", "Between us", "must agree"):
        assert inside not in shown
    assert "<textarea" not in shown
    assert stranger.post(f"{tracked}/comments", {"text": "I agree. Lea"}).status_code == 403
    assert "I agree. Lea" not in lea.get(page).text


def test_what_is_said_reaches_those_it_is_meant_for(world: World, stranger: Visitor, sign_in: SignIn) -> None:
    case_id = world.submit().case_id
    lea = sign_in("lea")
    lea.get(f"/requests/{case_id}")
    assert lea.post(f"/requests/{case_id}/comments", {"text": "Ask for more"}).status_code == 303
    assert lea.post(f"/requests/{case_id}/comments", {"text": "We look at it", "shown": "on"}).status_code == 303
    assert lea.post(f"/requests/{case_id}/comments", {"text": "  "}).status_code == 422
    tracked = f"/t/{tracking(world, case_id)}"
    assert "We look at it" in stranger.get(tracked).text
    assert "Ask for more" not in stranger.page
    assert stranger.post(f"{tracked}/comments", {"text": "Thank you!"}).status_code == 303
    page = lea.get(f"/requests/{case_id}").text
    assert "Thank you!" in page
    assert "Ask for more" in page


def test_text_of_people_is_never_code(stranger: Visitor, sign_in: SignIn) -> None:
    receipt = stranger.get(sent(stranger, wish=TRICK, client_name=TRICK)).text
    lea = sign_in("lea")
    case_id = lea.get("/").text.partition('href="/requests/')[2].partition('"')[0]
    for page in (receipt, lea.page, lea.get(f"/requests/{case_id}").text):
        assert "{{7777*7777}}" in page
        assert "60481729" not in page
        assert "<script>alert" not in page


def test_the_mail_page_shows_what_was_written(world: World, sign_in: SignIn) -> None:
    world.submit()
    ada = sign_in("ada")
    assert ada.get("/mail").status_code == 200
    with world.database.reading() as tx:
        for message in outbox.latest(tx, world.workspace, None, 10):
            assert "CR-2026-0001" in ada.get(f"/mail/{message.id}").text
    assert ada.get("/mail/nothing").status_code == 404
    for after in ("rubbish", "0001-01-01T00:00:00+14:00~x"):
        assert ada.get("/mail", query_string={"after": after}).status_code == 404
    assert ada.post("/mail/nothing/again").status_code == 404


def test_lists_go_on_where_they_ended(world: World, sign_in: SignIn) -> None:
    for number in range(52):
        world.wait(minutes=1)
        world.submit(raw={**ANSWERS, "wish": f"Door {number:02}"})
    lea = sign_in("lea")
    first = lea.get("/").text
    onward = (
        first.partition("after=")[2].partition('"')[0].replace("%2B", "+").replace("%3A", ":").replace("&amp;", "&")
    )
    second = lea.get("/", query_string={"tab": "todo", "after": onward}).text
    seen = [page.count('class="list-row"') for page in (first, second)]
    assert seen == [50, 2]
    assert "More than 50" in second
    assert lea.get("/?after=rubbish").status_code == 404


def test_the_language_is_whose_turn_it_is(stranger: Visitor, sign_in: SignIn) -> None:
    assert 'lang="zh-Hans"' in stranger.get("/signin", headers={"Accept-Language": "zh-CN,zh;q=0.9"}).text
    assert 'lang="en"' in stranger.get("/signin", headers={"Accept-Language": "fr"}).text
    assert (
        stranger.post("/settings/look", {"lang": "zh-Hans", "theme": "dark", "next": "/signin"}).location == "/signin"
    )
    assert 'lang="zh-Hans" data-theme="dark"' in stranger.get("/signin").text
    lea = sign_in("lea")
    lea.get("/settings")
    lea.post("/settings/look", {"lang": "zh-Hans", "theme": "no such thing"})
    assert 'lang="zh-Hans" data-theme="auto"' in lea.get("/").text


def test_a_step_that_found_nobody_is_started_again(world: World, sign_in: SignIn) -> None:
    leads = next(one for one in groups(world) if one.key == "leads")
    with world.database.writing() as tx:
        people.set_members(tx, replace(leads, members=()))
    case_id = world.submit().case_id
    ada = sign_in("ada")
    assert "It cannot go on by itself" in ada.get(f"/requests/{case_id}").text
    assert "nobody has been found for it yet" in ada.get(f"/requests/{case_id}").text
    with world.database.writing() as tx:
        people.set_members(tx, leads)
    ada.get(f"/requests/{case_id}/rescue")
    assert ada.post(f"/requests/{case_id}/rescue", {"do": "retry", "reason": "Lea is here"}).status_code == 303
    assert "A red door" in sign_in("lea").get("/").text


def groups(world: World) -> list[people.Group]:
    with world.database.reading() as tx:
        return people.groups(tx, world.workspace)


def test_health_says_nothing_but_that(stranger: Visitor) -> None:
    assert stranger.get("/healthz").json == {"ok": True, "ready": True}
