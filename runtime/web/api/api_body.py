"""The body of a request, read strictly: what two programs might read differently is refused, and so is a key too many."""

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import request
from werkzeug.exceptions import UnsupportedMediaType

from runtime.lifecycle import CHANNELS, Rejected
from runtime.web.frame.problem_json import Garbled
from schemas.problem import Problem, pointer
from schemas.words import Words, words

JSON: Final = "application/json"
LARGEST: Final = 4 * 1024 * 1024
"""Bytes of a body."""
DEEPEST: Final = 20
"""Objects and lists within each other."""
LONGEST_KEY: Final = 200
"""Characters of an Idempotency-Key."""
LONGEST_COMMENT: Final = 10_000
_SHOWN: Final = 100
"""Characters of what was sent that a problem repeats."""
_LONGEST_INTEGER: Final = 300
_UNKEEPABLE: Final = re.compile("[\x00\ud800-\udfff]")
KINDS: Final[Mapping[type, Words]] = {
    dict: words("an object", "对象"),
    str: words("a text", "文本"),
    bool: words("true or false", "true 或 false"),
    int: words("a whole number", "整数"),
    list: words("a list", "列表"),
}


@dataclass(frozen=True)
class Part:
    """One key of a body. ``among``: the only texts that it may have. ``holds``: what every member of it is."""

    kind: type
    required: bool = False
    among: tuple[str, ...] = ()
    longest: int = _SHOWN
    holds: type | None = None


NEW_CASE: Final[Mapping[str, Part]] = {
    "answers": Part(dict, required=True),
    "channel": Part(str, among=CHANNELS),
    "on_behalf": Part(bool),
    "version": Part(str),
}
ACT: Final[Mapping[str, Part]] = {
    "answers": Part(dict),
    "given": Part(dict),
    "comment": Part(str, longest=LONGEST_COMMENT),
    "version": Part(int),
}


def read(parts: Mapping[str, Part], deepest: int = DEEPEST) -> dict[str, Any]:
    """The body of this request, which has these parts and no others. ``deepest``: objects and lists within each other.

    Raises:
        UnsupportedMediaType: it is not called JSON.
        RequestEntityTooLarge: it is larger than `LARGEST`.
        Garbled: it is no JSON object, or not one that everybody reads the same.
        Rejected: a key is unknown, missing or of the wrong kind.
    """
    if request.mimetype != JSON:
        raise UnsupportedMediaType
    request.max_content_length = LARGEST
    body = parse(request.get_data(), deepest)
    if problems := tuple(_wrong(body, parts)):
        raise Rejected(problems)
    return body


def idempotency_key() -> str:
    """What the program calls this request; empty where it does not say. Raises Garbled."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY:
        raise Garbled(Problem("idempotency.key", params={"limit": LONGEST_KEY}))
    return key


def parse(text: bytes, deepest: int = DEEPEST) -> dict[str, Any]:
    """A JSON object in UTF-8 with every key once, finite numbers, and texts that can be kept.

    Raises:
        Garbled: it is not.
    """
    try:
        body = json.loads(
            text.decode(), object_pairs_hook=_object, parse_constant=_no_number, parse_float=_float, parse_int=_integer
        )
    except UnicodeDecodeError as wrong:
        line = text.count(b"\n", 0, wrong.start)
        raise _not_json(line + 1, wrong.start - text.rfind(b"\n", 0, wrong.start)) from None
    except json.JSONDecodeError as wrong:
        raise _not_json(wrong.lineno, wrong.colno) from None
    except RecursionError:
        raise Garbled(Problem("body.too-deep", params={"limit": deepest})) from None
    if not isinstance(body, dict):
        raise Garbled(Problem("body.not-an-object"))
    _look_through(body, (), deepest)
    return body


def _not_json(line: int, column: int) -> Garbled:
    return Garbled(Problem("body.not-json", params={"line": line, "column": column}))


def _object(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Garbled(Problem("body.key-twice", params={"key": _sayable(key)}))
        found[key] = value
    return found


def _no_number(text: str) -> Any:
    raise Garbled(Problem("body.number", params={"number": text[:_SHOWN]}))


def _float(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _no_number(text)


def _integer(text: str) -> int:
    return int(text) if len(text) <= _LONGEST_INTEGER else _no_number(text)


def _look_through(value: Any, path: tuple[str | int, ...], deepest: int) -> None:
    if len(path) > deepest:
        raise Garbled(Problem("body.too-deep", params={"limit": deepest}))
    match value:
        case str() if _UNKEEPABLE.search(value):
            raise Garbled(Problem("body.character", pointer(*path)))
        case dict():
            for key, one in value.items():
                _look_through(key, path, deepest)
                _look_through(one, (*path, key), deepest)
        case list():
            for index, one in enumerate(value):
                _look_through(one, (*path, index), deepest)
        case _:
            pass


def _wrong(body: Mapping[str, Any], parts: Mapping[str, Part]) -> Iterator[Problem]:
    known = ", ".join(parts)
    for key in body:
        if key not in parts:
            yield Problem("body.unknown-key", pointer(key[:_SHOWN]), {"key": key[:_SHOWN], "known": known})
    for key, part in parts.items():
        if key not in body:
            if part.required:
                yield Problem("body.missing", pointer(key), {"key": key})
        elif problem := _misfit(key, body[key], part):
            yield problem


def _misfit(key: str, value: Any, part: Part) -> Problem | None:
    if type(value) is not part.kind or not _holds(value, part.holds):
        return Problem("body.kind", pointer(key), {"key": key, "kind": KINDS[part.kind]})
    if part.among and value not in part.among:
        return Problem("body.not-among", pointer(key), {"key": key, "known": ", ".join(part.among)})
    if isinstance(value, str) and len(value) > part.longest:
        return Problem("body.too-long", pointer(key), {"key": key, "limit": part.longest})
    return None


def _holds(value: Any, kind: type | None) -> bool:
    members = value.values() if isinstance(value, dict) else value
    return kind is None or all(type(one) is kind for one in members)


def _sayable(text: str) -> str:
    return text[:_SHOWN].encode(errors="replace").decode()
