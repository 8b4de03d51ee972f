"""What a request is called in a list or at the head of its page, and how it is doing."""

from collections.abc import Iterable
from typing import Any, Literal, Protocol

from flask_babel import gettext as _

from runtime.views.dossier import Answer, CasePage
from runtime.web.frame import nameplates, shell
from schemas.model.form import Field
from schemas.words import Words

Mood = Literal["waiting", "agreed", "refused", "returned", "done", "now"]
REFUSED = frozenset({"rejected", "refused", "declined", "cancelled", "withdrawn"})
"""Outcomes that are not what the requester had hoped for."""
UNCLEAR = frozenset({"computed", "number", "percent", "yes_no"})
"""Types of which an answer alone does not tell what it is about."""


class Shown(Protocol):
    """An answer with its question."""

    @property
    def field(self) -> Field: ...

    @property
    def value(self) -> Any: ...


def headline(figures: Iterable[Shown], title: Words) -> str:
    """The requester's own words where the summary has a line of text; what the process is called otherwise."""
    own = next((one for one in figures if one.field.type == "text" and one.value), None)
    return str(own.value) if own else title.in_(shell.lang())


def beside(figures: Iterable[Shown]) -> list[str]:
    """The other figures of the summary, as texts."""
    figures = list(figures)
    own = next((one for one in figures if one.field.type == "text" and one.value), None)
    return [said for one in figures if one is not own and (said := _said(one))]


def _said(figure: Shown) -> str:
    """An answer that says nothing without its question, such as “High” or “3”, has it in front."""
    text = nameplates.as_text(figure.field, figure.value, shell.lang())
    if not text or figure.field.type not in UNCLEAR:
        return text
    question = figure.field.title.in_(shell.lang()) or figure.field.key
    return str(_("%(question)s: %(answer)s", question=question, answer=text))


def summary_of(page: CasePage) -> list[Answer]:
    """The answers that the process puts forward, as far as the reader may see them."""
    found = {answer.field.key: answer for part in page.parts for answer in part.answers}
    return [found[key] for key in page.compiled.process.summary if key in found]


def mood(ended: str) -> Mood:
    """Of a request as a whole: waiting until it has ended, and then how."""
    if not ended:
        return "waiting"
    return "refused" if ended in REFUSED else "done"
