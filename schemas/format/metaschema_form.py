"""The form of a document as JSON Schema: what a property may say, type by type, out of each type's own options."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from schemas.fields.kind import EXTRA, FieldType
from schemas.fields.registry import TYPES
from schemas.format.definitions import DIALECT
from schemas.format.field_reading import ANNOTATIONS, FLAGS, OBJECT, WIDTHS, WORDED
from schemas.format.form_reading import GROUPED, REMARKED, RULED
from schemas.format.layout_reading import COLUMNS, ELEMENTS, SCOPE, WAYS
from schemas.format.reading import KEY
from schemas.model.form import Field

Schema = dict[str, Any]

WORDS: Final = {"$ref": "#/$defs/words"}
TEXT: Final = {"type": "string"}
FLAG: Final = {"type": "boolean"}
TEXTS: Final = ("title", "description")


def refer(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


CHOICES: Final[Schema] = {
    "oneOf": {"type": "array", "items": refer("alternative")},
    "enum": {"type": "array", "items": TEXT},
}
SEVERAL: Final[Schema] = {"type": "object", "properties": CHOICES}
ALTERNATIVES: Final[Mapping[str, Schema]] = {
    "choice": CHOICES,
    "computed": CHOICES,
    "choices": {"items": SEVERAL},
    "ranking": {"items": SEVERAL},
    "image_choice": {**CHOICES, "items": SEVERAL},
    "matrix": {
        "propertyNames": SEVERAL,
        "additionalProperties": {"type": "object", "properties": {**CHOICES, "items": SEVERAL}},
    },
    "scale": {"propertyNames": SEVERAL},
}
"""Of the types that have some: where their alternatives stand."""


def closed(required: Iterable[str] = (), /, **properties: Any) -> Schema:
    """An object that holds these and nothing else. A name that Python keeps for itself ends in "_"."""
    named = {name.removesuffix("_"): one for name, one in properties.items()}
    needed = {"required": list(required)} if required else {}
    return {"type": "object", "properties": named, **needed, "additionalProperties": False}


def listed(item: Schema) -> Schema:
    return {"type": "array", "items": item}


_KEYED: Final[Schema] = {"key": TEXT, "title": WORDS, "points": {"type": "number"}}
_BAND: Final = closed(("key",), **_KEYED, range=TEXT, grade=TEXT)
_CRITERION: Final = closed(
    ("key",), key=TEXT, title=WORDS, answer={"enum": ["number", "choice"]}, unit=TEXT, from_=TEXT, bands=listed(_BAND)
)
_GRADING: Final[Mapping[str, Schema]] = {"criteria": listed(_CRITERION), "grades": listed(closed(("key",), **_KEYED))}
"""The options of a grading matrix that are rows of their own."""


def form_definitions() -> dict[str, Schema]:
    """The definitions that make up a form."""
    asked = [kind for kind in TYPES.values() if kind.key != "note"]
    cells = [kind for kind in asked if kind.in_table]
    rule = dict.fromkeys(("field", "page", "section", "to"), TEXT) | dict.fromkeys(("show", "jump"), refer("logic"))
    rule |= dict.fromkeys((*RULED, *REMARKED), refer("logic")) | {"text": WORDS}
    return {
        "form": closed(("schema",), schema=refer("object"), ui=refer("layout"), rules=listed(refer("rule"))),
        "rule": closed(**rule) | {"oneOf": [{"required": [one]} for one in ("field", *GROUPED)]},
        "object": {"$ref": DIALECT, **_object("property")},
        "row": _object("column"),
        "property": _property(asked),
        "column": _property(cells),
        "layout": _layout(),
        "elements": listed(refer("element")),
        "element": {"anyOf": [_element(kind) for kind in ELEMENTS]},
        "section": closed(key=refer("key"), columns={"enum": list(COLUMNS)}),
        "note": closed(key=refer("key"), **_options(TYPES["note"])),
    }


def _object(property_: str) -> Schema:
    properties = {"type": "object", "propertyNames": {"pattern": KEY}, "additionalProperties": refer(property_)}
    said = {**dict.fromkeys(OBJECT, True), "type": {"const": "object"}, "properties": properties}
    said["$schema"] = {"enum": [DIALECT, f"{DIALECT}#"]}
    return {"type": "object", "required": ["properties"], "properties": said, "additionalProperties": False}


def _property(kinds: list[FieldType]) -> Schema:
    """Either it names its type, and says what that type understands; or it is plain JSON Schema that looks like one."""
    keywords = {name for kind in kinds for name in kind.understood} | ANNOTATIONS | {"type", "anyOf", "$ref"}
    alternatives = dict.fromkeys(("oneOf", "anyOf"), listed(refer("alternative"))) | {
        "enum": listed({"type": "string"})
    }
    extra = {EXTRA: {"not": {"required": ["type"]}}, **dict.fromkeys(TEXTS, WORDS)}
    bounds = _bounds(TYPES["text"]) | _bounds(TYPES["number"])
    plain = {
        "properties": {**dict.fromkeys(sorted(keywords), True), **bounds, **alternatives, **extra},
        "additionalProperties": False,
    }
    named = {"properties": {EXTRA: {"properties": {"type": {"enum": [kind.key for kind in kinds]}}}}}
    return {
        "type": "object",
        "if": {"properties": {EXTRA: {"required": ["type"]}}, "required": [EXTRA]},
        "then": {"allOf": [named, *(_typed(kind) for kind in kinds)]},
        "else": plain,
    }


def _typed(kind: FieldType) -> Schema:
    keywords = dict.fromkeys(sorted(kind.understood | ANNOTATIONS | {"type"}), True)
    base = {name: {"const": value} for name, value in kind.base.items() if name in ("format", "readOnly")}
    said: Schema = {**keywords, **base, **_bounds(kind), **_alternatives(kind), **dict.fromkeys(TEXTS, WORDS)}
    if "type" in kind.base:
        said["type"] = {"enum": _types(kind.base["type"])}
    of_all = {**dict.fromkeys(WORDED, WORDS), **dict.fromkeys(FLAGS, FLAG), "width": {"enum": list(WIDTHS)}}
    of_all["type"] = {"const": kind.key}
    said[EXTRA] = closed(("type",), **of_all, **_options(kind))
    return {
        "if": {"properties": {EXTRA: {"properties": {"type": {"const": kind.key}}}}},
        "then": {"properties": said, "additionalProperties": False},
    }


def _alternatives(kind: FieldType) -> Schema:
    """The keywords that hold more than an option's value."""
    return {"items": refer("row")} if kind.value == "rows" else ALTERNATIVES.get(kind.key, {})


def _types(name: str) -> list[Any]:
    """The ways of writing a type: JSON Schema may allow null besides, and what is a number may be a whole one."""
    names = [name, "integer"] if name == "number" else [name]
    return [*names, *([one, "null"] for one in names), *(["null", one] for one in names)]


def _options(kind: FieldType) -> dict[str, Schema]:
    return {name: _option(kind.options.fields[name]) for name in sorted(kind.extra_names)}


def _bounds(kind: FieldType) -> dict[str, Schema]:
    """The options that have a keyword of JSON Schema."""
    return {keyword: _option(kind.options.fields[name]) for name, keyword in kind.keywords.items()}


def _option(asked: Field) -> Schema:
    return _GRADING.get(asked.key) or TYPES[asked.type].schema(asked)


def _layout() -> Schema:
    category = closed(
        ("type",), type={"const": "Category"}, label=WORDS, options=refer("keyed"), elements=refer("elements")
    )
    pages = closed(
        ("type",),
        type={"const": "Categorization"},
        label=WORDS,
        options=closed(**dict.fromkeys(WAYS, FLAG)),
        elements=listed(category),
    )
    return {"if": {"properties": {"type": {"const": "Categorization"}}}, "then": pages, "else": refer("element")}


def _element(kind: str) -> Schema:
    says = {
        "label": WORDS,
        "text": WORDS,
        "options": {"Label": refer("note"), "Group": refer("section")}.get(kind, refer("keyed")),
        "elements": refer("elements"),
        "scope": {"type": "string", "pattern": f"^{SCOPE}"},
    }
    needed = ("type", "scope") if kind == "Control" else ("type",)
    return closed(needed, type={"const": kind}, **{name: says[name] for name in ELEMENTS[kind]})
