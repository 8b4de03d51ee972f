"""What is committed is ours, names no registry, and every setting is documented."""

import gzip
import json
import re
import tomllib
from pathlib import Path

REGISTRY = re.compile(r"https?://[\w.-]*(?:pypi|npm|pythonhosted|yarnpkg)[\w.-]*/")
SETTING = re.compile(r"\bFORMLOOM_[A-Z_]+\b")
NOT_OURS = re.compile(r"(^|/)(node_modules|vendor|static|third_party)/|\.min\.(js|css)$|\.(whl|mo|pyc)$")
CODE = {".py", ".html", ".js", ".mjs", ".toml"}

STYLES_KB = 12
CLIENT_KB = 36


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="ignore")


def test_nothing_of_others_is_committed(committed: tuple[Path, ...]) -> None:
    assert [str(path) for path in committed if NOT_OURS.search(path.as_posix())] == []


def test_no_file_names_a_registry(root: Path, committed: tuple[Path, ...]) -> None:
    assert [str(path) for path in committed if REGISTRY.search(text(root / path))] == []


def test_every_pin_is_exact(root: Path) -> None:
    pins = [line for path in (root / "requirements").glob("*.txt") for line in text(path).splitlines() if line]
    assert [line for line in pins if not re.match(r"[\w.\[\]-]+==[\w.+!]+( ;|$)", line)] == []
    package = json.loads(text(root / "frontend/package.json"))
    wanted = {**package["dependencies"], **package["devDependencies"]}
    assert [name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_what_is_asked_for_is_pinned(root: Path) -> None:
    project = tomllib.loads(text(root / "pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    asked = {re.split(r"[^\w-]", one, maxsplit=1)[0] for one in wanted}
    pinned = set(re.findall(r"^([\w-]+)", text(root / "requirements/dev.txt"), re.MULTILINE))
    assert asked - pinned == set()


def test_every_setting_is_documented(root: Path, committed: tuple[Path, ...]) -> None:
    code = {path for path in committed if path.suffix in CODE and path.parts[0] not in {"tests", "bench", "docs"}}
    used = {name for path in code for name in SETTING.findall(text(root / path))}
    pages = [root / "README.md", *(root / "docs").rglob("*.md")]
    documented = {name for page in pages for name in SETTING.findall(text(page))}
    assert used - documented == set()


def test_a_clients_first_page_is_light(root: Path) -> None:
    """Styles and scripts of the public form, gzipped; its HTML adds a few kilobytes."""
    built = json.loads(text(root / "static/manifest.json"))
    weigh = {
        name: len(gzip.compress((root / "static" / built[name]).read_bytes())) / 1024
        for name in ("app.css", "early.js", "fill.js")
    }
    assert weigh["app.css"] <= STYLES_KB
    assert sum(weigh.values()) <= CLIENT_KB
