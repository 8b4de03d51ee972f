"""Rows and JSON Logic say the same; what rows cannot say they leave alone. Problems are shown where they are mended."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import gallery
from builder.comparison import changes
from builder.conditions import COMPARING, FIXED, Row, Rows, to_rows, to_rule
from builder.edits import SetTitle, apply
from builder.form_edits import ChangeField, RemoveField
from builder.whereabouts import Place, place
from schemas.document import dump
from schemas.logic import evaluate
from schemas.words import LANGUAGES, words

names = st.sampled_from(["amount", "items", "类型"])
values = st.text(max_size=5) | st.integers(-9, 9) | st.floats(-9, 9, allow_nan=False)
row = st.builds(Row, names, st.sampled_from([*sorted(COMPARING), "in", "not-in"]), values) | st.builds(
    Row, names, st.sampled_from(sorted(FIXED))
)


@given(st.builds(Rows, st.sampled_from(["all", "any"]), st.lists(row, min_size=2, max_size=4).map(tuple)))
def test_rows_become_a_rule_and_come_back(rows: Rows) -> None:
    assert to_rows(to_rule(rows)) == rows


@given(row)
def test_one_row_stands_without_a_group(one: Row) -> None:
    assert to_rows(to_rule(Rows("any", (one,)))) == Rows("all", (one,))


@pytest.mark.parametrize(
    "rule",
    [
        {"var": "amount"},
        {"!": [{"var": "agreed"}]},
        {"and": []},
        {"and": [{"or": [{"==": [{"var": "a"}, 1]}]}]},
        {"==": [{"var": "a"}, {"var": "b"}]},
        {">": [{"+": [{"var": "a"}, 1]}, 2]},
        True,
    ],
)
def test_a_rule_that_says_more_has_no_rows(rule: object) -> None:
    assert to_rows(rule) is None


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
        ("yes", None, True, False),
        ("no", None, False, True),
        ("empty", None, None, 0),
        ("filled", None, 0, None),
    ],
)
def test_every_operator_means_what_it_says(operator: str, value: object, holds: object, fails: object) -> None:
    rule = to_rule(Rows("all", (Row("x", operator, value),)))
    assert evaluate(rule, {"x": holds}) is True
    assert evaluate(rule, {"x": fails}) is False


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
        "Field “Project or contract” was removed.",
        "Field “In one line” is now optional.",
    ]
    assert all(set(one) == set(LANGUAGES) for one in said)
    assert changes(old, old) == ()
