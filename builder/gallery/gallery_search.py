"""What is looked for in the gallery: words in any language."""

import re
from typing import Final
from unicodedata import normalize

from schemas.model.categories import called
from schemas.model.process import Process

ASKED_FOR: Final = (
    *("customer-change", "customer-change-crm", "change-six-phases", "complaint", "survey"),
    *("leave", "business-trip", "onboarding", "expense", "payment", "invoice-issue", "seal-use", "repair", "visitor"),
    *("quotation", "contract", "new-customer", "purchase", "supplier-new", "project-start", "it-help", "account"),
    *("nonconformity", "machine-repair", "work-permit", "accident", "field-service", "site-visit"),
)
"""What most teams look for stands in front on its shelf."""
_WORD: Final = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]+|[^\s぀-ヿ㐀-鿿豈-﫿]+")


def rank(key: str) -> tuple[int, str]:
    """To sort the templates of a shelf by."""
    return (ASKED_FOR.index(key) if key in ASKED_FOR else len(ASKED_FOR), key)


def fits(process: Process, query: str) -> bool:
    """Whether every word that is looked for stands in its texts, in whichever language."""
    text = _text(process)
    return all(_stands(word, text) for word in _WORD.findall(_plain(query)))


def _text(process: Process) -> str:
    titles = (
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
