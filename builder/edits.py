"""A process document in, an edit, a process document out. Pure; drafts, pages and scripts all change a document here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from builder.flow_edits import (
    AddMove,
    AddState,
    ChangeMove,
    ChangeState,
    MoveMove,
    MoveState,
    RemoveMove,
    RemoveState,
    SetFallback,
    SetInitial,
    SetRights,
)
from builder.form_edits import (
    AddColumn,
    AddField,
    AddPage,
    AddSection,
    ChangeField,
    ChangePage,
    ChangeSection,
    DuplicateField,
    MoveField,
    MovePage,
    RemoveField,
    RemovePage,
)
from builder.naming import key_for
from builder.refusal import CannotEdit, cannot
from schemas.document import Unreadable, dump, load
from schemas.process import Process
from schemas.words import Words

PROCESS_CHANGES = frozenset({"title", "about", "category", "number", "contact", "summary", "tests"})


@dataclass(frozen=True)
class SetTitle:
    title: Words

    def on(self, process: Process) -> Process:
        return replace(process, title=self.title)


@dataclass(frozen=True)
class ChangeProcess:
    """``changes`` may hold title, about, category, number, contact, summary and tests."""

    changes: Mapping[str, Any]

    def on(self, process: Process) -> Process:
        if not self.changes.keys() <= PROCESS_CHANGES:
            raise cannot("edit.unknown", key=", ".join(sorted(self.changes.keys() - PROCESS_CHANGES)))
        return replace(process, **self.changes)


@dataclass(frozen=True)
class AddGroup:
    """A group that steps may name; its people are chosen in the workspace."""

    title: Words

    def on(self, process: Process) -> Process:
        key = key_for(self.title, "group", process.groups, joint="-")
        return replace(process, groups={**process.groups, key: self.title})


Edit = (
    SetTitle
    | ChangeProcess
    | AddGroup
    | AddPage
    | ChangePage
    | MovePage
    | RemovePage
    | AddSection
    | ChangeSection
    | AddField
    | AddColumn
    | ChangeField
    | MoveField
    | RemoveField
    | DuplicateField
    | AddState
    | ChangeState
    | SetRights
    | SetFallback
    | MoveState
    | SetInitial
    | RemoveState
    | AddMove
    | ChangeMove
    | MoveMove
    | RemoveMove
)


def apply(process: Process, edit: Edit) -> Process:
    """The process with the edit made; what comes out can always be written and read again.

    Raises:
        CannotEdit: the edit does not fit the document; it holds the problem.
    """
    made = edit.on(process)
    try:
        load(dump(made))
    except Unreadable as unreadable:
        raise CannotEdit(unreadable.problems[0]) from unreadable
    return made
