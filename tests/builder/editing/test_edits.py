"""Whatever a designer does in whatever order, the document can be written and read again."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.editing.blank import blank
from builder.editing.clips import PasteFields, PasteState, clip_fields, clip_state
from builder.editing.edits import ChangeProcess, Edit, SetTitle, Together, apply
from builder.editing.flow_edits import (
    AddMove,
    ChangeFlow,
    ChangeMove,
    ChangeState,
    MoveState,
    RemoveMove,
    RemoveState,
    SetRights,
)
from builder.editing.form_edits import AddColumn, AddField, ChangeField, DuplicateField, MoveField, RemoveField
from builder.editing.group_edits import AddPage, AddSection, MovePage, RemovePage
from builder.editing.new_steps import KIND_TITLES, AddBranch, AddState
from builder.editing.refusal import CannotEdit
from builder.editing.texts import RemoveLanguage, SetText, texts
from schemas.document import dump, load
from schemas.fields.registry import TYPES
from schemas.lint import lint
from schemas.model.assignment import Who
from schemas.model.process import Process
from schemas.model.voting import Decide
from schemas.words import Words, words

TITLE = words("Leave", "请假")


def start() -> Process:
    return blank("leave", TITLE)


def made(*edits: Edit) -> Process:
    process = start()
    for edit in edits:
        process = apply(process, edit)
    return process


titles = st.builds(words, st.sampled_from(["", "Cost", "Start date", "页"]), st.sampled_from(["", "费用", "开始日期"]))
numbers = st.integers(0, 9)


def nth(row: list[str], at: int) -> str:
    return row[at % len(row)] if row else "nothing"


def fields(process: Process) -> list[str]:
    columns = [f"{key}.{one.key}" for key, field in process.form.fields.items() for one in field.columns]
    return [*process.form.fields, *columns]


def page_keys(process: Process) -> list[str]:
    return [page.key for page in process.form.pages]


def states(process: Process) -> list[str]:
    return list(process.flow.by_key)


def move(process: Process, at: int) -> tuple[str, str]:
    moves = [(one.source, one.key) for one in process.flow.moves]
    return moves[at % len(moves)] if moves else ("nothing", "nothing")


MAKERS: dict[str, Callable[[Process, int, Words], Edit]] = {
    "title": lambda _p, _n, t: SetTitle(t),
    "add page": lambda _p, _n, t: AddPage(t),
    "add section": lambda p, n, t: AddSection(nth(page_keys(p), n), t),
    "move page": lambda p, n, _t: MovePage(nth(page_keys(p), n), n - 4),
    "remove page": lambda p, n, _t: RemovePage(nth(page_keys(p), n)),
    "add field": lambda p, n, t: AddField(nth(page_keys(p), n), nth(list(TYPES), n * 3), t),
    "add table": lambda p, n, t: AddField(nth(page_keys(p), n), "table", t, after=nth(list(p.form.fields), n)),
    "add column": lambda p, n, t: AddColumn(nth(fields(p), n), nth(list(TYPES), n), t),
    "change": lambda p, n, t: ChangeField(nth(fields(p), n), {"title": t, "help": t, "required": n % 2 == 0}),
    "show": lambda p, n, _t: ChangeField(nth(fields(p), n), {"show": {"==": [{"var": nth(fields(p), n + 1)}, n]}}),
    "move": lambda p, n, _t: MoveField(nth(fields(p), n), n - 4),
    "to page": lambda p, n, _t: MoveField(nth(fields(p), n), page=nth(page_keys(p), n)),
    "copy": lambda p, n, _t: DuplicateField(nth(fields(p), n)),
    "remove": lambda p, n, _t: RemoveField(nth(fields(p), n)),
    "add step": lambda p, n, t: AddState(nth(list(KIND_TITLES), n), t, nth(states(p), n)),
    "change step": lambda p, n, t: ChangeState(nth(states(p), n), {"title": t, "who": (Who("group", "board"),)}),
    "decide": lambda p, n, _t: ChangeState(nth(states(p), n), {"decide": Decide("at_least", n + 1)}),
    "add branch": lambda p, n, t: AddBranch(nth(states(p), n), t),
    "flow": lambda _p, n, _t: ChangeFlow({"withdraw": nth(["always", "never"], n)}),
    "move step": lambda p, n, _t: MoveState(nth(states(p), n), n - 4),
    "remove step": lambda p, n, _t: RemoveState(nth(states(p), n)),
    "add move": lambda p, n, t: AddMove(nth(states(p), n), nth(states(p), n + 1), t),
    "change move": lambda p, n, t: ChangeMove(*move(p, n), {"title": t, "target": nth(states(p), n)}),
    "remove move": lambda p, n, _t: RemoveMove(*move(p, n)),
    "before": lambda p, n, _t: MoveField(
        nth(fields(p), n), page=nth(page_keys(p), n), before=nth(list(p.form.fields), n + 1)
    ),
    "together": lambda p, n, t: Together(
        (ChangeField(nth(fields(p), n), {"title": t}), MoveField(nth(fields(p), n + 1), 1))
    ),
    "several gone": lambda p, n, _t: Together((RemoveField(nth(fields(p), n)), RemoveField(nth(fields(p), n + 1)))),
    "say": lambda p, n, t: SetText(
        nth([one.address for one in texts(p)], n * 5), nth(["de", "en", "fr"], n), t.in_("en")
    ),
    "unlearn": lambda _p, n, _t: RemoveLanguage(nth(["de", "fr"], n)),
    "paste fields": lambda p, n, _t: PasteFields(clip_fields(p, fields(p)[n : n + 2]), nth(page_keys(p), n)),
    "paste step": lambda p, n, _t: PasteState(clip_state(p, nth(states(p), n)), nth(states(p), n + 1)),
    "rights": lambda p, n, _t: SetRights(nth(states(p), n), {nth(fields(p), n): "edit", "*": "hide"}),
}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(MAKERS)), numbers, titles), max_size=25))
def test_every_sequence_of_edits_round_trips(steps: list[tuple[str, int, Words]]) -> None:
    process = start()
    for name, number, title in steps:
        try:
            process = apply(process, MAKERS[name](process, number, title))
        except CannotEdit:
            continue
        assert load(dump(process)) == process


def test_a_new_field_is_called_after_its_title_and_never_like_another() -> None:
    page = start().form.pages[0].key
    process = made(
        AddField(page, "money", words("Extra cost", "额外费用")), AddField(page, "money", words("Extra cost"))
    )
    assert list(process.form.fields) == ["extra_cost", "extra_cost_2"]


def test_a_title_in_chinese_alone_takes_the_name_of_the_type() -> None:
    process = made(AddField("page", "date", words("", "开始日期")))
    assert list(process.form.fields) == ["date"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (words("Why by plane?", "多行文本"), words("Why by plane?")),
        (words("Long text", "为何乘机？"), words(zh="为何乘机？")),
        (words("Why by plane?", "为何乘机？"), words("Why by plane?", "为何乘机？")),
        (words("Long text"), words("Long text")),
    ],
    ids=["in English", "in Chinese", "in both", "the kind's own name"],
)
def test_the_name_of_a_kind_is_no_translation_of_a_title(said: Words, kept: Words) -> None:
    process = made(AddField("page", "long_text"), ChangeField("long_text", {"title": said}))
    assert process.form.fields["long_text"].title == kept


def test_a_removed_field_takes_its_rights_along_and_leaves_the_rules_that_read_it() -> None:
    process = made(
        AddField("page", "number", words("Days")),
        AddField("page", "text", words("Reason")),
        ChangeField("reason", {"show": {">": [{"var": "days"}, 3]}}),
        SetRights("review", {"days": "read", "reason": "edit"}),
        ChangeProcess({"summary": ("days",)}),
        RemoveField("days"),
    )
    assert process.form.fields["reason"].show == {">": [{"var": "days"}, 3]}
    assert process.flow.by_key["review"].fields == {"reason": "edit"}
    assert process.summary == ()


def test_a_field_moved_over_the_edge_of_its_page_stands_on_the_next() -> None:
    process = made(AddField("page", "text", words("One")), AddPage(words("Second")), MoveField("one", 1))
    assert process.form.page_of["one"] == "second"
    assert apply(process, MoveField("one", -1)).form.page_of["one"] == "page"


def test_a_new_step_is_wired_in_behind_the_one_before() -> None:
    process = made(AddState("task", words("Do it"), "review"))
    assert [(m.source, m.target) for m in process.flow.moves if m.vote != "against"] == [
        ("review", "do-it"),
        ("do-it", "done"),
    ]


@pytest.mark.parametrize("kind", ["parallel", "inclusive", "loop"])
def test_a_new_step_with_branches_is_ready_to_be_filled_in(kind: Any) -> None:
    flow = made(AddState(kind, words("Together"), "review")).flow
    begun = [move.target for move in flow.moves_from("together") if move.branch]
    assert len(begun) == (1 if kind == "loop" else 2)
    assert all(move.target == "together" for key in begun for move in flow.moves_from(key))
    assert [move.target for move in flow.moves_from("together") if not move.branch] == ["done"]
    found = {
        problem.code
        for problem in lint(made(AddState(kind, words("Together"), "review")))
        if problem.severity == "error"
    }
    assert found <= {"step.nobody", "each.nothing"}


@pytest.mark.parametrize("kind", ["wait", "action"])
def test_a_new_step_that_asks_nobody_can_run_as_it_is(kind: Any) -> None:
    found = lint(made(AddState(kind, words("Then", "然后"), "review")))
    assert {one.path for one in found if one.severity == "error"} <= {"/flow/states/0"}


def test_what_led_to_a_removed_step_leads_on_to_where_it_led() -> None:
    process = made(AddState("task", words("Do it"), "review"), RemoveState("do-it"))
    assert process.flow == start().flow


@pytest.mark.parametrize(
    "edit",
    [
        RemoveField("nothing"),
        AddField("page", "no-such-type"),
        AddColumn("page", "text"),
        ChangeField("nothing", {}),
        ChangeState("review", {"key": "other"}),
        ChangeMove("review", "approve", {"target": "nowhere"}),
        ChangeProcess({"number": "no count"}),
    ],
    ids=lambda edit: type(edit).__name__,
)
def test_what_does_not_fit_is_refused_and_changes_nothing(edit: Edit) -> None:
    with pytest.raises(CannotEdit):
        apply(start(), edit)
