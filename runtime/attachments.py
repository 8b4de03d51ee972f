"""Files that people send: which are taken, where their bytes lie, and how they are found again."""

import base64
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath
from tempfile import NamedTemporaryFile
from typing import Final

import puremagic

from runtime.access import Actor
from runtime.store import files
from runtime.store.database import Connection
from runtime.store.files import File
from runtime.store.ids import new_id
from schemas.problem import Problem

LARGEST: Final = 16 * 1024 * 1024
"""Bytes of one file."""

LONGEST_NAME: Final = 120
_HEAD: Final = 8192  # bytes that tell what a file is

KINDS: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    ".pdf": ("application/pdf", frozenset({".pdf"})),
    ".png": ("image/png", frozenset({".png"})),
    ".jpg": ("image/jpeg", frozenset({".jpg"})),
    ".jpeg": ("image/jpeg", frozenset({".jpg"})),
    ".gif": ("image/gif", frozenset({".gif"})),
    ".webp": ("image/webp", frozenset({".webp"})),
    ".heic": ("image/heic", frozenset({".heif", ".heic"})),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", frozenset({".docx"})),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", frozenset({".xlsx"})),
    ".pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", frozenset({".pptx"})),
    ".odt": ("application/vnd.oasis.opendocument.text", frozenset({".odt"})),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", frozenset({".ods", ".odt"})),
    ".odp": ("application/vnd.oasis.opendocument.presentation", frozenset({".odp"})),
    ".zip": ("application/zip", frozenset({".zip", ".docx"})),
    ".doc": ("application/msword", frozenset({".doc"})),
    ".xls": ("application/vnd.ms-excel", frozenset({".xls"})),
    ".ppt": ("application/vnd.ms-powerpoint", frozenset({".ppt"})),
    ".mp4": ("video/mp4", frozenset({".mp4"})),
    ".mp3": ("audio/mpeg", frozenset({".mp3"})),
    ".txt": ("text/plain", frozenset()),
    ".md": ("text/plain", frozenset()),
    ".csv": ("text/csv", frozenset()),
}
"""By the end of the name: how it is served, and what its first bytes may say it is; nothing for plain text.

What a browser would run (HTML, SVG) is not among them.
"""

PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What may be shown in the page."""


@dataclass(frozen=True)
class Sent:
    """A file as it was sent: the name is only a label, never a path."""

    name: str
    content: bytes


def complaint(sent: Sent) -> Problem | None:
    """Why it is not taken."""
    label = {"name": _label(sent.name)}
    if len(sent.content) > LARGEST:
        return Problem("file.too-large", params={**label, "limit": LARGEST // 1024 // 1024})
    if not sent.content:
        return Problem("file.empty", params=label)
    ending = PurePath(sent.name).suffix.lower()
    if ending not in KINDS or not _is_what_it_says(sent.content, KINDS[ending][1]):
        return Problem("file.kind", params=label)
    return None


def keep(tx: Connection, folder: Path, actor: Actor, sent: Sent, key: str, now: datetime) -> File:
    """A file without a `complaint`. Its bytes are on the disk before its row is.

    The same bytes from the same sender under the same idempotency ``key`` are the same file.
    """
    digest = hashlib.sha256(sent.content).hexdigest()
    known = _id(f"{actor.party}:{key}:{digest}") if key else new_id(now)
    if found := files.files(tx, actor.workspace, [known]):
        return found[0]
    media_type = KINDS[PurePath(sent.name).suffix.lower()][0]
    name = _label(sent.name)
    file = File(actor.workspace, known, name, len(sent.content), media_type, digest, actor.party, now)
    _write(place(folder, file), sent.content)
    files.add(tx, file)
    return file


def place(folder: Path, file: File) -> Path:
    """Where the bytes lie: named by ids of our own alone."""
    return folder / file.workspace / file.id


def _write(path: Path, content: bytes) -> None:
    """All or nothing, also where the power fails or somebody writes the same; an earlier attempt's is replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    Path(out.name).replace(path)


def _id(text: str) -> str:
    """26 characters like other ids; whoever does not know the key cannot guess them."""
    return base64.b32encode(hashlib.sha256(text.encode()).digest())[:26].decode()


def _label(name: str) -> str:
    """The last part of the name, without control characters, its ending kept."""
    plain = "".join(letter for letter in PurePath(name.replace("\\", "/")).name if letter.isprintable()).strip()
    path = PurePath(plain or "file")
    return path.stem[: LONGEST_NAME - len(path.suffix)] + path.suffix


def _is_what_it_says(content: bytes, fitting: frozenset[str]) -> bool:
    if not fitting:
        return _is_text(content)
    try:
        found = puremagic.magic_string(content[:_HEAD] if len(content) > _HEAD else content)
    except puremagic.PureError:
        return False
    return any(match.extension in fitting for match in found)


def _is_text(content: bytes) -> bool:
    if b"\0" in content:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
