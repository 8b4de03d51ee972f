"""Looking into a file without reading all of it."""

import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def bytes_of(path: Path) -> Iterator[mmap.mmap]:
    """The content of a file that is not empty, to slice and search; only what is looked at is read."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        yield content
