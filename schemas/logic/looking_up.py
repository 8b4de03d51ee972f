"""The operators of JSON Logic that look things up in the data."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from schemas.logic.coercion import UNDEFINED, cut, number, ordered, text, units
from schemas.logic.limits import LogicError


def _var(data: Any, path: Any = UNDEFINED, default: Any = UNDEFINED, *_: Any) -> Any:
    if path is UNDEFINED or path is None or path == "":
        return data
    found = held_at(data, path)
    if found is UNDEFINED:
        return None if default is UNDEFINED else default
    return found


def held_at(value: Any, path: Any) -> Any:
    """What the value holds at the end of a path such as ``client.name``."""
    for step in text(path).split("."):
        value = _held(value, step)
        if value is UNDEFINED:
            break
    return value


def _held(value: Any, step: str) -> Any:
    kind = type(value)
    if kind is dict:
        return value.get(step, UNDEFINED)
    if kind is not list and kind is not str:
        return UNDEFINED
    if step == "length":
        return len(value) if kind is list else units(value)
    if not (step.isascii() and step.isdigit() and len(step) < 10 and str(int(step)) == step):  # noqa: PLR2004 -- no list is as long
        return UNDEFINED
    at = int(step)
    if kind is list:
        return value[at] if at < len(value) else UNDEFINED
    return cut(value, at, at + 1) or UNDEFINED


def _missing(data: Any, *keys: Any) -> list[Any]:
    wanted = keys[0] if keys and type(keys[0]) is list else keys
    return [key for key in wanted if _is_missing(data, key)]


def _is_missing(data: Any, key: Any) -> bool:
    value = _var(data, *map(_key, key if type(key) is list else (key,)))
    return value is None or value == ""


def _key(key: Any) -> Any:
    if type(key) is dict and len(key) == 1:
        raise LogicError("a key is no rule")
    return [_key(one) for one in key] if type(key) is list else key


def _missing_some(data: Any, needed: Any = UNDEFINED, keys: Any = UNDEFINED, *_: Any) -> list[Any]:
    """No keys if at least ``needed`` of them are there, else those that are missing."""
    if keys is UNDEFINED or keys is None:
        raise LogicError("missing_some without keys")
    missing = _missing(data, *map(_key, keys if type(keys) is list else (keys,)))
    count = _held(keys, "length") if type(keys) is not dict else UNDEFINED
    there, wanted = ordered(number(count) - len(missing), needed)
    return [] if there >= wanted else missing


READERS: Final[Mapping[str, Callable[..., Any]]] = {"var": _var, "missing": _missing, "missing_some": _missing_some}
