"""The bell, the notices behind it, and how somebody wants to be told."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from runtime import lifecycle
from runtime.lifecycle import Wish
from runtime.notices.noticeboard import ICONS, MOST_COUNTED
from runtime.notices.preferences import KINDS
from runtime.store.ids import new_id
from runtime.store.notices import app_notices, notice_choices, outbox
from runtime.store.notices.outbox import APP, Message
from runtime.web.site import chrome
from tests.runtime.office import ANSWERS, World
from tests.runtime.web.conftest import Visitor

Come = Callable[[str], Visitor]
CHOICES = dict.fromkeys(KINDS, "both") | {"digest": "at_once"}


def bell(page: str) -> str:
    return re.search(r"data-bell-count( hidden)?>([^<]*)<", page)[2]  # type: ignore[index]


def test_a_to_do_rings_the_bell_and_is_read_once(world: World, sign_in: Come) -> None:
    case_id = world.submit().case_id
    lea = sign_in("lea")
    assert bell(lea.get("/").text) == "1"
    page = lea.get("/notices").text
    assert "To do: Analysis" in page
    assert "CR-2026-0001 · A red door · Mia" in page
    [message_id] = re.findall(r'action="/notices/(\w+)"', page)
    answer = lea.post(f"/notices/{message_id}", {"opens": "1"})
    assert answer.headers["Location"] == f"/requests/{case_id}"
    assert bell(lea.get("/").text) == "0"
    assert "To do: Analysis" in lea.get("/notices").text


@pytest.mark.parametrize("icon", sorted(ICONS.values()))
def test_every_kind_of_notice_has_a_picture(app: Flask, icon: str) -> None:
    with app.app_context():
        assert chrome.shapes(icon)


def test_whose_notice_it_is_not_finds_none(world: World, sign_in: Come) -> None:
    world.submit()
    [message_id] = re.findall(r'action="/notices/(\w+)"', sign_in("lea").get("/notices").text)
    bo = sign_in("bo")
    bo.get("/")
    assert bo.post(f"/notices/{message_id}", {"opens": "1"}).status_code == 404
    assert bell(bo.get("/").text) == "0"
    assert bell(sign_in("lea").get("/").text) == "1"


def test_asking_for_the_count_is_cheap_and_says_nothing_twice(
    world: World, sign_in: Come, statements: list[str]
) -> None:
    world.submit()
    lea = sign_in("lea")
    first = lea.get("/notices/unread")
    assert first.json["count"] == 1  # type: ignore[index]
    statements.clear()
    again = lea.get("/notices/unread", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert len([one for one in statements if "outbox" in one]) == 1
    assert len(statements) <= 2, statements  # who asks, and how many
    world.submit()
    assert lea.get("/notices/unread", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_nobody_counts_further_than_anybody_reads(world: World, sign_in: Come) -> None:
    said = {"to": world.party("lea"), "channel": "ops", "error": "no route"}
    many = [
        Message(world.workspace, new_id(world.now), "undelivered", said, world.now, world.now, channel=APP)
        for _ in range(MOST_COUNTED + 5)
    ]
    with world.database.writing() as tx:
        outbox.add(tx, many)
    lea = sign_in("lea")
    assert bell(lea.get("/notices").text) == f"{MOST_COUNTED - 1}+"
    lea.post("/notices")
    assert bell(lea.get("/notices").text) == "0"
    assert "after=" in lea.page


def test_a_comment_says_who_and_what_and_is_never_a_template(world: World, sign_in: Come) -> None:
    case_id = world.submit().case_id
    with world.database.writing() as tx:
        lifecycle.comment(tx, world.contact(case_id), case_id, "{{7777*7777}} {state} <b>", world.now)
    page = sign_in("lea").get("/notices").text
    assert "Mia has written" in page
    assert "{{7777*7777}} {state} &lt;b&gt;" in page


def test_the_page_costs_two_reads_besides_the_bell(world: World, sign_in: Come, statements: list[str]) -> None:
    for _ in range(5):
        world.submit()
    lea = sign_in("lea")
    lea.get("/notices")
    statements.clear()
    lea.get("/notices")
    assert len([one for one in statements if "outbox" in one or "task" in one]) <= 3, statements


def test_what_somebody_does_not_want_in_the_app_does_not_ring(world: World, sign_in: Come) -> None:
    lea = sign_in("lea")
    lea.get("/settings/notices")
    lea.post("/settings/notices", {**CHOICES, "tasks": "mail"})
    world.submit()
    assert bell(lea.get("/notices").text) == "0"
    assert "To do: Analysis" not in lea.page
    lea.get("/settings/notices")
    lea.post("/settings/notices", CHOICES)
    assert bell(lea.get("/").text) == "1"


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"zone": "Mars/Olympus"}, "is no time zone"),
        ({"quiet_from": "22:00"}, "a beginning and an end"),
        ({"digest": "weekly"}, "errors-summary"),
    ],
)
def test_a_wish_that_cannot_be_kept_is_not(world: World, sign_in: Come, typed: dict[str, str], complaint: str) -> None:
    lea = sign_in("lea")
    lea.get("/settings/notices")
    answer = lea.post("/settings/notices", {**CHOICES, **typed})
    assert answer.status_code == 422
    assert complaint in answer.text
    with world.database.reading() as tx:
        assert notice_choices.of(tx, world.workspace, world.people["lea"].id) == notice_choices.NoticeChoice()


def test_wishes_stand_on_the_page_again(world: World, sign_in: Come) -> None:
    lea = sign_in("lea")
    lea.get("/settings/notices")
    wish = {
        "digest": "daily",
        "daily_at": "07:30",
        "quiet_from": "22:00",
        "quiet_until": "06:00",
        "zone": "Asia/Shanghai",
    }
    assert lea.post("/settings/notices", {**CHOICES, **wish, "comments": "none"}).status_code == 303
    page = lea.get("/settings/notices").text
    for value in wish.values():
        assert f'"{value}"' in page
    with world.database.reading() as tx:
        kept = notice_choices.of(tx, world.workspace, world.people["lea"].id)
    assert kept.not_in_app == kept.not_by_mail == {"comment"}


def test_only_the_newest_is_asked_for_along_one_index(world: World) -> None:
    world.submit(raw=ANSWERS)
    with world.database.reading() as tx:
        found = app_notices.unread(tx, world.workspace, world.party("lea"), 100)
    assert (found.count, len(found.latest)) == (1, 26)


def test_whoever_opens_the_request_has_read_about_it(world: World, sign_in: Come) -> None:
    first, second = world.submit().case_id, world.submit().case_id
    lea = sign_in("lea")
    assert bell(lea.get("/").text) == "2"
    assert bell(lea.get(f"/requests/{first}").text) == "1"
    assert bell(lea.get(f"/requests/{second}").text) == "0"


def test_what_was_shared_is_told_and_opens(world: World, sign_in: Come) -> None:
    case_id = world.at_board()
    with world.database.writing() as tx:
        asked = Wish(world.actor("bo"), case_id, "copy", "board", 1, to=("dan@team.example",))
        lifecycle.wish(tx, asked, world.now)
    dan = sign_in("dan")
    page = dan.get("/notices").text
    assert "Shared with you" in page
    assert 'name="opens"' in page
