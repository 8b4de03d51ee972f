"""What an anchor kept elsewhere finds out, and the chain of a journal alone does not."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from runtime.commands.operator_cli import prove
from runtime.proof import anchors
from runtime.store.cases import journal
from runtime.store.cases.journal import Entry
from tests.conftest import SECRET
from tests.runtime.office import World
from tests.runtime.proof.test_verify import alter

Run = Callable[..., Result]


def runner(url: str, files: Path) -> Run:
    env = {"FORMLOOM_SECRET_KEY": SECRET, "FORMLOOM_DATABASE_URL": url, "FORMLOOM_FILES_URL": str(files)}
    return lambda *said: CliRunner(env=env).invoke(prove, [*map(str, said)])


@pytest.fixture
def run(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(anchors, "BATCH", 1)
    return runner(world.database.url.render_as_string(hide_password=False), tmp_path / "files")


@pytest.fixture
def anchor(tmp_path: Path) -> Path:
    return tmp_path / "anchor.jsonl"


def found(result: Result) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == (0 if said["ok"] else 1)
    return said


def rewrite(world: World, case_id: str, change: Callable[[Entry], Entry], lines: int | None = None) -> None:
    """The whole chain of a case anew, and its head, as somebody would who has the database in their hands."""
    with world.database.reading() as tx:
        kept = journal.of_case(tx, world.workspace, case_id)[:lines]
    forged = journal.chained(map(change, kept), journal.START)
    alter(
        world,
        f"DELETE FROM journal WHERE case_id = '{case_id}' AND seq > {len(forged)}",  # noqa: S608 -- our own
        *(
            f"UPDATE journal SET by_name = '{one.by_name}', before_hash = '{one.before_hash}', hash = '{one.hash}'"  # noqa: S608
            f" WHERE case_id = '{case_id}' AND seq = {one.seq}"
            for one in forged
        ),
        f"UPDATE case_file SET journal_count = {len(forged)}, journal_head = '{forged[-1].hash}'"  # noqa: S608
        f" WHERE id = '{case_id}'",
    )


def test_a_journal_that_is_rewritten_with_its_chain(world: World, run: Run, anchor: Path) -> None:
    case_id, other = world.at_board(), world.at_board()
    assert run("--write", anchor).exit_code == 0
    rewrite(world, case_id, lambda line: replace(line, by_name="Eve") if line.by_name == "Lea" else line)
    assert found(run("--json"))["ok"]
    said = found(run("--against", anchor, "--json"))
    assert said["checked"] == {**found(run("--json"))["checked"], "anchor": 2}
    assert [one.split(":")[0] for one in said["violations"]] == [f"anchor {case_id}"]
    assert "another than it was" in said["violations"][0]
    assert other not in said["violations"][0]


def test_what_has_happened_since_is_fine(world: World, run: Run, anchor: Path) -> None:
    case_id = world.at_board()
    first = world.submit().case_id
    run("--write", anchor)
    about, *told = map(json.loads, anchor.read_text().splitlines())
    assert {**about, "at": ""} == {"anchor": "formloom-anchor/1", "at": "", "journals": 2}
    heads = [(case.id, case.journal_count, case.journal_head) for case in map(world.case, sorted([case_id, first]))]
    assert [(one["case"], one["count"], one["hash"]) for one in told] == heads
    world.decide(case_id, "bo", "approve")
    world.submit()
    later = anchor.with_name("later")
    said = found(run("--against", anchor, "--write", later, "--json"))
    assert (said["ok"], said["checked"]["anchor"], said["checked"]["I3"]) == (True, 2, 3)
    assert found(run("--against", later, "--json"))["checked"]["anchor"] == 3


def test_lines_and_requests_that_are_gone(world: World, run: Run, anchor: Path) -> None:
    shorter, gone = world.at_board(), world.submit().case_id
    world.decide(shorter, "bo", "approve")
    run("--write", anchor)
    count = world.case(shorter).journal_count
    rewrite(world, shorter, lambda line: line, count - 1)
    beside = ("journal", "task", "figure_step", "figure_case", "archive_word")
    with world.database.writing() as tx:
        for line in (*(f"{table} WHERE case_id" for table in beside), "outbox WHERE 1 = 1 OR id", "case_file WHERE id"):
            tx.exec_driver_sql(f"DELETE FROM {line} = '{gone}'")  # noqa: S608 -- our own
    said = {one for one in found(run("--against", anchor, "--json"))["violations"] if one.startswith("anchor ")}
    assert said == {
        f"anchor {shorter}: its journal had {count} lines and has fewer",
        f"anchor {gone}: it is not there any more",
    }


def test_nothing_is_written_where_not_everything_holds(world: World, run: Run, anchor: Path) -> None:
    world.submit()
    alter(world, "UPDATE journal SET by_name = 'Eve' WHERE seq = 2")
    assert run("--write", anchor).exit_code == 1
    assert not anchor.exists()


def test_no_anchor_is_written_over(run: Run, anchor: Path) -> None:
    anchor.write_text("kept")
    assert run("--write", anchor).exit_code == 2
    assert anchor.read_text() == "kept"


HEAD = '{"workspace": "W", "case": "C", "count": 1, "hash": "h"}'


@pytest.mark.parametrize(
    "content",
    [
        "",
        "no JSON",
        "[]",
        HEAD,
        '{"anchor": "formloom-anchor/2", "journals": 0}',
        '{"anchor": "formloom-anchor/1", "journals": 2}\n' + HEAD,
        '{"anchor": "formloom-anchor/1", "journals": 1}\n' + HEAD.replace("1", '"1"'),
        '{"anchor": "formloom-anchor/1", "journals": 1}\n' + HEAD.replace("1", "1e99"),
        '{"anchor": "formloom-anchor/1", "journals": 1}\n' + HEAD.replace("1", str(1 << 80)),
        '{"anchor": "formloom-anchor/1", "journals": 1}\n' + HEAD.replace("W", "\\u0000"),
        '{"anchor": "formloom-anchor/1", "journals": 1}\n' + HEAD[:-1],
        '{"anchor": "formloom-anchor/1", "journals": 1}\n\udcff',
    ],
)
def test_what_is_no_anchor(sqlite_url: str, tmp_path: Path, anchor: Path, content: str) -> None:
    anchor.write_bytes(content.encode(errors="surrogateescape"))
    refused = runner(sqlite_url, tmp_path)("--against", anchor, "--json")
    assert (refused.exit_code, refused.stdout, "anchor" in refused.stderr) == (2, "", True)


def test_an_anchor_that_is_not_there(sqlite_url: str, tmp_path: Path, anchor: Path) -> None:
    assert runner(sqlite_url, tmp_path)("--against", anchor).exit_code == 2
    assert runner(sqlite_url, tmp_path)("--write", anchor / "in" / "it").exit_code == 2
