"""Texts that somebody could not read: a language of the product is missing."""

from collections.abc import Iterable, Iterator
from typing import Final

from schemas.fields.grading import Grading
from schemas.fields.registry import offered, type_of
from schemas.format.addresses import Addresses
from schemas.model.flow import Flow, Move
from schemas.model.form import Field
from schemas.model.notices import Notice
from schemas.model.process import Process
from schemas.problem import Problem, pointer
from schemas.words import LANGUAGES, Words, words

NAMES: Final = {"en": words("English", "英文"), "zh-Hans": words("Chinese", "中文")}

Text = tuple[Words, str, bool]
"""A text, where it stands, and whether there has to be one at all."""


def untold(process: Process, at: Addresses) -> Iterator[Problem]:
    for text, path, needed in (*_process(process), *_form(process, at), *_flow(process)):
        missing = [lang for lang in LANGUAGES if lang not in text] if text or needed else []
        for lang in missing:
            yield Problem("text.missing-language", path, {"lang": NAMES[lang], "text": text}, "warning")


def _process(process: Process) -> Iterator[Text]:
    yield process.title, pointer("title"), True
    yield process.about, pointer("about"), False
    for key, title in process.groups.items():
        yield title, pointer("groups", key), True
    for number, report in enumerate(process.reports):
        yield report.title, pointer("reports", number, "title"), True
        for at, section in enumerate(report.sections):
            yield section.title, pointer("reports", number, "sections", at, "title"), False


def _form(process: Process, at: Addresses) -> Iterator[Text]:
    for page in process.form.pages:
        yield page.title, at.page(page.key) + "/label", len(process.form.pages) > 1
        for section in page.sections:
            yield section.title, at.section(section.key) + "/label", False
        for one in page.fields:
            yield from _field(one, at.field(one))
            for column in one.columns:
                yield from _field(column, at.column(one.key, column.key))


def _field(one: Field, path: str) -> Iterator[Text]:
    yield one.title, path + ("/text" if one.type == "note" else "/title"), True
    yield one.help, path + "/description", False
    yield one.placeholder, path + "/x-formloom/placeholder", False
    for at, choices in offered(one):
        for index, choice in enumerate(choices):
            yield choice.title, f"{path}{at}/oneOf/{index}/title", True
    kind = type_of(one)
    if isinstance(kind, Grading):
        yield from _grading(kind, one, f"{path}/x-formloom")


def _grading(kind: Grading, one: Field, path: str) -> Iterator[Text]:
    for number, grade in enumerate(kind.grades(one)):
        yield grade.title, f"{path}/grades/{number}/title", True
    for number, criterion in enumerate(kind.criteria(one)):
        at = f"{path}/criteria/{number}"
        yield criterion.title, f"{at}/title", True
        for count, band in enumerate(criterion.bands):
            yield band.title, f"{at}/bands/{count}/title", not criterion.counts


def _flow(process: Process) -> Iterator[Text]:
    flow = process.flow
    yield from _notices(flow.notices, pointer("flow"))
    for index, state in enumerate(flow.states):
        path = pointer("flow", "states", index)
        yield state.title, f"{path}/title", state.kind not in ("choice", "action")
        yield state.help, f"{path}/help", False
        yield from _notices(state.notices, path)
        for number, deed in enumerate(state.deeds):
            if deed.issue:
                yield deed.issue.title, f"{path}/deeds/{number}/issue/title", True
                yield deed.issue.text, f"{path}/deeds/{number}/issue/text", False
    for index, move in enumerate(flow.moves):
        path = pointer("flow", "moves", index)
        yield move.title, f"{path}/title", _is_a_button(flow, move)
        yield move.help, f"{path}/help", False
        yield from _notices(move.notices, path)


def _is_a_button(flow: Flow, move: Move) -> bool:
    """Whether somebody chooses it; of a step that is not there nothing is known."""
    source = flow.by_key.get(move.source)
    return source is None or source.kind == "end" or (source.asks and not move.branch)


def _notices(notices: Iterable[Notice], path: str) -> Iterator[Text]:
    for number, notice in enumerate(notices):
        yield notice.title, f"{path}/notices/{number}/title", False
        yield notice.text, f"{path}/notices/{number}/text", False
