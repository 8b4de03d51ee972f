"""What a property of plain JSON Schema looks like, for documents that name no types of field."""

from collections.abc import Mapping
from typing import Any, Final

LONG: Final = 200
"""A text that may be longer than this is asked for in a large box."""
_FORMATS: Final[Mapping[str, str]] = {"date": "date", "email": "email", "idn-email": "email"}
_PLAIN: Final[Mapping[str, str]] = {"number": "number", "integer": "number", "boolean": "yes_no"}
_RESULTS: Final = frozenset({"number", "yes_no", "choice"})


def plain(written: Mapping[str, Any]) -> dict[str, Any]:
    """The ways of saying the same thing in JSON Schema, as one.

    ``["string", "null"]`` is ``"string"``; ``anyOf`` of constants is ``oneOf``; any ``items`` is an object.
    """
    said = dict(written)
    if isinstance(kinds := said.get("type"), list) and len(others := [kind for kind in kinds if kind != "null"]) == 1:
        said["type"] = others[0]
    if "oneOf" not in said and all(isinstance(one, dict) and "const" in one for one in said.get("anyOf", ({},))):
        said["oneOf"] = said.pop("anyOf")
    if "items" in said:
        said["items"] = plain(said["items"]) if isinstance(said["items"], dict) else {}
    return said


def likeness(written: Mapping[str, Any]) -> str:
    """The type of field; empty where it looks like none."""
    if "oneOf" in written or "enum" in written:
        return "choice"
    match written.get("type"):
        case "array":
            rows = written.get("items", {})
            return "choices" if "oneOf" in rows or "enum" in rows else "table" if "properties" in rows else ""
        case "string":
            long = written.get("maxLength", 0) > LONG
            return _FORMATS.get(written.get("format", ""), "long_text" if long else "text")
        case str(kind):
            return _PLAIN.get(kind, "")
        case _:
            return ""


def result(written: Mapping[str, Any]) -> str:
    """As what the value of a rule would be shown."""
    like = likeness(written)
    return like if like in _RESULTS else "text"
