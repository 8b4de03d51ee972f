"""Files as they are looked at and kept: on both kinds of database, whoever is faster."""

import hashlib
import io
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageSequence

from runtime.background import cleanup
from runtime.files import attachments, receiving, storeroom
from runtime.files.attachments import Refused, Sent
from runtime.files.contents import images
from runtime.files.contents.labels import LONGEST, ending, label
from runtime.files.contents.unfit import Unfit
from runtime.files.storeroom import Folder
from runtime.settings import Settings
from runtime.store import idempotency
from runtime.store.files import arrivals, files
from runtime.store.files.files import File
from runtime.store.idempotency import Earlier
from tests.runtime.bad_files import good, picture
from tests.runtime.office import World


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings("only for tests", files=tmp_path / "files")


@pytest.fixture
def sent(tmp_path: Path) -> Callable[[str, bytes], Sent]:
    def lay(name: str, content: bytes) -> Sent:
        path = tmp_path / f"sent-{len(list(tmp_path.iterdir()))}"
        path.write_bytes(content)
        return Sent(name, path)

    return lay


Lay = Callable[[str, bytes], Sent]


def test_a_file_posted_twice_at_once_is_one(world: World, settings: Settings, sent: Lay) -> None:
    fit = attachments.examined(sent("plan.txt", b"The plan" * 100_000), settings)
    together = Barrier(4)

    def keep(_: int) -> File:
        together.wait()
        with world.database.writing() as tx:
            return attachments.keep(tx, storeroom.of(settings), world.visitor, fit, "the same", world.now)

    with ThreadPoolExecutor(4) as threads:
        kept = set(threads.map(keep, range(4)))
    [file] = kept
    assert [path.read_bytes() for path in (settings.files / world.workspace).iterdir()] == [fit.path.read_bytes()]
    assert Folder(settings.files).path(file).is_file()


@pytest.mark.parametrize("name", ["photo.jpg", "photo.png", "photo.webp"])
def test_of_a_picture_only_what_can_be_seen_stays(settings: Settings, sent: Lay, name: str) -> None:
    """Not where it was taken, nor what was hung behind it; and it stands upright."""
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "A telling camera"
    kind = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}[ending(name)]
    content = picture(kind, (80, 40), exif=exif.tobytes()) + b"and a tail"
    fit = attachments.examined(sent(name, content), settings)
    kept = fit.path.read_bytes()
    assert b"telling" in content
    assert b"telling" not in kept
    assert b"tail" not in kept
    with Image.open(io.BytesIO(kept)) as seen:
        assert (seen.format, seen.size, dict(seen.getexif())) == (kind, (40, 80), {})
    assert fit.digest == hashlib.sha256(content).hexdigest()


def test_a_moving_picture_goes_on_moving(settings: Settings, sent: Lay) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100, comment=b"a telling word")
    fit = attachments.examined(sent("a.gif", out.getvalue()), settings)
    assert b"telling" not in fit.path.read_bytes()
    with Image.open(fit.path) as seen:
        assert [frame.convert("RGB").getpixel((1, 1)) for frame in ImageSequence.Iterator(seen)] == [
            (255, 0, 0),
            (0, 128, 0),
            (0, 0, 255),
        ]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_pictures_of_all_depths_are_taken(settings: Settings, sent: Lay, mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (9, 7)).save(out, "PNG")
    fit = attachments.examined(sent("a.png", out.getvalue()), settings)
    with Image.open(fit.path) as seen:
        assert seen.size == (9, 7)


def test_nothing_is_left_behind_a_broken_picture(tmp_path: Path) -> None:
    path = tmp_path / "cut.png"
    path.write_bytes(picture("PNG", (300, 200))[:200])
    with pytest.raises(Unfit):
        images.rewrite(path, "PNG")
    assert list(tmp_path.iterdir()) == [path]


def scanner(folder: Path, lines: str) -> tuple[str, ...]:
    program = folder / "scanner"
    program.write_text(f"#!/bin/sh\n{lines}\n")
    program.chmod(0o755)
    return (str(program), "--quick")


def test_the_program_of_the_quarantine_sees_every_file(tmp_path: Path, settings: Settings, sent: Lay) -> None:
    command = scanner(tmp_path, 'test "$1" = --quick && ! grep -q EICAR "$2"')
    looking = Settings("x", files=settings.files, scan=command)
    assert attachments.examined(sent("plan.txt", b"The plan"), looking).name == "plan.txt"
    with pytest.raises(Refused) as refused:
        attachments.examined(sent("plan.txt", b"EICAR"), looking)
    assert refused.value.problem.code == "file.unclean"


@pytest.mark.parametrize("trouble", ["exit 3", "kill -9 $$", "exec sleep 30"])
def test_unknown_means_no(
    tmp_path: Path, settings: Settings, sent: Lay, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    monkeypatch.setattr(attachments.scanning, "PATIENCE", 0.2)
    with pytest.raises(Refused):
        attachments.examined(
            sent("plan.txt", b"x"), Settings("x", files=settings.files, scan=scanner(tmp_path, trouble))
        )


def test_a_missing_program_means_no(settings: Settings, sent: Lay) -> None:
    with pytest.raises(Refused):
        attachments.examined(sent("plan.txt", b"x"), Settings("x", files=settings.files, scan=("/no/such/program",)))


@given(st.text())
def test_a_label_is_short_seen_and_no_path(name: str) -> None:
    kept = label(name)
    assert 0 < len(kept) <= LONGEST
    assert kept.isprintable()
    assert not set("/\\:") & set(kept)
    assert not kept.startswith(".")
    assert not kept.endswith((".", " "))
    assert label(kept) == kept


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("计划.pdf", "计划.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\plan.pdf", "plan.pdf"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("con.txt", "_con.txt"),
        (".png", "file.png"),
        ("..", "file"),
        ("", "file"),
        ("a" * 5000 + ".pdf", "a" * 116 + ".pdf"),
        ("plan.pdf. . ", "plan.pdf"),
    ],
)
def test_what_a_file_is_called(name: str, kept: str) -> None:
    assert label(name) == kept


def test_what_a_fallen_house_left_is_swept_away(world: World, settings: Settings) -> None:
    left = settings.arriving / "tmpabc"
    left.mkdir(parents=True)
    (left / "0").write_bytes(b"half of it")
    began = world.now.timestamp()
    os.utime(left, (began, began))
    assert cleanup.sweep(world.database, settings, world.now + timedelta(hours=23)) == 0
    assert cleanup.sweep(world.database, settings, world.now + timedelta(hours=25)) == 1
    assert not left.exists()


def test_what_nobody_comes_back_for_is_swept_away(world: World, settings: Settings, sent: Lay) -> None:
    began = world.now
    with world.database.writing() as tx:
        names = [attachments.examined(sent(name, content), settings) for name, content in list(good().items())[:3]]
        kept = [attachments.keep(tx, storeroom.of(settings), world.visitor, fit, "", began) for fit in names]
        arrival = receiving.begin(tx, settings, world.visitor, "film.mp4", 5000, began)
        idempotency.claim(tx, world.workspace, "x", "y", began, Earlier("f", {}))
    receiving.append(settings, arrival, 0, [b"some of it"])
    claimed = world.submit(raw={"client_email": "mia@client.example", "wish": "A door", "papers": [kept[0].id]})
    assert claimed
    assert cleanup.sweep(world.database, settings, began + timedelta(hours=23)) == 0
    assert cleanup.sweep(world.database, settings, began + cleanup.HALFWAY + timedelta(seconds=1)) == 1
    assert list(settings.arriving.iterdir()) == []
    assert cleanup.sweep(world.database, settings, began + cleanup.UNCLAIMED + timedelta(seconds=1)) == 2
    assert [path.name for path in (settings.files / world.workspace).iterdir()] == [kept[0].id]
    assert cleanup.sweep(world.database, settings, began + cleanup.RECEIPTS + timedelta(seconds=1)) >= 1
    with world.database.reading() as tx:
        assert [one.id for one in files.files(tx, world.workspace, [one.id for one in kept])] == [kept[0].id]
        assert not idempotency.is_known(tx, world.workspace, "x", "y")
        with pytest.raises(arrivals.Missing):
            arrivals.arrival(tx, world.workspace, arrival.id, world.visitor.party)
