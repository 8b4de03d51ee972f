"""Rules as a person says them: “Asked only when “Extra days” is more than 0”."""

from collections.abc import Mapping

from builder.editing.form_edits import find_field
from builder.editing.group_edits import section_of
from builder.editing.spots import Ruled, Spot
from builder.rules.conditions import OPERATORS, Group, Operand, Row, to_group
from builder.rules.readable import Readable, token
from builder.rules.results import split
from builder.rules.spot_reading import known_at, names_at, target_of
from schemas.formula import printed
from schemas.model.form import Rule
from schemas.model.process import Process
from schemas.words import LANGUAGES, Words, words

RULES: Mapping[str, Words] = {
    "show": words("Asked only when {c}", "当{c}时才显示"),
    "require": words("Must be answered when {c}", "当{c}时必填"),
    "lock": words("Locked when {c}", "当{c}时只读"),
    "set": words("Set by itself to {c}", "自动设为{c}"),
    "limit": words("Offers only {c}", "只提供{c}"),
    "default": words("Filled in beforehand with {c}", "预先填入{c}"),
    "compute": words("Worked out as {c}", "计算为 {c}"),
    "warn": words("Warns “{text}” when {c}", "当{c}时提醒“{text}”"),
    "refuse": words("Refuses with “{text}” when {c}", "当{c}时拒绝并提示“{text}”"),
    "jump": words("Goes on to “{to}” when {c}", "当{c}时跳到“{to}”"),
    "when": words("Possible only when {c}", "当{c}时才可用"),
    "join": words("Goes on when {c}", "当{c}时继续"),
    "times": words("As often as {c}", "办理 {c} 次"),
    "deed": words("Is set to {c}", "设为{c}"),
    "given": words("Is given {c}", "传入{c}"),
}


def condition(rule: Rule, process: Process, spot: Spot) -> Words:
    """The rule of a spot in words; where it says more than rows can, as a formula."""
    group = to_group(rule)
    if group is None:
        return formula(rule, process, spot)
    return _group(group, known_at(process, spot))


def shown_when(process: Process, key: str) -> Words:
    """When a field that has such a condition is asked at all."""
    return condition(find_field(process, key).show, process, Spot("field", key, "show"))


def formula(rule: Rule, process: Process, spot: Spot) -> Words:
    names = names_at(process, spot)
    return Words({lang: printed(rule, names, lang) for lang in LANGUAGES})


def of_way(process: Process, source: str, key: str) -> Words:
    """The condition of a way on; empty where it has none."""
    spot = Spot("move", f"{source}.{key}", "when")
    when = next((move.when for move in process.flow.moves_from(source) if move.key == key), None)
    return Words() if when is None else condition(when, process, spot)


def _group(group: Group, known: Mapping[str, Readable]) -> Words:
    joint = words(" and ", " 且 ") if group.joint == "all" else words(" or ", " 或 ")
    said = Words()
    for part in group.parts:
        inner = _group(part, known) if isinstance(part, Group) else _row(part, known)
        one = words("({inner})", "（{inner}）").formatted(inner=inner) if isinstance(part, Group) else inner
        said = (
            words("{said}{joint}{one}", "{said}{joint}{one}").formatted(said=said, joint=joint, one=one)
            if said
            else one
        )
    return said


def _row(row: Row, known: Mapping[str, Readable]) -> Words:
    left = known.get(token(row.left))
    named = left.operators if left and row.operator in left.operators else OPERATORS
    head = words("“{field}” {operator}", "“{field}”{operator}").formatted(
        field=_operand(row.left, None, known), operator=named[row.operator]
    )
    if row.right is None:
        return head
    value = _operand(row.right, left, known)
    if row.right.sort == "name":  # what is read, not what it is compared with word for word
        value = words("“{field}”", "“{field}”").formatted(field=value)
    return words("{head} {value}", "{head} {value}").formatted(head=head, value=value)


def _operand(one: Operand, left: Readable | None, known: Mapping[str, Readable]) -> Words | str:
    if one.sort == "today":
        return _today(int(one.what))
    if one.sort != "value":
        found = known.get(token(one))
        return found.title if found else str(one.what)
    titles = {choice.const: choice.title for choice in left.choices} if left else {}
    values = one.what if isinstance(one.what, tuple) else (one.what,)
    said = [titles.get(value) or words(str(value), str(value)) for value in values]
    return Words(
        {lang: ("、" if lang.startswith("zh") else ", ").join(one.in_(lang) for one in said) for lang in LANGUAGES}
    )


def _today(days: int) -> Words:
    if not days:
        return words("today", "今天")
    if days > 0:
        return words("today + {n} days", "今天 + {n} 天").formatted(n=days)
    return words("today − {n} days", "今天 − {n} 天").formatted(n=-days)


def rule(spot: Spot, one: Ruled, process: Process) -> Words:
    """What the rule of a spot does, as one sentence; empty where there is none."""
    if one.rule is None:
        return Words()
    said = _value(spot, one.rule, process) if spot.is_value else condition(one.rule, process, spot)
    to = next((page.title or page.key for page in process.form.pages if page.key == one.to), one.to)
    return RULES[spot.kind].formatted(c=said, text=one.text, to=to)


def called(process: Process, spot: Spot) -> Words | str:
    """What the rule is about: the title of the field, the page, the section or the way."""
    if spot.of == "field":
        return find_field(process, spot.key).title or spot.key
    if spot.of == "page":
        return next((one.title for one in process.form.pages if one.key == spot.key), Words()) or spot.key
    if spot.of == "section":
        return section_of(process, spot.key).title or spot.key
    source, _, key = spot.key.partition(".")
    if spot.of == "state":
        return process.flow.by_key[source].title or source
    return next((one.title for one in process.flow.moves_from(source) if one.key == key), Words()) or key


def _value(spot: Spot, given: Rule, process: Process) -> Words:
    result, when = split(given)
    value = _result(result, process, spot)
    if when is None:
        return value
    said = condition(when, process, spot)
    return words("{value}, if {said}", "{value}（当{said}）").formatted(value=value, said=said)


def _result(result: Rule, process: Process, spot: Spot) -> Words:
    plain = result if isinstance(result, list) else [result]
    if all(isinstance(one, str) for one in plain):
        found = _operand(Operand("value", tuple(plain)), target_of(process, spot), {})
        return found if isinstance(found, Words) else words(found, found)
    return formula(result, process, spot)
