"""A process document in, an edit, a process document out. Pure; drafts, pages and scripts all change a document here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from builder.editing.clips import PasteFields, PasteState
from builder.editing.flow_edits import (
    AddMove,
    ChangeFlow,
    ChangeMove,
    ChangeState,
    MoveMove,
    MoveState,
    RemoveMove,
    RemoveState,
    SetInitial,
    SetRights,
)
from builder.editing.form_edits import (
    AddColumn,
    AddField,
    ChangeField,
    DuplicateField,
    MoveField,
    RemoveField,
    find_field,
)
from builder.editing.group_edits import AddPage, AddSection, ChangeForm, ChangePage, ChangeSection, MovePage, RemovePage
from builder.editing.naming import key_for
from builder.editing.new_steps import AddBranch, AddState
from builder.editing.new_ways import AddWay, AddWayToNew
from builder.editing.refusal import CannotEdit, cannot
from builder.editing.retyping import ChangeType
from builder.editing.spots import SetRule
from builder.editing.step_places import AddStateOn, PutState
from builder.editing.texts import RemoveLanguage, SetText
from schemas.document import Unreadable, dump, load
from schemas.model.process import Process
from schemas.problem import Problem
from schemas.rules.rule_order import cycles, page_key, section_key
from schemas.words import LANGUAGES, Words, words

PROCESS_CHANGES = frozenset(
    {"title", "about", "category", "number", "contact", "summary", "figures", "follows", "reports", "tests"}
)


@dataclass(frozen=True)
class SetTitle:
    title: Words

    def on(self, process: Process) -> Process:
        return replace(process, title=self.title)


@dataclass(frozen=True)
class ChangeProcess:
    """``changes`` may hold title, about, category, number, contact, summary, figures, follows, reports and tests."""

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


@dataclass(frozen=True)
class Together:
    """Several edits as one: one step to undo. All of them are made, or none."""

    edits: tuple["Edit", ...]

    def on(self, process: Process) -> Process:
        for edit in self.edits:
            process = edit.on(process)
        return process


Edit = (
    SetTitle
    | Together
    | ChangeProcess
    | AddGroup
    | ChangeForm
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
    | ChangeType
    | SetRule
    | PasteFields
    | PasteState
    | SetText
    | RemoveLanguage
    | AddState
    | AddBranch
    | AddStateOn
    | PutState
    | ChangeFlow
    | ChangeState
    | SetRights
    | MoveState
    | SetInitial
    | RemoveState
    | AddMove
    | AddWay
    | AddWayToNew
    | ChangeMove
    | MoveMove
    | RemoveMove
)


def apply(process: Process, edit: Edit) -> Process:
    """The process with the edit made; what comes out can always be written and read again, and its rules be settled.

    Raises:
        CannotEdit: the edit does not fit the document, or makes rules wait for one another; it holds the problem.
    """
    made = edit.on(process)
    if circles := new_circles(process, made):
        raise CannotEdit(circles[0])
    try:
        load(dump(made))
    except Unreadable as unreadable:
        raise CannotEdit(unreadable.problems[0]) from unreadable
    return made


def new_circles(before: Process, after: Process) -> tuple[Problem, ...]:
    """The rules that only now wait for one another: ``edit.cycle`` names what is on the way round, by titles."""
    if before.form == after.form:
        return ()
    there = {one.params["cycle"] for one in circles(before)}
    return tuple(one for one in circles(after) if one.params["cycle"] not in there)


def circles(process: Process) -> tuple[Problem, ...]:
    """The rules that wait for one another: ``edit.cycle``, as above."""
    found = (one.params["fields"] for one in cycles(process.form))
    return tuple(Problem("edit.cycle", params={"cycle": _way(process, fields)}) for fields in found)


def _way(process: Process, fields: Sequence[str]) -> Words:
    titles = [_title(process, key) for key in [*fields, fields[0]]]
    return Words({lang: " → ".join(title.in_(lang) for title in titles) for lang in LANGUAGES})


def _title(process: Process, key: str) -> Words:
    """Of a field, a column, or of a page or section as `rule_order` calls them."""
    groups = [(page_key(page), page.title) for page in process.form.pages]
    groups += [(section_key(one), one.title) for page in process.form.pages for one in page.sections]
    found = dict(groups).get(key) if ":" in key else find_field(process, key).title
    return found or words(key, key)
