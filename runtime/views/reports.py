"""The reports of a request, as somebody may read them: on the screen, on paper, and as a PDF. Pure.

A report shows no field that its reader may not read; a part of which nothing is left is not there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from runtime.formats.papers import Block, Cell, Column, Facts, Heading, Notice, Paper, Paragraph, Table, Tone
from runtime.formats.wall_clocks import day_there, on_the_clock, on_the_wall
from runtime.people import display_names
from runtime.people.display_names import Called
from runtime.store.missing import Missing
from runtime.views.dossier import CasePage
from runtime.views.journal_lines import Line
from runtime.views.standing import Place
from runtime.visibility import sight
from schemas.fields.grading import Grading
from schemas.fields.parts.bands import BAND, GRADE
from schemas.fields.registry import type_of
from schemas.fields.table import Table as Rows
from schemas.filling.places import Place as Asked
from schemas.model.form import Field
from schemas.model.reporting import Report
from schemas.words import LANGUAGES, Words, words

VOTED: Final = frozenset({"voted", "closed"})
_TONES: Final[Mapping[str, Tone]] = {"good": "good", "warn": "warn", "bad": "bad"}
_CRITERION: Final = words("Criterion", "评级维度")
_ANSWER: Final = words("Answer", "评估值")
_BANDS: Final = words("Bands", "档位")
_GRADE: Final = words("Grade: {grade}", "评级：{grade}")
_TOTAL: Final = words("Total", "合计")
_DECISION: Final = words("Decision", "审批情况")
_WHO: Final = words("Who", "审批人")
_CHOICE: Final = words("Decision", "意见")
_WHEN: Final = words("When ({zone})", "时间（{zone}）")
_NOT_YET: Final = words("not yet", "尚未表态")
_SO_FAR: Final = words("Decided so far", "已作出的决定")
_NOTE: Final = words("{report} · {number}", "{report} · {number}")


@dataclass(frozen=True)
class Told:
    """A field with its answer."""

    field: Field
    value: Any

    @property
    def title(self) -> Words:
        return self.field.title or Words({LANGUAGES[0]: self.field.key})

    @property
    def is_grading(self) -> bool:
        return isinstance(type_of(self.field), Grading)

    @property
    def is_table(self) -> bool:
        return bool(self.field.columns)


@dataclass(frozen=True)
class Part:
    title: Words
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Drawn:
    """A report of one request for one reader. ``places`` are where votes are being given, ``lines`` what was decided."""

    report: Report
    page: CasePage
    parts: tuple[Part, ...]
    places: tuple[Place, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def title(self) -> Words:
        return self.report.title or Words({LANGUAGES[0]: self.report.key})


def offered(page: CasePage) -> tuple[Report, ...]:
    """The reports in which there is something for whoever reads this page."""
    return tuple(one for one in page.compiled.process.reports if _parts(page, one))


def beside(page: CasePage) -> tuple[Report, ...]:
    """Of those, the ones that belong to what the reader is asked first."""
    if page.bar is None:
        return ()
    named = page.compiled.course.states[page.bar.task.state].reports
    return tuple(one for one in offered(page) if one.key in named)


def drawn(page: CasePage, key: str) -> Drawn:
    """The report under this key.

    Raises:
        Missing: there is none, or nothing in it that the reader may see.
    """
    report = next((one for one in offered(page) if one.key == key), None)
    if report is None:
        raise Missing(key)
    if not report.votes:
        return Drawn(report, page, _parts(page, report))
    places = tuple(one for one in page.places if one.standing is not None)
    lines = tuple(one for one in page.lines if one.kind in VOTED)
    return Drawn(report, page, _parts(page, report), places, lines)


def _parts(page: CasePage, report: Report) -> tuple[Part, ...]:
    seen, fields = sight.readable(page.rights), page.compiled.process.form.fields
    answers = page.case.answers
    made = (
        Part(
            section.title,
            tuple(Told(fields[key], answers[key]) for key in section.fields if key in seen and key in answers),
        )
        for section in report.sections
    )
    return tuple(one for one in made if one.told)


def totals(told: Told) -> Mapping[str, Any]:
    """The sums below a table, by column."""
    kind = type_of(told.field)
    return kind.totals(told.field, told.value) if isinstance(kind, Rows) else {}


def paper(found: Drawn, lang: str, now: datetime, house: str, zone: ZoneInfo) -> Paper:
    """The same, to be printed. In its reader's language, since answers are written in it; ``zone``: by whose clock."""
    case = found.page.case
    blocks = [block for part in found.parts for block in _part(part, found.page.called, lang)]
    note = _NOTE.formatted(report=found.title, number=case.number)
    opened = day_there(case.opened_at, zone).in_(lang)
    subtitle = f"{case.number} · {case.title.in_(lang)}\n{case.requester_name} · {opened}"
    decided = tuple(_decided(found, zone)) if found.places or found.lines else ()
    return Paper(found.title, (*blocks, *decided), now, case.number, house, subtitle, note)


def _part(part: Part, called: Called, lang: str) -> Iterator[Block]:
    if part.title:
        yield Heading(part.title)
    facts: list[tuple[Words, str]] = []
    for one in part.told:
        if not (one.is_grading or one.is_table):
            facts.append((one.title, display_names.text_of(called, Asked(one.field.key, one.field, one.value), lang)))
            continue
        if facts:
            yield Facts(tuple(facts))
            facts = []
        yield Heading(one.title, 2)
        yield from _matrix(one, lang) if one.is_grading else [_rows(one, called, lang)]
    if facts:
        yield Facts(tuple(facts))


def _matrix(told: Told, lang: str) -> Iterator[Block]:
    """A row for each criterion, its bands in as many columns as the longest has; the fallen one on a ground of its own."""
    kind, value = type_of(told.field), told.value
    if not isinstance(kind, Grading):
        return
    criteria = kind.criteria(told.field)
    most = max((len(one.bands) for one in criteria), default=0)
    head = (Column(_CRITERION, share=1.4), Column(_ANSWER), *(Column(_BANDS if not at else "") for at in range(most)))
    rows = []
    for one in criteria:
        cells: list[Cell | str] = [one.title.in_(lang) or one.key, kind.show_answer(one, value, lang)]
        for band in one.bands:
            fallen = value.get(one.key + BAND) == band.key
            tone = _TONES.get(kind.tone(told.field, band.grade)) if fallen else None
            cells.append(Cell(kind.show_both(one, band, lang), tone, fallen))
        rows.append((*cells, *[""] * (most - len(one.bands))))
    yield Table(head, tuple(rows))
    if grade := kind.show_grade(told.field, value, lang):
        yield Notice(_GRADE.formatted(grade=grade), _TONES.get(kind.tone(told.field, value.get(GRADE)), "plain"))


def _rows(told: Told, called: Called, lang: str) -> Table:
    columns = [one for one in told.field.columns if type_of(one).value_of(one) not in ("sealed", "none")]
    head = tuple(Column(one.title or one.key, right=type_of(one).value_of(one) == "number") for one in columns)
    rows: list[tuple[str | Cell, ...]] = [
        tuple(display_names.text_of(called, Asked(one.key, one, row.get(one.key)), lang) for one in columns)
        for row in told.value
    ]
    if sums := totals(told):
        said = [type_of(one).show(one, sums.get(one.key), lang) if one.key in sums else "" for one in columns]
        rows.append(
            tuple(Cell(text or (_TOTAL.in_(lang) if not at else ""), bold=True) for at, text in enumerate(said))
        )
    return Table(head, tuple(rows))


def _decided(found: Drawn, zone: ZoneInfo) -> Iterator[Block]:
    yield Heading(_DECISION)
    for place in found.places:
        yield Heading(place.title, 2)
        yield Paragraph(place.rule or "")
        yield Notice(place.standing or "")
        if place.voters:
            rows = tuple(
                (one.name, one.move or _NOT_YET, on_the_wall(one.at, zone) if one.at else "") for one in place.voters
            )
            yield Table((Column(_WHO, share=1.4), Column(_CHOICE), Column(_WHEN.formatted(zone=zone.key))), rows)
    if found.lines:
        yield Heading(_SO_FAR, 2)
        for line in found.lines:
            yield Paragraph(on_the_clock(line.at, zone), quiet=True)
            yield Paragraph(line.sentence)
            if line.comment:
                yield Paragraph(line.comment)
