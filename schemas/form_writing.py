"""To JSON: the form as a JSON Schema, a layout and rules."""

from collections.abc import Iterable, Iterator
from typing import Any

from schemas.definitions import DIALECT
from schemas.fields.kind import EXTRA
from schemas.fields.registry import type_of
from schemas.form import Field, Form, Page, Section
from schemas.layout_reading import SCOPE
from schemas.problem import pointer
from schemas.words import LANGUAGES, Words, write_words


def write_form(form: Form) -> dict[str, Any]:
    return {
        "schema": {"$schema": DIALECT, **_object(form.fields.values())},
        "ui": {"type": "Categorization", "elements": [_page(page) for page in form.pages]},
        **_unless_empty(rules=[rule for one in form.fields.values() for rule in _rules(one, one.key)]),
    }


def _object(fields: Iterable[Field]) -> dict[str, Any]:
    """The schema of an object with these fields. A field that a rule may hide is required by our checker alone."""
    asked = [one for one in fields if one.type != "note"]
    required = [one.key for one in asked if one.required and one.show is None]
    return {
        "type": "object",
        "properties": {one.key: _property(one) for one in asked},
        **_unless_empty(required=required),
    }


def _property(one: Field) -> dict[str, Any]:
    kind, first = type_of(one), LANGUAGES[0]
    said = {**kind.schema(one), **({"readOnly": True} if one.compute is not None else {})}
    if one.columns:
        said["items"] = _object(one.columns)
    extra = {
        "type": one.type,
        **_unless_empty(title=_others(one.title), help=_others(one.help), placeholder=write_words(one.placeholder)),
        **({"required": True} if one.required and one.show is not None else {}),
        **kind.extras(one),
    }
    titled = _unless_empty(title=one.title.get(first), description=one.help.get(first))
    head: dict[str, Any] = {keyword: said.pop(keyword) for keyword in ("type", "format") if keyword in said}
    return {**head, **titled, **said, EXTRA: extra}


def _others(text: Words) -> dict[str, str]:
    """The languages that the schema's own keywords do not say."""
    written = write_words(Words({lang: one for lang, one in text.items() if lang != LANGUAGES[0]}))
    return written if isinstance(written, dict) else {}


def _page(page: Page) -> dict[str, Any]:
    return {
        "type": "Category",
        **_unless_empty(label=write_words(page.title)),
        "options": {"key": page.key},
        "elements": [_section(section) for section in page.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "type": "Group",
        **_unless_empty(label=write_words(section.title)),
        "options": {"key": section.key},
        "elements": [_element(one) for one in section.fields],
    }


def _element(one: Field) -> dict[str, Any]:
    if one.type != "note":
        return {"type": "Control", "scope": SCOPE + pointer(one.key)[1:]}
    options = {"key": one.key, **type_of(one).extras(one)}
    return {"type": "Label", **_unless_empty(text=write_words(one.title)), "options": options}


def _rules(one: Field, name: str) -> Iterator[dict[str, Any]]:
    said = {"show": one.show, "require": one.require, "compute": one.compute}
    yield from ({"field": name, kind: rule} for kind, rule in said.items() if rule is not None)
    yield from (rule for column in one.columns for rule in _rules(column, f"{name}.{column.key}"))


def _unless_empty(**said: Any) -> dict[str, Any]:
    return {key: value for key, value in said.items() if value}
