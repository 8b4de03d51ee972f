"""To JSON: the form as a JSON Schema, a layout and rules."""

from collections.abc import Container, Iterable, Iterator
from typing import Any

from schemas.fields.kind import EXTRA
from schemas.fields.registry import type_of
from schemas.format.definitions import DIALECT
from schemas.format.field_reading import FLAGS, constant
from schemas.format.form_reading import RULED
from schemas.format.layout_reading import SCOPE, WAYS
from schemas.model.form import Field, Form, Page, Section
from schemas.problem import pointer
from schemas.rules.rule_order import groups_of
from schemas.words import LANGUAGES, Words, write_words


def write_form(form: Form) -> dict[str, Any]:
    return {
        "schema": {"$schema": DIALECT, **_object(form.fields.values(), groups_of(form).keys())},
        "ui": {
            "type": "Categorization",
            **_unless_empty(options={way: True for way in WAYS if getattr(form, way)}),
            "elements": [_page(page) for page in form.pages],
        },
        **_unless_empty(rules=[*_group_rules(form), *_field_rules(form)]),
    }


def _object(fields: Iterable[Field], skipped: Container[str] = ()) -> dict[str, Any]:
    """The schema of an object with these fields. One that may rightly be blank is required by our checker alone.

    ``skipped`` are those whose page or section may be.
    """
    asked = [one for one in fields if one.type != "note"]
    always = {one.key for one in asked if one.show is None and not one.soft and one.key not in skipped}
    required = [one.key for one in asked if one.required and one.key in always]
    return {
        "type": "object",
        "properties": {one.key: _property(one, always=one.key in always) for one in asked},
        **_unless_empty(required=required),
    }


def _property(one: Field, *, always: bool) -> dict[str, Any]:
    kind, first = type_of(one), LANGUAGES[0]
    said = {**kind.schema(one), **({"readOnly": True} if one.locked or one.compute is not None else {})}
    if one.default is not None and constant(one.default) == one.default:
        said["default"] = one.default
    if one.columns:
        said["items"] = _object(one.columns)
    extra = {
        "type": one.type,
        **_unless_empty(title=_others(one.title), help=_others(one.help), placeholder=write_words(one.placeholder)),
        **_unless_empty(message=write_words(one.message), width=one.width),
        **({"required": True} if one.required and not always else {}),
        **{flag: True for flag in FLAGS if flag != "required" and getattr(one, flag)},
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
        "options": {"key": section.key, **({"columns": section.columns} if section.columns > 1 else {})},
        "elements": [_element(one) for one in section.fields],
    }


def _element(one: Field) -> dict[str, Any]:
    if one.type != "note":
        return {"type": "Control", "scope": SCOPE + pointer(one.key)[1:]}
    options = {"key": one.key, **type_of(one).extras(one)}
    return {"type": "Label", **_unless_empty(text=write_words(one.title)), "options": options}


def _group_rules(form: Form) -> Iterator[dict[str, Any]]:
    for page in form.pages:
        yield from ({"page": page.key, "show": page.show} for _ in range(page.show is not None))
        yield from ({"page": page.key, "jump": jump.when, "to": jump.to} for jump in page.jumps)
        yield from ({"section": one.key, "show": one.show} for one in page.sections if one.show is not None)


def _field_rules(form: Form) -> Iterator[dict[str, Any]]:
    return (rule for one in form.fields.values() for rule in _rules(one, one.key))


def _rules(one: Field, name: str) -> Iterator[dict[str, Any]]:
    said = {kind: getattr(one, kind) for kind in RULED}
    if constant(one.default) == one.default:
        said.pop("default")
    yield from ({"field": name, kind: rule} for kind, rule in said.items() if rule is not None)
    for remark in one.remarks:
        kind = "refuse" if remark.stops else "warn"
        yield {"field": name, kind: remark.when, **_unless_empty(text=write_words(remark.text))}
    yield from (rule for column in one.columns for rule in _rules(column, f"{name}.{column.key}"))


def _unless_empty(**said: Any) -> dict[str, Any]:
    return {key: value for key, value in said.items() if value}
