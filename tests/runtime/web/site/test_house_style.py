"""A workspace looks as its administrators say, on every page and in every letter, and nobody has to squint."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from runtime.branding import livery
from runtime.channels import letters
from runtime.store.forms import links
from runtime.store.notices import outbox
from runtime.store.people import workspaces
from runtime.store.people.workspaces import Workspace
from tests.runtime.office import ANSWERS, MONDAY, World
from tests.runtime.web.conftest import Visitor

SignIn = Callable[[str], Visitor]
PAGE = "/settings/workspace"
DOOR = "/f/front-door"


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 300), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#aa3300").save(out, kind, **more)
    return out.getvalue()


def send(visitor: Visitor, content: bytes, name: str = "logo.png") -> str:
    visitor.get(PAGE)
    sent = {"logo": (io.BytesIO(content), name)}
    return visitor.post(f"{PAGE}/logo", sent, content_type="multipart/form-data", follow_redirects=True).text


def sheets(page: str) -> list[str]:
    return re.findall(r'href="(/look/[^"]*\.css)"', page)


def pictures(page: str) -> list[str]:
    return re.findall(r'src="(/look/[^"]*\.png)"', page)


def test_name_and_colour_are_on_every_page(sign_in: SignIn, stranger: Visitor) -> None:
    ada = sign_in("ada")
    assert sheets(ada.get("/").text) == []
    assert ada.fill(PAGE, {"name": "Mill & Sons", "accent": "#7A1FA2", "lang": "installation"}).status_code == 303
    receipt = stranger.fill(DOOR, dict(ANSWERS)).location
    for visitor, path in ((ada, "/"), (stranger, DOOR), (stranger, receipt), (stranger, "/signin")):
        page = visitor.get(path).text
        assert "<span>Mill &amp; Sons</span>" in page
        (sheet,) = sheets(page)
        served = stranger.get(sheet)
        assert "--accent:#7a1fa2" in served.text
        assert (served.mimetype, "immutable" in served.headers["Cache-Control"]) == ("text/css", True)


def test_letters_are_signed_with_the_name(world: World, sign_in: SignIn) -> None:
    sign_in("ada").fill(PAGE, {"name": "Mill & Sons"})
    world.submit()
    with world.database.reading() as tx:
        message = outbox.latest(tx, world.workspace, None, 1)[0]
        assert letters.write(tx, message, "https://forms.example").body.endswith("\n-- \nMill & Sons\n")


def test_a_colour_is_tried_before_it_is_kept_and_made_readable(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    tried = ada.fill(PAGE, {"name": "Test", "accent": "#ffd400", "_do": "try"})
    assert tried.status_code == 200
    assert "#ffd400 is too light to read white letters on" in tried.text
    (sheet,) = sheets(tried.text)
    assert "--accent:#ffd400" not in ada.get(sheet).text
    assert sheets(ada.get("/").text) == []


@pytest.mark.parametrize("bad", ["teal", "#12", "#fff;}", "url(x)"])
def test_what_is_no_colour_is_refused(sign_in: SignIn, bad: str) -> None:
    answer = sign_in("ada").fill(PAGE, {"name": "Test", "accent": bad})
    assert answer.status_code == 422
    assert "is no colour" in answer.text


@pytest.mark.parametrize("path", ["/look/teal-0123456789.css", "/look/7a1fa2-0123456789.css", "/look/nobody/0.png"])
def test_only_what_we_made_is_served(stranger: Visitor, path: str) -> None:
    assert stranger.get(path).status_code == 404


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_drawn_anew_and_shown_everywhere(
    world: World, sign_in: SignIn, stranger: Visitor, kind: str
) -> None:
    ada = sign_in("ada")
    send(ada, picture(kind))
    (address, *_rest) = pictures(stranger.get(DOOR).text)
    served = stranger.get(address)
    with Image.open(io.BytesIO(served.data)) as drawn:
        assert (drawn.format, drawn.size) == ("PNG", (576, 192))
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert pictures(ada.get(f"/processes/change/links/{world.link.id}/sheet").text)
    ada.get(PAGE)
    ada.post(f"{PAGE}/logo", {"do": "drop"})
    assert pictures(stranger.get(DOOR).text) == []
    assert stranger.get(address).status_code == 404


def test_nothing_hidden_in_a_picture_is_kept(sign_in: SignIn) -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    ada = sign_in("ada")
    (address, *_rest) = pictures(send(ada, picture("JPEG", exif=exif) + b"<script>alert(1)</script>"))
    content = ada.get(address).data
    assert b"taken at home" not in content
    assert b"script" not in content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "an SVG is not"),
        (b"", "no picture that we can use"),
        (picture("PNG")[:200], "no picture that we can use"),
        (picture("GIF"), "no picture that we can use"),
        (picture("PNG", (5000, 4001)), "too many pixels"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * livery.LARGEST_LOGO, "4 MB at the most"),
    ],
    ids=["svg", "empty", "cut", "gif", "pixels", "bytes"],
)
def test_pictures_that_are_not_taken(sign_in: SignIn, content: bytes, words: str) -> None:
    page = send(sign_in("ada"), content)
    assert words in page
    assert pictures(page) == []


def test_the_language_of_a_workspace_is_for_those_who_ask_for_none_of_ours(sign_in: SignIn, stranger: Visitor) -> None:
    sign_in("ada").fill(PAGE, {"name": "Test", "lang": "zh-Hans"})
    for asked, lang in (("fr", "zh-Hans"), ("en", "en")):
        assert f'<html lang="{lang}"' in stranger.get(DOOR, headers={"Accept-Language": asked}).text


def test_each_workspace_wears_its_own(world: World, sign_in: SignIn, stranger: Visitor) -> None:
    with world.database.writing() as tx:
        workspaces.add(tx, Workspace("W" * 26, "Others", "#7a1fa2"), MONDAY)
    for page in (sign_in("ada").get("/").text, stranger.get(DOOR).text):
        assert "Others" not in page
        assert sheets(page) == []
    assert "Formloom" in stranger.get("/signin").text


def test_what_another_process_has_changed_is_seen_soon(world: World, stranger: Visitor) -> None:
    stranger.get(DOOR)
    with world.database.writing() as tx:
        workspaces.keep(tx, Workspace(world.workspace, "Mill & Sons"))
    world.now += timedelta(seconds=31)
    assert "Mill &amp; Sons" in stranger.get(DOOR).text


def test_the_look_is_for_administrators(sign_in: SignIn) -> None:
    dan = sign_in("dan")
    assert dan.get(PAGE).status_code == 403
    dan.get("/")
    assert dan.post(PAGE, {"name": "Mine"}).status_code == 403
    assert 'href="/settings/workspace"' not in dan.get("/").text
    assert 'href="/settings/workspace"' in sign_in("ada").get("/").text


def test_a_shut_link_wears_it_too(world: World, sign_in: SignIn, stranger: Visitor) -> None:
    sign_in("ada").fill(PAGE, {"name": "Mill & Sons", "accent": "#7a1fa2"})
    with world.database.writing() as tx:
        links.set_open(tx, world.workspace, world.link.id, is_open=False)
    page = stranger.get(DOOR).text
    assert "Mill &amp; Sons" in page
    assert len(sheets(page)) == 1
