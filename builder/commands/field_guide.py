"""docs/fields.md, out of the types themselves: what each is for, what a designer may set, and how its answer is kept."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from schemas.fields.kind import Family, FieldType
from schemas.fields.registry import FAMILIES, TYPES
from schemas.model.form import Field
from schemas.words import LANGUAGES, Words, words

PATH: Final = Path(__file__).parents[2] / "docs" / "fields.md"

_HEAD: Final = """# The types of field

<!-- Written by `python -m builder.commands.field_guide`; the pictures by `make pictures`. Do not edit by hand. -->

Every picture is cut from a page on which the type is asked, or shown where it asks nothing. An option stands in
`x-formloom` under its own name, or under the keyword of JSON Schema where there is one.

Besides, every field has a title, help, a placeholder, a `width` (`half`, `third`) and a `message` for what is refused; it
may be `required`, or required softly (`soft`), read-only (`locked`), `unique` within its process, `internal`
(no client ever sees it), and have a default. A column may have a `total`. Rules show, hide, require, lock, set, limit, compute, warn and refuse.
"""
_GIVEN: Final = {
    "typed": words("Somebody answers it.", "由填写人回答。"),
    "computed": words("A rule works it out.", "由规则计算得出。"),
    "house": words("Filled in by itself.", "由系统自动填写。"),
}
_ALONE: Final = " Not in tables. · 不能用于明细表。"
_LIMITS: Final = {"minimum": "≥", "maximum": "≤", "max_length": "≤", "min_length": "≥"}


def written() -> str:
    """The whole page."""
    return "\n".join((_HEAD, *_contents(), *(line for family in FAMILIES for line in _family(family)))) + "\n"


def _contents() -> Iterator[str]:
    for family, title in FAMILIES.items():
        keys = [f"[{kind.title['en']}](#{key})" for key, kind in TYPES.items() if kind.family == family]
        if keys:
            yield f"- **{_both(title)}**: {', '.join(keys)}"
    yield ""


def _family(family: Family) -> Iterator[str]:
    kinds = {key: kind for key, kind in TYPES.items() if kind.family == family}
    if kinds:
        yield f"## {_both(FAMILIES[family])}\n"
    for key, kind in kinds.items():
        yield from _type(key, kind)


def _type(key: str, kind: FieldType) -> Iterator[str]:
    yield f'### <a id="{key}"></a>{_both(kind.title)}\n'
    yield f"![{kind.title['en']}](fields/{key}.png)\n"
    yield f"`{key}` · {_both(_GIVEN[kind.given])}{'' if kind.in_table else _ALONE}\n"
    yield f"{_about(kind)}\n"
    schema = kind.schema(Field(key, key))
    yield f"Kept as `{json.dumps(schema, ensure_ascii=False)}`.\n" if schema else "It has no answer.\n"
    if kind.options.fields:
        yield "| option | what it sets | 设置项 | its answer |\n|---|---|---|---|"
        yield "\n".join(_option(kind, one) for one in kind.options.fields.values()) + "\n"


def _about(kind: FieldType) -> str:
    """What the type's own file says of it."""
    said = (sys.modules[type(kind).__module__].__doc__, type(kind).__doc__)
    texts = ("\n".join(line.strip() for line in text.strip().splitlines()) for text in said if text)
    return "\n\n".join(texts).replace("``", "`")


def _option(kind: FieldType, asked: Field) -> str:
    keyword = kind.keywords.get(asked.key)
    name = f"`{asked.key}`" + (f" (`{keyword}`)" if keyword else "")
    texts = (asked.title.in_(lang).replace("|", "\\|") for lang in LANGUAGES)
    return f"| {name} | {' | '.join(texts)} | {_answer(asked)} |"


def _answer(asked: Field) -> str:
    """What may be answered to an option: the names of the choices, or the type and its bounds."""
    choices = [one.const for one in asked.options.get("choices", ())]
    if choices:
        return ", ".join(f"`{one}`" for one in choices)
    bounds = [f"{sign} {asked.options[name]:,}" for name, sign in _LIMITS.items() if name in asked.options]
    return ", ".join((TYPES[asked.type].title["en"].lower(), *bounds))


def _both(text: Words) -> str:
    return " · ".join(text.in_(lang) for lang in LANGUAGES)


if __name__ == "__main__":
    PATH.write_text(written(), encoding="utf-8")
