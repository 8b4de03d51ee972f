"""Where the bytes of kept files lie: a folder of ours, or a bucket of an S3-compatible store."""

import io
import os
import shutil
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO, Final, Protocol

import obstore
from obstore.exceptions import NotFoundError
from obstore.store import S3Store

from runtime.settings import Settings
from runtime.store.files.files import File

_PIECE: Final = 1 << 20  # bytes read of a file at once


class Storeroom(Protocol):
    """A file is there whole or not at all, under a name made of ids of our own alone."""

    def take(self, source: Path, file: File) -> None:
        """It lasts before this returns, in place of what an earlier attempt has left."""

    def opened(self, file: File) -> BinaryIO:
        """Raises FileNotFoundError."""

    def path(self, file: File) -> Path | None:
        """Where it lies on this machine; None where it does not."""

    def drop(self, file: File) -> None:
        """Nothing happens where it is gone already."""


class Folder:
    """On this machine, or on a disk that all machines share."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    def take(self, source: Path, file: File) -> None:
        target = self.path(file)
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as content, NamedTemporaryFile(dir=target.parent, suffix=".part", delete=False) as out:
            shutil.copyfileobj(content, out, _PIECE)
            out.flush()
            os.fsync(out.fileno())
        Path(out.name).replace(target)

    def opened(self, file: File) -> BinaryIO:
        return self.path(file).open("rb")

    def path(self, file: File) -> Path:
        return self._root / file.workspace / file.id

    def drop(self, file: File) -> None:
        self.path(file).unlink(missing_ok=True)


class Bucket:
    """``s3://bucket/prefix``; ``access`` are the usual ``AWS_…`` settings."""

    def __init__(self, url: str, access: tuple[tuple[str, str], ...]) -> None:
        said: Any = {name.lower(): value for name, value in access}
        self._store = S3Store.from_url(url, config=said, client_options={"allow_http": True})

    def take(self, source: Path, file: File) -> None:
        obstore.put(self._store, _name(file), source)

    def opened(self, file: File) -> BinaryIO:
        name = _name(file)
        size = obstore.head(self._store, name)["size"]
        return io.BufferedReader(_Remote(self._store, name, size), _PIECE)

    def path(self, file: File) -> None:
        """Not here."""

    def drop(self, file: File) -> None:
        try:
            obstore.delete(self._store, _name(file))
        except NotFoundError:
            return


class _Remote(io.RawIOBase):
    """Fetches what is read, piece by piece."""

    def __init__(self, store: S3Store, name: str, size: int) -> None:
        self._store, self._file, self._size, self._at = store, name, size, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # it is always one
        length = min(len(buffer), self._size - self._at)
        if length <= 0:
            return 0
        buffer[:length] = memoryview(obstore.get_range(self._store, self._file, start=self._at, length=length))
        self._at += length
        return length


def of(settings: Settings) -> Storeroom:
    return _bucket(settings.files_url, settings.files_access) if settings.files_url else Folder(settings.files)


_bucket = cache(Bucket)
"""Connections are kept and shared between threads."""


def _name(file: File) -> str:
    return f"{file.workspace}/{file.id}"
