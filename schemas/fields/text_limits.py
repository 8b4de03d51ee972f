"""The options about how much may be said, for every type that takes text."""

from typing import Final

from schemas.fields.parts.spelling import LONGEST
from schemas.model.form import Field
from schemas.words import words

MAX_LENGTH: Final = Field(
    "max_length",
    "number",
    words("Most characters", "最多字数"),
    options={"minimum": 1, "maximum": LONGEST, "decimals": 0},
)
MIN_LENGTH: Final = Field(
    "min_length",
    "number",
    words("Fewest characters", "最少字数"),
    options={"minimum": 0, "maximum": LONGEST, "decimals": 0},
)
