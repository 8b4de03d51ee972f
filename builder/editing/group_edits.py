"""Edits of what stands around the fields: pages, sections, and the form as a whole."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from builder.editing.naming import key_for, unique
from builder.editing.refusal import cannot, known, moved
from schemas.model.form import Form, Page, Section
from schemas.model.process import Process
from schemas.words import Words

PAGE_CHANGES = frozenset({"title", "show", "jumps"})
SECTION_CHANGES = frozenset({"title", "show", "columns"})
FORM_CHANGES = frozenset({"one_at_a_time", "review"})


@dataclass(frozen=True)
class ChangeForm:
    """``changes`` may hold one_at_a_time and review."""

    changes: Mapping[str, Any]

    def on(self, process: Process) -> Process:
        _allowed(self.changes, FORM_CHANGES)
        return replace(process, form=replace(process.form, **self.changes))


@dataclass(frozen=True)
class AddPage:
    title: Words = field(default_factory=Words)

    def on(self, process: Process) -> Process:
        used = taken(process.form)
        key = key_for(self.title, "page", used, joint="-")
        inside = Section(unique("section", used | {key}, joint="-"))
        return with_pages(process, (*process.form.pages, Page(key, self.title, (inside,))))


@dataclass(frozen=True)
class ChangePage:
    """``changes`` may hold title, show and jumps."""

    key: str
    changes: Mapping[str, Any]

    def on(self, process: Process) -> Process:
        _allowed(self.changes, PAGE_CHANGES)
        return on_page(process, self.key, lambda page: replace(page, **self.changes))


@dataclass(frozen=True)
class MovePage:
    key: str
    by: int

    def on(self, process: Process) -> Process:
        return with_pages(process, moved(process.form.pages, self.key, self.by))


@dataclass(frozen=True)
class RemovePage:
    """Only an empty page goes: what was asked on it would be lost with it. Jumps to it go too."""

    key: str

    def on(self, process: Process) -> Process:
        page = known(process.form.pages, self.key)
        if any(page.fields):
            raise cannot("edit.page-not-empty", title=page.title)
        left = (one for one in process.form.pages if one.key != self.key)
        return with_pages(process, tuple(self._without_jumps(one) for one in left))

    def _without_jumps(self, page: Page) -> Page:
        return replace(page, jumps=tuple(one for one in page.jumps if one.to != self.key))


@dataclass(frozen=True)
class AddSection:
    page: str
    title: Words

    def on(self, process: Process) -> Process:
        made = Section(key_for(self.title, "section", taken(process.form), joint="-"), self.title)
        return on_page(process, self.page, lambda page: replace(page, sections=(*page.sections, made)))


@dataclass(frozen=True)
class ChangeSection:
    """``changes`` may hold title, show and columns."""

    key: str
    changes: Mapping[str, Any]

    def on(self, process: Process) -> Process:
        _allowed(self.changes, SECTION_CHANGES)
        return on_section(process, self.key, lambda section: replace(section, **self.changes))


def taken(form: Form) -> frozenset[str]:
    """The keys of a form: pages, sections and fields share one set of names."""
    sections = (section.key for page in form.pages for section in page.sections)
    return frozenset((*form.fields, *sections, *(page.key for page in form.pages)))


def with_pages(process: Process, pages: tuple[Page, ...]) -> Process:
    return replace(process, form=replace(process.form, pages=pages))


def on_page(process: Process, key: str, change: Callable[[Page], Page]) -> Process:
    known(process.form.pages, key)
    return with_pages(process, tuple(change(page) if page.key == key else page for page in process.form.pages))


def on_section(process: Process, key: str, change: Callable[[Section], Section]) -> Process:
    section_of(process, key)

    def changed(page: Page) -> Page:
        return replace(page, sections=tuple(change(one) if one.key == key else one for one in page.sections))

    return with_pages(process, tuple(map(changed, process.form.pages)))


def section_of(process: Process, key: str) -> Section:
    return known(tuple(section for page in process.form.pages for section in page.sections), key)


def page_of(process: Process, section: str) -> Page:
    """The page on which that section stands. Raises CannotEdit: there is none of that key."""
    one = section_of(process, section)
    return next(page for page in process.form.pages if one in page.sections)


def _allowed(changes: Mapping[str, Any], names: frozenset[str]) -> None:
    if not changes.keys() <= names:
        raise cannot("edit.unknown", key=", ".join(sorted(changes.keys() - names)))
