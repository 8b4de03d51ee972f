"""Files as they are kept: by both kinds of database, whoever is faster."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from runtime import attachments
from runtime.attachments import Sent
from runtime.store.files import File
from tests.runtime.office import World

SENT = Sent("plan.txt", b"The plan" * 100_000)


def test_a_file_posted_twice_at_once_is_one(world: World, tmp_path: Path) -> None:
    together = Barrier(4)

    def keep(_: int) -> File:
        together.wait()
        with world.database.writing() as tx:
            return attachments.keep(tx, tmp_path, world.visitor, SENT, "the same", world.now)

    with ThreadPoolExecutor(4) as threads:
        kept = set(threads.map(keep, range(4)))
    [file] = kept
    assert [path.read_bytes() for path in (tmp_path / world.workspace).iterdir()] == [SENT.content]
    assert attachments.place(tmp_path, file).is_file()
