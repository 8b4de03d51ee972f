"""What an answer that names something of the house keeps of it: its id, and how it was called at that time."""

from collections.abc import Iterable
from typing import Any, Final

from schemas.fields.kind import Refused
from schemas.fields.spelling import clean

LONGEST: Final = 254


def read_named(raw: Any, code: str, kept: Iterable[str]) -> dict[str, Any] | None:
    """``{"id": …}`` from a posted text, which may be a name as well; from JSON also the texts ``kept`` beside it.

    Raises:
        Refused: with ``code`` where it is too long to be one, or `answer.type`.
    """
    said = {"id": raw} if isinstance(raw, str) else raw
    if not isinstance(said, dict) or not isinstance(said.get("id"), str):
        raise Refused("answer.type")
    named = {"id": clean(said["id"])}
    if not named["id"]:
        return None
    named |= {name: clean(said[name]) for name in kept if said.get(name)}
    if any(len(text) > LONGEST for text in named.values()):
        raise Refused(code)
    return named


def schema_of(*kept: str) -> dict[str, Any]:
    """The JSON Schema of such an answer."""
    texts = {name: {"type": "string"} for name in ("id", *kept)}
    return {"type": "object", "properties": texts, "required": ["id"]}
