"""The JSON Schema in a document: is it one, and does it stand on its own?"""

from typing import Any, Final

import jsonschema_rs
from jsonschema import Draft202012Validator

from schemas.problem import Problem, pointer

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
LARGEST: Final = 20_000
"""Values in a schema once its references are written out; more is an attack or a mistake."""

_META: Final = Draft202012Validator(Draft202012Validator.META_SCHEMA)
_QUICK: Final = jsonschema_rs.Draft202012Validator(Draft202012Validator.META_SCHEMA)
"""The same in a hundredth of the time; `_META` says where what is wrong."""


def is_schema(value: Any) -> bool:
    return bool(_QUICK.is_valid(value))


def faults(schema: Any) -> tuple[Problem, ...]:
    """What keeps it from being a JSON Schema 2020-12, each place once; paths are inside the schema."""
    found: dict[str, Problem] = {}
    for error in () if is_schema(schema) else _META.iter_errors(schema):
        path = pointer(*error.absolute_path)
        found.setdefault(path, Problem("document.schema", path, {"reason": error.message[:300]}))
    dialect = schema.get("$schema", DIALECT) if isinstance(schema, dict) else DIALECT
    if isinstance(dialect, str) and dialect.rstrip("#") != DIALECT:
        found["/$schema"] = Problem("document.dialect", "/$schema", {"dialect": DIALECT})
    return tuple(found.values())


def written_out(schema: Any) -> tuple[Any, tuple[Problem, ...]]:
    """The schema with every local ``$ref`` replaced by what it names, and what could not be replaced.

    Nothing is ever fetched: a reference to another document is a problem, and so is one that goes in a circle.
    """
    writer = _Writer(schema)
    return writer.written(schema, (), frozenset()), tuple(writer.problems)


class _Writer:
    def __init__(self, root: Any) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.size = 0

    def written(self, node: Any, path: tuple[str | int, ...], within: frozenset[str]) -> Any:
        self.size += 1
        if isinstance(node, list):
            return [self.written(one, (*path, index), within) for index, one in enumerate(node)]
        if not isinstance(node, dict):
            return node
        named = node.get("$ref")
        if isinstance(named, str):
            return self._referred(named, node, path, within)
        return {key: self.written(one, (*path, key), within) for key, one in node.items() if key != "$defs"}

    def _referred(self, named: str, node: dict[str, Any], path: tuple[str | int, ...], within: frozenset[str]) -> Any:
        target = _at(self.root, named)
        if target is None or named in within or self.size > LARGEST:
            self.problems.append(Problem("document.reference", pointer(*path, "$ref"), {"reference": named}))
            return {}
        beside = {key: one for key, one in node.items() if key != "$ref"}
        first = self.written(target, path, within | {named})
        return {**(first if isinstance(first, dict) else {}), **self.written(beside, path, within)}


def _at(root: Any, reference: str) -> Any:
    """What a local reference names, or None."""
    if reference != "#" and not reference.startswith("#/"):
        return None
    found = root
    for step in reference.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else None
