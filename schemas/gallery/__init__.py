"""Ready processes that a team clones and makes its own: one JSON document each, read when first asked for."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def keys() -> tuple[str, ...]:
    """The keys of the processes, in order."""
    return tuple(
        sorted(one.name.removesuffix(".json") for one in files(__name__).iterdir() if one.name[-5:] == ".json")
    )


def document(key: str) -> dict[str, Any]:
    """The document of a process, for the caller to change as they like.

    Raises:
        KeyError: there is none of that key.
    """
    if key not in keys():
        raise KeyError(key)
    made: dict[str, Any] = json.loads(_text(key))
    return made


@cache
def _text(key: str) -> str:
    return files(__name__).joinpath(f"{key}.json").read_text(encoding="utf-8")
