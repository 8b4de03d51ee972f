"""A sum of money in one currency."""

import re
from functools import cache
from typing import Any, Final

from babel.numbers import format_currency, get_currency_precision, get_currency_symbol

from schemas.fields.kind import asking
from schemas.fields.parts.amounts import DECIMALS, LONGEST, MAXIMUM, MINIMUM, Amount, Number
from schemas.fields.parts.spelling import folded
from schemas.model.form import Field
from schemas.words import words

DEFAULT: Final = "CNY"

_MORE_SIGNS: Final = {"CNY": {"元", "RMB"}}
_SIGNED: Final = re.compile(r"([-+]?)\s*(?P<before>[^\d\s.+-]*)\s*([-+]?[\d.][\d.,' ]*?)\s*(?P<after>[^\d\s.]*)")


class Money(Amount):
    """The field says the currency. The same said again (¥1,200, 1200元, CNY 1,200) is read over; another is refused."""

    key = "money"
    title = words("Amount of money", "金额")
    icon = "banknote"
    family = "number"
    options = asking(
        Field("currency", "text", words("Currency", "币种"), options={"pattern": "^[A-Z]{3}$"}),
        MINIMUM,
        MAXIMUM,
        DECIMALS,
    )

    def currency(self, field: Field) -> str:
        return str(field.options.get("currency") or DEFAULT)

    def symbol(self, field: Field, lang: str) -> str:
        return get_currency_symbol(self.currency(field), lang.replace("-", "_"))

    def decimals(self, field: Field) -> int:
        given: int | None = field.options.get("decimals")
        return get_currency_precision(self.currency(field)) if given is None else given

    def read(self, field: Field, raw: Any) -> Number | None:
        return super().read(field, self._bare(field, folded(raw)) if isinstance(raw, str) else raw)

    def _bare(self, field: Field, text: str) -> str:
        found = _SIGNED.fullmatch(text) if len(text) <= LONGEST else None
        said = {found["before"], found["after"]} - {""} if found else set()
        return f"{found[1]}{found[3]}" if found and said <= _signs(self.currency(field)) else text

    def show(self, field: Field, value: Any, lang: str) -> str:
        if value is None:
            return ""
        places = self.decimals(field)
        pattern = "¤#,##0" + ("." + "0" * places if places else "")
        return format_currency(
            value, self.currency(field), format=pattern, locale=lang.replace("-", "_"), currency_digits=False
        )


@cache
def _signs(currency: str) -> frozenset[str]:
    symbols = {get_currency_symbol(currency, locale) for locale in ("en", "zh_Hans")}
    return frozenset({currency, *symbols, *_MORE_SIGNS.get(currency, ())})
