"""Edits of a form. Each is what a designer asked for, and what it makes of the process.

A field is named by its key, a column of a table by ``table.column``. Keys never change: answers, rules and files
elsewhere know them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from dataclasses import fields as fields_of
from typing import Any

from builder.editing.group_edits import on_page, taken, with_pages
from builder.editing.naming import key_for, named, unique
from builder.editing.refusal import cannot, known, moved
from schemas.fields.registry import TYPES
from schemas.model.form import Field, Page, Section
from schemas.model.process import FigureFields, Process
from schemas.model.reporting import Report
from schemas.rules import currencies
from schemas.words import Words

CHANGEABLE = frozenset(one.name for one in fields_of(Field)) - {"key", "type", "columns"}


@dataclass(frozen=True)
class AddField:
    """A new question at the end of a section (of the page's last one when ``section`` is empty), behind ``after`` or ``before``."""

    page: str
    type: str
    title: Words = field(default_factory=Words)
    section: str = ""
    after: str = ""
    before: str = ""

    def on(self, process: Process) -> Process:
        if self.type not in TYPES:
            raise cannot("edit.unknown", key=self.type)
        title = self.title or TYPES[self.type].title
        made = Field(key_for(title, self.type, taken(process.form)), self.type, title)
        return placed(process, made, self.page, self.section, self.after, self.before)


@dataclass(frozen=True)
class AddColumn:
    table: str
    type: str
    title: Words = field(default_factory=Words)

    def on(self, process: Process) -> Process:
        if self.type not in TYPES or not TYPES[self.type].in_table:
            raise cannot("edit.unknown", key=self.type)
        title = self.title or TYPES[self.type].title

        def widened(table: Field) -> tuple[Field, ...]:
            if TYPES[table.type].value != "rows":
                raise cannot("edit.unknown", key=self.table)
            made = Field(key_for(title, self.type, (one.key for one in table.columns)), self.type, title)
            return (table.with_(columns=(*table.columns, made)),)

        return on_field(process, self.table, widened)


@dataclass(frozen=True)
class ChangeField:
    """``changes`` may hold everything but key, type and columns."""

    key: str
    changes: Mapping[str, Any]

    def on(self, process: Process) -> Process:
        if not self.changes.keys() <= CHANGEABLE:
            raise cannot("edit.unknown", key=", ".join(sorted(self.changes.keys() - CHANGEABLE)))
        made = on_field(process, self.key, lambda one: (one.with_(**self._changes(one)),))
        return in_currency(made, self.key) if "options" in self.changes else made

    def _changes(self, one: Field) -> Mapping[str, Any]:
        title = self.changes.get("title")
        return {**self.changes, "title": named(title, one.title, TYPES[one.type].title)} if title else self.changes


@dataclass(frozen=True)
class MoveField:
    """``by`` places up (less than 0) or down, over the edge of a section into the next; or to ``page``; or ``before`` another."""

    key: str
    by: int = 0
    page: str = ""
    section: str = ""
    after: str = ""
    before: str = ""

    def on(self, process: Process) -> Process:
        one = find_field(process, self.key)
        table, _, column = self.key.rpartition(".")
        if self.before == self.key:
            return process
        if table:
            return on_field(process, table, lambda rows: (rows.with_(columns=self._among(rows.columns, column)),))
        if self.page or self.before:
            without = on_field(process, self.key, lambda _: ())
            return placed(without, one, self.page, self.section, self.after, self.before)
        return _shifted(process, self.key, self.by)

    def _among(self, columns: tuple[Field, ...], key: str) -> tuple[Field, ...]:
        """A column ``by`` places further on, or before another; one that is dropped (no ``by``) behind all of them last."""
        if self.by:
            return moved(columns, key, self.by)
        rest = [one.key for one in columns if one.key != key]
        before = self.before.rpartition(".")[2]
        at = rest.index(known(columns, before).key) if before else len(rest)
        return moved(columns, key, at - columns.index(known(columns, key)))


@dataclass(frozen=True)
class RemoveField:
    """The field goes, with what is said of it alone: rights, summary, contact.

    Rules that read it stay, for the lint to show.
    """

    key: str

    def on(self, process: Process) -> Process:
        without = on_field(process, self.key, lambda _: ())
        return process if without == process else _forgotten(without, self.key)


@dataclass(frozen=True)
class DuplicateField:
    key: str

    def on(self, process: Process) -> Process:
        find_field(process, self.key)
        table, _, _ = self.key.rpartition(".")
        used = frozenset(one.key for one in find_field(process, table).columns) if table else taken(process.form)
        return on_field(process, self.key, lambda one: (one, one.with_(key=unique(one.key, used))))


def find_field(process: Process, key: str) -> Field:
    """The field ``key`` or the column ``table.column``."""
    outer, _, inner = key.partition(".")
    one = known(tuple(process.form.fields.values()), outer)
    return known(one.columns, inner) if inner else one


def on_field(process: Process, key: str, change: Callable[[Field], tuple[Field, ...]]) -> Process:
    """The process with one field (or ``table.column``) replaced by those that ``change`` makes of it."""
    find_field(process, key)
    outer, _, inner = key.partition(".")

    def within(table: Field) -> tuple[Field, ...]:
        return (table.with_(columns=_replaced(table.columns, inner, change)),)

    step = within if inner else change
    return with_pages(
        process,
        tuple(
            replace(page, sections=tuple(replace(s, fields=_replaced(s.fields, outer, step)) for s in page.sections))
            for page in process.form.pages
        ),
    )


def in_currency(process: Process, key: str) -> Process:
    """A computed amount of money that says no currency is in that of the amounts it reads, where they bear one."""
    one = find_field(process, key)
    if not currencies.is_computed(one) or one.options.get("currency"):
        return process
    found = currencies.read_by(process.form, key)
    if len(found) != 1:
        return process
    return on_field(process, key, lambda one: (one.with_(options={**one.options, "currency": min(found)}),))


def _replaced(fields: tuple[Field, ...], key: str, change: Callable[[Field], tuple[Field, ...]]) -> tuple[Field, ...]:
    return tuple(new for one in fields for new in (change(one) if one.key == key else (one,)))


def placed(process: Process, one: Field, page: str, section: str = "", after: str = "", before: str = "") -> Process:
    """The field at the end of a page's section, or behind ``after`` or ``before`` another wherever that stands."""
    if after:
        return on_field(process, after, lambda other: (other, one))
    if before:
        return on_field(process, before, lambda other: (one, other))

    def longer(into: Page) -> Page:
        sections = into.sections or (Section(unique(into.key, taken(process.form), joint="-")),)
        chosen = known(sections, section) if section else sections[-1]
        grown = replace(chosen, fields=(*chosen.fields, one))
        return replace(into, sections=tuple(grown if s is chosen else s for s in sections))

    return on_page(process, page, longer)


def _shifted(process: Process, key: str, by: int) -> Process:
    """A field moved up or down; at the edge of its section it goes over into the neighbouring one."""
    one = find_field(process, key)
    rows = [(page.key, section) for page in process.form.pages for section in page.sections]
    at = next(n for n, (_, section) in enumerate(rows) if one in section.fields)
    page, section = rows[at]
    if 0 <= section.fields.index(one) + by < len(section.fields):
        reordered = replace(section, fields=moved(section.fields, key, by))
        return on_page(process, page, lambda into: _swapped(into, section, reordered))
    neighbour = at + (1 if by > 0 else -1)
    if not 0 <= neighbour < len(rows):
        return process
    page, section = rows[neighbour]
    fields = (one, *section.fields) if by > 0 else (*section.fields, one)
    without = on_field(process, key, lambda _: ())
    return on_page(without, page, lambda into: _swapped(into, section, replace(section, fields=fields)))


def _swapped(page: Page, old: Section, new: Section) -> Page:
    return replace(page, sections=tuple(new if section.key == old.key else section for section in page.sections))


def _forgotten(process: Process, key: str) -> Process:
    contact = replace(process.contact, **{name: "" for name, value in vars(process.contact).items() if value == key})
    flow = process.flow
    states = tuple(replace(state, fields=_without(state.fields, key)) for state in flow.states)
    flow = replace(flow, states=states, fill=_without(flow.fill, key), tracking=_without(flow.tracking, key))
    summary = tuple(one for one in process.summary if one != key)
    figures, reports = _uncounted(process.figures, key), tuple(_untold(one, key) for one in process.reports)
    return replace(process, contact=contact, flow=flow, summary=summary, figures=figures, reports=reports)


def _untold(report: Report, key: str) -> Report:
    told = (replace(one, fields=tuple(name for name in one.fields if name != key)) for one in report.sections)
    return replace(report, sections=tuple(told))


def _uncounted(figures: FigureFields, key: str) -> FigureFields:
    gone = {name: "" for name, counted in figures.named.items() if counted == key}
    return replace(figures, by=tuple(one for one in figures.by if one != key), **gone)


def _without(rights: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: right for name, right in rights.items() if name != key}
