"""How long: ISO 8601, with ``WD`` and ``WH`` for working days and hours. `runtime.engine.worktime` counts it out.

With a minus before it (``-P2WD``) it is counted backwards, from a date to what has to happen before.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

_DURATION = re.compile(
    r"(?P<minus>-?)P(?=.)(?:(?P<years>\d{1,3})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<weeks>\d{1,4})W(?!D))?(?:(?P<days>\d{1,5})D)?"
    r"(?:(?P<workdays>\d{1,4})WD)?"
    r"(?:T(?=.)(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,6})S)?(?:(?P<workhours>\d{1,4})WH)?)?",
    re.ASCII,
)


@dataclass(frozen=True)
class Duration:
    """A calendar part (``months``, and ``rest`` in days of 24 hours and less), then working days and hours.

    None of the numbers is negative; ``back`` says in which direction they are counted.
    """

    months: int
    rest: timedelta
    workdays: int
    workhours: int
    back: bool = False


@lru_cache(maxsize=512)
def parse(text: str) -> Duration:
    """``P3D``, ``PT36H``, ``P2WD``, ``P1WDT4WH``, ``-P1M``: whole numbers only.

    Raises:
        ValueError: it is not a duration.
    """
    found = _DURATION.fullmatch(text)
    if found is None:
        raise ValueError(f"not a duration: {text!r}")
    parts = found.groupdict()
    back = bool(parts.pop("minus"))
    said = {name: int(number or 0) for name, number in parts.items()}
    return Duration(
        months=said["years"] * 12 + said["months"],
        rest=timedelta(**{name: said[name] for name in ("weeks", "days", "hours", "minutes", "seconds")}),
        workdays=said["workdays"],
        workhours=said["workhours"],
        back=back,
    )
