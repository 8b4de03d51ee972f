"""Answers that may occur only once in a process, and those that rules count: which request has which."""

import weakref
from collections.abc import Mapping
from typing import Any, Final

from runtime.asking import Rejected
from runtime.store.cases.cases import Case
from runtime.store.connection.database import Connection
from runtime.store.forms import answer_keys
from schemas.filling.places import called
from schemas.model.form import Form
from schemas.problem import Problem, pointer
from schemas.rules.context_names import counted

FREED: Final = frozenset({"withdrawn", "cancelled"})
"""Outcomes after which a request has no claim any more: what it answered may be answered again, and is not counted.

One that was refused or carried out keeps it: it was looked at.
"""


_WATCHED: Final[dict[int, Mapping[str, bool]]] = {}


def watched(form: Form) -> Mapping[str, bool]:
    """The fields whose answers are written down, and whether they must be unique; worked out once for each form."""
    known = _WATCHED.get(id(form))
    if known is None:
        unique = {key for key, one in form.fields.items() if one.unique}
        noted = unique | counted(form)
        known = _WATCHED[id(form)] = {key: key in unique for key in form.fields if key in noted}
        weakref.finalize(form, _WATCHED.pop, id(form), None).atexit = False
    return known


def record(tx: Connection, form: Form, case: Case, before: Mapping[str, Any]) -> None:
    """Write down what the case answers now and did not before; in the transaction that keeps the answers.

    Raises:
        Rejected: ``answer.not-unique``, another request has the same answer to a field that must be unique.
    """
    fields = watched(form)
    # In the order of their keys, so that of two who exchange answers none waits for the other for ever.
    changed = sorted(key for key in fields if before.get(key) != case.answers.get(key))
    if case.ended in FREED or not changed:
        return
    if before:
        answer_keys.drop(tx, case.workspace, case.id, changed)
    there = [key for key in changed if case.answers.get(key) is not None]
    refused = [key for key in there if not _noted(tx, case, key, is_unique=fields[key])]
    if refused:
        problems = (Problem("answer.not-unique", pointer(key), {"field": called(form.fields[key])}) for key in refused)
        raise Rejected(tuple(problems), answers=case.answers)


def release(tx: Connection, case: Case) -> None:
    """What an ended case answered may be answered again, where it ended so."""
    if case.ended in FREED:
        answer_keys.drop(tx, case.workspace, case.id)


def _noted(tx: Connection, case: Case, key: str, *, is_unique: bool) -> bool:
    this = (tx, case.workspace, case.process_key, case.id, key, case.answers[key])
    if is_unique:
        return answer_keys.claim(*this)
    answer_keys.note(*this)
    return True


def catch_up(tx: Connection, workspace: str, process: str, form: Form, before: Form | None) -> None:
    """A version that watches more than the one before it learns what was answered until now."""
    known = watched(before) if before else {}
    if fresh := [key for key in watched(form) if key not in known]:
        answer_keys.remember(tx, workspace, process, fresh, FREED)
