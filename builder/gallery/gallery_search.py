"""What is looked for in the gallery: words in any language, and the shelves that templates stand on."""

import re
from collections.abc import Iterable, Mapping
from typing import Final
from unicodedata import normalize

from schemas.model.process import Process
from schemas.words import Words, words

SHELVES: Final[Mapping[str, Words]] = {
    "change": words("Changes", "变更"),
    "customers": words("Customers", "客户"),
    "people": words("People", "人事"),
    "finance": words("Money", "财务"),
    "office": words("Office", "行政"),
    "sales": words("Sales", "销售"),
    "purchasing": words("Purchasing", "采购"),
    "projects": words("Projects", "项目"),
    "it": words("IT", "信息技术"),
    "quality": words("Quality", "质量"),
    "production": words("Production", "生产"),
    "safety": words("Safety", "安全环保"),
    "service": words("Service", "售后服务"),
    "field": words("On site", "现场"),
    "legal": words("Legal", "法务"),
    "property": words("Property", "物业"),
    "education": words("Education", "教育"),
    "health": words("Health", "医疗"),
    "community": words("Community", "公益社团"),
}
"""What the categories of the gallery are called, in the order of the shelves; a workspace may write any others."""
_KEYS: Final = {title.casefold(): key for key, said in SHELVES.items() for title in said.values()}
ASKED_FOR: Final = (
    *("customer-change", "customer-change-crm", "change-six-phases", "complaint", "survey"),
    *("leave", "business-trip", "onboarding", "expense", "payment", "invoice-issue", "seal-use", "repair", "visitor"),
    *("quotation", "contract", "new-customer", "purchase", "supplier-new", "project-start", "it-help", "account"),
    *("nonconformity", "machine-repair", "work-permit", "accident", "field-service", "site-visit"),
)
"""What most teams look for stands in front on its shelf."""
_WORD: Final = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]+|[^\s぀-ヿ㐀-鿿豈-﫿]+")


def key_of(category: str) -> str:
    """The category that is called so in some language; one that has no shelf of ours is its own key."""
    return _KEYS.get(category.casefold(), category)


def called(category: str) -> Words:
    """The shelf as people read it: one of ours by its name, another as somebody has written it."""
    return SHELVES.get(category.casefold(), words(category, category))


def in_order(categories: Iterable[str]) -> list[str]:
    """Each once: our shelves as they stand, then those of others by name."""
    ours = list(SHELVES)
    return sorted({*categories}, key=lambda one: (ours.index(one) if one in ours else len(ours), one))


def rank(key: str) -> tuple[int, str]:
    """To sort the templates of a shelf by."""
    return (ASKED_FOR.index(key) if key in ASKED_FOR else len(ASKED_FOR), key)


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
