"""Flaws of flows with branches, waits, actions, sub-requests, votes and notices: each at its place."""

from typing import Any

import pytest

from schemas import document
from schemas.lint import lint
from schemas.messages.problem_words import CODES, say
from schemas.problem import Problem
from tests.schemas.test_document import changed


def both(text: str) -> dict[str, str]:
    return {"en": text, "zh-Hans": text}


def field(title: str, **more: Any) -> dict[str, Any]:
    extra = {"title": {"zh-Hans": title}, **more.pop("extra", {})}
    return {"type": "string", "title": title, "x-formloom": extra, **more}


LINES = {
    "type": "array",
    "title": "Lines",
    "x-formloom": {"title": {"zh-Hans": "明细"}},
    "items": {
        "type": "object",
        "properties": {
            "what": field("What"),
            "price": field("Price", type="number", minimum=1),
            "buyer": field("Buyer", extra={"type": "person"}),
        },
        "required": ["price"],
    },
}
SIZES = [{"const": key, "title": key, "x-formloom": {"title": {"zh-Hans": key}}} for key in ("small", "large")]
FORM = {
    "amount": field("Amount", type="number"),
    "day": field("Day", format="date"),
    "note": field("Note"),
    "double": field("Double", type="number", extra={"type": "computed", "result": "number"}),
    "size": field("Size", oneOf=SIZES),
    "lines": LINES,
    "pin": field("Pin", extra={"type": "secret"}),
}
STATES = [
    {"key": "all", "kind": "parallel", "title": both("Both"), "join": {"rest": "go_on"}},
    {"key": "legal", "kind": "task", "title": both("Legal"), "who": [{"group": "legal"}]},
    {"key": "money", "kind": "approval", "title": both("Money"), "who": [{"group": "money"}]},
    {"key": "rows", "kind": "loop", "title": both("Lines"), "each": {"over": "lines"}},
    {"key": "buy", "kind": "task", "title": both("Buy"), "who": [{"field": "buyer"}, {"group": "legal"}]},
    {"key": "mark", "kind": "action", "deeds": [{"set": "note", "to": "bought"}]},
    {"key": "order", "kind": "process", "title": both("Order"), "calls": {"process": "order"}},
    {"key": "rest", "kind": "wait", "title": both("Wait"), "deadlines": [{"after": "P1D", "do": "move", "move": "on"}]},
    {"key": "done", "kind": "end", "title": both("Done")},
]
MOVES = [
    {"key": "legal", "from": "all", "to": "legal", "branch": True},
    {"key": "money", "from": "all", "to": "money", "branch": True},
    {"key": "on", "from": "all", "to": "rows"},
    {"key": "ok", "from": "legal", "to": "all", "title": both("OK")},
    {"key": "approve", "from": "money", "to": "all", "title": both("Agree")},
    {"key": "reject", "from": "money", "to": "done", "title": both("Refuse"), "leaves": True},
    {"key": "buy", "from": "rows", "to": "buy", "branch": True},
    {"key": "bought", "from": "buy", "to": "rows", "title": both("Bought"), "when": {">": [{"var": "@row.price"}, 0]}},
    {"key": "on", "from": "rows", "to": "mark", "when": {">": [{"var": "@all"}, 0]}},
    {"key": "none", "from": "rows", "to": "mark"},
    {"key": "on", "from": "mark", "to": "order"},
    {"key": "on", "from": "order", "to": "rest"},
    {"key": "on", "from": "rest", "to": "done"},
]
BASE = {
    "format": "formloom/1",
    "key": "p",
    "title": both("P"),
    "form": {
        "schema": {"type": "object", "properties": FORM, "required": ["size"]},
        "rules": [{"field": "double", "compute": {"*": [{"var": "amount"}, 2]}}],
    },
    "flow": {"initial": "all", "states": STATES, "moves": MOVES},
}

ALL, LEGAL, MONEY, ROWS, BUY, MARK, ORDER, REST, DONE = (f"/flow/states/{n}" for n in range(9))


def found(changes: dict[str, Any]) -> tuple[Problem, ...]:
    raw = changed(BASE, changes)
    return lint(document.load(raw), raw)


def places(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return sorted((one.code, one.path) for one in problems)


SOUND: dict[str, dict[str, Any]] = {
    "as it is": {},
    "a quorum of a group may be larger than anybody knows": {f"{MONEY}/decide": {"quorum": 9}},
    "one who is in a group may have two votes": {
        f"{MONEY}/decide": {"weights": [{"person": "li", "votes": 2}], "veto": [{"person": "wu"}]}
    },
    "weighted votes suffice": {
        f"{MONEY}/who": [{"person": "li"}, {"person": "wu"}],
        f"{MONEY}/decide": {"rule": "at_least", "count": 3, "weights": [{"person": "li", "votes": 2}]},
    },
    "two of two branches": {f"{ALL}/join": {"rule": "at_least", "count": 2}},
    "a condition of joining": {f"{ALL}/join": {"rule": "when", "when": {"<": [{"var": "@open"}, 2]}}},
    "how often is worked out": {
        f"{ROWS}/each": {"times": {"var": "amount"}},
        "/flow/moves/7/when": True,
        f"{BUY}/who": [{"group": "legal"}],
    },
    "a wait that a message ends": {f"{REST}/deadlines": [], "/flow/moves/12/message": "arrived"},
    "three days before a day": {f"{LEGAL}/deadlines": [{"after": "-P3D", "since": "day"}]},
    "on the day itself": {f"{LEGAL}/deadlines": [{"after": "P0D", "since": "day"}]},
    "time may take a way on": {f"{LEGAL}/deadlines": [{"after": "P3D", "do": "move", "move": "ok"}]},
    "a vote is closed": {f"{MONEY}/deadlines": [{"after": "P3D", "do": "close"}]},
    "somebody hears of a wait": {
        f"{REST}/deadlines/+": {"after": "PT12H", "do": "escalate", "to": [{"group": "legal"}]}
    },
    "visits are counted": {"/flow/moves/3/when": {"<": [{"var": "@visits.legal"}, 3]}},
    "standing elsewhere": {
        "/flow/moves/3/when": {"in": ["money", {"var": "@at"}]},
        "/flow/moves/+": {"key": "later", "from": "legal", "to": "all", "title": both("Later")},
    },
    "what a branch beside asks may be known": {
        "/flow/fill": {"note": "hide"},
        f"{LEGAL}/fields": {"note": "edit"},
        "/flow/moves/4/when": {"!!": [{"var": "note"}]},
    },
    "an action fills in what is read later": {
        "/flow/fill": {"note": "hide"},
        "/flow/moves/12/when": {"!!": [{"var": "note"}]},
    },
    "an action and a choice may go round while something changes": {
        "/flow/states/+": {"key": "again", "kind": "choice"},
        "/flow/moves/10/to": "again",
        "/flow/moves/13": {"key": "round", "from": "again", "to": "mark", "when": {"<": [{"var": "@visits.mark"}, 3]}},
        "/flow/moves/14": {"key": "on", "from": "again", "to": "order"},
    },
    "a row is given to the sub-request": {
        f"{ORDER}/each": {"over": "lines"},
        f"{ORDER}/calls": {
            "process": "order",
            "given": {"price": {"var": "@row.price"}},
            "taken": {"note": {"if": [{"==": [{"var": "@outcome"}, "closed"]}, {"var": "theirs"}, ""]}},
        },
    },
    "a field is made blank": {f"{MARK}/deeds": [{"set": "day"}]},
    "a client is kept": {f"{MARK}/deeds/+": {"record": "customer", "fields": {"name": {"var": "note"}}}},
    "a notice": {
        f"{LEGAL}/notices": [
            {"to": [{"requester": True}], "text": both("{number} {field:note}")},
            {"by": ["channel:team"]},
        ]
    },
    "a notice of a move and of the end": {
        "/flow/notices": [{"on": "end", "to": [{"group": "legal"}]}],
        "/flow/moves/3/notices": [{"to": [{"requester": True}]}],
    },
    "people at a step with branches": {
        f"{ALL}/who": [{"group": "legal"}],
        "/flow/moves/2/title": both("Go on"),
        "/flow/moves/13": {"key": "stop", "from": "all", "to": "done", "title": both("Stop"), "by_hand": True},
        "/flow/moves/14": {"key": "other", "from": "all", "to": "mark", "title": both("Elsewhere")},
    },
    "whoever asks may not decide": {f"{MONEY}/if_requester": "forbid"},
}
MAY_WARN = {"an action and a choice may go round while something changes": ("flow.endless-loop", MARK)}


@pytest.mark.parametrize("why", SOUND)
def test_nothing_is_said_of_what_is_sound(why: str) -> None:
    problems = found(SOUND[why])
    assert places(problems) == ([MAY_WARN[why]] if why in MAY_WARN else [])
    assert {one.severity for one in problems} <= {"warning"}


LONE = {"key": "lone", "from": "legal", "to": "done", "title": both("Lone")}

FLAWED: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    (
        {"-/flow/moves/0/branch": 0, "-/flow/moves/1/branch": 0},
        [("branch.none", ALL), ("branch.not-left", "*")],
    ),
    (
        {"-/flow/moves/6/branch": 0},
        [
            ("branch.none", ROWS),
            ("rule.unknown-name", "*"),
            ("field.unknown", f"{BUY}/who/0/field"),
        ],
    ),
    ({"-/flow/moves/2": 0, f"{DONE}/outcome": "x"}, [("choice.gap", ALL), ("state.unreachable", "*")]),
    ({"/flow/moves/2/when": {">": [{"var": "amount"}, 5]}}, [("choice.gap", ALL)]),
    ({"-/flow/moves/10": 0}, [("choice.gap", MARK), ("state.dead-end", MARK), ("state.unreachable", "*")]),
    ({"/flow/moves/3/branch": True}, [("branch.outside", "/flow/moves/3/branch")]),
    ({"/flow/moves/11/branch": True}, [("branch.outside", "/flow/moves/11/branch")]),
    (
        {"/flow/moves/+": {"key": "more", "from": "rows", "to": "buy", "branch": True}},
        [("branch.one-too-many", "/flow/moves/13/branch")],
    ),
    ({f"{ALL}/join": {"rule": "at_least", "count": 3}}, [("join.never", f"{ALL}/join")]),
    ({f"{ALL}/join": {"rule": "at_least", "count": 0}}, [("join.never", f"{ALL}/join")]),
    ({f"{ALL}/join": {"rule": "when"}}, [("join.never", f"{ALL}/join")]),
    ({f"{ALL}/join": {"rule": "when", "when": {"==": [1, 2]}}}, [("join.never", f"{ALL}/join")]),
    ({f"{ORDER}/join": {"rule": "at_least", "count": 2}}, [("join.never", f"{ORDER}/join")]),
    (
        {f"{ROWS}/each": {"over": "amount"}},
        [("each.no-rows", f"{ROWS}/each/over"), ("field.unknown", f"{BUY}/who/0/field"), ("rule.unknown-name", "*")],
    ),
    (
        {f"{ROWS}/each": {"over": "rows"}},
        [("field.unknown", f"{ROWS}/each/over"), ("field.unknown", f"{BUY}/who/0/field"), ("rule.unknown-name", "*")],
    ),
    (
        {f"{ROWS}/each": {}},
        [("each.nothing", ROWS), ("field.unknown", f"{BUY}/who/0/field"), ("rule.unknown-name", "*")],
    ),
    ({f"{ROWS}/each/times": 2}, [("part.idle", f"{ROWS}/each/times")]),
    ({f"{ORDER}/calls": {}}, [("call.nothing", ORDER)]),
    ({f"{ORDER}/calls/taken": {"nothing": {"var": "x"}}}, [("field.unknown", f"{ORDER}/calls/taken/nothing")]),
    ({f"{ORDER}/calls/taken": {"double": {"var": "x"}}}, [("deed.not-possible", f"{ORDER}/calls/taken/double")]),
    ({f"{ORDER}/calls/given": {"x": {"var": "amont"}}}, [("rule.unknown-name", f"{ORDER}/calls/given/x/var")]),
    ({f"{ORDER}/calls/given": {"x": {"var": "@row"}}}, [("rule.unknown-name", f"{ORDER}/calls/given/x/var")]),
    ({f"{MARK}/deeds/0/set": "noet"}, [("field.unknown", f"{MARK}/deeds/0/set")]),
    ({f"{MARK}/deeds/0/set": "double"}, [("deed.not-possible", f"{MARK}/deeds/0/set")]),
    ({f"{MARK}/deeds/0/set": "pin"}, [("deed.not-possible", f"{MARK}/deeds/0/set")]),
    ({f"{MARK}/deeds/0/set": "amount"}, [("deed.not-possible", f"{MARK}/deeds/0/set")]),
    ({f"{MARK}/deeds/0": {"set": "size", "to": "huge"}}, [("deed.not-possible", f"{MARK}/deeds/0/set")]),
    ({f"{MARK}/deeds/0/to": {"var": "nots"}}, [("rule.unknown-name", f"{MARK}/deeds/0/to/var")]),
    ({f"{MARK}/deeds/0": {"record": "customer"}}, [("deed.nothing", f"{MARK}/deeds/0")]),
    (
        {f"{MARK}/deeds/0": {"record": "contact", "fields": {"name": {"var": "nam"}}}},
        [("rule.unknown-name", f"{MARK}/deeds/0/fields/name/var")],
    ),
    ({f"{MARK}/deeds": []}, [("deed.none", MARK)]),
    ({f"{REST}/deadlines": []}, [("wait.never", REST)]),
    ({f"{REST}/deadlines/0/move": "off"}, [("deadline.never", f"{REST}/deadlines/0"), ("wait.never", REST)]),
    (
        {"/flow/moves/+": {"key": "off", "from": "rest", "to": "done"}},
        [("move.never", "/flow/moves/13")],
    ),
    (
        {"/flow/moves/+": {"key": "off", "from": "all", "to": "done", "by_hand": True}},
        [("move.never", "/flow/moves/13")],
    ),
    ({f"{LEGAL}/deadlines": [{"after": "-P1D"}]}, [("deadline.never", f"{LEGAL}/deadlines/0")]),
    ({f"{LEGAL}/deadlines": [{"after": "P1D", "since": "dya"}]}, [("field.unknown", f"{LEGAL}/deadlines/0/since")]),
    ({f"{LEGAL}/deadlines": [{"after": "P1D", "since": "note"}]}, [("deadline.never", f"{LEGAL}/deadlines/0")]),
    ({f"{LEGAL}/deadlines": [{"after": "P1D", "do": "close"}]}, [("deadline.never", f"{LEGAL}/deadlines/0")]),
    ({f"{LEGAL}/deadlines": [{"after": "P1D", "do": "hand_over"}]}, [("deadline.never", f"{LEGAL}/deadlines/0")]),
    ({f"{LEGAL}/deadlines": [{"after": "P1D", "do": "move"}]}, [("deadline.never", f"{LEGAL}/deadlines/0")]),
    ({f"{ALL}/deadlines": [{"after": "P1D"}]}, [("deadline.never", f"{ALL}/deadlines/0")]),
    (
        {f"{ALL}/deadlines": [{"after": "P1D", "do": "move", "move": "legal"}]},
        [("deadline.never", f"{ALL}/deadlines/0")],
    ),
    ({f"{REST}/deadlines/+": {"after": "P1D", "do": "escalate"}}, [("deadline.never", f"{REST}/deadlines/1")]),
    ({f"{MARK}/deadlines": [{"after": "P1D"}]}, [("deadline.never", f"{MARK}/deadlines/0")]),
    ({f"{MONEY}/decide": {"rule": "share", "share": 101}}, [("step.cannot-decide", f"{MONEY}/decide/share")]),
    ({f"{MONEY}/decide": {"rule": "share", "share": 0}}, [("step.cannot-decide", f"{MONEY}/decide/share")]),
    (
        {f"{MONEY}/who": [{"person": "li"}], f"{MONEY}/decide": {"quorum": 2}},
        [("step.cannot-decide", f"{MONEY}/decide/quorum")],
    ),
    ({f"{MONEY}/decide": {"quorum": -1}}, [("step.cannot-decide", f"{MONEY}/decide/quorum")]),
    (
        {f"{MONEY}/who": [{"person": "li"}], f"{MONEY}/decide": {"rule": "each_group"}},
        [("step.cannot-decide", f"{MONEY}/decide")],
    ),
    (
        {f"{MONEY}/decide": {"weights": [{"group": "money", "votes": -1}]}},
        [("step.cannot-decide", f"{MONEY}/decide/weights/0")],
    ),
    (
        {f"{MONEY}/decide": {"weights": [{"group": "legal", "votes": 2}]}},
        [("vote.not-asked", f"{MONEY}/decide/weights/0")],
    ),
    (
        {f"{MONEY}/who": [{"person": "li"}], f"{MONEY}/decide": {"veto": [{"requester": True}]}},
        [("vote.not-asked", f"{MONEY}/decide/veto/0")],
    ),
    ({f"{MONEY}/decide": {"veto": [{"field": "boss"}]}}, [("field.unknown", f"{MONEY}/decide/veto/0/field")]),
    (
        {f"{MONEY}/decide": {"weights": [{"field": "boss", "votes": 2}]}},
        [("field.unknown", f"{MONEY}/decide/weights/0/field")],
    ),
    (
        {f"{MONEY}/who": [{"requester": True}], f"{MONEY}/if_requester": "forbid"},
        [("step.nobody", f"{MONEY}/who")],
    ),
    ({f"{BUY}/who/0": {"field": "shopper"}}, [("field.unknown", f"{BUY}/who/0/field")]),
    ({f"{LEGAL}/who/+": {"field": "buyer"}}, [("field.unknown", f"{LEGAL}/who/1/field")]),
    (  # whoever leaves a step for itself begins it anew, so that both never come back
        {"/flow/moves/3/leaves": True},
        [("choice.dead-branch", "/flow/moves/2"), *(("state.unreachable", f"/flow/states/{n}") for n in range(3, 8))],
    ),
    ({"/flow/moves/11/leaves": True}, [("branch.not-left", "/flow/moves/11/leaves")]),
    (
        {"/flow/moves/+": {**LONE, "to": "money", "leaves": True}},
        [("branch.not-left", "/flow/moves/13/leaves")],
    ),
    (
        {"/flow/moves/3/message": "in", "/flow/moves/+": {**LONE, "to": "all", "message": "in"}},
        [("key.duplicate", "/flow/moves/13/message")],
    ),
    ({"/flow/moves/3/keeps": True}, [("part.idle", "/flow/moves/3/keeps")]),
    ({"/flow/moves/0/when": {"var": "amount"}}, [("part.idle", "/flow/moves/0/when")]),
    ({f"{LEGAL}/join": {"rest": "hold"}}, [("part.idle", f"{LEGAL}/join")]),
    ({f"{LEGAL}/each": {"over": "lines"}}, [("part.idle", f"{LEGAL}/each")]),
    ({f"{LEGAL}/calls": {"process": "p"}}, [("part.idle", f"{LEGAL}/calls")]),
    ({f"{LEGAL}/deeds": [{"set": "note"}]}, [("part.idle", f"{LEGAL}/deeds")]),
    ({f"{LEGAL}/ends": "all"}, [("part.idle", f"{LEGAL}/ends")]),
    ({f"{LEGAL}/notices": [{}]}, [("notice.nobody", f"{LEGAL}/notices/0")]),
    ({f"{LEGAL}/notices": [{"to": [{"requester": True}], "by": []}]}, [("notice.nobody", f"{LEGAL}/notices/0")]),
    ({f"{LEGAL}/notices": [{"by": ["channel:x"], "on": "end"}]}, [("notice.never", f"{LEGAL}/notices/0")]),
    ({f"{LEGAL}/notices": [{"by": ["channel:x"], "on": "late"}]}, [("notice.never", f"{LEGAL}/notices/0")]),
    ({"/flow/notices": [{"by": ["channel:x"], "on": "move"}]}, [("notice.never", "/flow/notices/0")]),
    ({"/flow/moves/3/notices": [{"by": ["channel:x"], "on": "enter"}]}, [("notice.never", "/flow/moves/3/notices/0")]),
    (
        {f"{LEGAL}/notices": [{"by": ["channel:x"], "title": both("{nubmer}")}]},
        [("notice.placeholder", f"{LEGAL}/notices/0/title")],
    ),
    (
        {f"{LEGAL}/notices": [{"by": ["channel:x"], "text": both("{field:noet}")}]},
        [("field.unknown", f"{LEGAL}/notices/0/text")],
    ),
    ({"/flow/notices": [{"on": "end", "to": [{"field": "x"}]}]}, [("field.unknown", "/flow/notices/0/to/0/field")]),
    (
        {f"{LEGAL}/notices": [{"by": ["channel:x"], "text": {"en": "Now"}}]},
        [("text.missing-language", f"{LEGAL}/notices/0/text")],
    ),
    ({"/flow/moves/3/when": {"var": "@done"}}, [("rule.unknown-name", "/flow/moves/3/when/var")]),
    ({"/flow/moves/3/when": {"var": "@outcome"}}, [("rule.unknown-name", "/flow/moves/3/when/var")]),
    ({"/flow/moves/3/when": {"var": "@row.price"}}, [("rule.unknown-name", "/flow/moves/3/when/var")]),
    ({"/flow/moves/7/when": {"var": "@row.prize"}}, [("rule.unknown-name", "/flow/moves/7/when/var")]),
    ({"/flow/moves/3/when": {"<": [{"var": "@visits.leg"}, 3]}}, [("rule.unknown-name", "/flow/moves/3/when/</0/var")]),
    ({"/flow/moves/3/when": {"+": [{"var": "@at"}, 3]}}, [("rule.type", "/flow/moves/3/when/+/0")]),
    ({"/flow/moves/10/to": "mark"}, [("flow.endless-loop", MARK), ("state.dead-end", "*"), ("state.unreachable", "*")]),
    (
        {
            f"{MARK}": {"key": "mark", "kind": "choice"},
            "/flow/moves/10/to": "turn",
            "/flow/states/+": {"key": "turn", "kind": "choice"},
            "/flow/moves/13": {"key": "back", "from": "turn", "to": "mark", "when": {">": [{"var": "amount"}, 5]}},
            "/flow/moves/14": {"key": "on", "from": "turn", "to": "order"},
        },
        [("flow.endless-loop", MARK)],
    ),
    (
        {f"{ORDER}/calls/waits": False, "/flow/moves/11/to": "mark"},
        [("flow.endless-loop", MARK), ("state.dead-end", "*"), ("state.unreachable", "*")],
    ),
    (
        {
            "/flow/fill": {"note": "hide"},
            f"{MARK}/deeds": [{"set": "day"}],
            "/flow/moves/12/when": {"!!": [{"var": "note"}]},
        },
        [("field.asked-too-late", "/flow/moves/12/when")],
    ),
    ({f"{LEGAL}/fields": {"note": "require", "gone": "require"}}, [("field.unknown", f"{LEGAL}/fields/gone")]),
    ({f"{MARK}/fields": {"note": "require"}}, [("part.idle", f"{MARK}/fields/note")]),
    ({"/flow/tracking": {"note": "require"}}, [("part.idle", "/flow/tracking/note")]),
]
WARNED = {"part.idle", "vote.not-asked", "deed.none", "text.missing-language"}


@pytest.mark.parametrize(("changes", "expected"), FLAWED, ids=lambda one: str(one)[:90])
def test_every_flaw_is_said_at_its_place(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    problems = found(changes)
    anywhere = {code for code, path in expected if path == "*"}
    assert [one for one in places(problems) if one[0] not in anywhere] == [
        one for one in sorted(expected) if one[1] != "*"
    ]
    assert anywhere <= {one.code for one in problems}
    for problem in problems:
        assert problem.code in CODES
        assert "…" not in say(problem, "en").replace("{field:…}", "") + say(problem, "zh-Hans").replace("{field:…}", "")
        assert (problem.severity == "warning") == (problem.code in WARNED) or problem.code == "flow.endless-loop"
