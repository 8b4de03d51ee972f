"""By which words a text is found: of Chinese, which has no spaces, each two signs that stand side by side. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

LONGEST: Final = 40
"""Characters of a word; longer ones are found by their beginning."""
MOST: Final = 60
"""Words of one answer."""
MOST_TYPED: Final = 8
_SIGNS: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")


def words_of(text: str) -> list[str]:
    """Each once, in the order in which they stand."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return list(dict.fromkeys(word for part in re.findall(r"\w+", folded) for word in _parted(part)))[:MOST]


def typed(text: str) -> list[str]:
    """What is looked for: all of these have to be there."""
    return words_of(text)[:MOST_TYPED]


def texts_in(value: Any) -> Iterator[str]:
    """Every text of an answer, also within tables and lists."""
    match value:
        case str():
            yield value
        case dict():
            for one in value.values():
                yield from texts_in(one)
        case list() | tuple():
            for one in value:
                yield from texts_in(one)
        case int() | float() if not isinstance(value, bool):
            yield str(value)
        case _:
            return


def _parted(word: str) -> Iterator[str]:
    at = 0
    for found in _SIGNS.finditer(word):
        if before := word[at : found.start()]:
            yield before[:LONGEST]
        signs = found.group()
        yield from (signs[number : number + 2] for number in range(max(len(signs) - 1, 1)))
        at = found.end()
    if rest := word[at:]:
        yield rest[:LONGEST]
