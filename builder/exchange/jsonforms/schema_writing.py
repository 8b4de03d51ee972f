"""A process as JSON Schema with a UI schema of JSON Forms, in the words of those standards as far as they go.

What they cannot say stands under ``x-formloom``, where they allow for more: `schema_back` makes the same process of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from builder.exchange.expressions.expression import Named, Unsayable
from builder.exchange.jsonforms.condition_writing import Kinds, Schema, written
from builder.exchange.jsonforms.schema_conditions import Names, condition
from schemas.document import dump
from schemas.fields.kind import EXTRA
from schemas.fields.registry import type_of
from schemas.format.layout_reading import SCOPE
from schemas.model.form import Form, Rule
from schemas.model.process import Process
from schemas.words import LANGUAGES, read_words

EFFECTS: Final[Mapping[str, str]] = {"show": "SHOW", "lock": "DISABLE"}
TEXTS: Final = ("label", "text")
"""Of elements: JSON Forms takes them as plain strings."""


def write_schema(process: Process) -> dict[str, Any]:
    """``{"schema", "uischema"}``."""
    document = dump(process)
    form = document.pop("form")
    anyway = frozenset(key for key, one in process.form.fields.items() if one.required)
    said = _Said(_kinds(process.form), names_of(process.form), anyway)
    rules = [rule for rule in form.get("rules", []) if not said.takes(rule)]
    conditions = [*_required_when_shown(process.form, said.kinds), *said.required]
    title, about = document["title"], document.pop("about", "")
    schema = {
        "$schema": form["schema"].pop("$schema"),
        "title": read_words(title).in_(LANGUAGES[0]),
        **({"description": read_words(about).in_(LANGUAGES[0])} if about else {}),
        **form["schema"],
        **({"allOf": conditions} if conditions else {}),
        EXTRA: {**document, **({"about": about} if about else {}), **({"rules": rules} if rules else {})},
    }
    return {"schema": schema, "uischema": said.dressed(form["ui"])}


def _kinds(form: Form) -> Kinds:
    return {key: type_of(one).value_of(one) for key, one in form.fields.items()}


def names_of(form: Form) -> Names:
    """The questions as `schema_conditions` knows them: by paths that are their keys."""
    return {(key,): Named(key, "any") for key in form.fields}


@dataclass
class _Said:
    """The rules that the standards say: by page, section and field, and what is required when."""

    kinds: Kinds
    names: Names
    anyway: frozenset[str]
    """What is required wherever it is asked; a rule that requires it besides has no words of its own."""
    effects: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    required: list[Schema] = field(default_factory=list)

    def takes(self, rule: Mapping[str, Any]) -> bool:
        """Whether the standards say the whole of it. Near enough is said as well, and stays ours besides."""
        what = next(name for name in ("field", "page", "section") if name in rule)
        kind = next(name for name in rule if name not in (what, "text", "to"))
        try:
            schema = written(rule[kind], self.kinds)
        except Unsayable:
            return False
        place = (what, rule[what])
        if what == "field" and rule[what] not in self.kinds:
            return False
        if kind == "require" and rule[what] in self.anyway:
            return False
        if kind == "require":
            self.required.append({"if": schema, "then": {"required": [rule[what]]}})
        elif kind in EFFECTS and place not in self.effects:
            self.effects[place] = {"effect": EFFECTS[kind], "condition": {"scope": "#", "schema": schema}}
        else:
            return False
        return bool(said_back(schema, self.names) == rule[kind])

    def dressed(self, ui: Mapping[str, Any]) -> dict[str, Any]:
        """The layout with its rules, and its texts in one language, all of them beside it."""
        made = {key: value for key, value in ui.items() if key != "elements"}
        for name in TEXTS:
            if isinstance(ui.get(name), dict):
                made[name] = read_words(ui[name]).in_(LANGUAGES[0])
                made["options"] = {**ui.get("options", {}), EXTRA: {name: ui[name]}}
        if rule := self.effects.get(_place(ui)):
            made["rule"] = rule
        if "elements" in ui:
            made["elements"] = [self.dressed(one) for one in ui["elements"]]
        return made


def said_back(schema: Any, names: Names) -> Rule:
    """What an import makes of a condition; None where it makes nothing."""
    try:
        return condition(schema, names)
    except Unsayable:
        return None


_OF_ELEMENT: Final = {"Category": "page", "Group": "section", "Label": "field"}


def _place(element: Mapping[str, Any]) -> tuple[str, str]:
    """What a rule of ours calls an element of the layout."""
    if element.get("type") == "Control":
        return "field", str(element["scope"]).removeprefix(SCOPE).replace("~1", "/").replace("~0", "~")
    return _OF_ELEMENT.get(str(element.get("type")), ""), str(element.get("options", {}).get("key", ""))


def _required_when_shown(form: Form, kinds: Kinds) -> Iterator[Schema]:
    """A question that is required wherever it is asked: our reader knows that by itself."""
    for key, one in form.fields.items():
        if one.required and not one.soft and one.show is not None:
            try:
                yield {"if": written(one.show, kinds), "then": {"required": [key]}}
            except Unsayable:
                continue
