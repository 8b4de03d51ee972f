"""What has changed between two documents is said, whatever it is, and nothing else is."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given

from builder.comparison import changes
from schemas.fields.alternatives import Choice
from schemas.flow import Flow
from schemas.form import Field, Form, Jump, Page, Remark, Section
from schemas.process import Process
from schemas.words import LANGUAGES, words
from tests.schemas.strategies import processes

COLUMN = Field("amount", "number", words("Amount", "金额"))
FIELD = Field("cost", "table", words("Cost", "费用"), columns=(COLUMN,))
SECTION = Section("money", words("Money", "费用"), (FIELD,))
PAGE = Page("first", words("First", "首页"), (SECTION,))
LAST = Page("last", words("Last", "末页"))
FORM = Form((PAGE, LAST))
RULE = {"var": "cost"}
OTHERWISE: dict[type, dict[str, Any]] = {
    Field: {
        **dict.fromkeys(("show", "require", "compute", "lock", "set", "limit", "default"), RULE),
        **dict.fromkeys(("required", "soft", "locked", "unique", "total"), True),
        **dict.fromkeys(("title", "help", "placeholder", "message"), words("Other", "其他")),
        "type": "repeat",
        "options": {"min_rows": 1, "choices": (Choice("a"),)},
        "columns": (),
        "remarks": (Remark(RULE, words("Look", "注意")),),
        "width": "half",
    },
    Section: {"title": words("Other", "其他"), "fields": (), "show": RULE, "columns": 2},
    Page: {"title": words("Other", "其他"), "sections": (), "show": RULE, "jumps": (Jump("last", RULE),)},
    Form: {"pages": (PAGE,), "one_at_a_time": True, "review": True},
}


def process(form: Form) -> Process:
    return Process("p", words("P", "流程"), form, Flow("", (), ()))


def with_(part: Any) -> Process:
    """The form with this part in the place of its own."""
    section = replace(SECTION, fields=(part,)) if isinstance(part, Field) else SECTION
    page = replace(PAGE, sections=(part if isinstance(part, Section) else section,))
    page = part if isinstance(part, Page) else page
    return process(part if isinstance(part, Form) else replace(FORM, pages=(page, LAST)))


@pytest.mark.parametrize(
    ("part", "name"),
    [
        pytest.param(part, one.name, id=f"{type(part).__name__}.{one.name}")
        for part in (FIELD, SECTION, PAGE, FORM)
        for one in fields(part)
        if one.name != "key"
    ],
)
def test_everything_that_a_form_can_say_is_compared(part: Any, name: str) -> None:
    changed = replace(part, **{name: OTHERWISE[type(part)][name]})
    found = changes(process(FORM), with_(changed))
    assert found
    assert all(one.in_(lang) for one in found for lang in LANGUAGES)


def test_sections_divided_otherwise() -> None:
    first, second = Field("a"), Field("b")
    before = Form((Page("p", sections=(Section("x", fields=(first,)), Section("y", fields=(second,)))),))
    after = Form((Page("p", sections=(Section("x", fields=(first, second)), Section("y"))),))
    assert [one.in_("en") for one in changes(process(before), process(after))] == [
        "The sections are divided otherwise."
    ]


@given(processes())
def test_a_process_is_as_it_is(one: Process) -> None:
    assert changes(one, one) == ()
