"""The commands about templates, called on one workspace as a script calls them."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from builder.gallery import gallery
from cli import main
from schemas.document import dumps, fingerprint, loads
from schemas.words import words
from tests.builder.conftest import Team

Run = Callable[..., Result]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What the gallery keeps is kept by both databases elsewhere."""
    return sqlite_url


@pytest.fixture
def run(team: Team, database_url: str) -> Run:
    assert team.workspace

    def called(*said: str, stdin: str = "") -> Result:
        house = {"FORMLOOM_DATABASE_URL": database_url, "FORMLOOM_SECRET_KEY": "x" * 40}
        return CliRunner().invoke(main, ["templates", *said], input=stdin, env=house, catch_exceptions=False)

    return called


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    path = tmp_path / "ours.json"
    path.write_text(dumps(replace(gallery.ready("expense"), title=words("Ours", "我们的"))), "utf-8")
    return path


def printed(result: Result, status: int = 0) -> Any:
    assert result.exit_code == status, result.output
    return json.loads(result.stdout)


def test_a_document_is_put_listed_shown_used_and_removed(run: Run, ours: Path) -> None:
    put = printed(run("put", str(ours), "--json"))
    process = loads(ours.read_text("utf-8"))
    assert put == {"name": "own.expense", "number": 1, "fingerprint": fingerprint(process), "problems": []}
    first = printed(run("list", "--json", "--lang", "zh-Hans"))["templates"][0]
    assert (first["name"], first["title"], first["own"]) == ("own.expense", "我们的", True)
    assert "own.expense  Ours\n" in run("list", "--q", "Ours").stdout
    assert printed(run("list", "--category", "none", "--json")) == {"templates": []}
    shown = printed(run("show", "own.expense", "--json"))
    assert (shown["template"], shown["document"]) == (
        printed(run("list", "--json"))["templates"][0],
        json.loads(ours.read_text("utf-8")),
    )
    assert run("show", "own.expense").stdout == ours.read_text("utf-8")
    used = printed(run("use", "own.expense", "--key", "mine", "--json"))
    assert (used["key"], used["problems"]) == ("mine", [])
    assert (
        printed(run("use", "own.expense", "--key", "mine", "--json"), 1)["problems"][0]["code"] == "template.key-taken"
    )
    assert printed(run("remove", "own.expense", "--json")) == {"removed": "own.expense"}
    assert run("show", "own.expense", "--json").exit_code == 2


def test_the_same_once_more_changes_nothing_and_something_else_does(run: Run, ours: Path) -> None:
    first, again = (printed(run("put", str(ours), "--json")) for _ in range(2))
    assert first == again
    newer = ours.read_text("utf-8").replace('"Ours"', '"Newer"')
    other = printed(run("put", "-", "--json", stdin=newer))
    assert (other["name"], other["number"]) == ("own.expense", 2)
    assert other["fingerprint"] != first["fingerprint"]
    beside = printed(run("put", str(ours), "--name", "own.beside", "--json"))
    assert (beside["name"], beside["number"]) == ("own.beside", 1)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (("put", "nowhere.json"), 2),
        (("put", "{ours}", "--name", "purchase"), 2),
        (("put", "{ours}", "--name", "elsewhere"), 2),
        (("put", "{ours}", "--name", "own.no key"), 1),
        (("show", "none-such"), 2),
        (("use", "none-such"), 2),
        (("remove", "purchase"), 2),
        (("remove", "own.none"), 2),
        (("list", "--workspace", "elsewhere"), 2),
        (("nothing",), 2),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(run: Run, ours: Path, said: tuple[str, ...], status: int) -> None:
    result = run(*(one.format(ours=ours) for one in said), *(["--json"] if len(said) > 1 else []))
    assert (result.exit_code, bool(result.stdout), bool(result.stderr)) == (status, status == 1, status == 2)
    assert not [one for one in printed(run("list", "--json"))["templates"] if one["own"]]


def test_a_process_with_errors_is_no_template_and_they_are_all_said(run: Run, ours: Path) -> None:
    process = gallery.ready("expense")
    ours.write_text(dumps(replace(process, flow=replace(process.flow, moves=()))), "utf-8")
    refused = printed(run("put", str(ours), "--json"), 1)
    assert (refused["name"], refused["number"], refused["fingerprint"]) == (None, None, None)
    assert "state.dead-end" in {one["code"] for one in refused["problems"]}
