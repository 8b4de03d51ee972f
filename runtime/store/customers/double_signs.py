"""What two records of one customer have in common, however it is spelt: the signs by which doubles are found."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

LONGEST: Final = 80
_FORMS: Final = frozenset(
    [
        "gmbh",
        "ag",
        "kg",
        "ohg",
        "ug",
        "se",
        "mbh",
        "co",
        "inc",
        "incorporated",
        "ltd",
        "limited",
        "llc",
        "llp",
        "plc",
        "corp",
        "corporation",
        "company",
        "sa",
        "sarl",
        "sas",
        "srl",
        "spa",
        "bv",
        "nv",
        "oy",
        "ab",
        "as",
        "aps",
        "pty",
        "pte",
        "the",
        "and",
        "und",
        "et",
    ]
)
"""Words that say what kind of company it is, or nothing, and are left out as often as not."""
_CHINESE_FORMS: Final = re.compile("(有限责任公司|股份有限公司|有限公司|集团公司|集团|公司)$")
_FEWEST_DIGITS: Final = 7
_TAIL: Final = 9
"""Digits of a telephone number that tell it from others, whatever its prefixes."""


def signs(name: str, phones: Iterable[str] = (), emails: Iterable[str] = ()) -> frozenset[str]:
    """The signs of a customer of this name whose people have these numbers and addresses."""
    return frozenset(
        sign[:LONGEST] for sign in (*_of_name(name), *map(_of_phone, phones), *map(_of_email, emails)) if sign
    )


def _of_name(name: str) -> Iterator[str]:
    folded = _folded(name)
    words = [word for word in re.findall(r"\w+", folded) if word not in _FORMS]
    plain = _CHINESE_FORMS.sub("", "".join(words)) or "".join(re.findall(r"\w+", folded))
    if plain:
        yield f"name:{plain}"


def _of_phone(phone: str) -> str:
    digits = re.sub(r"\D", "", phone.replace("(0)", ""))
    return f"phone:{digits[-_TAIL:]}" if len(digits) >= _FEWEST_DIGITS else ""


def _of_email(email: str) -> str:
    """Without what some put behind a plus to sort their mail."""
    local, at, domain = _folded(email).partition("@")
    return f"email:{local.partition('+')[0]}@{domain}" if at else ""


def _folded(text: str) -> str:
    """Without accents, width and case."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(one for one in parts if not unicodedata.combining(one)).casefold().strip()
