"""A text in one or several languages. Everything a designer writes is one of these, and never code."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

LANGUAGES: Final = ("en", "zh-Hans")
"""The languages of the product, the first being the one that a bare string is taken to be in."""
TAG: Final = r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"
"""What the tag of a language looks like (BCP 47, near enough)."""

_TAG = re.compile(TAG)


class Words(Mapping[str, str]):
    """Language tag to text, immutable and hashable. ``in_(lang)`` always answers, by falling back."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str] | None = None, /) -> None:
        self._texts = dict(texts or {})

    def __getitem__(self, lang: str) -> str:
        return self._texts[lang]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))

    def __repr__(self) -> str:
        return f"Words({self._texts!r})"

    def in_(self, lang: str) -> str:
        """The text in ``lang``, or else in the first language that has one, or else empty."""
        if self._texts.get(lang):
            return self._texts[lang]
        return next((text for text in (self._texts.get(tag) for tag in (*LANGUAGES, *self._texts)) if text), "")

    def formatted(self, **params: Any) -> "Words":
        """Every language with its ``{name}`` places filled; a param that is `Words` is put in its own language."""
        said = [name for name, value in params.items() if type(value) is Words]  # as a Mapping it is slow to ask
        return Words(
            {
                lang: text.format_map({**params, **{name: params[name].in_(lang) for name in said}} if said else params)
                for lang, text in self._texts.items()
            }
        )


def words(en: str = "", zh: str = "") -> Words:
    """Words of the product itself, which always has both of its languages."""
    return Words({lang: text for lang, text in zip(LANGUAGES, (en, zh), strict=True) if text})


def read_words(raw: Any) -> Words:
    """From JSON: a bare string is in the first language; an object maps languages to texts.

    Raises:
        TypeError: it is neither, or what should be the tag of a language is none.
    """
    if raw is None:
        return Words()
    if isinstance(raw, str):
        return Words({LANGUAGES[0]: raw} if raw else {})
    if isinstance(raw, dict) and all(isinstance(v, str) and _TAG.match(str(k)) for k, v in raw.items()):
        return Words({k: v for k, v in raw.items() if v})
    raise TypeError("a text is a string or an object of language to string")


def write_words(text: Words) -> str | dict[str, str]:
    """To JSON, the shortest form that reads back the same; the product's own languages come first."""
    if not text:
        return ""
    if tuple(text) == LANGUAGES[:1]:
        return text[LANGUAGES[0]]
    return {lang: text[lang] for lang in sorted(text, key=lambda tag: (tag not in LANGUAGES, tag))}
