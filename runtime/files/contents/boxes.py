"""Pictures, films and sound that are a row of boxes (ISO 14496-12): HEIC, MP4, MOV, M4A."""

import mmap
from collections.abc import Callable
from pathlib import Path
from typing import Final

from runtime.files.contents.bytes_of import bytes_of
from runtime.files.contents.unfit import Unfit

_PICTURES: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_SHORT, _LONG = 8, 16  # bytes of the head of a box
_MOST: Final = 100_000


def still(path: Path) -> None:
    """Raises Unfit: it is no HEIC picture."""
    _check(path, b"meta", lambda brand: brand in _PICTURES)


def moving(path: Path) -> None:
    """Raises Unfit: it is no film or sound in MP4."""
    _check(path, b"moov", lambda brand: brand not in _PICTURES)


def _check(path: Path, needed: bytes, fits: Callable[[bytes], bool]) -> None:
    with bytes_of(path) as content:
        if content[4:8] != b"ftyp" or not fits(content[8:12]):
            raise Unfit("file.kind")
        if needed not in _boxes(content):
            raise Unfit("file.damaged")


def _boxes(content: mmap.mmap) -> set[bytes]:
    """The kinds of the outermost boxes, which fill the file to its last byte."""
    found: set[bytes] = set()
    place, end = 0, len(content)
    for _ in range(_MOST):
        if place == end:
            return found
        size, head = int.from_bytes(content[place : place + 4]), _SHORT
        if size == 1:
            size, head = int.from_bytes(content[place + 8 : place + 16]), _LONG
        size = size or end - place
        if size < head or place + size > end:
            break
        found.add(content[place + 4 : place + 8])
        place += size
    raise Unfit("file.damaged")
