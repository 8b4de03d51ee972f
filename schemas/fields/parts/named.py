"""What an answer that names something of the house keeps of it: its id, and how it was called at that time."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from schemas.fields.kind import Refused
from schemas.fields.parts.circles import keys_in
from schemas.fields.parts.spelling import clean
from schemas.model.form import Field
from schemas.words import words

LONGEST: Final = 254
FROZEN: Final = ("values", "said")
"""What is written down of a record with its name: answers to fields of the house's own, and the same in words."""
OWN: Final = Field(
    "fields",
    "text",
    words("Which of its own fields are shown?", "显示记录中的哪些自定义字段？"),
    words("The keys of the fields, with commas between.", "填写字段标识，用逗号分隔。"),
    options={"max_length": 1000},
)
"""The option that says which."""


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


def read_record(raw: Any, code: str, kept: Iterable[str]) -> dict[str, Any] | None:
    """The same for a record, with what was written down of it beside its name."""
    named = read_named(raw, code, kept)
    if named is None or isinstance(raw, str):
        return named
    if any(not isinstance(raw.get(name, {}), dict) for name in FROZEN):
        raise Refused("answer.type")
    return named | {name: raw[name] for name in FROZEN if raw.get(name)}


def written_down(found: Mapping[str, Any], field: Field) -> dict[str, Any]:
    """Of a record that was found what the answer keeps: its name, and the fields that the question shows."""
    chosen = keys_in(field.options.get(OWN.key))
    picked = {name: {key: found[name][key] for key in chosen if key in found.get(name, {})} for name in FROZEN}
    named = {name: value for name, value in found.items() if name not in FROZEN}
    return named | {name: values for name, values in picked.items() if values}


def schema_of_record(*kept: str) -> dict[str, Any]:
    """The JSON Schema of such an answer, with what is written down."""
    plain = schema_of(*kept)
    return {**plain, "properties": {**plain["properties"], **{name: {"type": "object"} for name in FROZEN}}}
