"""XLSForm: the sheets survey, choices and settings of a workbook become a process."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from builder.exchange.assembling import assemble
from builder.exchange.conversion_report import Carried, Keys, Ledger, refused
from builder.exchange.xlsform.xlsform_choices import KNOWN as KNOWN_OF_CHOICES
from builder.exchange.xlsform.xlsform_choices import Offers
from builder.exchange.xlsform.xlsform_fields import Asking
from builder.exchange.xlsform.xlsform_lines import MEDIA, TEXTS, Line, language_tag, lines_of
from builder.exchange.xlsform.xlsform_rules import together
from builder.exchange.xlsform.xlsform_tree import Group, Question, grown
from runtime.formats.sheets import Sheet
from schemas.model.form import Field, Page, Rule, Section
from schemas.words import LANGUAGES, Words

SURVEY: Final = (
    *("type", "name", "relevant", "constraint", "required", "read_only", "default", "calculation", "appearance"),
    *("choice_filter", "parameters", "repeat_count", *TEXTS, *MEDIA),
)
SETTINGS: Final = ("form_title", "form_id", "id_string", "title", "default_language", "style", "version")
PASSED_OVER: Final = ("form_id", "id_string", "version", "style", "default_language", "form_title", "title")


def read_xlsform(sheets: Sequence[Sheet]) -> Carried:
    """The process that an XLSForm says.

    Raises:
        Unreadable: it has no survey, or one that asks nothing.
    """
    by_name = {sheet.name.strip().lower(): sheet for sheet in sheets}
    if "survey" not in by_name:
        raise refused("import.sheet-missing", name="survey")
    ledger = Ledger()
    for name, sheet in by_name.items():
        if name not in ("survey", "choices", "settings") and any(any(row) for row in sheet.rows):
            ledger.note("import.sheet", sheet.name, name=sheet.name)
    settings = _settings(by_name.get("settings"), ledger)
    usual = language_tag(settings["default_language"]) if settings and settings["default_language"] else LANGUAGES[0]
    survey = lines_of(by_name["survey"], SURVEY, ledger)
    choices = lines_of(by_name.get("choices", Sheet("choices", ())), KNOWN_OF_CHOICES, ledger)
    survey.report(ledger)
    asking = Asking(ledger, Offers(choices, usual or LANGUAGES[0], ledger), usual or LANGUAGES[0])
    root = grown(survey.lines, ledger)
    asking.meet(root)
    pages = _Layout(asking, root, "pages" in (settings["style"] if settings else "")).pages()
    title = settings.texts("form_title", usual or LANGUAGES[0]) if settings else Words()
    key = (settings["form_id"] or settings["id_string"]) if settings else ""
    return assemble(
        key or title.in_(LANGUAGES[0]) or "survey", title or Words({LANGUAGES[0]: key or "Survey"}), pages, ledger
    )


def _settings(sheet: Sheet | None, ledger: Ledger) -> Line | None:
    if sheet is None:
        return None
    found = lines_of(sheet, SETTINGS, ledger)
    found.report(ledger)
    for line in found.lines[:1]:
        if left := [word for word in line["style"].split() if word != "pages"]:
            ledger.note("import.cell", *line.place("style"), value=" ".join(left), name="style")
    return found.lines[0] if found.lines else None


@dataclass
class _Layout:
    """Pages where the form says so, else one page; groups are their sections."""

    asking: Asking
    root: Group
    by_pages: bool
    keys: Keys = field(default_factory=Keys)

    def pages(self) -> tuple[Page, ...]:
        paged = [one for one in self.root.groups() if one.line and "field-list" in one.line["appearance"]]
        if not self.by_pages and not paged:
            return (Page(self.keys.free("page"), sections=tuple(self._sections(self.root, None))),)
        return tuple(self._paged())

    def _paged(self) -> Iterator[Page]:
        for group, loose in _runs(self.root):
            key = self.keys.free(group.name or "page", "page")
            if group is self.root:
                yield Page(key, sections=(self._section("", Words(), loose, None),))
                continue
            page = Page(key, self._title(group), tuple(self._sections(group, None)), self._show(group))
            first, *rest = page.sections or (Section(key),)
            yield replace(page, sections=(replace(first, title=Words()), *rest))

    def _sections(self, group: Group, show: Rule) -> Iterator[Section]:
        """A section for every run of questions, and for every group in the order in which they stand."""
        title = self._title(group) if group is not self.root else Words()
        for inner, loose in _runs(group):
            if inner is group:
                yield self._section(group.name, title, loose, show)
                title = Words()
            else:
                yield from self._sections(inner, together(show, self._show(inner)))

    def _section(self, name: str, title: Words, loose: Iterable[Question | Group], show: Rule) -> Section:
        fields: list[Field] = [one for inside in loose for one in self.asking.fields(inside)]
        return Section(self.keys.free(name or "section", "section"), title, tuple(fields), show)

    def _title(self, group: Group) -> Words:
        return group.line.texts("label", self.asking.usual) if group.line else Words()

    def _show(self, group: Group) -> Any:
        return self.asking.phrases.rule(group.line, "relevant") if group.line else None


def _runs(group: Group) -> Iterator[tuple[Group, list[Question | Group]]]:
    """What stands in a group: runs of questions and tables, which come with the group itself, and groups."""
    run: list[Question | Group] = []
    for one in group.inside:
        if isinstance(one, Group) and one.kind != "repeat":
            if run:
                yield group, run
            yield one, []
            run = []
        else:
            run.append(one)
    if run:
        yield group, run
