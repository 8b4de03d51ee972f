"""Who may see and write which field: the most particular line decides, and nothing is written by oversight."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from schemas.filling import rights
from schemas.filling.answers import Checker
from schemas.model.flow import Flow, Right, Rights, State
from schemas.model.form import Field, Form, Page, Section
from schemas.model.process import Process
from tests.schemas.strategies import processes

FORM = Form(
    (
        Page("about", sections=(Section("s", fields=(Field("name"), Field("mail", "email"), Field("hello", "note"))),)),
        Page("cost", sections=(Section("t", fields=(Field("cost", "money"), Field("total", "computed", compute=1))),)),
    )
)


def of(lines: Rights, state: str | None = "look") -> list[Right]:
    """The rights on name, mail, cost and total."""
    flow = Flow("look", (State("look", fields=lines),), fill=lines)
    found = rights.of(flow, FORM, state)
    return [found[key] for key in ("name", "mail", "cost", "total")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ({}, "read read read read"),
        ({"*": "hide"}, "hide hide hide hide"),
        ({"*": "edit"}, "edit edit edit read"),
        ({"about": "edit"}, "edit edit read read"),
        ({"*": "hide", "about": "edit"}, "edit edit hide hide"),
        ({"*": "hide", "about": "edit", "mail": "read"}, "edit read hide hide"),
        ({"mail": "hide", "about": "edit"}, "edit hide read read"),
        ({"total": "edit"}, "read read read read"),
        ({"total": "hide"}, "read read read hide"),
        ({"cost": "edit"}, "read read edit read"),
        ({"nothing": "edit"}, "read read read read"),
        ({"cost": "require"}, "read read require read"),
        ({"*": "require"}, "require require require read"),
        ({"*": "require", "about": "read", "mail": "edit"}, "read edit require read"),
        ({"total": "require"}, "read read read read"),
    ],
)
def test_the_most_particular_line_decides(lines: Rights, expected: str) -> None:
    assert of(lines) == expected.split()


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ({}, "edit edit edit read"),
        ({"cost": "hide"}, "edit edit hide hide"),
        ({"*": "hide", "name": "edit"}, "edit hide hide hide"),
        ({"mail": "read"}, "edit read edit read"),
        ({"mail": "require"}, "edit require edit read"),
    ],
)
def test_who_first_fills_the_form_writes_it(lines: Rights, expected: str) -> None:
    assert of(lines, None) == expected.split()


def test_a_page_whose_key_is_also_a_fields() -> None:
    """The line "cost" is of the page and of the field: both mean the field, the page also what stands beside it."""
    assert of({"*": "hide", "cost": "edit"}) == ["hide", "hide", "edit", "read"]


@pytest.mark.parametrize(
    ("fill", "tracking", "expected"),
    [
        ({}, {}, "read read read read"),
        ({"mail": "read", "cost": "hide"}, {}, "read read hide hide"),
        ({"*": "hide", "total": "read"}, {}, "hide hide hide read"),
        ({"cost": "hide"}, {"total": "read"}, "read read hide read"),
        ({}, {"*": "hide"}, "hide hide hide hide"),
        ({}, {"*": "edit"}, "read read read read"),
        ({"mail": "require"}, {"cost": "require"}, "read read read read"),
        ({}, {"about": "hide", "mail": "read"}, "hide read read read"),
    ],
)
def test_the_requester_follows_what_they_saw_at_first(fill: Rights, tracking: Rights, expected: str) -> None:
    found = rights.tracking(Flow("look", fill=fill, tracking=tracking), FORM)
    assert [found[key] for key in ("name", "mail", "cost", "total")] == expected.split()


def test_of_a_step_that_is_not_there_nothing_is_known() -> None:
    with pytest.raises(KeyError):
        rights.of(Flow("look"), FORM, "look")


@given(processes())
@settings(max_examples=60, deadline=None)
def test_whatever_the_lines_say(process: Process) -> None:
    flow, form = process.flow, process.form
    for state in [None, *flow.by_key]:
        found = rights.of(flow, form, state)
        assert found.keys() == form.fields.keys()
        assert rights.demanded(found) <= rights.writable(found) <= rights.readable(found)
        assert not any(form.fields[key].type == "computed" for key in rights.writable(found))
        silent = rights.of(replace(flow, fill={"*": "hide"}, states=()), form, None)
        assert rights.readable(silent) == frozenset()
    assert rights.writable(rights.tracking(flow, form)) == frozenset()


@pytest.mark.parametrize(
    ("more", "answers", "missing", "wanted"),
    [
        ({}, {}, ["note"], []),
        ({}, {"note": " "}, ["note"], []),
        ({}, {"note": "seen"}, [], []),
        ({"soft": True, "required": True}, {}, ["note"], []),
        ({"show": {">": [{"var": "cost"}, 5]}}, {"cost": "1"}, [], []),
        ({"show": {">": [{"var": "cost"}, 5]}}, {"cost": "9"}, ["note"], []),
        ({"type": "table", "columns": (Field("of"),)}, {"note": []}, ["note"], []),
        ({"type": "table", "columns": (Field("of"),)}, {"note": [{"of": "one"}]}, [], []),
        ({"type": "hidden"}, {}, [], []),
        ({"locked": True}, {}, [], []),
    ],
    ids=str,
)
@pytest.mark.parametrize("line", ["note", "page", "*"])
def test_what_a_step_demands_is_demanded_where_it_is_shown(
    line: str, more: dict[str, Any], answers: dict[str, Any], missing: list[str], wanted: list[str]
) -> None:
    asked = (Field("cost", "number", default=3), Field("note").with_(**more))
    form = Form((Page("page", sections=(Section("s", fields=asked),)),))
    flow = Flow("look", (State("look", fields={line: "require", "cost": "edit"}),))
    opened = rights.of(flow, form, "look")

    reading = Checker(form).read(answers, opened, {})

    assert [one.path[1:] for one in reading.problems if one.code == "answer.required"] == missing
    assert [one.path[1:] for one in reading.remarks] == wanted
    assert (missing != []) <= (reading.required == {"note"})
    assert Checker(form).read(answers, rights.writable(opened), {}).problems == ()
