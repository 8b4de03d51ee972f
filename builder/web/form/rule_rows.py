"""The rows of a condition as a page draws and posts them: ``rows.joint``, ``rows.0.left``, ``rows.1.0.value``.

What is half filled in stays as it is while one goes on; only what is complete becomes a part of the rule.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from builder.rules.conditions import LISTING, VALUELESS, Group, Joint, Operand, Row
from builder.rules.readable import Readable, sort_of, token
from builder.web.frame.lines import MOST_ROWS, Posted

_BETWEEN: Final = re.compile(r"[,，、\n]")
TODAY: Final = "today:"


@dataclass(frozen=True)
class Line:
    """``left`` and ``right`` are tokens of what is read; without ``right`` it is compared with ``values``."""

    left: str = ""
    operator: str = ""
    right: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lines:
    joint: Joint = "all"
    parts: tuple["Line | Lines", ...] = ()


def lines_of(group: Group) -> Lines:
    return Lines(
        group.joint, tuple(lines_of(one) if isinstance(one, Group) else line_of_row(one) for one in group.parts)
    )


def line_of_row(row: Row) -> Line:
    if row.right is None:
        return Line(token(row.left), row.operator)
    return replace(line_of_value(row.right), left=token(row.left), operator=row.operator)


def line_of_value(operand: Operand) -> Line:
    if operand.sort == "today":
        return Line(right=TODAY, values=(str(operand.what),))
    if operand.sort != "value":
        return Line(right=token(operand))
    values = operand.what if isinstance(operand.what, tuple) else (operand.what,)
    return Line(values=tuple(map(str, values)))


def posted_lines(posted: Posted, name: str = "rows") -> Lines:
    parts: list[Line | Lines] = []
    for at in range(MOST_ROWS):
        here = f"{name}.{at}"
        if f"{here}.joint" in posted:
            parts.append(posted_lines(posted, here))
        elif f"{here}.left" in posted:
            parts.append(posted_line(posted, here))
        else:
            break
    return Lines("any" if posted.get(f"{name}.joint") == "any" else "all", tuple(parts))


def posted_line(posted: Posted, name: str) -> Line:
    left, operator, right = (posted.get(f"{name}.{part}", "") for part in ("left", "operator", "right"))
    values = tuple(value for one in posted.getlist(f"{name}.value") if (value := one.strip()))
    return Line(left, operator, right, values)


def added(lines: Lines, where: str, *, group: bool = False) -> Lines:
    """With a blank line, or a group of one, at the end of the lines or of the group ``where``."""
    blank = Lines("any" if lines.joint == "all" else "all", (Line(), Line())) if group else Line()
    if not where:
        return replace(lines, parts=(*lines.parts, blank))
    return _at(lines, int(where), lambda inner: (added(inner, ""),) if isinstance(inner, Lines) else (inner,))


def dropped(lines: Lines, where: str) -> Lines:
    """Without the line or group ``2``, or without the line ``1.0``; a group that is left with nothing goes too."""
    first, dot, rest = where.partition(".")
    left = _at(lines, int(first), lambda inner: (dropped(inner, rest),) if dot and isinstance(inner, Lines) else ())
    return replace(left, parts=tuple(one for one in left.parts if not isinstance(one, Lines) or one.parts))


def _at(lines: Lines, at: int, change: Any) -> Lines:
    parts = (new for place, one in enumerate(lines.parts) for new in (change(one) if place == at else (one,)))
    return replace(lines, parts=tuple(parts))


def group_of(lines: Lines, known: Mapping[str, Readable]) -> Group:
    """What is complete of the lines."""
    parts = (group_of(one, known) if isinstance(one, Lines) else row_of(one, known) for one in lines.parts)
    return Group(lines.joint, tuple(one for one in parts if one is not None))


def row_of(line: Line, known: Mapping[str, Readable]) -> Row | None:
    left = known.get(line.left)
    if left is None or not left.operators:
        return None
    operator = line.operator if line.operator in left.operators else next(iter(left.operators))
    if operator in VALUELESS:
        return Row(left.operand, operator)
    right = value_of_line(line, left, known, several=operator in LISTING)
    return None if right is None else Row(left.operand, operator, right)


def value_of_line(
    line: Line, left: Readable, known: Mapping[str, Readable], *, several: bool = False
) -> Operand | None:
    """What the line compares with; None where that is not said yet."""
    if sort_of(line.right) == "today":
        return Operand("today", _whole(line.values))
    if line.right:
        found = known.get(line.right)
        return found.operand if found and not several else None
    values = _values(line.values, left, several=several)
    if not values:
        return None
    return Operand("value", values if several else values[0])


def _values(texts: tuple[str, ...], left: Readable, *, several: bool) -> tuple[Any, ...]:
    """A choice by its key or by its title in any language, a number as a number, and the rest as text."""
    if left.kind == "number":
        return tuple(number for one in texts if (number := number_of(one)) is not None)
    if several and not left.choices:
        texts = tuple(part.strip() for one in texts for part in _BETWEEN.split(one) if part.strip())
    return tuple(_const(one, left) for one in texts)


def _const(text: str, left: Readable) -> str:
    return next((one.const for one in left.choices if text in {one.const, *one.title.values()}), text)


def number_of(text: str) -> int | float | None:
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        return None
    if number - number != 0:
        return None
    return int(number) if number.is_integer() else number


def _whole(values: tuple[str, ...]) -> int:
    number = number_of(values[0]) if values else 0
    return int(max(-1e6, min(number or 0, 1e6)))
