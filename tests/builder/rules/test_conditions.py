"""Rows and JSON Logic say the same; what rows cannot say they leave alone. Problems are shown where they are mended."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.comparison.comparison import changes
from builder.editing.blank import blank
from builder.editing.edits import SetTitle, apply
from builder.editing.form_edits import ChangeField, RemoveField
from builder.editing.refusal import CannotEdit
from builder.editing.retyping import ChangeType
from builder.editing.spots import Spot
from builder.gallery import gallery
from builder.rules.conditions import (
    COMPARING,
    CONTAINING,
    FIXED,
    LISTING,
    OF_DATES,
    Group,
    Operand,
    Row,
    to_group,
    to_rule,
)
from builder.rules.readable import readable
from builder.sentences.rule_sentences import condition
from builder.web.frame.problem_places import Place, place
from schemas.document import dump
from schemas.fields.registry import TYPES
from schemas.logic import evaluate
from schemas.model.flow import Flow
from schemas.model.form import Field, Form, Page, Section
from schemas.model.process import Process
from schemas.words import LANGUAGES, words
from tests.rules.drawing import Drawing

names = st.sampled_from(["amount", "items", "类型", "period.from", "@person.email"]).map(
    lambda one: Operand("name", one)
)
sums = st.just(Operand("count", "items")) | st.just(Operand("sum", "items.amount"))
todays = st.integers(-40, 40).map(lambda days: Operand("today", days))
values = (st.text(max_size=5) | st.integers(-9, 9) | st.floats(-9, 9, allow_nan=False)).map(
    lambda one: Operand("value", one)
)
several = st.lists(st.text(max_size=3), min_size=1, max_size=3).map(lambda all_: Operand("value", tuple(all_)))
row = (
    st.builds(Row, names | sums | todays, st.sampled_from(sorted(COMPARING)), values | names | sums | todays)
    | st.builds(Row, names, st.sampled_from(sorted(CONTAINING)), values | names)
    | st.builds(Row, names, st.sampled_from(sorted(LISTING)), several)
    | st.builds(Row, names | sums, st.sampled_from(sorted(FIXED)))
)
joints = st.sampled_from(["all", "any"])
groups = st.builds(Group, joints, st.lists(row, min_size=2, max_size=3).map(tuple))


@given(st.builds(Group, joints, st.lists(row | groups, min_size=2, max_size=4).map(tuple)))
def test_rows_become_a_rule_and_come_back(rows: Group) -> None:
    assert to_group(to_rule(rows)) == rows


@given(row)
def test_one_row_stands_without_a_group(one: Row) -> None:
    assert to_group(to_rule(Group("any", (one,)))) == Group("all", (one,))


@given(st.integers(0, 2**32))
def test_rows_never_say_another_rule(seed: int) -> None:
    rule = Drawing(seed).rule(4)
    rows = to_group(rule)
    assert rows is None or to_rule(rows) == rule


@pytest.mark.parametrize(
    "rule",
    [
        {"var": "amount"},
        {"!": [{"var": "agreed"}]},
        {"and": []},
        {"and": [{"or": [{"==": [{"var": "a"}, 1]}]}]},
        {"==": [{"var": ["a", 0]}, 1]},
        {"==": [1, {"var": "a"}]},
        {">": [{"+": [{"var": "a"}, 1]}, 2]},
        {"in": [{"var": "a"}, ["x", 1]]},
        True,
    ],
)
def test_a_rule_that_says_more_has_no_rows(rule: object) -> None:
    assert to_group(rule) is None


@pytest.mark.parametrize(
    ("operator", "value", "holds", "fails"),
    [
        ("==", "web", "web", "phone"),
        ("!=", "web", "phone", "web"),
        (">=", 5, 5, 4.99),
        ("<", 5, 4, 5),
        ("in", "a", ["a", "b"], ["b"]),
        ("in", "hon", "phone", "web"),
        ("not-in", "a", ["b"], ["a"]),
        ("one-of", ("a", "b"), "a", "c"),
        ("none-of", ("a", "b"), "c", "b"),
        ("yes", None, True, False),
        ("no", None, False, True),
        ("empty", None, None, 0),
        ("filled", None, 0, None),
    ],
)
def test_every_operator_means_what_it_says(operator: str, value: object, holds: object, fails: object) -> None:
    right = None if value is None else Operand("value", value)
    rule = to_rule(Group("all", (Row(Operand("name", "x"), operator, right),)))
    assert evaluate(rule, {"x": holds}) is True
    assert evaluate(rule, {"x": fails}) is False


FORM = Form(
    (
        Page(
            "p",
            sections=(
                Section(
                    "s",
                    fields=(
                        Field("due", "date", words("Due", "截止")),
                        Field("paid", "yes_no", words("Paid", "已付")),
                        Field(
                            "items",
                            "table",
                            words("Items", "明细"),
                            columns=(Field("cost", "money", words("Cost", "费用")),),
                        ),
                    ),
                ),
            ),
        ),
    )
)


@pytest.mark.parametrize(
    ("rule", "en", "zh"),
    [
        (
            {"<": [{"var": "due"}, {"add_days": [{"var": "@today"}, 3]}]},
            "“Due” is before today + 3 days",
            "“截止”早于 今天 + 3 天",
        ),
        (
            {"or": [{"==": [{"var": "paid"}, True]}, {">": [{"sum": [{"var": "items"}, "cost"]}, 100]}]},
            "“Paid” is yes or “Sum of “Cost” in “Items”” is more than 100",
            "“已付”为“是” 或 ““明细”中“费用”的合计”大于 100",
        ),
        ({">": [{"length": {"var": "due"}}, 3]}, "LENGTH(Due) > 3", "长度(截止) > 3"),
    ],
)
def test_a_condition_is_said_in_words(rule: object, en: str, zh: str) -> None:
    process = Process("p", words("P", "流程"), FORM, Flow(""))
    assert condition(rule, process, Spot("page", "first", "show")) == words(en, zh)


def test_dates_are_compared_as_dates_and_a_field_reads_others() -> None:
    known = readable(FORM, "due")
    assert "name:due" not in known
    assert known["today:"].operators["<"] == OF_DATES["<"]
    assert {"name:paid", "count:items", "sum:items.cost", "name:@person.email", "name:@earlier.due"} <= known.keys()
    assert "name:cost" in readable(FORM, "items.other")


def test_what_would_go_round_is_refused_by_its_titles() -> None:
    process = replace(blank("p", words("P")), form=FORM)
    process = apply(process, ChangeField("paid", {"show": {"!": [{"var": "due"}]}}))
    with pytest.raises(CannotEdit) as refused:
        apply(process, ChangeField("due", {"set": {"var": "paid"}}))
    assert refused.value.problem.code == "edit.cycle"
    assert refused.value.problem.params["cycle"] == words("Due → Paid → Due", "截止 → 已付 → 截止")
    there = replace(process, form=ChangeField("due", {"set": {"var": "paid"}}).on(process).form)
    apply(there, ChangeField("items", {"required": True}))


@pytest.mark.parametrize("to", TYPES)
@pytest.mark.parametrize("start", ["change_type", "subject", "attachments"])
def test_any_field_becomes_any_other(start: str, to: str) -> None:
    process = gallery.ready("customer-change")
    if start not in process.form.fields:
        start = next(iter(process.form.fields))
    made = apply(process, ChangeType(start, to))
    assert made.form.fields[start].type == to
    assert made.form.fields[start].title == process.form.fields[start].title


def test_a_problem_leads_to_the_field_or_the_step_that_it_is_about() -> None:
    document = dump(gallery.ready("customer-change"))
    rules = document["form"]["rules"]
    moves = document["flow"]["moves"]
    assert place(document, "/form/schema/properties/subject/title") == Place("form", "subject")
    assert place(document, "/form/rules/0/show") == Place("form", rules[0]["field"])
    assert place(document, "/flow/states/0/who") == Place("steps", document["flow"]["states"][0]["key"])
    assert place(document, "/flow/moves/3") == Place("steps", moves[3]["from"])
    assert place(document, "/tests/2") == Place("publish")
    assert place(document, "") == Place("publish")


def test_changes_are_said_in_both_languages() -> None:
    old = gallery.ready("customer-change")
    new = apply(apply(old, SetTitle(words("Wish", "心愿"))), ChangeField("subject", {"required": False}))
    new = apply(new, RemoveField("project"))
    said = changes(old, new)
    assert [one["en"] for one in said] == [
        "The process is now called “Wish” (was “Customer change request”).",
        "The process: reports changed.",
        "Field “Project or contract” was removed.",
        "Field “In one line” is now optional.",
    ]
    assert all(set(one) == set(LANGUAGES) for one in said)
    assert changes(old, old) == ()
