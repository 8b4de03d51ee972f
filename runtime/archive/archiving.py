"""A request that has ended goes to the archive, and is found there by its words; reopened it is taken out again."""

from collections.abc import Mapping
from typing import Final

from runtime.changes.change import Change
from runtime.formats.archive_words import texts_in, words_of
from runtime.processes.deployment import Compiled
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.insight import archive
from schemas.fields.registry import type_of

KEPT_OUT: Final = frozenset({"sealed", "files", "none"})
"""Kinds of answer that nobody finds by their words: secrets, files, and what is no answer."""


def follow(tx: Connection, change: Change, after: Case) -> None:
    """Within `together`: at most one statement, and only where a request ends or goes on again."""
    if after.ended and not change.case.ended:
        archive.add(tx, after.workspace, after.id, words(after, change.compiled))
    elif change.case.ended and (not after.ended or change.had != after.answers):
        archive.take_out(tx, after.workspace, after.id)
        if after.ended:
            archive.add(tx, after.workspace, after.id, words(after, change.compiled))


def put_again(tx: Connection, case: Case, compiled: Compiled) -> None:
    """As if it had just ended, if it has."""
    archive.take_out(tx, case.workspace, case.id)
    if case.ended:
        archive.add(tx, case.workspace, case.id, words(case, compiled))


def words(case: Case, compiled: Compiled) -> Mapping[str, list[str]]:
    """Field key to words; under an empty key what every list shows of a request."""
    shown = " ".join((case.number, *case.title.values(), case.requester_name))
    found = {"": [case.number.casefold(), *words_of(shown)]}
    for key, field in compiled.process.form.fields.items():
        if key in case.answers and type_of(field).value not in KEPT_OUT:
            found[key] = words_of(" ".join(texts_in(case.answers[key])))
    return {key: list(dict.fromkeys(said)) for key, said in found.items() if said}
