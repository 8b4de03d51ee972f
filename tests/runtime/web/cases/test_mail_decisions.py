"""Deciding from a mail, without signing in: exactly one decision, once, and no more than a word is enough for."""

from typing import Any

import pytest

from runtime.changes import one_time
from runtime.channels import letters
from runtime.store.cases import tasks
from runtime.store.notices import outbox
from runtime.store.people import workspaces
from runtime.store.people.workspaces import Workspace
from runtime.views import worklist
from tests.runtime.acts import draw, signed
from tests.runtime.office import World
from tests.runtime.web.conftest import Visitor, change_person


def link(world: World, case_id: str, who: str) -> str:
    with world.database.reading() as tx:
        return f"/c/{one_time.token(tx, world.task(case_id, world.party(who)).id, world.party(who))}"


def mailed(world: World, case_id: str, who: str, *, goes_out: bool = True) -> str:
    """What the mail says that asks them."""
    with world.database.reading() as tx:
        waiting = outbox.latest(tx, world.workspace, None, 100)
        asked = next(one for one in waiting if one.kind == "task" and one.payload["to"] == world.party(who))
        assert asked.payload["case"] == case_id
        return letters.write(tx, asked, "https://forms.example", goes_out=goes_out).body


def test_it_stands_in_the_mail_and_nowhere_else(world: World) -> None:
    case_id = world.at_board()
    assert link(world, case_id, "bo") in mailed(world, case_id, "bo")
    assert "/c/" not in mailed(world, case_id, "bo", goes_out=False)
    with world.database.reading() as tx:
        kept = [one.link_hash for one in tasks.of_case(tx, world.workspace, case_id)]
        assert link(world, case_id, "bo").removeprefix("/c/") not in kept


def test_looking_decides_nothing_and_deciding_uses_it_up(world: World, stranger: Visitor) -> None:
    case_id = world.at_board()
    place = link(world, case_id, "bo")
    for _ in range(3):
        shown = stranger.get(place)
        assert (shown.status_code, shown.headers["Referrer-Policy"]) == (200, "no-referrer")
    stranger.client.head(place)
    assert not world.case(case_id).position.tokens[0].votes
    assert stranger.post(place, {"_move": "approve", "_comment": "Fine", "_key": "k"}).status_code == 303
    (vote,) = world.case(case_id).position.tokens[0].votes
    assert (vote.party, vote.side) == (world.party("bo"), "for")
    with world.database.reading() as tx:
        page = worklist.case_page(tx, world.actor("ada"), case_id)
    told = next(line.sentence for line in page.lines if line.kind == "voted")
    assert told["en"].endswith("(By the link in a mail.)")
    assert told["zh-Hans"].endswith("（通过邮件中的链接）")
    assert "Thank you" in stranger.get(place).text
    stranger.post(place, {"_move": "reject", "_comment": "No", "_key": "l"})
    assert len(world.case(case_id).position.tokens[0].votes) == 1


@pytest.mark.parametrize("why", ["late", "switched off", "has left", "guessed"])
def test_it_does_not_open(world: World, stranger: Visitor, why: str) -> None:
    case_id = world.at_board()
    place = link(world, case_id, "bo")
    assert stranger.get(place).status_code == 200
    match why:
        case "late":
            world.wait(days=15)
        case "switched off":
            with world.database.writing() as tx:
                workspaces.keep(tx, Workspace(world.workspace, "Test", mail_decisions=False))
        case "has left":
            change_person(world, "bo", active=False)
        case _:
            place = f"{place[:-4]}AAAA"
    assert stranger.get(place).status_code == 404
    assert stranger.post(place, {"_move": "approve"}).status_code == 404
    assert not world.case(case_id).position.tokens[0].votes


def test_what_wants_more_than_a_word_is_done_signed_in(world: World, stranger: Visitor) -> None:
    draw(world, signed())
    case_id = world.at_board()
    place = link(world, case_id, "bo")
    page = stranger.get(place).text
    assert 'value="back"' in page
    assert 'value="approve"' not in page
    answer = stranger.post(place, {"_move": "approve", "_signature/name": "Bo", "_key": "k"})
    assert answer.status_code == 409
    assert not world.case(case_id).position.tokens[0].votes


def test_nothing_is_written_into_answers_by_it(world: World, stranger: Visitor) -> None:
    case_id = world.at_board()
    world.decide(case_id, "bo", "back")
    place = link(world, case_id, "lea")
    stranger.get(place)
    assert stranger.post(place, {"_move": "send", "price": "1", "_key": "k"}).status_code == 303
    assert (world.case(case_id).state, world.case(case_id).answers["price"]) == ("board", 100)


def test_it_opens_nothing_else(world: World, app: Any) -> None:
    case_id = world.at_board()
    token = link(world, case_id, "bo").removeprefix("/c/")
    client = app.test_client()
    bearer = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/tasks", headers=bearer).status_code == 401
    assert client.get(f"/requests/{case_id}", headers=bearer).status_code in (302, 401)
    assert client.post(f"/c/{token}/uploads", data={"name": "a.png", "size": "3"}).status_code in (400, 404)
