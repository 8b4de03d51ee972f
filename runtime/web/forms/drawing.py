"""What the templates of fields and forms ask of the types."""

import json
from collections.abc import Mapping
from typing import Any, Final

from flask import Flask

from runtime.files.contents.accepted import PICTURES, TEXTS
from schemas.fields.computed import Computed
from schemas.fields.money import Money
from schemas.fields.parts.alternatives import choices_of
from schemas.fields.parts.amounts import Amount
from schemas.fields.percent import Percent
from schemas.fields.registry import type_of
from schemas.fields.yes_no import NO, YES
from schemas.filling import rights
from schemas.filling.visible import Settled
from schemas.model.flow import Right
from schemas.model.form import Field, Form

OWN_WAYS = frozenset({"consent", "duration", "phone"})


def install(app: Flask) -> None:
    app.jinja_env.globals.update(NAMES)


def needs_widgets(form: Form, mine: Mapping[str, Right]) -> bool:
    """Whether a question in sight, or a column of its table, is easier with a script of its own."""
    seen = (form.fields[key] for key in rights.readable(mine))
    return any(type_of(one).widget for field in seen for one in (field, *field.columns))


def reads(field: Field) -> str:
    """How the browser is to read the field's control: text, number, amount, boolean, or a way of a type's own."""
    kind = type_of(field)
    if kind.key in OWN_WAYS:
        return kind.key
    if isinstance(kind, Money | Percent):
        return "amount"
    value = kind.value_of(field)
    return value if value in {"number", "boolean"} else "text"


def written(field: Field, lang: str) -> dict[str, str]:
    """How the browser is to write a computed answer, as data attributes without their ``data-``."""
    kind = type_of(field)
    result = kind.result(field) if isinstance(kind, Computed) else kind
    if isinstance(result, Amount):
        said = {"format": result.key}
        if (decimals := result.decimals(field)) is not None:
            said["decimals"] = str(decimals)
        unit = {"unit": field.options["unit"]} if field.options.get("unit") and result.key != "duration" else {}
        return said | unit | ({"currency": result.currency(field)} if isinstance(result, Money) else {})
    titles = {one.const: one.title.in_(lang) or one.const for one in choices_of(field)}
    if result.value == "boolean":
        titles = {"true": YES.in_(lang), "false": NO.in_(lang)}
    return {"words": json.dumps(titles, ensure_ascii=False)} if titles else {}


def steered(settled: Settled | None, path: str) -> dict[str, Any]:
    """What the rules say of the question at a path besides whether it is asked, for its template."""
    if settled is None:
        return {}
    return {
        "wanted": path in settled.wanted,
        "locked": path in settled.locked,
        "allowed": settled.limited.get(path),
        "remarked": {
            int(number) for place, _, number in (one.rpartition("#") for one in settled.remarked) if place == path
        },
    }


NAMES: Final[Mapping[str, Any]] = {
    "type_of": type_of,
    "steered": steered,
    "choices_of": choices_of,
    "readable": rights.readable,
    "written": written,
    "reads": reads,
    "needs_widgets": needs_widgets,
    "shown_in_page": PICTURES,
    "read_in_page": TEXTS,
}
"""By what the templates call these."""
