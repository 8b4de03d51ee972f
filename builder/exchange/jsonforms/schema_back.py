"""Our own JSON Schema, read back: the standard's words first, and under ``x-formloom`` what they could not say."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from builder.exchange.expressions.expression import Named
from builder.exchange.jsonforms.schema_conditions import Names
from builder.exchange.jsonforms.schema_writing import EFFECTS, TEXTS, said_back
from schemas.document import load
from schemas.fields.kind import EXTRA
from schemas.format.layout_reading import SCOPE
from schemas.model.process import Process
from schemas.words import LANGUAGES

OWN: Final = ("format", "key", "flow")
"""What a schema says that came from us."""
_KINDS: Final = {effect: kind for kind, effect in EFFECTS.items()}
_OF_ELEMENT: Final = {"Category": "page", "Group": "section"}


def is_ours(schema: Mapping[str, Any]) -> bool:
    extra = schema.get(EXTRA)
    return isinstance(extra, dict) and all(name in extra for name in OWN)


def read_back(schema: Mapping[str, Any], ui: Mapping[str, Any]) -> Process:
    """The process.

    Raises:
        Unreadable: somebody has changed it to what is no document.
    """
    extra = dict(schema[EXTRA])
    properties = schema.get("properties")
    names: Names = {(key,): Named(key, "any") for key in (properties if isinstance(properties, dict) else {})}
    names = {**names, **{(key,): Named(key, "any") for key in _labels(ui)}}
    kept = extra.pop("rules", [])
    there = {_head(rule) for rule in kept if isinstance(rule, dict)} if isinstance(kept, list) else set()
    said = [*_required(schema, names), *_effects(ui, names)]
    rules = [*(rule for rule in said if _head(rule) not in there), *(kept if isinstance(kept, list) else [])]
    form = {
        "schema": {key: value for key, value in schema.items() if key not in (EXTRA, "title", "description", "allOf")},
        **({"ui": _undressed(ui)} if ui else {}),
        **({"rules": rules} if rules else {}),
    }
    titles = {name: _titled(extra.get(name), schema.get(word)) for name, word in _TITLES.items()}
    return load({**extra, **{name: text for name, text in titles.items() if text}, "form": form})


_TITLES: Final = {"title": "title", "about": "description"}


def _titled(ours: Any, standard: Any) -> Any:
    """All languages of a text; the first as the standard's keyword has it, should somebody have changed it."""
    if isinstance(ours, dict):
        return {**ours, LANGUAGES[0]: standard} if LANGUAGES[0] in ours and isinstance(standard, str) else ours
    return standard if isinstance(standard, str) and ours else ours


def _head(rule: Mapping[str, Any]) -> tuple[str, str, str]:
    what = next((name for name in ("field", "page", "section") if name in rule), "")
    kind = next((name for name in rule if name not in (what, "text", "to")), "")
    return what, str(rule.get(what)), kind


def _required(schema: Mapping[str, Any], names: Names) -> Iterator[dict[str, Any]]:
    conditions, properties = schema.get("allOf"), schema.get("properties")
    for one in conditions if isinstance(conditions, list) else ():
        match one:
            case {"if": dict(when), "then": {"required": [str(key)]}}:
                asked = properties.get(key) if isinstance(properties, dict) else None
                own = asked.get(EXTRA) if isinstance(asked, dict) else None
                rule = said_back(when, names)
                if rule is not None and not (isinstance(own, dict) and own.get("required")):
                    yield {"field": key, "require": rule}
            case _:
                continue


def _effects(element: Mapping[str, Any], names: Names) -> Iterator[dict[str, Any]]:
    said = element.get("rule")
    when = said.get("condition") if isinstance(said, dict) else None
    kind = _KINDS.get(str(said.get("effect"))) if isinstance(said, dict) else None
    rule = said_back(when.get("schema"), names) if kind and isinstance(when, dict) else None
    if kind and rule is not None:
        yield {**_place(element), kind: rule}
    for one in _inside(element):
        if isinstance(one, dict):
            yield from _effects(one, names)


def _options(element: Mapping[str, Any]) -> dict[str, Any]:
    said = element.get("options")
    return dict(said) if isinstance(said, dict) else {}


def _inside(element: Mapping[str, Any]) -> list[Any]:
    said = element.get("elements")
    return said if isinstance(said, list) else []


def _place(element: Mapping[str, Any]) -> dict[str, str]:
    if element.get("type") == "Control":
        return {"field": str(element.get("scope")).removeprefix(SCOPE).replace("~1", "/").replace("~0", "~")}
    return {_OF_ELEMENT.get(str(element.get("type")), "field"): str(_options(element).get("key"))}


def _labels(element: Mapping[str, Any]) -> Iterator[str]:
    """The keys of notes, which are no properties."""
    if element.get("type") == "Label":
        yield str(_options(element).get("key"))
    for one in _inside(element):
        if isinstance(one, dict):
            yield from _labels(one)


def _undressed(element: Mapping[str, Any]) -> dict[str, Any]:
    """The layout as our documents have it: texts in all languages, rules in a list of their own."""
    made = {key: value for key, value in element.items() if key not in ("rule", "elements")}
    options = _options(element)
    texts = options.pop(EXTRA, None)
    if isinstance(texts, dict):
        made |= {name: _titled(texts[name], element.get(name)) for name in TEXTS if name in texts}
        made["options"] = options
        if not options:
            made.pop("options")
    if "elements" in element:
        made["elements"] = [_undressed(one) if isinstance(one, dict) else one for one in _inside(element)]
    return made
