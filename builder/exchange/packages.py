"""A process in one file, to hand on: its document with texts and tests, and answers to try it with.

It is JSON, so there is nothing to unpack and no path in it. The seal tells whether somebody has changed it on the way;
a document that is to be changed by hand is exported as a document.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from builder.exchange.conversion_report import refused
from builder.rehearsal.sample_answers import filled
from schemas.document import Unreadable, dump, fingerprint, load, parse
from schemas.fields.registry import type_of
from schemas.filling import rights
from schemas.filling.answers import Checker
from schemas.filling.visible import cycles
from schemas.format.plainness import stray
from schemas.model.process import Process
from schemas.words import Words, read_words, words, write_words

FORMAT: Final = "formloom-package/1"
FAMILY: Final = "formloom-package/"
PARTS: Final = frozenset({"format", "fingerprint", "process", "samples", "seal"})
LARGEST: Final = 2 * 1024 * 1024
"""Bytes; a page sends it back in a hidden field."""
MOST_SAMPLES: Final = 50
EXAMPLE: Final = words("An example", "示例")
_FILES: Final = ("file", "files")


@dataclass(frozen=True)
class Sample:
    """Answers as somebody might give them."""

    title: Words
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class Package:
    process: Process
    samples: tuple[Sample, ...] = ()


def write_package(package: Package) -> str:
    """The file: the same text for the same process and samples."""
    said = {
        "format": FORMAT,
        "fingerprint": fingerprint(package.process),
        "process": dump(package.process),
        "samples": samples_to_json(package.samples),
    }
    return json.dumps({**said, "seal": _seal(said)}, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def is_package(raw: Any) -> bool:
    return isinstance(raw, dict) and str(raw.get("format", "")).startswith(FAMILY)


def read_package(content: bytes) -> Package:
    """What is in the file.

    Raises:
        Unreadable: it is too large, none, of a later release, or was changed on the way.
    """
    if len(content) > LARGEST:
        raise refused("package.too-large", limit=LARGEST // (1024 * 1024))
    raw = parse(content.removeprefix(b"\xef\xbb\xbf"))
    if strays := tuple(stray(raw)):
        raise Unreadable(strays)
    if not is_package(raw):
        raise refused("package.none")
    if raw["format"] != FORMAT:
        raise refused("package.too-new", format=str(raw["format"])[:40], known=FORMAT)
    if raw.keys() != PARTS or raw["seal"] != _seal({key: one for key, one in raw.items() if key != "seal"}):
        raise refused("package.damaged")
    return Package(load(raw["process"]), samples_of_json(raw["samples"]))


def samples_to_json(samples: Sequence[Sample]) -> list[dict[str, Any]]:
    return [{"title": write_words(one.title), "answers": dict(one.answers)} for one in samples]


def samples_of_json(raw: Any) -> tuple[Sample, ...]:
    """Raises Unreadable."""
    if not isinstance(raw, list) or len(raw) > MOST_SAMPLES:
        raise refused("package.samples", limit=MOST_SAMPLES)
    return tuple(map(_sample, raw))


def samples_of(process: Process) -> tuple[Sample, ...]:
    """The answers of its own tests, each once; without any, answers that its form takes."""
    found: dict[str, Sample] = {}
    for test in process.tests:
        if answers := test.get("answers"):
            found.setdefault(json.dumps(answers, sort_keys=True), Sample(read_words(test.get("title")), answers))
    return tuple(found.values())[:MOST_SAMPLES] or tuple(_invented(process))


def _invented(process: Process) -> Iterator[Sample]:
    """Files are left out: nobody has sent any."""
    if cycles(process.form):
        return
    answers = filled(Checker(process.form), rights.of(process.flow, process.form, None), None, {})
    fields = process.form.fields
    kept = {key: one for key, one in answers.items() if type_of(fields[key]).value_of(fields[key]) not in _FILES}
    if kept:
        yield Sample(EXAMPLE, kept)


def _sample(raw: Any) -> Sample:
    match raw:
        case {"title": title, "answers": dict(answers), **rest} if not rest:
            try:
                return Sample(read_words(title), answers)
            except TypeError as wrong:
                raise refused("package.samples", limit=MOST_SAMPLES) from wrong
        case _:
            raise refused("package.samples", limit=MOST_SAMPLES)


def _seal(said: Mapping[str, Any]) -> str:
    """SHA-256 of it as canonical JSON, so that spaces and line ends do not matter."""
    text = json.dumps(_even(said), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return sha256(text.encode()).hexdigest()


def _even(value: Any) -> Any:
    """5.0 and 5 are one number in JSON."""
    if isinstance(value, dict):
        return {key: _even(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_even(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
