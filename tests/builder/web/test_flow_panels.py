"""The panels of steps and ways: everything that a flow can say is set in them, and nothing is lost there."""

import re
from typing import Any

import pytest

from builder.drafts import drafts
from builder.drafts.drafts import Draft
from builder.editing.blank import blank
from runtime.processes import deployment
from schemas import document
from schemas.model.assignment import Who
from schemas.model.flow import Calls, Deadline, Deed, Each, Join, State
from schemas.model.notices import Notice
from schemas.model.voting import Decide, Weight
from schemas.words import words
from tests.builder.conftest import NOW
from tests.builder.web.test_designer_pages import ON_ONE, Browser, _form, browser_of, designer, now_of
from tests.schemas.test_document import changed
from tests.schemas.test_lint_flow import ALL, BASE, BUY, DONE, LEGAL, MARK, MONEY, ORDER, ROWS, both

pytestmark = ON_ONE

__all__ = ["browser_of", "designer", "draft"]

TOLD = [{"to": [{"requester": True}, {"group": "legal"}], "by": ["app", "channel:team"], "title": both("{number}")}]
RICH: dict[str, Any] = {
    "/groups": {"legal": both("Legal"), "money": both("Money")},
    f"{ALL}/join": {"rule": "when", "when": {"<": [{"var": "@open"}, 1]}, "rest": "hold"},
    f"{ALL}/who": [{"group": "legal"}],
    f"{ALL}/help": both("Look at both"),
    f"{LEGAL}/if_acted": "skip",
    f"{LEGAL}/permits": ["return", "add"],
    f"{LEGAL}/notices": TOLD,
    f"{LEGAL}/deadlines": [
        {"after": "-P3D", "since": "day"},
        {"after": "P1DT4WH", "do": "escalate", "to": [{"group": "money"}]},
        {"after": "P5WD", "do": "move", "move": "ok"},
        {"after": "P9D", "do": "escalate", "to": [{"group": "money"}, {"requester": True}]},
    ],
    f"{MONEY}/decide": {
        "rule": "share",
        "share": 66.6,
        "quorum": 1,
        "early": False,
        "weights": [{"group": "money", "votes": 3}],
        "veto": [{"requester": True}],
    },
    f"{MONEY}/if_requester": "forbid",
    f"{ROWS}/each": {"over": "lines", "order": "sequential"},
    f"{BUY}/permits": [],
    f"{MARK}/deeds": [
        {"set": "note", "to": {"cat": ["a", "b"]}},
        {"set": "day"},
        {"record": "customer", "fields": {"name": {"var": "note"}, "email": {"cat": ["x", "@y"]}}},
    ],
    f"{ORDER}/each": {"times": {"var": "amount"}},
    f"{ORDER}/calls": {
        "process": "order",
        "given": {"what": {"var": "note"}, "price": {"+": [{"var": "amount"}, 1]}},
        "taken": {"note": {"var": "number"}, "amount": {"+": [{"var": "sum"}, 1]}},
        "waits": False,
    },
    f"{DONE}/ends": "all",
    "/flow/moves/2/title": both("Go on"),
    "/flow/moves/2/by_hand": True,
    "/flow/moves/3/message": "said",
    "/flow/moves/3/keeps": True,
    "/flow/moves/3/asks": ["comment", "file"],
    "/flow/moves/3/help": both("It goes back"),
    "/flow/moves/3/notices": [{"to": [{"requester": True}]}],
    "/flow/moves/4/vote": "abstain",
    "/flow/notices": [{"on": "end", "by": ["channel:team"]}],
    "/flow/withdraw": "never",
}


@pytest.fixture
def draft(team: Any) -> Draft:
    process = document.load(changed(BASE, RICH))
    with team.database.writing() as tx:
        return drafts.add(tx, team.designer, process, "import", NOW)


def saved(browser: Browser, action: str, page: str, **said: Any) -> None:
    """What a person does: opens the panel, changes some of it, saves it."""
    form = _form(browser.get(page), action, "save" if "/whole" not in action else "")
    posted = {**form, **{name.replace("__", "."): value for name, value in said.items()}}
    gone = [name for name, value in posted.items() if value is None]
    answer = browser.client.post(action, data={name: value for name, value in posted.items() if name not in gone})
    assert answer.status_code == 303, answer.text


def step(browser: Browser, draft: Draft, key: str, **said: Any) -> None:
    saved(browser, f"/design/{draft.id}/states/{key}", f"/design/{draft.id}/steps?state={key}", **said)


def way(browser: Browser, draft: Draft, source: str, key: str, **said: Any) -> None:
    page = f"/design/{draft.id}/steps?state={source}"
    saved(browser, f"/design/{draft.id}/states/{source}/moves/{key}", page, **said)


def state_of(team: Any, draft: Draft, key: str) -> State:
    return now_of(team, draft).process.flow.by_key[key]


def test_a_panel_saved_untouched_changes_nothing(designer: Browser, draft: Draft, team: Any) -> None:
    for key in draft.process.flow.by_key:
        step(designer, draft, key)
        now, before = state_of(team, draft, key), draft.process.flow.by_key[key]
        assert sorted(map(str, now.deadlines)) == sorted(map(str, before.deadlines))
        assert {**now.__dict__, "deadlines": ()} == {**before.__dict__, "deadlines": ()}, key
    for move in draft.process.flow.moves:
        way(designer, draft, move.source, move.key)
        assert now_of(team, draft).process.flow.moves == draft.process.flow.moves, move
    saved(designer, f"/design/{draft.id}/whole", f"/design/{draft.id}/steps?state=:whole")
    assert now_of(team, draft).process.flow.notices == draft.process.flow.notices
    assert now_of(team, draft).process.flow.withdraw == "never"


def test_all_of_a_vote_is_set(designer: Browser, draft: Draft, team: Any) -> None:
    said = {"decide.rule": "each_group", "decide.count": "2", "decide.order": "sequential", "decide.quorum": "3"}
    lines = {"decide.wait": None, "weight.0.votes": "4", "veto.0.who": "", "if_requester": "skip"}
    step(designer, draft, "money", **said, **lines)
    state = state_of(team, draft, "money")
    weights = (Weight(Who("group", "money"), 4),)
    assert state.decide == Decide("each_group", 2, order="sequential", quorum=3, weights=weights)
    assert state.if_requester == "skip"


def test_what_else_may_be_done_is_ticked(designer: Browser, draft: Draft, team: Any) -> None:
    step(designer, draft, "legal", **{"permits.add": None, "permits.transfer": "on", "if_acted": "forbid"})
    state = state_of(team, draft, "legal")
    assert state.permits == ("return", "transfer")
    assert state.if_acted == "forbid"


def test_an_answer_is_demanded_where_somebody_can_give_one(designer: Browser, draft: Draft, team: Any) -> None:
    steps, action = f"/design/{draft.id}/steps", f"/design/{draft.id}/states/legal"
    offered = {name: _offered(designer.get(f"{steps}?state={name}")) for name in ("legal", ":fill", ":tracking")}
    asked = {"*", *(page.key for page in draft.process.form.pages), *draft.process.form.fields} - {"double"}
    assert offered == {"legal": asked, ":fill": asked, ":tracking": set()}
    page = f"{steps}?state=legal"
    form = _form(designer.get(page), action, "rights")
    assert designer.client.post(action, data={**form, "do": "rights", "right.note": "require"}).status_code == 303
    assert state_of(team, draft, "legal").fields == {"note": "require"}
    table = designer.get(f"{steps}?state=:rights")
    chosen = re.search(r'<select[^>]*id="right\.legal\.note".*?</select>', table, re.DOTALL)
    assert chosen
    assert 'value="require" selected' in chosen[0]
    form = _form(designer.get(page), action, "rights")
    assert designer.client.post(action, data={**form, "do": "rights"}).status_code == 303
    assert state_of(team, draft, "legal").fields == {"note": "require"}


def _offered(page: str) -> set[str]:
    """Of which fields and pages an answer can be demanded here."""
    found = re.findall(r'<select[^>]*name="right\.([^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL)
    return {name for name, text in found if 'value="require"' in text}


def test_every_deed_of_a_deadline_is_chosen(designer: Browser, draft: Draft, team: Any) -> None:
    def row(at: int, **said: str) -> dict[str, str]:
        return {f"deadline.{at}.{name}": value for name, value in said.items()}

    rows = {
        **row(0, count="2", unit="WD", do="hand_over", to="group:legal"),
        **row(1, count="1", unit="D", side="before", since="day", do="close"),
        **row(2, count="5", unit="H", side="after", since="", do="move", move="approve"),
    }
    step(designer, draft, "money", **rows)
    assert state_of(team, draft, "money").deadlines == (
        Deadline("P2WD", "hand_over", (Who("group", "legal"),)),
        Deadline("-P1D", "close", since="day"),
        Deadline("PT5H", "move", move="approve"),
    )


def test_branches_are_joined_and_go_through_rows(designer: Browser, draft: Draft, team: Any) -> None:
    step(designer, draft, "all", **{"join.rule": "at_least", "join.count": "1", "join.rest": "go_on"})
    assert state_of(team, draft, "all").join == Join("at_least", 1, rest="go_on")
    step(designer, draft, "rows", **{"each.over": "", "each.times": "3", "each.order": "parallel"})
    assert state_of(team, draft, "rows").each == Each(times=3)
    designer.post(f"/design/{draft.id}/states/all/branches", f"/design/{draft.id}/steps?state=all", title__en="Tax")
    flow = now_of(team, draft).process.flow
    assert [move.target for move in flow.moves_from("all") if move.branch] == ["legal", "money", "tax"]
    assert [move.target for move in flow.moves_from("tax")] == ["all"]


def test_a_sub_request_is_given_and_gives(designer: Browser, draft: Draft, team: Any) -> None:
    given = {"given.2.key": "size", "given.2.from": "name:size", "taken.1.key": ""}
    step(designer, draft, "order", **given, **{"calls.waits": "on"})
    assert state_of(team, draft, "order").calls == Calls(
        "order",
        {"what": {"var": "note"}, "price": {"+": [{"var": "amount"}, 1]}, "size": {"var": "size"}},
        {"note": {"var": "number"}},
    )


def test_an_action_is_put_together_without_a_script(designer: Browser, draft: Draft, team: Any) -> None:
    step(designer, draft, "mark", **{"deed.0.what": "", "deed.2.email": "name:note", "deed.3.what": "amount"})
    record = Deed(record="customer", fields={"name": {"var": "note"}, "email": {"var": "note"}})
    assert state_of(team, draft, "mark").deeds == (Deed("day"), record, Deed("amount"))
    address = f"/design/{draft.id}/rule/state/mark/deed"
    posted = designer.post(address, f"{address}?at=2", at="2", manner="rows", do="save", result__value="7")
    assert posted.status_code == 303
    assert state_of(team, draft, "mark").deeds[2] == Deed("amount", 7)
    assert "7" in designer.get(f"/design/{draft.id}/steps?state=mark")


RULES = [
    (
        "move",
        "buy.bought",
        "when",
        {"rows__0__left": "name:@row.price", "rows__0__operator": ">", "rows__0__value": "5"},
    ),
    ("move", "legal.ok", "when", {"rows__0__left": "name:@at", "rows__0__operator": "in", "rows__0__value": "money"}),
    ("move", "rows.on", "when", {"rows__0__left": "name:@done", "rows__0__operator": ">", "rows__0__value": "1"}),
    ("state", "all", "join", {"rows__0__left": "name:@visits.legal", "rows__0__operator": ">", "rows__0__value": "2"}),
    ("state", "rows", "times", {"result__right": "name:amount"}),
    ("state", "order.price", "given", {"result__right": "name:amount"}),
    (
        "state",
        "mark",
        "deed",
        {"result__value": "bought", "rows__0__left": "name:amount", "rows__0__operator": "filled"},
    ),
]


@pytest.mark.parametrize(("of", "key", "kind", "row"), RULES, ids=[f"{of}-{kind}-{key}" for of, key, kind, _ in RULES])
def test_every_rule_of_a_flow_is_made_shown_and_saved_again(
    designer: Browser, draft: Draft, team: Any, of: str, key: str, kind: str, row: dict[str, str]
) -> None:
    address = f"/design/{draft.id}/rule/{of}/{key}/{kind}"
    assert designer.post(address, address, manner="rows", do="save", **row).status_code == 303
    made = now_of(team, draft).process
    assert made != draft.process
    for manner in ("rows", "formula"):
        page = designer.get(f"{address}?as={manner}")
        assert "field-error" not in page
        assert designer.client.post(address, data=_form(page, address, "save")).status_code == 303
        assert now_of(team, draft).process == made, manner


def test_a_way_says_what_it_asks_and_what_takes_it(designer: Browser, draft: Draft, team: Any) -> None:
    way(designer, draft, "legal", "ok", **{"asks.signature": "on", "message": "", "keeps": None, "leaves": "on"})
    (move,) = now_of(team, draft).process.flow.moves_from("legal")
    assert move.asks == ("comment", "signature", "file")
    assert (move.message, move.keeps, move.leaves) == ("", False, True)


def test_who_is_told_is_said_in_both_languages(designer: Browser, draft: Draft, team: Any) -> None:
    rows = {"notice.0.on": "leave", "notice.0.mail": "on", "notice.0.channel": None, "notice.0.text.zh-Hans": "好"}
    more = {"notice.1.to.0.who": "group:money", "notice.1.app": None}
    step(designer, draft, "legal", **rows, **more)
    people = (Who("requester"), Who("group", "legal"))
    first = Notice("leave", people, ("app", "mail"), words("{number}", "{number}"), words("", "好"))
    told = state_of(team, draft, "legal").notices
    assert told == (
        Notice(first.on, first.to, first.by, told[0].title, told[0].text),
        Notice(to=(Who("group", "money"),), by=("mail",)),
    )
    assert told[0].text["zh-Hans"] == "好"
    whole = {"withdraw": "always", "notice.0.channel": None}
    saved(designer, f"/design/{draft.id}/whole", f"/design/{draft.id}/steps?state=:whole", **whole)
    flow = now_of(team, draft).process.flow
    assert (flow.withdraw, flow.notices) == ("always", ())


@pytest.mark.parametrize("kind", ["parallel", "inclusive", "loop", "process", "wait", "action"])
def test_every_kind_of_step_is_added(designer: Browser, draft: Draft, team: Any, kind: str) -> None:
    steps = f"/design/{draft.id}/steps"
    answer = designer.post(f"/design/{draft.id}/states", steps, kind=kind, after="mark", title__en="New one")
    assert answer.status_code == 303
    assert state_of(team, draft, "new-one").kind == kind
    designer.get(f"{steps}?state=new-one")


def test_what_is_called_has_to_be_there(designer: Browser, draft: Draft, team: Any) -> None:
    problems = f"/design/{draft.id}/problems"
    assert "No process “order” is published here" in designer.get(problems)
    other = blank("order", words("Order", "订单"))
    with team.database.writing() as tx:
        deployment.deploy(tx, team.workspace, other, team.designer.party, NOW, "")
    shown = designer.get(problems)
    assert "No process “order”" not in shown
    assert "“Order” has no field “what”" in shown
    assert '<option value="order" selected>Order</option>' in designer.get(f"/design/{draft.id}/steps?state=order")
