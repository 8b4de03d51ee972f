"""What is looked for in the gallery: words in any language, and the shelves that templates stand on."""

import re
from collections.abc import Iterable, Mapping
from typing import Final
from unicodedata import normalize

from schemas.process import Process
from schemas.words import Words, words

SHELVES: Final[Mapping[str, Words]] = {
    "change": words("Changes", "变更"),
    "finance": words("Money", "财务"),
    "field": words("On site", "现场"),
    "people": words("People", "人事"),
    "office": words("Office", "行政"),
    "it": words("IT", "IT"),
}
"""What the categories of the gallery are called; a workspace may write any others."""
_WORD: Final = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]+|[^\s぀-ヿ㐀-鿿豈-﫿]+")


def called(category: str) -> Words:
    """The shelf as people read it: one of ours by its name, another as somebody has written it."""
    return SHELVES.get(category.casefold(), words(category, category))


def fits(process: Process, query: str) -> bool:
    """Whether every word that is looked for stands in its texts, in whichever language."""
    text = _text(process)
    return all(_stands(word, text) for word in _WORD.findall(_plain(query)))


def _text(process: Process) -> str:
    titles: Iterable[Words] = (
        process.title,
        process.about,
        called(process.category),
        *(one.title for one in process.form.fields.values()),
        *(one.title for one in process.flow.states),
    )
    return _plain("\n".join((process.key, process.category, *(said for one in titles for said in one.values()))))


def _stands(word: str, text: str) -> bool:
    """Chinese is written without spaces: there a word may be several, of two signs at least, that stand apart."""
    if word in text:
        return True
    if word < "぀":
        return False
    return any(word[:cut] in text and _stands(word[cut:], text) for cut in range(2, len(word) - 1))


def _plain(text: str) -> str:
    return normalize("NFKC", text).casefold()[:20_000]
