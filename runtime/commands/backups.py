"""The whole of an installation in one file: every row, as of one moment, and the bytes of every file that a row names."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from runtime.files.storeroom import Storeroom
from runtime.store import keys
from runtime.store.connection.database import Connection, Database
from runtime.store.files.files import File
from runtime.store.operations import copying

FORMAT: Final = "formloom-backup/1"
_ABOUT: Final = "backup.json"
_FILES: Final = "file"
_PIECE: Final = 1 << 20  # bytes moved at once


@dataclass(frozen=True)
class Count:
    rows: int
    files: int


class Unusable(Exception):
    """A backup that cannot be restored here, said in words."""


def backup(database: Database, room: Storeroom, target: Path, now: datetime) -> Count:
    """Everybody may go on working meanwhile: it shows one moment. The file is there whole or not at all.

    The secret key is not in it, and whoever restores needs the same.
    """
    with NamedTemporaryFile(dir=target.parent, suffix=".part", delete=False) as out:
        try:
            with database.reading() as tx, ZipFile(out, "w", ZIP_DEFLATED) as kept:
                about = {"format": FORMAT, "at": now.isoformat(), "shape": copying.shape(tx), "key": _key(tx)}
                kept.writestr(_ABOUT, json.dumps(about))
                count = _rows_and_files(tx, room, kept)
            out.flush()
            os.fsync(out.fileno())
        except BaseException:
            Path(out.name).unlink()
            raise
    Path(out.name).replace(target)
    return count


def restore(database: Database, room: Storeroom, source: Path) -> Count:
    """Into an installation that is new, and has had the same migrations: all of it, or nothing.

    Raises:
        Unusable: it is no backup, or not one for this place.
    """
    try:
        with ZipFile(source) as kept, database.writing() as tx:
            _fits(tx, json.loads(kept.read(_ABOUT)))
            files = sum(_take(room, kept, row) for row in _rows(kept, _FILES))
            return Count(sum(copying.add(tx, name, _rows(kept, name)) for name in copying.TABLES), files)
    except (BadZipFile, KeyError, ValueError) as broken:
        raise Unusable(f"{source} is no backup, or is damaged: {broken}") from broken


def _fits(tx: Connection, about: dict[str, Any]) -> None:
    if about["format"] != FORMAT:
        raise Unusable(f"It is of another kind: {about['format']}.")
    if about["shape"] != copying.shape(tx):
        raise Unusable(
            f"It was made when the database had the shape {about['shape']}; here it is {copying.shape(tx)}. "
            "Restore it with the release that made it, and migrate then."
        )
    if not copying.is_empty(tx):
        raise Unusable("There are rows in this database. Restore into a new one.")
    if about["key"] != _key(tx):
        raise Unusable("FORMLOOM_SECRET_KEY is not that of the installation that was backed up; set that one.")


def _rows_and_files(tx: Connection, room: Storeroom, kept: ZipFile) -> Count:
    """A file that nobody has named yet may be swept away just now: its row stays behind as well."""
    gone = {row["id"] for row in copying.rows(tx, _FILES) if not _keep(room, kept, row) and row["case_id"] is None}
    count = files = 0
    for name in copying.TABLES:
        with kept.open(f"rows/{name}.jsonl", "w", force_zip64=True) as lines:
            for row in copying.rows(tx, name):
                if name == _FILES and row["id"] in gone:
                    continue
                lines.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
                count += 1
                files += name == _FILES
    return Count(count, files)


def _keep(room: Storeroom, kept: ZipFile, row: dict[str, Any]) -> bool:
    """False where its bytes are not there."""
    file = _file(row)
    try:
        with room.opened(file) as content, kept.open(ZipInfo(_place(file)), "w", force_zip64=True) as out:
            shutil.copyfileobj(content, out, _PIECE)
    except FileNotFoundError:
        return False
    return True


def _take(room: Storeroom, kept: ZipFile, row: dict[str, Any]) -> bool:
    file = _file(row)
    if _place(file) not in kept.NameToInfo:  # it was missing then; `formloom verify` says so here as it did there
        return False
    with NamedTemporaryFile() as out, kept.open(_place(file)) as content:
        shutil.copyfileobj(content, out, _PIECE)
        out.flush()
        room.take(Path(out.name), file)
    return True


def _rows(kept: ZipFile, name: str) -> Iterator[dict[str, Any]]:
    with kept.open(f"rows/{name}.jsonl") as lines:
        for line in lines:
            yield json.loads(line)


def _file(row: dict[str, Any]) -> File:
    said = {name: row[name] for name in ("id", "name", "size", "media_type", "sha256", "by", "case_id")}
    return File(workspace=row["workspace_id"], at=datetime.fromisoformat(row["at"]), **said)


def _place(file: File) -> str:
    return f"files/{file.workspace}/{file.id}"


def _key(tx: Connection) -> str:
    """Says whether two installations have the same secret, and nothing about it."""
    return keys.seal(keys.token(tx, "backup", FORMAT))
