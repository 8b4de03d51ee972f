"""A form of bpmn-io's form-js becomes a process."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from builder.exchange.assembling import assemble
from builder.exchange.carried import Carried, Keys, Ledger, chosen, refused, type_words
from builder.exchange.expression import Named, Said, Unsayable, opposite
from builder.exchange.feel_reading import FEEL, parse_feel
from builder.exchange.formjs_types import NUMBERS, OPTIONS, SAID_ELSEWHERE, likeness
from builder.exchange.saying import Speaker, as_sort
from builder.exchange.schema_conditions import spelled
from builder.exchange.schema_shapes import worded
from builder.exchange.schema_walk import SORTS
from builder.exchange.xlsform_rules import ROLES, shown_within, together
from schemas.fields.alternatives import Choice
from schemas.fields.registry import TYPES
from schemas.form import Field, Page, Remark, Rule, Section
from schemas.words import Words, words

DEEPEST: Final = 20
NOT_PAST: Final = words("The day must not lie in the past.", "日期不能早于今天。")
FROM_ELSEWHERE: Final = words("its choices come from outside of the form.", "选项来自表单之外。")
WIDE_COLUMNS: Final = 16
"""Of the grid of form-js."""

_MOMENTS: Final = {"date": 10, "datetime": 16}
"""How much of ISO 8601 is kept of a moment."""

Component = Mapping[str, Any]
Steps = tuple[str | int, ...]


def is_formjs(raw: Any) -> bool:
    return isinstance(raw, dict) and isinstance(raw.get("components"), list)


def read_formjs(raw: Any, name: str = "") -> Carried:
    """The process that a form of form-js says.

    Raises:
        Unreadable: it is none, or asks for nothing.
    """
    if not is_formjs(raw):
        raise refused("document.missing-key", key="components")
    reader = _Reader(Ledger())
    reader.meet(raw["components"], "", "")
    sections = tuple(reader.sections(raw["components"], ("components",), "", None))
    page = Page("page", sections=sections)
    title = str(raw.get("title") or raw.get("name") or name or raw.get("id") or "")
    return assemble(str(raw.get("id") or title), worded(title), (page,), reader.ledger)


@dataclass
class _Reader:
    """``names`` by the path under which FEEL finds an answer."""

    ledger: Ledger
    names: dict[str, Named] = field(default_factory=dict)
    keys: Keys = field(default_factory=Keys)
    keys_of: dict[int, str] = field(default_factory=dict)
    """Of a component, by what it is in memory: no name in the file is sure to be its alone."""

    def meet(self, components: list[Any], prefix: str, table: str, depth: int = 0) -> None:
        """Every component gets a key first, since an expression may read what comes later."""
        for one in _components(components) if depth < DEEPEST else ():
            inside = one.get("components")
            if isinstance(inside, list):
                path = _joined(prefix, str(one.get("path") or ""))
                if one.get("type") == "dynamiclist" and not table:
                    key = self._take(one, str(one.get("path") or one.get("id") or "rows"))
                    self.names.setdefault(path or key, Named(key, "rows"))
                    self.meet(inside, path or key, key, depth + 1)
                elif one.get("type") != "dynamiclist":
                    self.meet(inside, path, table, depth + 1)
            elif (like := likeness(one)) is not None:
                key = self._take(one, str(one.get("key") or one.get("id") or "question"))
                sort = "date" if like.type in ("date", "datetime") else SORTS.get(TYPES[like.type].value, "any")
                named = Named(key, "any" if like.type == "computed" else sort, table)
                path = str(one.get("key") or key)
                self.names.setdefault(_joined(prefix, path), named)
                self.names.setdefault(path, named)

    def sections(
        self, components: list[Any], steps: Steps, table: str, show: Rule, depth: int = 0
    ) -> Iterator[Section]:
        """Groups are sections, and so is each run of what stands between them."""
        run: list[Field] = []
        for at, one in enumerate(_components(components)):
            inside, here = one.get("components"), (*steps, at)
            if isinstance(inside, list) and one.get("type") != "dynamiclist":
                if run:
                    yield self._section(Words(), run, show)
                run = []
                yield from self._group(one, inside, here, show, depth)
            else:
                run += self.fields(one, here, table)
        if run:
            yield self._section(Words(), run, show)

    def _group(self, one: Component, inside: list[Any], steps: Steps, show: Rule, depth: int) -> Iterator[Section]:
        if depth >= DEEPEST:
            self.ledger.note("import.left-out", *steps, name=_called(one), what=words("too deep", "层级过深"))
            return
        self._unread(one, steps)
        title, both = worded(one.get("label")), together(show, self._hidden(one, steps, ""))
        for section in self.sections(inside, (*steps, "components"), "", both, depth + 1):
            yield Section(section.key, section.title or title, section.fields, section.show)
            title = Words()

    def _section(self, title: Words, run: list[Field], show: Rule) -> Section:
        return Section(self.keys.free("section"), title, tuple(run), show)

    def fields(self, one: Component, steps: Steps, table: str) -> Iterator[Field]:
        if one.get("type") == "dynamiclist":
            yield from self._table(one, steps, table)
            return
        like = likeness(one)
        if like is None:
            self.ledger.note("import.left-out", *steps, name=_called(one), what=str(one.get("type")))
            return
        if table and not TYPES[like.type].in_table:
            self.ledger.note("import.left-out", *steps, name=_called(one), what=type_words(like.type))
            return
        self._unread(one, steps)
        yield self._field(one, like.type, chosen(like.type, like.options), steps, table)

    def _table(self, one: Component, steps: Steps, table: str) -> Iterator[Field]:
        if table:
            self.ledger.note("import.nested", *steps, name=_called(one))
            return
        key = self.keys_of[id(one)]
        columns = tuple(self._columns(one["components"], (*steps, "components"), key, None))
        if not columns:
            self.ledger.note("import.left-out", *steps, name=_called(one), what=words("no question", "没有题目"))
            return
        self._unread(one, steps)
        yield Field(key, "table", worded(one.get("label")), columns=columns, show=self._hidden(one, steps, ""))

    def _columns(self, components: list[Any], steps: Steps, table: str, show: Rule) -> Iterator[Field]:
        for at, one in enumerate(_components(components)):
            inside, here = one.get("components"), (*steps, at)
            if isinstance(inside, list) and one.get("type") != "dynamiclist":
                yield from self._columns(inside, here, table, together(show, self._hidden(one, here, table)))
            else:
                yield from (shown_within(column, show) for column in self.fields(one, here, table))

    def _field(self, one: Component, kind: str, options: dict[str, Any], steps: Steps, table: str) -> Field:
        key = self.keys_of[id(one)]
        show = self._hidden(one, steps, table)
        title = worded(one.get("label") or one.get("dateLabel") or one.get("timeLabel"))
        if kind == "note":
            return Field(key, kind, worded(one.get("text")), show=show)
        validate = one.get("validate")
        validate = validate if isinstance(validate, dict) else {}
        lock, locked = self._locked(one, steps, table)
        default = _default(one, kind)
        if default is None and one.get("defaultValue") not in (None, "", []):
            self.ledger.note("import.keyword", *steps, "defaultValue", keyword="defaultValue", name=_called(one))
        made = Field(
            key,
            kind,
            title or worded(key),
            worded(one.get("description")),
            required=validate.get("required") is True,
            options={**options, **self._options(one, validate, kind, steps)},
            show=show,
            lock=lock,
            locked=locked,
            default=default,
            width=_width(one),
        )
        if kind == "computed":
            return self._computed(made, one, steps, table)
        return made.with_(remarks=(_not_past(made),)) if one.get("disallowPassedDates") is True else made

    def _options(self, one: Component, validate: Mapping[str, Any], kind: str, steps: Steps) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in {**{key: one[key] for key in OPTIONS if key in one}, **validate}.items():
            if name in OPTIONS and not _is_feel(value) and value not in ("", None):
                found[OPTIONS[name]] = as_sort(value, "number") if name in NUMBERS else value
            elif _is_feel(value):
                self._lost(one, steps, "constraint", value, Unsayable(words("it is fixed here", "此处须为固定值")))
        if kind in ("choice", "choices"):
            found["choices"] = tuple(_choices(one.get("values")))
            if not found["choices"]:
                self.ledger.note("import.changed", *steps, name=_called(one), what=FROM_ELSEWHERE)
        if kind == "file":
            found["max_files"] = None if one.get("multiple") else 1
        return chosen(kind, found)

    def _computed(self, made: Field, one: Component, steps: Steps, table: str) -> Field:
        said = self._said(one, steps, table, "calculation", one.get("expression"))
        result = {"number": "number", "boolean": "yes_no"}.get(said.sort) if said else None
        options = {"result": result} if result else {}
        return made.with_(compute=said.rule if said else None, options=options, required=False)

    def _hidden(self, one: Component, steps: Steps, table: str) -> Rule:
        """The opposite of what hides it."""
        conditional = one.get("conditional")
        hide = conditional.get("hide") if isinstance(conditional, dict) else None
        said = self._said(one, steps, table, "relevant", hide)
        return opposite(said.rule) if said else None

    def _locked(self, one: Component, steps: Steps, table: str) -> tuple[Rule, bool]:
        readonly = one.get("readonly")
        said = self._said(one, steps, table, "read_only", readonly) if _is_feel(readonly) else None
        return said.rule if said else None, one.get("disabled") is True or readonly is True

    def _said(self, one: Component, steps: Steps, table: str, role: str, text: Any) -> Said | None:
        if not isinstance(text, str) or not text.strip():
            return None
        try:
            speaker = Speaker(self.names, FEEL, str(one.get("key") or ""), table)
            tree = parse_feel(text)
            speaker.rule(tree)
            return speaker.said(tree)
        except Unsayable as why:
            self._lost(one, steps, role, text, why)
            return None

    def _lost(self, one: Component, steps: Steps, role: str, text: str, why: Unsayable) -> None:
        params = {"name": _called(one), "role": ROLES[role], "why": why.why, "expression": text}
        self.ledger.note("import.expression", *steps, **params)

    def _unread(self, one: Component, steps: Steps) -> None:
        for keyword in one.keys() - SAID_ELSEWHERE:
            if one[keyword] not in ({}, [], "", None, False):
                self.ledger.note("import.keyword", *steps, keyword, keyword=keyword, name=_called(one))
        if any("{{" in str(one.get(name, "")) or _is_feel(one.get(name)) for name in ("label", "text", "description")):
            self.ledger.note("import.piped", *steps, name=_called(one))

    def _take(self, one: Component, name: str) -> str:
        key = self.keys_of[id(one)] = self.keys.free(name.replace(".", "_"))
        if key != name:
            self.ledger.note("import.flattened", name, name=name, key=key)
        return key


def _components(raw: list[Any]) -> Iterator[Component]:
    return (one for one in raw if isinstance(one, dict))


def _called(one: Component) -> str:
    return str(one.get("label") or one.get("key") or one.get("id") or one.get("type") or "?")


def _joined(prefix: str, path: str) -> str:
    return ".".join(filter(None, (prefix, path)))


def _is_feel(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("=")


def _choices(values: Any) -> Iterator[Choice]:
    seen: set[str] = set()
    for one in values if isinstance(values, list) else ():
        const = spelled(one.get("value", one.get("label"))) if isinstance(one, dict) else spelled(one)
        if const and const not in seen:
            seen.add(const)
            yield Choice(const, worded(one.get("label") if isinstance(one, dict) else const))


def _default(one: Component, kind: str) -> Rule:
    said = one.get("defaultValue")
    if said is None or said == "" or _is_feel(said):
        return None
    value = TYPES[kind].value
    if value == "number":
        return said if isinstance(said, int | float) and not isinstance(said, bool) else None
    if kind in _MOMENTS and isinstance(said, str):
        return said[: _MOMENTS[kind]]
    fits = {"boolean": bool, "list": list, "text": str}.get(value)
    return said if fits and isinstance(said, fits) else None


def _width(one: Component) -> str:
    layout = one.get("layout")
    columns = layout.get("columns") if isinstance(layout, dict) else None
    if not isinstance(columns, int) or columns * 4 > WIDE_COLUMNS * 3:
        return ""
    return "third" if columns * 5 < WIDE_COLUMNS * 2 else "half"


def _not_past(one: Field) -> Remark:
    answer = {"var": one.key}
    return Remark({"and": [{"!=": [answer, None]}, {"<": [answer, {"var": "@today"}]}]}, NOT_PAST, stops=True)
