"""Half a minute of fire on each database, and one planted bug, by turns. `make chaos` takes longer and plants them all."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.chaos.chaos import Asked, Result, run
from tests.chaos.planted import BUGS

ROOT = Path(__file__).parents[2]


def turn() -> int:
    """Each commit has the next turn, so that a failure can be had again."""
    counted = subprocess.run(
        ["git", "rev-list", "--count", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return int(counted.stdout or 0)


def seed() -> str:
    return os.environ.get("SEED", str(turn()))


def told(found: Result) -> str:
    return "\n".join([f"seed {seed()}: {found.told}", *found.violations[:20], found.log])


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_nothing_is_lost_doubled_or_told_wrong(kind: str) -> None:
    found = run(Asked(kind, 12.0, seed()))
    assert found.fine, told(found)


def test_a_planted_bug_is_noticed() -> None:
    bug = [*BUGS][turn() % len(BUGS)]
    found = run(Asked("sqlite", 10.0, seed(), bug))
    assert found.fine, f"{bug} was not noticed. {told(found)}"
