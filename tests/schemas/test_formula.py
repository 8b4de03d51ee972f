"""Formulas are read into JSON Logic and written from it, there and back, in both languages."""

import json
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.formula import Names, WrongFormula, complete, names_of_form, parse, printed
from schemas.formula.parsing import LONGEST
from schemas.logic.lazy_operators import SPECIAL
from schemas.logic.operators import OPERATORS
from schemas.messages.problem_words import say
from schemas.model.form import Field, Form, Page, Section
from schemas.words import LANGUAGES, Words, words
from tests.rules.drawing import Drawing

PATHS = (
    *("a", "items", "items.amount", "金额", "extra-cost", "and", "in", "IF", "TRUE", "空", "@today", "@person.email"),
    *(
        "",
        "a.0.b",
        "0",
        "01",
        "a..b",
        "a b",
        "a]b",
        "[a]",
        ".",
        "a.",
        "current.amount",
        "accumulator",
        "x\ny",
        "@",
        "@ b",
    ),
)
NAMES = Names(
    {
        "amount": words("Amount", "金额"),
        "and": words("And", "且"),
        "extra-cost": words("Extra cost", "额外费用"),
        "first": words("Same", "相同"),
        "second": words("Same", "相同"),
        "items": words("Items", "明细"),
        "items.amount": words("Price each", "单价"),
        "items.kind": words("Kind", "类型"),
        "period": words("When?", "期间"),
        "period.from": Words(),
        "odd": words("A.B", "a[1]"),
        "@person": words("Who asks", "申请人"),
        "@person.email": words("Address", "邮箱"),
    }
)
texts = st.text(max_size=6) | st.sampled_from(['"', "\\n", "\u2028\u200b", "“”", "5%", "\\"])
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
variables = st.builds(lambda path: {"var": path}, st.sampled_from([*PATHS, *NAMES.titles]))
OPERATOR_NAMES = [*OPERATORS, *SPECIAL, "var", "missing", "missing_some", "nonsense", ""]


def _operations(one: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    given = st.lists(one, max_size=4) | one
    row = st.sampled_from([{"var": "amount"}, {"var": "items"}, {"var": "a.b"}, {"filter": [{"var": "items"}, True]}])
    columns = st.lists(row | st.sampled_from(["amount", "a.b", ""]), min_size=1, max_size=2)
    return (
        st.builds(lambda operator, values: {operator: values}, st.sampled_from(OPERATOR_NAMES), given)
        | st.builds(lambda operator, values: {operator: values}, st.sampled_from(["sum", "count", "/"]), columns)
        | st.lists(one, max_size=3)
        | st.dictionaries(texts, one, max_size=2)
    )


RULES = st.recursive(scalars | variables, _operations, max_leaves=25)


@pytest.mark.parametrize("names", [Names(), NAMES], ids=["keys", "titles"])
@pytest.mark.parametrize("lang", ["", *LANGUAGES])
@given(rule=RULES)
def test_every_rule_comes_back_from_its_text(rule: Any, names: Names, lang: str) -> None:
    text = printed(rule, names, lang)
    again = parse(text, names)
    assert json.dumps(again, sort_keys=True) == json.dumps(rule, sort_keys=True), text
    assert printed(again, names, lang) == text


@pytest.mark.parametrize("lang", LANGUAGES)
@given(seed=st.integers(0, 2**32))
def test_every_typed_rule_comes_back_in_words(seed: int, lang: str) -> None:
    rule = Drawing(seed).rule(4)
    text = printed(rule, Names(), lang)
    assert json.dumps(parse(text)) == json.dumps(rule)


SAID = [
    ("SUM(items.amount) * 1.06", {"*": [{"sum": [{"var": "items"}, "amount"]}, 1.06]}),
    ('IF(amount >= 10000, "high", "low")', {"if": [{">=": [{"var": "amount"}, 10000]}, "high", "low"]}),
    ("a + b - (c - d)", {"-": [{"+": [{"var": "a"}, {"var": "b"}]}, {"-": [{"var": "c"}, {"var": "d"}]}]}),
    ("a + b + c", {"+": [{"var": "a"}, {"var": "b"}, {"var": "c"}]}),
    ("(a + b) + c", {"+": [{"+": [{"var": "a"}, {"var": "b"}]}, {"var": "c"}]}),
    ("a / b * c", {"*": [{"/": [{"var": "a"}, {"var": "b"}]}, {"var": "c"}]}),
    ("a AND b AND (c OR d)", {"and": [{"var": "a"}, {"var": "b"}, {"or": [{"var": "c"}, {"var": "d"}]}]}),
    ('kind IN {"a", "b"}', {"in": [{"var": "kind"}, ["a", "b"]]}),
    ('channels CONTAINS "web"', {"in": ["web", {"var": "channels"}]}),
    ("EMPTY(a)", {"==": [{"var": "a"}, None]}),
    ("DAYS(TODAY(), due) < 3", {"<": [{"days": [{"var": "@today"}, {"var": "due"}]}, 3]}),
    ("1 < x < 5", {"<": [1, {"var": "x"}, 5]}),
    ('first & " " & last', {"cat": [{"var": "first"}, " ", {"var": "last"}]}),
    ("AVERAGE(items.amount)", {"/": [{"sum": [{"var": "items"}, "amount"]}, {"count": {"var": "items"}}]}),
    ("-5 - -x", {"-": [-5, {"-": [{"var": "x"}]}]}),
    ("-(5)", {"-": [5]}),
    ("[extra-cost] + @person.age", {"+": [{"var": "extra-cost"}, {"var": "@person.age"}]}),
    (
        'SUMIF(items.amount, kind = "travel")',
        {"sum": [{"filter": [{"var": "items"}, {"==": [{"var": "kind"}, "travel"]}]}, "amount"]},
    ),
    ("COUNTIF(items, amount > 5)", {"count": {"filter": [{"var": "items"}, {">": [{"var": "amount"}, 5]}]}}),
    (
        "REDUCE(items, accumulator + current.amount, 0)",
        {"reduce": [{"var": "items"}, {"+": [{"var": "accumulator"}, {"var": "current.amount"}]}, 0]},
    ),
    ("DEFAULT(amount, 0)", {"var": ["amount", 0]}),
    ('LOGIC({"a": 1, "b": {"var": "c"}})', {"a": 1, "b": {"var": "c"}}),
    ("NOT(a)", {"!": [{"var": "a"}]}),
    ("NOT(a,)", {"!": {"var": "a"}}),
]


@pytest.mark.parametrize(("text", "rule"), SAID, ids=[text for text, _ in SAID])
def test_it_is_said_so(text: str, rule: Any) -> None:
    assert parse(text) == rule
    assert printed(rule) == text


OTHERWISE = [
    ("=1+2", "1 + 2"),
    ("如果（金额 ≥ 10000，“高”，“低”）", 'IF(金额 >= 10000, "high", "low")'.replace("high", "高").replace("low", "低")),
    ("a 且 b 或 非 c", "a AND b OR NOT(c)"),
    ("(a)且b 或5", "a AND b OR 5"),
    ("a <> 1 and a != 2 and a ≠ 3", "a != 1 AND a != 2 AND a != 3"),
    ("a == 1", "a = 1"),
    ("a 大于等于 1 且 b 不等于 2", "a >= 1 AND b != 2"),
    ('类型 不包含 "网"', 'NOT(类型 CONTAINS "网")'),
    ("x not in {1, 2}", "NOT(x IN {1, 2})"),
    ("5% * a", "0.05 * a"),
    ("a * 5% and b", "a * 0.05 AND b"),
    ("7 % 2", "MOD(7, 2)"),
    ("7%x", "MOD(7, x)"),
    ("a × b ÷ c", "a * b / c"),
    ("sum(items.amount)", "SUM(items.amount)"),
    ("求和(items.amount)", "SUM(items.amount)"),
    ("len(a) ＞ 5", "LENGTH(a) > 5"),
    ("NOT a = b", "NOT(a = b)"),
    ("真 = TRUE", "TRUE = TRUE"),
    ("今天()", "TODAY()"),
    (r'"a\"b\n\u4e2d\d"', '"a\\"b\\n中\\\\d"'),
    ("  a\n+\tb  ", "a + b"),
    ("and(a, b)", "a AND b"),
]


@pytest.mark.parametrize(("typed", "text"), OTHERWISE, ids=[typed for typed, _ in OTHERWISE])
def test_it_may_be_typed_otherwise(typed: str, text: str) -> None:
    assert printed(parse(typed)) == text
    assert printed(parse(text)) == text


def test_the_formula_of_the_screen_prints_back() -> None:
    text = '如果(金额 >= 10000, "高", "低")'
    assert printed(parse(text, NAMES), NAMES, "zh-Hans") == text
    assert parse(text, NAMES) == {"if": [{">=": [{"var": "amount"}, 10000]}, "高", "低"]}


@pytest.mark.parametrize(
    ("text", "rule", "shown"),
    [
        ("[Extra cost] + 额外费用", {"+": [{"var": "extra-cost"}] * 2}, "[Extra cost] + [Extra cost]"),
        ("[extra  COST]", {"var": "extra-cost"}, "[Extra cost]"),
        ("明细.单价", {"var": "items.amount"}, "Items.[Price each]"),
        ("SUM(items.单价)", {"sum": [{"var": "items"}, "amount"]}, "SUM(Items.[Price each])"),
        ("first", {"var": "first"}, "first"),
        ("[When?].from", {"var": "period.from"}, "[When?].from"),
        ("[A.B]", {"var": "odd"}, "[A.B]"),
        ("[And]", {"var": "and"}, "[And]"),
        ("@person.email", {"var": "@person.email"}, "@person.email"),
        ("nobody", {"var": "nobody"}, "nobody"),
        (
            "ALL(Items, 单价 > 金额)",
            {"all": [{"var": "items"}, {">": [{"var": "amount"}, {"var": "金额"}]}]},
            "ALL(Items, [Price each] > 金额)",
        ),
    ],
)
def test_names_and_titles(text: str, rule: Any, shown: str) -> None:
    assert parse(text, NAMES) == rule
    assert printed(rule, NAMES, "en") == shown


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a +", "formula.unfinished", None, None),
        ("SUM(a", "formula.unfinished", None, None),
        ("a b", "formula.unexpected", 1, 3),
        ("a\n+ * b", "formula.unexpected", 2, 3),
        ("a + ?", "formula.unexpected", 1, 5),
        ("{1, }", "formula.unexpected", 1, 5),
        ('a = "x', "formula.open-text", 1, 5),
        ("[x + 1", "formula.open-name", 1, 1),
        ("SUMM(a.b)", "formula.unknown-function", 1, 1),
        ("1 + 没有(2)", "formula.unknown-function", 1, 5),
        ("1 < x > 3", "formula.two-comparisons", 1, 7),
        ("9e999", "formula.number", 1, 1),
        ("9" * 4400, "formula.number", 1, 1),
        ("EMPTY()", "formula.arguments", 1, 1),
        ("SUMIF(a, b)", "formula.arguments", 1, 1),
        ("AVERAGE(1)", "formula.arguments", 1, 1),
        ("DEFAULT(1, 2)", "formula.arguments", 1, 1),
        ("TODAY(1)", "formula.arguments", 1, 1),
        ("same + 1", "formula.ambiguous-name", 1, 1),
        ("(" * 400 + "1" + ")" * 400, "formula.too-deep", None, None),
        ("-" * 4000 + "x", "formula.too-deep", None, None),
        ("1" + "+1" * LONGEST, "formula.too-long", None, None),
    ],
    ids=lambda one: str(one)[:20],
)
def test_what_is_wrong_is_said_with_its_place(text: str, code: str, line: int | None, column: int | None) -> None:
    with pytest.raises(WrongFormula) as wrong:
        parse(text, NAMES)
    problem = wrong.value.problem
    assert (problem.code, problem.params.get("line"), problem.params.get("column")) == (code, line, column)
    for lang in LANGUAGES:
        assert "…" not in say(problem, lang).replace("“…”", "")


@given(st.text(alphabet=st.sampled_from('ab金(（)[]{},"“”.@=<>!&+-*/%0159 \n如果且非INORSUM'), max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        rule = parse(text, NAMES)
    except WrongFormula:
        return
    assert parse(printed(rule, NAMES, "en"), NAMES) == rule


@pytest.mark.parametrize(
    "text",
    [
        "1" + "+1" * 2_499,
        "a AND " * 800 + "b",
        "(1)+" * 1_200 + "1",
        "a." * 2_000 + "b",
        '"' + "\\" * 4_000,
        "," * 5_000,
        "1%" + " " * 4_900 + "x",
        "IF(" * 140 + "1" + ")" * 140,
    ],
    ids=lambda one: one[:8],
)
def test_the_longest_take_no_longer_than_their_length(text: str) -> None:
    begun = time.process_time()
    with suppress(WrongFormula):
        parse(text)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        ("am", ["Amount"]),
        ("金", ["Amount"]),
        ("1 + [Ext", ["[Extra cost]"]),
        ("SUM(Items.", ["[Price each]", "Kind"]),
        ("SUM(items.k", ["Kind"]),
        ("SUMIF(Items.Kind, pr", ["[Price each]"]),
        ("COUNTIF(Items, ki", ["Kind"]),
        ("@pers", ["@person"]),
        ("@person.", ["email"]),
        ("sumi", ["SUMIF("]),
        ("求", ["SUM(", "MOD("]),
        ('"am', []),
        ("“am", []),
        ('"am" & when', ["[When?]"]),
    ],
)
def test_completion(before: str, wanted: list[str]) -> None:
    found = complete(before + " + 1", len(before), NAMES)
    assert [one.insert for one in found][: len(wanted)] == wanted
    assert bool(found) is bool(wanted)
    for one in found[:1]:
        typed = before[: one.start] + one.insert
        if one.kind == "field" and "(" not in typed:
            parse(typed, NAMES)


def test_completion_speaks_the_language() -> None:
    (first, *_) = complete("su", 2, NAMES, "zh-Hans")
    assert (first.insert, first.title) == ("求和(", "求和(明细表.列)")


def test_the_names_of_a_form() -> None:
    table = Field("items", "table", words("Items"), columns=(Field("amount", "number", words("Price")),))
    form = Form((Page("p", sections=(Section("s", fields=(Field("amount", "number", words("Amount")), table)),)),))
    assert parse("Items.Price + Amount + @earlier.Amount", names_of_form(form)) == {
        "+": [{"var": "items.amount"}, {"var": "amount"}, {"var": "@earlier.amount"}]
    }
    assert parse("Price", names_of_form(form, "items.amount")) == {"var": "amount"}
