"""Files that come in pieces: on from where the line broke, for their sender alone, and only what is taken stays."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from runtime.files import receiving
from runtime.settings import MEGABYTE, Settings
from runtime.store.forms import links
from runtime.web.forms.upload_pieces import OFFSET
from runtime.web.frame.guards import PIECE_TYPE
from tests.runtime.bad_files import PAGE, bad, good, picture
from tests.runtime.office import ANSWERS, World
from tests.runtime.web.conftest import Visitor
from tests.runtime.web.forms.test_bad_files import rows, there
from tests.runtime.web.forms.test_filling import kept

SignIn = Callable[[str], Visitor]
DOOR = "/f/front-door"
PLAN = b"The plan of the door. " * 1000


def begin(visitor: Visitor, name: str, size: object, door: str = DOOR) -> TestResponse:
    """As the page does, with what it bears."""
    said = {"name": name, "size": size, "_page": visitor.hidden("_page")}
    return visitor.client.post(f"{door}/uploads", data=said, headers=token(visitor))


def token(visitor: Visitor) -> dict[str, str]:
    return {"X-CSRFToken": visitor.hidden("csrf_token")}


def add(visitor: Visitor, place: str, offset: object, piece: bytes, **headers: str) -> TestResponse:
    said = {**token(visitor), OFFSET: str(offset), "Content-Type": PIECE_TYPE, **headers}
    return visitor.client.patch(place, data=piece, headers=said)


def send(visitor: Visitor, name: str, content: bytes, door: str = DOOR, piece: int = 5000) -> Any:
    """The answer to the last piece, or to its announcement where that is refused."""
    visitor.get(DOOR)
    begun = begin(visitor, name, len(content), door)
    answer = begun
    for offset in range(0, len(content) if begun.status_code == 201 else 0, piece):
        answer = add(visitor, begun.location, offset, content[offset : offset + piece])
    return answer


def test_a_file_in_pieces_is_posted_by_its_id(stranger: Visitor, tmp_path: Path) -> None:
    answer = send(stranger, "../plan.txt", PLAN)
    file = answer.json["file"]
    assert file == {"id": file["id"], "name": "plan.txt", "size": len(PLAN), "type": "text/plain"}
    receipt = stranger.fill(DOOR, {**ANSWERS, "papers": file["id"]})
    assert receipt.status_code == 303
    stranger.get(receipt.location)
    shown = stranger.get(f"/files/{file['id']}")
    assert shown.data == PLAN
    shown.close()
    assert [path.name for path in there(tmp_path)] == [file["id"]]


def test_it_goes_on_where_the_line_broke(stranger: Visitor) -> None:
    stranger.get(DOOR)
    place = begin(stranger, "plan.txt", len(PLAN)).location
    assert add(stranger, place, 0, PLAN[:7000]).json["offset"] == 7000
    wrong = add(stranger, place, 0, PLAN[:7000])
    assert (wrong.status_code, wrong.headers[OFFSET]) == (409, "7000")
    asked = stranger.client.get(place)
    assert (asked.headers[OFFSET], asked.json["size"], asked.json["file"]) == ("7000", len(PLAN), None)
    assert stranger.client.head(place).headers[OFFSET] == "7000"
    done = add(stranger, place, 7000, PLAN[7000:] + b"more than was announced")
    assert done.json["file"]["size"] == len(PLAN)
    for again in (add(stranger, place, len(PLAN), b""), stranger.client.get(place)):
        assert again.json["file"] == done.json["file"]


def test_the_end_is_asked_for_again_where_the_answer_to_it_was_lost(app: Any, world: World, stranger: Visitor) -> None:
    stranger.get(DOOR)
    begun = begin(stranger, "plan.txt", len(PLAN))
    settings: Settings = app.extensions["formloom.settings"]
    with world.database.reading() as tx:
        arrival = receiving.standing(tx, settings, world.visitor, begun.json["id"]).arrival
    receiving.append(settings, arrival, 0, [PLAN])  # all of it came, and then the house fell down
    assert stranger.client.get(begun.location).json == {**begun.json, "offset": len(PLAN)}
    assert add(stranger, begun.location, len(PLAN), b"").json["file"]["name"] == "plan.txt"


def test_two_who_write_at_once_do_not_mix(app: Any, world: World, stranger: Visitor) -> None:
    stranger.get(DOOR)
    begun = begin(stranger, "plan.txt", len(PLAN))
    settings: Settings = app.extensions["formloom.settings"]
    with world.database.reading() as tx:
        arrival = receiving.standing(tx, settings, world.visitor, begun.json["id"]).arrival

    def pieces() -> Any:
        yield PLAN[:100]
        assert add(stranger, begun.location, 0, b"x" * 50).status_code == 409
        yield PLAN[100:200]

    assert receiving.append(settings, arrival, 0, pieces()) == 200
    assert receiving.place(settings, arrival.id).read_bytes() == PLAN[:200]


def test_it_is_given_up(world: World, stranger: Visitor, tmp_path: Path) -> None:
    stranger.get(DOOR)
    place = begin(stranger, "plan.txt", len(PLAN)).location
    add(stranger, place, 0, PLAN[:500])
    headers = {**token(stranger), "Content-Type": PIECE_TYPE}
    assert stranger.client.delete(place, headers=headers).status_code == 204
    assert (rows(world), there(tmp_path)) == (0, [])
    assert stranger.client.get(place).status_code == 404


def test_a_file_on_its_way_is_its_senders_alone(sign_in: SignIn, stranger: Visitor) -> None:
    lea = sign_in("lea")
    lea.get("/new/change")
    assert send(lea, "plan.txt", PLAN, "").json["file"]["name"] == "plan.txt"
    place = begin(lea, "plan.txt", 10, "").location
    for other in (sign_in("bo"), stranger):
        other.get(DOOR)
        assert add(other, place, 0, b"x").status_code in {401, 404}
    assert lea.client.get(place).json["offset"] == 0


@pytest.mark.parametrize(
    ("name", "size", "code"),
    [
        ("page.html", 10, "file.kind"),
        ("plan.txt", 0, "file.empty"),
        ("plan.txt", 16 * MEGABYTE + 1, "file.too-large"),
    ],
)
def test_what_would_not_be_taken_need_not_be_sent(
    world: World, stranger: Visitor, name: str, size: int, code: str
) -> None:
    stranger.get(DOOR)
    answer = begin(stranger, name, size)
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert answer.json["problems"][0]["message"].startswith("“")
    assert rows(world) == 0


def test_bad_files_leave_no_trace(world: World, stranger: Visitor, tmp_path: Path) -> None:
    for one in bad():
        name = one.name.encode("utf-8", "replace").decode()
        answer = send(stranger, name, one.content, piece=MEGABYTE)
        assert answer.status_code == 422, one.why
    assert (rows(world), there(tmp_path)) == (0, [])


@pytest.mark.parametrize("size", ["", "-1", "x", "1e9", "9" * 30, "½"])
def test_a_size_that_is_none_is_refused(stranger: Visitor, size: str) -> None:
    stranger.get(DOOR)
    assert begin(stranger, "plan.txt", size).status_code == 400


def test_another_site_can_do_nothing(sign_in: SignIn, stranger: Visitor) -> None:
    lea = sign_in("lea")
    lea.get("/new/change")
    place = begin(lea, "plan.txt", 10, "").location
    assert add(lea, place, 0, b"x", **{"X-CSRFToken": "made up"}).status_code == 400
    assert add(lea, place, 0, b"x", **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert add(lea, place, 0, b"x", **{"Content-Type": "text/plain"}).status_code == 415
    assert lea.client.post("/uploads", data={"name": "a.txt", "size": 1}).status_code == 400
    assert lea.client.get(place).json["offset"] == 0
    assert stranger.client.post(f"{DOOR}/uploads", data={"name": "a.txt", "size": 1}).status_code == 404


def test_a_closed_link_takes_no_files(world: World, stranger: Visitor) -> None:
    stranger.get(DOOR)
    place = begin(stranger, "plan.txt", 10).location
    with world.database.writing() as tx:
        links.set_open(tx, world.workspace, world.link.id, is_open=False)
    assert add(stranger, place, 0, b"x").status_code == 404
    assert begin(stranger, "plan.txt", 10).status_code == 404


def test_what_nobody_asked_for_is_not_kept(world: World, stranger: Visitor, tmp_path: Path) -> None:
    papers = {name: (io.BytesIO(PLAN), "plan.txt") for name in ("price", "nothing", "papers/0/x")}
    stranger.get(DOOR)
    answer = stranger.post(DOOR, {**ANSWERS, **papers}, content_type="multipart/form-data")
    assert answer.status_code == 303
    assert (rows(world), there(tmp_path)) == (0, [])


def test_a_picture_is_written_anew_and_shown(stranger: Visitor) -> None:
    content = picture("PNG") + PAGE
    file = send(stranger, "door.png", content).json["file"]
    receipt = stranger.fill(DOOR, {**ANSWERS, "papers": file["id"]})
    stranger.get(receipt.location)
    shown = stranger.get(f"/files/{file['id']}")
    assert shown.mimetype == "image/png"
    assert b"script" not in shown.data
    assert "attachment" not in shown.headers["Content-Disposition"]
    shown.close()


def test_every_kind_that_is_taken_can_be_sent(world: World, stranger: Visitor) -> None:
    ids = [send(stranger, name, content, piece=MEGABYTE).json["file"]["id"] for name, content in good().items()]
    assert stranger.fill(DOOR, {**ANSWERS, "papers": ids}).status_code == 303
    with world.database.reading() as tx:
        assert len(ids) == len(set(ids)) == rows(world) // 2
        assert tx
    assert kept(world) == []  # it is the client's, who is nobody of the house
