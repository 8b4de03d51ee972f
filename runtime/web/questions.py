"""A form as a page asks it: what stands in it, what is asked now, and what the browser may know of the rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schemas.flow import Right
from schemas.form import Form, Rule
from schemas.logic.mentions import names
from schemas.problem import Problem
from schemas.rights import readable, writable
from schemas.visible import Settled, compiled, settle

RULES = ("show", "require", "compute")


@dataclass(frozen=True)
class Questions:
    """Everything that `templates/form/form.html` draws from. What may not be read is not in here.

    ``values`` are answers, or what was typed where there are ``problems``. ``given`` are answers that rules read and
    nobody changes here. ``people`` are pairs of key and name.
    """

    form: Form
    values: Mapping[str, Any]
    rights: Mapping[str, Right]
    shown: frozenset[str]
    needed: frozenset[str]
    rules: Mapping[str, Any]
    given: Mapping[str, Any]
    problems: Sequence[Problem] = ()
    people: Sequence[tuple[str, str]] = ()

    @property
    def minutes(self) -> int:
        """How long it takes: about a quarter of a minute a question, three for one that wants sentences or rows."""
        asked = [one for key, one in self.form.fields.items() if self.rights[key] == "edit"]
        return max(1, round(sum(45 if one.type in {"long_text", "table"} else 15 for one in asked) / 60))


def ask(
    form: Form,
    rights: Mapping[str, Right],
    answers: Mapping[str, Any],
    *,
    typed: Mapping[str, Any] | None = None,
    problems: Sequence[Problem] = (),
    people: Iterable[tuple[str, str]] = (),
) -> Questions:
    """``answers`` as they stand decide what is asked; ``typed`` is shown in their place where it was not kept."""
    settled = settle(form, answers)
    seen, open_ = readable(rights), writable(rights)
    values = {**settled.values, **(typed or {})}
    return Questions(
        form,
        {key: value for key, value in values.items() if key in seen},
        rights,
        settled.shown,
        settled.required,
        _rules(form, seen, settled),
        {key: value for key, value in settled.values.items() if key in seen - open_},
        problems,
        tuple(people),
    )


def only_asked(form: Form, rights: Mapping[str, Right]) -> Mapping[str, Right]:
    """The rights for a page that shows the rest elsewhere: what is written, and what is computed from it at once."""
    asked = writable(rights)
    while moved := {key for key in rights if key not in asked and rights[key] == "read" and _reads(form, key, asked)}:
        asked |= moved
    return {key: right if key in asked else "hide" for key, right in rights.items()}


def _reads(form: Form, key: str, asked: frozenset[str]) -> bool:
    rule = form.fields[key].compute
    return rule is not None and bool(names(rule) & asked)


def _rules(form: Form, seen: frozenset[str], settled: Settled) -> Mapping[str, Any]:
    """The rules of what may be seen. One that reads what may not be is told as the server found it, and not why."""
    entries = (entry for entry in compiled(form)["fields"] if entry["key"] in seen)
    return {"fields": [_told(dict(entry), form, seen, settled) for entry in entries]}


def _told(entry: dict[str, Any], form: Form, seen: frozenset[str], settled: Settled) -> dict[str, Any]:
    blind = {rule for rule in RULES if rule in entry and _reads_hidden(entry[rule], form, seen)}
    if not blind:
        return entry
    key = entry["key"]
    known = {
        "show": key in settled.shown,
        "require": key in settled.required,
        "compute": settled.values.get(key),
    }
    return {**entry, **{rule: known[rule] for rule in blind}}


def _reads_hidden(rule: Rule, form: Form, seen: frozenset[str]) -> bool:
    return bool(names(rule) & form.fields.keys() - seen)
