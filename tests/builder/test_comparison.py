"""What has changed between two documents is said, whatever it is, and nothing else is."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings

from builder.comparison import changes
from schemas.assignment import Who
from schemas.fields.alternatives import Choice
from schemas.flow import Calls, Deadline, Deed, Each, Flow, Join, Move, State
from schemas.form import Field, Form, Jump, Page, Remark, Section
from schemas.notices import Notice
from schemas.process import Process
from schemas.voting import Decide
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


STEP = State("board", title=words("Board", "评审"))
WAY = Move("go", "board", "board", words("Go", "前往"))
FLOW = Flow("board", (STEP,), (WAY,))
TOLD = (Notice(to=(Who("requester"),)),)
CHANGED: dict[type, dict[str, Any]] = {
    State: {
        "kind": "wait",
        **dict.fromkeys(("title", "help"), words("Other", "其他")),
        "who": (Who("manager"),),
        "not_who_did": ("board",),
        **dict.fromkeys(("if_requester", "if_acted"), "skip"),
        "permits": (),
        "decide": Decide("all"),
        "fields": {"*": "edit"},
        "deadlines": (Deadline("P1D"),),
        "notices": TOLD,
        "outcome": "closed",
        "ends": "all",
        "join": Join("any"),
        "each": Each("cost"),
        "calls": Calls("other"),
        "deeds": (Deed("cost"),),
    },
    Move: {
        **dict.fromkeys(("title", "help"), words("Other", "其他")),
        "when": RULE,
        "asks": ("file",),
        "vote": "abstain",
        **dict.fromkeys(("unfinished", "branch", "leaves", "by_hand", "keeps"), True),
        "message": "come",
        "notices": TOLD,
    },
    Flow: {
        "fill": {"*": "hide"},
        "tracking": {"*": "hide"},
        "fallback": (Who("manager"),),
        "withdraw": "never",
        "notices": TOLD,
    },
}
DRAWN = {"key", "source", "target", "initial", "states", "moves"}


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


@pytest.mark.parametrize(
    ("part", "name"),
    [
        pytest.param(part, one.name, id=f"{type(part).__name__}.{one.name}")
        for part in (STEP, WAY, FLOW)
        for one in fields(part)
        if one.name not in DRAWN
    ],
)
def test_everything_that_a_flow_can_say_is_compared(part: Any, name: str) -> None:
    changed = replace(part, **{name: CHANGED[type(part)][name]})
    flow = {State: replace(FLOW, states=(changed,)), Move: replace(FLOW, moves=(changed,)), Flow: changed}[type(part)]
    old, new = (replace(process(FORM), flow=one) for one in (FLOW, flow))
    (said,) = changes(old, new)
    assert all(said.in_(lang) for lang in LANGUAGES)


def test_sections_divided_otherwise() -> None:
    first, second = Field("a"), Field("b")
    before = Form((Page("p", sections=(Section("x", fields=(first,)), Section("y", fields=(second,)))),))
    after = Form((Page("p", sections=(Section("x", fields=(first, second)), Section("y"))),))
    assert [one.in_("en") for one in changes(process(before), process(after))] == [
        "The sections are divided otherwise."
    ]


@given(processes())
@settings(max_examples=25)
def test_a_process_is_as_it_is(one: Process) -> None:
    assert changes(one, one) == ()
