"""The page of requirements: all 76 stand there, and the tests and screens that it names are there."""

import re
from pathlib import Path

ROW = re.compile(r"^\| (R\d\d) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def rows(root: Path) -> list[tuple[str, ...]]:
    return [match.groups() for match in ROW.finditer((root / "docs" / "requirements.md").read_text("utf-8"))]


def test_every_requirement_stands_there_once(root: Path) -> None:
    assert [one[0] for one in rows(root)] == [f"R{number:02}" for number in range(1, 77)]


def test_the_tests_that_it_names_are_there(root: Path) -> None:
    named = {test for _, _, proof, _ in rows(root) for test in re.findall(r"`([^`]+)`", proof)}
    missing = []
    for test in sorted(named):
        file, _, name = test.partition("::")
        path = root / "tests" / file
        if not path.exists() or not re.search(rf"^def {name}\(", path.read_text("utf-8"), re.MULTILINE):
            missing.append(test)
    assert named
    assert missing == []


def test_the_screens_that_it_names_are_looked_at(root: Path) -> None:
    looked = "".join(path.read_text("utf-8") for path in (root / "tests" / "journeys").glob("*.py"))
    there = set(re.findall(r"Screen\(\s*\"([a-z0-9-]+)\"", looked))
    named = {
        screen
        for *_, screens in rows(root)
        for screen in re.split(r", ", re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", screens))
    }
    assert named - there == set()


def test_the_pictures_that_it_shows_are_there(root: Path) -> None:
    page = (root / "docs" / "requirements.md").read_text("utf-8")
    assert [link for link in re.findall(r"\]\(([^)#]+)\)", page) if not (root / "docs" / link).exists()] == []
