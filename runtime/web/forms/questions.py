"""A form as a page asks it: what stands in it, what is asked now, and what the browser may know of the rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from runtime.access import Actor, Permission
from runtime.forms.offering import Offered
from runtime.processes.deployment import Compiled
from schemas.fields.registry import type_of
from schemas.filling.rights import demanded, readable, writable
from schemas.filling.visible import Entry, Settled, compiled, settle
from schemas.logic.mentions import names
from schemas.model.flow import Right
from schemas.model.form import Field, Form
from schemas.problem import Problem


@dataclass(frozen=True)
class Beside:
    """What the rules read that is no answer, and what locked fields keep.

    ``offered`` is what there is to choose from, by field; ``counts`` where the browser asks how often something was
    answered before: ``{"place", "fields"}``, or None where it may not.
    """

    around: Mapping[str, Any] = field(default_factory=dict)
    kept: Mapping[str, Any] = field(default_factory=dict)
    offered: Mapping[str, Offered] = field(default_factory=dict)
    counts: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Questions:
    """Everything that `templates/form/form.html` draws from. What may not be read is not in here.

    ``values`` are answers, or what was typed where there are ``problems``. ``given`` are answers that rules read and
    nobody changes here, ``beside`` is what else they read, and ``kept`` of it what a field keeps that may be locked.
    """

    form: Form
    values: Mapping[str, Any]
    rights: Mapping[str, Right]
    settled: Settled
    rules: Mapping[str, Any]
    given: Mapping[str, Any]
    problems: Sequence[Problem] = ()
    beside: Beside = field(default_factory=Beside)
    kept: Mapping[str, Any] = field(default_factory=dict)

    @property
    def minutes(self) -> int:
        """How long it takes: about a quarter of a minute a question, three for one that wants sentences or rows."""
        open_ = writable(self.rights)
        asked = [one for key, one in self.form.fields.items() if key in open_]
        return max(1, round(sum(45 if one.type in {"long_text", "table", "repeat"} else 15 for one in asked) / 60))


def ask(
    form: Form,
    rights: Mapping[str, Right],
    answers: Mapping[str, Any],
    *,
    typed: Mapping[str, Any] | None = None,
    problems: Sequence[Problem] = (),
    beside: Beside | None = None,
) -> Questions:
    """``answers`` as they stand decide what is asked; ``typed`` is shown in their place where it was not kept."""
    beside = beside or Beside(kept=answers)
    settled = settle(form, answers, beside.around, beside.kept, demanded(rights))
    seen, open_ = readable(rights), writable(rights)
    values = {**settled.values, **(typed or {})}
    return Questions(
        form,
        {key: value for key, value in values.items() if key in seen},
        rights,
        settled,
        _rules(form, rights, settled),
        {key: value for key, value in settled.values.items() if key in seen - open_ or _is_given(form.fields[key])},
        problems,
        beside,
        {key: value for key, value in beside.kept.items() if key in seen and _may_lock(form.fields[key])},
    )


def _is_given(asked: Field) -> bool:
    return type_of(asked).given == "house"


def _may_lock(asked: Field) -> bool:
    return asked.locked or asked.lock is not None or any(_may_lock(column) for column in asked.columns)


def counts(actor: Actor, compiled: Compiled, case_id: str = "") -> Mapping[str, Any] | None:
    """Where the browser of a colleague asks, while they type, how often something was answered before."""
    fields = sorted(compiled.checker.counted)
    if not fields or not actor.may(Permission.USE):
        return None
    return {"place": f"/earlier/{compiled.id}", "fields": fields, "case": case_id}


def only_asked(form: Form, rights: Mapping[str, Right]) -> Mapping[str, Right]:
    """The rights for a page that shows the rest elsewhere: what is written, and what is computed from it at once."""
    asked = writable(rights)
    while moved := {key for key in rights if key not in asked and rights[key] == "read" and _follows(form, key, asked)}:
        asked |= moved
    return {key: right if key in asked else "hide" for key, right in rights.items()}


def _follows(form: Form, key: str, asked: frozenset[str]) -> bool:
    rule = form.fields[key].compute
    return rule is not None and bool(names(rule) & asked)


def _rules(form: Form, rights: Mapping[str, Right], settled: Settled) -> Mapping[str, Any]:
    """The rules of what may be seen. One that reads what may not be is told as the server found it, and not why."""
    seen, rules = readable(rights), compiled(form, demanded(rights))
    entries = (entry for entry in rules["fields"] if entry.get("group") or entry["key"] in seen)
    unseen = frozenset(form.fields.keys() - seen)
    return {"fields": [_told(entry, unseen, settled) for entry in entries]}


def _told(entry: Entry, unseen: frozenset[str], settled: Settled) -> dict[str, Any]:
    """Of an entry that reads what is ``unseen``, its result in place of every such rule."""
    key = entry["key"]
    known: dict[str, Any] = {
        "show": key in settled.shown or (entry.get("group", False) and key not in settled.skipped),
        "require": key in settled.required | settled.wanted,
        "compute": settled.values.get(key),
        "set": settled.values.get(key) if key in settled.locked else None,
        "lock": key in settled.locked,
        "limit": settled.limited.get(key),
        "leapt": [{"when": key in settled.skipped}],
        "remarks": [f"{key}#{number}" in settled.remarked for number, _ in enumerate(entry.get("remarks", ()))],
    }
    return {name: known[name] if name in known and _reads(rule, unseen) else rule for name, rule in entry.items()}


def _reads(rules: Any, unseen: frozenset[str]) -> bool:
    """Whether one of the rules that stand in an entry under one name reads what is unseen."""
    leaps = [one["when"] for one in rules if isinstance(one, dict) and "when" in one] if type(rules) is list else []
    return bool(names([rules, *leaps]) & unseen)
