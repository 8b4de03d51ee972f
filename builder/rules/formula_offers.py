"""Ready formulas for what is worked out, made of the fields that there are: a sum, a product, the days between two dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Final

from builder.editing.spots import Spot
from builder.rules.readable import Readable
from builder.rules.spot_reading import known_at
from schemas.model.process import Process
from schemas.words import Words, words

MOST: Final = 5
PRODUCT: Final = words("“{one}” times “{other}”", "“{one}”乘以“{other}”")
DAYS: Final = words("Days from “{one}” to “{other}”, both counted", "从“{one}”到“{other}”的天数（含首尾）")


@dataclass(frozen=True)
class Offer:
    """``formula`` names fields by their keys."""

    formula: str
    title: Words


def offers(process: Process, spot: Spot) -> tuple[Offer, ...]:
    """For a rule that works something out, what it is most likely to be; the likeliest first, `MOST` at the most."""
    if spot.kind != "compute":
        return ()
    known = [one for one in known_at(process, spot).values() if not str(one.operand.what).startswith("@")]
    return tuple(islice(_found(known, in_row="." in spot.key), MOST))


def _found(known: list[Readable], *, in_row: bool) -> Iterator[Offer]:
    named = [one for one in known if one.operand.sort == "name"]
    if in_row:
        for one, other in combinations([one for one in named if one.kind == "number"], 2):
            yield _of_two(f"{one.operand.what} * {other.operand.what}", PRODUCT, one, other)
    for one in known:
        if one.operand.sort == "sum":
            yield Offer(f"SUM({one.operand.what})", one.title)
    for one, other in combinations([one for one in named if one.kind == "date"], 2):
        yield _of_two(f"DAYS({one.operand.what}, {other.operand.what}) + 1", DAYS, one, other)


def _of_two(formula: str, title: Words, one: Readable, other: Readable) -> Offer:
    return Offer(formula, title.formatted(one=one.title, other=other.title))
