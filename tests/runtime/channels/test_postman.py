"""Mail goes out at least once, in its reader's language, and what cannot go is seen."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from runtime import lifecycle
from runtime.access import Denied
from runtime.background import cleanup, delivery, postman
from runtime.background.delivery import ATTEMPTS, LEASE
from runtime.channels import letters, mailing
from runtime.channels.letters import Letter
from runtime.lifecycle import Decision
from runtime.settings import Settings
from runtime.store.connection.database import Connection
from runtime.store.notices import outbox
from runtime.store.notices.outbox import Message
from runtime.store.people import people
from runtime.views import worklist
from schemas.words import LANGUAGES
from tests.runtime.office import ANSWERS, World

SETTINGS = Settings("s", base_url="https://forms.example", smtp_url="smtp://mail.example")


@pytest.fixture
def bag(monkeypatch: pytest.MonkeyPatch) -> list[EmailMessage]:
    """What was handed to the mail server."""
    sent: list[EmailMessage] = []
    monkeypatch.setattr(mailing.Smtp, "__call__", lambda _self, mail: sent.append(mail))
    return sent


def messages(world: World) -> list[Message]:
    with world.database.reading() as tx:
        return outbox.latest(tx, world.workspace, None, 100)


def test_everything_goes_out_once_with_an_id_that_stays(world: World, bag: list[EmailMessage]) -> None:
    world.at_board()
    ids = {message.id for message in messages(world)}
    assert postman.deliver(world.database, SETTINGS, world.now) == 5
    assert postman.deliver(world.database, SETTINGS, world.now) == 0
    assert {mail["Message-ID"] for mail in bag} == {f"<{message_id}@forms.example>" for message_id in ids}
    assert all(message.sent_at == world.now for message in messages(world))
    assert sorted(mail["To"] for mail in bag) == sorted(
        ["lea@team.example", "bo@team.example", "bea@team.example", "ben@team.example", "mia@client.example"]
    )


def test_what_people_write_into_a_subject_begins_no_header(world: World, bag: list[EmailMessage]) -> None:
    """The library reads encoded words, and would write what they stand for among the headers."""
    forged = "Mia=?utf-8?q?=0aReply-To:=20thief@evil.example=0aContent-Type:=20text/html=0a=0a<h1>Pay</h1>?="
    receipt = world.submit(raw={**ANSWERS, "client_name": forged})
    with world.database.writing() as tx:
        client, page = worklist.tracking(tx, receipt.tracking)
        lifecycle.comment(tx, client, page.case.id, "Hello", world.now)
    postman.deliver(world.database, SETTINGS, world.now)
    (told,) = (mail for mail in bag if "wrote about" in mail["Subject"])
    lines = told.as_bytes().splitlines()
    assert not [line for line in lines if line.startswith((b"Reply-To", b"<h1>"))]
    assert lines.index(b"") > lines.index(b"MIME-Version: 1.0"), "the headers end where ours do"
    assert told["Subject"].startswith("Mia")


def test_links_begin_with_the_base_url_and_lead_each_to_their_own_door(world: World, bag: list[EmailMessage]) -> None:
    case_id = world.at_board()
    world.decide(case_id, "bo", "approve")
    world.decide(case_id, "bea", "approve")
    postman.deliver(world.database, SETTINGS, world.now)
    said = {(mail["To"], mail["Subject"].partition(":")[0]): mail.get_content() for mail in bag}
    assert f"https://forms.example/requests/{case_id}" in said["bo@team.example", "To do"]
    assert "https://forms.example/c/" in said["mia@client.example", "Please confirm"]
    assert "Price: 100" in said["mia@client.example", "Please confirm"]


def test_a_lease_that_ran_out_lets_another_send_it(world: World, bag: list[EmailMessage]) -> None:
    """As after a sender that died before it could say that it had sent: twice rather than never."""
    world.submit()
    with world.database.writing() as tx:
        taken = outbox.lease(tx, world.now, 10, LEASE)
    assert len(taken) == 2
    assert postman.deliver(world.database, SETTINGS, world.now + LEASE - timedelta(seconds=1)) == 0
    assert postman.deliver(world.database, SETTINGS, world.now + LEASE) == 2
    assert {message.attempts for message in messages(world)} == {2}
    assert len(bag) == 2


def test_a_slow_mail_server_gets_nothing_that_another_may_be_sending(
    world: World, bag: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A round of twenty letters may take longer than its lease; what it has not begun by then others will send."""
    monkeypatch.setattr(delivery, "monotonic", lambda: len(bag) * LEASE.total_seconds() * 0.3)
    for _ in range(3):
        world.submit()
    sent = []
    for _ in range(3):
        postman.deliver(world.database, SETTINGS, world.now)
        sent.append(len(bag))
        world.now += LEASE
    assert sent == [2, 4, 6]
    assert len({mail["Message-ID"] for mail in bag}) == 6


def test_two_postmen_never_hold_the_same_letter(world: World) -> None:
    for _ in range(10):
        world.submit()

    def take() -> list[str]:
        with world.database.writing() as tx:
            return [message.id for message in outbox.lease(tx, world.now, 7, LEASE)]

    with ThreadPoolExecutor(4) as pool:
        taken = [one for done in [pool.submit(take) for _ in range(4)] for one in done.result()]
    assert len(taken) == len(set(taken)) == 20


def test_what_fails_is_tried_again_later_and_at_last_given_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: object, _mail: EmailMessage) -> None:
        raise OSError("no route")

    monkeypatch.setattr(mailing.Smtp, "__call__", refuse)
    world.submit()
    waits = []
    for _ in range(ATTEMPTS):
        assert postman.deliver(world.database, SETTINGS, world.now) == 2
        message = messages(world)[0]
        waits.append(message.due_at - world.now)
        world.now = max(one.due_at for one in messages(world))
    usual = [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert all(time * 0.75 <= wait <= time * 1.25 for time, wait in zip(usual, waits, strict=False))
    assert all(message.dead_at and "no route" in message.error for message in messages(world))
    assert postman.deliver(world.database, SETTINGS, world.now + timedelta(days=9)) == 0
    with world.database.writing() as tx:
        outbox.revive(tx, world.workspace, messages(world)[0].id, world.now)
    assert postman.deliver(world.database, SETTINGS, world.now) == 1


def test_one_letter_that_cannot_be_written_holds_up_no_other(world: World, bag: list[EmailMessage]) -> None:
    world.submit()
    with world.database.writing() as tx:
        outbox.add(
            tx, [Message(world.workspace, "0", "task", {"to": "person:gone", "case": "x"}, world.now, world.now)]
        )
    assert postman.deliver(world.database, SETTINGS, world.now) == 3
    assert len(bag) == 2
    [dead] = [message for message in messages(world) if message.dead_at]
    assert "nobody" in dead.error


def test_a_letter_that_breaks_its_writer_holds_up_no_other(
    world: World, bag: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    world.submit()
    first, written = messages(world)[0].id, letters.write

    def write(tx: Connection, message: Message, base_url: str, *, goes_out: bool) -> Letter:
        if message.id == first:
            raise ValueError("no such word")
        return written(tx, message, base_url, goes_out=goes_out)

    monkeypatch.setattr(letters, "write", write)
    assert postman.deliver(world.database, SETTINGS, world.now) == 2
    assert len(bag) == 1
    [waiting] = [message for message in messages(world) if not message.sent_at]
    assert (waiting.id, waiting.due_at > world.now) == (first, True)
    assert "no such word" in waiting.error


def test_without_a_mail_server_it_is_shown(world: World) -> None:
    world.submit()
    offline = Settings("s", base_url="https://forms.example")
    assert postman.deliver(world.database, offline, world.now) == 2
    message = next(one for one in messages(world) if one.kind == "received")
    assert (message.sent_at, message.address) == (world.now, "mia@client.example")
    with world.database.reading() as tx:
        assert "/t/" in postman.letter(tx, world.actor("ada"), message.id, offline).body
        assert "/t/" not in postman.letter(tx, world.actor("ada"), message.id, SETTINGS).body
        with pytest.raises(Denied):
            postman.letter(tx, world.actor("bo"), message.id, offline)


def test_what_people_write_is_a_value_and_never_a_template_nor_a_header(world: World, bag: list[EmailMessage]) -> None:
    case_id = world.submit(raw={**ANSWERS, "client_name": "{{7777*7777}}", "wish": "{{7777*7777}}"}).case_id
    with world.database.writing() as tx:
        sly = replace(world.contact(case_id), name="Eve\r\nBcc: all@example.org")
        lifecycle.comment(tx, sly, case_id, "{% raise %}", world.now)
    postman.deliver(world.database, SETTINGS, world.now)
    assert len(bag) == 3
    assert all(mail["Bcc"] is None for mail in bag)
    assert "Eve Bcc: all@example.org wrote about CR-2026-0001" in [mail["Subject"] for mail in bag]
    everything = "".join(mail["Subject"] + mail.get_content() for mail in bag)
    assert "{{7777*7777}}" in everything
    assert "{% raise %}" in everything
    assert "60481729" not in everything


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_letter_speaks_both_languages(world: World, lang: str) -> None:
    case_id = world.at_board()
    with world.database.writing() as tx:
        person = people.person(tx, world.workspace, world.people["bo"].id)
        assert person is not None
        people.keep(tx, replace(person, lang=lang))
        for kind in letters.KINDS:
            about = {"to": world.party("bo"), "case": case_id, "state": "board", "by": "Lea", "text": "Well?"}
            message = Message(world.workspace, kind, kind, about, world.now, world.now)
            written = letters.write(tx, message, "https://forms.example")
            assert written.subject
            assert "\n" not in written.subject
            assert ("您" in written.body) == (lang == "zh-Hans")
            assert lang == "en" or ": " not in written.body
            assert "{" not in written.body


def test_a_decided_case_tells_its_client(world: World, bag: list[EmailMessage]) -> None:
    case_id = world.at_board()
    world.decide(case_id, "bo", "approve")
    world.decide(case_id, "bea", "approve")
    client = world.contact(case_id)
    world.carry_out(Decision(client, world.task(case_id, client.party).id, "accept"))
    postman.deliver(world.database, SETTINGS, world.now)
    assert "Closed: Change, CR-2026-0001" in [mail["Subject"] for mail in bag]


def test_what_went_out_is_forgotten_after_a_time_and_nothing_else(
    world: World, bag: list[EmailMessage], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In small batches; what waits and what was given up stays, however old it is."""
    monkeypatch.setattr(cleanup, "MOST", 2)
    settings = replace(SETTINGS, files=tmp_path, messages_last=timedelta(days=30))
    world.at_board()
    postman.deliver(world.database, settings, world.now)
    sent_at = world.now
    world.submit()
    waiting, dead = (one for one in messages(world) if not one.sent_at)
    with world.database.writing() as tx:
        [held] = [one for one in outbox.lease(tx, world.now, 9, LEASE) if one.id == dead.id]
        outbox.settle(tx, replace(held, dead_at=world.now, error="nobody there"))
    assert len(bag) == 5
    cleanup.sweep(world.database, settings, sent_at + timedelta(days=30))
    assert len(messages(world)) == 7
    cleanup.sweep(world.database, settings, sent_at + timedelta(days=30, seconds=1))
    cleanup.sweep(world.database, settings, sent_at + timedelta(days=3000))
    assert {one.id for one in messages(world)} == {waiting.id, dead.id}
