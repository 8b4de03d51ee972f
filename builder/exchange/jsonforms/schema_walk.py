"""Every property of a JSON Schema, with the conditions under which it is asked for, as fields."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from builder.exchange.conversion_report import Keys, Ledger
from builder.exchange.expressions.expression import Named, Sort, Unsayable, opposite
from builder.exchange.jsonforms.schema_conditions import Path, condition, spelled
from builder.exchange.jsonforms.schema_shapes import OF_ONE, Shape, describes_a_file, merged, worded
from builder.exchange.xlsform.xlsform_rules import ROLES, together
from schemas.fields.parts.alternatives import Choice
from schemas.fields.registry import TYPES
from schemas.model.form import Field, Rule
from schemas.words import LANGUAGES, Words, words

ROW: Final = "*"
"""The step of a path that leads into the rows of a table."""
MOST: Final = 2000
"""Properties that are looked at."""
SORTS: Final[Mapping[str, Sort]] = {
    "text": "text",
    "number": "number",
    "boolean": "boolean",
    "list": "list",
    "rows": "rows",
}
OPEN: Final = words("an object whose names are not listed", "未列出字段的对象")
UNKEPT: Final = {"additionalItems": dict, "prefixItems": list, "uniqueItems": bool}
"""What a list may say of its items that no table can hold."""
NO_COLUMN: Final = words("a table without a column", "没有列的表格")
FLAT: Final = words("its questions stand beside all others here.", "其中的题目与其他题目并列。")

Steps = tuple[str | int, ...]


@dataclass(frozen=True)
class When:
    """A schema that the answers at ``at`` must satisfy, or with ``holds`` false must not."""

    schema: Any
    at: Path
    holds: bool = True


Under = tuple[When, ...]


@dataclass
class Walk:
    """What was found so far. Paths are the names of properties; ``ROW`` leads into rows."""

    ledger: Ledger
    names: dict[Path, Named] = field(default_factory=dict)
    fields: dict[Path, Field] = field(default_factory=dict)
    titles: dict[Path, Words] = field(default_factory=dict)
    keys: dict[Path, Keys] = field(default_factory=dict)
    shown: dict[Path, list[Under]] = field(default_factory=dict)
    required: dict[Path, list[Under]] = field(default_factory=dict)
    limits: dict[Path, list[tuple[Under, list[str]]]] = field(default_factory=dict)

    def object(self, given: Mapping[str, Any], path: Path, steps: Steps, under: Under = ()) -> None:
        """All properties of an object, and after them those that only its conditions know."""
        schema = merged(given, steps, self.ledger)
        self.titles.setdefault(path, worded(schema.get("title")))
        needed = schema.get("required")
        needed = needed if isinstance(needed, list) else []
        properties = schema.get("properties")
        for name, inside in (properties if isinstance(properties, dict) else {}).items():
            at = (*steps, "properties", name)
            self._property(name, inside, (*path, name), at, under, required=name in needed)
        for name in needed:
            if under and isinstance(name, str):
                self.required.setdefault((*path, name), []).append(under)
        self._conditions(schema, path, steps, under)

    def _property(self, name: str, inside: Any, path: Path, steps: Steps, under: Under, *, required: bool) -> None:
        if not isinstance(inside, dict):
            if inside is False:
                self.ledger.note("import.keyword", *steps, keyword="false", name=name)
                return
            inside = {}
        shape = Shape(name, merged(inside, steps, self.ledger), steps, self.ledger)
        if path in self.names:
            self._again(shape, path, under)
        elif shape.type == "object":
            self._object(shape, path, under)
        elif len(self.names) < MOST:
            self._asked(shape, path, under, required=required)

    def _object(self, shape: Shape, path: Path, under: Under) -> None:
        if not shape.schema.get("properties"):
            shape.note("import.left-out", what=OPEN)
            return
        if shape.schema.get("description"):
            shape.note("import.keyword", "description", keyword="description")
        self.titles[path] = shape.title
        shape.note("import.changed", what=FLAT)
        self.object(shape.schema, path, shape.steps, under)

    def _asked(self, shape: Shape, path: Path, under: Under, *, required: bool) -> None:
        table, own = self._within(path)
        if table and shape.type == "array" and not _plain_items(shape.schema):
            shape.note("import.nested")
            return
        keys = self.keys.setdefault(table, Keys())
        key = keys.free("_".join(own) if own[-1] in keys.taken else own[-1])
        if key != own[-1]:
            shape.note("import.flattened", key=key)
        one = shape.field(key, required=required and not under)
        kind = TYPES[one.type]
        sort = "date" if one.type in ("date", "datetime") else SORTS.get(kind.value, "any")
        within = self.names[table].key if table else ""
        self.names[path] = Named(key, sort, within, needed=required and not under)
        self.fields[path] = one
        if under:
            self.shown.setdefault(path, []).append(under)
            self.limits[path] = [(under, [choice.const for choice in one.options.get("choices", ())])]
        if one.type == "table":
            self._rows(shape, path)

    def _rows(self, shape: Shape, path: Path) -> None:
        items = shape.schema.get("items")
        if not isinstance(items, dict):
            shape.note("import.keyword", "items", keyword="items")
            items = {}
        for keyword, kind in UNKEPT.items():
            if isinstance(said := shape.schema.get(keyword), kind) and said:
                shape.note("import.keyword", keyword, keyword=keyword)
        within = (*path, ROW)
        row = merged(items, (*shape.steps, "items"), self.ledger)
        if row.get("properties"):
            self.object(row, within, (*shape.steps, "items"))
        else:
            self._property(OF_ONE, row, (*within, OF_ONE), (*shape.steps, "items"), (), required=True)
        for keyword in ("minItems", "maxItems", "uniqueItems"):
            shape.read.add(keyword)

    def _again(self, shape: Shape, path: Path, under: Under) -> None:
        """A property that is there already: shown in one more case, or with fewer choices."""
        if path in self.shown and under:
            self.shown[path].append(under)
        said = shape.schema.get("enum", [shape.schema["const"]] if "const" in shape.schema else None)
        if isinstance(said, list) and under and self.fields[path].type == "choice":
            consts = [spelled(one) for one in said]
            self.limits.setdefault(path, []).append((under, consts))
            self.fields[path] = _offering(self.fields[path], consts)
            return
        for keyword in shape.schema.keys() - {"title", "description", "type"}:
            if path not in self.shown:
                shape.note("import.keyword", keyword, keyword=keyword)

    def _conditions(self, schema: Mapping[str, Any], path: Path, steps: Steps, under: Under) -> None:
        """What only holds where something else does: if, then, else, and all that depends."""
        for at, part in enumerate(schema.get("allOf") or ()):
            if isinstance(part, dict):
                self._conditional(part, path, (*steps, "allOf", at), under)
        self._conditional(schema, path, steps, under)
        depends = {key: schema.get(key) for key in ("dependencies", "dependentSchemas", "dependentRequired")}
        for keyword, said in depends.items():
            for name, then in (said if isinstance(said, dict) else {}).items():
                when = When({"required": [name]}, path)
                self._depends(name, then, path, (*steps, keyword, name), (*under, when))
        for keyword in (
            "oneOf",
            "anyOf",
            "not",
            "patternProperties",
            "propertyNames",
            "minProperties",
            "maxProperties",
            "additionalProperties",
            "unevaluatedProperties",
        ):
            if schema.get(keyword) not in (None, {}) and not isinstance(schema[keyword], bool):
                what = {"name": self.titles[path].in_(LANGUAGES[0]) or "/".join(path) or "/"}
                self.ledger.note("import.keyword", *steps, keyword, keyword=keyword, **what)

    def _conditional(self, schema: Mapping[str, Any], path: Path, steps: Steps, under: Under) -> None:
        if "if" not in schema:
            return
        for keyword, holds in (("then", True), ("else", False)):
            branch = schema.get(keyword)
            if isinstance(branch, dict):
                when = When(schema["if"], path, holds)
                self.object(branch, path, (*steps, keyword), (*under, when))

    def _depends(self, name: str, then: Any, path: Path, steps: Steps, under: Under) -> None:
        if isinstance(then, list):
            self.object({"required": then}, path, steps, under)
        elif isinstance(then, dict):
            self.object({key: value for key, value in then.items() if key != "oneOf"}, path, steps, under)
            for at, one in enumerate(then.get("oneOf") or ()):
                self._alternative(name, one, path, (*steps, "oneOf", at))

    def _alternative(self, name: str, one: Any, path: Path, steps: Steps) -> None:
        """One of the ways to go on that react-jsonschema-form draws, by the value that it names."""
        properties = one.get("properties") if isinstance(one, dict) else None
        if not isinstance(properties, dict) or name not in properties:
            self.ledger.note("import.keyword", *steps, keyword="oneOf", name=name)
            return
        when = When({"properties": {name: properties[name]}, "required": [name]}, path)
        rest = {key: value for key, value in properties.items() if key != name}
        self.object({**one, "properties": rest}, path, steps, (when,))

    def _within(self, path: Path) -> tuple[Path, Path]:
        """The table in whose rows a path leads, if it does, and the rest of it."""
        if ROW not in path:
            return (), path
        at = len(path) - 1 - path[::-1].index(ROW)
        return path[:at], path[at + 1 :]

    def finished(self) -> dict[Path, Field]:
        """The fields with their rules, tables with their columns."""
        for path in self.required.keys() - self.fields.keys():
            self.ledger.note("import.keyword", *path, keyword="required", name=path[-1])
        ruled = {path: self._ruled(path, one) for path, one in self.fields.items()}
        whole = {
            path: one.with_(columns=tuple(self._columns(path, ruled))) if one.type == "table" else one
            for path, one in ruled.items()
            if ROW not in path
        }
        for path, one in whole.items():
            if one.type == "table" and not one.columns:
                self.ledger.note("import.left-out", *path, name=one.title, what=NO_COLUMN)
        return {path: one for path, one in whole.items() if one.type != "table" or one.columns}

    def _columns(self, table: Path, ruled: Mapping[Path, Field]) -> Iterator[Field]:
        for path, one in ruled.items():
            if path[: len(table) + 1] == (*table, ROW):
                if TYPES[one.type].in_table and one.type != "table":
                    yield one
                else:
                    self.ledger.note("import.left-out", *path, name=one.title, what=TYPES[one.type].title)

    def _ruled(self, path: Path, one: Field) -> Field:
        show = self._any(path, one, self.shown.get(path, []))
        require = self._any(path, one, self.required.get(path, []))
        limits = self.limits.get(path, [])
        limit = [
            {"if": [rule, consts, None]}
            for under, consts in limits
            if len(limits) > (path in self.shown) and (rule := self._all(path, one, under)) is not None
        ]
        if show is not None and require is not None and self.required[path] == self.shown[path]:
            one, require = one.with_(required=True), None
        return one.with_(show=show, require=require, limit=_first_of(limit))

    def _any(self, path: Path, one: Field, unders: list[Under]) -> Rule:
        rules = [self._all(path, one, under) for under in unders]
        if not rules or None in rules:
            return None
        return {"or": rules} if len(rules) > 1 else rules[0]

    def _all(self, path: Path, one: Field, under: Under) -> Rule:
        try:
            return together(*(self._said(when) for when in under))
        except Unsayable as why:
            written = json.dumps([when.schema for when in under], ensure_ascii=False)
            params = {"name": one.title or one.key, "role": ROLES["relevant"], "why": why.why, "expression": written}
            self.ledger.note("import.expression", *path, **params)
            return None

    def _said(self, when: When) -> Rule:
        rule = condition(when.schema, self.names, when.at)
        return rule if when.holds else opposite(rule)


def _first_of(limits: list[Any]) -> Rule:
    """Of several limits the first that holds; ``if`` without another result leaves all choices."""
    parts = [part for one in limits for part in one["if"][:2]]
    return {"if": [*parts, None]} if parts else None


def _offering(one: Field, consts: list[str]) -> Field:
    """The question with these choices besides those that it has."""
    choices = one.options.get("choices", ())
    there = {choice.const for choice in choices}
    more = tuple(Choice(const, worded(const)) for const in consts if const and const not in there)
    return one.with_(options={**one.options, "choices": (*choices, *more)})


def _plain_items(schema: Mapping[str, Any]) -> bool:
    items = schema.get("items")
    if not isinstance(items, dict):
        return False
    return bool(items.keys() & {"enum", "oneOf", "anyOf", "format"}) or describes_a_file(items)
