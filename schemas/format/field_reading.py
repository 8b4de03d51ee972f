"""From a property of a JSON Schema to a field: by the type it names, or else by the type that it looks like."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import jsonschema_rs

from schemas.fields.kind import EXTRA, FieldType, Refused
from schemas.fields.registry import TYPES
from schemas.format.inferred_types import likeness, plain, result
from schemas.format.reading import Part
from schemas.model.form import Field, Rule
from schemas.words import Words

Rules = Mapping[str, Mapping[str, Rule]]
"""By what rules call a field (a column: ``table.column``), then by the attribute of the field that they are."""

ANNOTATIONS: Final = frozenset(
    {"$comment", "$id", "$anchor", "default", "examples", "deprecated", "readOnly", "writeOnly", "format"}
)
"""Keywords that promise nothing about an answer. They may stand in a property; only ``default`` and ``readOnly`` are
kept."""
OBJECT: Final = (
    *("type", "required", "additionalProperties", "unevaluatedProperties"),
    *("$schema", "$id", "$defs", "$comment", "title", "description"),
)
"""What may stand beside the properties of a form or of a row."""
SAME: Final = frozenset({("number", "integer"), ("email", "idn-email")})
"""What a type takes for granted, and what may be said for it."""
WORDED: Final = ("title", "help", "placeholder", "message")
FLAGS: Final = ("required", "soft", "unique", "total", "internal")
WIDTHS: Final = ("", "half", "third")
SAID_OF_ALL: Final = ("type", *WORDED, *FLAGS, "width")
"""What ``x-formloom`` may say whatever the type."""


def read_properties(part: Part, rules: Rules, within: str = "") -> tuple[Field, ...]:
    """The fields of an object's schema: of the whole form, or of the rows of the table ``within``."""
    part.holds("properties", optional=OBJECT)
    if (said := part.text("type", "object")) != "object":
        part.complain("document.choice", "type", value=said, allowed="object")
    properties, required = part.part("properties"), part.texts("required")
    for index, key in enumerate(required):
        if isinstance(properties.raw, dict) and key not in properties.raw:
            part.complain("field.unknown", "required", index, field=key)
    return tuple(
        _field(one, within + one.own_key(), rules, required=key in required) for key, one in properties.members()
    )


def read_options(part: Part, kind: FieldType, extra: Part, beside: tuple[str, ...]) -> dict[str, Any]:
    """The options of a property, each looked at by the type of field that asks for it in the designer.

    ``extra`` holds those that JSON Schema has no word for; ``beside`` is what else may stand there.
    """
    for name, _ in extra.members():
        if name not in kind.extra_names and name not in beside:
            extra.complain("document.unknown-key", name, key=name)
    said = dict(extra.raw) if isinstance(extra.raw, dict) else {}
    if kind.key == "computed" and "type" not in said:
        said.setdefault("result", result(part.raw))
    try:
        options = kind.from_schema({**part.raw, EXTRA: said})
    except Refused as refused:
        part.complain(refused.code, *refused.at, **refused.params)
        return {}
    for name, value in options.items():
        if kind.options.fields[name].type != "table" and not _allowed(kind.key, name).is_valid(value):
            place, at = (part, kind.keywords[name]) if name in kind.keywords else (extra, name)
            place.complain("document.option", at, option=kind.options.fields[name].title, type=kind.title)
    return options


def _field(part: Part, name: str, rules: Rules, *, required: bool) -> Field:
    *table, key = name.split(".")
    if part.raw is None or not part.is_a("object"):
        return Field(key)
    part, ruled = part.but(plain(part.raw)), rules.get(name, {})
    extra = part.part(EXTRA)
    kind = _kind(part, "computed" if "compute" in ruled else likeness(part.raw), in_table=bool(table))
    if kind is None:
        return Field(key)
    computed = "compute" in ruled or kind.given != "typed"
    said: dict[str, Any] = {flag: extra.flag(flag) for flag in FLAGS if flag != "required"}
    return Field(
        key=key,
        type=kind.key,
        title=_words(part, "title", "title"),
        help=_words(part, "description", "help"),
        placeholder=extra.words("placeholder"),
        message=extra.words("message"),
        required=extra.flag("required") or required,
        locked=part.flag("readOnly") and not computed,
        width=extra.one_of("width", WIDTHS, ""),
        options=read_options(part, kind, extra, SAID_OF_ALL),
        columns=read_properties(part.part("items"), rules, f"{name}.") if kind.value == "rows" else (),
        **said,
        **{"default": constant(part.raw.get("default")), **ruled},
    )


def constant(value: Any) -> Rule:
    """A default that is no rule: a plain value, a list or an object of such; None for anything else."""
    inside = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else ()
    is_rule = isinstance(value, dict) and len(value) == 1
    return None if is_rule or any(isinstance(one, list | dict) for one in inside) else value


def _kind(part: Part, like: str, *, in_table: bool) -> FieldType | None:
    """The type, once what it takes for granted and what it does not understand have been looked at."""
    named = part.part(EXTRA).text("type")
    kind = TYPES.get(named or like)
    if kind is None or kind.key == "note" or (in_table and not kind.in_table):
        at = (EXTRA, "type") if named else ()
        part.complain("document.unknown-field-type", *at, type=named or part.raw.get("type", "?"))
        return None
    for keyword, said in part.raw.items():
        meant = kind.base.get(keyword, said)
        if keyword in ("type", "format") and (meant, said) not in SAME and meant != said:
            part.complain("document.disagrees", keyword, type=kind.title, meant=meant, said=str(said))
        elif keyword not in kind.understood | ANNOTATIONS | {"title", "description", "type", EXTRA}:
            part.complain("document.unknown-key", keyword, key=keyword)
    return kind


def _words(part: Part, keyword: str, name: str) -> Words:
    """A text of which the standard's keyword holds the first language and ``x-formloom`` the others."""
    return Words({**part.part(EXTRA).words(name), **part.words(keyword)})


@cache
def _allowed(type_key: str, option: str) -> Any:
    """What checks the value of an option: the schema of the field that asks for it."""
    asked = TYPES[type_key].options.fields[option]
    return jsonschema_rs.validator_for(TYPES[asked.type].schema(asked), validate_formats=True)
