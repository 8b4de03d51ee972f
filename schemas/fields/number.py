"""A number: a count, a size, a score."""

from schemas.fields.amounts import DECIMALS, MAXIMUM, MINIMUM, Amount
from schemas.fields.kind import asking
from schemas.words import words


class Number(Amount):
    key = "number"
    title = words("Number", "数字")
    icon = "hash"
    family = "number"
    options = asking(MINIMUM, MAXIMUM, DECIMALS)
