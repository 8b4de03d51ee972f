"""What a move may ask for besides a word: a signature, a file. It is asked like a question of a form, and kept in the journal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from runtime.asking import Decision, Rejected
from runtime.forms import references
from runtime.forms.circumstances import acting
from runtime.forms.references import Outside
from runtime.store.cases.cases import Case
from runtime.store.cases.journal import Entry
from runtime.store.connection.database import Connection
from runtime.store.files import files
from schemas.fields.kind import asking
from schemas.filling.answers import Checker
from schemas.filling.filed import files_in
from schemas.model.form import Field
from schemas.problem import Problem
from schemas.words import words

ASKS: Final = ("signature", "file")
FORM: Final = asking(
    Field("_signature", "signature", words("Your signature", "签名")),
    Field("_file", "file", words("Files for this decision", "随附文件")),
)
"""A page posts them beside the answers: no field of a process is called so."""
_CHECKER: Final = Checker(FORM)


@dataclass(frozen=True)
class Given:
    """``answers`` are what there is, by what was asked for."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def field_of(asked: str) -> Field:
    return FORM.fields[f"_{asked}"]


def posted(raw: Mapping[str, Any]) -> dict[str, Any]:
    """From what a page posts to `Decision.given`."""
    return {key.removeprefix("_"): value for key, value in raw.items()}


def read(tx: Connection, decision: Decision, case: Case, now: datetime) -> Given:
    """A file must be the actor's own, and no other case's."""
    raw = {f"_{asked}": value for asked, value in decision.given.items() if asked in ASKS and value}
    if not raw:
        return Given()
    known = Outside(tx, decision.actor, case.process_key, case.id, how=acting(tx, now))
    reading = _CHECKER.read(raw, frozenset(raw), None, known)
    return Given(posted(reading.answers), reading.problems)


def claim_files(tx: Connection, case: Case, given: Given) -> None:
    """They belong to the case from now on.

    Raises:
        Rejected: ``answer.not-a-file``, another case was faster.
    """
    if not given.answers:
        return
    fresh = sorted(references.named(FORM.fields, {f"_{asked}": value for asked, value in given.answers.items()}))
    if fresh and not files.claim(tx, case.workspace, case.id, fresh):
        raise Rejected((Problem("answer.not-a-file"),))


def files_of(entries: Iterable[Entry]) -> frozenset[str]:
    """The ids of all files that came with moves."""
    given = (pair for entry in entries for pair in entry.body.get("given", {}).items())
    return frozenset(file["id"] for asked, value in given for file in files_in(field_of(asked), value))
