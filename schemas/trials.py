"""Answers to try conditions with: at, below and above every value that they compare with, and blank.

A trial proves that something can happen. That nothing else can happen it proves only where the trials are complete.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any, Final

from schemas.fields.alternatives import choices_of
from schemas.fields.spelling import LONGEST
from schemas.form import Field, Form, Rule
from schemas.logic import names
from schemas.precedence import groups_of, leaps
from schemas.visible import CyclicRules, settle

MOST: Final = 2_000
"""Trials for the conditions of one choice; of more nothing is said."""


@dataclass(frozen=True)
class Trial:
    """What people answer, and what the rules make of it; ``whole`` where every required field is answered."""

    answers: Mapping[str, Any]
    settled: Mapping[str, Any]
    whole: bool


@dataclass(frozen=True)
class Trials:
    """``complete`` where every answer that there can be behaves as one of these does."""

    trials: tuple[Trial, ...] = ()
    complete: bool = False


def trials(form: Form, conditions: Iterable[Rule]) -> Trials:
    """Trials over the fields that the conditions read, directly or through other rules; none where there are too many."""
    read, rules = _closure(form, conditions)
    literals = frozenset(_literals(rules))
    asked = [form.fields[key] for key in form.fields if key in read and form.fields[key].compute is None]
    values = {one.key: _values(one, literals) for one in asked}
    if prod(len(offered) for offered in values.values()) > MOST:
        return Trials()
    try:
        made = tuple(_tried(form, dict(zip(values, chosen, strict=True))) for chosen in product(*values.values()))
    except CyclicRules:
        return Trials()
    counted = all(one.type == "yes_no" or (one.type == "choice" and not one.options.get("other")) for one in asked)
    return Trials(made, complete=counted and read <= form.fields.keys())


def _tried(form: Form, chosen: Mapping[str, Any]) -> Trial:
    answers = {key: value for key, value in chosen.items() if value is not None}
    settled = settle(form, answers)
    kept = {key: value for key, value in answers.items() if key in settled.values}
    return Trial(kept, settled.values, whole=settled.required & chosen.keys() <= kept.keys())


def _closure(form: Form, conditions: Iterable[Rule]) -> tuple[frozenset[str], list[Rule]]:
    """Every field that has a say in the conditions, and every rule that has."""
    rules = list(conditions)
    deciding = _deciding(form)
    read: set[str] = set()
    for rule in rules:
        for key in names(rule) - read:
            read.add(key)
            rules.extend(deciding.get(key, ()))
    return frozenset(read), rules


def _deciding(form: Form) -> Mapping[str, list[Rule]]:
    """Of every field the rules that decide about its value, with those of the groups around it."""
    skipping: dict[str, list[Rule]] = {}
    for key, group, over in leaps(form):
        read = [group.show, *(jump.when for _, jump in over)]
        starts = [rule for start, _ in over for rule in skipping.get(start, ())]
        skipping[key] = [*(rule for rule in read if rule is not None), *starts]
    around = groups_of(form)
    return {
        key: [rule for rule in (one.show, one.compute, one.set, one.lock) if rule is not None]
        + [rule for group in around.get(key, ()) for rule in skipping[group]]
        for key, one in form.fields.items()
    }


def _literals(rule: Any) -> Iterator[Any]:
    if isinstance(rule, dict):
        yield from (found for word, one in rule.items() if word != "var" for found in _literals(one))
    elif isinstance(rule, list):
        yield from (found for one in rule for found in _literals(one))
    elif isinstance(rule, str | int | float) and not isinstance(rule, bool):
        yield rule


def _values(one: Field, literals: frozenset[Any]) -> list[Any]:
    """What may be answered, of every sort that the literals could tell apart; None is no answer."""
    match one.type:
        case "yes_no":
            return [True, False, None]
        case "choice":
            return [*(choice.const for choice in choices_of(one)), *(["…"] if one.options.get("other") else []), None]
        case "number" | "money" | "percent":
            return [*_numbers(one, literals), None]
        case "text" | "long_text" if not one.options.keys() - {"max_length"}:
            return [*_texts(one, literals), "…", None]
        case _:
            return [None]


def _texts(one: Field, literals: frozenset[Any]) -> list[str]:
    longest = one.options.get("max_length", LONGEST)
    return sorted(text for text in literals if isinstance(text, str) and 0 < len(text.strip()) <= longest)


def _numbers(one: Field, literals: frozenset[Any]) -> list[Any]:
    near = {number + step for number in literals if not isinstance(number, str) for step in (-1, 0, 1)}
    bounds = {one.options[name] for name in ("minimum", "maximum") if one.options.get(name) is not None}
    least, most = one.options.get("minimum", float("-inf")), one.options.get("maximum", float("inf"))
    return sorted(number for number in near | bounds | {0, 1} if least <= number <= most)
