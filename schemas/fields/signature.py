"""A signature: drawn, or a name that was typed to the same end."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Final

from schemas.fields.kind import FieldType, Known, Part, Refused
from schemas.fields.parts.attached import FILE, known_files, read_files
from schemas.fields.parts.moments import show_datetime
from schemas.fields.parts.spelling import clean
from schemas.model.form import Field
from schemas.words import words

LONGEST_NAME: Final = 100
_SIGNED: Final = words("{name}, {at}", "{name}，{at}")
_DRAWN: Final = words("Signed by hand", "手写签名")


class Signature(FieldType):
    """``{"name": "Mia Chen", "drawn": [file], "at": "2026-11-22T10:30"}``: a name, a picture, or both, and when.

    The name is for those who cannot draw, and says who has drawn. ``at`` is what the house's own clock says when it is
    sent; nobody types it.
    """

    key = "signature"
    title = words("Signature", "签名")
    icon = "signature"
    value = "object"
    family = "media"
    widget = True
    base: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "name": {"type": "string", "maxLength": LONGEST_NAME},
            "drawn": {"type": "array", "items": FILE, "maxItems": 1},
            "at": {"type": "string"},
        },
        "additionalProperties": False,
    }

    def parts(self, field: Field) -> Mapping[str, Part]:
        return {"name": Part(), "drawn": Part("files", several=True)}

    def read(self, field: Field, raw: Any) -> dict[str, Any] | None:
        said = {"name": raw} if isinstance(raw, str) else raw
        if not isinstance(said, dict):
            raise Refused("answer.type")
        name = clean(said.get("name") or "")
        drawn = read_files(said.get("drawn") or "")
        signed = {"name": name, "drawn": drawn and drawn[-1:], "at": _moment(said.get("at"))}
        return {key: value for key, value in signed.items() if value} if name or drawn else None

    def confirm(self, field: Field, value: Any, known: Known) -> Any:
        at = known.metadata("end")
        found = {**value, "drawn": known_files(value["drawn"], known, "image/*")} if "drawn" in value else dict(value)
        found.pop("at", None)
        return {**found, "at": at} if at else found

    def show(self, field: Field, value: Any, lang: str) -> str:
        if not value:
            return ""
        name = value.get("name") or _DRAWN.in_(lang)
        at = value.get("at")
        return (
            _SIGNED.formatted(name=name, at=show_datetime(datetime.fromisoformat(at), lang)).in_(lang) if at else name
        )


def _moment(text: Any) -> str:
    """A time as it was written down, or nothing."""
    try:
        return datetime.fromisoformat(text).isoformat(timespec="minutes") if isinstance(text, str) else ""
    except ValueError:
        return ""
