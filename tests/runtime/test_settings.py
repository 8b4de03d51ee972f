"""Settings are safe when nothing is said, and said to be wrong when they are."""

from pathlib import Path

import pytest

from runtime import settings
from runtime.settings import MEGABYTE, Unsettled


def test_nothing_needs_to_be_said(tmp_path: Path) -> None:
    found = settings.load({}, tmp_path)
    assert found.database_url == f"sqlite:///{tmp_path / 'formloom.db'}"
    assert (found.port, found.base_url, found.lang, found.zone) == (8000, "http://127.0.0.1:8000", "en", "UTC")
    assert len(found.secret_key) >= 32
    assert settings.load({}, tmp_path).secret_key == found.secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_nobody_else_on_the_machine_looks_into_what_is_kept(tmp_path: Path) -> None:
    """Rows hold answers and what is left of passwords; they lie in folders that we make."""
    there = tmp_path / "made"
    settings.load({}, there)
    assert there.stat().st_mode & 0o077 == 0
    said = {
        "FORMLOOM_DATABASE_URL": f"sqlite:///{tmp_path}/rows/formloom.db",
        "FORMLOOM_FILES_URL": f"{tmp_path}/files",
    }
    settings.load(said, there).prepare()
    assert [(tmp_path / name).stat().st_mode & 0o077 for name in ("rows", "files")] == [0, 0]


def test_what_is_said_is_taken(tmp_path: Path) -> None:
    said = {
        "FORMLOOM_DATABASE_URL": "postgresql:///x",
        "FORMLOOM_SECRET_KEY": "s",
        "FORMLOOM_BASE_URL": "https://forms.example/",
        "FORMLOOM_PORT": "9000",
        "FORMLOOM_LANG": "zh-Hans",
        "FORMLOOM_ZONE": "Asia/Shanghai",
        "FORMLOOM_FILES_URL": f"file://{tmp_path}/kept",
        "FORMLOOM_MAX_FILE_MB": "2",
        "FORMLOOM_MAX_REQUEST_MB": "3",
        "FORMLOOM_SCAN": "true --all 'two words'",
        "FORMLOOM_KEEP_MESSAGES_DAYS": "30",
    }
    found = settings.load(said, tmp_path)
    assert (found.secret_key, found.base_url, found.secure) == ("s", "https://forms.example", True)
    assert (found.port, found.lang, found.zone, found.files) == (9000, "zh-Hans", "Asia/Shanghai", tmp_path / "kept")
    assert (found.largest_file, found.largest_request) == (2 * MEGABYTE, 3 * MEGABYTE)
    assert found.messages_last.days == 30
    assert found.scan == ("true", "--all", "two words")
    assert found.arriving == tmp_path / "kept.arriving"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"FORMLOOM_PORT": "many"},
        {"FORMLOOM_PORT": "0"},
        {"FORMLOOM_PORT": "70000"},
        {"FORMLOOM_LANG": "tlh"},
        {"FORMLOOM_ZONE": "Middle/Earth"},
        {"FORMLOOM_ZONE": "../etc"},
        {"FORMLOOM_FILES_URL": "ftp://bucket"},
        {"FORMLOOM_MAX_FILE_MB": "0"},
        {"FORMLOOM_KEEP_MESSAGES_DAYS": "0"},
        {"FORMLOOM_MAX_REQUEST_MB": "1e3"},
        {"FORMLOOM_SCAN": "no-such-program --quick"},
        {"FORMLOOM_SCAN": "true 'unclosed"},
        {"FORMLOOM_DATABASE_URL": "postgresql:///x"},
    ],
)
def test_what_cannot_be_used_is_said(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(Unsettled):
        settings.load(wrong, tmp_path)


def test_a_bucket_and_how_one_gets_in(tmp_path: Path) -> None:
    """Files that are looked at still come to this machine first."""
    access = {"AWS_ACCESS_KEY_ID": "us", "AWS_ENDPOINT_URL": "https://s3.example", "AWS_REGION": ""}
    found = settings.load({"FORMLOOM_FILES_URL": "s3://kept/here", "FORMLOOM_SECRET_KEY": "s", **access}, tmp_path)
    assert found.files_url == "s3://kept/here"
    assert dict(found.files_access) == {name: value for name, value in access.items() if value}
    assert found.arriving == tmp_path / "files.arriving"


@pytest.mark.parametrize(
    ("broker", "tally"),
    [
        ("", "memory://"),
        ("amqp://formloom:secret@127.0.0.1/formloom", "memory://"),
        ("redis://127.0.0.1:6379/3", "redis://127.0.0.1:6379/3"),
        ("rediss://:secret@one.example:6379/0;rediss://two.example:6379/0", "rediss://:secret@one.example:6379/0"),
        ("redis+socket:///run/redis.sock?virtual_host=2", "redis+unix:///run/redis.sock?db=2"),
    ],
)
def test_visits_are_counted_where_every_process_can_reach(tmp_path: Path, broker: str, tally: str) -> None:
    assert settings.load({"FORMLOOM_BROKER_URL": broker}, tmp_path).tally_url == tally
