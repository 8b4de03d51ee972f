"""The reports of a process as the designer writes them: a title, the fields that are told, and whether votes are shown."""

from collections.abc import Iterator
from dataclasses import replace

from builder.editing.naming import key_for
from builder.web.frame.lines import MOST_ROWS, Posted, read_title
from schemas.model.form import Form
from schemas.model.process import Process
from schemas.model.reporting import Report, ReportSection


def read_reports(process: Process, posted: Posted) -> tuple[Report, ...]:
    """Sections stay as they are; a field that is new among them stands under the heading that it has in the form."""
    if "reports.0.known" not in posted:
        return process.reports
    return tuple(_read(process, posted))


def _read(process: Process, posted: Posted) -> Iterator[Report]:
    before = {one.key: one for one in process.reports}
    taken: list[str] = []
    for at in range(MOST_ROWS):
        name = f"reports.{at}"
        if f"{name}.known" not in posted:
            return
        title = read_title(posted, name)
        if title:
            known = posted.get(f"{name}.known", "")
            taken.append(known or key_for(title, "report", [*before, *taken]))
            old = before.get(known) or Report(taken[-1])
            wanted = [key for key in process.form.fields if f"{name}.fields.{key}" in posted]
            sections = _sections(process.form, old.sections, wanted)
            yield replace(old, title=title, sections=sections, votes=f"{name}.votes" in posted)


def _sections(form: Form, old: tuple[ReportSection, ...], wanted: list[str]) -> tuple[ReportSection, ...]:
    kept = [replace(one, fields=tuple(key for key in one.fields if key in wanted)) for one in old]
    there = {key for one in kept for key in one.fields}
    for page in form.pages:
        for section in page.sections:
            new = tuple(one.key for one in section.fields if one.key in wanted and one.key not in there)
            if new:
                title = section.title or page.title
                at = next((at for at, one in enumerate(kept) if one.title == title), None)
                if at is None:
                    kept.append(ReportSection(title, new))
                else:
                    kept[at] = replace(kept[at], fields=(*kept[at].fields, *new))
    return tuple(one for one in kept if one.fields)
