"""The address of a web page."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, ClassVar, Final
from urllib.parse import SplitResult, quote, unquote, urlsplit

import idna

from schemas.fields.kind import FieldType, Refused
from schemas.fields.parts.spelling import clean
from schemas.model.form import Field
from schemas.words import words

LONGEST: Final = 2048
SCHEMES: Final = ("http", "https")

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?![0-9]{1,5}(?:/|$))")
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_WRITTEN: Final = "/:?#[]@!$&'()*+,;=%~-._"
"""Signs that stand in an address as themselves."""
_HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zs", "Zl", "Zp"})
"""Characters that cannot be seen, or that turn the others around."""
_UNLIKE_LATIN: Final = ("CJK UNIFIED", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO")
_LATIN: Final = ("LATIN SMALL LETTER", "DIGIT", "HYPHEN-MINUS")


class Url(FieldType):
    """http and https, nothing else; where neither is typed it is https.

    It is kept in ASCII, as machines write it: a host of other letters in Punycode, other characters in percents. It is
    shown in its own letters where none of them can be taken for a Latin one: a host in Cyrillic or Greek stays Punycode.
    """

    key = "url"
    title = words("Web address", "网址")
    icon = "link"
    value = "text"
    base: ClassVar[Mapping[str, Any]] = {"type": "string", "format": "uri"}

    def read(self, field: Field, raw: Any) -> str | None:
        text = clean(raw)
        if not text:
            return None
        if len(text) > LONGEST or "\\" in text or any(unicodedata.category(one) in _HIDDEN for one in raw.strip()):
            raise Refused("answer.not-a-url")
        try:
            written = _written(urlsplit(text if _SCHEME.match(text) else f"https://{text.removeprefix('//')}"))
        except ValueError as wrong:  # also what idna refuses
            raise Refused("answer.not-a-url") from wrong
        if len(written) > LONGEST:
            raise Refused("answer.not-a-url")
        return written

    def show(self, field: Field, value: Any, lang: str) -> str:
        if not value:
            return ""
        host = urlsplit(value).hostname or ""
        shown = ".".join(_in_own_letters(label) for label in host.split("."))
        head, _, tail = value.partition(host)
        return f"{head}{shown}{_readable(tail)}"

    def cell(self, field: Field, value: Any, lang: str) -> str | float:
        return value or ""


def _written(said: SplitResult) -> str:
    """In ASCII.

    Raises:
        ValueError: another scheme, a name or password in it, no host, or none that there could be.
    """
    if said.scheme not in SCHEMES or "@" in said.netloc:
        raise ValueError(said.scheme)
    port = "" if said.port is None else f":{said.port}"
    tail = quote(said.path, safe=_WRITTEN) or "/"
    tail += f"?{quote(said.query, safe=_WRITTEN)}" if said.query else ""
    tail += f"#{quote(said.fragment, safe=_WRITTEN)}" if said.fragment else ""
    return f"{said.scheme}://{_host(said.hostname or '')}{port}{tail}"


def _host(said: str) -> str:
    host = said if said.isascii() else idna.encode(said, uts46=True).decode()
    labels = host.removesuffix(".").split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):  # noqa: PLR2004 -- a name and a domain
        raise ValueError(host)
    return ".".join(labels)


def _in_own_letters(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        own = idna.decode(label)
    except idna.IDNAError:
        return label
    return own if all(unicodedata.name(one, "").startswith((*_UNLIKE_LATIN, *_LATIN)) for one in own) else label


def _readable(tail: str) -> str:
    """Percents as the characters they stand for, where all of them can be seen and read back."""
    plain = unquote(tail, errors="replace")
    unseen = any(unicodedata.category(one) in _HIDDEN or one == "\ufffd" for one in plain)
    return tail if unseen or "%" in plain else plain
