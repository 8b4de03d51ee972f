"""The texts that designers write into notices, filled: what stands in braces is a name from a short list, and never code."""

import re
from collections.abc import Callable, Mapping

from schemas.checks.lint_notices import OF_FIELD, PLACE


def filled(text: str, values: Mapping[str, str], field: Callable[[str], str | None]) -> str:
    """The text with its places filled. ``field`` shows an answer by its key: None for a key that is no field.

    A name that nobody knows stays as it stands, braces and all. What is put in is not looked through again.
    """

    def value(place: re.Match[str]) -> str:
        name = place[1]
        known = field(name.removeprefix(OF_FIELD)) if name.startswith(OF_FIELD) else values.get(name)
        return place[0] if known is None else known

    return PLACE.sub(value, text)


def line(text: str) -> str:
    """One line: what people write must not begin a new header."""
    return " ".join(text.split())
