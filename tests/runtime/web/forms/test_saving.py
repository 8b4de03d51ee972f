"""What is begun is kept for its person alone, gone on with anywhere, and gone when it is sent."""

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from runtime.background import postman
from runtime.forms import saving
from runtime.processes import deployment
from runtime.settings import Settings
from runtime.store.forms import saved
from runtime.store.notices import outbox
from runtime.web.frame import guards
from schemas.words import words
from tests.runtime.office import ANSWERS, World
from tests.runtime.web.conftest import Visitor
from tests.runtime.web.forms.test_filling import PNG

SignIn = Callable[[str], Visitor]
DOOR, MINE = "/f/front-door", "/new/change"
JSON = {"Accept": "application/json"}


def begin(visitor: Visitor, path: str, answers: Mapping[str, Any], **more: Any) -> Any:
    return visitor.fill(path, {**answers, "_save": "yes"}, **more)


def begun(world: World, name: str) -> list[saving.Waiting]:
    with world.database.reading() as tx:
        return saving.listed(tx, world.actor(name))


def test_who_is_signed_in_finds_it_again_on_any_device(world: World, sign_in: SignIn) -> None:
    phone, desk = sign_in("lea"), sign_in("lea")
    assert begin(phone, MINE, {"wish": "Half a sen"}).location == "/"
    assert "Continue" in desk.get("/new").text
    assert "Continue" in desk.get("/").text
    page = desk.get(MINE).text
    assert 'value="Half a sen"' in page
    assert "Everything is here again." in page
    assert begun(world, "dan") == []
    assert "Half a sen" not in sign_in("dan").get(MINE).text


def test_sent_from_either_device_it_is_one_request_and_nothing_is_left(world: World, sign_in: SignIn) -> None:
    phone, desk = sign_in("lea"), sign_in("lea")
    begin(phone, MINE, ANSWERS)
    phone.get(MINE)
    sent = {**ANSWERS, "_key": phone.hidden("_key"), "_version": phone.hidden("_version")}
    first = desk.fill(MINE, dict(ANSWERS))
    assert first.status_code == 303
    assert phone.post(MINE, sent).location == first.location
    assert begun(world, "lea") == []


def test_what_comes_late_does_not_bring_back_what_has_gone(world: World, sign_in: SignIn) -> None:
    lea = sign_in("lea")
    lea.get(MINE)
    key = {"_key": lea.hidden("_key")}
    assert lea.post(MINE, {**ANSWERS, **key}).status_code == 303
    late = lea.post(MINE, {**ANSWERS, **key, "_save": "quietly"}, headers=JSON)
    assert (late.status_code, late.json) == (200, {"saved_at": None})
    assert begun(world, "lea") == []


def test_while_typing_it_is_kept_quietly(world: World, sign_in: SignIn) -> None:
    lea = sign_in("lea")
    lea.get(MINE)
    for words_so_far in ("A r", "A red d"):
        answer = lea.post(MINE, {"wish": words_so_far, "_key": "one", "_save": "quietly"}, headers=JSON)
        assert answer.json["saved_at"] == world.now.isoformat()
    [kept] = begun(world, "lea")
    assert 'value="A red d"' in lea.get(MINE).text
    assert 'value="A red d"' not in lea.get(f"{MINE}?blank=1").text
    assert lea.get(f"{MINE}?blank=1").headers["Formloom-Keep"] == "form"
    assert lea.get(MINE).headers["Formloom-Keep"] == "blank"
    lea.post(f"/saved/{kept.id}/discard")
    assert begun(world, "lea") == []


def test_one_for_oneself_and_one_for_a_client_do_not_mix(world: World, sign_in: SignIn) -> None:
    lea = sign_in("lea")
    begin(lea, MINE, {"wish": "My own"})
    begin(lea, f"{MINE}?behalf=1", {"wish": "Theirs", "_channel": "phone"})
    assert {one.on_behalf for one in begun(world, "lea")} == {True, False}
    assert 'value="Theirs"' in lea.get(f"{MINE}?behalf=1").text
    assert 'value="My own"' in lea.get(MINE).text


def test_nobody_throws_away_what_is_anothers(world: World, sign_in: SignIn) -> None:
    begin(sign_in("lea"), MINE, {"wish": "Mine"})
    [kept] = begun(world, "lea")
    sign_in("dan").post(f"/saved/{kept.id}/discard")
    assert len(begun(world, "lea")) == 1


def test_a_private_link_brings_everything_back_with_its_file(stranger: Visitor, app: Flask) -> None:
    files = {"papers": (io.BytesIO(PNG), "door.png")}
    private = begin(stranger, DOOR, {**ANSWERS, **files}, content_type="multipart/form-data").location
    panel = stranger.get(private).text
    assert "https://forms.example/r/" in panel
    assert "<svg" in panel
    other = Visitor(app.test_client())
    page = other.get(private.partition("?")[0])
    assert 'value="A red door"' in page.text
    assert "door.png" in page.text
    file_id = page.text.partition('data-file="')[2].partition('"')[0]
    hidden = {name: other.hidden(name) for name in ("_key", "_version", "_page")}
    assert f'action="{DOOR}"' in page.text
    assert other.post(DOOR, {**ANSWERS, **hidden, "papers": file_id}).status_code == 303
    gone = stranger.get(private)
    assert gone.status_code == 404
    assert "This link no longer works" in gone.text


def test_what_the_address_said_is_known_again(stranger: Visitor) -> None:
    """Whatever was filled in by the link itself, signed or not."""
    address = f"{DOOR}?client_company=Mill"
    private = begin(stranger, address, {"wish": "A red door"}).location.partition("?")[0]
    again = stranger.get(private)
    assert "client_company=Mill" in again.location
    page = stranger.get(again.location).text
    assert f'action="{address}"' in page
    assert 'value="A red door"' in page


def test_the_key_to_it_is_kept_nowhere_in_clear(world: World, stranger: Visitor) -> None:
    token = begin(stranger, DOOR, ANSWERS).location.split("/")[2].partition("?")[0]
    with world.database.reading() as tx:
        row = tx.exec_driver_sql("SELECT * FROM saved_answer").one()
    assert token not in str(row)
    assert stranger.get(f"/r/{token[::-1]}").status_code == 404


def test_the_link_is_mailed_to_whoever_asks(world: World, stranger: Visitor) -> None:
    private = begin(stranger, DOOR, ANSWERS).location.partition("?")[0]
    stranger.get(private)
    for none in ("no address", "boss,mia@client.example", "=?utf-8?q?=0aBcc:x?=@client.example", "a\0@client.example"):
        assert stranger.post(f"{private}/mail", {"email": none}).status_code == 303
    assert stranger.post(f"{private}/mail", {"email": "mia@client.example"}).status_code == 303
    with world.database.reading() as tx:
        [message] = [one for one in outbox.latest(tx, world.workspace, None, 10) if one.kind == "saved"]
    postman.deliver(world.database, Settings("x", base_url="https://forms.example"), world.now)
    with world.database.reading() as tx:
        sent = outbox.message(tx, world.workspace, message.id)
    assert sent
    assert (sent.address, sent.error) == ("mia@client.example", "")
    assert sent.sent_at == world.now


def test_when_the_form_has_changed_what_fits_is_kept_and_it_is_said(world: World, sign_in: SignIn) -> None:
    lea = sign_in("lea")
    begin(lea, MINE, {"wish": "A red door", "client_company": "Mill"})
    form = world.process.form
    page = form.pages[0]
    section = page.sections[0]
    fewer = tuple(one for one in section.fields if one.key != "client_company")
    changed = replace(form, pages=(replace(page, sections=(replace(section, fields=fewer),)),))
    process = replace(world.process, form=changed, contact=replace(world.process.contact, company=""))
    with world.database.writing() as tx:
        deployment.deploy(tx, world.workspace, process, world.party("dan"), world.now)
    shown = lea.get(MINE).text
    assert 'value="A red door"' in shown
    assert "The form has been changed since then" in shown
    assert "Company" in shown


def test_nobody_keeps_more_than_anybody_types(sign_in: SignIn, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "MOST_TEXT", 100)
    lea = sign_in("lea")
    assert begin(lea, MINE, {"wish": "x" * 100}).status_code == 422
    assert begun(world, "lea") == []


def test_after_ninety_days_it_is_thrown_away(world: World, sign_in: SignIn) -> None:
    begin(sign_in("lea"), MINE, {"wish": "Some day"})
    assert saving.sweep(world.database, world.now + timedelta(days=89)) == 0
    assert saving.sweep(world.database, world.now + timedelta(days=91)) == 1
    assert begun(world, "lea") == []


def test_what_has_waited_is_answered_as_json(stranger: Visitor) -> None:
    sent = {**ANSWERS, "_key": "waited"}
    stranger.get(DOOR)
    sent |= {"_page": stranger.hidden("_page")} if stranger.hidden("_page") else {}
    first, again = (stranger.post(DOOR, sent, headers=JSON) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json["number"] == again.json["number"]
    assert (first.json["repeated"], again.json["repeated"]) == (False, True)
    assert first.json["tracking"].startswith("https://forms.example/t/")
    refused = stranger.post(DOOR, {**sent, "wish": "", "_key": "other"}, headers=JSON)
    assert (refused.status_code, refused.mimetype) == (422, "application/problem+json")
    assert refused.json["problems"][0]["message"] == "“Wish” needs an answer."


def test_a_form_that_waited_is_told_plainly_why_it_cannot_go(stranger: Visitor) -> None:
    stranger.get("/signin")
    assert stranger.post(MINE, ANSWERS, headers=JSON).json["status"] == 401
    assert stranger.post("/f/nothing", ANSWERS, headers=JSON).mimetype == "application/problem+json"


def test_a_fresh_token_says_whose_it_is(world: World, stranger: Visitor, sign_in: SignIn) -> None:
    assert stranger.get("/token").json["who"] == ""
    told = sign_in("lea").get("/token")
    assert told.json["who"] == world.people["lea"].id
    assert told.headers["Cache-Control"] == "no-store"


def test_the_page_that_is_kept_on_the_device_is_nobodys(sign_in: SignIn) -> None:
    lea = sign_in("lea")
    assert "Your menu" in lea.get("/waiting").text
    assert "Your menu" not in lea.get("/waiting?kept").text


def test_the_service_worker_looks_after_the_whole_site(stranger: Visitor) -> None:
    worker = stranger.get("/sw.js")
    assert worker.mimetype == "text/javascript"
    assert worker.headers["Cache-Control"] == "no-cache"
    assert worker.headers["Content-Security-Policy"] == guards.CONTENT_SECURITY_POLICY
    for path in re.findall(r'"(/static/[^"]+)"', worker.text.partition(";")[0]):
        with stranger.get(path) as built:
            assert built.status_code == 200
    assert stranger.get("/app.webmanifest").json["icons"]


def test_a_secret_is_kept_nowhere_before_it_is_sent(world: World) -> None:
    with world.database.reading() as tx:
        compiled = deployment.published(tx, world.workspace, "change")
    assert compiled
    page = compiled.process.form.pages[0]
    sealed = replace(page.sections[0].fields[0], key="pin", type="secret", title=words("PIN"))
    section = replace(page.sections[0], fields=(*page.sections[0].fields, sealed))
    form = replace(compiled.process.form, pages=(replace(page, sections=(section,)),))
    secretive = replace(compiled, process=replace(compiled.process, form=form))
    with world.database.writing() as tx:
        kept = saving.save(
            tx, world.actor("lea"), secretive, saving.Typed({"wish": "x", "pin": "1234"}, "key"), world.now
        )
        assert kept
        assert saved.by_id(tx, world.workspace, kept.id).raw == {"wish": "x"}  # type: ignore[union-attr]
