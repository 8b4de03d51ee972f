"""Every control-flow pattern that the language has, drawn, proved publishable, and walked; by the engine and by command."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from builder.commands import proving_cli
from runtime.rehearsal.rehearsal import rehearse
from schemas.lint import lint
from tests.patterns.guide import NOT, PAGE, document_of, page, patterns, process_of, script_of

PATTERNS = {pattern["pattern"]: pattern for pattern in patterns()}
ASKED = {
    *range(1, 8),
    *range(9, 12),
    *range(13, 17),
    *range(18, 22),
    *range(23, 28),
    *range(30, 33),
    *range(34, 38),
    43,
}
WALKS = [(number, walk) for number, pattern in PATTERNS.items() for walk in pattern["walks"]]
NAMES = [f"{number}-{walk['title']}" for number, walk in WALKS]


@pytest.mark.parametrize("number", PATTERNS)
def test_a_pattern_can_be_published(number: int) -> None:
    assert [one for one in lint(process_of(PATTERNS[number])) if one.severity == "error"] == []


@pytest.mark.parametrize(("number", "walk"), WALKS, ids=NAMES)
def test_a_pattern_is_walked(number: int, walk: dict[str, Any]) -> None:
    walked = rehearse(process_of(PATTERNS[number]), script_of(walk))
    assert list(walked.visits) == walk["visits"]
    assert [problem.code for problem in walked.problems] == ([walk["problem"]] if "problem" in walk else [])
    assert walked.ended == walk.get("ends", "")
    if "open" in walk:
        assert sorted(one.state for one in walked.open) == sorted(walk["open"])
    for kind in walk.get("effects", ()):
        assert kind in [effect["kind"] for effect in walked.effects]


@pytest.mark.parametrize("number", PATTERNS)
def test_the_command_shows_the_same_trace(number: int, tmp_path: Path) -> None:
    drawn = tmp_path / "pattern.json"
    drawn.write_text(json.dumps(document_of(PATTERNS[number])))
    for walk in PATTERNS[number]["walks"]:
        script = tmp_path / "script.json"
        script.write_text(json.dumps(script_of(walk)))
        said = CliRunner().invoke(proving_cli.rehearse, [str(drawn), str(script), "--json"])
        assert json.loads(said.stdout)["visits"] == walk["visits"]


def test_every_pattern_is_told_of() -> None:
    assert set(PATTERNS) >= ASKED
    assert set(PATTERNS) | set(NOT) == set(range(1, 44))
    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew: python -m tests.patterns.guide"
