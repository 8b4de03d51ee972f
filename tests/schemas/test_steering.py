"""What else a form says of an answer: limits, remarks, its own words, what is locked, unique, or given by the house."""

from typing import Any

import pytest

from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import Choice
from schemas.filling.answers import Checker, Reading
from schemas.filling.defaults import defaults
from schemas.messages.problem_words import say
from schemas.model.form import Field, Form, Page, Remark, Section
from schemas.rules.context_names import counted, mentioned
from schemas.words import words

CITIES = {"choices": (Choice("bj", words("Beijing", "北京")), Choice("sh", words("Shanghai", "上海")))}
COSTLY = Remark({">": [{"var": "cost"}, 1000]}, words("That is a lot.", "金额较大。"))
ABSURD = Remark({">": [{"var": "cost"}, 9999]}, words("Ask first, please.", "请先咨询。"), stops=True)


class House:
    """What lies outside of the answers: ``earlier`` are those of other requests, by field."""

    def __init__(self, **earlier: list[Any]) -> None:
        self.before = earlier
        self.numbers = 0

    def taken(self, field: str, value: Any) -> bool:
        return value in self.before.get(field, ())

    def earlier(self, field: str, value: Any) -> int:
        return self.before.get(field, []).count(value)

    def metadata(self, name: str) -> str:
        return {"channel": "web"}.get(name, "")

    def serial(self, field: str, pattern: str) -> str:
        self.numbers += 1
        return f"{field}-{self.numbers} of {pattern}"


def read(form: Form, raw: Any, **more: Any) -> Reading:
    checker = Checker(form)
    return checker.read(raw, checker.writable, **more)


def codes(reading: Reading) -> list[tuple[str, str]]:
    return [(one.code, one.path) for one in reading.problems]


def said(reading: Reading) -> list[tuple[str, str]]:
    return [(one.code, one.path) for one in reading.remarks]


def test_an_answer_outside_of_what_a_rule_allows_is_refused() -> None:
    form = asking(Field("land"), Field("city", "choice", options=CITIES, limit={"if": [{"var": "land"}, ["bj"], None]}))
    assert codes(read(form, {"land": "CN", "city": "sh"})) == [("answer.not-a-choice", "/city")]
    assert codes(read(form, {"land": "CN", "city": "bj"})) == []
    assert codes(read(form, {"city": "sh"})) == []


def test_of_several_choices_every_one_must_be_allowed() -> None:
    form = asking(Field("cities", "choices", options=CITIES, limit=["bj"]))
    assert codes(read(form, {"cities": ["bj", "sh"]})) == [("answer.not-a-choice", "/cities")]
    assert codes(read(form, {"cities": ["bj"]})) == []


def test_a_remark_warns_and_one_that_stops_refuses() -> None:
    form = asking(Field("cost", "number", words("Cost"), remarks=(COSTLY, ABSURD)))
    small, large, absurd = (read(form, {"cost": cost}) for cost in (5, 5_000, 50_000))
    assert (codes(small), said(small)) == ([], [])
    assert (codes(large), said(large)) == ([], [("answer.remark", "/cost")])
    assert codes(absurd) == [("answer.refused", "/cost")]
    assert [say(large.remarks[0], lang) for lang in ("en", "zh-Hans")] == ["That is a lot.", "金额较大。"]
    assert say(absurd.problems[0], "en") == "Ask first, please."


def test_remarks_of_a_row_stand_at_its_cell() -> None:
    column = Field("cost", "number", remarks=(COSTLY, ABSURD))
    reading = read(asking(Field("items", "table", columns=(column,))), {"items": [{"cost": 1}, {"cost": 10_000}]})
    assert codes(reading) == [("answer.refused", "/items/1/cost")]
    assert said(reading) == [("answer.remark", "/items/1/cost")]


def test_what_is_softly_required_is_only_asked_for() -> None:
    form = asking(Field("a", required=True, soft=True), Field("b", required=True))
    reading = read(form, {})
    assert codes(reading) == [("answer.required", "/b")]
    assert said(reading) == [("answer.wanted", "/a")]
    assert reading.required == {"b"}


@pytest.mark.parametrize(("raw", "code"), [("x", "answer.not-a-number"), ("3", "answer.too-small")])
def test_a_form_has_its_own_words_for_what_it_refuses(raw: str, code: str) -> None:
    form = asking(Field("n", "number", options={"minimum": 5}, message=words("Five or more.", "请填 5 以上。")))
    (problem,) = read(form, {"n": raw}).problems
    assert (problem.code, say(problem, "zh-Hans")) == (code, "请填 5 以上。")


def test_a_missing_answer_is_said_in_ours() -> None:
    form = asking(Field("n", title=words("Name"), required=True, message=words("Five or more.")))
    assert [say(one, "en") for one in read(form, {}).problems] == ["“Name” needs an answer."]


def test_nobody_types_into_a_locked_field() -> None:
    form = asking(
        Field("price", "number", locked=True, default=9), Field("total", compute={"+": [{"var": "price"}, 1]})
    )
    assert read(form, {"price": 1}, kept={"price": 9}).answers == {"price": 9, "total": 10}
    assert read(form, {"price": 1}, before={"price": 7}).answers["price"] == 7
    assert Checker(form).writable == set()


def test_what_a_rule_sets_is_an_answer_where_one_is_required() -> None:
    form = asking(Field("a"), Field("b", required=True, set={"var": "a"}))
    assert read(form, {"a": "x"}).answers == {"a": "x", "b": "x"}
    assert codes(read(form, {"a": "x"})) == []
    assert codes(read(form, {})) == [("answer.required", "/b")]


def test_what_a_rule_sets_keeps_to_the_bounds_too() -> None:
    form = asking(Field("n", "number", set=9, options={"maximum": 5}))
    assert codes(read(form, {"n": 1})) == [("answer.too-large", "/n")]


def test_what_a_rule_locks_keeps_the_answer_from_before() -> None:
    form = asking(Field("done", "yes_no"), Field("price", "number", lock={"var": "done"}))
    assert read(form, {"done": True, "price": 1}, before={"price": 7}).answers == {"done": True, "price": 7}
    assert read(form, {"done": False, "price": 1}, before={"price": 7}).answers == {"done": False, "price": 1}


def test_an_answer_that_must_be_unique() -> None:
    form = asking(Field("order", unique=True, title=words("Order", "订单号")))
    house = House(order=["A-1"])
    assert codes(read(form, {"order": "A-1"}, known=house)) == [("answer.not-unique", "/order")]
    assert codes(read(form, {"order": "A-2"}, known=house)) == []
    assert codes(read(form, {}, known=house)) == []


def test_rules_may_ask_how_often_an_answer_was_given_before() -> None:
    form = asking(Field("email"), Field("again", "yes_no", show={">": [{"var": "@earlier.email"}, 1]}))
    assert counted(form) == {"email"}
    assert "again" in read(form, {"email": "a@b.c"}, known=House(email=["a@b.c"] * 2)).shown
    assert "again" not in read(form, {"email": "a@b.c"}, known=House(email=["a@b.c"])).shown
    assert "again" not in read(form, {"email": "a@b.c"}).shown


def test_what_the_house_gives_it_gives_once() -> None:
    form = asking(
        Field("number", "serial"),
        Field("channel", "metadata", options={"kind": "channel"}),
        Field("spoken", show={"==": [{"var": "channel"}, "phone"]}),
    )
    house = House()
    first = read(form, {"number": "X", "channel": "phone"}, known=house)
    assert first.answers == {"number": "number-1 of {seq:4}", "channel": "web"}
    assert "spoken" not in first.shown
    assert read(form, {}, before=first.answers, known=house).answers == first.answers
    assert house.numbers == 1


def test_everything_around_that_rules_read_is_known_beforehand() -> None:
    form = asking(
        Field("a", show={"var": "@today"}, default={"var": "@link.ref"}),
        Field("items", "table", columns=(Field("b", remarks=(Remark({"var": "@person.email"}),)),)),
    )
    assert mentioned(form) == {"@today", "@link.ref", "@person.email"}


def test_a_page_that_is_skipped_asks_nothing() -> None:
    page = Page("p", sections=(Section("s", fields=(Field("a", required=True),)),), show=False)
    reading = read(Form((page,)), {"a": "x"})
    assert (reading.answers, reading.problems, reading.shown) == ({}, (), frozenset())


SPAN = Field("b", "date_range")


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        (Field("b", "date"), "soon"),
        (Field("b", "url"), "nowhere"),
        (Field("b", "markdown"), 7),
        (Field("b", "number"), "many"),
        (Field("b", "number"), {"==": [1, 1]}),
        (SPAN, "2026-11-22"),
        (Field("b", "secret"), "in clear"),
        (Field("b", "table", columns=(Field("day", "date"),)), "x"),
        (Field("b", "computed", options={"result": "number"}), "many"),
    ],
)
def test_what_a_field_does_not_take_no_rule_gives_it(field: Field, rule: Any) -> None:
    """It could never be shown again, and a page that shows a request must not fail because of a rule."""
    computed = read(asking(field.with_(compute=rule)), {})
    assert (computed.answers, codes(computed)) == ({}, [])
    given = read(asking(field.with_(set=rule)), {})
    assert given.problems or not given.answers


def test_a_rule_gives_a_cell_no_more_than_it_takes() -> None:
    table = Field(
        "t", "table", columns=(Field("a"), Field("day", "date", set={"var": "a"}), Field("c", "date", compute="x"))
    )
    form = asking(table)
    assert codes(read(form, {"t": [{"a": "2026-11-22"}, {"a": "soon"}]})) == [("answer.not-a-date", "/t/1/day")]
    assert read(form, {"t": [{"a": "2026-11-22"}]}).answers["t"] == [{"a": "2026-11-22", "day": "2026-11-22"}]


def test_rules_see_of_a_secret_only_that_it_is_there() -> None:
    form = asking(
        Field("pin", "secret", default="1234"),
        Field("copy", compute={"var": "pin"}),
        Field("told", compute={"cat": [{"var": "pin"}, "!"]}),
    )
    assert read(form, {"pin": "4711"}).answers == {"pin": "4711", "copy": True, "told": "true!"}
    assert defaults(form) == {}
    locked = asking(Field("pin", "secret", lock=True), Field("copy", compute={"var": "pin"}))
    assert read(locked, {}, before={"pin": "sealed:1:x"}).answers == {"pin": "sealed:1:x", "copy": True}
