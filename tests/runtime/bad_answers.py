"""Answers that no type of field takes as they are: nonsense, tricks, and other types' values."""

from collections.abc import Iterator
from random import Random
from typing import Any

from schemas.document import load
from schemas.fields.registry import type_of
from schemas.model.form import Field, Form

TEXTS = (
    *("x", "-", "--", "1e400", "-1e400", "NaN", "Infinity", "1,2,3", "0x1F", "٣", "½", "1 2", "+", ".", "99" * 40),
    *("2026-02-30", "2026-13-01", "24:61", "25:00", "0000-00-00", "2026-11-22T25:00", "yesterday", "P1D", "-5 min"),
    *(
        "javascript:alert(1)",
        "http://",
        "https://[::1",
        "//evil.example",
        "data:text/html,x",
        "mailto:",
        "@",
        "a@",
        "@b",
    ),
    *("<script>alert(1)</script>", "'; DROP TABLE case_file;--", "{{ 7*7 }}", "${7*7}", "%s%n", "../../etc/passwd"),
    *(
        "\u202eevil",
        "\u200b",
        "\ufeff",
        "\u2066x\u2069",
        "a\u0000b",
        "e\u0301" * 50,
        "字" * 5000,
        "z" * 20_000,
    ),
    *("null", "undefined", "[object Object]", "[]", "{}", "true", "false", "on", "__proto__", "constructor", "=1+1"),
    *(
        "+86",
        "+999999999999999",
        "123",
        "not-a-choice",
        "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "a/b/c/d",
        "a|b",
        " ",
        "\n",
        "\t",
    ),
)
"""What can be typed or posted."""
SAYABLE = tuple(text for text in TEXTS if "\0" not in text)
"""What a program may say: a body with U+0000 in it is refused as a whole, and another test's matter."""

VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 2**63, -(2**70), 1e308, "", [], {}),
    *(
        [[]],
        [None],
        [{}],
        [[["x"]]],
        [1, 2],
        ["x"] * 300,
        {"id": 5},
        {"id": ""},
        {"lat": "x"},
        {"from": "2026-12-31", "to": "2026-01-01"},
    ),
    *({"x": {"y": {"z": []}}}, {"constructor": 1}, {"": ""}, [{"id": "../../x"}], {"number": [], "country": {}}),
)
"""What only a program can send."""


def seeded(name: str) -> Random:
    return Random(name)  # noqa: S311 -- to be repeated, not to be secret


def questions(document: dict[str, Any]) -> Form:
    return load(document).form


def posted(form: Form, random: Random) -> dict[str, list[str]]:
    """A post of the page with nonsense for every question, and for every part of one that has parts."""
    return {name: [random.choice(TEXTS) for _ in range(random.choice((1, 1, 2)))] for name in _names(form, random)}


def sent(form: Form, random: Random) -> dict[str, Any]:
    """The same as a program would send it, as deep as a value may go."""
    return {key: _value(one, random) for key, one in form.fields.items()}


def _names(form: Form, random: Random) -> Iterator[str]:
    for key, one in form.fields.items():
        columns = [(f"{key}/{row}/{column.key}", column) for row in range(2) for column in one.columns]
        for name, asked in columns or [(key, one)]:
            parts = list(type_of(asked).parts(asked))
            yield name
            yield from (f"{name}/{part}" for part in [*parts, random.choice(("id", "0", "x"))])


def _value(asked: Field, random: Random) -> Any:
    if asked.columns and random.random() < 0.8:
        return [{column.key: _value(column, random) for column in asked.columns} for _ in range(2)]
    parts = list(type_of(asked).parts(asked))
    if parts and random.random() < 0.7:
        return {part: random.choice((*SAYABLE, *VALUES)) for part in parts}
    return random.choice((*SAYABLE, *VALUES))
