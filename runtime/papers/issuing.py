"""Papers that a request issues: worked out in the transaction of the move that issues them, and accepted by another."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from runtime.changes.change import Change
from runtime.changes.given import answers_after
from runtime.engine.effects import IssuePaper
from runtime.engine.events import Event, Issued, Moved, Voted
from runtime.formats.papers import Block, Facts, Heading, Paper, Paragraph, pdf
from runtime.formats.wording import filled
from runtime.forms.numbering import numbered
from runtime.hours.office_hours import calendar
from runtime.people import display_names
from runtime.store import counters
from runtime.store.connection.database import Connection
from runtime.store.customers import customers
from runtime.store.files import paper_rows
from runtime.store.files.paper_rows import PaperRow
from runtime.store.ids import new_id
from runtime.store.people import workspaces
from schemas.fields.parts.spelling import show_date
from schemas.filling.places import Place
from schemas.model.paper_deeds import Issue
from schemas.words import LANGUAGES, Words, words

_VERSION: Final = words("Version {version}", "第 {version} 版")
_REPLACES: Final = words("Version {version}, in the place of {replaces}", "第 {version} 版，取代 {replaces}")
_ISSUED: Final = words("Issued with request {number}", "随申请 {number} 出具")


@dataclass(frozen=True)
class Made:
    """A paper that is not kept yet."""

    row: PaperRow
    content: bytes


def worked_out(tx: Connection, change: Change) -> tuple[Change, tuple[Made, ...]]:
    """The change with what its papers are called and which of them is accepted by it, and the papers.

    Numbers are counted here, so the caller writes the papers or undoes everything.
    """
    issues = [one for one in change.outcome.effects if isinstance(one, IssuePaper)]
    made = tuple(_made(tx, change, one) for one in issues)
    if made:
        events = tuple(_named(change.outcome.events, made))
        change = replace(change, outcome=replace(change.outcome, events=events))
    kind = _accepts(change)
    paper = paper_rows.latest(tx, change.case.workspace, change.case.id, kind) if kind else None
    if paper:
        said = {"paper": paper.id, "number": paper.number, "version": paper.version, "sha256": paper.sha256}
        change = replace(change, accepted=said)
    return change, made


def keep(tx: Connection, change: Change, made: tuple[Made, ...]) -> None:
    """The papers, and that one was accepted; the case is there already."""
    for one in made:
        paper_rows.add(tx, one.row, one.content)
    if change.accepted:
        by = change.actor
        paper_rows.accept(tx, change.case.workspace, change.accepted["paper"], by.party, by.name, change.now)


def _accepts(change: Change) -> str:
    """The key of the papers of which the actor accepts the last; empty for none."""
    for event in change.outcome.events:
        if isinstance(event, Voted | Moved) and event.by == change.actor.party and not getattr(event, "ruled", False):
            move = change.compiled.drawn(event.state, event.move)
            if move and move.accepts:
                return move.accepts
    return ""


def _named(events: tuple[Event, ...], made: tuple[Made, ...]) -> Iterator[Event]:
    waiting = list(made)
    for event in events:
        if isinstance(event, Issued):
            row = waiting.pop(0).row
            yield replace(
                event,
                paper=row.id,
                number=row.number,
                version=row.version,
                sha256=row.sha256,
                replaces=row.supersedes,
            )
        else:
            yield event


def _made(tx: Connection, change: Change, effect: IssuePaper) -> Made:
    case, process = change.case, change.compiled.process
    issue = change.compiled.course.states[effect.state].deeds[effect.deed].issue
    if issue is None:
        raise LookupError(effect)
    answers = answers_after(change.compiled.checker, case.answers, change.outcome.effects)
    subject = _subject(change, issue, answers)
    version = counters.next_of(tx, case.workspace, f"paper:{_hash([process.key, issue.key, subject])}")
    number = numbered(tx, case.workspace, f"paper:{issue.number}", issue.number, change.now)
    earlier = (process.key, issue.key, subject, version - 1)
    replaces = paper_rows.of_version(tx, case.workspace, *earlier) if version > 1 else ""
    lang = _lang(tx, change)
    content = pdf(_paper(tx, change, issue, answers, (number, version, replaces), lang), lang)
    row = PaperRow(
        case.workspace,
        new_id(change.now),
        case.id,
        case.customer_id,
        process.key,
        issue.key,
        subject,
        version,
        number,
        replaces,
        issue.title or Words({"en": issue.key}),
        lang,
        hashlib.sha256(content).hexdigest(),
        change.now,
    )
    return Made(row, content)


def _subject(change: Change, issue: Issue, answers: Any) -> str:
    """The same for papers that are about the same."""
    case = change.case
    about = answers.get(issue.about) if issue.about else None
    whose = case.customer_id or case.contact_id
    return _hash([whose or "", about] if about else [whose or case.id])


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _lang(tx: Connection, change: Change) -> str:
    """The client's, or else the house's."""
    case = change.case
    client = customers.contact(tx, case.workspace, case.contact_id) if case.contact_id else None
    house = None if client else workspaces.one(tx, case.workspace)
    lang = client.lang if client else house.lang if house else ""
    return lang if lang in LANGUAGES else LANGUAGES[0]


def _paper(
    tx: Connection, change: Change, issue: Issue, answers: Any, called: tuple[str, int, str], lang: str
) -> Paper:
    case, form = change.case, change.compiled.process.form
    number, version, replaces = called
    names = display_names.called(tx, case.workspace, form, answers)
    house = workspaces.one(tx, case.workspace)

    def shown(key: str) -> str | None:
        if key not in form.fields or form.fields[key].internal:
            return None
        return (
            display_names.text_of(names, Place(key, form.fields[key], answers.get(key)), lang) if key in answers else ""
        )

    values = {
        "number": number,
        "version": str(version),
        "replaces": replaces,
        "request": case.number,
        "requester": case.requester_name,
        "date": show_date(change.now.astimezone(calendar(tx, case.workspace).tz).date(), lang),
    }
    rows = tuple((form.fields[key].title or key, text) for key in issue.fields if (text := shown(key)))
    told = _blocks(filled(issue.text.in_(lang), values, shown))
    subtitle = (_REPLACES if replaces else _VERSION).formatted(version=str(version), replaces=replaces)
    return Paper(
        filled(issue.title.in_(lang) or issue.key, values, shown),
        (*told, *((Facts(rows),) if rows else ())),
        change.now,
        number,
        house.name if house else "",
        subtitle,
        _ISSUED.formatted(number=case.number),
    )


def _blocks(text: str) -> Iterator[Block]:
    """Lines that begin with "#" are headings; an empty line parts two paragraphs."""
    held: list[str] = []
    for line in [*text.splitlines(), ""]:
        heading = line.lstrip().startswith("#")
        if held and (heading or not line.strip()):
            yield Paragraph("\n".join(held))
            held = []
        if heading:
            yield Heading(line.strip("# "), 2)
        elif line.strip():
            held.append(line.strip())
