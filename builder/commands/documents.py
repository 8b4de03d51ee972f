"""What the commands about documents share: how one is read, what is printed, with which status they leave.

`docs/cli.md` says what each prints. Exit status: 0 fine, 1 problems found, 2 called wrongly.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

import click

from builder.commands.command_input import CannotRead, text_at
from schemas.document import Unreadable, load, parse
from schemas.lint import lint as linted
from schemas.messages import problem_words
from schemas.model.process import Process
from schemas.problem import Problem
from schemas.words import LANGUAGES

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
