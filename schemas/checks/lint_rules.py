"""Rules that cannot work: they wait for one another, read what is not there, or mix what does not mix."""

from collections.abc import Iterator, Mapping

from schemas import logic
from schemas.fields.kind import Value
from schemas.fields.registry import type_of
from schemas.filling.visible import cycles
from schemas.format.addresses import Addresses
from schemas.format.form_reading import RULED
from schemas.logic.kinds import Kind
from schemas.model.form import Field, Form, Rule
from schemas.model.process import Process
from schemas.problem import Problem
from schemas.rules import currencies
from schemas.rules.context_names import AROUND, EARLIER
from schemas.rules.flow_rules import flow_rules
from schemas.rules.rule_order import page_key, section_key
from schemas.words import words

FIRST = ("compute", "show", "set", "lock", "jumps/0")
"""Of the rules that wait for one another, the one to point at: the first that there is."""


def wrong(process: Process, at: Addresses) -> Iterator[Problem]:
    form, names = process.form, names_of(process.form)
    for circle in cycles(form):
        first = circle.params["fields"][0]
        kind = next((kind for kind in FIRST if (first, kind) in at.rules), "compute")
        yield Problem(circle.code, at.rule(first, kind), circle.params, circle.severity)
    for name, one, known in _asked(form, names):
        for kind, rule in _rules(one):
            yield from _checked(rule, at.rule(name, kind), known)
    for name, kind, rule in _group_rules(form):
        yield from _checked(rule, at.rule(name, kind), names)
    yield from _jumps(form, at)
    for said in flow_rules(process, names):
        yield from _checked(said.rule, said.path, said.names)


def other_currency(process: Process, at: Addresses) -> Iterator[Problem]:
    """Amounts that are worked out of amounts in other currencies; a rate may stand in the rule, so it is but a hint."""
    form = process.form
    for name, one, _ in _asked(form, {}):
        if currencies.is_computed(one) and (read := currencies.read_by(form, name) - {currencies.currency_of(one)}):
            others = words(", ".join(sorted(read)), "、".join(sorted(read)))
            said = {"field": one.title or one.key, "currency": currencies.currency_of(one), "others": others}
            yield Problem("rule.other-currency", at.rule(name, "compute"), said, "warning")


def names_of(form: Form) -> Mapping[str, Value]:
    """What a rule over the form's answers may read, and of what kind it is.

    Columns are ``table.column``, parts of an answer ``period.from``; what is known around the form begins with "@".
    """
    names: dict[str, Value] = {**AROUND}
    for key, one in form.fields.items():
        names |= _named(key, one)
        names |= {
            name: value for column in one.columns for name, value in _named(f"{key}.{column.key}", column).items()
        }
        if one.type != "note":
            names[f"{EARLIER}.{key}"] = "number"
    return names


def _named(name: str, one: Field) -> Mapping[str, Value]:
    kind = type_of(one)
    return {name: kind.value_of(one)} | {f"{name}.{key}": part.value for key, part in kind.readable(one).items()}


def _asked(form: Form, names: Mapping[str, Value]) -> Iterator[tuple[str, Field, Mapping[str, Value]]]:
    """Every field and every column, by what rules call it, with what its own rules may read."""
    for key, one in form.fields.items():
        yield key, one, names
        row = {name: value for column in one.columns for name, value in _named(column.key, column).items()}
        for column in one.columns:
            yield f"{key}.{column.key}", column, {**names, **row}


def _rules(one: Field) -> Iterator[tuple[str, Rule]]:
    yield from ((kind, getattr(one, kind)) for kind in RULED)
    yield from ((f"remarks/{number}", remark.when) for number, remark in enumerate(one.remarks))


def _group_rules(form: Form) -> Iterator[tuple[str, str, Rule]]:
    for page in form.pages:
        yield page_key(page), "show", page.show
        yield from ((page_key(page), f"jumps/{number}", jump.when) for number, jump in enumerate(page.jumps))
        yield from ((section_key(one), "show", one.show) for one in page.sections)


def _jumps(form: Form, at: Addresses) -> Iterator[Problem]:
    """Jumps that lead back, or nowhere further: they pass over nothing."""
    place = {page.key: number for number, page in enumerate(form.pages)}
    for page in form.pages:
        for number, jump in enumerate(page.jumps):
            if place.get(jump.to, -1) <= place[page.key]:
                path = at.rule(page_key(page), f"jumps/{number}")
                yield Problem("rule.jump-back", path, {"page": page.title or page.key, "to": jump.to})


def _checked(rule: Rule, path: str, names: Mapping[str, Kind]) -> Iterator[Problem]:
    if rule is not None:
        for one in logic.check(rule, names):
            yield Problem(one.code, path + one.path, one.params, one.severity, one.example)
