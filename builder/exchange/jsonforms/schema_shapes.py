"""What a property of a JSON Schema asks: its type here, its options, and what it says that nobody can."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from builder.exchange.conversion_report import Ledger, chosen, nearest
from builder.exchange.jsonforms.schema_conditions import spelled
from schemas.fields.parts.alternatives import Choice
from schemas.fields.registry import TYPES
from schemas.model.form import Field, Remark
from schemas.words import LANGUAGES, Words, words

FORMATS: Final[Mapping[str, tuple[str, ...]]] = {
    "date": ("date",),
    "time": ("time", "text"),
    "date-time": ("datetime", "text"),
    "email": ("email",),
    "idn-email": ("email",),
    "uri": ("url", "text"),
    "iri": ("url", "text"),
    "url": ("url", "text"),
    "data-url": ("file",),
    "file": ("file",),
    "binary": ("file",),
    "duration": ("duration", "text"),
    "textarea": ("long_text",),
    "password": ("secret", "text"),
    "phone": ("phone",),
    "tel": ("phone",),
}
KINDS: Final = {"string": "text", "number": "number", "integer": "number", "boolean": "yes_no"}
SAID_ELSEWHERE: Final = frozenset(
    {
        *("$schema", "$id", "$comment", "$anchor", "$defs", "definitions", "title", "description", "type", "format"),
        *("default", "readOnly", "const", "enum", "enumNames", "items", "uniqueItems", "nullable", "x-formloom"),
        *("properties", "required", "allOf", "if", "then", "else", "dependencies", "dependentRequired"),
        *("dependentSchemas", "additionalProperties", "unevaluatedProperties", "examples", "additionalItems"),
    }
)
"""Keywords that are read somewhere, or promise nothing."""
NOT_A_MULTIPLE: Final = words("It must be a multiple of {limit}.", "须为 {limit} 的倍数。")
BEYOND: Final = words("It must be more than {limit}.", "须大于 {limit}。")
BELOW: Final = words("It must be less than {limit}.", "须小于 {limit}。")
FIRST_TYPE: Final = words("it may be of several types; the first was taken.", "可为多种类型，取第一种。")
AS_TEXTS: Final = words("its choices are kept as texts.", "选项以文本形式保存。")
ANYTHING: Final = words("it may be anything, so it became a text.", "未限定类型，按文本处理。")
OPEN_ENDED: Final = words("names that are not listed are not asked for.", "未列出的字段不会询问。")
OF_ONE: Final = "value"
"""The only column of a table that stands for a list of plain values."""


@dataclass
class Shape:
    """A property being read. ``steps`` lead to it in the schema."""

    name: str
    schema: Mapping[str, Any]
    steps: tuple[str | int, ...]
    ledger: Ledger
    read: set[str] = field(default_factory=set)

    def note(self, code: str, *more: str | int, **params: Any) -> None:
        self.ledger.note(code, *self.steps, *more, name=self.title.in_(LANGUAGES[0]) or self.name, **params)

    @property
    def title(self) -> Words:
        return worded(self.schema.get("title"))

    @property
    def type(self) -> str:
        """The type that is not null; of several the first, and it is said."""
        said = self.schema.get("type")
        types = [one for one in said if one != "null"] if isinstance(said, list) else [said]
        if len(types) > 1:
            self.note("import.changed", "type", what=FIRST_TYPE)
        if types and isinstance(types[0], str):
            return types[0]
        if "const" in self.schema:
            return next((name for kind, name in _OF_CONSTANTS if isinstance(self.schema["const"], kind)), "")
        return "object" if "properties" in self.schema else "array" if "items" in self.schema else ""

    def field(self, key: str, *, required: bool) -> Field:
        """The question, without columns and without rules between questions."""
        schema = self.schema
        kind, options = self._kind()
        numeric, remarks = self._numbers(key, kind)
        said = chosen(kind, {**self._keywords(kind), **options, **numeric})
        for keyword in schema.keys() - SAID_ELSEWHERE - self.read:
            self.note("import.keyword", keyword, keyword=keyword)
        examples = schema.get("examples")
        example = examples[0] if isinstance(examples, list) and examples and isinstance(examples[0], str) else None
        return Field(
            key,
            kind,
            self.title or worded(self.name),
            worded(schema.get("description")),
            worded(example),
            required=required and not self._is_fixed,
            options=said,
            remarks=remarks,
            locked=schema.get("readOnly") is True or self._is_fixed,
            default=self._default(kind),
        )

    @property
    def _is_fixed(self) -> bool:
        """A constant answers itself; only what must be true is still to be ticked."""
        return "const" in self.schema and self.schema["const"] is not True

    def _kind(self) -> tuple[str, dict[str, Any]]:
        offered = self._offered(self.schema)
        kind, schema = self.type, self.schema
        if offered is not None and kind != "array":
            return "choice", {"choices": offered}
        if kind == "array":
            return self._listed()
        if schema.get("const") is True:
            return nearest("consent", "yes_no"), {}
        if self._is_file():
            return "file", {"max_files": 1}
        said = schema.get("format")
        if kind == "string" and isinstance(said, str):
            if said not in FORMATS:
                self.note("import.keyword", "format", keyword=f"format: {said}")
            meant = nearest(*FORMATS.get(said, ("text",)))
            return meant, {"max_files": 1} if meant == "file" else {}
        if kind not in KINDS:
            self.note("import.changed", "type", what=ANYTHING)
        return KINDS.get(kind, "text"), {"decimals": 0} if kind == "integer" else {}

    def _is_file(self) -> bool:
        self.read.update({"contentEncoding", "contentMediaType"} & self.schema.keys())
        return self.schema.get("contentEncoding") == "base64"

    def _listed(self) -> tuple[str, dict[str, Any]]:
        items = self.schema.get("items")
        items = items if isinstance(items, dict) else {}
        if (offered := self._offered(items)) is not None:
            return "choices", {"choices": offered}
        if items.get("format") in ("data-url", "binary") or describes_a_file(items):
            self.read.update({"maxItems"} & self.schema.keys())
            return "file", {"max_files": self.schema.get("maxItems")}
        return "table", {}

    def _offered(self, schema: Mapping[str, Any]) -> tuple[Choice, ...] | None:
        """The choices, from ``enum``, or from constants with titles; None where there are none."""
        one_of = next((key for key in ("oneOf", "anyOf") if _constants(schema.get(key))), None)
        if one_of:
            self.read.add(one_of)
            pairs = [(one["const"] if "const" in one else one["enum"][0], one.get("title")) for one in schema[one_of]]
        elif isinstance(schema.get("enum"), list):
            names = schema.get("enumNames")
            names = names if isinstance(names, list) and len(names) == len(schema["enum"]) else schema["enum"]
            pairs = list(zip(schema["enum"], names, strict=True))
        else:
            return None
        if any(not isinstance(const, str) for const, _ in pairs):
            self.note("import.changed", what=AS_TEXTS)
        texts = {spelled(const): worded(title if isinstance(title, str) else spelled(const)) for const, title in pairs}
        return tuple(Choice(const, title) for const, title in texts.items() if const)

    def _keywords(self, kind: str) -> dict[str, Any]:
        said = {name: self.schema[word] for name, word in TYPES[kind].keywords.items() if word in self.schema}
        self.read.update(word for word in TYPES[kind].keywords.values() if word in self.schema)
        for word, name in (("formatMinimum", "minimum"), ("formatMaximum", "maximum")):
            if word in self.schema and name in TYPES[kind].options.fields:
                self.read.add(word)
                said[name] = self.schema[word]
        return said

    def _numbers(self, key: str, kind: str) -> tuple[dict[str, Any], tuple[Remark, ...]]:
        """Bounds that we say in another way: whole numbers by the next one, others by refusing."""
        options: dict[str, Any] = {}
        remarks: list[Remark] = []
        answer, whole = {"var": key}, self.type == "integer"
        for word, name, step, sign, text in _EXCLUSIVE:
            limit = self.schema.get(word)
            if kind != "number" or isinstance(limit, bool) or not isinstance(limit, int | float):
                continue
            self.read.add(word)
            if whole and isinstance(limit, int):
                options[name] = limit + step
            else:
                remarks.append(_refusing({"!": [{sign: [answer, limit]}]}, answer, text.formatted(limit=limit)))
        multiple = self.schema.get("multipleOf")
        if kind == "number" and isinstance(multiple, int | float) and multiple > 0:
            self.read.add("multipleOf")
            places = len(str(multiple).partition(".")[2]) if multiple != 1 else 0
            if multiple in (1, 0.1, 0.01, 0.001):
                options["decimals"] = places
            else:
                text = NOT_A_MULTIPLE.formatted(limit=multiple)
                remarks.append(_refusing({"!=": [{"%": [answer, multiple]}, 0]}, answer, text))
        return options, tuple(remarks)

    def _default(self, kind: str) -> Any:
        said = self.schema["const"] if self._is_fixed else self.schema.get("default")
        if said is None:
            return None
        value = TYPES[kind].value
        if value == "text":
            return spelled(said) if not isinstance(said, list | dict) else None
        if value == "list" and isinstance(said, list):
            return [spelled(one) for one in said] or None
        fits = isinstance(said, bool) if value == "boolean" else isinstance(said, int | float)
        if value in ("boolean", "number") and fits:
            return said
        if said not in ([], {}):
            self.note("import.keyword", "default", keyword="default")
        return None


_OF_CONSTANTS: Final = ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"))
_EXCLUSIVE: Final = (
    ("exclusiveMinimum", "minimum", 1, ">", BEYOND),
    ("exclusiveMaximum", "maximum", -1, "<", BELOW),
)


def _refusing(wrong: Any, answer: Any, text: Words) -> Remark:
    return Remark({"and": [{"!=": [answer, None]}, wrong]}, text, stops=True)


def _constants(said: Any) -> bool:
    return isinstance(said, list) and bool(said) and all(isinstance(one, dict) and _is_constant(one) for one in said)


def _is_constant(one: Mapping[str, Any]) -> bool:
    """An ``enum`` of one is a constant too, as draft-04 says it."""
    enum = one.get("enum")
    return "const" in one or (isinstance(enum, list) and len(enum) == 1)


def describes_a_file(items: Mapping[str, Any]) -> bool:
    """As our own schemas describe one, and those of many others."""
    properties = items.get("properties")
    return isinstance(properties, dict) and {"id", "name", "size"} <= properties.keys() <= {
        "id",
        "name",
        "size",
        "type",
        "url",
    }


def worded(text: Any) -> Words:
    """A plain text of a schema, in the first language."""
    return Words({LANGUAGES[0]: text}) if isinstance(text, str) and text else Words()


def merged(schema: Mapping[str, Any], steps: tuple[str | int, ...], ledger: Ledger) -> dict[str, Any]:
    """The schema with its ``allOf`` put in, as far as its parts do not speak of the same."""
    whole = {key: value for key, value in schema.items() if key != "allOf"}
    for at, part in enumerate(schema.get("allOf") or ()):
        if not isinstance(part, dict) or "if" in part:
            whole.setdefault("allOf", []).append(part)
            continue
        _put_in(whole, merged(part, (*steps, "allOf", at), ledger), (*steps, "allOf", at), ledger)
    return whole


def _put_in(whole: dict[str, Any], part: Mapping[str, Any], steps: Iterable[str | int], ledger: Ledger) -> None:
    for key, value in part.items():
        present = whole.get(key)
        if isinstance(present, dict) and isinstance(value, dict):
            whole[key] = {**present, **value}
        elif isinstance(present, list) and isinstance(value, list) and key in ("required", "allOf"):
            whole[key] = [*present, *(one for one in value if one not in present)]
        elif present is None:
            whole[key] = value
        elif present != value:
            ledger.note("import.keyword", *steps, key, keyword=key, name="allOf")


def changed_type(one: Field, kind: str, **options: Any) -> Field:
    """The same question as another type, with the options that both have."""
    return one.with_(type=kind, options=chosen(kind, {**one.options, **options}))
