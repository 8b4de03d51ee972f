"""Files lie in a folder or in a bucket, and nobody who keeps, reads, proves or sweeps them sees a difference."""

import hashlib
import logging
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from runtime.background import cleanup
from runtime.files import attachments, storeroom
from runtime.files.attachments import Sent
from runtime.files.contents.plain_text import beginning
from runtime.files.storeroom import Folder, Storeroom
from runtime.proof import verify
from runtime.settings import Settings
from runtime.store.files.files import File
from tests.conftest import SECRET
from tests.runtime.office import World

ACCESS = {"AWS_ACCESS_KEY_ID": "ours", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "eu-central-1"}
LARGE = bytes(range(256)) * 4 * 3000  # more than is read at once


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of an S3-compatible server with a bucket in it."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=address,
        region_name=ACCESS["AWS_REGION"],
        aws_access_key_id=ACCESS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=ACCESS["AWS_SECRET_ACCESS_KEY"],
    )
    client.create_bucket(Bucket="kept", CreateBucketConfiguration={"LocationConstraint": ACCESS["AWS_REGION"]})
    client.close()
    yield address
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    if request.param == "folder":
        return Settings(SECRET, files=tmp_path / "files")
    access = {**ACCESS, "AWS_ENDPOINT_URL": request.getfixturevalue("s3")}
    url = f"s3://kept/{tmp_path.name}"
    return Settings(SECRET, files=tmp_path / "files", files_url=url, files_access=tuple(access.items()))


@pytest.fixture
def room(settings: Settings) -> Storeroom:
    return storeroom.of(settings)


def kept(world: World, settings: Settings, tmp_path: Path, content: bytes = b"Two doors.\n") -> File:
    path = tmp_path / "sent.txt"
    path.write_bytes(content)
    fit = attachments.examined(Sent("plan.txt", path), settings)
    with world.database.writing() as tx:
        return attachments.keep(tx, storeroom.of(settings), world.visitor, fit, "", world.now)


def test_what_is_kept_is_there(world: World, settings: Settings, room: Storeroom, tmp_path: Path) -> None:
    file = kept(world, settings, tmp_path)
    with room.opened(file) as content:
        assert content.read() == b"Two doors.\n"
    assert beginning(lambda: room.opened(file), 3) == "Two"
    with world.database.reading() as tx:
        assert verify.verify(tx, room)["violations"] == []
    assert isinstance(room, Folder) or not settings.files.exists()


@pytest.mark.parametrize("how", ["whole", "pieces"])
def test_a_large_one_comes_back_as_it_was(world: World, room: Storeroom, tmp_path: Path, how: str) -> None:
    path = tmp_path / "large"
    path.write_bytes(LARGE)
    file = File(world.workspace, "LARGE", "x", len(LARGE), "x/y", "", "person:x", world.now)
    room.take(path, file)
    seal = hashlib.sha256()
    with room.opened(file) as content:
        while piece := content.read(len(LARGE) if how == "whole" else 70_000):
            seal.update(piece)
    assert seal.digest() == hashlib.sha256(LARGE).digest()


def test_later_takes_the_place_of_earlier(world: World, room: Storeroom, tmp_path: Path) -> None:
    file = File(world.workspace, "ONE", "x", 1, "x/y", "", "person:x", world.now)
    for content in (b"first", b"second"):
        (tmp_path / "it").write_bytes(content)
        room.take(tmp_path / "it", file)
    with room.opened(file) as kept_:
        assert kept_.read() == b"second"


def test_what_is_gone_is_missed_and_may_be_dropped_again(
    world: World, settings: Settings, room: Storeroom, tmp_path: Path
) -> None:
    file = kept(world, settings, tmp_path)
    for _ in range(2):
        room.drop(file)
    with pytest.raises(FileNotFoundError):
        room.opened(file)
    with world.database.reading() as tx:
        assert verify.verify(tx, room)["violations"] == [f"I6 {file.id}: its bytes are missing"]


def test_what_nobody_names_is_swept(world: World, settings: Settings, room: Storeroom, tmp_path: Path) -> None:
    file = kept(world, settings, tmp_path)
    cleanup.sweep(world.database, settings, world.now + timedelta(days=8))
    with pytest.raises(FileNotFoundError):
        room.opened(file)


def test_a_file_that_cannot_be_kept_has_no_row(world: World, tmp_path: Path) -> None:
    """The store is away: whoever sends it is told so, and nothing points to what is not there."""
    gone = (*ACCESS.items(), ("AWS_ENDPOINT_URL", "http://127.0.0.1:9"))
    settings = Settings(SECRET, files=tmp_path / "files", files_url="s3://kept/x", files_access=gone)
    with pytest.raises(Exception, match=r"(?i)connect|request"):
        kept(world, settings, tmp_path)
    with world.database.reading() as tx:
        assert verify.verify(tx, Folder(tmp_path))["checked"]["I6"] == 0


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
