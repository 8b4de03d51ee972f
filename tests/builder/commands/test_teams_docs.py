"""What docs/teams.md tells teams to put into their repository does what it says there."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from builder.drafts import drafts
from builder.editing.edits import apply
from builder.editing.form_edits import ChangeField
from builder.exchange.packages import Package, samples_of, write_package
from builder.gallery import gallery
from cli import main
from schemas.document import dumps, fingerprint
from schemas.model.process import Process
from schemas.words import words

PAGE = (Path(__file__).parents[3] / "docs" / "teams.md").read_text("utf-8")
EXPENSE = gallery.ready("expense")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """With one process, committed, and the check beside it."""
    (script,) = blocks("sh")
    (tmp_path / "check.sh").write_text(script, "utf-8")
    _write(tmp_path, EXPENSE)
    for words_ in ("init -q", "add .", "-c user.name=A -c user.email=a@example.org commit -q -m First"):
        subprocess.run(["git", *words_.split()], cwd=tmp_path, check=True)
    return tmp_path


def _write(repository: Path, process: Process) -> None:
    (repository / "processes").mkdir(exist_ok=True)
    (repository / "processes" / f"{process.key}.json").write_text(dumps(process), "utf-8")


def check(repository: Path) -> subprocess.CompletedProcess[str]:
    way = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "check.sh", "HEAD"],
        cwd=repository,
        env={**os.environ, "PATH": way, "FORMLOOM_LANG": "en"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_change_is_told_in_a_sentence(repository: Path) -> None:
    _write(repository, apply(EXPENSE, ChangeField("purpose", {"title": words("Why?", "为什么？")})))
    done = check(repository)
    assert done.returncode == 0, done.stderr
    assert f"{len(EXPENSE.tests)} passed, 0 failed" in done.stdout
    assert "is now called “Why?”" in done.stdout


def test_a_process_that_cannot_be_published_stops_the_change(repository: Path) -> None:
    raw = json.loads(dumps(EXPENSE))
    raw["flow"]["moves"] = raw["flow"]["moves"][1:]
    (repository / "processes" / "expense.json").write_text(json.dumps(raw), "utf-8")
    done = check(repository)
    assert done.returncode == 1
    assert "error:" in done.stdout


def test_the_examples_for_ci_are_yaml_and_run_the_check() -> None:
    github, gitlab = map(yaml.safe_load, blocks("yaml"))
    assert "check.sh" in str(github["jobs"]["check"])
    assert "formloom publish" in str(github["jobs"]["publish"])
    assert "secrets" not in str(github["jobs"]["check"])
    assert "check.sh" in str(gitlab["check"])
    assert "formloom publish" in str(gitlab["publish"])


def test_a_package_becomes_a_draft_by_the_command(team: Any, database_url: str, tmp_path: Path) -> None:
    house = {"FORMLOOM_DATABASE_URL": database_url, "FORMLOOM_SECRET_KEY": "x" * 40}

    def run(*said: str) -> Any:
        done = CliRunner().invoke(main, list(said), env=house, catch_exceptions=False)
        return done.exit_code, json.loads(done.stdout)

    file = tmp_path / "expense.formloom.json"
    file.write_text(write_package(Package(EXPENSE, samples_of(EXPENSE))), "utf-8")
    status, made = run("draft", str(file), "--json")
    assert (status, made["key"], made["fingerprint"], made["problems"]) == (0, "expense", fingerprint(EXPENSE), [])
    with team.database.reading() as tx:
        assert drafts.get(tx, team.designer, made["draft"]).process == EXPENSE
    file.write_text(file.read_text("utf-8").replace("directors", "dictators"), "utf-8")
    status, refused = run("draft", str(file), "--json")
    assert (status, refused["draft"], [one["code"] for one in refused["problems"]]) == (1, None, ["package.damaged"])
    file.write_text(dumps(EXPENSE), "utf-8")
    assert run("draft", str(file), "--json")[1]["key"] == "expense-2"
