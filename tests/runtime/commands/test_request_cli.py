"""Requests are moved and rescued from the command line too."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from runtime.commands.request_cli import migrate_requests, rescue
from tests.runtime.office import World
from tests.runtime.rescue.test_case_migration import longer_deadline, publish, renamed

AS = ("--as", "ada@team.example")


@pytest.fixture
def call(world: World, monkeypatch: pytest.MonkeyPatch) -> Any:
    url = world.database.url.render_as_string(hide_password=False)
    monkeypatch.setenv("FORMLOOM_DATABASE_URL", url)
    monkeypatch.setenv("FORMLOOM_SECRET_KEY", "only for tests")

    def run(command: Any, *said: str) -> Result:
        return CliRunner().invoke(command, [*said])

    return run


def test_it_shows_first_and_moves_when_told(world: World, call: Any) -> None:
    case_id = world.at_board()
    publish(world, longer_deadline)
    way = ("change", "--from", "1", "--to", "2", *AS)
    looked = call(migrate_requests, *way)
    assert (looked.exit_code, "1 looked at, none moved" in looked.output) == (0, True)
    assert world.case(case_id).version == 2
    moved = call(migrate_requests, *way, "--yes", "--json")
    assert (moved.exit_code, json.loads(moved.output)["moved"]) == (0, 1)
    assert call(migrate_requests, *way).output.startswith("0 looked at")


def test_what_cannot_move_is_a_problem_until_its_step_is_named(world: World, call: Any) -> None:
    world.at_board()
    publish(world, renamed)
    way = ("change", "--from", "1", "--to", "2", *AS)
    assert call(migrate_requests, *way, "--yes").exit_code == 1
    assert call(migrate_requests, *way, "--yes", "--rename", "board=panel").exit_code == 0


@pytest.mark.parametrize(
    "wrong",
    [
        ("nothing", "--from", "1", "--to", "2", *AS),
        ("change", "--from", "1", "--to", "9", *AS),
        ("change", "--from", "1", "--to", "1", *AS),
        ("change", "--from", "1", "--to", "2", "--as", "nobody@team.example"),
        ("change", "--from", "1", "--to", "2", "--as", "lea@team.example"),
    ],
)
def test_a_wrong_call_is_said(world: World, call: Any, wrong: tuple[str, ...]) -> None:
    publish(world, longer_deadline)
    assert call(migrate_requests, *wrong).exit_code == 2


def test_a_request_is_rescued(world: World, call: Any) -> None:
    case_id = world.at_board()
    done = call(rescue, case_id, "place", "--to", "analysis", "--reason", "Wrong way", *AS)
    assert (done.exit_code, world.case(case_id).state) == (0, "analysis")
    assert call(rescue, case_id, "reopen", "--to", "board", "--reason", "x", *AS).exit_code == 1
    assert call(rescue, case_id, "cancel", "--reason", " ", *AS).exit_code == 2
    assert call(rescue, "nothing", "cancel", "--reason", "x", *AS).exit_code == 2
