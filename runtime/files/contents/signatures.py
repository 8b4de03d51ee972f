"""Files that are known by how they begin, and that are nothing else besides."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from runtime.files.contents.archives import directory
from runtime.files.contents.bytes_of import bytes_of
from runtime.files.contents.unfit import Unfit

_HEAD: Final = 1024
_PAGE: Final = re.compile(rb"<(!doctype\s+html|html|head|body|script|svg|iframe|img|\?php)\b", re.IGNORECASE)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AFTER_PDF: Final = 2048
"""Bytes that careless programs leave after the end of a PDF."""


def beginning(*patterns: bytes) -> Callable[[Path], None]:
    """A check for one of these regular expressions at the very start."""
    known = re.compile(b"|".join(patterns), re.DOTALL)

    def check(path: Path) -> None:
        with bytes_of(path) as content:
            if not known.match(content[:_HEAD]):
                raise Unfit("file.kind")
        single(path)

    return check


def single(path: Path) -> None:
    """Raises Unfit: it is also a page that a browser would show, or an archive that ends where it ends."""
    with bytes_of(path) as content:
        if _PAGE.search(content[:_HEAD]) or directory(content) is not None:
            raise Unfit("file.mixed")


def pdf(path: Path) -> None:
    """Begins at its first byte, ends with its own mark, and is nothing else."""
    with bytes_of(path) as content:
        if content[:5] != b"%PDF-":
            raise Unfit("file.kind")
        end = content.rfind(b"%%EOF")
        if end < 0 or len(content) - end > _AFTER_PDF:
            raise Unfit("file.damaged")
    single(path)


def office(*streams: str) -> Callable[[Path], None]:
    """A check for an office document before 2007, which names one of these as its main stream in its directory."""
    wanted = [stream.encode("utf-16-le") for stream in streams]

    def check(path: Path) -> None:
        with bytes_of(path) as content:
            if content[:8] != _OLE or all(content.find(one) < 0 for one in wanted):
                raise Unfit("file.kind")
        single(path)

    return check


def riff(form: bytes) -> Callable[[Path], None]:
    """A check for a RIFF of this form that is as long as it says."""

    def check(path: Path) -> None:
        with bytes_of(path) as content:
            if content[:4] != b"RIFF" or content[8:12] != form:
                raise Unfit("file.kind")
            said = int.from_bytes(content[4:8], "little") + 8
            if not said <= len(content) <= said + 1:
                raise Unfit("file.damaged")
        single(path)

    return check
