"""What the house itself knows of how a form was filled in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Final

from schemas.fields.kind import FieldType, Known, Refused, asking
from schemas.fields.parts.alternatives import Choice
from schemas.fields.parts.moments import show_datetime
from schemas.model.form import Field
from schemas.words import Words, words

END: Final = "end"
MOMENTS: Final = frozenset({"start", END})
CHANNELS: Final[Mapping[str, Words]] = {
    "web": words("On the web", "网页填写"),
    "api": words("By a program", "程序接口"),
    "phone": words("By phone", "电话"),
    "in_person": words("In person", "当面"),
    "email": words("By e-mail", "电子邮件"),
    "survey": words("In a survey", "调查"),
    "complaint": words("As a complaint", "投诉"),
    "suggestion": words("As a suggestion", "建议"),
}


class Metadata(FieldType):
    """``kind`` says what, the time of sending if missing. Times are kept as a `datetime` field keeps them."""

    key = "metadata"
    title = words("Metadata", "填写信息")
    icon = "scan-eye"
    value = "text"
    family = "house"
    given = "house"
    in_table = False
    base: ClassVar[Mapping[str, Any]] = {"type": "string", "readOnly": True}
    options = asking(
        Field(
            "kind",
            "choice",
            words("What is kept", "记录内容"),
            options={
                "choices": (
                    Choice("start", words("When the form was opened", "打开表单的时间")),
                    Choice(END, words("When it was sent", "提交时间")),
                    Choice("channel", words("The way it came", "来源渠道")),
                    Choice("language", words("Language of the device", "设备语言")),
                    Choice("user", words("Who was signed in", "登录用户")),
                    Choice("link", words("Name of the link", "链接名称")),
                )
            },
        )
    )

    def read(self, field: Field, raw: Any) -> None:
        raise Refused("answer.computed")

    def filled(self, field: Field, known: Known) -> Any:
        return known.metadata(self.what(field))

    def what(self, field: Field) -> str:
        return str(field.options.get("kind") or END)

    def show(self, field: Field, value: Any, lang: str) -> str:
        if value and self.what(field) in MOMENTS:
            return show_datetime(datetime.fromisoformat(value), lang)
        known = CHANNELS.get(value) if self.what(field) == "channel" else None
        return known.in_(lang) if known else value or ""
