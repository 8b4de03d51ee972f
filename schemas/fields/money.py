"""A sum of money in one currency."""

import re
from typing import Any, Final

from babel.numbers import format_currency, get_currency_precision

from schemas.fields.amounts import DECIMALS, MAXIMUM, MINIMUM, Amount, Number
from schemas.fields.kind import asking
from schemas.fields.spelling import folded
from schemas.form import Field
from schemas.words import words

DEFAULT: Final = "CNY"

_SIGN: Final = re.compile(r"^([-+]?)\s*(?:[¥$€£]|[A-Z]{3})\s*|\s*(?:元|[A-Z]{3})$")


class Money(Amount):
    """A sign before or after the sum (¥1,200, 1200元, EUR 1,200) is read over: the field says the currency."""

    key = "money"
    title = words("Amount of money", "金额")
    icon = "banknote"
    options = asking(
        Field("currency", "text", words("Currency", "币种"), options={"pattern": "^[A-Z]{3}$"}),
        MINIMUM,
        MAXIMUM,
        DECIMALS,
    )

    def currency(self, field: Field) -> str:
        return str(field.options.get("currency") or DEFAULT)

    def decimals(self, field: Field) -> int:
        given: int | None = field.options.get("decimals")
        return get_currency_precision(self.currency(field)) if given is None else given

    def read(self, field: Field, raw: Any) -> Number | None:
        return super().read(field, _SIGN.sub(r"\1", folded(raw)) if isinstance(raw, str) else raw)

    def show(self, field: Field, value: Any, lang: str) -> str:
        if value is None:
            return ""
        places = self.decimals(field)
        pattern = "¤#,##0" + ("." + "0" * places if places else "")
        return format_currency(
            value, self.currency(field), format=pattern, locale=lang.replace("-", "_"), currency_digits=False
        )
