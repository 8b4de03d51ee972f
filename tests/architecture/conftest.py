"""What the laws look at."""

import ast
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("schemas", "runtime", "builder")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def modules() -> Mapping[Path, ast.Module]:
    """Every module of the product, parsed, by its path from the root."""
    paths = [*ROOT.glob("*.py"), *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))]
    return {path.relative_to(ROOT): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(paths)}


@pytest.fixture(scope="session")
def templates() -> Mapping[Path, str]:
    found = sorted((ROOT / "templates").rglob("*.html"))
    return {path.relative_to(ROOT): path.read_text(encoding="utf-8") for path in found}


@pytest.fixture(scope="session")
def committed() -> tuple[Path, ...]:
    """The files that git keeps, from the root."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return tuple(path for path in map(Path, filter(None, listed.stdout.split("\0"))) if (ROOT / path).is_file())
