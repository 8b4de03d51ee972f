"""A visit by a public link: its dates, its password, its address, its frame, and what machines find in their way."""

import html
import re
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask

from runtime.files.signing import sign
from runtime.forms import admission, proof_of_work
from runtime.people import accounts
from runtime.store.cases.cases import Case
from runtime.store.forms import links
from runtime.store.forms.links import PublicLink
from runtime.store.operations import audit
from runtime.web.forms import visiting
from tests.runtime.office import ANSWERS, World
from tests.runtime.web.conftest import SECRET, Visitor

DOOR = "/f/front-door"
HOUR = timedelta(hours=1)


@pytest.fixture
def link(world: World) -> Any:
    """Gives the link of the office conditions of its own."""

    def keep(**conditions: Any) -> PublicLink:
        changed = replace(world.link, **conditions)
        with world.database.writing() as tx:
            links.keep(tx, changed)
        return changed

    return keep


def cases(world: World) -> list[Case]:
    with world.database.reading() as tx:
        return [kept.case for kept in audit.everything(tx)]


def sealed(world: World, **said: Any) -> str:
    return f"{DOOR}?p={sign(SECRET, f'sealed.{world.link.id}', said)}"


def hidden(visitor: Visitor) -> dict[str, str]:
    return {name: html.unescape(visitor.hidden(name)) for name in ("_key", "_version", "_page")}


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        ({"open": False}, "takes no answers any more"),
        ({"opens_at": "later"}, "Opens"),
        ({"closes_at": "earlier"}, "Closed"),
        ({"most": 0}, "All places are taken"),
    ],
)
def test_a_link_that_takes_nothing_says_why_and_loses_nothing(
    world: World, link: Any, stranger: Visitor, conditions: dict[str, Any], words: str
) -> None:
    stranger.get(DOOR)
    posted = {**ANSWERS, **hidden(stranger)}
    times = {"later": world.now + HOUR, "earlier": world.now - HOUR}
    link(**{name: times.get(value, value) for name, value in conditions.items()})
    for answer in (stranger.get(DOOR), stranger.post(DOOR, posted)):
        assert answer.status_code == 404
        assert words in answer.text
    assert cases(world) == []


def test_nothing_stands_between_two_sentences_of_chinese(world: World, link: Any, stranger: Visitor) -> None:
    link(closes_at=world.now - HOUR)
    assert "any more. If you" in stranger.get(DOOR).text
    assert "已停止接收。如果您" in stranger.get(f"{DOOR}?lang=zh-Hans").text


def test_dates_are_said_in_the_zone_of_the_house(world: World, link: Any, stranger: Visitor) -> None:
    link(opens_at=world.now + timedelta(days=1))
    assert "tomorrow 09:00" in stranger.get(DOOR).text
    assert "明天 09:00" in stranger.get(f"{DOOR}?lang=zh-Hans").text
    world.wait(days=1)
    assert 'name="wish"' in stranger.get(DOOR).text


def test_the_password_is_asked_once_and_again_when_it_has_changed(link: Any, world: World, stranger: Visitor) -> None:
    link(password_hash=accounts.hashed("open sesame"))
    assert "wish" not in stranger.get(DOOR).text
    wrong = stranger.post(f"{DOOR}/open", {"password": "open barley"})
    assert (wrong.status_code, "This is not the password" in wrong.text) == (422, True)
    assert stranger.post(f"{DOOR}/open?client_name=Ada", {"password": "open sesame"}).location.endswith(
        "?client_name=Ada"
    )
    assert stranger.fill(DOOR, dict(ANSWERS)).status_code == 303
    link(password_hash=accounts.hashed("another"))
    assert "wish" not in stranger.get(DOOR).text
    assert len(cases(world)) == 1


def test_a_post_that_never_gave_the_password_is_not_kept(link: Any, world: World, stranger: Visitor) -> None:
    stranger.get(DOOR)
    link(password_hash=accounts.hashed("open sesame"))
    assert stranger.post(DOOR, {**ANSWERS, **hidden(stranger)}).status_code == 422
    assert cases(world) == []


def test_no_post_is_a_way_around_the_password(link: Any, world: World, stranger: Visitor) -> None:
    stranger.get(DOOR)
    before = hidden(stranger)
    link(password_hash=accounts.hashed("open sesame"))
    for page in ("", "made up"):
        answer = stranger.post(DOOR, {**ANSWERS, "_page": page})
        assert "wish" not in answer.text
        assert 'name="_page"' not in answer.text
        assert (
            stranger.post(DOOR, {**ANSWERS, "_page": page}, headers={"Accept": "application/json"}).status_code == 422
        )
    kept = stranger.post(DOOR, {**ANSWERS, **before, "_save": "1"})
    assert (kept.status_code, "needs its password" in kept.text) == (422, True)
    assert cases(world) == []


def test_a_page_that_is_not_ours_does_not_show_what_a_link_keeps_back(link: Any, stranger: Visitor) -> None:
    link(open=False)
    answer = stranger.post(DOOR, {**ANSWERS, "_page": "made up"})
    assert (answer.status_code, "wish" in answer.text) == (404, False)


def test_a_page_that_is_not_ours_keeps_nothing_and_loses_nothing(world: World, app: Flask) -> None:
    other = replace(world.link, id="B" * 26, token="back-door")  # noqa: S106 -- an address of a test
    with world.database.writing() as tx:
        links.add(tx, other, world.now)
    visitor = Visitor(app.test_client())
    visitor.get("/f/back-door")
    for page in ("", "made up", hidden(visitor)["_page"]):
        answer = visitor.post(DOOR, {**ANSWERS, "_page": page})
        assert answer.status_code == 422
        assert "could not be recognized" in answer.text
        assert "A red door" in answer.text
    assert cases(world) == []
    assert visitor.post(DOOR, {**ANSWERS, **hidden(visitor)}).status_code == 303


def test_one_from_a_person_is_kept_by_the_browser_and_by_the_address(link: Any, world: World, app: Flask) -> None:
    link(once=True)
    first, second = Visitor(app.test_client()), Visitor(app.test_client())
    first.get(DOOR)
    posted = {**ANSWERS, **hidden(first)}
    receipt = first.post(DOOR, posted)
    assert receipt.status_code == 303
    assert first.post(DOOR, posted).location == receipt.location
    assert "You have answered already" in first.get(DOOR).text
    again = first.post(DOOR, {**posted, "_key": "another", "client_email": "other@client.example"})
    assert "You have answered already" in again.text
    assert "You have answered already" in second.fill(DOOR, dict(ANSWERS)).text
    assert second.fill(DOOR, {**ANSWERS, "client_email": "other@client.example"}).status_code == 303
    assert len(cases(world)) == 2


def test_the_language_of_a_link_counts_more_than_the_visitors(link: Any, stranger: Visitor) -> None:
    german_like = {"Accept-Language": "en"}
    assert 'lang="en"' in stranger.get(DOOR, headers=german_like).text
    link(lang="zh-Hans")
    page = stranger.get(f"{DOOR}?lang=en", headers=german_like).text
    assert '<html lang="zh-Hans"' in page
    assert "提交" in page
    assert "English" not in page


def test_only_the_sites_of_a_link_may_frame_its_page(link: Any, stranger: Visitor) -> None:
    def headers(path: str) -> tuple[str | None, str]:
        found = stranger.get(path).headers
        return found.get("X-Frame-Options"), found["Content-Security-Policy"].partition("frame-ancestors ")[2]

    assert headers(f"{DOOR}?embed=1") == ("DENY", "'none'")
    link(sites=("https://shop.example", "https://*.fair.example"))
    assert headers(DOOR) == ("DENY", "'none'")
    assert headers(f"{DOOR}?embed=1") == (None, "https://shop.example https://*.fair.example")
    assert "topbar" in stranger.get(DOOR).text
    assert "topbar" not in stranger.get(f"{DOOR}?embed=1").text
    assert headers("/signin?embed=1") == ("DENY", "'none'")


def test_in_a_frame_no_cookie_is_needed(link: Any, world: World, app: Flask) -> None:
    link(sites=("https://shop.example",), password_hash=accounts.hashed("open sesame"))

    def fresh() -> Visitor:
        return Visitor(app.test_client(use_cookies=False))

    assert "password" in fresh().get(f"{DOOR}?embed=1").text
    form = fresh().client.post(f"{DOOR}/open?embed=1", data={"password": "open sesame"}).text
    assert f'action="{DOOR}?embed=1"' in form
    bears = dict(re.findall(r'name="(_page|_key|_version)" value="([^"]*)"', form))
    answer = fresh().client.post(f"{DOOR}?embed=1", data={**ANSWERS, **bears})
    assert answer.status_code == 303
    receipt = fresh().get(answer.location)
    assert cases(world)[0].number in receipt.text
    assert "frame-ancestors https://shop.example" in receipt.headers["Content-Security-Policy"]


def test_another_sites_page_cannot_post_by_itself(stranger: Visitor) -> None:
    stranger.get(DOOR)
    posted = {**ANSWERS, **hidden(stranger)}
    assert stranger.post(DOOR, posted, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("name", ["client_name", "f.client_name"])
def test_the_address_fills_what_may_be_written(world: World, stranger: Visitor, name: str) -> None:
    page = stranger.get(f"{DOOR}?{name}=Ada <b>&secret=a third&price=1&unheard=of&lang=zh-Hans").text
    assert 'value="Ada &lt;b&gt;"' in page
    assert 'value="a third"' not in page
    path = f"{DOOR}?{name}=Ada"
    assert stranger.fill(path, {**ANSWERS, "client_name": "Bob"}).status_code == 303
    assert cases(world)[0].answers["client_name"] == "Bob"


def test_what_is_signed_stands_there_to_be_read_and_is_what_is_kept(world: World, stranger: Visitor) -> None:
    path = sealed(world, client_company="Mill & Sons", wish="A red door")
    page = stranger.get(path).text
    assert "Mill &amp; Sons" in page
    assert 'name="client_company"' not in page
    posted = {**ANSWERS, "client_company": "Thieves", "wish": "Gold"}
    assert stranger.fill(path, posted).status_code == 303
    kept = cases(world)[0].answers
    assert (kept["client_company"], kept["wish"], kept["client_name"]) == ("Mill & Sons", "A red door", "Mia")


def test_a_signed_value_stays_while_a_mistake_is_mended(world: World, stranger: Visitor) -> None:
    path = sealed(world, client_company="Mill & Sons")
    answer = stranger.fill(path, {**ANSWERS, "wish": "", "client_company": "Thieves"})
    assert answer.status_code == 422
    assert "Mill &amp; Sons" in answer.text
    assert "Thieves" not in answer.text


def test_a_sealed_field_is_filled_by_no_other_address(link: Any, world: World, stranger: Visitor) -> None:
    signed = sealed(world, client_company="Mill")
    link(sealed=("client_company",))
    other_link = f"{DOOR}?p={sign(SECRET, 'sealed.other', {'client_company': 'Thieves'})}"
    for path in (DOOR, f"{DOOR}?client_company=Thieves", f"{signed}x", other_link, f"{DOOR}?p="):
        page = stranger.get(path).text
        assert "A part of this address is missing or was changed" in page
        assert 'value="Thieves"' not in page
        assert stranger.fill(path, {**ANSWERS, "client_company": "Thieves"}).status_code == 303
    assert {case.answers.get("client_company") for case in cases(world)} == {None}
    assert "A part of this address" not in stranger.get(signed).text


def test_what_is_sent_in_no_time_is_asked_for_once_more(
    world: World, stranger: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visiting, "HASTE", timedelta(seconds=1))
    answer = stranger.fill(DOOR, dict(ANSWERS))
    assert answer.status_code == 422
    assert "That was very quick" in answer.text
    assert "A red door" in answer.text
    again = {**ANSWERS, **hidden(stranger)}
    world.wait(seconds=1)
    assert stranger.post(DOOR, again).status_code == 303
    stranger.get(DOOR)
    assert "needs an answer" in stranger.post(DOOR, {**ANSWERS, **hidden(stranger), "wish": ""}).text


@pytest.fixture
def pressure(world: World) -> None:
    with world.database.writing() as tx:
        for number in range(admission.MANY):
            links.count(tx, world.link, f"case {number}", "contact:x", world.now)


def solved(posted: dict[str, str]) -> str:
    task = proof_of_work.challenge(posted["_page"], posted["_key"])
    return next(text for number in count() if proof_of_work.solves(task, text := str(number)))


@pytest.mark.usefixtures("pressure")
def test_under_pressure_a_form_costs_a_little_work_each_time(world: World, stranger: Visitor) -> None:
    assert f'data-work="{proof_of_work.BITS}"' in stranger.get(DOOR).text
    posted = hidden(stranger)
    work = solved(posted)
    assert stranger.post(DOOR, {**ANSWERS, **posted, "_work": work}).status_code == 303
    for bad in ("", "0", f"{work}x", work * 20):
        answer = stranger.post(DOOR, {**ANSWERS, **posted, "_key": "another", "_work": bad})
        assert answer.status_code == 422
        assert "A red door" in answer.text
    assert len(cases(world)) == 1


@pytest.mark.usefixtures("pressure")
def test_without_a_script_patience_takes_the_place_of_work(
    world: World, stranger: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "LATELY", timedelta(minutes=10))
    stranger.get(DOOR)
    world.wait(minutes=5)
    assert stranger.post(DOOR, {**ANSWERS, **hidden(stranger)}).status_code == 422
    posted = {**ANSWERS, **hidden(stranger)}
    world.wait(seconds=19)
    assert stranger.post(DOOR, posted).status_code == 422
    world.wait(seconds=1)
    assert stranger.post(DOOR, {**posted, "_key": "another"}).status_code == 422
    assert stranger.post(DOOR, posted).status_code == 303


@pytest.mark.usefixtures("pressure")
def test_without_pressure_nobody_works(world: World, stranger: Visitor) -> None:
    world.wait(minutes=1)
    assert "data-work" not in stranger.get(DOOR).text
    assert stranger.fill(DOOR, dict(ANSWERS)).status_code == 303
