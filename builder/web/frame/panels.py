"""The panels of the designer, read back as changes of a field, a state or a move."""

from collections.abc import Mapping
from typing import Any

from builder.web.frame.choice_rows import Sent, picture_problems, read_choices
from builder.web.frame.follow_rows import read_follows
from builder.web.frame.grading_rows import read_grading
from builder.web.frame.lines import Posted, read_rights, read_title
from builder.web.frame.report_rows import read_reports
from runtime.web.frame.posted import raw_answers
from schemas.document import FIGURES
from schemas.fields.kind import EXTRA, Refused, asking
from schemas.fields.registry import TYPES
from schemas.filling.answers import Checker
from schemas.model.flow import Right
from schemas.model.form import Field, Form
from schemas.model.process import ContactFields, FigureFields, Process
from schemas.problem import Problem, pointer

WIDTHS = ("", "half", "third")
RARE = frozenset(
    {"pattern_name", "pattern", "autofill", "min_length", "rows", "step", "seconds", "decimals", "shuffled", "alone"}
    | {"camera", "full_size", "max_accuracy"}
)
"""Options that few fields need, whatever their type: they are folded away with the other settings."""


def field_changes(one: Field, posted: Posted, sent: Sent) -> dict[str, Any]:
    """What the panel of a field says. Options that cannot be read keep what they were; `option_problems` tells."""
    width = posted.get("width", one.width)
    return {
        **{name: read_title(posted, name) for name in ("title", "help", "placeholder", "message")},
        **{name: name in posted for name in ("required", "soft", "locked", "unique", "total", "internal")},
        "width": width if width in WIDTHS else "",
        "options": read_options(one, posted, sent),
    }


def read_options(one: Field, posted: Posted, sent: Sent) -> dict[str, Any]:
    kind = TYPES[one.type]
    read, problems = _options(one, posted)
    wrong = {problem.path.split("/")[1] for problem in problems if problem.path}
    kept = {key: value for key, value in one.options.items() if key in wrong or key not in kind.options.fields}
    return {
        **kept,
        **{key: value for key, value in read.items() if key not in wrong},
        **read_choices(one, posted, sent),
        **read_grading(one, posted),
    }


def option_problems(one: Field, posted: Posted, sent: Sent) -> tuple[Problem, ...]:
    return (*_options(one, posted)[1], *picture_problems(one, sent))


def _options(one: Field, posted: Posted) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The options as posted, and what keeps them from being options: each by itself, and what the type says of them."""
    form, kind = options_form(one), TYPES[one.type]
    checker = Checker(form)
    reading = checker.read(raw_answers(form, posted), checker.writable)
    asked = one.with_(options=reading.answers)
    try:
        kind.from_schema({**kind.schema(asked), EXTRA: kind.extras(asked)})
    except Refused as refused:
        return reading.answers, (*reading.problems, Problem(refused.code, pointer(*refused.at), refused.params))
    return reading.answers, reading.problems


def options_form(one: Field) -> Form:
    """The type's own options, without those that have lines of their own, in both languages."""
    return asking(*(asked for asked in TYPES[one.type].options.fields.values() if asked.type != "table"))


def rights_said(process: Process, posted: Posted) -> Mapping[str, Right]:
    """The lines of rights: "*" for all fields, then pages and fields by key."""
    return read_rights(posted, ["*", *(page.key for page in process.form.pages), *process.form.fields])


def process_changes(process: Process, posted: Posted) -> dict[str, Any]:
    names = ("name", "email", "phone", "company")
    contact = ContactFields(**{name: _field(process, posted.get(f"contact.{name}", "")) for name in names})
    return {
        "follows": read_follows(process, posted),
        "title": read_title(posted, "title"),
        "about": read_title(posted, "about"),
        "category": posted.get("category", "").strip(),
        "number": posted.get("number", "").strip() or process.number,
        "contact": contact,
        "summary": tuple(key for key in process.form.fields if f"summary.{key}" in posted),
        "reports": read_reports(process, posted),
        "figures": FigureFields(
            **{name: _field(process, posted.get(f"figures.{name}", "")) for name in FIGURES},
            by=tuple(key for key in process.form.fields if f"figures.by.{key}" in posted),
        ),
    }


def _field(process: Process, key: str) -> str:
    return key if key in process.form.fields else ""
