"""Notices that a designer has drawn, and how their readers want to get them; mail goes to a real server."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from runtime import lifecycle
from runtime.background import delivery, postman
from runtime.background.delivery import LEASE
from runtime.lifecycle import Decision
from runtime.notices import batching, noticeboard
from runtime.processes import deployment
from runtime.settings import Settings
from runtime.store.notices import notice_choices, outbox
from runtime.store.notices.notice_choices import NoticeChoice
from runtime.store.notices.outbox import Message
from runtime.store.people import people
from schemas.document import load
from tests.runtime.office import ANSWERS, CHANGE, MONDAY, World
from tests.runtime.receiving_ends import Post, post_office


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as opened:
        yield opened


@pytest.fixture
def settings(post: Post) -> Settings:
    return Settings("s", base_url="https://forms.example", smtp_url=post.url)


def draw(world: World, *, flow: Any = (), states: Any = None, moves: Any = None) -> None:
    """The process of the world with notices: of the flow, and of states and moves by their key."""
    drawn = dict(CHANGE["flow"])
    drawn["notices"] = list(flow)
    drawn["states"] = [{**one, "notices": (states or {}).get(one["key"], [])} for one in drawn["states"]]
    drawn["moves"] = [{**one, "notices": (moves or {}).get(one["key"], [])} for one in drawn["moves"]]
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load({**CHANGE, "flow": drawn}), "person:x", world.now)


def sent(world: World) -> list[Message]:
    with world.database.reading() as tx:
        return outbox.latest(tx, world.workspace, None, 200)


def notices(world: World, who: str, lang: str = "en") -> list[str]:
    with world.database.reading() as tx:
        return [one.heading for one in noticeboard.board(tx, world.actor(who), lang).lines]


def choose(world: World, who: str, **choice: Any) -> None:
    with world.database.writing() as tx:
        notice_choices.keep(tx, world.workspace, world.people[who].id, NoticeChoice(**choice))


def to(post: Post, name: str) -> list[str]:
    return [str(mail["Subject"]) for mail in post.letters if mail["To"] == f"{name}@team.example"]


ON = {"to": [{"person": "dan"}], "by": ["app"]}


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ({"flow": [{**ON, "on": "begin", "title": "begun"}]}, ["begun"]),
        (
            {"flow": [{**ON, "on": "enter", "title": "in {state}"}]},
            ["in Analysis", "in Board", "in Client", "in Closed"],
        ),
        ({"states": {"board": [{**ON, "on": "enter", "title": "in {state}"}]}}, ["in Board"]),
        ({"states": {"board": [{**ON, "on": "leave", "title": "left {state}"}]}}, ["left Board"]),
        ({"states": {"board": [{**ON, "on": "late", "title": "late {state}"}]}}, ["late Board"]),
        ({"moves": {"approve": [{**ON, "on": "move", "title": "agreed"}]}}, ["agreed"]),
        ({"moves": {"reject": [{**ON, "on": "move", "title": "refused"}]}}, []),
        ({"flow": [{**ON, "on": "end", "title": "over: {state}"}]}, ["over: Closed"]),
    ],
)
def test_every_occasion_is_told_when_it_is_one(world: World, where: dict[str, Any], told: list[str]) -> None:
    draw(world, **where)
    case_id = world.at_board()
    world.wait(days=1, hours=1)
    with world.database.writing() as tx:
        lifecycle.elapse(tx, world.workspace, case_id, world.now)
    for who in ("bo", "bea"):
        world.decide(case_id, who, "approve")
    client = world.contact(case_id)
    world.carry_out(Decision(client, world.task(case_id, client.party).id, "accept"))
    assert sorted(notices(world, "dan")) == sorted(told)


def test_texts_are_filled_in_the_readers_language_and_nothing_else_in_them_is_understood(
    world: World, post: Post, settings: Settings
) -> None:
    text = {
        "en": "{number} {title} {requester} {state} {link} {field:wish} {field:secret} {field:none} {7*7} {{7777*7777}} {% raise %}",
        "zh-Hans": "{number}：{field:wish}",
    }
    title = {"en": "New at {state}\r\nBcc: all@example.org", "zh-Hans": "{state}有新申请"}
    notice = {"to": [{"person": "lea"}, {"person": "bo"}], "title": title, "text": text}
    draw(world, states={"analysis": [notice]})
    with world.database.writing() as tx:
        people.keep(tx, replace(world.people["bo"], lang="zh-Hans"))
    receipt = world.submit(raw={**ANSWERS, "wish": "{number} {{1+1}}"})
    postman.deliver(world.database, settings, world.now)
    [mine] = [mail for mail in post.letters if str(mail["Subject"]).startswith("New at Analysis")]
    assert mine["Bcc"] is None
    link = f"https://forms.example/requests/{receipt.case_id}"
    [line] = mine.get_content().splitlines()[:1]
    shown = f"{receipt.number} Change Mia Analysis {link} {{number}} {{{{1+1}}}}  {{field:none}} {{7*7}} {{{{7777*7777}}}} {{% raise %}}"
    assert line == shown
    assert "60481729" not in line
    [other] = [mail for mail in post.letters if "有新申请" in str(mail["Subject"])]
    assert other["To"] == "bo@team.example"
    assert "requests" not in other.get_content(), "who may not see the request is not sent there"
    assert other.get_content().startswith(f"{receipt.number}：\n"), "nor told what was answered"


def test_ways_are_those_that_the_designer_chose(world: World, post: Post, settings: Settings) -> None:
    ways = {"app": ["app"], "mail": ["mail"], "both": ["app", "mail"]}
    notice = {"to": [{"person": "dan"}, {"contact": True}]}
    draw(world, states={"analysis": [{**notice, "by": by, "title": name} for name, by in ways.items()]})
    world.submit()
    postman.deliver(world.database, settings, world.now)
    assert sorted(notices(world, "dan")) == ["app", "both"]
    assert sorted(to(post, "dan")) == ["both", "mail"]
    theirs = [str(mail["Subject"]) for mail in post.letters if mail["To"] == "mia@client.example"]
    assert {"both", "mail"} <= set(theirs)
    assert "app" not in theirs


def test_without_a_text_ours_is_sent_in_both_languages(world: World) -> None:
    draw(world, states={"board": [ON, {**ON, "on": "late"}, {**ON, "on": "leave"}]}, flow=[{**ON, "on": "begin"}])
    world.at_board()
    assert {one.partition(" ")[2] for one in notices(world, "dan")} == {"has come to “Board”", "has begun: Change"}
    assert any(one.endswith("已进入“评审”") for one in notices(world, "dan", "zh-Hans"))


def test_what_is_not_wanted_by_mail_is_not_sent_and_not_lost(world: World, post: Post, settings: Settings) -> None:
    choose(world, "lea", not_by_mail=frozenset({"task"}))
    world.submit()
    postman.deliver(world.database, settings, world.now)
    assert to(post, "lea") == []
    assert notices(world, "lea") == ["To do: Analysis"]
    [message] = [one for one in sent(world) if one.kind == "task"]
    assert (message.sent_at, message.error) == (world.now, delivery.UNWANTED)


def test_a_digest_holds_everything_of_its_hour_and_goes_out_once(world: World, post: Post, settings: Settings) -> None:
    choose(world, "lea", digest="hourly")
    for _ in range(3):
        world.submit()
    while postman.deliver(world.database, settings, world.now):
        pass
    assert to(post, "lea") == []
    world.wait(minutes=30)
    numbers = [world.submit().number]
    while postman.deliver(world.database, settings, world.now):
        pass
    world.wait(minutes=29, seconds=59)
    assert postman.deliver(world.database, settings, world.now) == 0
    world.wait(seconds=1)
    assert postman.deliver(world.database, settings, world.now) == 1
    assert to(post, "lea") == ["4 messages for you"]
    [letter] = [mail for mail in post.letters if mail["To"] == "lea@team.example"]
    assert letter.get_content().count("To do: Analysis") == 4
    assert f"To do: Analysis, {numbers[0]}\n  https://forms.example/requests/" in letter.get_content()
    assert all(one.sent_at == world.now for one in sent(world) if one.kind == "task")
    assert postman.deliver(world.database, settings, world.now) == 0


def test_a_digest_that_fails_comes_again_under_the_same_id(world: World, post: Post, settings: Settings) -> None:
    """Its reader's server takes it and dies before it can say so."""
    choose(world, "lea", digest="hourly")
    world.submit()
    world.submit()
    while postman.deliver(world.database, settings, world.now):
        pass
    world.wait(hours=1)
    post.slams = True
    postman.deliver(world.database, settings, world.now)
    world.submit()
    post.slams = False
    world.wait(minutes=2)
    while postman.deliver(world.database, settings, world.now):
        pass
    mine = [mail for mail in post.letters if mail["To"] == "lea@team.example"]
    assert [str(mail["Subject"]) for mail in mine] == ["2 messages for you"] * 2
    assert len({mail["Message-ID"] for mail in mine}) == 1
    world.wait(hours=1)
    postman.deliver(world.database, settings, world.now)
    assert to(post, "lea")[2:] == [f"To do: Analysis, {'CR-2026-0003'}"], "what came later comes in the next"


def test_what_is_gathered_while_the_digest_goes_out_comes_in_the_next(world: World) -> None:
    """The next hour's has begun to be sent already when somebody still gathers for it: they take another."""
    world.submit()
    until = world.now + timedelta(hours=1)
    [message] = [one for one in sent(world) if one.kind == "task"]
    with world.database.writing() as tx:
        first = batching.gather(tx, message, until, world.now)
        assert batching.gather(tx, message, until, world.now).id == first.id
    with world.database.writing() as tx:
        assert first.id in {one.id for one in outbox.lease(tx, until, 10, LEASE)}
    with world.database.writing() as tx:
        assert batching.gather(tx, message, until, world.now).id != first.id


@pytest.mark.parametrize(
    ("choice", "now", "until"),
    [
        ({}, "2026-03-02T09:00", None),
        ({"digest": "hourly"}, "2026-03-02T09:59", "2026-03-02T10:00"),
        ({"digest": "daily", "daily_at": "08:00"}, "2026-03-02T07:59", "2026-03-02T08:00"),
        ({"digest": "daily", "daily_at": "08:00"}, "2026-03-02T08:00", "2026-03-03T08:00"),
        ({"digest": "daily"}, "2026-03-02T09:00", "2026-03-03T08:00"),
        ({"quiet_from": "22:00", "quiet_until": "07:00"}, "2026-03-02T21:59", None),
        ({"quiet_from": "22:00", "quiet_until": "07:00"}, "2026-03-02T22:00", "2026-03-03T07:00"),
        ({"quiet_from": "22:00", "quiet_until": "07:00"}, "2026-03-02T06:59", "2026-03-02T07:00"),
        ({"quiet_from": "22:00", "quiet_until": "07:00"}, "2026-03-02T07:00", None),
        ({"quiet_from": "12:00", "quiet_until": "13:00"}, "2026-03-02T12:30", "2026-03-02T13:00"),
        ({"quiet_from": "12:00", "quiet_until": "12:00"}, "2026-03-02T12:00", None),
        (
            {"quiet_from": "22:00", "quiet_until": "07:00", "zone": "Asia/Shanghai"},
            "2026-03-02T15:00",
            "2026-03-02T23:00",
        ),
        ({"quiet_from": "22:00", "quiet_until": "07:00", "digest": "hourly"}, "2026-03-02T21:30", "2026-03-03T07:00"),
        (
            {"quiet_from": "01:00", "quiet_until": "04:00", "zone": "Europe/Berlin"},
            "2026-03-29T00:30",
            "2026-03-29T02:00",
        ),
    ],
)
def test_when_somebody_is_next_written_to(choice: dict[str, Any], now: str, until: str | None) -> None:
    """The last: the night in which clocks are put forward."""
    held = batching.held_until(NoticeChoice(**choice), "UTC", datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert held == (datetime.fromisoformat(until).replace(tzinfo=UTC) if until else None)


def test_quiet_hours_hold_mail_but_not_what_is_due_before_their_end(
    world: World, post: Post, settings: Settings
) -> None:
    """The board has until Thursday at nine: on Monday that can wait for the evening, on Thursday morning it cannot."""
    choose(world, "bo", quiet_from="08:00", quiet_until="20:00")
    case_id = world.at_board()
    while postman.deliver(world.database, settings, world.now):
        pass
    assert to(post, "bo") == []
    world.wait(hours=11)
    postman.deliver(world.database, settings, world.now)
    assert [subject.partition(",")[0] for subject in to(post, "bo")] == ["To do: Board"]
    world.now = MONDAY + timedelta(days=2, hours=23, minutes=30)
    with world.database.writing() as tx:
        lifecycle.elapse(tx, world.workspace, case_id, world.now)
        lifecycle.comment(tx, world.actor("ada"), case_id, "Well?", world.now)
    while postman.deliver(world.database, settings, world.now):
        pass
    assert [subject.partition(":")[0] for subject in to(post, "bo")] == ["To do", "Still waiting"]


def test_a_server_that_is_shut_is_knocked_at_once_a_round(world: World, post: Post, settings: Settings) -> None:
    for _ in range(5):
        world.submit()
    post.slams = True
    postman.deliver(world.database, settings, world.now)
    assert post.connects == 1
    assert all(one.attempts == 1 and not one.sent_at for one in sent(world))


def test_one_reader_who_is_refused_holds_up_no_other(world: World, post: Post, settings: Settings) -> None:
    world.submit()
    post.refuse = "550 nobody of that name"
    postman.deliver(world.database, settings, world.now)
    assert post.connects == 2
    assert all("550" in one.error for one in sent(world))
    assert not post.letters
