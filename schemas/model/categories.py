"""What the categories of processes are called, wherever processes stand on shelves."""

from collections.abc import Iterable, Mapping
from typing import Final

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
"""Ours, in the order of the shelves; a workspace may write any others."""
_KEYS: Final = {title.casefold(): key for key, said in SHELVES.items() for title in said.values()}


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
