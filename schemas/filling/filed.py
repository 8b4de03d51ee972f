"""The files that an answer names, wherever in it they stand: in the field itself, in a part of it, in a cell."""

from collections.abc import Iterator, Mapping
from typing import Any

from schemas.fields.registry import type_of
from schemas.model.form import Field


def files_in(asked: Field, value: Any) -> Iterator[Any]:
    """Each as it stands there: ``{"id", …}`` in an answer, or a bare id in what was posted."""
    if asked.columns:
        rows = [row for row in value or () if isinstance(row, Mapping)]
        yield from (one for row in rows for column in asked.columns for one in files_in(column, row.get(column.key)))
        return
    if takes_files(asked):
        yield from value or ()
    for key in parts_with_files(asked):
        yield from (value.get(key) or ()) if isinstance(value, Mapping) else ()


def with_files(asked: Field, value: Any, known: Mapping[str, Any]) -> Any:
    """The same with every bare id that is ``known`` replaced by what is known of it; another as ``{"id"}``."""
    if asked.columns and isinstance(value, list):
        columns = {column.key: column for column in asked.columns}
        return [
            {key: with_files(columns[key], cell, known) if key in columns else cell for key, cell in row.items()}
            for row in value
        ]
    if takes_files(asked) and isinstance(value, list):
        return [known.get(one, {"id": one}) if isinstance(one, str) else one for one in value]
    if isinstance(value, Mapping):
        named = {key: value[key] for key in parts_with_files(asked) if isinstance(value.get(key), list)}
        return {**value, **{key: [known.get(one, {"id": one}) for one in ids] for key, ids in named.items()}}
    return value


def takes_files(asked: Field) -> bool:
    return type_of(asked).value == "files"


def parts_with_files(asked: Field) -> list[str]:
    return [key for key, part in type_of(asked).parts(asked).items() if part.value == "files"]


def place_takes_files(fields: Mapping[str, Field], name: str) -> bool:
    """Whether a file may be posted under this name: ``papers``, ``signature/drawn``, ``items/0/photo``."""
    key, *rest = name.split("/")
    asked = fields.get(key)
    if asked is not None and asked.columns:
        asked = next((one for one in asked.columns if rest[1:2] == [one.key]), None)
        rest = rest[2:]
    if asked is None:
        return False
    return takes_files(asked) if not rest else rest[0] in parts_with_files(asked) and len(rest) == 1
