"""Commands in a house that is not in order: whatever is wrong around them is one line on standard error, and status 2."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import WHERE, main

ROOT = Path(__file__).parents[3]
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, expense: Path) -> Run:
    """Calls with ``{file}`` and ``{folder}`` filled in."""

    def called(*said: str, stdin: str | bytes = "", **environment: str) -> Result:
        house = {"FORMLOOM_DATABASE_URL": f"sqlite:///{tmp_path}/none.db", "FORMLOOM_SECRET_KEY": "x" * 40}
        house |= {"FORMLOOM_FILES_URL": f"{tmp_path}/files", **environment}
        words = [one.format(file=expense, folder=tmp_path) for one in said]
        return CliRunner().invoke(main, words, input=stdin, env=house)

    return called


COMMANDS = [
    ("publish", "{file}", "--json"),
    ("draft", "{file}", "--json"),
    ("export", "expense", "--json"),
    ("templates", "list", "--json"),
    ("templates", "put", "{file}", "--json"),
    ("verify", "--json"),
    ("recount", "--json"),
    ("token", "ada@team.example"),
    ("backup", "{folder}/backup.zip"),
    ("found", "Mill", "ada@mill.example"),
    ("demo",),
    ("rescue", "x", "skip", "--reason", "r", "--as", "ada@team.example"),
    ("migrate-requests", "x", "--from", "1", "--to", "2", "--as", "ada@team.example", "--json"),
]
BROKEN = {
    "unmigrated": ({}, "formloom migrate"),
    "unreachable": ({"FORMLOOM_DATABASE_URL": "postgresql+psycopg://a:b@127.0.0.1:1/none"}, "cannot be used"),
    "no address": ({"FORMLOOM_DATABASE_URL": "nonsense"}, "names no database"),
    "no database": ({"FORMLOOM_DATABASE_URL": "sqlite:///{file}"}, "not a database"),
    "a setting": ({"FORMLOOM_PORT": "many"}, "FORMLOOM_PORT"),
}


@pytest.mark.parametrize(
    ("said", "broken"),
    [*((one, "unmigrated") for one in COMMANDS), *((one, broken) for one in COMMANDS[:6:5] for broken in BROKEN)],
)
def test_what_is_wrong_with_the_house_is_said_in_a_line(
    run: Run, expense: Path, said: tuple[str, ...], broken: str
) -> None:
    settings, words = BROKEN[broken]
    result = run(*said, **{key: value.format(file=expense) for key, value in settings.items()})
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_an_error_of_ours_is_not_taken_for_a_wrong_call(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runtime.proof.verify.verify", lambda *_: 1 / 0)
    assert run("migrate").exit_code == 0
    assert isinstance(run("verify", "--json").exception, ZeroDivisionError)


def test_without_a_workspace_it_is_said_how_one_is_made(run: Run) -> None:
    assert run("migrate").exit_code == 0
    alone = run("publish", "{file}", "--json")
    assert (alone.exit_code, "formloom found" in alone.stderr) == (2, True)
    for name in ("Mill", "Dale"):
        assert run("found", name, "ada@mill.example").exit_code == 0
    several = run("publish", "{file}", "--json")
    assert (several.exit_code, "Mill (" in several.stderr, "Dale (" in several.stderr) == (2, True, True)
    assert run("templates", "list", "--workspace", "Dale", "--json").exit_code == 0


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("", "ada@mill.example"),
        ("M\x00", "ada@mill.example"),
        ("M" * 81, "ada@mill.example"),
        ("Mill", "ada"),
        ("Mill", ""),
    ],
)
def test_a_workspace_needs_a_name_and_an_administrator(run: Run, name: str, email: str) -> None:
    run("migrate")
    assert (run("found", name, email).exit_code, run("templates", "list").exit_code) == (2, 2)


def test_logic_goes_on_after_a_line_that_is_no_text(run: Run) -> None:
    lines = b'\xef\xbb\xbf{"rule": 1}\n{"rule": "\xff"}\n[1]\n{"data": 1}\n{"rule": "\xe9\x95\xbf"}\n'
    result = run("logic", "--json", stdin=lines)
    said = [json.loads(line) for line in result.stdout.splitlines()]
    assert (result.exit_code, said[0], said[-1]) == (0, {"result": 1}, {"result": "长"})
    assert all(one.keys() == {"error"} for one in said[1:-1])
    assert not [one for one in said if "indices" in str(one) or "subscriptable" in str(one)]


def test_the_mark_that_some_editors_write_is_passed_over_and_bytes_that_are_no_text_are_a_wrong_call(
    run: Run, expense: Path
) -> None:
    text = expense.read_bytes()
    assert run("lint", "-", "--json", stdin=b"\xef\xbb\xbf" + text).exit_code == 0
    expense.write_bytes(b"\xff" + text)
    wrong = run("lint", "{file}", "--json"), run("lint", "-", "--json", stdin=b"\xff" + text)
    assert [(one.exit_code, one.stdout) for one in wrong] == [(2, "")] * 2


def test_lint_tells_of_tests_that_fail_since_they_hold_publishing_up(run: Run, expense: Path) -> None:
    document = json.loads(expense.read_text("utf-8"))
    document["tests"][1]["expect"] = {"ends": "nowhere"}
    expense.write_text(json.dumps(document), "utf-8")
    result = run("lint", "{file}", "--json")
    (problem,) = json.loads(result.stdout)["problems"]
    assert (result.exit_code, problem["code"], problem["path"]) == (1, "test.failed", "/tests/1")


def test_what_has_not_changed_prints_nothing(run: Run) -> None:
    assert run("diff", "{file}", "{file}").stdout == ""


def test_words_are_in_utf8_whatever_the_machine_speaks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text("[]", "utf-8")
    printed = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(printed, encoding="latin-1"))
    with pytest.raises(SystemExit):
        main(["lint", f"{tmp_path}/list.json", "--lang", "zh-Hans"])
    assert "此处须为对象" in printed.getvalue().decode()


def test_every_command_is_where_it_is_said_to_be() -> None:
    listed = CliRunner().invoke(main, ["--help"])
    assert [name for name in WHERE if f"\n  {name} " not in listed.stdout] == []
    assert CliRunner().invoke(main, ["nonsense"]).exit_code == 2
    assert CliRunner().invoke(main, ["--version"]).stdout.startswith("formloom ")


def test_a_command_about_a_file_loads_no_pages_and_no_database() -> None:
    asked = (
        "import cli, sys; cli.main(['logic'], standalone_mode=False); print({'flask', 'sqlalchemy'} & set(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", asked], input="", capture_output=True, text=True, cwd=ROOT, check=True)
    assert said.stdout.strip() == "set()"
