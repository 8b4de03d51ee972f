"""Answers that a form takes, found by trying: for somebody who tries a process out, and for walks that nobody has written yet."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from schemas.fields.parts.alternatives import choices_of
from schemas.fields.registry import type_of
from schemas.filling.answers import Checker
from schemas.filling.rights import Opened, writable
from schemas.model.form import Field

ROUNDS: Final = 60
"""How often a form is read before it is given up: each time one more question has an answer, or another one."""
_TEXTS: Final = ("Example", "An example of a few words", "li.na@example.com", "+49 30 123456", "https://example.com/")
_TIMES: Final = ("2026-03-02", "09:30", "2026-03-02T09:30", "P2D", "PT2H")
_NUMBERS: Final = (1, 10, 100, 1000, 0, 0.5, 5, 50, 10_000, 100_000)
_PERSON: Final = "person:somebody"
_PARTS: Final[Mapping[str, Any]] = {
    "from": "2026-03-02",
    "to": "2026-03-06",
    "start": "2026-03-02",
    "end": "2026-03-06",
    "country": "CN",
    "region": "Beijing",
    "city": "Beijing",
    "street": "1 Example Street",
    "lat": 39.9,
    "lon": 116.4,
    "name": "Li Na",
    "amount": 100,
    "currency": "EUR",
}


def candidates(field: Field) -> Iterator[Any]:
    """What may be tried as an answer, the likeliest first."""
    kind = type_of(field)
    if field.columns:
        yield [{one.key: next(_fitting(one), None) for one in field.columns if type_of(one).value != "none"}]
    keys = [one.const for one in choices_of(field)]
    value = kind.value_of(field)
    if rows := field.options.get("rows"):
        yield {one.const: keys[0] for one in rows if keys}
    if value == "list" or kind.value == "list":
        yield from ([key] for key in keys)
        yield keys
        yield [_PERSON]
    yield from keys
    if kind.parts(field):
        yield {part: _PARTS[part] for part in kind.parts(field) if part in _PARTS}
    if value == "boolean":
        yield from (True, False)
    if value == "person":
        yield _PERSON
    yield from _numbers(field)
    yield from (*_TIMES, *_TEXTS) if kind.family == "time" else (*_TEXTS, *_TIMES, True, _PERSON)
    yield "x" * int(field.options.get("min_length") or 1)
    yield ["0" * 32]


def _numbers(field: Field) -> Iterator[float]:
    least, most = field.options.get("minimum"), field.options.get("maximum")
    inside = [one for one in _NUMBERS if (least is None or one >= least) and (most is None or one <= most)]
    yield from inside
    yield from (one for one in (least, most) if isinstance(one, int | float))


def _fitting(field: Field) -> Iterator[Any]:
    """Of a column, whose form cannot be asked."""
    for one in candidates(field):
        try:
            if type_of(field).read(field, one) is not None:
                yield one
        except Exception:  # noqa: BLE001, S112 -- types refuse what they do not know in many ways; any of them is a no
            continue


def filled(
    checker: Checker,
    opened: Opened,
    before: Mapping[str, Any] | None,
    around: Mapping[str, Any],
    kept: Mapping[str, Any] | None = None,
    given: Mapping[str, Any] | None = None,
    *,
    also: Sequence[str] = (),
) -> Mapping[str, Any]:
    """What to write, of what is ``opened``, so that the form takes it: ``given`` and, of what is required besides, whatever was found.

    ``also`` are questions to answer though nobody must. It may fall short: whoever reads it again is told.
    """
    raw = dict(given or {})
    open_ = writable(opened)
    tries = {key: candidates(one) for key, one in checker.asked.items() if key in open_}
    raw |= {key: next(tries[key]) for key in also if key in tries and key not in raw}
    for _ in range(ROUNDS):
        wrong = checker.read(raw, opened, before, None, around, kept).problems
        keys = [
            key for key in dict.fromkeys(_field(one.path) for one in wrong) if key in tries and key not in (given or {})
        ]
        found = [(key, one) for key in keys if (one := next(tries[key], None)) is not None]
        if not found:
            break
        raw |= dict(found)
    return raw


def _field(path: str) -> str:
    return path.removeprefix("/").partition("/")[0].replace("~1", "/").replace("~0", "~")
