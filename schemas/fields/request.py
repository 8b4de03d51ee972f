"""Another request that this one has to do with."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.kind import FieldType, Known, Refused, asking
from schemas.fields.parts.circles import keys_in
from schemas.fields.parts.named import read_named, schema_of
from schemas.model.form import Field
from schemas.words import read_words, words

_KEPT = ("number", "process")
_FROZEN = ("values", "said")


class RequestField(FieldType):
    """An answer is ``{"id", "number", "process", "title", "values", "said"}``.

    ``values`` holds what the chosen fields of the other request said when it was linked, as far as whoever linked it
    could read them; ``said`` the same as words, with the title that each field had.
    """

    key = "request"
    title = words("Linked request", "关联申请")
    icon = "link-2"
    value = "object"
    family = "reference"
    widget = True
    inside = True
    base: ClassVar[Mapping[str, Any]] = {
        **schema_of("number", "process"),
        "properties": {
            **schema_of("number", "process")["properties"],
            "title": {"type": ["string", "object"]},
            "values": {"type": "object"},
            "said": {"type": "object"},
        },
    }
    options = asking(
        Field(
            "processes",
            "text",
            words("Of which processes?", "可关联哪些流程？"),
            words("Their keys, with commas between; none for all.", "填写流程标识，用逗号分隔；留空则不限。"),
            options={"max_length": 500},
        ),
        Field(
            "fields",
            "text",
            words("Which of its answers are shown?", "显示其中哪些内容？"),
            words("The keys of its fields, with commas between.", "填写字段标识，用逗号分隔。"),
            options={"max_length": 1000},
        ),
    )

    def read(self, field: Field, raw: Any) -> dict[str, Any] | None:
        named = read_named(raw, "answer.not-a-request", _KEPT)
        if named is None or isinstance(raw, str):
            return named
        try:
            read_words(raw.get("title"))
        except TypeError as wrong:
            raise Refused("answer.type") from wrong
        if any(not isinstance(raw.get(name, {}), dict) for name in _FROZEN):
            raise Refused("answer.type")
        return named | {name: raw[name] for name in ("title", *_FROZEN) if raw.get(name)}

    def confirm(self, field: Field, value: Any, known: Known) -> Any:
        found = known.request(value["id"])
        processes = keys_in(field.options.get("processes"))
        if found is None or (processes and found["process"] not in processes):
            raise Refused("answer.not-a-request")
        chosen = keys_in(field.options.get("fields"))
        picked = {name: {key: found[name][key] for key in chosen if key in found[name]} for name in _FROZEN}
        return {**{name: found[name] for name in ("id", *_KEPT, "title")}, **picked}

    def show(self, field: Field, value: Any, lang: str) -> str:
        if not value:
            return ""
        title = read_words(value.get("title")).in_(lang)
        number = value.get("number") or value["id"]
        return f"{number} · {title}" if title else str(number)
