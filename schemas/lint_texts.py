"""Texts that somebody could not read: a language of the product is missing."""

from collections.abc import Iterator
from typing import Final

from schemas.addresses import Addresses
from schemas.fields.registry import offered
from schemas.form import Field
from schemas.problem import Problem, pointer
from schemas.process import Process
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


def _flow(process: Process) -> Iterator[Text]:
    kinds = {state.key: state.kind for state in process.flow.states}
    for index, state in enumerate(process.flow.states):
        yield state.title, pointer("flow", "states", index, "title"), state.kind != "choice"
        yield state.help, pointer("flow", "states", index, "help"), False
    for index, move in enumerate(process.flow.moves):
        yield move.title, pointer("flow", "moves", index, "title"), kinds.get(move.source) != "choice"
        yield move.help, pointer("flow", "moves", index, "help"), False
