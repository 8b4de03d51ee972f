"""The designer's pages as a browser without a script meets them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from builder.comparison.comparison import changes
from builder.drafts import drafts
from builder.drafts.drafts import Draft
from builder.editing.edits import ChangeProcess, SetTitle
from builder.editing.flow_edits import ChangeState
from builder.editing.form_edits import ChangeField
from builder.gallery import gallery
from runtime.people import accounts
from runtime.settings import Settings
from runtime.store.people import people
from schemas.document import dumps
from schemas.model.assignment import Who
from schemas.model.flow import Deadline
from schemas.model.voting import Decide
from schemas.words import Words, words

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PASSWORD = "correct horse battery"  # noqa: S105 -- of nobody


class Browser:
    """A client that sends the hidden fields of a page along, as a browser does."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path)
        assert answer.status_code == status, answer.status
        return answer.text

    def post(self, path: str, page: str, **said: Any) -> TestResponse:
        shown = self.get(page)
        found = {name: re.search(f'name="{name}" value="([^"]*)"', shown) for name in ("csrf_token", "revision")}
        hidden = {name: match[1] for name, match in found.items() if match}
        said = {name.replace("__", "."): value for name, value in said.items()}
        return self.client.post(path, data={**hidden, "back": page, **said})


@pytest.fixture
def browser_of(team: Any, database_url: str) -> Iterator[Any]:
    app = create_app(Settings(secret_key="x" * 40, database_url=database_url, base_url="http://localhost"))

    def signed_in(who: str) -> Browser:
        with team.database.writing() as tx:
            person = people.person(tx, team.workspace, getattr(team, who).id)
            assert person
            accounts.set_password(tx, person, PASSWORD)
        browser = Browser(app.test_client())
        answer = browser.post("/signin", "/signin", email=f"{person.key}@example.org", password=PASSWORD)
        assert answer.status_code == 302
        return browser

    yield signed_in
    app.extensions["formloom.database"].close()


@pytest.fixture
def designer(browser_of: Any) -> Browser:
    found: Browser = browser_of("designer")
    return found


@pytest.fixture
def draft(team: Any) -> Draft:
    with team.database.writing() as tx:
        return gallery.clone(tx, team.designer, "customer-change", NOW)


ON_ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Pages ask nothing of the database that the tests of drafts, versions and requests do not ask both kinds for."""
pytestmark = ON_ONE


def now_of(team: Any, draft: Draft) -> Draft:
    with team.database.reading() as tx:
        return drafts.get(tx, team.designer, draft.id)


def test_a_ready_process_becomes_ones_own_in_two_clicks(designer: Browser) -> None:
    assert "Customer change request" in designer.get("/gallery")
    answer = designer.post("/gallery/customer-change/clone", "/gallery/customer-change")
    assert answer.status_code == 303
    assert "Customer change request" in designer.get(answer.location)
    assert "Customer change request" in designer.get("/design")


@pytest.mark.parametrize("tab", ["", "/steps", "/try", "/try/tests", "/try/form", "/problems", "/publish"])
def test_every_tab_opens(designer: Browser, draft: Draft, tab: str) -> None:
    assert "Customer change request" in designer.get(f"/design/{draft.id}{tab}")


def test_rules_that_wait_for_one_another_break_no_tab(designer: Browser, draft: Draft, team: Any) -> None:
    circle = {"subject": {"!": {"var": "project"}}, "project": {"!": {"var": "subject"}}}
    with team.database.writing() as tx:
        for key, rule in circle.items():
            now, edit = drafts.get(tx, team.designer, draft.id), ChangeField(key, {"show": rule})
            drafts.change(tx, team.designer, draft.id, edit.on, revision=now.revision, now=NOW)
    for tab in ("", "/steps", "/try", "/try/tests", "/problems", "/publish"):
        designer.get(f"/design/{draft.id}{tab}")
    assert "wait for one another" in designer.get(f"/design/{draft.id}/try/form")
    tried = designer.post(f"/design/{draft.id}/try/form", f"/design/{draft.id}/try/form", subject="Invoices")
    assert "wait for one another" in tried.text


def test_every_field_and_every_step_opens_in_a_panel(designer: Browser, draft: Draft) -> None:
    process = draft.process
    columns = [f"{key}.{one.key}" for key, field in process.form.fields.items() for one in field.columns]
    for key in [*process.form.fields, *columns]:
        assert key in designer.get(f"/design/{draft.id}?field={key}")
    for key in [*process.flow.by_key, ":fill", ":tracking", ":fallback", ":rights"]:
        designer.get(f"/design/{draft.id}/steps?state={key}")
        designer.get(f"/design/{draft.id}/try/form?state={key}")


def test_a_panel_is_headed_by_the_title_and_its_key_is_small(designer: Browser, draft: Draft) -> None:
    process = draft.process
    items = process.form.fields["items"]
    called = [(f"?field={one.key}", one.title, one.key) for one in (process.form.fields["subject"], items)]
    called += [(f"?field=items.{one.key}", one.title, f"items.{one.key}") for one in items.columns]
    called += [(f"/steps?state={one.key}", one.title, one.key) for one in process.flow.states]
    for address, title, key in called:
        head = designer.get(f"/design/{draft.id}{address}").partition('id="panel-title"')[2].partition("</div>")[0]
        assert re.search(rf"<h2[^>]*>{re.escape(escape(title.in_('en')))}</h2>", head), address
        assert f'<span class="mono">{key}</span>' in head.partition("</h2>")[2], address


def test_a_panel_saved_untouched_changes_nothing(designer: Browser, draft: Draft, team: Any) -> None:
    """Whatever a panel cannot show must survive it."""
    for key in [*draft.process.form.fields, *draft.process.flow.by_key]:
        is_field = key in draft.process.form.fields
        page = f"/design/{draft.id}" + (f"?field={key}" if is_field else f"/steps?state={key}")
        form = _form(designer.get(page), f"/design/{draft.id}/{'fields' if is_field else 'states'}/{key}", "save")
        answer = designer.client.post(f"/design/{draft.id}/{'fields' if is_field else 'states'}/{key}", data=form)
        assert answer.status_code == 303, key
        assert changes(draft.process, now_of(team, draft).process) == (), key
        assert now_of(team, draft).process == draft.process, key


def _form(page: str, action: str, do: str) -> dict[str, list[str]]:
    """What a browser would post of the form with this action that has this button."""
    for text in re.findall(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', page, re.DOTALL):
        if f'value="{do}"' in text:
            return _controls(text)
    raise AssertionError(action)


def _controls(form: str) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}

    def add(name: str, value: str) -> None:
        said.setdefault(_plain(name), []).append(_plain(value))

    for control in re.findall(r"<input\b[^>]*>", form):
        kind = _attribute(control, "type")
        if kind not in {"checkbox", "radio"} or " checked" in control:
            add(_attribute(control, "name"), _attribute(control, "value") or ("on" if kind == "checkbox" else ""))
    for name, text in re.findall(r'<textarea\b[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        add(name, text)
    for name, text in re.findall(r'<select\b[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        options = re.findall(r'<option value="([^"]*)"( selected)?', text)
        add(name, next((value for value, selected in options if selected), options[0][0]))
    return {**said, "do": ["save"]}


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""


def _plain(text: str) -> str:
    for code, sign in (("&#34;", '"'), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(code, sign)
    return text


def test_a_field_is_added_changed_moved_and_removed(designer: Browser, draft: Draft, team: Any) -> None:
    home = f"/design/{draft.id}"
    designer.post(f"{home}/fields", home, type="number", after="subject", title__en="How many?")
    fields = list(now_of(team, draft).process.form.fields)
    assert fields[fields.index("subject") + 1] == "how_many"
    page = f"{home}?field=how_many"
    answer = designer.post(
        f"{home}/fields/how_many",
        page,
        **{"title__en": "How many licences?", "title__zh-Hans": "数量", "required": "on", "minimum": "1"},
        soft="on",
        unique="on",
        width="half",
        message__en="A whole number, please.",
    )
    assert answer.status_code == 303
    assert answer.location == page
    field = now_of(team, draft).process.form.fields["how_many"]
    assert field.title == words("How many licences?", "数量")
    assert field.required
    assert field.options["minimum"] == 1
    assert (field.soft, field.unique, field.locked, field.width) == (True, True, False, "half")
    assert field.message == words("A whole number, please.")
    designer.post(f"{home}/fields/how_many", page, do="up")
    fields = list(now_of(team, draft).process.form.fields)
    assert fields[fields.index("subject") - 1] == "how_many"
    designer.post(f"{home}/fields/how_many", page, do="remove")
    assert "how_many" not in now_of(team, draft).process.form.fields
    assert "Undo brings it back" in designer.get(home)
    designer.post(f"{home}/undo", home, do="undo")
    assert "how_many" in now_of(team, draft).process.form.fields


def test_an_option_that_cannot_be_is_named_and_the_rest_is_kept(designer: Browser, draft: Draft, team: Any) -> None:
    page = f"/design/{draft.id}?field=subject"
    answer = designer.post(
        f"/design/{draft.id}/fields/subject", page, title__en="The subject", max_length="many", required="on"
    )
    assert answer.status_code == 303
    field = now_of(team, draft).process.form.fields["subject"]
    assert field.title == words("The subject")
    assert field.options["max_length"] == draft.process.form.fields["subject"].options["max_length"]
    assert "notice-error" in designer.get(page)


def test_a_pattern_that_is_slow_to_match_is_refused_when_it_is_saved(
    designer: Browser, draft: Draft, team: Any
) -> None:
    page = f"/design/{draft.id}?field=subject"
    designer.post(f"/design/{draft.id}/fields/subject", page, title__en="The subject", pattern="^(?=a)a")
    assert "pattern" not in now_of(team, draft).process.form.fields["subject"].options
    assert "matched quickly" in designer.get(page)


def test_a_step_is_drawn_from_its_panel(designer: Browser, draft: Draft, team: Any) -> None:
    steps = f"/design/{draft.id}/steps"
    designer.post(f"/design/{draft.id}/states", steps, kind="approval", after="analysis", title__en="Second look")
    designer.post(
        f"/design/{draft.id}/states/second-look",
        f"{steps}?state=second-look",
        title__en="Second look",
        who__0__who="group:ccb",
        who__1__who="requester:",
        who__2__who="",
        decide__rule="at_least",
        decide__count="2",
        decide__order="sequential",
        deadline__0__count="2",
        deadline__0__unit="WD",
        deadline__0__do="escalate",
        deadline__0__to="group:pm",
    )
    state = now_of(team, draft).process.flow.by_key["second-look"]
    assert state.who == (Who("group", "ccb"), Who("requester"))
    assert state.decide == Decide("at_least", 2, order="sequential")
    assert state.deadlines == (Deadline("P2WD", "escalate", (Who("group", "pm"),)),)
    designer.post(f"/design/{draft.id}/states/second-look/moves", steps, title__en="Send back", target="analysis")
    moves = now_of(team, draft).process.flow.moves_from("second-look")
    assert [(move.key, move.target, move.vote) for move in moves][-1] == ("send-back", "analysis", "")


def test_the_slower_of_two_sees_the_draft_as_it_is_with_their_own_words(
    designer: Browser, draft: Draft, team: Any
) -> None:
    other = ChangeField("subject", {"title": words("Renamed", "改名")})
    with team.database.writing() as tx:
        drafts.edit(tx, team.designer, draft.id, SetTitle(words("All new")), revision=draft.revision, now=NOW)
        drafts.edit(tx, team.designer, draft.id, other, revision=draft.revision, now=NOW)
    page = f"/design/{draft.id}?field=subject"
    answer = designer.post(
        f"/design/{draft.id}/fields/subject", page, title__en="What I typed", revision=str(draft.revision)
    )
    assert answer.status_code == 409
    assert "All new" in answer.text
    assert 'value="What I typed"' in answer.text
    assert now_of(team, draft).process.form.fields["subject"].title == words("Renamed", "改名")


def test_the_history_says_what_was_changed_and_leads_back(designer: Browser, draft: Draft, team: Any) -> None:
    present = draft
    with team.database.writing() as tx:
        for title in ("One", "Two", "Three"):
            edit = ChangeField("subject", {"title": words(title)})
            present = drafts.edit(tx, team.designer, draft.id, edit, revision=present.revision, now=NOW)
    page = f"/design/{draft.id}/history"
    shown = designer.get(page)
    assert shown.index("“Three”") < shown.index("“One”") < shown.index("The draft was begun.")
    assert designer.post(f"{page}/1", page).status_code == 303
    assert now_of(team, draft).process.form.fields["subject"].title == words("One")
    assert designer.post(f"{page}/3", page).status_code == 303
    assert now_of(team, draft).process.form.fields["subject"].title == words("Three")
    assert designer.post(f"{page}/4", page).status_code == 404


def test_what_two_change_apart_is_saved_together_and_said(designer: Browser, draft: Draft, team: Any) -> None:
    with team.database.writing() as tx:
        drafts.edit(tx, team.designer, draft.id, SetTitle(words("All new")), revision=draft.revision, now=NOW)
    page = f"/design/{draft.id}?field=subject"
    said = {"title__en": "What I typed", "revision": str(draft.revision)}
    assert designer.post(f"/design/{draft.id}/fields/subject", page, **said).status_code == 303
    assert "Saved, together with what zhang.wei has changed meanwhile." in designer.get(page)
    kept = now_of(team, draft).process
    assert (kept.title, kept.form.fields["subject"].title["en"]) == (words("All new"), "What I typed")


def test_problems_stand_at_their_place_and_stop_publishing(designer: Browser, draft: Draft) -> None:
    page = f"/design/{draft.id}/publish"
    designer.post(f"/design/{draft.id}/fallback", f"/design/{draft.id}/steps?state=:fallback")
    assert "notice-error" in designer.get(page)
    answer = designer.post(f"/design/{draft.id}/publish", page)
    assert answer.status_code == 422
    assert f"/design/{draft.id}/steps?state=analysis" in answer.text
    assert "may find nobody" in designer.get(f"/design/{draft.id}/steps?state=analysis")


def test_a_hint_looks_and_sounds_like_a_hint_and_an_error_like_an_error(
    designer: Browser, draft: Draft, team: Any
) -> None:
    """Nobody is in the group that begins; a step whose title is not translated could be published."""
    flow = draft.process.flow
    key = next(one.key for one in flow.states if one.title["en"] == "Question")
    with team.database.writing() as tx:
        edit = ChangeState(key, {"title": words("Only English")})
        drafts.edit(tx, team.designer, draft.id, edit, revision=draft.revision, now=NOW)
    shown = designer.get(f"/design/{draft.id}/canvas")
    for state, said, looks in ((key, "1 hint", "wrong is-hint"), (flow.initial, "1 error", "wrong")):
        card = shown.partition(f'id="state-{state}"')[2].partition('class="canvas-step')[0]
        assert f'; {said}"' in card
        assert f'<circle class="{looks}"' in card


@pytest.mark.parametrize("place", ["problems", "steps?state=analysis", "canvas?state=analysis"])
def test_a_problem_is_mended_with_one_button_and_undone(designer: Browser, draft: Draft, team: Any, place: str) -> None:
    before = now_of(team, draft).process
    key = before.flow.initial
    late = ChangeState(key, {"deadlines": (*before.flow.by_key[key].deadlines, Deadline("P20Y"))})
    with team.database.writing() as tx:
        flow = drafts.edit(tx, team.designer, draft.id, late, revision=draft.revision, now=NOW).process.flow
    page = f"/design/{draft.id}/{place}"
    shown = designer.get(page)
    assert "The deadline is removed." in shown
    assert not nested_forms(shown)
    (path,) = re.findall(r'name="path" value="([^"]*deadlines[^"]*)"', shown)
    form = re.search(r'<form class="mend".*?</form>', shown, re.DOTALL)
    said = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0] if form else ""))
    assert said["path"] == path
    answer = designer.client.post(f"/design/{draft.id}/mend", data=said)
    assert (answer.status_code, answer.location) == (303, page)
    after = designer.get(page)
    assert "Mended: The deadline is removed." in after
    assert now_of(team, draft).process == before
    said["revision"] = str(now_of(team, draft).revision)
    assert designer.client.post(f"/design/{draft.id}/mend", data=said).status_code == 422
    designer.post(f"/design/{draft.id}/undo", page, do="undo")
    assert now_of(team, draft).process.flow == flow


def test_a_problem_of_a_field_is_mended_beside_the_field(designer: Browser, draft: Draft, team: Any) -> None:
    with team.database.writing() as tx:
        edit = ChangeField("subject", {"show": {"!!": [{"var": "descriptoin"}]}})
        drafts.edit(tx, team.designer, draft.id, edit, revision=draft.revision, now=NOW)
    page = f"/design/{draft.id}?field=subject"
    shown = designer.get(page)
    form = re.search(r'<form class="mend".*?</form>', shown, re.DOTALL)
    assert form
    assert not nested_forms(shown)
    assert designer.client.post(f"/design/{draft.id}/mend", data=_controls(form[0])).location == page
    assert now_of(team, draft).process.form.fields["subject"].show == {"!!": [{"var": "description"}]}


def test_what_is_not_translated_is_one_quiet_line(designer: Browser, draft: Draft, team: Any) -> None:
    edit = ChangeField("subject", {"help": Words({"en": "In one line"}), "placeholder": Words({"en": "A door"})})
    with team.database.writing() as tx:
        drafts.edit(tx, team.designer, draft.id, edit, revision=draft.revision, now=NOW)
    said = designer.get(f"/design/{draft.id}?field=subject").partition('id="field-problems"')[2].partition("<form")[0]
    assert said.count('role="note"') == 1
    assert "2 texts here are not translated yet" in said
    assert f"/design/{draft.id}/languages?missing=1" in said
    assert "is-hint" in said


def test_a_table_begins_with_its_columns(designer: Browser, draft: Draft) -> None:
    home = f"/design/{draft.id}"
    made = designer.post(f"{home}/fields", home, type="table").location
    panel = designer.get(made).partition('id="panel"')[2]
    assert panel.index("There is nothing to fill in yet.") < panel.index('name="title.en"')
    table = re.search(r"field=(\w+)", made)[1]  # type: ignore[index]
    column = designer.post(f"{home}/fields", home, type="money", table=table).location
    shown = designer.get(column)
    rows, panel = shown.partition('id="panel"')[::2]
    assert f'href="{home}?field={table}.amount_of_money#panel" aria-current="true"' in rows
    assert panel.index("Back to the table") < panel.index('name="title.en"') < panel.index('name="total"')
    assert panel.index('name="total"') < panel.index("More settings")


def test_a_computed_value_is_asked_first_how_it_is_worked_out(designer: Browser, draft: Draft) -> None:
    home = f"/design/{draft.id}"
    panel = designer.get(designer.post(f"{home}/fields", home, type="computed").location).partition('id="panel"')[2]
    assert panel.index('/compute"') < panel.index("What is asked")
    assert panel.count('/compute"') == 1


def test_a_ready_formula_is_taken_with_one_press(designer: Browser, draft: Draft, team: Any) -> None:
    home = f"/design/{draft.id}"

    def added(**said: str) -> str:
        return str(re.search(r"field=([\w.]+)", designer.post(f"{home}/fields", home, **said).location)[1])  # type: ignore[index]

    table = added(type="table")
    price, count = added(type="money", table=table), added(type="number", table=table)
    first, last = added(type="date"), added(type="date")
    designer.post(f"{home}/fields/{price}", home, title__en="Price", currency="EUR", do="save")
    for key, title in ((table, "Items"), (count, "Count"), (first, "First day"), (last, "Last day")):
        designer.post(f"{home}/fields/{key}", home, title__en=title, do="save")
    total, product = added(type="computed"), added(type="computed", table=table)
    rule = f"{home}/rule/field/{total}/compute"
    assert all(
        one in designer.get(rule) for one in ("Sum of “Price” in “Items”", "Days from “First day” to “Last day”")
    )
    assert "“Price” times “Count”" in designer.get(f"{home}/rule/field/{product}/compute")
    taken = designer.post(rule, rule, manner="formula", do=f"use:SUM({price})").text
    assert ">SUM(Items.Price)</textarea>" in taken
    assert "Is it one of these?" not in taken
    assert designer.post(rule, rule, manner="formula", do="use:SUM(").status_code == 200
    designer.post(rule, rule, manner="formula", formula="SUM(Items.Price)", do="save")
    made = now_of(team, draft).process.form.fields[total]
    assert made.compute is not None
    assert made.options == {"result": "money", "currency": "EUR"}


def test_a_computed_amount_is_in_the_currency_of_what_it_reads(designer: Browser, draft: Draft, team: Any) -> None:
    home = f"/design/{draft.id}"

    def added(kind: str) -> str:
        return str(re.search(r"field=([\w.]+)", designer.post(f"{home}/fields", home, type=kind).location)[1])  # type: ignore[index]

    labour, material, total = added("money"), added("money"), added("computed")
    panel, change = f"{home}?field={total}", f"{home}/fields/{total}"
    for key in (labour, material):
        designer.post(f"{home}/fields/{key}", home, title__en=key, currency="EUR", do="save")
    rule = f"{home}/rule/field/{total}/compute"
    designer.post(rule, rule, manner="formula", formula=f"{labour} / {material}", do="save")
    assert now_of(team, draft).process.form.fields[total].options == {"result": "number"}
    designer.post(rule, rule, manner="formula", formula=f"{labour} + {material}", do="save")
    designer.post(change, panel, title__en="Total", result="money", do="save")
    assert now_of(team, draft).process.form.fields[total].options == {"result": "money", "currency": "EUR"}
    assert "It is in EUR, as the amounts that it reads." in designer.get(panel)
    designer.post(f"{home}/fields/{material}", home, title__en=material, currency="USD", do="save")
    assert "is shown in EUR, but reads amounts in USD." in designer.get(panel)


def test_a_choice_says_beside_each_way_when_it_is_taken(designer: Browser, draft: Draft, team: Any) -> None:
    home = f"/design/{draft.id}"
    after = now_of(team, draft).process.flow.initial
    way = next(m.key for m in now_of(team, draft).process.flow.moves_from(after))
    designer.post(f"{home}/states", home, kind="choice", title__en="How much?", after=after, way=way)
    panel = designer.get(f"{home}/steps?state=how-much").partition('id="panel"')[2]
    assert panel.index("</details>", panel.index('id="ways"')) < panel.index("In all other cases")
    chosen = panel.partition('name="target" required>')[2]
    assert chosen.startswith('<option value="">Choose a step…</option>')
    assert chosen.index("A new approval") < chosen.index("</optgroup>") < chosen.index(f'value="{after}"')
    made = designer.post(f"{home}/states/how-much/moves", home, target="new:approval", title__en="Large").location
    assert "/rule/move/how-much.large/when" in made
    shown = designer.get(f"{home}/steps?state=how-much")
    assert "No condition yet: say when it goes this way" in shown
    assert "“Large” has no condition yet" in shown
    assert "is removed." not in shown.partition('id="step-problems"')[2].partition('<form class="stack"')[0]


def test_what_is_removed_is_taken_back_where_it_is_said(designer: Browser, draft: Draft) -> None:
    home = f"/design/{draft.id}"
    there = designer.post(f"{home}/fields/subject", home, do="remove").location
    said = designer.get(there).partition('<p class="notice')[2].partition("</p>")[0]
    assert "Undo brings it back." in said
    assert '<button class="btn btn-small" form="undo" name="do" value="undo">' in said
    assert designer.get(home).count('id="undo"') == 1


def nested_forms(page: str) -> bool:
    """Whether a form stands within another, which no browser reads."""
    depth = [1 if tag == "<form" else -1 for tag in re.findall(r"<form\b|</form>", page)]
    return not all(0 <= sum(depth[:at]) <= 1 for at in range(len(depth) + 1))


def test_the_flow_says_what_its_tests_come_by(designer: Browser, draft: Draft, team: Any) -> None:
    page = f"/design/{draft.id}/steps"
    ways = len(draft.process.flow.moves)
    shown = designer.get(page)
    taken = int(re.search(rf"(\d+) of {ways} ways are tested", shown)[1])  # type: ignore[index]
    assert 0 < taken < ways
    assert shown.count(" · tested") + shown.count("<span>not tested yet</span>") >= len(draft.process.flow.states)
    none = ChangeProcess({"tests": ()})
    with team.database.writing() as tx:
        drafts.edit(tx, team.designer, draft.id, none, revision=draft.revision, now=NOW)
    shown = designer.get(page)
    assert "There is no test yet." in shown
    assert "not tested yet" not in shown


def test_what_a_number_looks_like_is_shown(designer: Browser, draft: Draft, team: Any) -> None:
    number = now_of(team, draft).process.number
    first = re.sub(r"\{seq:(\d)\}", lambda found: "1".zfill(int(found[1])), number).replace("{yyyy}", r"\d{4}")
    assert re.search(f"The first is {first}\\.", designer.get(f"/design/{draft.id}/publish"))


def test_publishing_shows_the_link_which_can_be_closed(designer: Browser, draft: Draft, team: Any) -> None:
    team.fill_groups()
    page = f"/design/{draft.id}/publish"
    assert designer.post(f"/design/{draft.id}/publish", page, note="First").status_code == 303
    shown = designer.get(page)
    assert re.search(r'href="http://localhost/f/[\w-]{12,}"', shown)
    assert 'class="qr"' in shown
    designer.post(f"/design/{draft.id}/link", page, do="close")
    assert "The link is closed" in designer.get(page)


def test_a_document_goes_out_as_a_file_and_comes_back_as_a_draft(designer: Browser, draft: Draft) -> None:
    text = designer.get(f"/design/{draft.id}/document.json")
    assert text == dumps(draft.process)
    answer = designer.post("/design/import", "/design", document=(BytesIO(text.encode()), "change.json"))
    assert "customer-change-2" in designer.get(f"{answer.location}/document.json")
    designer.post("/design/import", "/design", document=(BytesIO(b'{"format": 1}'), "no.json"))
    assert "notice-error" in designer.get("/design")


def test_trying_the_form_says_what_would_be_sent_back(designer: Browser, draft: Draft) -> None:
    page = f"/design/{draft.id}/try/form"
    shown = designer.post(page, page, subject="A wish").text
    assert "sent back to mend" in shown
    assert 'value="A wish"' in shown


def test_who_may_not_design_is_turned_away(browser_of: Any, draft: Draft) -> None:
    member = browser_of("member")
    for path in ("/gallery", "/gallery/expense", "/design", f"/design/{draft.id}", f"/design/{draft.id}/publish"):
        member.get(path, 403)


def _rule(draft: Draft, kind: str, key: str = "subject", of: str = "field") -> str:
    return f"/design/{draft.id}/rule/{of}/{key}/{kind}"


def test_a_rule_is_made_of_rows_without_a_script(designer: Browser, draft: Draft, team: Any) -> None:
    address = _rule(draft, "show", "project")
    assert "Choose a field" in designer.get(address)
    row = {"rows__joint": "all", "rows__0__left": "name:change_type", "rows__0__operator": "=="}
    shown = designer.post(address, address, manner="rows", do="row", **row, rows__0__value="scope").text
    assert 'name="rows.1.left"' in shown
    assert now_of(team, draft).process == draft.process, "nothing is saved before it is asked for"
    grouped = designer.post(address, address, manner="rows", do="group", **row, rows__0__value="scope").text
    assert 'name="rows.1.1.left"' in grouped
    group = {"rows__1__joint": "any", "rows__1__0__left": "today:", "rows__1__0__operator": ">"}
    more = {"rows__1__0__value": "2026-11-22", "rows__1__1__left": "name:subject", "rows__1__1__operator": "filled"}
    saved = designer.post(address, address, manner="rows", do="save", **row, rows__0__value="scope", **group, **more)
    assert saved.status_code == 303
    assert now_of(team, draft).process.form.fields["project"].show == {
        "and": [
            {"==": [{"var": "change_type"}, "scope"]},
            {"or": [{">": [{"var": "@today"}, "2026-11-22"]}, {"!=": [{"var": "subject"}, None]}]},
        ]
    }
    assert "Asked only when" in designer.get(f"/design/{draft.id}?field=project")
    designer.post(address, address, manner="rows", do="remove")
    assert now_of(team, draft).process.form.fields["project"].show is None


KINDS = {
    "require": {"rows__0__left": "name:change_type", "rows__0__operator": "filled"},
    "lock": {"rows__0__left": "name:change_type", "rows__0__operator": "filled"},
    "set": {"result__value": "Fixed", "rows__0__left": "name:change_type", "rows__0__operator": "filled"},
    "default": {"result__right": "name:@person.name"},
    "warn": {"rows__0__left": "name:subject", "rows__0__operator": "in", "rows__0__value": "x", "text__en": "Hm."},
    "refuse": {"rows__0__left": "name:subject", "rows__0__operator": "in", "rows__0__value": "x", "text__en": "No."},
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_rule_is_made_shown_and_saved_again(
    designer: Browser, draft: Draft, team: Any, kind: str
) -> None:
    address = _rule(draft, kind)
    assert designer.post(address, address, manner="rows", do="save", **KINDS[kind]).status_code == 303
    made = now_of(team, draft).process
    field = made.form.fields["subject"]
    assert field.remarks if kind in ("warn", "refuse") else getattr(field, kind) is not None
    for manner in ("rows", "formula"):
        page = designer.get(f"{address}?as={manner}")
        form = _form(page, address, "save")
        assert designer.client.post(address, data=form).status_code == 303
        assert now_of(team, draft).process == made, manner


def test_a_choice_is_limited_and_a_page_is_jumped_from(designer: Browser, draft: Draft, team: Any) -> None:
    address = _rule(draft, "limit", "change_type")
    choices = [one.const for one in draft.process.form.fields["change_type"].options["choices"]][:2]
    designer.post(address, address, manner="rows", do="save", result__value=choices)
    assert now_of(team, draft).process.form.fields["change_type"].limit == choices
    first, *_, last = (page.key for page in draft.process.form.pages)
    for of, key, kind in (("page", first, "jump"), ("page", last, "show")):
        address = _rule(draft, kind, key, of)
        row = {"rows__0__left": "name:client_name", "rows__0__operator": "filled", "to": last}
        assert designer.post(address, address, manner="rows", do="save", **row).status_code == 303
        designer.get(address)
    pages = now_of(team, draft).process.form.pages
    assert pages[0].jumps[0].to == last
    assert pages[-1].show == {"!=": [{"var": "client_name"}, None]}
    assert "Goes on to" in designer.get(f"/design/{draft.id}")


def test_a_formula_in_chinese_with_what_is_wrong_with_it(designer: Browser, draft: Draft, team: Any) -> None:
    address = _rule(draft, "show", "project")
    typed = "变更类型 = “scope” 且 （提出人 为空"
    wrong = designer.post(address, address, manner="formula", do="save", formula=typed)
    assert wrong.status_code == 422
    assert typed in wrong.text
    assert "character" in wrong.text
    title = draft.process.form.fields["change_type"].title["zh-Hans"]
    good = f"[{title}] = “scope” 且 今天() > “2026-11-22”"
    assert designer.post(address, address, manner="formula", do="save", formula=good).status_code == 303
    assert now_of(team, draft).process.form.fields["project"].show == {
        "and": [{"==": [{"var": "change_type"}, "scope"]}, {">": [{"var": "@today"}, "2026-11-22"]}]
    }
    looked = designer.post(address, address, manner="formula", do="look", formula="nobody > 1 AND change_type + 1").text
    assert "nobody" in looked
    assert "calculates with numbers" in looked


def test_a_circle_is_refused_by_its_titles_and_what_was_typed_stays(designer: Browser, draft: Draft, team: Any) -> None:
    first = _rule(draft, "show", "project")
    designer.post(first, first, manner="formula", do="save", formula="FILLED(subject)")
    second = _rule(draft, "show", "subject")
    refused = designer.post(second, second, manner="formula", do="save", formula="FILLED(project) AND 1 = 1")
    assert refused.status_code == 422
    fields = draft.process.form.fields
    one, other = fields["subject"].title["en"], fields["project"].title["en"]
    assert f"{one} → {other} → {one}" in refused.text
    assert "FILLED(project) AND 1 = 1" in refused.text
    assert now_of(team, draft).process.form.fields["subject"].show is None


def test_a_problem_of_a_rule_says_whose_it_is(designer: Browser, draft: Draft) -> None:
    address = _rule(draft, "show", "project")
    designer.post(address, address, manner="formula", do="save", formula="nobody > 1")
    shown = designer.get(f"/design/{draft.id}/problems")
    title = draft.process.form.fields["project"].title["en"]
    assert f'<span class="eyebrow problem-place">{title}</span>' in shown
    assert "nobody" in shown


def test_completion_is_asked_of_the_server(designer: Browser, draft: Draft) -> None:
    page = _rule(draft, "show", "project")
    answer = designer.post(f"/design/{draft.id}/complete", page, formula="SU", caret="2", of="field", key="project")
    assert "SUM(" in [one["insert"] for one in answer.json]


def test_a_kind_of_field_is_found_and_changed(designer: Browser, draft: Draft, team: Any) -> None:
    home = f"/design/{draft.id}"
    found = designer.get(f"{home}?find=日期")
    assert 'value="date"' in found
    assert 'class="btn btn-quiet palette-type" name="type" value="money"' not in found
    page = f"{home}?field=change_type"
    designer.post(f"{home}/fields/change_type", page, do="type", type="choices")
    before, after = (one.form.fields["change_type"] for one in (draft.process, now_of(team, draft).process))
    assert (after.type, after.options["choices"], after.title) == ("choices", before.options["choices"], before.title)
    designer.post(f"{home}/fields/change_type", page, do="type", type="number")
    assert "has no place for" in designer.get(page)
    assert now_of(team, draft).process.form.fields["change_type"].options == {}


def test_the_form_and_its_sections_have_settings(designer: Browser, draft: Draft, team: Any) -> None:
    home = f"/design/{draft.id}"
    designer.post(f"{home}/form", home, one_at_a_time="on", review="on")
    form = now_of(team, draft).process.form
    assert (form.one_at_a_time, form.review) == (True, True)
    section = form.pages[0].sections[0].key
    designer.post(f"{home}/sections/{section}", home, title__en="Who", columns="2")
    assert now_of(team, draft).process.form.pages[0].sections[0].columns == 2
