"""Forms as they are drawn: what a person may write, may read, and never sees; and that posting it gives it back."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict

from runtime.web.forms import drawing
from runtime.web.frame import nameplates
from runtime.web.frame.posted import asks_for_rows, raw_answers
from schemas.fields.kind import asking
from schemas.fields.parts.alternatives import Choice
from schemas.fields.registry import TYPES, type_of
from schemas.filling.answers import Checker
from schemas.messages.complaints import ANSWER_WORDS
from schemas.model.form import Field, Form
from schemas.words import words

TEMPLATES = Path(__file__).parents[4] / "templates"
WEB = (Choice("web", words("Website", "网站")), Choice("app", words("App & more", "应用")))
MANY = tuple(Choice(str(n)) for n in range(9))
EVERY = asking(
    *(
        Field(key, key, words(f"The {key}", f"{key}项"), help=words("Help <b>", "帮助"))
        for key in TYPES
        if key not in {"choice", "choices", "table", "computed", "yes_no"}
    ),
    Field("yes_no", "yes_no", words("Sure", "确定")),
    Field("agreed", "yes_no", words("I agree", "同意"), options={"look": "check"}),
    Field("choice", "choice", words("One", "一项"), options={"choices": WEB}),
    Field("picked", "choice", words("Listed", "列表"), options={"choices": MANY}),
    Field("choices", "choices", words("Some", "几项"), options={"choices": WEB}),
    Field("double", "computed", compute={"*": [{"var": "money"}, 2]}, options={"result": "money"}),
    Field("sure", "computed", compute={"var": "yes_no"}, options={"result": "yes_no"}),
    Field("later", "text", words("Later", "以后"), show={"==": [{"var": "choice"}, "app"]}),
    Field(
        "items",  # as a method of the mappings that templates read is called
        "table",
        words("Rows", "行"),
        options={"min_rows": 1, "max_rows": 5},
        columns=(
            Field("what", "text", words("What", "内容"), required=True),
            Field("price", "money", words("Price", "单价")),
            Field("kind", "choice", words("Kind", "类型"), options={"choices": WEB}),
            Field("done", "yes_no", words("Done", "完成")),
            Field("tax", "computed", compute={"*": [{"var": "price"}, 0.06]}, options={"result": "money"}),
        ),
    ),
)
ANSWERS: dict[str, Any] = {
    "text": 'Li "Na" <script>',
    "long_text": "\nfirst\nsecond",
    "number": 12.5,
    "money": 1200,
    "percent": 5,
    "date": "2026-11-22",
    "email": "li@example.com",
    "phone": "+8613800138000",
    "person": "lina",
    "file": [{"id": "01F", "name": "plan.pdf", "size": 1400}],
    "yes_no": False,
    "agreed": True,
    "choice": "app",
    "picked": "7",
    "choices": ["web", "app"],
    "later": "soon",
    "items": [{"what": "Logo", "price": 3.5, "kind": "web", "done": True}, {"what": "Sign", "done": False}],
}
EDIT = dict.fromkeys(EVERY.fields, "edit")


class Page(HTMLParser):
    """What a browser would post from a page, and the ids and references in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.posted: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.references: set[str] = set()
        self.named: dict[str, dict[str, str | None]] = {}
        self._select = self._textarea = ""
        self._inert = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self._inert += tag == "template"
        if self._inert:
            return
        self.ids += [said["id"] or ""] if "id" in said else []
        for name in ("for", "aria-describedby", "aria-labelledby"):
            self.references.update((said.get(name) or "").split())
        if said.get("name"):
            self.named[said["name"] or ""] = said
        if (
            tag == "input"
            and "name" in said  # what has none is drawn by a script for itself, and is not posted
            and said["type"] != "file"
            and (said["type"] not in {"radio", "checkbox"} or "checked" in said)
        ):
            self.posted.append((said["name"] or "", said.get("value") or ""))
        self._select = (said["name"] or "") if tag == "select" else self._select
        self._textarea = (said["name"] or "") if tag == "textarea" else ""
        if tag == "option" and "selected" in said:
            self.posted.append((self._select, said.get("value") or ""))

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.posted.append((self._textarea, data.removeprefix("\n").replace("\n", "\r\n")))
            self._textarea = ""

    def handle_endtag(self, tag: str) -> None:
        self._inert -= tag == "template"


@pytest.fixture(scope="module")
def app() -> Flask:
    app = Flask(__name__, template_folder=str(TEMPLATES))
    Babel(app)
    drawing.install(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        sentence=lambda problem: ANSWER_WORDS[problem.code].formatted(**problem.params).in_("en"), size=str
    )
    nameplates.install(app)
    app.jinja_env.globals.update(asset=lambda name: f"/static/{name}", shapes="".format)
    app.jinja_env.globals["icon"] = app.jinja_env.get_template("parts/icon.html").module.icon  # type: ignore[attr-defined]
    return app


def draw(
    app: Flask, form: Form, values: Any, *, problems: Any = (), rights: Any = None, lang: str = "en", **more: Any
) -> str:
    with app.test_request_context():
        source = (
            '{% from "form/form.html" import form_body %}{{ form_body(form, values, problems, lang, rights, **more) }}'
        )
        template = app.jinja_env.from_string(source)
        rights = rights or dict.fromkeys(form.fields, "edit")
        return template.render(form=form, values=values, problems=problems, lang=lang, rights=rights, more=more)


def draw_answers(app: Flask, form: Form, values: Any, rights: Any, changed: Any = None, lang: str = "en") -> str:
    with app.test_request_context():
        source = '{% from "form/form.html" import answers %}{{ answers(form, values, lang, rights, changed) }}'
        template = app.jinja_env.from_string(source)
        return template.render(form=form, values=values, lang=lang, rights=rights, changed=changed or {})


def test_a_form_posts_back_what_it_was_drawn_with(app: Flask) -> None:
    checker = Checker(EVERY)
    page = Page(draw(app, EVERY, ANSWERS))
    reading = checker.read(raw_answers(EVERY, MultiDict(page.posted)), checker.writable)
    assert reading.problems == ()
    before = checker.read(ANSWERS, checker.writable)
    files = [{"id": one["id"]} for one in before.answers["file"]]
    assert reading.answers == {**before.answers, "file": files}


def test_an_empty_form_posts_nothing(app: Flask) -> None:
    checker = Checker(EVERY)
    page = Page(draw(app, EVERY, {}))
    reading = checker.read(raw_answers(EVERY, MultiDict(page.posted)), checker.writable)
    assert (reading.problems, reading.answers) == ((), {"agreed": False})


@pytest.mark.parametrize("lang", ["en", "zh-Hans"])
@pytest.mark.parametrize("values", [{}, ANSWERS], ids=["empty", "full"])
def test_every_reference_leads_somewhere_and_no_id_stands_twice(app: Flask, lang: str, values: Any) -> None:
    html = draw(app, EVERY, values, lang=lang)
    page = Page(html)
    assert len(page.ids) == len(set(page.ids))
    assert page.references <= set(page.ids)
    assert "<script>" not in html
    assert not re.search(r"\s(style|on\w+)=", html)


def test_a_problem_stands_beside_its_field_and_keeps_what_was_typed(app: Flask) -> None:
    checker = Checker(EVERY)
    raw = {"number": "a lot", "date": "soon", "choice": "fax", "items": [{"what": "", "price": "x"}]}
    reading = checker.read(raw, checker.writable)
    html = draw(app, EVERY, raw, problems=reading.problems, shown=reading.shown, needed=reading.required)
    page = Page(html)
    for name in ("number", "date", "items/0/what", "items/0/price"):
        assert page.named[name]["aria-invalid"] == "true"
        assert f"f-{name.replace('/', '-')}-error" in (page.named[name]["aria-describedby"] or "")
    assert page.named["number"]["value"] == "a lot"
    assert (page.named["date"]["value"], page.named["date"]["type"]) == ("soon", "text")
    assert "“Rows, row 1: Price” must be a number" in html


def test_a_page_brings_the_script_of_what_it_asks_and_no_other(app: Flask) -> None:
    widgets = {
        key for key, field in EVERY.fields.items() if any(type_of(one).widget for one in (field, *field.columns))
    }
    assert "widgets.js" in draw(app, EVERY, {})
    assert "widgets.js" not in draw(app, EVERY, {}, rights=EDIT | dict.fromkeys(widgets, "hide"))


def test_what_is_hidden_by_right_is_nowhere_and_what_is_read_cannot_be_posted(app: Flask) -> None:
    rights = {**EDIT, "email": "hide", "text": "read", "double": "read"}
    html = draw(app, EVERY, ANSWERS, rights=rights)
    page = Page(html)
    assert "li@example.com" not in html
    assert "The email" not in html
    assert "text" not in page.named
    assert "Li &#34;Na&#34; &lt;script&gt;" in html
    assert "data-computed" in html
    reading = draw_answers(app, EVERY, ANSWERS, rights)
    assert "li@example.com" not in reading
    assert "The email" not in reading


def test_what_a_rule_hides_can_still_be_reached_without_a_script(app: Flask) -> None:
    shown = frozenset(EVERY.fields) - {"later"}
    html = draw(app, EVERY, {}, shown=shown, needed=frozenset({"text"}))
    assert re.findall(r'class="field js-hidden"[^>]*data-field="(\w+)"', html) == ["later"]
    assert "later" in Page(html).named
    assert 'aria-required="true"' in re.findall(r'<input[^>]*name="text"[^>]*>', html)[0]


def test_enter_takes_away_no_row(app: Flask) -> None:
    first, *others = re.findall(r"<button[^>]*>", draw(app, EVERY, ANSWERS))
    assert first == "<button disabled hidden>"
    assert any("data-remove-row" in button for button in others)


def test_a_computed_answer_tells_the_browser_how_to_write_it(app: Flask) -> None:
    html = draw(app, EVERY, {**ANSWERS, "double": 2400, "sure": False}, lang="zh-Hans")
    double = re.search(r'<output[^>]*id="f-double"[^>]*>([^<]*)', html)
    assert double
    assert double[1] == "¥2,400.00"
    assert all(said in double[0] for said in ('data-format="money"', 'data-decimals="2"', 'data-currency="CNY"'))
    sure = re.search(r'<output[^>]*id="f-sure"[^>]*data-words="([^"]*)"[^>]*>([^<]*)', html)
    assert sure
    assert json.loads(sure[1].replace("&#34;", '"')) == {"true": "是", "false": "否"}
    assert sure[2] == "否"


def test_what_changed_is_marked_with_what_it_was(app: Flask) -> None:
    html = draw_answers(app, EVERY, ANSWERS, EDIT, {"money": 900, "choice": None})
    assert "CN¥1,200.00" in html
    assert "CN¥900.00" in html
    assert html.count('class="changed"') == 2
    assert html.count('class="was"') == 1


# What is posted


def posted(*pairs: tuple[str, str]) -> dict[str, Any]:
    return raw_answers(EVERY, MultiDict(list(pairs)))


def test_only_the_fields_of_the_form_are_taken() -> None:
    assert posted(("csrf_token", "x"), ("_do", "send"), ("double", "5"), ("note", "x"), ("text", "a")) == {"text": "a"}


def test_rows_are_numbered_as_they_stand_and_blank_ones_are_none() -> None:
    rows = posted(
        ("items/7/what", "b"), ("items/2/what", "a"), ("items/5/what", ""), ("items/5/kind", ""), ("items", "")
    )
    assert rows == {"items": [{"what": "a"}, {"what": "b"}]}
    assert posted(("items", "")) == {"items": []}
    assert posted(("items/99999999/what", "a"), ("items/x/what", "a"), ("items/-1/what", "a")) == {}


def test_rows_come_and_go_without_a_script() -> None:
    pairs = [("items/0/what", "a"), ("items/1/what", "b")]
    assert posted(*pairs, ("_add", "items"))["items"] == [{"what": "a"}, {"what": "b"}, {}]
    assert posted(*pairs, ("_remove", "items/0"))["items"] == [{"what": "b"}]
    assert posted(("items", ""), ("_add", "items"))["items"] == [{}]
    assert asks_for_rows(MultiDict([("_remove", "items/0")]))
    assert not asks_for_rows(MultiDict(pairs))


def test_too_many_rows_are_refused_and_not_cut() -> None:
    raw = posted(*((f"items/{n}/what", "a") for n in range(2000)))
    checker = Checker(EVERY)
    found = checker.read(raw, checker.writable).problems
    assert [one.code for one in found] == ["answer.too-many-rows"]
