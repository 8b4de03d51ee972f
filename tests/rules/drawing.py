"""Random rules and forms, as people and mischief might write them. The same seed draws the same."""

from copy import deepcopy
from random import Random
from typing import Any

from schemas.model.form import Field, Form, Jump, Page, Remark, Section

NUMBERS = (0, 1, -1, 2, 7, -3, 10, 100, 0.1, 0.2, 2.5, -0.5, 1.005, 99.995, 1e21, 1e-7, 2**53, 5e-324, 1.7e308, -0.0)
TEXTS = (
    *("", "a", "b", "web", "crm", "客户", "0", "1", "10", "9", " 12 ", "1.5kg", "1e3", "0x1F", "-0x1", ".5", "5.", "-"),
    *(
        "Infinity",
        "NaN",
        "null",
        "true",
        "1,2",
        "[object Object]",
        "2026-11-22",
        "\u00a07\ufeff",
        "\u0085 1",
        "é",
        "x😀",
    ),
)
ODD = (None, True, False, [], {}, [1, 2], ["a"], [None], [[1], 2], [" 3 "], {"x": 1, "y": 2}, 2**53 + 1)
KINDS = {
    "number": ("n", "m", "nested.deep"),
    "text": ("t", "u", "rows.0.t"),
    "boolean": ("b",),
    "list": ("l", "numbers"),
}
DATES = (
    *("2026-11-22", "2024-02-29", "2026-01-31", "0001-01-01", "9999-12-31", "1969-12-31T23:00:00+08:00", "0099-12-01"),
    *("2026-02-30", "2026-1-1", "0000-01-01", "2026-11-22 10:00", "２０２６-11-22", "2026-11-22\n", ""),
)
STRANGE = (
    "",
    "none",
    "t.length",
    "l.length",
    "l.0",
    "l.00",
    "t.0",
    "rows",
    "rows.length",
    "odd",
    "odd.x",
    "n.toFixed",
    1,
    None,
)
ARITHMETIC = ("+", "-", "*", "/", "%", "min", "max")
COMPARISON = ("==", "===", "!=", "!==", "<", "<=", ">", ">=")


class Drawing:
    """Typed rules: an expression of each kind takes arguments of the kinds that it works on, but for a few."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 -- to be repeated, not to be secret
        self.one = self.random.choice
        self.names = dict(KINDS)

    def often(self, share: float) -> bool:
        return self.random.random() < share

    def values(self) -> dict[str, Any]:
        """Answers that `rule` reads."""
        one = self.one
        return {
            "n": one(NUMBERS),
            "m": one(NUMBERS),
            "t": one(TEXTS),
            "u": one(TEXTS),
            "b": one((True, False, None)),
            "l": [one(TEXTS) for _ in range(one((0, 1, 3)))],
            "numbers": [one(NUMBERS) for _ in range(one((0, 1, 3)))],
            "rows": [{"t": one(TEXTS), "n": one(NUMBERS)} for _ in range(one((0, 1, 3)))],
            "nested": {"deep": one(NUMBERS)},
            "odd": one(ODD),
            "1": "one",
        }

    def rule(self, depth: int = 4) -> Any:
        return self.of(self.one(("number", "text", "boolean", "list")), depth)

    def of(self, kind: str, depth: int) -> Any:
        if self.often(0.06):
            kind = self.one(tuple(KINDS))
        if self.often(0.03):
            return deepcopy(self.one(ODD))  # written twice, it is two objects and not one
        if self.often(0.04):
            return {"var": self.one(STRANGE)}
        if depth <= 0 or self.often(0.15):
            return self._leaf(kind)
        if self.often(0.1):
            return self._either(kind, depth - 1)
        return getattr(self, f"_{kind}")(depth - 1)

    def _leaf(self, kind: str) -> Any:
        if self.names[kind] and self.often(0.6):
            name = self.one(self.names[kind])
            return {"var": [name, self._literal(kind)]} if self.often(0.2) else {"var": name}
        return self._literal(kind)

    def _literal(self, kind: str) -> Any:
        if kind == "list":
            return [self.one((*TEXTS, *NUMBERS)) for _ in range(self.one((0, 1, 2)))]
        return self.one({"number": NUMBERS, "text": TEXTS, "boolean": (True, False)}[kind])

    def _several(self, kind: str, depth: int, *counts: int) -> list[Any]:
        return [self.of(kind, depth) for _ in range(self.one(counts))]

    def _either(self, kind: str, depth: int) -> Any:
        if self.often(0.5):
            return {self.one(("and", "or")): self._several(kind, depth, 1, 2, 3)}
        parts = [part for _ in range(self.one((1, 1, 2))) for part in (self.of("boolean", depth), self.of(kind, depth))]
        return {self.one(("if", "?:")): [*parts, *self._several(kind, depth, 0, 1, 1)]}

    def _number(self, depth: int) -> Any:
        if self.often(0.25):
            step = {"+": [{"var": "accumulator"}, {"var": self.one(("current", "current.n"))}]}
            return {"reduce": [self._elements(depth), self.one((step, {"max": step["+"]})), self.of("number", depth)]}
        if self.often(0.3):
            return self._measure(depth)
        operator = self.one(ARITHMETIC)
        return {operator: self._several("number", depth, *((2, 2, 2, 1, 0) if operator in "-/%" else (1, 2, 3, 0)))}

    def _measure(self, depth: int) -> Any:
        number, rows = self.of("number", depth), self._elements(depth)
        draws = (
            lambda: {"days": [self._date(depth), self._date(depth)]},
            lambda: {self.one(("year", "month", "day", "weekday")): self._date(depth)},
            lambda: {"round": self.one(([number], [number, self.one((0, 2, -1, 1.7, "1", None, 400, -400))], number))},
            lambda: {self.one(("length", "count")): self.rule(depth)},
            lambda: {"sum": self.one(([rows], [rows, self.one(("n", "t", "none", None, "", "length"))]))},
        )
        return self.one(draws)()

    def _date(self, depth: int) -> Any:
        if depth <= 0 or self.often(0.7):
            return self.one(DATES)
        moved = [self._date(depth - 1), self.one((0, 1, -1, 40, 12_000, -1e9, 1e300, 2.9, "3", None, "x"))]
        return {self.one(("add_days", "add_months")): moved}

    def _text(self, depth: int) -> Any:
        if self.often(0.2):
            return self._date(depth)
        if self.often(0.2):
            return {self.one(("upper", "lower", "trim")): self.rule(depth)}
        if self.often(0.5):
            return {"cat": [self.of(self.one(tuple(KINDS)), depth) for _ in range(self.one((1, 2, 3)))]}
        cut = [self.one((0, 1, -1, -2, 5, 1.7, "1", None)) for _ in range(self.one((1, 2)))]
        return {"substr": [self.of("text", depth), *cut]}

    def _boolean(self, depth: int) -> Any:
        kind = self.one(("number", "text"))
        draws = (
            lambda: {self.one(COMPARISON): self._several(kind, depth, 2, 2, 2, 3)},
            lambda: {self.one(COMPARISON): [self.rule(depth), self.rule(depth)]},
            lambda: {self.one(("!", "!!")): self.one((self.rule(depth), [self.rule(depth)]))},
            lambda: {"in": [self.rule(depth), self.of(self.one(("text", "list")), depth)]},
            lambda: {self.one(("all", "some", "none")): [self._elements(depth), self._inside(depth)]},
        )
        return self.one(draws)()

    def _list(self, depth: int) -> Any:
        keys = [name for names in self.names.values() for name in names] + ["none", "rows", ""]
        some = [self.one(keys) for _ in range(3)]
        draws = (
            lambda: {"merge": [self.rule(depth) for _ in range(self.one((0, 1, 2)))]},
            lambda: {self.one(("map", "filter")): [self._elements(depth), self._inside(depth)]},
            lambda: {"missing": self.one((some, some[0], [self.rule(depth)]))},
            lambda: {"missing_some": [self.one((0, 1, 2, "1", None)), self.one((some, some[0], self.rule(depth)))]},
            lambda: [self.rule(depth) for _ in range(self.one((1, 2)))],
        )
        return self.one(draws)()

    def _elements(self, depth: int) -> Any:
        return self.one(({"var": "rows"}, {"var": "numbers"}, {"var": "l"}, self.of("list", depth)))

    def _inside(self, depth: int) -> Any:
        """Over the elements of a list, where other names are found."""
        outside, self.names = self.names, {"number": ("", "n"), "text": ("", "t"), "boolean": (), "list": ()}
        drawn = self.of("boolean", depth - 1)
        self.names = outside
        return drawn

    def form(self) -> Form:
        """Fields whose rules read those drawn before them, in an order of their own, with a table among them."""
        self.names = {**dict.fromkeys(KINDS, ()), "text": ("@today", "@person.email", "@person.age")}
        fields: list[Field] = []
        for at in range(self.one((3, 6, 10))):
            kind = self.one(tuple(KINDS))
            fields.append(self._field(f"f{at}", kind))
            self.names = {**self.names, kind: (*self.names[kind], f"f{at}")}
        columns = []
        for at in range(self.one((1, 2, 4))):
            kind = self.one(("number", "text"))
            key = self.one((f"c{at}", f"f{at}"))
            columns.append(self._field(key, kind))
            self.names = {**self.names, kind: (*self.names[kind], key)}
        fields.append(Field("rows", "table", columns=tuple(columns), **self._steering(0.1)))
        self.random.shuffle(fields)
        return self._laid_out(tuple(fields))

    def _laid_out(self, fields: tuple[Field, ...]) -> Form:
        """On a few pages. A page or a section is skipped by what stands on earlier pages, or it goes in circles."""
        pages: list[Page] = []
        count = self.one((1, 2, 4))
        for number in range(count):
            self.names = {kind: self._before(names, pages) for kind, names in self.names_of(fields).items()}
            own = fields[number::count]
            sections = (
                Section(f"a{number}", fields=own[::2]),
                Section(f"b{number}", fields=own[1::2], show=self._maybe(0.2)),
            )
            jumps = tuple(
                Jump(f"p{self.one((0, 1, 2, 3))}", self.of("boolean", 2)) for _ in range(self.one((0, 0, 1, 2)))
            )
            pages.append(Page(f"p{number}", sections=sections, show=self._maybe(0.2), jumps=jumps))
        return Form(tuple(pages))

    def names_of(self, fields: tuple[Field, ...]) -> dict[str, tuple[str, ...]]:
        return {**dict.fromkeys(KINDS, ()), "text": tuple(one.key for one in fields)}

    @staticmethod
    def _before(names: tuple[str, ...], pages: list[Page]) -> tuple[str, ...]:
        there = {one.key for page in pages for one in page.fields}
        return tuple(name for name in names if name in there)

    def _field(self, key: str, kind: str) -> Field:
        rules = {"show": self._maybe(0.4), "require": self._maybe(0.3), "required": self.often(0.3)}
        rules["soft"] = self.often(0.3)
        rules["remarks"] = tuple(Remark(self.of("boolean", 2)) for _ in range(self.one((0, 0, 1, 2))))
        if self.often(0.3):
            options = {"result": "number", "decimals": self.one((0, 1, 2, 8))} if self.often(0.7) else {}
            return Field(key, "computed", compute=self.of(kind, 3), options=options, **rules)
        asked = {"number": "number", "boolean": "yes_no", "list": "choices"}.get(kind, "text")
        return Field(key, asked, **rules, **self._steering(0.25))

    def _steering(self, share: float) -> dict[str, Any]:
        """What else decides about an answer: now and then something of another kind, or nothing at all."""
        kind = self.one(tuple(KINDS))
        return {
            "set": {"if": [self.of("boolean", 2), self.of(kind, 2), None]} if self.often(share) else None,
            "lock": self._maybe(share),
            "limit": self.of("list", 2) if self.often(share) else None,
        }

    def _maybe(self, share: float) -> Any:
        return self.of("boolean", 3) if self.often(share) else None

    def around(self) -> dict[str, Any]:
        """What else there is to read."""
        return {"@today": self.one(("2026-11-22", "2024-02-29")), "@person": {"email": self.one(TEXTS)}}

    def answers(self, form: Form) -> dict[str, Any]:
        """Something, or nothing, to every question."""

        def some(fields: Any) -> dict[str, Any]:
            return {one.key: self.one((*TEXTS, *NUMBERS, *ODD[:3])) for one in fields if self.often(0.7)}

        rows = [some(form.fields["rows"].columns) for _ in range(self.one((0, 1, 3)))]
        answered = some(one for one in form.fields.values() if one.key != "rows")
        return {**answered, "rows": rows} if self.often(0.9) else answered
