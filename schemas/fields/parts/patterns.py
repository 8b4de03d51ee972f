"""Shapes of text that have a name: what they look like, what is folded before they are matched, and their check digits."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from schemas.words import Words, words

CAPITALS: Final = str.upper


def closed_up(text: str) -> str:
    """In capitals and without the spaces and strokes that are put in to be read more easily."""
    return re.sub(r"[\s·-]", "", text).upper()


def as_it_is(text: str) -> str:
    return text


def always(_: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Pattern:
    """``regex`` is matched in linear time, here and in JSON Schema; ``holds`` looks at the check digit, if there is one.

    ``fold`` brings what is typed into the one way of writing it that is kept.
    """

    title: Words
    regex: str
    example: str
    fold: Callable[[str], str] = as_it_is
    holds: Callable[[str], bool] = always

    def shaped(self, text: str) -> bool:
        return re.fullmatch(self.regex, text) is not None


_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_LAST: Final = "10X98765432"
_CREDIT: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_IBAN_REMAINDER: Final = 97


def _id_card(text: str) -> bool:
    """GB 11643: the last sign is worked out from the seventeen before it."""
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, text[:17], strict=True))
    return _ID_LAST[total % len(_ID_LAST)] == text[17]


def _credit_code(text: str) -> bool:
    """GB 32100: modulo 31, the weights being the powers of three."""
    total = sum(pow(3, place, 31) * _CREDIT.index(sign) for place, sign in enumerate(text[:17]))
    return _CREDIT[-total % 31] == text[17]


def _iban(text: str) -> bool:
    """ISO 13616: read as one number, with its head put last, it leaves 1 when parted by 97."""
    return int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % _IBAN_REMAINDER == 1


PATTERNS: Final[Mapping[str, Pattern]] = {
    "cn_postcode": Pattern(words("Postal code (China)", "邮政编码"), "^[0-9]{6}$", "100101"),
    "cn_id": Pattern(
        words("Identity card (China)", "居民身份证号"),
        "^[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]$",
        "11010519491231002X",
        closed_up,
        _id_card,
    ),
    "cn_credit_code": Pattern(
        words("Unified social credit code (China)", "统一社会信用代码"),
        "^[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}$",
        "91350100M000100Y43",
        closed_up,
        _credit_code,
    ),
    "cn_plate": Pattern(
        words("Licence plate (China)", "车牌号"),
        "^[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-HJ-NP-Z][A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳]$",
        "京A12345",
        closed_up,
    ),
    "us_zip": Pattern(words("ZIP code (United States)", "美国邮编"), "^[0-9]{5}(-[0-9]{4})?$", "94103-1234"),
    "iban": Pattern(
        words("IBAN", "国际银行账号（IBAN）"),
        "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$",
        "DE89370400440532013000",
        closed_up,
        _iban,
    ),
    "letters": Pattern(words("Latin letters only", "仅限英文字母"), "^[A-Za-z]+$", "Anna"),
    "digits": Pattern(words("Digits only", "仅限数字"), "^[0-9]+$", "20261122"),
    "code": Pattern(words("Code in capitals", "大写编码"), "^[A-Z0-9]+([-_./][A-Z0-9]+)*$", "AB-12", CAPITALS),
}
"""By the name that a document says. What was kept by a pattern stays as it is should the pattern ever change."""
