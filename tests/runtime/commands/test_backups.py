"""A backup is the whole of an installation as of one moment, also while people work, and comes back the same."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from cli import main
from runtime.background import cleanup, clock
from runtime.commands import backups
from runtime.files import attachments
from runtime.files.attachments import Sent
from runtime.files.storeroom import Folder
from runtime.proof import verify
from runtime.settings import Settings
from runtime.store.connection.database import Database
from runtime.store.files import files
from runtime.store.files.files import File
from runtime.store.operations import copying
from tests.conftest import SECRET
from tests.runtime.office import ANSWERS, World


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def elsewhere(request: pytest.FixtureRequest, migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A new installation, of the same kind or of the other."""
    if request.param == "sqlite":
        path = tmp_path / "elsewhere.db"
        path.write_bytes(migrated_file.read_bytes())
        url = f"sqlite:///{path}"
    else:
        url = request.getfixturevalue("another_postgresql")
    opened = Database(url, SECRET)
    yield opened
    opened.close()


@pytest.fixture
def room(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "files")


def add_file(world: World, room: Folder, tmp_path: Path, content: bytes = b"Two doors.\n") -> File:
    path = tmp_path / "sent.txt"
    path.write_bytes(content)
    fit = attachments.examined(Sent("plan.txt", path), Settings(SECRET))
    with world.database.writing() as tx:
        return attachments.keep(tx, room, world.visitor, fit, "", world.now)


def everything(database: Database) -> dict[str, list[str]]:
    """Every row, in an order of its own; of JSON only what it says counts."""
    with database.reading() as tx:
        return {
            name: sorted(json.dumps(row, sort_keys=True) for row in copying.rows(tx, name)) for name in copying.TABLES
        }


def test_it_comes_back_as_it_was(world: World, elsewhere: Database, room: Folder, tmp_path: Path) -> None:
    named = add_file(world, room, tmp_path)
    world.submit(raw={**ANSWERS, "papers": [named.id]})
    waiting = add_file(world, room, tmp_path, b"Nobody has named it.\n")
    world.at_board()
    world.wait(days=1)
    clock.fire_due(world.database, world.now)
    made = backups.backup(world.database, room, tmp_path / "all.zip", world.now)
    there = Folder(tmp_path / "there")
    assert backups.restore(elsewhere, there, tmp_path / "all.zip") == made
    assert made.files == 2
    assert everything(elsewhere) == everything(world.database)
    with elsewhere.reading() as tx:
        assert verify.verify(tx, there)["violations"] == []
    with there.opened(waiting) as content:
        assert content.read() == b"Nobody has named it.\n"


def test_while_people_work(world: World, elsewhere: Database, room: Folder, tmp_path: Path) -> None:
    """Whatever was half done at that moment is not in it, and what is in it is whole."""
    stop = threading.Event()

    def work() -> int:
        done = 0
        while not stop.is_set():
            file = add_file(world, room, tmp_path, f"Number {done}\n".encode())
            world.submit(raw={**ANSWERS, "papers": [file.id]})
            world.at_board()
            done += 1
        return done

    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(work)
        kept = []
        try:
            for number in range(4):
                path = tmp_path / f"{number}.zip"
                kept.append(backups.backup(world.database, room, path, world.now).rows)
        finally:
            stop.set()
        assert working.result() > 0
    assert kept == sorted(kept)
    there = Folder(tmp_path / "there")
    backups.restore(elsewhere, there, tmp_path / "3.zip")
    with elsewhere.reading() as tx:
        assert verify.verify(tx, there)["violations"] == []


def test_a_file_that_is_swept_away_just_now(
    world: World, elsewhere: Database, room: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows are of one moment, the bytes are not: a file that nobody has named stays behind with its row."""
    swept = add_file(world, room, tmp_path)
    settings = Settings(SECRET, str(world.database.url), files=tmp_path / "files")
    opened = room.opened

    def too_late(file: File) -> Any:
        cleanup.sweep(world.database, settings, world.now + timedelta(days=8))
        return opened(file)

    monkeypatch.setattr(room, "opened", too_late)
    assert backups.backup(world.database, room, tmp_path / "all.zip", world.now).files == 0
    backups.restore(elsewhere, Folder(tmp_path / "there"), tmp_path / "all.zip")
    with elsewhere.reading() as tx:
        assert files.files(tx, world.workspace, [swept.id]) == []


def altered(path: Path, **said: str) -> Path:
    """The backup, saying something else about itself."""
    with ZipFile(path) as kept:
        inside = {name: kept.read(name) for name in kept.namelist()}
    inside["backup.json"] = json.dumps({**json.loads(inside["backup.json"]), **said}).encode()
    with ZipFile(path, "w") as anew:
        for name, content in inside.items():
            anew.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"format": "formloom-backup/9"}, "another kind"),
        ({"shape": "0001"}, "shape 0001"),
        ({"key": "x"}, "FORMLOOM_SECRET_KEY"),
    ],
)
def test_what_does_not_fit_is_not_restored(
    world: World, elsewhere: Database, room: Folder, tmp_path: Path, said: dict[str, str], why: str
) -> None:
    backups.backup(world.database, room, tmp_path / "all.zip", world.now)
    with pytest.raises(backups.Unusable, match=why):
        backups.restore(elsewhere, room, altered(tmp_path / "all.zip", **said))
    with elsewhere.reading() as tx:
        assert copying.is_empty(tx)


def test_nothing_is_mixed_with_what_is_there(world: World, room: Folder, tmp_path: Path) -> None:
    backups.backup(world.database, room, tmp_path / "all.zip", world.now)
    with pytest.raises(backups.Unusable, match="rows in this database"):
        backups.restore(world.database, room, tmp_path / "all.zip")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"a letter"])
def test_what_is_no_backup(elsewhere: Database, room: Folder, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "it").write_bytes(content)
    with pytest.raises(backups.Unusable, match="no backup"):
        backups.restore(elsewhere, room, tmp_path / "it")


def test_a_backup_that_fails_leaves_the_one_before(
    world: World, room: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    backups.backup(world.database, room, kept / "all.zip", world.now)
    before = (kept / "all.zip").read_bytes()
    monkeypatch.setattr(copying, "rows", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        backups.backup(world.database, room, kept / "all.zip", world.now)
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == {"all.zip": before}


def test_the_commands(world: World, tmp_path: Path) -> None:
    world.at_board()
    runner = CliRunner(
        env={
            "FORMLOOM_SECRET_KEY": SECRET,
            "FORMLOOM_DATABASE_URL": world.database.url.render_as_string(hide_password=False),
            "FORMLOOM_FILES_URL": str(tmp_path / "files"),
        }
    )
    kept = tmp_path / "all.zip"
    assert runner.invoke(main, ["backup", str(kept)]).exit_code == 0
    new = {"FORMLOOM_DATABASE_URL": f"sqlite:///{tmp_path}/new/it.db", "FORMLOOM_FILES_URL": str(tmp_path / "new")}
    restored = runner.invoke(main, ["restore", str(kept)], env=new)
    assert (restored.exit_code, "are back" in restored.output) == (0, True), restored.output
    again = runner.invoke(main, ["restore", str(kept)], env=new)
    assert (again.exit_code, "rows in this database" in again.output) == (1, True)
