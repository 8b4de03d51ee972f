"""May this document be published, and where does a case of it go: two commands that need only files."""

import click

from builder.commands.command_input import script_at
from builder.commands.documents import (
    FINE,
    PROBLEMS,
    as_json,
    careful,
    file,
    language,
    looked_over,
    problems_json,
    runnable,
    show,
    show_problems,
)
from builder.rehearsal.tests_run import failed
from runtime.rehearsal import rehearsal


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
