"""A designer makes links, passes them on, and sees what came by them."""

import html
import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
import segno
from PIL import Image

from runtime.forms import admission
from runtime.store.forms import links
from runtime.store.forms.links import PublicLink
from tests.runtime.office import ANSWERS, World
from tests.runtime.web.conftest import Visitor

SignIn = Callable[[str], Visitor]
LINKS = "/processes/change/links"
PLAIN = {"name": "Website", "once": "false", "locked": "false"}
SITE = "https://forms.example"


@pytest.fixture
def dan(sign_in: SignIn) -> Visitor:
    return sign_in("dan")


def of(world: World, name: str = "") -> PublicLink:
    with world.database.reading() as tx:
        return next(one for one in links.of_process(tx, world.workspace, "change") if one.name == name)


def page_of(link: PublicLink) -> str:
    return f"{LINKS}/{link.id}"


def address_on(page: str) -> str:
    """What the button copies, as a path of ours."""
    return html.unescape(re.findall(r'data-copy="([^"]*)"', page)[0]).removeprefix(SITE)


def test_a_link_for_a_fair_is_made_and_used(world: World, dan: Visitor, stranger: Visitor) -> None:
    conditions = {
        "name": "Trade fair",
        "opens_at": "2026-03-01T09:00",
        "closes_at": "2026-03-09T18:00",
        "most": "2",
        "once": "true",
        "locked": "true",
        "password": "open sesame",
        "lang": "zh-Hans",
        "sites": "https://Shop.example/\n\nhttps://*.fair.example:8443",
    }
    made = dan.fill(f"{LINKS}/new", conditions)
    assert made.status_code == 303
    link = of(world, "Trade fair")
    assert made.location == page_of(link)
    assert (link.most, link.once, link.lang) == (2, True, "zh-Hans")
    assert link.sites == ("https://shop.example", "https://*.fair.example:8443")
    assert admission.opens(link, "open sesame")
    assert admission.standing(link, world.now) == "open"
    path = address_on(dan.get(page_of(link)).text)
    stranger.get(path)
    assert stranger.post(f"{path}/open", {"password": "open sesame"}).status_code == 303
    assert stranger.fill(path, dict(ANSWERS)).status_code == 303
    listed = dan.get(LINKS).text
    assert "Trade fair" in listed
    assert "1 of 2 answers" in listed
    assert "just now" in listed


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": ""}, "needs an answer"),
        ({"opens_at": "2026-03-09T18:00", "closes_at": "2026-03-09T18:00"}, "It closes before it opens"),
        ({"locked": "true"}, "“New password” needs an answer"),
        ({"locked": "true", "password": "short"}, "needs at least 6"),
        ({"most": "0"}, "must be at least 1"),
        ({"sites": "https://shop.example/path"}, "is not the address of a site"),
        ({"sites": "https://a.example; script-src *"}, "is not the address of a site"),
        ({"sites": "*"}, "is not the address of a site"),
        ({"sites": "javascript:alert(1)"}, "is not the address of a site"),
        ({"sites": "https://user@shop.example"}, "is not the address of a site"),
        ({"sites": "\n".join(f"https://s{number}.example" for number in range(21))}, "At most 20 sites"),
    ],
)
def test_what_does_not_go_together_is_said(world: World, dan: Visitor, said: dict[str, str], words: str) -> None:
    answer = dan.fill(f"{LINKS}/new", PLAIN | said)
    assert answer.status_code == 422
    assert words in html.unescape(answer.text)
    with world.database.reading() as tx:
        assert len(links.of_process(tx, world.workspace, "change")) == 1


def test_the_password_stays_until_it_is_changed_or_taken_away(world: World, dan: Visitor) -> None:
    conditions = f"{page_of(world.link)}/conditions"
    for said, password, right in (
        ({"locked": "true", "password": "open sesame"}, "open sesame", True),
        ({"locked": "true", "password": ""}, "open sesame", True),
        ({"locked": "true", "password": "open barley"}, "open sesame", False),
        ({"locked": "false", "password": ""}, "anything", True),
    ):
        assert dan.fill(conditions, PLAIN | said).status_code == 303
        assert admission.opens(of(world, "Website"), password) == right
        assert "open sesame" not in dan.get(conditions).text


def test_times_come_back_as_they_were_written(world: World, dan: Visitor) -> None:
    dan.fill(f"{page_of(world.link)}/conditions", {**PLAIN, "opens_at": "2026-03-03T08:30"})
    assert 'value="2026-03-03T08:30"' in dan.get(f"{page_of(world.link)}/conditions").text


def test_what_came_by_it_stays_counted_while_conditions_change(world: World, dan: Visitor) -> None:
    world.submit()
    dan.fill(f"{page_of(world.link)}/conditions", {**PLAIN, "most": "1"})
    assert (of(world, "Website").answers, admission.standing(of(world, "Website"), world.now)) == (1, "full")


def test_a_link_is_closed_and_opened_again(world: World, dan: Visitor, stranger: Visitor) -> None:
    for do, status in (("close", 404), ("open", 200)):
        dan.get(page_of(world.link))
        assert dan.post(f"{page_of(world.link)}/open", {"do": do}).status_code == 303
        assert stranger.get("/f/front-door").status_code == status


def test_links_are_for_designers_and_of_their_own_process(world: World, dan: Visitor, sign_in: SignIn) -> None:
    other = replace(world.link, id="B" * 26, token="back-door", process_key="change")  # noqa: S106 -- of a test
    assert sign_in("lea").get(LINKS).status_code == 403
    for path in (f"{LINKS}/{other.id}", "/processes/unheard-of/links", f"{page_of(world.link)}/code.gif"):
        assert dan.get(path).status_code == 404


def test_the_codes_lead_to_the_link(world: World, dan: Visitor) -> None:
    address = f"{SITE}/f/front-door"
    code = segno.make(address, error="m")
    edge, dot = 4, 16
    picture = Image.open(io.BytesIO(dan.get(f"{page_of(world.link)}/code.png").data)).convert("L")
    assert picture.width == picture.height == (len(code.matrix) + 2 * edge) * dot
    seen = [
        [picture.getpixel(((x + edge) * dot, (y + edge) * dot)) == 0 for x in range(len(code.matrix))]
        for y in range(len(code.matrix))
    ]
    assert seen == [[bool(one) for one in row] for row in code.matrix]
    drawn = dan.get(f"{page_of(world.link)}/code.svg")
    assert drawn.mimetype == "image/svg+xml"
    assert b"<svg" in drawn.data
    sheet = dan.get(f"{page_of(world.link)}/sheet").text
    for words in ("forms.example/f/front-door", "变更", "Change", "Scan and fill in", "扫码填写", 'class="qr"'):
        assert words in sheet


def test_an_address_brings_answers_along(world: World, dan: Visitor, stranger: Visitor) -> None:
    made = dan.fill(f"{page_of(world.link)}/address", {"client_company": "Mill & Sons", "_how": "open"})
    path = address_on(made.text)
    assert path == "/f/front-door?client_company=Mill+%26+Sons"
    assert 'value="Mill &amp; Sons"' in stranger.get(path).text
    assert of(world).sealed == ()


def test_a_signed_address_closes_its_fields_to_everybody_else(world: World, dan: Visitor, stranger: Visitor) -> None:
    made = dan.fill(f"{page_of(world.link)}/address", {"client_company": "Mill & Sons", "_how": "signed"})
    assert "cannot change them" in made.text
    page = stranger.get(address_on(made.text)).text
    assert "Mill &amp; Sons" in page
    assert 'name="client_company"' not in page
    assert of(world).sealed == ("client_company",)
    assert 'name="client_company"' not in stranger.get("/f/front-door").text
    dan.get(page_of(world.link))
    dan.post(f"{page_of(world.link)}/unseal", {"field": "client_company"})
    assert 'name="client_company"' in stranger.get("/f/front-door").text


def test_an_address_holds_what_the_filler_may_write_and_what_can_be_read(dan: Visitor, world: World) -> None:
    path = f"{page_of(world.link)}/address"
    page = dan.get(path).text
    assert 'name="wish"' in page
    for closed in ('name="secret"', 'name="price"', 'name="papers"'):
        assert closed not in page
    for said in ({}, {"client_email": "no address"}, {"secret": "a third"}):
        assert dan.fill(path, {**said, "_how": "signed"}).status_code == 422
    assert of(world).sealed == ()


def test_a_page_of_ones_own_is_offered_where_a_site_is_named(dan: Visitor, world: World) -> None:
    assert "iframe" not in dan.get(page_of(world.link)).text
    dan.fill(f"{page_of(world.link)}/conditions", {**PLAIN, "sites": "https://shop.example"})
    assert f"{SITE}/f/front-door?embed=1" in html.unescape(dan.get(page_of(world.link)).text)


def test_a_stranger_is_sent_to_sign_in(stranger: Visitor) -> None:
    assert stranger.get(LINKS).status_code == 302
