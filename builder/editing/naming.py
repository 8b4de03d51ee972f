"""Keys for what a designer adds: readable, unique, and never changed afterwards."""

import re
from collections.abc import Iterable
from unicodedata import normalize

from schemas.words import Words

LONGEST = 40


def named(title: Words, before: Words, stock: Words) -> Words:
    """``title`` for what was called by the ``stock`` name of its kind: where that name is left, nothing is said yet.

    Somebody who names a thing in their own language has not named it in the others.
    """
    if before != stock or title == stock:
        return title
    return Words({lang: text for lang, text in title.items() if text != stock.get(lang)}) or title


def slug(text: str, *, joint: str = "_") -> str:
    """The Latin letters and digits of a title, in lower case; empty where it has none that can begin a key."""
    plain = normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    joined = re.sub(r"[^a-z0-9]+", joint, plain).strip(joint)
    return joined[:LONGEST].rstrip(joint) if joined[:1].isalpha() else ""


def unique(wanted: str, taken: Iterable[str], *, joint: str = "_") -> str:
    """``wanted``, or else the first of ``wanted_2``, ``wanted_3``… that is not taken."""
    used = frozenset(taken)
    key, number = wanted, 2
    while key in used:
        key, number = f"{wanted}{joint}{number}", number + 1
    return key


def key_for(title: Words, fallback: str, taken: Iterable[str], *, joint: str = "_") -> str:
    """A new key out of a title, in whichever language gives one; a title in Chinese alone takes ``fallback``."""
    named = next((found for found in (slug(text, joint=joint) for text in title.values()) if found), fallback)
    return unique(named, taken, joint=joint)
