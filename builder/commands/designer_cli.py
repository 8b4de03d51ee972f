"""The commands about documents: for people who keep processes in git, for scripts, and for outside judges.

`docs/cli.md` says what each prints. Exit status: 0 fine, 1 problems found, 2 called wrongly.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

import click

from builder.commands.command_input import CannotRead, bytes_at, json_at, process_at, script_at, text_at
from builder.comparison.comparison import changes
from builder.exchange.formats import FORMATS, File, UnknownFormat, bring_in, export_text
from builder.publishing.publishing import failed
from builder.rehearsal.walk_suggestions import suggested
from runtime.rehearsal import rehearsal
from schemas.document import Unreadable, load, parse
from schemas.filling import rights
from schemas.filling.answers import Checker
from schemas.filling.defaults import defaults
from schemas.lint import lint as linted
from schemas.logic import LogicError, evaluate
from schemas.messages import problem_words
from schemas.model.process import Process
from schemas.problem import Problem
from schemas.words import LANGUAGES, read_words

FINE, PROBLEMS, WRONG_CALL = 0, 1, 2

file = click.argument("file", metavar="FILE")
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
language = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    envvar="FORMLOOM_LANG",
    default=LANGUAGES[0],
    show_default=True,
    show_envvar=True,
    help="Language of the messages.",
)
_HALF = re.compile("[\ud800-\udfff]")
Printed = Mapping[str, Any]
Command = Callable[..., int]


def careful(**empty: Any) -> Callable[[Command], Callable[..., None]]:
    """Leaves with the command's status.

    A document that cannot be read is problems, printed in the command's own shape with everything else ``empty``; a
    file that cannot be read is a wrong call.
    """

    def guarded(command: Command) -> Callable[..., None]:
        @wraps(command)
        def run(**given: Any) -> None:
            try:
                status = command(**given)
            except Unreadable as unreadable:
                found = problems_json(unreadable.problems, given["lang"])
                show_problems({**empty, "problems": found}, as_json=given.get("as_json", False))
                status = PROBLEMS
            except CannotRead as wrong:
                click.echo(str(wrong), err=True)
                status = WRONG_CALL
            sys.exit(status)

        return run

    return guarded


def looked_over(path: str) -> tuple[Process, tuple[Problem, ...]]:
    """The document in a file and all that the lint says of it, with paths into that very file."""
    raw = parse(text_at(path))
    process = load(raw)
    return process, linted(process, raw)


def runnable(path: str) -> Process:
    """A flow that cannot run cannot be rehearsed either: its errors are raised as if it could not be read."""
    return _unless(path, lambda problem: problem.severity == "error")


def fillable(path: str) -> Process:
    """Rules that wait for one another say nothing, so their form cannot be filled; whether the flow runs is no matter."""
    return _unless(path, lambda problem: problem.code == "rule.cycle")


def _unless(path: str, hinders: Callable[[Problem], bool]) -> Process:
    process, found = looked_over(path)
    if hindrances := tuple(filter(hinders, found)):
        raise Unreadable(hindrances)
    return process


def problems_json(problems: Iterable[Problem], lang: str) -> list[dict[str, Any]]:
    return [problem_words.to_json(problem, lang) for problem in problems]


def show(result: Printed) -> None:
    """Half of a character, which rules can cut off as JavaScript does, is no UTF-8 and stands escaped."""
    text = json.dumps(result, ensure_ascii=False, allow_nan=False)
    click.echo(_HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", text))


def show_problems(result: Printed, *, as_json: bool) -> None:
    if as_json:
        return show(result)
    for problem in result["problems"]:
        click.echo(f"{problem['severity']}: {problem['path'] or '/'}: {problem['message']} [{problem['code']}]")
        if "example" in problem:
            click.echo(f"    {json.dumps(problem['example'], ensure_ascii=False)}")
    return None


@click.command()
@file
@as_json
@language
@careful()
def lint(file: str, lang: str, *, as_json: bool) -> int:
    """May this document be published?"""
    process, found = looked_over(file)
    if not any(problem.severity == "error" for problem in found):
        found = (*found, *failed(process))
    show_problems({"problems": problems_json(found, lang)}, as_json=as_json)
    return PROBLEMS if any(problem.severity == "error" for problem in found) else FINE


@click.command()
@file
@as_json
@language
@click.option("--coverage", is_flag=True, help="Look for tests that cover what none covers yet.")
@careful(passed=0, failed=0, tests=[], coverage={"states": [], "moves": []})
def test(file: str, lang: str, *, as_json: bool, coverage: bool) -> int:
    """Run the document's own tests."""
    process = runnable(file)
    report = rehearsal.report_to_json(rehearsal.run_tests(process), lang)
    if coverage:
        report |= {"suggested": [dict(one.test) for one in suggested(process).suggested]}
    if as_json:
        show(report)
    else:
        _tell(report)
        _tell_suggested(report.get("suggested", ()), lang)
    return PROBLEMS if report["failed"] else FINE


def _tell(report: Printed) -> None:
    for one in report["tests"]:
        click.echo(f"{'ok    ' if one['ok'] else 'FAILED'} {one['title']}")
        for problem in one["problems"]:
            click.echo(f"       {problem['path']}: {problem['message']}")
    click.echo(f"{report['passed']} passed, {report['failed']} failed")
    for name in ("states", "moves"):
        if report["coverage"][name]:
            click.echo(f"not visited ({name}): {', '.join(report['coverage'][name])}")


def _tell_suggested(tests: Iterable[Printed], lang: str) -> None:
    for one in tests:
        click.echo(f"suggested: {read_words(one['title']).in_(lang)}")
        click.echo(f"    {json.dumps(one, ensure_ascii=False)}")


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
@file
@click.argument("script", metavar="SCRIPT")
@as_json
@language
@careful(visits=[], open=[], ended=None, answers={}, effects=[])
def rehearse(file: str, script: str, lang: str, *, as_json: bool) -> int:
    """Walk a case by a script, writing nothing. SCRIPT is a file, "-" for standard input, or JSON itself."""
    process, steps = runnable(file), script_at(script)
    walked = rehearsal.to_json(rehearsal.rehearse(process, steps), lang)
    if as_json:
        show(walked)
    else:
        click.echo(" → ".join(walked["visits"]) + (f" ({walked['ended']})" if walked["ended"] else ""))
        for one in walked["open"]:
            click.echo(f"open: {one['state']}: {', '.join(one['who'])}")
        show_problems(walked, as_json=False)
    return PROBLEMS if walked["problems"] else FINE


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


@click.command()
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@as_json
@language
@careful(changes=[])
def diff(old: str, new: str, lang: str, *, as_json: bool) -> int:
    """What has changed between two documents, in sentences."""
    said = [change.in_(lang) for change in changes(process_at(old), process_at(new))]
    if as_json:
        show({"changes": said})
    else:
        for sentence in said:
            click.echo(sentence)
    return FINE


@click.command(name="import", epilog=f"FORMAT: {', '.join(FORMATS)}.")
@click.argument("form", metavar="FORMAT")
@file
@click.argument("beside", metavar="[UI]", required=False)
@as_json
@language
@careful(document=None)
def import_(form: str, file: str, beside: str | None, lang: str, *, as_json: bool) -> int:
    """Carry a file of another format over into a document. UI is a UI schema in a file of its own."""
    given = File(beside, bytes_at(beside)) if beside else None
    try:
        carried = bring_in(form, File(file, bytes_at(file)), given)
    except UnknownFormat as unknown:
        raise CannotRead(f"formats: {', '.join(unknown.known)}") from unknown
    lost = problems_json(carried.lost, lang)
    if as_json:
        show({"document": json.loads(export_text(carried.process)), "problems": lost})
    else:
        click.echo(export_text(carried.process), nl=False)
        for one in lost:
            click.echo(f"{one['path'] or '/'}: {one['message']} [{one['code']}]", err=True)
    return FINE


COMMANDS: tuple[click.Command, ...] = (lint, test, check, rehearse, logic, diff, import_)
