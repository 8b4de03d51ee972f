"""What a designer's panel posts, read as parts of a document. Names are dotted: ``title.en``, ``who.0``, ``show.1.field``.

Every row of a repeated part may be left blank, and then is none: so a page adds rows without a script.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from builder.conditions import FITTING, OPERATORS, VALUELESS, Joint, Row, Rows, to_rule
from schemas.assignment import Who
from schemas.fields.alternatives import choices_of
from schemas.fields.registry import TYPES
from schemas.flow import Deadline, Decide, Right
from schemas.form import Field, Rule
from schemas.words import LANGUAGES, Words

Posted = MultiDict[str, str]
UNITS = ("WD", "WH", "D", "H")
"""Of a deadline: working days and hours, then days and hours."""
RIGHTS: tuple[Right, ...] = ("edit", "read", "hide")
MOST_ROWS = 200


def read_title(posted: Posted, name: str) -> Words:
    texts = {lang: posted.get(f"{name}.{lang}", "").strip() for lang in LANGUAGES}
    return Words({lang: text for lang, text in texts.items() if text})


def rows_of(posted: Posted, name: str, *parts: str) -> Iterator[dict[str, str]]:
    """The rows ``name.0.part``, ``name.1.part``… whose first part is not blank."""
    for at in range(MOST_ROWS):
        if f"{name}.{at}.{parts[0]}" not in posted:
            return
        row = {part: posted.get(f"{name}.{at}.{part}", "").strip() for part in parts}
        if row[parts[0]]:
            yield row


def read_who(posted: Posted, name: str) -> tuple[Who, ...]:
    """Lines as ``group:ccb`` or ``requester:``."""
    return tuple(who for row in rows_of(posted, name, "who") if (who := one_who(row["who"])))


def one_who(line: str) -> Who | None:
    kind, _, key = line.partition(":")
    match kind:
        case "group" | "person" | "field" if key:
            return Who(kind, key)
        case "requester" | "manager" | "contact":
            return Who(kind)
        case _:
            return None


def line_of(who: Who) -> str:
    return f"{who.kind}:{who.key}"


def read_decide(posted: Posted) -> Decide:
    rule = posted.get("decide.rule", "any")
    count = posted.get("decide.count", "")
    return Decide(
        rule="all" if rule == "all" else "at_least" if rule == "at_least" else "any",
        count=max(1, int(count)) if rule == "at_least" and count.isdecimal() else 1,
        order="sequential" if posted.get("decide.order") == "sequential" else "parallel",
        one_rejection_ends="decide.one_rejection_ends" in posted,
    )


def read_deadlines(posted: Posted) -> tuple[Deadline, ...]:
    return tuple(
        Deadline(
            duration(int(row["count"]), row["unit"]),
            "escalate" if row["do"] == "escalate" else "remind",
            tuple(who for who in (one_who(row["to"]),) if who and row["do"] == "escalate"),
        )
        for row in rows_of(posted, "deadline", "count", "unit", "do", "to")
        if row["count"].isdecimal() and int(row["count"]) > 0 and row["unit"] in UNITS
    )


def duration(count: int, unit: str) -> str:
    """ISO 8601, with WD and WH for working time: P2WD, PT4WH, P3D, PT8H."""
    return f"P{'T' if unit.endswith('H') else ''}{count}{unit}"


def split_duration(after: str) -> tuple[str, str]:
    """The number and the unit of a duration with one part; an empty number for any other."""
    for unit in UNITS:
        count = after.removeprefix("P").removeprefix("T").removesuffix(unit)
        if count.isdecimal() and after in {duration(int(count), unit), f"P{count}{unit}"}:
            return count, unit
    return "", UNITS[0]


def read_rights(posted: Posted, names: Iterator[str] | list[str]) -> dict[str, Right]:
    """``right.KEY`` of those given; a blank one says nothing of its own."""
    said = {name: posted.get(f"right.{name}", "") for name in names}
    return {name: right for name, given in said.items() for right in RIGHTS if right == given}


def read_condition(posted: Posted, name: str, fields: Mapping[str, Field]) -> Rule:
    """The rows ``name.0.field``, ``.operator``, ``.value`` as JSON Logic; rows that say nothing sensible are left out."""
    rows = (
        _row(row, fields[row["field"]])
        for row in rows_of(posted, name, "field", "operator", "value")
        if row["field"] in fields
    )
    joint: Joint = "any" if posted.get(f"{name}.joint") == "any" else "all"
    return to_rule(Rows(joint, tuple(row for row in rows if row)))


def _row(row: Mapping[str, str], field: Field) -> Row | None:
    fitting = operators_of(field)
    if not fitting:
        return None
    operator = row["operator"] if row["operator"] in fitting else next(iter(fitting))
    if operator in VALUELESS:
        return Row(row["field"], operator)
    value = _value(row["value"], field)
    return None if value is None else Row(row["field"], operator, value)


def _value(text: str, field: Field) -> Any:
    """A choice by its key or by its title in any language, a number as a number, and the rest as text."""
    if not text:
        return None
    if value_of(field) == "number":
        return _number(text)
    titled = (one.const for one in choices_of(field) if text in {one.const, *one.title.values()})
    return next(titled, text)


def _number(text: str) -> int | float | None:
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        return None
    return int(number) if number.is_integer() else number


def value_of(field: Field) -> str:
    return TYPES[field.type].value_of(field) if field.type in TYPES else "none"


def operators_of(field: Field) -> Mapping[str, Words]:
    """The operators that fit a field; of a choice only those that compare the whole."""
    fitting = FITTING[TYPES[field.type].value_of(field)] if field.type in TYPES else ()
    whole = choices_of(field) and "==" in fitting
    return {key: OPERATORS[key] for key in fitting if not (whole and key in {"in", "not-in"})}
