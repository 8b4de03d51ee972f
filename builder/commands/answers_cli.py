"""Answers read as the runtime would, and rules worked out: two commands that need only files."""

import json
import sys
from typing import Any

import click

from builder.commands.command_input import CannotRead, json_at
from builder.commands.documents import (
    FINE,
    PROBLEMS,
    as_json,
    careful,
    file,
    fillable,
    language,
    problems_json,
    show,
    show_problems,
)
from schemas.filling import rights
from schemas.filling.answers import Checker
from schemas.filling.defaults import defaults
from schemas.logic import LogicError, evaluate


@click.command()
@file
@click.argument("answers", metavar="ANSWERS")
@click.option("--state", help="Read as in this step, with its rights on fields.")
@click.option("--around", default="{}", help='What else rules may read: {"@today": "2026-11-22", "@person": {…}}.')
@as_json
@language
@careful(ok=False, answers={}, shown=[])
def check(file: str, answers: str, state: str | None, around: str, lang: str, *, as_json: bool) -> int:
    """Read answers as the runtime would. ANSWERS is a file, "-" for standard input, or JSON itself."""
    process, raw, beside = fillable(file), json_at(answers), json_at(around)
    if not isinstance(beside, dict):
        raise CannotRead("what is around is no JSON object")
    if state is not None and state not in process.flow.by_key:
        raise CannotRead(f"no such step: {state}")
    opened = rights.of(process.flow, process.form, state)
    kept = defaults(process.form, beside) if state is None else None
    reading = Checker(process.form).read(raw, opened, None, None, beside, kept)
    result = {
        "ok": not reading.problems,
        "answers": reading.answers,
        "shown": [key for key in process.form.fields if key in reading.shown & rights.readable(opened)],
        "problems": problems_json((*reading.problems, *reading.remarks), lang),
    }
    show_problems(result, as_json=as_json)
    if not as_json and result["ok"]:
        click.echo(json.dumps(reading.answers, ensure_ascii=False, indent=2))
    return FINE if result["ok"] else PROBLEMS


@click.command()
@click.option("--json", is_flag=True, expose_value=False, help="It always prints JSON.")
def logic() -> None:
    """Evaluate JSON Logic: JSON lines {"rule", "data"} on standard input, {"result"} or {"error"} a line."""
    for line in sys.stdin.buffer:
        if line.strip():
            show(_evaluated(line))


def _evaluated(line: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(line.decode("utf-8-sig"))
        if not isinstance(asked, dict) or "rule" not in asked:
            return {"error": 'not a rule: a line is an object {"rule": …, "data": …}'}
        return {"result": evaluate(asked["rule"], asked.get("data"))}
    except LogicError as wrong:
        return {"error": str(wrong)}
    except (ValueError, TypeError, RecursionError) as wrong:
        return {"error": f"not a rule: {wrong}"}
