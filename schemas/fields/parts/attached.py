"""What all answers have in common that are files which were sent to us beforehand."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from schemas.fields.kind import FieldType, Known, Refused
from schemas.fields.parts.spelling import clean
from schemas.model.form import Field
from schemas.words import words

FILE: Final[Mapping[str, Any]] = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "name": {"type": "string"},
        "size": {"type": "integer"},
        "type": {"type": "string"},
    },
    "required": ["id"],
}
"""The JSON Schema of one."""

MOST: Final = Field(
    "max_files", "number", words("Most files", "最多文件数"), options={"minimum": 1, "maximum": 50, "decimals": 0}
)


class Attached(FieldType):
    """An answer is a list of ``{"id", "name", "size", "type"}``; only the id is believed, the rest is looked up."""

    value = "files"
    family = "media"
    base: ClassVar[Mapping[str, Any]] = {"type": "array", "items": FILE}
    keywords: ClassVar[Mapping[str, str]] = {"max_files": "maxItems"}

    def accept(self, field: Field) -> str:
        """The kinds that are taken, as HTML lists them: ``.pdf, image/*``; empty for all."""
        return str(field.options.get("accept") or "")

    def read(self, field: Field, raw: Any) -> list[dict[str, Any]] | None:
        return read_files(raw)

    def confirm(self, field: Field, value: Any, known: Known) -> Any:
        return known_files(value, known, self.accept(field))

    def show(self, field: Field, value: Any, lang: str) -> str:
        return names_of(value, lang)


def read_files(raw: Any) -> list[dict[str, Any]] | None:
    """Of an id, or a list of ids or files. Raises Refused: ``answer.type``."""
    if not isinstance(raw, str | list):
        raise Refused("answer.type")
    found = [_one(one) for one in ([raw] if isinstance(raw, str) else raw)]
    return [one for one in found if one] or None


def known_files(value: list[dict[str, Any]], known: Known, accept: str) -> list[dict[str, Any]]:
    """The files as they were kept. Raises Refused: one is nobody's, or of a kind that is not accepted."""
    files = [known.file(one["id"]) for one in value]
    if any(one is None for one in files):
        raise Refused("answer.not-a-file")
    found = [dict(one) for one in files if one is not None]
    wrong = next((one for one in found if not _accepted(accept, one)), None)
    if wrong:
        raise Refused("answer.wrong-file-kind", name=str(wrong.get("name", "")), accept=accept)
    return found


def names_of(value: Any, lang: str) -> str:
    between = "、" if lang.startswith("zh") else ", "
    return between.join(one.get("name") or one["id"] for one in value or ())


def _one(raw: Any) -> dict[str, Any] | None:
    """None for a blank text."""
    if isinstance(raw, str):
        return {"id": clean(raw)} if clean(raw) else None
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
