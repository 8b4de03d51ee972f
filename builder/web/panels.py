"""The panels of the designer, read back as changes of a field, a state or a move."""

import json
from collections.abc import Mapping
from typing import Any

from builder.naming import key_for
from builder.refusal import cannot
from builder.web.lines import (
    MOST_ROWS,
    Posted,
    read_condition,
    read_deadlines,
    read_decide,
    read_rights,
    read_title,
    read_who,
    split_duration,
)
from runtime.web.posted import raw_answers
from schemas.answers import Checker
from schemas.fields.alternatives import Choice
from schemas.fields.kind import EXTRA, Refused, asking
from schemas.fields.registry import TYPES
from schemas.flow import Deadline, Move, Right, State
from schemas.form import Field, Form, Rule
from schemas.problem import Problem, pointer
from schemas.process import ContactFields, Process
from schemas.words import LANGUAGES


def field_changes(process: Process, key: str, one: Field, posted: Posted) -> dict[str, Any]:
    """What the panel of a field says. Options that cannot be read keep what they were; `option_problems` tells."""
    fields = condition_fields(process, key)
    return {
        "title": read_title(posted, "title"),
        "help": read_title(posted, "help"),
        "placeholder": read_title(posted, "placeholder"),
        "required": "required" in posted,
        "options": read_options(one, posted),
        **{name: _rule(getattr(one, name), name, posted, fields) for name in ("show", "require")},
        "compute": read_formula(posted) if "compute" in posted else one.compute,
    }


def condition_fields(process: Process, key: str) -> Mapping[str, Field]:
    """The fields that a condition of ``key`` may read: all others, and before them the row's where it is a column."""
    table, _, column = key.rpartition(".")
    row = process.form.fields[table].columns if table in process.form.fields else ()
    beside = {one.key: one for one in row if one.key != column}
    return beside | {name: one for name, one in process.form.fields.items() if name not in {key, table, *beside}}


def _rule(present: Rule, name: str, posted: Posted, fields: Mapping[str, Field]) -> Rule:
    """A rule that no rows can say stays as it is, until it is ticked away."""
    if f"{name}.joint" in posted:
        return read_condition(posted, name, fields)
    return None if f"{name}.clear" in posted else present


def read_formula(posted: Posted) -> Rule:
    """JSON Logic as text; blank is none.

    Raises:
        CannotEdit: it is no JSON.
    """
    text = posted.get("compute", "").strip()
    try:
        return json.loads(text) if text else None
    except ValueError as wrong:
        raise cannot("edit.no-json") from wrong


def read_options(one: Field, posted: Posted) -> dict[str, Any]:
    kind = TYPES[one.type]
    read, problems = _options(one, posted)
    wrong = {problem.path.split("/")[1] for problem in problems if problem.path}
    kept = {key: value for key, value in one.options.items() if key in wrong or key not in kind.options.fields}
    return {**kept, **{key: value for key, value in read.items() if key not in wrong}, **_choices(one, posted)}


def option_problems(one: Field, posted: Posted) -> tuple[Problem, ...]:
    return _options(one, posted)[1]


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
    """The type's own options, without the choices: those have rows of their own, in both languages."""
    return asking(*(asked for key, asked in TYPES[one.type].options.fields.items() if key != "choices"))


def _choices(one: Field, posted: Posted) -> dict[str, Any]:
    if "choices" not in TYPES[one.type].options.fields:
        return {}
    found: list[Choice] = []
    for at in range(MOST_ROWS):
        if f"choices.{at}.{LANGUAGES[0]}" not in posted:
            break
        title = read_title(posted, f"choices.{at}")
        if title:
            const = posted.get(f"choices.{at}.const", "") or key_for(title, "option", (c.const for c in found))
            found.append(Choice(const, title))
    return {"choices": tuple(found)} if found else {}


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


def move_changes(process: Process, move: Move, posted: Posted) -> dict[str, Any]:
    vote = posted.get("vote", "")
    return {
        "title": read_title(posted, "title"),
        "help": read_title(posted, "help"),
        "target": posted.get("target", move.target),
        "vote": vote if vote in {"for", "against"} else "",
        "asks": ("comment",) if "asks.comment" in posted else (),
        "unfinished": "unfinished" in posted,
        "when": _rule(move.when, "when", posted, process.form.fields),
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
