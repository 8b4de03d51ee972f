"""Hundreds of files that must not be taken: refused in words, in time, and without a trace."""

import io
import re
import time
from pathlib import Path

import pytest
from sqlalchemy import text as sql
from werkzeug.test import TestResponse

from schemas.messages.problem_words import CODES
from schemas.words import LANGUAGES
from tests.runtime.bad_files import NAMES, Bad, bad, good
from tests.runtime.office import ANSWERS, World
from tests.runtime.web.conftest import Visitor

DOOR = "/f/front-door"
BAD = bad()
SECONDS = "one bad file may take %.2f s (%s)"
UNSEEN = re.compile("[\0-\x1f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def chosen(one: Bad) -> tuple[io.BytesIO, str]:
    return io.BytesIO(one.content), one.name.encode("utf-8", "replace").decode()


def send(stranger: Visitor, chosen: tuple[io.BytesIO, str], lang: str = "en") -> TestResponse:
    address = f"{DOOR}?lang={lang}"
    answer = stranger.post(address, {**ANSWERS, "papers": chosen}, content_type="multipart/form-data")
    answer.request.input_stream.close()  # the test client leaves what it has written of a large body
    return answer


def rows(world: World) -> int:
    with world.database.reading() as tx:
        return sum(tx.execute(sql(f"SELECT count(*) FROM {table}")).scalar_one() for table in ("file", "arrival"))  # noqa: S608 -- two names of ours


def there(folder: Path) -> list[Path]:
    """What lies in the folder of kept files, and in that of files on their way."""
    return [path for place in folder.glob("files*") for path in place.rglob("*") if path.is_file()]


def test_there_are_more_than_two_hundred() -> None:
    assert len(BAD) >= 200


@pytest.mark.parametrize("lang", LANGUAGES)
def test_bad_files_are_refused_in_words_and_leave_no_trace(
    world: World, stranger: Visitor, tmp_path: Path, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    stranger.get(f"{DOOR}?lang={lang}")
    slowest = (0.0, "")
    for one in BAD:
        before = time.perf_counter()
        answer = send(stranger, chosen(one), lang)
        slowest = max(slowest, (time.perf_counter() - before, one.why))
        assert answer.status_code == 422, one.why
        assert "A red door" in answer.text
        assert 'id="f-papers-error"' in answer.text
        said = re.search(r'id="f-papers-error">.*?<span>([^<]+)</span>', answer.text)
        assert said, one.why
        assert not UNSEEN.search(said[1]), one.why
        assert len(said[1]) < 400
    assert (rows(world), there(tmp_path)) == (0, [])
    with capsys.disabled():
        print(SECONDS % slowest)  # noqa: T201 -- a figure to look at, not to hold to: machines differ


def test_good_files_are_taken(world: World, stranger: Visitor, tmp_path: Path) -> None:
    stranger.get(DOOR)
    for name, content in good().items():
        assert send(stranger, (io.BytesIO(content), name)).status_code == 303, name
    assert rows(world) == len(there(tmp_path)) == len(good())


@pytest.mark.parametrize("name", [name for name in NAMES if "\n" not in name])
def test_a_name_is_only_a_label(world: World, stranger: Visitor, tmp_path: Path, name: str) -> None:
    """The content is good: only what can be seen of the name stays."""
    papers = (io.BytesIO(good()["plan.png"]), f"{name.encode('utf-8', 'replace').decode()}.png")
    stranger.get(DOOR)
    assert send(stranger, papers).status_code == 303
    with world.database.reading() as tx:
        [kept] = tx.execute(sql("SELECT name FROM file")).scalars()
    assert not UNSEEN.search(kept)
    assert not set("/\\:") & set(kept)
    assert len(kept) <= 120
    assert kept.endswith(".png")
    assert {path.parent for path in there(tmp_path)} == {tmp_path / "files" / world.workspace}


def test_every_reason_has_its_words() -> None:
    reasons = {code for code in CODES if code.startswith("file.")}
    assert reasons >= {"file.kind", "file.mixed", "file.bomb", "file.damaged", "file.too-many-pixels", "file.unclean"}
    assert all(set(CODES[code]) == set(LANGUAGES) for code in reasons)
