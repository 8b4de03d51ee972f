"""The fields that a house keeps of its customers and contacts besides ours: a form of its own for each kind of record.

An administrator says them as rows. They are kept, checked, drawn and shown as the fields of any form are.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Literal

from runtime.access import Actor, Permission, require
from runtime.store.connection.database import Connection
from runtime.store.customers import own_forms
from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import Choice, choices_of
from schemas.fields.registry import type_of
from schemas.filling.answers import Checker, Reading
from schemas.format.form_reading import read_form
from schemas.format.form_writing import write_form
from schemas.format.reading import KEY, Part
from schemas.model.form import Field, Form
from schemas.problem import Problem, pointer
from schemas.words import Words, words

Kind = Literal["customer", "contact"]

TYPES: Final[Mapping[str, Words]] = {
    "text": words("Text", "文本"),
    "long_text": words("Long text", "多行文本"),
    "number": words("Number", "数字"),
    "money": words("Money", "金额"),
    "date": words("Date", "日期"),
    "choice": words("One of several", "单选"),
    "choices": words("Some of several", "多选"),
    "yes_no": words("Yes or no", "是或否"),
    "email": words("E-mail", "电子邮箱"),
    "phone": words("Telephone", "电话"),
    "url": words("Web address", "网址"),
}
MOST: Final = 40
RESERVED: Final = frozenset(
    [
        "id",
        "name",
        "kind",
        "keeper",
        "note",
        "contact",
        "email",
        "phone",
        "company",
        "lang",
        "active",
        "customer",
        "own",
        "said",
        "values",
    ]
)
"""What records call fields of their own: keys that no field of a house can have."""
_TEXTS: Final = frozenset({"text", "long_text", "email", "phone", "url", "choice"})
_OFFERING: Final = frozenset({"choice", "choices"})
_LONGEST_KEY: Final = 40


def forms(tx: Connection, workspace: str) -> dict[str, Form]:
    """By kind of record; those of which nothing was said are blank."""
    return forms_of(own_forms.documents(tx, workspace))


def forms_of(documents: Mapping[str, Any]) -> dict[str, Form]:
    return {kind: _read(documents[kind]) if kind in documents else asking() for kind in own_forms.KINDS}


def _read(document: Any) -> Form:
    form, _ = read_form(Part(document, ("form",), []))
    return form


def rows_form() -> Form:
    """What is asked about the fields: a row for each."""
    kinds = tuple(Choice(key, title) for key, title in TYPES.items())
    columns = (
        Field("title", "text", words("What is it called?", "名称"), required=True, options={"max_length": 100}),
        Field(
            "type", "choice", words("What is it?", "类型"), required=True, options={"choices": kinds, "look": "select"}
        ),
        Field("choices", "text", words("To choose from", "可选项"), options={"max_length": 1000}),
        Field("required", "yes_no", words("Must it be answered?", "是否必填")),
        Field("key", "text", words("Its key", "标识"), options={"max_length": _LONGEST_KEY}),
    )
    help_ = words(
        "Choices have commas between them. Forms, files and programs know a field by its key: leave it empty and one is made; "
        "it never changes.",
        "可选项之间用逗号分隔。标识留空则自动生成；表单、导入文件和接口用它识别字段，设定后不再改变。",
    )
    return asking(Field("fields", "table", words("Fields", "字段"), help_, columns=columns, options={"max_rows": MOST}))


def rows_of(form: Form, lang: str) -> dict[str, Any]:
    """The answers of `rows_form` as they stand."""
    return {"fields": [_row(one, lang) for one in form.fields.values()]}


def keep(tx: Connection, actor: Actor, kind: str, raw: Mapping[str, Any]) -> Reading:
    """Where there are problems nothing is kept. What records say in a field that is taken away stays, out of sight.

    The type of a field that is there does not change: what was answered would fit no more.
    """
    require(actor, Permission.ADMIN)
    before = forms(tx, actor.workspace)[kind]
    checker = Checker(rows_form())
    reading = checker.read(raw, checker.writable)
    rows = reading.answers.get("fields", ())
    problems = reading.problems or tuple(_wrong(rows, before))
    if problems:
        return replace(reading, problems=problems)
    made = asking(*_fields(rows, before, actor.lang))
    own_forms.keep(tx, actor.workspace, kind, write_form(made))
    return reading


def sought(form: Form, own: Mapping[str, Any]) -> list[str]:
    """The texts by which a record is found."""
    return [text for key, one in form.fields.items() if one.type in _TEXTS and (text := str(own.get(key) or ""))]


def told(form: Form, own: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """``values`` by field, and ``said``: the same with its title, in the words of each language."""
    fields = {key: one for key, one in form.fields.items() if own.get(key) is not None}
    return {
        "values": {key: own[key] for key in fields},
        "said": {
            key: {
                "title": dict(one.title),
                "text": {lang: type_of(one).show(one, own[key], lang) for lang in ("en", "zh-Hans")},
            }
            for key, one in fields.items()
        },
    }


def _row(one: Field, lang: str) -> dict[str, Any]:
    offered = [choice.title.in_(lang) or choice.const for choice in choices_of(one)] if one.type in _OFFERING else []
    said = {"title": one.title.in_(lang), "type": one.type, "choices": ", ".join(offered)}
    return {key: value for key, value in said.items() if value} | {"required": one.required, "key": one.key}


def _wrong(rows: Sequence[Mapping[str, Any]], before: Form) -> Iterator[Problem]:
    used: set[str] = set()
    for number, row in enumerate(rows):
        key = row.get("key", "")
        path = pointer("fields", number, "key")
        if key and (key in RESERVED or not re.match(KEY, key)):
            yield Problem("record.key", path, {"key": key})
        elif key in used:
            yield Problem("answer.taken", path)
        elif key in before.fields and before.fields[key].type != row["type"]:
            yield Problem("record.type-stays", pointer("fields", number, "type"), {"field": row["title"]})
        if row["type"] in _OFFERING and not _offered(row):
            field = {"field": words("To choose from", "可选项")}
            yield Problem("answer.required", pointer("fields", number, "choices"), field)
        used |= {key} - {""}


def _fields(rows: Sequence[Mapping[str, Any]], before: Form, lang: str) -> Iterator[Field]:
    used = {row["key"] for row in rows if row.get("key")} | RESERVED
    for row in rows:
        key = row.get("key") or _free_key(row["title"], used)
        used.add(key)
        present = before.fields.get(key)
        titles = Words({**(present.title if present else {}), lang: row["title"]})
        options: dict[str, Any] = dict(present.options) if present else {}
        if row["type"] in _OFFERING:
            known = {one.title.in_(lang) or one.const: one for one in (choices_of(present) if present else ())}
            options["choices"] = tuple(known.get(text) or Choice(text, Words({lang: text})) for text in _offered(row))
        yield Field(key, row["type"], titles, required=bool(row.get("required")), options=options)


def _offered(row: Mapping[str, Any]) -> list[str]:
    parts = (part.strip() for part in re.split(r"[,，、;；\n]", row.get("choices", "")))
    return list(dict.fromkeys(part for part in parts if part))


def _free_key(title: str, used: Iterable[str]) -> str:
    folded = unicodedata.normalize("NFKC", title).casefold()
    plain = re.sub(r"\W+", "_", folded).strip("_")[: _LONGEST_KEY - 3] or "field"
    base = plain if re.match(KEY, plain) else f"f_{plain}"
    taken = frozenset(used)
    return next(key for key in (base, *(f"{base}_{n}" for n in range(2, len(taken) + 3))) if key not in taken)
