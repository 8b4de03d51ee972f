"""A form of bpmn-io's form-js becomes a process."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from builder.exchange.assembling import assemble
from builder.exchange.conversion_report import Carried, Keys, Ledger, chosen, refused, type_words
from builder.exchange.expressions.expression import Named, Said, Unsayable, opposite
from builder.exchange.expressions.expression_logic import Speaker, as_sort
from builder.exchange.expressions.feel_reading import FEEL, parse_feel
from builder.exchange.jsonforms.formjs_types import NUMBERS, OPTIONS, likeness
from builder.exchange.jsonforms.formjs_values import choices, default, is_feel, not_past, title_of, unread, width
from builder.exchange.jsonforms.schema_shapes import worded
from builder.exchange.jsonforms.schema_walk import FLAT, SORTS
from builder.exchange.xlsform.xlsform_rules import ROLES, shown_within, together
from schemas.fields.registry import TYPES
from schemas.model.form import Field, Page, Rule, Section
from schemas.words import Words, words

DEEPEST: Final = 20
NO_QUESTION: Final = words("no question", "没有题目")
FIXED: Final = words("it is fixed here", "此处须为固定值")
PAGED: Final = frozenset({"multipage", "page"})
FROM_ELSEWHERE: Final = words("its choices come from outside of the form.", "选项来自表单之外。")
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
    pages = tuple(reader.pages(raw["components"], ("components",), None))
    title = str(raw.get("title") or raw.get("name") or name or raw.get("id") or "")
    return assemble(str(raw.get("id") or title), worded(title), pages, reader.ledger)


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

    def pages(self, components: list[Any], steps: Steps, show: Rule) -> Iterator[Page]:
        """One for each page of a ``multipage``, and for what stands before, between and after such."""
        run: list[tuple[int, Component]] = []
        for at, one in enumerate(_components(components)):
            if one.get("type") in PAGED and isinstance(one.get("components"), list):
                yield from self._loose(run, steps, show)
                run = []
                yield from self._paged(one, (*steps, at), show)
            else:
                run.append((at, one))
        yield from self._loose(run, steps, show)

    def _loose(self, run: list[tuple[int, Component]], steps: Steps, show: Rule) -> Iterator[Page]:
        if sections := tuple(self.sections(run, steps, "", show)):
            yield Page(self.keys.free("page"), sections=sections)

    def _paged(self, one: Component, steps: Steps, show: Rule) -> Iterator[Page]:
        self._unread(one, steps)
        inside, both = (*steps, "components"), together(show, self._hidden(one, steps, ""))
        if one["type"] == "multipage" and len(steps) < DEEPEST:
            yield from self.pages(one["components"], inside, both)
            return
        numbered = list(enumerate(_components(one["components"])))
        sections = tuple(self.sections(numbered, inside, "", None))
        if sections:
            yield Page(self.keys.free("page"), worded(one.get("label")), sections, both)

    def sections(
        self, numbered: Iterable[tuple[int, Component]], steps: Steps, table: str, show: Rule, depth: int = 0
    ) -> Iterator[Section]:
        """Groups are sections, and so is each run of what stands between them."""
        run: list[Field] = []
        for at, one in numbered:
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
        numbered = enumerate(_components(inside))
        found = list(self.sections(numbered, (*steps, "components"), "", both, depth + 1))
        if not found:
            self.ledger.note("import.left-out", *steps, name=_called(one), what=NO_QUESTION)
        for section in found:
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
            self.ledger.note("import.left-out", *steps, name=_called(one), what=NO_QUESTION)
            return
        self._unread(one, steps)
        yield Field(key, "table", worded(one.get("label")), columns=columns, show=self._hidden(one, steps, ""))

    def _columns(self, components: list[Any], steps: Steps, table: str, show: Rule) -> Iterator[Field]:
        for at, one in enumerate(_components(components)):
            inside, here = one.get("components"), (*steps, at)
            if isinstance(inside, list) and one.get("type") != "dynamiclist":
                self._unread(one, here)
                if one.get("label"):
                    self.ledger.note("import.keyword", *here, "label", keyword="label", name=_called(one))
                yield from self._columns(inside, here, table, together(show, self._hidden(one, here, table)))
            else:
                yield from (shown_within(column, show) for column in self.fields(one, here, table))

    def _field(self, one: Component, kind: str, options: dict[str, Any], steps: Steps, table: str) -> Field:
        key = self.keys_of[id(one)]
        show = self._hidden(one, steps, table)
        title = title_of(one)
        if kind == "note":
            return Field(key, kind, worded(one.get("text")), show=show)
        validate = one.get("validate")
        validate = validate if isinstance(validate, dict) else {}
        lock, locked = self._locked(one, steps, table)
        usual = default(one, kind)
        if usual is None and one.get("defaultValue") not in (None, "", []):
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
            default=usual,
            width=width(one),
        )
        if kind == "computed":
            return self._computed(made, one, steps, table)
        return made.with_(remarks=(not_past(made),)) if one.get("disallowPassedDates") is True else made

    def _options(self, one: Component, validate: Mapping[str, Any], kind: str, steps: Steps) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in {**{key: one[key] for key in OPTIONS if key in one}, **validate}.items():
            if name in OPTIONS and not is_feel(value) and value not in ("", None):
                found[OPTIONS[name]] = as_sort(value, "number") if name in NUMBERS else value
            elif is_feel(value):
                self._lost(one, steps, "constraint", value, Unsayable(FIXED))
        if kind in ("choice", "choices"):
            found["choices"] = tuple(choices(one.get("values")))
            if not found["choices"]:
                self.ledger.note("import.changed", *steps, name=_called(one), what=FROM_ELSEWHERE)
        if kind == "file":
            found["max_files"] = None if one.get("multiple") else 1
            if is_feel(one.get("multiple")):
                self._lost(one, steps, "constraint", one["multiple"], Unsayable(FIXED))
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
        said = self._said(one, steps, table, "read_only", readonly) if is_feel(readonly) else None
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
        for place in unread(one):
            self.ledger.note("import.keyword", *steps, *place, keyword=place[-1], name=_called(one))
        if one.get("type") == "group" and one.get("path"):
            self.ledger.note("import.changed", *steps, name=_called(one), what=FLAT)
        if any("{{" in str(one.get(name, "")) or is_feel(one.get(name)) for name in ("label", "text", "description")):
            self.ledger.note("import.piped", *steps, name=_called(one))

    def _take(self, one: Component, name: str) -> str:
        key = self.keys_of[id(one)] = self.keys.free(name.replace(".", "_"))
        if key != name:
            self.ledger.note("import.flattened", name, name=name, key=key)
        return key


def _components(raw: list[Any]) -> Iterator[Component]:
    """Those that are objects; a type that is no text is none that we know."""
    named = (one for one in raw if isinstance(one, dict))
    return (one if isinstance(one.get("type", ""), str) else {**one, "type": str(one["type"])} for one in named)


def _called(one: Component) -> str:
    return str(one.get("label") or one.get("key") or one.get("id") or one.get("type") or "?")


def _joined(prefix: str, path: str) -> str:
    return ".".join(filter(None, (prefix, path)))
