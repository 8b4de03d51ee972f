"""A program sends a file, and an answer names it."""

import io
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from tests.runtime.bad_files import PAGE, good, picture
from tests.runtime.office import ANSWERS, World
from tests.runtime.web.api.program import CASES, Program

FILES = "/api/v1/files"
BINARY = "application/octet-stream"
TEXT = b"The plan"


def multipart(name: str, content: bytes) -> tuple[bytes, str]:
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    return head + content + b"\r\n--x--\r\n", "multipart/form-data; boundary=x"


def rows(world: World) -> int:
    with world.database.reading() as tx:
        return int(tx.execute(sql("SELECT count(*) FROM file")).scalar_one())


def test_a_file_is_sent_and_named(lea: Program, world: World) -> None:
    sent = [
        lea.send("POST", f"{FILES}?name=plan.txt", TEXT, BINARY),
        lea.send("POST", FILES, *multipart("plan.txt", TEXT)),
    ]
    for answer in sent:
        assert answer.status_code == 201
        assert answer.json == {"id": answer.json["id"], "name": "plan.txt", "size": 8, "type": "text/plain"}
    papers = [{"id": answer.json["id"]} for answer in sent]
    made = lea.post(CASES, {"answers": {**ANSWERS, "papers": papers}})
    assert made.status_code == 201
    kept = world.case(made.json["id"]).answers["papers"]
    assert [one["name"] for one in kept] == ["plan.txt", "plan.txt"]


def test_sent_again_under_its_key_it_is_one(lea: Program, world: World) -> None:
    ids = {
        lea.send("POST", f"{FILES}?name=plan.txt", TEXT, BINARY, {"Idempotency_Key": "k"}).json["id"] for _ in range(3)
    }
    assert (len(ids), rows(world)) == (1, 1)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("page.html", PAGE, "file.kind"),
        ("door.png", PAGE, "file.kind"),
        ("door.png", picture("PNG", (300, 200))[:200], "file.damaged"),
        ("plan.txt", b"", "file.empty"),
        ("", TEXT, "file.kind"),
    ],
)
def test_what_is_not_taken_is_not_kept(
    lea: Program, world: World, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    for body in ((content, BINARY), multipart(name or "x", content)):
        answer = lea.send("POST", f"{FILES}?name={name}", *body)
        assert (answer.status_code, answer.json["code"]) == (422, code)
    assert rows(world) == 0
    assert [path for place in tmp_path.glob("files*") for path in place.rglob("*") if path.is_file()] == []


def test_it_is_its_senders_alone(lea: Program, enter: object, visitor: Program, world: World) -> None:
    assert visitor.send("POST", f"{FILES}?name=plan.txt", TEXT, BINARY).status_code == 401
    sent = lea.send("POST", f"{FILES}?name=plan.txt", TEXT, BINARY).json
    bo = enter("bo")  # type: ignore[operator]
    answer = bo.post(CASES, {"answers": {**ANSWERS, "papers": [{"id": sent["id"]}]}})
    assert (answer.status_code, answer.json["problems"][0]["code"]) == (422, "answer.not-a-file")
    assert world


def test_a_client_with_a_one_time_link_may_send_one(client: Program) -> None:
    assert client.send("POST", f"{FILES}?name=plan.txt", TEXT, BINARY).status_code == 201


def test_every_kind_is_taken(lea: Program) -> None:
    for name, content in good().items():
        assert lea.send("POST", f"{FILES}?name={name}", io.BytesIO(content).read(), BINARY).status_code == 201, name
