"""What has changed between two documents, and documents out of files of other formats: two commands that need only files."""

import json

import click

from builder.commands.command_input import CannotRead, bytes_at, process_at
from builder.commands.documents import (
    FINE,
    as_json,
    careful,
    file,
    language,
    problems_json,
    show,
)
from builder.comparison.comparison import changes
from builder.exchange.formats import FORMATS, File, UnknownFormat, bring_in, export_text


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
