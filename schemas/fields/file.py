"""Files that were sent to us beforehand and are named in the answer."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.fields.kind import FieldType, Known, Refused, asking
from schemas.fields.spelling import clean
from schemas.form import Field
from schemas.words import words


class Files(FieldType):
    """An answer is a list of ``{"id", "name", "size", "type"}``; only the id is believed, the rest is looked up.

    ``accept`` is a list as HTML has it: ``.pdf, image/*``.
    """

    key = "file"
    title = words("Files", "附件")
    icon = "paperclip"
    value = "files"
    family = "media"
    base: ClassVar[Mapping[str, Any]] = {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "id": {"type": "string"},
                "name": {"type": "string"},
                "size": {"type": "integer"},
                "type": {"type": "string"},
            },
            "required": ["id"],
        },
    }
    keywords: ClassVar[Mapping[str, str]] = {"max_files": "maxItems"}
    options = asking(
        Field("max_files", "number", words("Most files", "最多文件数"), options={"minimum": 1, "decimals": 0}),
        Field("accept", "text", words("Kinds accepted", "允许的类型"), options={"max_length": 300}),
    )

    def read(self, field: Field, raw: Any) -> list[dict[str, Any]] | None:
        if not isinstance(raw, str | list):
            raise Refused("answer.type")
        files = [_one(one) for one in ([raw] if isinstance(raw, str) else raw) if one != ""]
        return files or None

    def confirm(self, field: Field, value: Any, known: Known) -> Any:
        files = [known.file(one["id"]) for one in value]
        if any(one is None for one in files):
            raise Refused("answer.not-a-file")
        found = [dict(one) for one in files if one is not None]
        wrong = next((one for one in found if not _accepted(field.options.get("accept") or "", one)), None)
        if wrong:
            raise Refused("answer.wrong-file-kind", name=str(wrong.get("name", "")), accept=field.options["accept"])
        return found

    def show(self, field: Field, value: Any, lang: str) -> str:
        between = "、" if lang.startswith("zh") else ", "
        return between.join(one.get("name") or one["id"] for one in value or ())


def _one(raw: Any) -> dict[str, Any]:
    if isinstance(raw, str):
        return {"id": clean(raw)}
    if not isinstance(raw, dict) or not isinstance(raw.get("id"), str) or not raw["id"]:
        raise Refused("answer.type")
    said: dict[str, Any] = {"id": clean(raw["id"])}
    said |= {name: clean(raw[name]) for name in ("name", "type") if name in raw}
    if "size" in raw:
        if not isinstance(raw["size"], int) or isinstance(raw["size"], bool):
            raise Refused("answer.type")
        said["size"] = raw["size"]
    return said


def _accepted(accept: str, file: Mapping[str, Any]) -> bool:
    kinds = [kind.strip().lower() for kind in accept.split(",") if kind.strip()]
    name, media = str(file.get("name", "")).lower(), str(file.get("type", "")).lower()
    return not kinds or any(_fits(kind, name, media) for kind in kinds)


def _fits(kind: str, name: str, media: str) -> bool:
    if kind.startswith("."):
        return name.endswith(kind)
    return media.startswith(kind.removesuffix("*")) if kind.endswith("/*") else media == kind
