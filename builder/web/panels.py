"""The panels of the designer, read back as changes of a field, a state or a move."""

from collections.abc import Mapping
from typing import Any

from builder.web.choice_rows import Sent, lists_of, picture_problems, read_choices
from builder.web.lines import (
    Posted,
    read_deadlines,
    read_decide,
    read_rights,
    read_title,
    read_who,
    split_duration,
)
from runtime.web.posted import raw_answers
from schemas.answers import Checker
from schemas.fields.kind import EXTRA, Refused, asking
from schemas.fields.registry import TYPES
from schemas.flow import Deadline, Move, Right, State
from schemas.form import Field, Form
from schemas.problem import Problem, pointer
from schemas.process import ContactFields, Process

WIDTHS = ("", "half", "third")


def field_changes(one: Field, posted: Posted, sent: Sent) -> dict[str, Any]:
    """What the panel of a field says. Options that cannot be read keep what they were; `option_problems` tells."""
    width = posted.get("width", one.width)
    return {
        **{name: read_title(posted, name) for name in ("title", "help", "placeholder", "message")},
        **{name: name in posted for name in ("required", "soft", "locked", "unique", "total")},
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
    """The type's own options, without lists of choices: those have lines of their own, in both languages."""
    lists = lists_of(one)
    return asking(*(asked for key, asked in TYPES[one.type].options.fields.items() if key not in lists))


def state_changes(process: Process, state: State, posted: Posted) -> dict[str, Any]:
    """What the panel of a step says; parts that the panel of its kind does not show stay as they are."""
    changes: dict[str, Any] = {"title": read_title(posted, "title"), "help": read_title(posted, "help")}
    if state.kind == "end":
        return changes | {"outcome": posted.get("outcome", "").strip()}
    if state.kind == "choice":
        return changes
    others = (one.key for one in process.flow.states)
    return changes | {
        "who": read_who(posted, "who"),
        "not_who_did": tuple(key for key in others if f"not_who_did.{key}" in posted),
        "deadlines": read_deadlines(posted) + _kept_deadlines(state),
        "decide": read_decide(posted) if state.kind == "approval" else state.decide,
    }


def _kept_deadlines(state: State) -> tuple[Deadline, ...]:
    """Those that the panel cannot show in a row (a duration of several parts, several people to tell)."""
    return tuple(one for one in state.deadlines if not split_duration(one.after)[0] or len(one.to) > 1)


def rights_said(process: Process, posted: Posted) -> Mapping[str, Right]:
    """The lines of rights: "*" for all fields, then pages and fields by key."""
    return read_rights(posted, ["*", *(page.key for page in process.form.pages), *process.form.fields])


def move_changes(move: Move, posted: Posted) -> dict[str, Any]:
    vote = posted.get("vote", "")
    return {
        "title": read_title(posted, "title"),
        "help": read_title(posted, "help"),
        "target": posted.get("target", move.target),
        "vote": vote if vote in {"for", "against"} else "",
        "asks": ("comment",) if "asks.comment" in posted else (),
        "unfinished": "unfinished" in posted,
    }


def process_changes(process: Process, posted: Posted) -> dict[str, Any]:
    names = ("name", "email", "phone", "company")
    contact = ContactFields(**{name: _field(process, posted.get(f"contact.{name}", "")) for name in names})
    return {
        "title": read_title(posted, "title"),
        "about": read_title(posted, "about"),
        "category": posted.get("category", "").strip(),
        "number": posted.get("number", "").strip() or process.number,
        "contact": contact,
        "summary": tuple(key for key in process.form.fields if f"summary.{key}" in posted),
    }


def _field(process: Process, key: str) -> str:
    return key if key in process.form.fields else ""
