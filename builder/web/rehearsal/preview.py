"""A form drawn as the runtime draws it, of a draft that nobody has published; and a page with that form alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Flask, g, render_template

from runtime.forms import rule_context
from runtime.web.forms.questions import Beside
from runtime.web.frame import shell
from runtime.web.frame.posted import Posted, raw_answers
from schemas.filling import rights
from schemas.filling.answers import Checker, Reading
from schemas.filling.defaults import defaults
from schemas.filling.visible import compiled, cycles, settle
from schemas.model.flow import Right
from schemas.model.form import Field, Form, Section
from schemas.model.process import Process
from schemas.rules.compiled_rules import RULES
from schemas.rules.context_names import mentioned


@dataclass(frozen=True)
class Preview:
    """What `form_body` draws: the values and, where something was posted, what is wrong with them."""

    form: Form
    values: Mapping[str, Any]
    rights: Mapping[str, Right]
    shown: frozenset[str]
    needed: frozenset[str]
    rules: Any
    reading: Reading | None = None
    is_circular: bool = False
    """Its rules wait for one another, so it is shown without any."""
    beside: Beside = field(default_factory=Beside)
    given: Mapping[str, Any] = field(default_factory=dict)
    """Answers that the rules read and nobody changes here."""
    kept: Mapping[str, Any] = field(default_factory=dict)
    """What a field keeps that may be locked."""

    @property
    def problems(self) -> list[Any]:
        return list(self.reading.problems) if self.reading else []


def of(process: Process, state: str = "", answers: Mapping[str, Any] | None = None) -> Preview:
    """The form with these answers, as it is first filled or as the people of a state meet it."""
    form, is_circular = _settleable(process.form)
    beside = _beside(form)
    there = {**beside.kept, **(answers or {})}
    may = rights.of(process.flow, form, state if state in process.flow.by_key else None)
    settled = settle(form, there, beside.around, beside.kept, rights.demanded(may))
    values = {**there, **settled.values}
    rules = compiled(form, rights.demanded(may))
    drawn = Preview(form, values, may, settled.shown, settled.required, rules, is_circular=is_circular)
    return replace(drawn, beside=beside)


def filled(process: Process, state: str, posted: Posted) -> Preview:
    """The form after these answers were given, with everything that the runtime would say to them."""
    form, is_circular = _settleable(process.form)
    may = rights.of(process.flow, form, state if state in process.flow.by_key else None)
    raw, beside = raw_answers(form, posted), _beside(form)
    reading = Checker(form).read(raw, may, None, None, beside.around, beside.kept)
    values = {**reading.answers, **{key: value for key, value in raw.items() if key not in reading.answers}}
    rules = compiled(form, rights.demanded(may))
    return Preview(form, values, may, reading.shown, reading.required, rules, reading, is_circular, beside)


def _beside(form: Form) -> Beside:
    """Somebody invented fills it in, today."""
    around = rule_context.invented(mentioned(form), shell.now(), shell.lang())
    return Beside(around, defaults(form, around))


def _settleable(form: Form) -> tuple[Form, bool]:
    """The form; without its rules, and True, where they go in circles: a draft may, until it is published."""
    if not cycles(form):
        return form, False
    pages = tuple(replace(page, show=None, jumps=(), sections=tuple(map(_plain, page.sections))) for page in form.pages)
    return Form(pages), True


def _plain(section: Section) -> Section:
    return replace(section, show=None, fields=_unruled(section.fields))


def _unruled(fields: Iterable[Field]) -> tuple[Field, ...]:
    none = dict.fromkeys(RULES)
    return tuple(one.with_(**none, columns=_unruled(one.columns)) for one in fields)


def page(app: Flask, process: Process, *, state: str = "", lang: str, answers: Mapping[str, Any] | None = None) -> str:
    """The whole HTML page on which this form is filled, in ``lang``, for nobody in particular."""
    with app.test_request_context("/", query_string={"lang": lang}):
        g.house = None  # of no workspace, so that nobody looks for one in the database
        return render_template("builder/rehearsal/alone.html", process=process, drawn=of(process, state, answers))
