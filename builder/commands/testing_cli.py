"""The tests that a document brings along, and those that it lacks: one command that needs only files."""

import json
from collections.abc import Iterable

import click

from builder.commands.documents import (
    FINE,
    PROBLEMS,
    Printed,
    as_json,
    careful,
    file,
    language,
    runnable,
    show,
)
from builder.rehearsal.walk_suggestions import suggested
from runtime.rehearsal import rehearsal
from schemas.words import read_words


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
