"""A value that a rule works out; nobody types it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.kind import Family, FieldType, Refused, Value, asking
from schemas.fields.parts.alternatives import CHOICES, Choice, Offering, read_choices, write_choices
from schemas.fields.parts.amounts import DECIMALS
from schemas.model.form import Field
from schemas.words import words


class Computed(Offering):
    """``results`` are the types that a result may be shown as; the option ``result`` names one, a text if missing.

    Where it is money and the amounts that the rule reads bear one currency, the designer takes that over.
    """

    key = "computed"
    title = words("Computed value", "计算值")
    icon = "calculator"
    value = "text"
    family: ClassVar[Family] = "number"
    given = "computed"
    base: ClassVar[Mapping[str, Any]] = {"readOnly": True}
    options = asking(
        Field(
            "result",
            "choice",
            words("Result", "结果类型"),
            options={
                "choices": (
                    Choice("text", words("Text", "文本")),
                    Choice("number", words("Number", "数字")),
                    Choice("money", words("Amount of money", "金额")),
                    Choice("percent", words("Percentage", "百分比")),
                    Choice("yes_no", words("Yes or no", "是/否")),
                    Choice("choice", words("One of the choices", "选项之一")),
                )
            },
        ),
        DECIMALS,
        Field("currency", "text", words("Currency", "币种"), options={"pattern": "^[A-Z]{3}$"}),
        CHOICES,
    )

    def __init__(self, results: Mapping[str, FieldType]) -> None:
        self.results = results

    @property
    def understood(self) -> frozenset[str]:
        return super().understood | {"type"}

    def result(self, field: Field) -> FieldType:
        return self.results.get(field.options.get("result", "text"), self.results["text"])

    def value_of(self, field: Field) -> Value:
        return self.result(field).value

    def schema(self, field: Field) -> dict[str, Any]:
        return {**self.result(field).base, **self.base, **write_choices(field)}

    def from_schema(self, written: Mapping[str, Any]) -> dict[str, Any]:
        return super().from_schema(written) | read_choices(written)

    def read(self, field: Field, raw: Any) -> None:
        raise Refused("answer.computed")

    def show(self, field: Field, value: Any, lang: str) -> str:
        return self.result(field).show(field, value, lang)
