"""A request that another one names knows of it: whoever looks at it finds who names it, with what that puts forward."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from runtime.access import Actor
from runtime.cases import journal_notes
from runtime.cases.journal_beside import NAMED
from runtime.processes import deployment
from runtime.store.cases import cases
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.missing import Missing
from runtime.visibility import linking
from schemas.fields.registry import type_of
from schemas.words import LANGUAGES, Words, write_words


def tell(tx: Connection, actor: Actor, case: Case, now: datetime) -> None:
    """A line in the journal of every request that the answers name. It is for colleagues alone."""
    form = deployment.version(tx, case.workspace, case.version_id).process.form
    named = sorted(linking.kept(form, case.answers))
    if not named:
        return
    about = {"id": case.id, "number": case.number, "title": write_words(case.title), "process": case.process_key}
    said = {"said": [write_words(one) for one in _put_forward(tx, case)], "internal": True}
    for case_id in named:
        try:
            other = cases.case_to_change(tx, case.workspace, case_id)
        except Missing:
            continue
        journal_notes.note(tx, actor, other, (NAMED, about | said), now)


def _put_forward(tx: Connection, case: Case) -> Iterator[Words]:
    """The answers that lists show, in each language."""
    process = deployment.version(tx, case.workspace, case.version_id).process
    for key in process.summary:
        one, value = process.form.fields.get(key), case.answers.get(key)
        if one is not None and value is not None:
            yield Words({lang: text for lang in LANGUAGES if (text := _text(one, value, lang))})


def _text(one: Any, value: Any, lang: str) -> str:
    return type_of(one).show(one, value, lang)
