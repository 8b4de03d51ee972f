"""A UI schema of JSON Forms: categories become pages, groups sections, and its rules ours."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from builder.exchange.conversion_report import Keys, Ledger, nearest
from builder.exchange.expressions.expression import Unsayable, opposite
from builder.exchange.jsonforms.schema_conditions import Names, Path, condition
from builder.exchange.jsonforms.schema_shapes import FORMATS, changed_type, worded
from builder.exchange.xlsform.xlsform_rules import ROLES, together
from schemas.model.form import Field, Page, Rule, Section
from schemas.words import Words, words

LAYOUTS: Final = frozenset(
    {"VerticalLayout", "HorizontalLayout", "Group", "Categorization", "Category", "Control", "Label"}
)
WIDTHS: Final[Mapping[int, str]] = {2: "half", 3: "third"}
"""How wide what stands side by side is."""
LOOKS: Final = {"radio": "radio", "dropdown": "select"}
SAME: Final = frozenset(
    {"showUnfocusedDescription", "trim", "restrict", "focus", "toggle", "autocomplete", "variant", "key"}
)
"""Options that only change how something is drawn."""
TYPED: Final[Mapping[str, tuple[str, ...]]] = {
    name: FORMATS[name] for name in ("date", "time", "date-time", "email", "uri", "password")
}
"""What the option ``format`` makes of a text."""
READ: Final = frozenset({"type", "elements", "scope", "label", "text", "rule", "options"})
OF_LAYOUTS: Final = frozenset({"columns", "one_at_a_time", "review"})
NOT_LAID_OUT: Final = words("the layout does not show it, so it stands at the end.", "布局中没有它，已放在末尾。")
HIDING, LOCKING = {"SHOW": True, "HIDE": False}, {"ENABLE": False, "DISABLE": True}


def is_jsonforms(ui: Mapping[str, Any]) -> bool:
    return str(ui.get("type")) in LAYOUTS or isinstance(ui.get("elements"), list)


def lay_out(
    ui: Mapping[str, Any], fields: Mapping[Path, Field], names: Names, titles: Mapping[Path, Words], ledger: Ledger
) -> tuple[Page, ...]:
    """The pages that a UI schema draws, and at the end what it leaves out."""
    layout = _Layout(fields, names, titles, ledger)
    pages = tuple(layout.pages(ui))
    left = tuple(one for path, one in fields.items() if path not in layout.placed)
    if not left:
        return pages
    for path in fields:
        if path not in layout.placed:
            ledger.note("import.changed", *path, name=fields[path].title or fields[path].key, what=NOT_LAID_OUT)
    last = Section(layout.keys.free("section"), fields=left)
    return (*pages, Page(layout.keys.free("page"), sections=(last,)))


@dataclass(frozen=True)
class _Around:
    """What the elements around one say of it: when it is shown and locked, and how wide it is."""

    show: Rule = None
    lock: Rule = None
    width: str = ""


@dataclass
class _Layout:
    fields: Mapping[Path, Field]
    names: Names
    titles: Mapping[Path, Words]
    ledger: Ledger
    placed: set[Path] = field(default_factory=set)
    keys: Keys = field(default_factory=Keys)

    def pages(self, ui: Mapping[str, Any]) -> Iterator[Page]:
        self._unread(ui, ("ui",))
        if ui.get("type") != "Categorization":
            yield Page(self.keys.free("page"), sections=tuple(self._sections(ui, ("ui",), _Around())))
            return
        for at, one in enumerate(_elements(ui)):
            yield from self._category(one, ("ui", "elements", at))

    def _category(self, one: Mapping[str, Any], steps: Path | tuple[str | int, ...]) -> Iterator[Page]:
        if one.get("type") == "Categorization":
            for at, inner in enumerate(_elements(one)):
                yield from self._category(inner, (*steps, "elements", at))
            self._unread(one, steps, "label", "rule")
            return
        around = self._around(one, steps, _Around())
        inside = _Around(lock=around.lock)
        sections = tuple(
            section
            for at, inner in enumerate(_elements(one))
            for section in self._sections(inner, (*steps, "elements", at), inside)
        )
        yield Page(self.keys.free("page"), _label(one), _joined(sections), around.show)

    def _sections(self, one: Mapping[str, Any], steps: tuple[str | int, ...], around: _Around) -> Iterator[Section]:
        """A group is a section; what stands loose beside groups is one without a title."""
        if one.get("type") == "Categorization":
            outer = self._around(one, steps, around)
            for at, inner in enumerate(_elements(one)):
                here = (*steps, "elements", at)
                yield from self._group(inner, here, self._around(inner, here, outer))
            return
        mine = self._around(one, steps, around)
        if one.get("type") == "Group":
            yield from self._group(one, steps, mine)
        elif "elements" in one:
            beside = WIDTHS.get(len(_elements(one)), "") if one.get("type") == "HorizontalLayout" else mine.width
            inside = _Around(mine.show, mine.lock, beside)
            loose: list[Field] = []
            for at, inner in enumerate(_elements(one)):
                if inner.get("type") in ("Group", "Categorization") or "elements" in inner:
                    yield from self._run(loose)
                    loose = []
                    yield from self._sections(inner, (*steps, "elements", at), inside)
                else:
                    loose += self._element(inner, (*steps, "elements", at), inside)
            yield from self._run(loose)
        else:
            yield from self._run(self._element(one, steps, around))

    def _group(self, one: Mapping[str, Any], steps: tuple[str | int, ...], around: _Around) -> Iterator[Section]:
        inner = {"type": "VerticalLayout", "elements": _elements(one)}
        show, inside = around.show, _Around(lock=around.lock)
        title = _label(one)
        for section in _joined(tuple(self._sections(inner, steps, inside))) or (Section(self.keys.free("section")),):
            yield Section(
                section.key, section.title or title, section.fields, together(show, section.show), section.columns
            )
            title = Words()

    def _run(self, loose: list[Field]) -> Iterator[Section]:
        if loose:
            yield Section(self.keys.free("section"), fields=tuple(loose))

    def _element(self, one: Mapping[str, Any], steps: tuple[str | int, ...], around: _Around) -> list[Field]:
        mine = self._around(one, steps, around)
        if one.get("type") == "Label":
            text = one.get("text", one.get("label"))
            return [Field(self.keys.free("note"), "note", worded(text), show=mine.show)] if worded(text) else []
        if "scope" not in one:
            self.ledger.note("import.keyword", *steps, keyword=str(one.get("type")), name="elements")
            return []
        return list(self._control(one, steps, mine))

    def _control(self, one: Mapping[str, Any], steps: tuple[str | int, ...], around: _Around) -> Iterator[Field]:
        """A question; of an object all of its questions."""
        path = scoped(one.get("scope"))
        found = [at for at in self.fields if at[: len(path)] == path and at not in self.placed]
        if not found:
            self.ledger.note("import.keyword", *steps, keyword=str(one.get("scope")), name="scope")
        for at in found:
            self.placed.add(at)
            made = self._optioned(self.fields[at], one.get("options"), steps)
            label = _label(one) if at == path else Words()
            yield made.with_(
                title=label or made.title,
                show=together(around.show, made.show),
                lock=together(around.lock, made.lock),
                width=around.width,
            )

    def _optioned(self, one: Field, options: Any, steps: tuple[str | int, ...]) -> Field:
        for name, value in (options if isinstance(options, dict) else {}).items():
            match name, value:
                case "multi", True:
                    one = changed_type(one, "long_text")
                case "slider", True:
                    one = changed_type(one, nearest("slider", "number"))
                case "readonly" | "readOnly", True:
                    one = one.with_(locked=True)
                case "placeholder", str():
                    one = one.with_(placeholder=worded(value))
                case "format", str() if (drawn := _formatted(one, value)) is not None:
                    one = drawn
                case _ if name not in SAME and value is not False:
                    self.ledger.note("import.keyword", *steps, "options", name, keyword=name, name=one.title or one.key)
        return one

    def _around(self, one: Mapping[str, Any], steps: tuple[str | int, ...], outer: _Around) -> _Around:
        self._unread(one, steps)
        rule = one.get("rule")
        if not isinstance(rule, dict):
            return outer
        effect, said = str(rule.get("effect")), self._condition(rule.get("condition"), steps)
        if said is None:
            return outer
        if effect in HIDING:
            return _Around(together(outer.show, said if HIDING[effect] else opposite(said)), outer.lock, outer.width)
        if effect in LOCKING:
            return _Around(outer.show, together(outer.lock, said if LOCKING[effect] else opposite(said)), outer.width)
        self.ledger.note("import.keyword", *steps, "rule", keyword=effect, name="rule")
        return outer

    def _unread(self, one: Mapping[str, Any], steps: tuple[str | int, ...], *more: str) -> None:
        """Notes what nobody reads of an element; options are those of layouts, for questions read theirs."""
        left = [name for name in one if (name not in READ or name in more) and one[name]]
        options = one.get("options")
        if isinstance(options, dict) and "elements" in one:
            left += [name for name in options.keys() - SAME - OF_LAYOUTS if options[name]]
        for name in left:
            called = _label(one).in_("en") or str(one.get("scope", one.get("type")))
            self.ledger.note("import.keyword", *steps, name, keyword=name, name=called)

    def _condition(self, said: Any, steps: tuple[str | int, ...]) -> Rule:
        try:
            return self._said(said)
        except Unsayable as why:
            written = json.dumps(said, ensure_ascii=False)
            params = {"name": "rule", "role": ROLES["relevant"], "why": why.why, "expression": written}
            self.ledger.note("import.expression", *steps, "rule", **params)
            return None

    def _said(self, said: Any) -> Rule:
        if isinstance(said, dict) and said.get("type") in ("AND", "OR") and isinstance(said.get("conditions"), list):
            return {said["type"].lower(): [self._said(one) for one in said["conditions"]]}
        if isinstance(said, dict) and "expectedValue" in said:
            return condition({"const": said["expectedValue"]}, self.names, scoped(said.get("scope")))
        if isinstance(said, dict) and "schema" in said:
            return condition(said["schema"], self.names, scoped(said.get("scope", "#")))
        raise Unsayable(words("it is no condition of JSON Forms", "不是 JSON Forms 条件"))


def _formatted(one: Field, said: str) -> Field | None:
    if one.type == "choice" and said in LOOKS:
        return one.with_(options={**one.options, "look": LOOKS[said]})
    return changed_type(one, nearest(*TYPED[said])) if one.type == "text" and said in TYPED else None


def scoped(scope: Any) -> Path:
    """``#/properties/a/properties/b`` as names."""
    steps = str(scope).removeprefix("#").split("/")[1:] if isinstance(scope, str) else []
    return tuple(one.replace("~1", "/").replace("~0", "~") for one in steps[1::2])


def _elements(one: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    said = one.get("elements")
    return [inner for inner in said if isinstance(inner, dict)] if isinstance(said, list) else []


def _label(one: Mapping[str, Any]) -> Words:
    said = one.get("label")
    return worded(said.get("text") if isinstance(said, dict) else said)


def _joined(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Runs without a title and without a rule of their own are one section."""
    found: list[Section] = []
    for one in sections:
        plain = not one.title and one.show is None and one.columns == 1
        if plain and found and not found[-1].title and found[-1].show is None:
            found[-1] = Section(found[-1].key, fields=(*found[-1].fields, *one.fields))
        else:
            found.append(one)
    return tuple(found)
