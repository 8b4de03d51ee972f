"""What the commands read: documents and answers, from a file, from standard input, or as they stand."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from schemas.document import Unreadable, loads
from schemas.format.reading import Part
from schemas.format.script_reading import read_tests
from schemas.model.process import Process
from schemas.problem import Problem

STANDARD_INPUT = "-"


class CannotRead(Exception):
    """A file that is not there, or holds no JSON: the command was called wrongly."""


def process_at(path: str) -> Process:
    """The document in a file.

    Raises:
        CannotRead: there is no such file, or it is no text.
        Unreadable: it is a text, and no document.
    """
    return loads(text_at(path))


def text_at(path: str) -> str:
    """In UTF-8, whatever the machine speaks otherwise; some editors put a mark before it, which says nothing."""
    try:
        return bytes_at(path).decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise CannotRead(f"{path}: {wrong}") from wrong


def bytes_at(path: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if path == STANDARD_INPUT else Path(path).read_bytes()
    except OSError as wrong:
        raise CannotRead(f"{path}: {wrong}") from wrong


def json_at(given: str) -> Any:
    """A JSON value out of a file or standard input, or the argument itself where it begins as JSON does."""
    text = given if given.lstrip()[:1] in {"{", "["} else text_at(given)
    try:
        return json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as wrong:
        raise CannotRead(f"{given[:60]}: {wrong}") from wrong


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of a key that stands twice, one program reads the first and another the last. Raises ValueError."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"“{twice}” stands twice in one object")
    return found


def script_at(given: str) -> Any:
    """A rehearsal script.

    Raises:
        CannotRead: it is no JSON.
        Unreadable: it is JSON, and no script.
    """
    script, problems = json_at(given), list[Problem]()
    read_tests(Part({"tests": [script]}, (), problems))
    if problems:
        raise Unreadable(replace(one, path=one.path.removeprefix("/tests/0")) for one in problems)
    return script
