"""Webhooks and chats, to real receivers: signed, repeated, rested, given up, and to nobody inside."""

import base64
import hashlib
import hmac
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from apprise.plugins.slack import NotifySlack
from standardwebhooks import Webhook

from runtime.access import Denied
from runtime.background import delivery, postman
from runtime.background.delivery import ATTEMPTS, OLDEST, PATIENCE_WITH
from runtime.channels import chats, outgoing, receivers, webhooks
from runtime.channels.outgoing import Forbidden
from runtime.files import encryption
from runtime.files.storeroom import Folder
from runtime.notices import announcing, undelivered
from runtime.processes import deployment
from runtime.proof import verify
from runtime.settings import Settings
from runtime.store.ids import new_id
from runtime.store.notices import app_notices, channels, notice_choices, outbox
from runtime.store.notices.channels import Channel
from runtime.store.notices.notice_choices import NoticeChoice
from runtime.store.notices.outbox import Message
from schemas.document import load
from tests.runtime.office import CHANGE, World
from tests.runtime.receiving_ends import HERE, Hook, hook, post_office

SETTINGS = Settings("s", base_url="https://forms.example", private_hosts=(HERE,))
NOTICE = {"on": "enter", "to": [{"group": "board"}], "by": ["channel:ops"], "title": "At {state}: {number}"}


@pytest.fixture(autouse=True)
def nobody_is_asked_for_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names in tests are known to nobody, and no other machine is asked for them."""
    ask = socket.getaddrinfo

    def resolve(host: str, *more: Any, **named: Any) -> Any:
        if ".example" in host:
            raise socket.gaierror(host)
        return ask(host, *more, **named)

    monkeypatch.setattr(outgoing.socket, "getaddrinfo", resolve)


@pytest.fixture
def knocks(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Where somebody would have been called; nobody is."""
    knocked: list[Any] = []

    def knock(address: Any, *_: Any) -> None:
        knocked.append(address)
        raise OSError

    monkeypatch.setattr(outgoing.socket, "create_connection", knock)
    return knocked


@pytest.fixture
def receiver() -> Iterator[Hook]:
    with hook() as told:
        yield told


def settings(**more: Any) -> Settings:
    return replace(SETTINGS, **more)


def set_up(world: World, url: str, key: str = "ops", kind: Any = "webhook") -> Channel:
    with world.database.writing() as tx:
        raw = {"key": key, "title": "Operations", "url": url}
        reading = receivers.add(tx, world.actor("ada"), kind, raw, SETTINGS.private_hosts, world.now)
        assert not reading.problems
    return channel(world, key)


def channel(world: World, key: str = "ops") -> Channel:
    with world.database.reading() as tx:
        return receivers.one(tx, world.actor("ada"), key)


def keys_of(world: World, key: str = "ops") -> tuple[str, ...]:
    with world.database.reading() as tx:
        return receivers.opened(tx, channel(world, key), world.now).keys


def with_notices(world: World, *notices: dict[str, Any], **more: Any) -> None:
    """The process of the world with notices of its designer, published anew."""
    document = {**CHANGE, "flow": {**CHANGE["flow"], "notices": list(notices)}, **more}
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, load(document), "person:x", world.now)


def messages(world: World, key: str = "ops") -> list[Message]:
    with world.database.reading() as tx:
        return outbox.latest(tx, world.workspace, None, 200, channel=key)


def put(world: World, count: int, key: str = "ops") -> list[str]:
    """So many notices for a channel, about one case."""
    case_id = world.submit().case_id
    said = {"case": case_id, "state": "analysis", "occasion": "enter", "title": "", "text": "Hello"}
    made = [
        Message(world.workspace, new_id(world.now), announcing.NOTICE, said, world.now, world.now, channel=key)
        for _ in range(count)
    ]
    with world.database.writing() as tx:
        outbox.add(tx, made)
    return [one.id for one in made]


def test_a_notice_of_the_flow_reaches_a_webhook_signed(world: World, receiver: Hook) -> None:
    set_up(world, f"{receiver.url}/in")
    with_notices(world, NOTICE)
    receipt = world.submit()
    world.now = world.now.replace(tzinfo=UTC)
    postman.deliver(world.database, SETTINGS, world.now)
    [heard] = receiver.heard
    [message] = messages(world)
    assert heard.path == "/in"
    assert heard.said["type"] == "request.entered"
    assert heard.said["data"]["heading"] == f"At Analysis: {receipt.number}"
    assert heard.said["data"]["link"] == f"https://forms.example/requests/{receipt.case_id}"
    assert heard.headers["webhook-id"] == message.id
    assert message.sent_at == world.now

    [secret] = keys_of(world)
    signed = b".".join([message.id.encode(), heard.headers["webhook-timestamp"].encode(), heard.body])
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert heard.headers["webhook-signature"] == f"v1,{expected}"


def test_the_librarys_own_verifier_takes_it_with_either_secret(
    world: World, receiver: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library checks the age of a signature by the clock on the wall, so it is told ours."""
    set_up(world, receiver.url)
    [first] = keys_of(world)
    with world.database.writing() as tx:
        receivers.rotate(tx, world.actor("ada"), channel(world), world.now)
    second, kept = keys_of(world)
    assert kept == first != second
    put(world, 1)
    postman.deliver(world.database, SETTINGS, world.now)
    [heard] = receiver.heard
    monkeypatch.setattr(
        Webhook, "_Webhook__verify_timestamp", lambda _self, header: world.now.fromtimestamp(float(header), UTC)
    )
    for secret in (first, second):
        assert Webhook(secret).verify(heard.body, heard.headers)
    world.wait(days=2)
    assert keys_of(world) == (second,)


def test_an_answer_other_than_yes_is_tried_again_later_with_the_same_id(world: World, receiver: Hook) -> None:
    set_up(world, receiver.url)
    [message_id] = put(world, 1)
    receiver.status = 500
    postman.deliver(world.database, SETTINGS, world.now)
    [waiting] = messages(world)
    assert not waiting.sent_at
    assert waiting.due_at > world.now
    assert [one.error for one in waiting.tries] == ["it answered 500 Internal Server Error"]
    assert postman.deliver(world.database, SETTINGS, world.now) == 0
    receiver.status = 204
    world.now = waiting.due_at
    postman.deliver(world.database, SETTINGS, world.now)
    assert [one.headers["webhook-id"] for one in receiver.heard] == [message_id] * 2
    assert messages(world)[0].sent_at == world.now


def test_who_asks_us_to_wait_is_given_time(world: World, receiver: Hook) -> None:
    set_up(world, receiver.url)
    put(world, 1)
    receiver.status, receiver.extra = 503, {"Retry-After": "7200"}
    postman.deliver(world.database, SETTINGS, world.now)
    assert messages(world)[0].due_at == world.now + timedelta(hours=2)


def test_a_redirect_is_not_followed(world: World, receiver: Hook) -> None:
    set_up(world, receiver.url)
    put(world, 1)
    with hook() as other:
        receiver.status, receiver.extra = 302, {"Location": other.url}
        postman.deliver(world.database, SETTINGS, world.now)
        assert other.connects == 0
    assert "302" in messages(world)[0].error


def test_it_is_given_up_at_last_and_administrators_hear_of_it_once(world: World, receiver: Hook) -> None:
    set_up(world, receiver.url)
    put(world, 2)
    receiver.status = 500
    for _ in range(200):
        if all(one.dead_at for one in messages(world)):
            break
        waits = [one.due_at for one in messages(world) if not one.dead_at]
        rest = channel(world).paused_until
        world.now = max(min(waits), rest or world.now)
        postman.deliver(world.database, SETTINGS, world.now)
    assert [len(one.tries) for one in messages(world)] == [ATTEMPTS] * 2
    with world.database.reading() as tx:
        told = app_notices.unread_of_kind(tx, world.workspace, world.party("ada"), undelivered.KIND)
        assert not app_notices.unread_of_kind(tx, world.workspace, world.party("bo"), undelivered.KIND)
    assert [one.payload["channel"] for one in told] == ["ops"]
    receiver.status = 200
    with world.database.writing() as tx:
        assert outbox.revive_all(tx, world.workspace, "ops", world.now) == 2
    world.now = max(world.now, channel(world).paused_until or world.now)
    while postman.deliver(world.database, SETTINGS, world.now):
        pass
    assert all(one.sent_at for one in messages(world))
    assert (channel(world).failures, channel(world).error) == (0, "")


def test_who_is_gone_for_good_is_switched_off(world: World, receiver: Hook) -> None:
    set_up(world, receiver.url)
    put(world, 1)
    receiver.status = 410
    postman.deliver(world.database, SETTINGS, world.now)
    assert messages(world)[0].dead_at
    assert not channel(world).is_on


def test_a_dead_receiver_costs_one_try_a_round_and_holds_up_nobody(world: World, receiver: Hook) -> None:
    """Nobody is at its door; the others are served, and it rests longer and longer."""
    with socket.socket() as closed:
        closed.bind((HERE, 0))
        set_up(world, f"http://{HERE}:{closed.getsockname()[1]}", "dead")
        set_up(world, receiver.url)
        put(world, 30, "dead")
        put(world, 5)
        with post_office() as post:
            postman.deliver(world.database, settings(smtp_url=post.url), world.now)
            assert len(post.letters) == 4
        assert len(receiver.heard) == 5
        dead = channel(world, "dead")
        assert (dead.failures, dead.paused_until is not None) == (PATIENCE_WITH, True)
        tried = [one for one in messages(world, "dead") if one.attempts]
        assert len(tried) == 20
        assert postman.deliver(world.database, SETTINGS, world.now) == 0
        rests = []
        for _ in range(4):
            world.now = channel(world, "dead").paused_until or world.now
            postman.deliver(world.database, SETTINGS, world.now)
            rests.append((channel(world, "dead").paused_until or world.now) - world.now)
        assert rests == sorted(rests)
        assert rests[0] > timedelta(minutes=1)
        world.wait(days=OLDEST.days, hours=1)
        postman.deliver(world.database, SETTINGS, world.now)
        assert all(one.dead_at for one in messages(world, "dead"))


def test_a_receiver_that_speaks_for_ever_is_hung_up(
    world: World, receiver: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "PATIENCE", 0.3)
    receiver.delay = threading.Event()
    set_up(world, receiver.url)
    put(world, 1)
    postman.deliver(world.database, SETTINGS, world.now)
    assert "did not answer" in messages(world)[0].error


def test_a_sender_that_dies_between_sending_and_marking_sends_again_under_the_same_id(
    world: World, receiver: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(world, receiver.url)
    [message_id] = put(world, 1)

    def die(*_: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(outbox, "settle", die)
        with pytest.raises(SystemExit):
            delivery.of_channel(world.database, SETTINGS, channel(world), world.now, 10)
    assert not messages(world)[0].sent_at
    world.now += delivery.LEASE
    postman.deliver(world.database, SETTINGS, world.now)
    assert [one.headers["webhook-id"] for one in receiver.heard] == [message_id] * 2
    assert messages(world)[0].sent_at


def test_what_a_channel_that_is_off_gets_waits_and_of_one_that_is_gone_is_given_up(
    world: World, receiver: Hook
) -> None:
    kept = set_up(world, receiver.url)
    with world.database.writing() as tx:
        receivers.switch(tx, world.actor("ada"), kept, on=False)
    put(world, 2)
    postman.deliver(world.database, SETTINGS, world.now)
    assert not receiver.heard
    with world.database.writing() as tx:
        receivers.drop(tx, world.actor("ada"), kept, world.now)
    assert all(one.dead_at for one in messages(world))
    put(world, 1, "never-set-up")
    while postman.deliver(world.database, SETTINGS, world.now):
        pass
    assert "there is no channel" in messages(world, "never-set-up")[0].error


@pytest.mark.parametrize(
    ("url", "answer", "said"),
    [
        ("dingtalk://SEC" + "b" * 20 + "@" + "a" * 32, b'{"errcode": 0}', lambda body: body["text"]["content"]),
        ("feishu://" + "a" * 36, b'{"code": 0}', lambda body: body["content"]["text"]),
        ("lark://" + "a" * 36, b'{"code": 0}', str),
        ("wecombot://693a91f6-7abc-4bc4-97a0-0ec2sifa5aaa", b'{"errcode": 0}', str),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", b"ok", str),
        ("mmost://{here}/3ccdd113474722377935511fc85d3dd4", b"ok", lambda body: body["text"]),
    ],
)
def test_a_chat_gets_what_the_notice_says(
    world: World, receiver: Hook, monkeypatch: pytest.MonkeyPatch, url: str, answer: bytes, said: Any
) -> None:
    """By each library's own way of saying it; those that live at an address of their own are asked to come here."""
    receiver.answer = answer
    here = f"{HERE}:{receiver.port}"
    move_here(monkeypatch, receiver.url)
    set_up(world, url.replace("{here}", here), kind="chat")
    with_notices(world, {**NOTICE, "text": "{title}, see {link}"})
    receipt = world.submit()
    postman.deliver(world.database, SETTINGS, world.now)
    [message] = messages(world)
    assert message.sent_at, message.error
    text = said(receiver.heard[0].said)
    assert receipt.number in text
    assert f"https://forms.example/requests/{receipt.case_id}" in text


def move_here(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setattr(NotifySlack, "webhook_url", f"{url}/services")
    for kind in dict.fromkeys(chats.KINDS.values()):
        there = getattr(kind, "notify_url", None)
        if isinstance(there, str):
            monkeypatch.setattr(kind, "notify_url", f"{url}/{there.partition('//')[2].partition('/')[2]}")


@pytest.mark.parametrize(
    "answer", [b'{"errcode": 310000, "errmsg": "sign not match"}', b'{"code": 19024, "msg": "Key Words Not Found"}']
)
def test_a_chat_that_says_yes_and_means_no_is_understood(
    world: World, receiver: Hook, monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    receiver.answer = answer
    move_here(monkeypatch, receiver.url)
    set_up(world, "dingtalk://" + "a" * 32, kind="chat")
    put(world, 1)
    postman.deliver(world.database, SETTINGS, world.now)
    [message] = messages(world)
    assert not message.sent_at
    assert "sign not match" in message.error or "Key Words" in message.error


def test_dingtalk_reads_our_signature_as_it_was_made(
    world: World, receiver: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver.answer = b'{"errcode": 0}'
    move_here(monkeypatch, receiver.url)
    set_up(world, "dingtalk://SEC" + "b" * 20 + "@" + "a" * 32, kind="chat")
    put(world, 1)
    postman.deliver(world.database, SETTINGS, world.now)
    asked = dict(parse_qsl(receiver.heard[0].path.partition("?")[2]))
    secret = "SEC" + "b" * 20
    signed = hmac.new(secret.encode(), f"{asked['timestamp']}\n{secret}".encode(), hashlib.sha256).digest()
    assert asked["sign"] == base64.b64encode(signed).decode()


INSIDE = [
    "127.0.0.1",
    "127.1",
    "0",
    "2130706433",
    "0x7f.0.0.1",
    "localhost",
    "10.0.0.8",
    "172.16.3.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "192.88.99.1",
    "224.0.0.1",
    "255.255.255.255",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:a00:1]",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "[fec0::1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[::7f00:1]",
    "[ff02::1]",
]
"""Addresses inside of this machine, of a network, or of a cloud, in every way of writing them."""


@pytest.mark.parametrize("host", INSIDE)
def test_nobody_inside_is_called(world: World, receiver: Hook, knocks: list[Any], host: str) -> None:
    """When it is kept, when it is tried, and when something is sent."""
    url = f"https://{host}:{receiver.port}/"
    with world.database.writing() as tx:
        raw = {"key": "inside", "title": "Inside", "url": url}
        reading = receivers.add(tx, world.actor("ada"), "webhook", raw, (), world.now)
    assert [one.code for one in reading.problems] == ["channel.private"]
    to = receivers.Opened("webhook", url, (webhooks.new_secret(),))
    assert "may not be called" in receivers.attempt(to, (), world.now)
    kept = set_up(world, receiver.url, "later")
    with world.database.writing() as tx:
        channels.keep(tx, replace(kept, url=encryption.seal(tx, world.workspace, url)))
    put(world, 1, "later")
    postman.deliver(world.database, settings(private_hosts=()), world.now)
    assert "may not be called" in messages(world, "later")[0].error
    assert (knocks, receiver.connects) == ([], 0)


def test_a_name_that_changes_its_mind_is_caught_when_it_counts(
    world: World, receiver: Hook, knocks: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Open when it was kept; at delivery it is asked once, and the answer is what is connected to."""
    asked: list[str] = []
    numbers = iter(["93.184.215.14", "127.0.0.1"])

    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(numbers), port))]

    monkeypatch.setattr(outgoing.socket, "getaddrinfo", resolve)
    with world.database.writing() as tx:
        raw = {"key": "ops", "title": "Rebound", "url": f"https://rebound.example:{receiver.port}/"}
        assert not receivers.add(tx, world.actor("ada"), "webhook", raw, (), world.now).problems
    put(world, 1)
    postman.deliver(world.database, settings(private_hosts=()), world.now)
    assert "may not be called" in messages(world)[0].error
    assert (asked, knocks) == (["rebound.example"] * 2, [])


def test_a_name_that_leads_inside_and_outside_at_once_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 443)) for number in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(outgoing.socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(Forbidden):
        outgoing.look_at("https://both.example/", ())


@pytest.mark.parametrize(
    ("kind", "url", "code"),
    [
        ("webhook", "http://hooks.example.com/", "channel.plain"),
        ("webhook", "ftp://hooks.example.com/", "channel.address"),
        ("webhook", "file:///etc/passwd", "channel.address"),
        ("webhook", "https://user:word@hooks.example.com/", "channel.address"),
        ("webhook", "https://[::1", "channel.address"),
        ("webhook", "https://hooks.example.com:99999/", "channel.address"),
        ("chat", "file:///etc/passwd", "channel.chat"),
        ("chat", "exec:///bin/sh", "channel.chat"),
        ("chat", "json://hooks.example.com/", "channel.chat"),
        ("chat", "syslog://", "channel.chat"),
        ("chat", "https://hooks.example.com/", "channel.chat"),
        *(
            ("chat", f"workflows://hooks.example.com/{'a' * 16}/{'b' * 16}?{asked}template=/etc/passwd", "channel.chat")
            for asked in (
                "",
                "ver=1;",
                "ver=1#x&",
                "ver=1&%74emplate=x&",
            )  # each is an option of its own to the library
        ),
        (
            "chat",
            f"https://a.logic.azure.com/workflows/{'a' * 32}/triggers/manual/paths/invoke?sig=x;template=/etc/passwd",
            "channel.chat",
        ),
        ("chat", "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ?verify=no", "channel.chat"),
        ("chat", "mmosts://10.0.0.1/3ccdd113474722377935511fc85d3dd4", "channel.private"),
        ("chat", "mmost://chat.example.com/3ccdd113474722377935511fc85d3dd4", "channel.plain"),
        ("chat", "workflows://169.254.169.254/" + "a" * 16 + "/" + "b" * 16, "channel.private"),
    ],
)
def test_an_address_that_is_none_or_asks_too_much_is_not_kept(world: World, kind: Any, url: str, code: str) -> None:
    with world.database.writing() as tx:
        raw = {"key": "ops", "title": "Operations", "url": url}
        reading = receivers.add(tx, world.actor("ada"), kind, raw, (), world.now)
        assert not channels.of_workspace(tx, world.workspace)
    assert [one.code for one in reading.problems] == [code]


@pytest.mark.parametrize(
    "url",
    [
        "https://oapi.dingtalk.com/robot/send?access_token=" + "a" * 64,
        "https://open.feishu.cn/open-apis/bot/v2/hook/123e4567-e89b-12d3-a456-426614174000",
        "https://open.larksuite.com/open-apis/bot/v2/hook/123e4567-e89b-12d3-a456-426614174000",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7abc-4bc4-97a0-0ec2sifa5aaa",
        "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
        "https://prod-12.westeurope.logic.azure.com:443/workflows/"
        + "a" * 32
        + "/triggers/manual/paths/invoke?sig="
        + "x" * 40,
    ],
)
def test_an_address_is_taken_as_the_chat_hands_it_out(world: World, url: str) -> None:
    with world.database.writing() as tx:
        raw = {"key": "ops", "title": "Operations", "url": url}
        assert not receivers.add(tx, world.actor("ada"), "chat", raw, (), world.now).problems


@pytest.mark.parametrize(
    ("key", "code"), [("mail", "channel.key"), ("app", "channel.key"), ("a b", "channel.key"), ("ops", "answer.taken")]
)
def test_a_short_name_is_free_and_can_be_written_into_a_process(
    world: World, receiver: Hook, key: str, code: str
) -> None:
    set_up(world, receiver.url)
    with world.database.writing() as tx:
        raw = {"key": key, "title": "Twice", "url": receiver.url}
        reading = receivers.add(tx, world.actor("ada"), "webhook", raw, (HERE,), world.now)
    assert [one.code for one in reading.problems] == [code]


def test_addresses_and_secrets_are_sealed(world: World, receiver: Hook) -> None:
    kept = set_up(world, f"{receiver.url}/a-secret-path")
    assert "a-secret-path" not in repr(kept)
    assert "whsec_" not in repr(kept)


def test_a_member_sets_up_nothing(world: World) -> None:
    with world.database.writing() as tx, pytest.raises(Denied):
        receivers.add(tx, world.actor("bo"), "webhook", {}, (), world.now)


def test_what_was_told_besides_mail_is_in_order(world: World, receiver: Hook, tmp_path: Path) -> None:
    """The proof of everything that is kept knows notices, channels, digests, and what was given up."""
    set_up(world, receiver.url)
    with world.database.writing() as tx:
        notice_choices.keep(tx, world.workspace, world.people["lea"].id, NoticeChoice(digest="hourly"))
    put(world, 1)
    put(world, 1, "never-set-up")
    while postman.deliver(world.database, SETTINGS, world.now):
        pass
    world.wait(hours=1)
    postman.deliver(world.database, SETTINGS, world.now)
    with world.database.reading() as tx:
        found = verify.verify(tx, Folder(tmp_path))
    assert found["violations"] == []
    assert found["checked"]["I5"] >= 7
