"""ZIP, and the office documents that are one: looked through by their directory, and never unpacked."""

import mmap
import struct
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from runtime.files.contents.bytes_of import bytes_of
from runtime.files.contents.unfit import Unfit

MOST_ENTRIES: Final = 10_000
LARGEST: Final = 1024**3
"""Bytes of everything in it, unpacked."""
MOST_SHRUNK: Final = 200
"""How many times as large it may become; documents of much white space reach fifty."""
_ANY_RATIO: Final = 10 * 1024**2  # bytes that are no bomb, however well they were packed
_LARGEST_DIRECTORY: Final = 2 * 1024**2
_END: Final = b"PK\x05\x06"
_END_SHAPE: Final = struct.Struct("<4s4H2LH")
_FARTHEST_END: Final = _END_SHAPE.size + 0xFFFF
_PACKED: Final = frozenset(
    {".zip", ".jar", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".tar", ".iso", ".cab", ".apk"}
)
_MACROS: Final = "vbaproject.bin"


@dataclass(frozen=True)
class Directory:
    """Where the list of what is in the archive lies, and how much it says to hold. In bytes from the start."""

    start: int
    size: int
    entries: int


def directory(content: mmap.mmap) -> Directory | None:
    """None where the file is no archive that ends where the file ends."""
    tail_at = max(0, len(content) - _FARTHEST_END)
    tail = content[tail_at:]
    place = tail.rfind(_END)
    while place >= 0:
        if len(tail) - place >= _END_SHAPE.size:
            *_, entries, size, start, comment = _END_SHAPE.unpack_from(tail, place)
            if place + _END_SHAPE.size + comment == len(tail):
                return Directory(start, size, entries)
        place = tail.rfind(_END, 0, place)
    return None


def check(path: Path) -> None:
    """Raises Unfit: it is no whole archive, holds others, or would fill a disk."""
    names = _names(path)
    if any(PurePosixPath(name).suffix.lower() in _PACKED for name in names):
        raise Unfit("file.archive-inside")


def holding(*wanted: str) -> Callable[[Path], None]:
    """A check for a document that has an entry with each of these names, or in a folder of that name."""

    def check_document(path: Path) -> None:
        names = _names(path)
        if not all(any(name == one or name.startswith(f"{one}/") for name in names) for one in wanted):
            raise Unfit("file.kind")
        if any(name.lower().endswith(_MACROS) for name in names):
            raise Unfit("file.macros")

    return check_document


def open_document(kind: str) -> Callable[[Path], None]:
    """A check for an OpenDocument: its first entry says, unpacked, what it is."""
    said = b"mimetypeapplication/vnd.oasis.opendocument." + kind.encode()

    def check_document(path: Path) -> None:
        _names(path)
        with bytes_of(path) as content:
            if said not in content[:256]:
                raise Unfit("file.kind")

    return check_document


def _names(path: Path) -> list[str]:
    with bytes_of(path) as content:
        if content[:4] != b"PK\x03\x04":
            raise Unfit("file.kind")
        found = directory(content)
        if found is None or content[found.start : found.start + 4] != b"PK\x01\x02":
            raise Unfit("file.damaged")
        if found.size > _LARGEST_DIRECTORY or found.entries > MOST_ENTRIES:
            raise Unfit("file.bomb")
    entries = _entries(path)
    _weigh(entries, path.stat().st_size)
    if any(_leads_out(one.orig_filename) for one in entries):
        raise Unfit("file.names-inside")
    return [one.filename for one in entries]


def _entries(path: Path) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as broken:
        raise Unfit("file.damaged") from broken


def _weigh(entries: Iterable[zipfile.ZipInfo], size: int) -> None:
    """By what the directory says. Parts that lie over each other are how a small file becomes a huge one."""
    packed = unpacked = count = 0
    for one in entries:
        packed, unpacked, count = packed + one.compress_size, unpacked + one.file_size, count + 1
    grows = unpacked > _ANY_RATIO and unpacked > size * MOST_SHRUNK
    if count > MOST_ENTRIES or packed > size or unpacked > LARGEST or grows:
        raise Unfit("file.bomb")


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or "\0" in name or ":" in "".join(path.parts[:1])
