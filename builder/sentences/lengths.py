"""Lengths of time as one number of one unit, the way a panel asks for them."""

from typing import Final

UNITS: Final = ("WD", "WH", "D", "H")
"""Of a deadline: working days and hours, then days and hours."""


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
