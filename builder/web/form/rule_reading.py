"""What the page of a rule holds: rows or a formula, as typed, and the rule that they make."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from builder.editing.spots import Ruled, Spot
from builder.rules import results
from builder.rules.conditions import to_group, to_rule
from builder.rules.formula_offers import offers
from builder.rules.readable import Readable
from builder.rules.spot_reading import kinds_at, known_at, names_at, target_of
from builder.web.form.rule_rows import (
    Line,
    Lines,
    added,
    dropped,
    group_of,
    line_of_value,
    lines_of,
    posted_line,
    posted_lines,
    value_of_line,
)
from builder.web.frame.lines import Posted, read_title
from schemas import logic
from schemas.formula import WrongFormula, parse, printed
from schemas.model.form import Rule
from schemas.model.process import Process
from schemas.problem import Problem
from schemas.words import Words

Manner = Literal["rows", "formula"]


@dataclass(frozen=True)
class Typed:
    """A rule as somebody types it. ``known`` is what its rows may read, ``result`` the value that it comes to."""

    manner: Manner
    known: Mapping[str, Readable]
    lines: Lines = field(default_factory=Lines)
    result: Line = field(default_factory=Line)
    formula: str = ""
    text: Words = field(default_factory=Words)
    to: str = ""
    target: Readable | None = None
    """The field that the value is for."""
    no_rows: bool = False
    """Whether rows were asked for that cannot say the formula."""


def shown_rule(process: Process, spot: Spot, present: Ruled, lang: str, manner: str = "") -> Typed:
    """What stands at the spot: as rows where rows can say it, unless a formula is asked for."""
    typed = replace(_blank(process, spot), text=present.text, to=present.to)
    rows = None if manner == "formula" else _as_rows(spot, typed, present.rule)
    if rows and not (spot.kind == "compute" and present.rule is None):
        return rows
    return replace(typed, manner="formula", formula=printed(present.rule, names_at(process, spot), lang))


def posted_rule(process: Process, spot: Spot, posted: Posted) -> Typed:
    return replace(
        _blank(process, spot),
        manner="formula" if posted.get("manner") == "formula" else "rows",
        lines=posted_lines(posted),
        result=posted_line(posted, "result"),
        formula=posted.get("formula", "").replace("\r\n", "\n"),
        text=read_title(posted, "text"),
        to=posted.get("to", ""),
    )


def _blank(process: Process, spot: Spot) -> Typed:
    return Typed("rows", known_at(process, spot), target=target_of(process, spot) if spot.is_value else None)


def changed_rows(process: Process, spot: Spot, typed: Typed, do: str, lang: str) -> Typed:
    """Drawn again with one row more or less, or in the other manner."""
    word, _, where = do.partition(":")
    if word in ("row", "group"):
        return replace(typed, lines=added(typed.lines, where, group=word == "group"))
    if word == "use" and any(where == one.formula for one in offers(process, spot)):
        names = names_at(process, spot)
        return replace(typed, manner="formula", formula=printed(parse(where, names), names, lang))
    if word == "drop" and where:
        return replace(typed, lines=dropped(typed.lines, where))
    made, problem = ruled_of(process, spot, typed)
    if word == "formula" and made:
        return replace(typed, manner="formula", formula=printed(made.rule, names_at(process, spot), lang))
    if word == "rows" and made and not problem:
        return _as_rows(spot, typed, made.rule) or replace(typed, no_rows=True)
    return replace(typed, no_rows=word == "rows")


def _as_rows(spot: Spot, typed: Typed, rule: Rule) -> Typed | None:
    value, when = results.split(rule) if spot.is_value else (None, rule)
    group = to_group(when)
    result = results.simple(value) if value is not None else None
    if group is None or (spot.is_value and value is not None and result is None):
        return None
    lines = lines_of(group)
    if not lines.parts and not spot.is_value:
        lines = replace(lines, parts=(Line(),))
    made = replace(typed, manner="rows", lines=lines, result=line_of_value(result) if result else Line())
    again, _ = _of_rows(spot, made)
    return made if again == rule else None


def ruled_of(process: Process, spot: Spot, typed: Typed) -> tuple[Ruled | None, Problem | None]:
    """The rule that is typed, or why it cannot be read."""
    rule, problem = _of_rows(spot, typed) if typed.manner == "rows" else _of_formula(process, spot, typed)
    if problem:
        return None, problem
    return Ruled(rule, typed.text, typed.to), None


def _of_formula(process: Process, spot: Spot, typed: Typed) -> tuple[Rule, Problem | None]:
    try:
        return parse(typed.formula, names_at(process, spot)), None
    except WrongFormula as wrong:
        return None, wrong.problem


def _of_rows(spot: Spot, typed: Typed) -> tuple[Rule, Problem | None]:
    when = to_rule(group_of(typed.lines, typed.known))
    if not spot.is_value or typed.target is None:
        return when, None
    is_list = typed.target.kind == "list"
    operand = value_of_line(typed.result, typed.target, typed.known, several=is_list)
    value = results.said(operand, typed.target.kind) if operand else None
    return results.together(value, when), None


def typed_problems(process: Process, spot: Spot, made: Ruled) -> tuple[Problem, ...]:
    """What is surely wrong with a rule that can be read: unknown names, kinds that do not fit."""
    if made.rule is None:
        return ()
    return logic.check(made.rule, kinds_at(process, spot))
