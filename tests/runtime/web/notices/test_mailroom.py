"""Channels are set up and tried on their pages; what was given up is seen and sent again from the mail room."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from runtime.background import postman
from runtime.channels import outgoing
from runtime.settings import Settings
from runtime.web.frame import shell
from tests.runtime.channels.test_channels import channel, messages, put, set_up
from tests.runtime.office import World
from tests.runtime.receiving_ends import HERE, Hook, hook, post_office
from tests.runtime.web.conftest import Visitor

Come = Callable[[str], Visitor]


@pytest.fixture
def receiver() -> Iterator[Hook]:
    with hook() as told:
        yield told


@pytest.fixture
def settings(app: Flask) -> Settings:
    """The house may call receivers on this machine."""
    opened = replace(app.extensions["formloom.settings"], private_hosts=(HERE,))
    app.extensions["formloom.settings"] = opened
    return opened


def until_dead(world: World, settings: Settings) -> None:
    while not all(one.dead_at for one in messages(world)):
        waits = [one.due_at for one in messages(world) if not one.dead_at]
        world.now = max(min(waits), channel(world).paused_until or world.now, world.now)
        postman.deliver(world.database, settings, world.now)


@pytest.mark.usefixtures("settings")
def test_a_webhook_is_set_up_tried_and_given_another_secret(receiver: Hook, sign_in: Come) -> None:
    ada = sign_in("ada")
    ada.get("/channels/new/webhook")
    there = ada.post(
        "/channels/new/webhook", {"key": "ops", "title": "Operations", "url": f"{receiver.url}/very-secret"}
    )
    assert there.headers["Location"] == "/channels/ops"
    page = ada.get("/channels/ops").text
    assert "very-secret" not in page
    [secret] = set(re.findall(r"whsec_[\w+/=]+", page))
    ada.post("/channels/ops/test")
    assert "The test message has arrived." in ada.get("/channels/ops").text
    assert receiver.heard[0].said["type"] == "test"
    receiver.status = 500
    ada.post("/channels/ops/test")
    assert "it answered 500" in ada.get("/channels/ops").text
    ada.post("/channels/ops/do", {"do": "rotate"})
    assert secret not in ada.get("/channels/ops").text
    ada.post("/channels/ops", {"title": "Ops room", "url": ""})
    assert "Ops room" in ada.get("/channels").text
    ada.post("/channels/ops/do", {"do": "off"})
    assert "Switched off" in ada.get("/channels").text
    ada.post("/channels/ops/do", {"do": "drop"})
    assert ada.get("/channels/ops").status_code == 404


@pytest.mark.usefixtures("settings")
def test_what_went_wrong_is_said_in_the_reader_s_language(
    world: World, receiver: Hook, sign_in: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was said there stands beside it."""
    monkeypatch.setattr(outgoing, "PATIENCE", 0.3)
    monkeypatch.setattr(outgoing, "_numbers", numbers)
    set_up(world, receiver.url)
    ada = sign_in("ada")
    ada.get("/channels")
    there = receiver.url.rpartition(":")[2]

    def tried(url: str) -> str:
        assert ada.post("/channels/ops", {"title": "Ops", "url": url}).status_code == 303
        ada.post("/channels/ops/test?lang=zh-Hans")
        return ada.get("/channels/ops").text

    assert "连接被拒绝。 (127.0.0.1 refused the connection)" in tried(f"http://{HERE}:1")
    assert "域名无法解析。 (nobody.example is a name" in tried("https://nobody.example")
    assert "证书不受信任。 (127.0.0.1 has no certificate" in tried(f"https://{HERE}:{there}")
    for status, meant in (
        (403, "登录被拒绝"),
        (404, "该地址已不存在。"),
        (422, "对方不接受此请求。"),
        (503, "对方系统出错。"),
    ):
        receiver.status = status
        page = tried(receiver.url)
        assert meant in page
        assert f"(it answered {status}" in page
    receiver.delay = threading.Event()
    assert "等待超时，对方没有响应。 (127.0.0.1 did not answer" in tried(receiver.url)


def numbers(host: str, *_: Any) -> list[str]:
    """No other machine is asked for names."""
    if host != HERE:
        raise socket.gaierror(host)
    return [host]


def test_an_address_inside_is_refused_on_the_page(receiver: Hook, sign_in: Come) -> None:
    ada = sign_in("ada")
    ada.get("/channels/new/webhook")
    raw = {"key": "ops", "title": "Operations", "url": receiver.url.replace("http:", "https:")}
    answer = ada.post("/channels/new/webhook", raw)
    assert answer.status_code == 422
    assert "leads inside of a network" in answer.text
    assert receiver.connects == 0


def test_what_was_given_up_is_seen_with_every_try_and_goes_out_again(
    world: World, receiver: Hook, settings: Settings, sign_in: Come
) -> None:
    set_up(world, receiver.url)
    first, second = put(world, 2)
    receiver.status = 500
    until_dead(world, settings)
    ada = sign_in("ada")
    page = ada.get("/mail?state=dead&channel=ops").text
    assert page.count("Given up</span>") == 2
    assert "Messages could not be delivered: ops" in ada.get("/notices").text
    shown = ada.get(f"/mail/{first}").text
    assert shown.count("it answered 500 Internal Server Error") == 13, "each try, and the last one at the top"
    receiver.status = 200
    ada.post(f"/mail/{first}/again")
    world.now = max(world.now, channel(world).paused_until or world.now)
    postman.deliver(world.database, settings, world.now)
    assert [one.id for one in messages(world) if one.sent_at] == [first]
    ada.get("/mail?state=dead&channel=ops")
    ada.post("/mail/again", {"channel": "ops"})
    assert "One goes out again." in ada.get("/mail").text
    postman.deliver(world.database, settings, world.now)
    assert all(one.sent_at for one in messages(world))
    assert receiver.heard[-1].headers["webhook-id"] == second
    assert "Nothing here" in ada.get("/mail?state=dead&channel=ops").text


def test_letters_that_the_mail_server_refuses_are_seen_and_go_out_again(
    world: World, settings: Settings, sign_in: Come
) -> None:
    world.submit()
    with post_office() as post:
        out = replace(settings, smtp_url=post.url)
        post.refuse = "550 nobody of that name"
        for _ in range(12):
            world.now = max(one.due_at for one in messages(world, "mail"))
            postman.deliver(world.database, out, world.now)
        ada = sign_in("ada")
        page = ada.get("/mail?state=dead&lang=zh-Hans").text
        assert page.count("邮件服务器拒收该地址。") == 2
        assert page.count("550") == 2
        assert ada.get("/mail?state=dead&lang=en").text.count("Given up</span>") == 2
        post.refuse = ""
        ada.post("/mail/again", {"channel": "mail"})
        assert "2 go out again." in ada.get("/mail").text
        postman.deliver(world.database, out, world.now)
        assert len(post.letters) == 2
    assert "Nothing here" in ada.get("/mail?state=dead").text


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("path", ["/channels", "/channels/new/chat", "/channels/ops", "/mail", "/mail?state=dead"])
def test_members_see_nothing_of_it(world: World, receiver: Hook, sign_in: Come, path: str) -> None:
    set_up(world, receiver.url)
    assert sign_in("bo").get(path).status_code == 403


@pytest.mark.usefixtures("settings")
def test_another_workspaces_channel_is_none(world: World, receiver: Hook, app: Flask, sign_in: Come) -> None:
    set_up(world, receiver.url)
    ada = sign_in("ada")
    ada.get("/channels")
    assert ada.get("/channels/others").status_code == 404
    assert ada.post("/channels/others/test").status_code == 404
    with app.test_request_context():
        assert shell.settings().private_hosts == (HERE,)
