"""Several names in one sentence, as each language writes them."""

from collections.abc import Iterable

from schemas.words import LANGUAGES, Words, words


def listed(names: Iterable[Words | str]) -> Words:
    """One after another."""
    names = tuple(names)
    return Words({lang: _comma(lang).join(_in(one, lang) for one in names) for lang in LANGUAGES})


def all_of(names: Iterable[Words | str]) -> Words:
    """One after another, with an "and" before the last."""
    *first, last = names
    if not first:
        return listed([last])
    return words("{first} and {last}", "{first}和{last}").formatted(first=listed(first), last=listed([last]))


def _comma(lang: str) -> str:
    return "、" if lang.startswith("zh") else ", "


def _in(name: Words | str, lang: str) -> str:
    return name if isinstance(name, str) else name.in_(lang)
