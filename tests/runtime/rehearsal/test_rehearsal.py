"""Rehearsals: what a script leads to, what stops it, and a document's own tests."""

from collections.abc import Mapping
from typing import Any

import pytest

from runtime.engine.events import Escalated, Reminded
from runtime.rehearsal.rehearsal import rehearse, report_to_json, run_tests, to_json
from schemas import document
from schemas.model.process import Process
from tests.schemas.test_document import changed

DOCUMENT: dict[str, Any] = {
    "format": "formloom/1",
    "key": "purchase",
    "title": "Purchase",
    "contact": {"email": "email"},
    "form": {
        "schema": {
            "type": "object",
            "properties": {
                "what": {"type": "string", "title": "What"},
                "email": {"type": "string", "format": "email", "title": "E-mail"},
                "price": {"type": "number", "title": "Price"},
                "doer": {"type": "string", "title": "Who buys it", "x-formloom": {"type": "person"}},
                "double": {"type": "number", "title": "Twice", "readOnly": True, "x-formloom": {"type": "computed"}},
            },
            "required": ["what", "price"],
        },
        "rules": [{"field": "double", "compute": {"*": [{"var": "price"}, 2]}}],
    },
    "flow": {
        "initial": "price",
        "fill": {"*": "edit", "price": "hide", "doer": "hide"},
        "fallback": [{"group": "board"}],
        "states": [
            {
                "key": "price",
                "who": [{"group": "buyers"}],
                "fields": {"price": "edit", "doer": "edit"},
                "deadlines": [{"after": "P1D"}, {"after": "P2D", "do": "escalate"}],
            },
            {"key": "size", "kind": "choice"},
            {
                "key": "board",
                "kind": "approval",
                "who": [{"group": "board"}],
                "not_who_did": ["price"],
                "decide": {"rule": "at_least", "count": 3},
            },
            {"key": "confirm", "who": [{"contact": True}]},
            {"key": "buy", "who": [{"field": "doer"}]},
            {"key": "bought", "kind": "end", "outcome": "closed"},
            {"key": "dropped", "kind": "end"},
        ],
        "moves": [
            {"key": "on", "from": "price", "to": "size"},
            {"key": "drop", "from": "price", "to": "dropped", "asks": ["comment"], "unfinished": True},
            {"key": "large", "from": "size", "to": "board", "when": {">": [{"var": "double"}, 100]}},
            {"key": "small", "from": "size", "to": "confirm"},
            {"key": "agree", "from": "board", "to": "confirm"},
            {"key": "refuse", "from": "board", "to": "dropped"},
            {"key": "yes", "from": "confirm", "to": "buy"},
            {"key": "back", "from": "confirm", "to": "price"},
            {"key": "done", "from": "buy", "to": "bought"},
        ],
    },
}
FILLED: dict[str, Any] = {"as": "contact", "answers": {"what": "A lamp", "email": "li@client.example"}}


def step(at: str, who: str, do: str, **rest: Any) -> dict[str, Any]:
    return {"at": at, "as": who, "do": do, **rest}


PRICED = step("price", "group:buyers#2", "on", answers={"price": 20, "doer": "wang@team.example"})
DEAR = step("price", "group:buyers#1", "on", answers={"price": 51})


@pytest.fixture
def process() -> Process:
    return document.load(DOCUMENT)


def script(*steps: Mapping[str, Any], **rest: Any) -> dict[str, Any]:
    return {**FILLED, "steps": list(steps), **rest}


def codes(process: Process, *steps: Mapping[str, Any], **rest: Any) -> list[tuple[str, str]]:
    return [(problem.code, problem.path) for problem in rehearse(process, script(*steps, **rest)).problems]


def test_walked_to_the_end(process: Process) -> None:
    walked = to_json(
        rehearse(
            process,
            script(PRICED, step("confirm", "contact", "yes"), step("buy", "person:wang@team.example", "done")),
        )
    )

    assert walked.pop("effects")[:3] == [
        {"kind": "tell", "about": "received", "state": "price", "who": ["contact"]},
        {
            "kind": "open_task",
            "state": "price",
            "who": ["group:buyers#1", "group:buyers#2", "group:buyers#3"],
            "visit": 1,
        },
        {
            "kind": "tell",
            "about": "task",
            "state": "price",
            "who": ["group:buyers#1", "group:buyers#2", "group:buyers#3"],
        },
    ]
    assert walked == {
        "visits": ["price", "size", "confirm", "buy", "bought"],
        "open": [],
        "ended": "closed",
        "answers": {
            "what": "A lamp",
            "email": "li@client.example",
            "price": 20,
            "doer": "wang@team.example",
            "double": 40,
        },
        "problems": [],
    }


def test_people_are_called_as_in_the_script(process: Process) -> None:
    """The requester is whoever filed it; a field may name a party of the script."""
    named = step("price", "group:buyers#1", "on", answers={"price": 20, "doer": "person:wang"})
    walked = rehearse(process, script(named, step("confirm", "requester", "yes"), step("buy", "person:wang", "done")))

    assert (walked.problems, walked.ended) == ((), "closed")


def test_left_open(process: Process) -> None:
    walked = to_json(rehearse(process, script(DEAR, step("board", "group:board#2", "agree"))))

    # Three must agree and one more may be barred, so the invented board has four.
    assert walked["open"] == [{"state": "board", "who": ["group:board#1", "group:board#3", "group:board#4"]}]
    assert walked["ended"] is None


@pytest.mark.parametrize("who", ["group:buyers", ""])
def test_without_a_number_the_first_who_is_asked(process: Process, who: str) -> None:
    said = {"do": "on", "as": who, "answers": {"price": 51}}
    votes = [step("board", "group:board", "agree")] * 3

    assert rehearse(process, script(said, *votes)).visits == ("price", "size", "board", "confirm")


@pytest.mark.parametrize(
    ("steps", "problems"),
    [
        ([step("board", "group:board#1", "agree")], [("step.elsewhere", "/steps/0")]),
        ([step("nowhere", "group:board#1", "agree")], [("step.elsewhere", "/steps/0")]),
        ([step("price", "group:board#1", "on")], [("step.not-asked", "/steps/0")]),
        ([step("price", "group:buyers#4", "on")], [("step.not-asked", "/steps/0")]),
        ([step("price", "contact", "on")], [("step.not-asked", "/steps/0")]),
        ([step("price", "group:buyers#1", "off")], [("move.unknown", "/steps/0")]),
        ([step("price", "group:buyers#1", "on")], [("answer.required", "/steps/0/answers/price")]),
        (
            [step("price", "group:buyers#1", "drop", answers={"price": "much"})],
            [("answer.not-a-number", "/steps/0/answers/price"), ("comment.required", "/steps/0/comment")],
        ),
        (
            [PRICED, step("confirm", "contact", "yes", answers={"colour": "red"})],
            [("answer.unknown-field", "/steps/1/answers/colour")],
        ),
        ([{"wait": "3 days"}], [("document.duration", "/steps/0/wait")]),
        ([{"wait": "-P3D"}], [("document.duration", "/steps/0/wait")]),
    ],
)
def test_what_stops_it(process: Process, steps: list[Any], problems: list[tuple[str, str]]) -> None:
    walked = rehearse(process, script(*steps, step("price", "group:buyers#1", "drop", comment="never reached")))

    assert [(problem.code, problem.path) for problem in walked.problems] == problems
    assert walked.ended == ""
    assert "dropped" not in walked.visits


def test_left_unfinished(process: Process) -> None:
    walked = rehearse(process, script(step("price", "group:buyers#1", "drop", comment="too dear")))

    assert (walked.problems, walked.ended) == ((), "dropped")


@pytest.mark.parametrize(
    ("lines", "answers", "do", "missing"),
    [
        ({"doer": "require"}, {}, "on", ["doer"]),
        ({"doer": "require"}, {"doer": "wang@team.example"}, "on", []),
        ({"doer": "require"}, {}, "drop", []),
        ({"*": "require"}, {"price": 20}, "on", ["doer"]),
        ({"*": "require", "doer": "read"}, {"price": 20}, "on", []),
        ({"doer": "require", "price": "edit"}, {"price": 31}, "on", ["doer"]),
        ({"doer": "require", "price": "edit"}, {"price": 29}, "on", []),
    ],
)
def test_what_the_step_demands(
    process: Process, lines: Mapping[str, Any], answers: Mapping[str, Any], do: str, missing: list[str]
) -> None:
    """A rule may hide it: then nobody is asked for it."""
    rule = {"field": "doer", "show": {">": [{"var": "price"}, 30]}}
    changes: dict[str, Any] = {"/flow/states/0/fields": lines}
    if "price" in lines:
        changes["/form/rules/+"] = rule
    process = document.load(changed(DOCUMENT, changes))
    walked = rehearse(process, script(step("price", "group:buyers#1", do, answers=answers, comment="Why")))

    assert [(one.code, one.path) for one in walked.problems] == [
        ("answer.required", f"/steps/0/answers/{key}") for key in missing
    ]


def test_a_form_that_is_not_filled_never_begins(process: Process) -> None:
    walked = rehearse(process, {"answers": {"price": 4}})

    assert [(problem.code, problem.path) for problem in walked.problems] == [("answer.required", "/answers/what")]
    assert (walked.visits, walked.open, walked.effects) == ((), (), ())


def test_what_may_not_be_written_is_not(process: Process) -> None:
    walked = rehearse(
        process,
        script(
            PRICED,
            step("confirm", "contact", "yes", answers={"price": 1}),
            answers={**FILLED["answers"], "price": 999, "double": 5},
        ),
    )

    assert (walked.problems, walked.answers["price"], walked.answers["double"]) == ((), 20, 40)


def test_nobody_is_their_own_board() -> None:
    """A member of the board who set the price does not vote on it."""
    alone = document.load(
        {
            **DOCUMENT,
            "flow": {
                **DOCUMENT["flow"],
                "states": [
                    {**state, "who": [{"group": "board"}]} if state["key"] == "price" else state
                    for state in DOCUMENT["flow"]["states"]
                ],
            },
        }
    )
    priced = step("price", "group:board#1", "on", answers={"price": 51})

    assert codes(alone, priced, step("board", "group:board#1", "agree")) == [("step.not-asked", "/steps/1")]


@pytest.mark.parametrize(
    ("filled_by", "email", "asked"),
    [
        ("contact", "li@client.example", ("contact",)),
        ("requester", "li@client.example", ("contact",)),
        ("requester", None, ("group:board#1", "group:board#2", "group:board#3", "group:board#4")),
    ],
)
def test_who_is_the_client(process: Process, filled_by: str, email: str | None, asked: tuple[str, ...]) -> None:
    answers = {"what": "A lamp", "email": email}
    walked = rehearse(process, script(PRICED, answers=answers, **{"as": filled_by}))

    assert [one.who for one in walked.open] == [asked]


def test_a_client_without_an_address_is_nobody(process: Process) -> None:
    walked = rehearse(process, {"as": "contact", "answers": {"what": "A lamp"}})

    assert [(problem.code, problem.path) for problem in walked.problems] == [("answer.required", "/answers/email")]


@pytest.mark.parametrize(
    ("waits", "fired"),
    [
        (["PT23H"], []),
        (["P1D"], [Reminded]),
        (["PT23H", "PT1H"], [Reminded]),
        (["P1W"], [Reminded, Escalated]),
        (["P1W", "P1W"], [Reminded, Escalated]),
    ],
)
def test_time_passes(process: Process, waits: list[str], fired: list[type]) -> None:
    walked = rehearse(process, script(*({"wait": wait} for wait in waits)))

    assert [type(event) for event in walked.journal[2:]] == fired


def test_no_deadline_of_a_step_that_is_over(process: Process) -> None:
    walked = rehearse(process, script(PRICED, {"wait": "P30D"}))

    assert not [event for event in walked.journal if isinstance(event, Reminded | Escalated)]


def test_a_case_that_comes_back_is_visited_twice(process: Process) -> None:
    walked = rehearse(process, script(PRICED, step("confirm", "contact", "back")))

    assert walked.visits == ("price", "size", "confirm", "price")
    assert codes(process, PRICED, step("confirm", "contact", "back"), PRICED, {"wait": "P1D"}) == []


class TestOwnTests:
    def report(self, expect: Mapping[str, Any], *steps: Mapping[str, Any]) -> dict[str, Any]:
        own = {"title": {"en": "One", "zh-Hans": "一"}, **FILLED, "steps": list(steps or [PRICED]), "expect": expect}
        return report_to_json(run_tests(document.load({**DOCUMENT, "tests": [own]})))

    @pytest.mark.parametrize(
        "expect",
        [
            {},
            {"visits": ["price", "size", "confirm"]},
            {"visits": ["price", "confirm"]},
            {"answers": {"double": 40, "what": "A lamp"}},
            {"answers": {"comment": None}},
            {"open": ["confirm"]},
            {"open": [{"state": "confirm", "who": ["contact"]}]},
        ],
    )
    def test_met(self, expect: Mapping[str, Any]) -> None:
        assert self.report(expect)["tests"] == [{"title": "One", "ok": True, "problems": []}]

    @pytest.mark.parametrize(
        ("expect", "path"),
        [
            ({"visits": ["price", "size"]}, "/tests/0/expect/visits"),
            ({"visits": ["size", "price", "confirm"]}, "/tests/0/expect/visits"),
            ({"visits": ["price", "confirm", "elsewhere"]}, "/tests/0/expect/visits"),
            ({"visits": []}, "/tests/0/expect/visits"),
            ({"ends": "closed"}, "/tests/0/expect/ends"),
            ({"answers": {"double": 41}}, "/tests/0/expect/answers/double"),
            ({"open": []}, "/tests/0/expect/open"),
            ({"open": ["buy"]}, "/tests/0/expect/open"),
            ({"open": [{"state": "confirm", "who": ["requester"]}]}, "/tests/0/expect/open"),
        ],
    )
    def test_missed(self, expect: Mapping[str, Any], path: str) -> None:
        report = self.report(expect)

        assert (report["passed"], report["failed"]) == (0, 1)
        assert [(problem["code"], problem["path"]) for problem in report["tests"][0]["problems"]] == [
            ("test.unexpected", path)
        ]

    def test_ends(self) -> None:
        drop = step("price", "group:buyers#1", "drop", comment="no")

        assert self.report({"ends": "dropped", "visits": ["price"]}, drop)["passed"] == 1
        assert self.report({"ends": "dropped", "visits": ["price", "dropped"]}, drop)["passed"] == 1
        assert self.report({"ends": "closed"}, drop)["failed"] == 1

    def test_what_was_missed_is_called_as_people_call_it(self) -> None:
        said = self.report({"answers": {"double": 41}})["tests"][0]["problems"]
        assert [one["message"] for one in said] == ["“Twice”: expected 41, found 40."]

    def test_a_step_that_cannot_be_taken_fails_the_test(self) -> None:
        (test,) = self.report({}, step("buy", "contact", "done"))["tests"]

        assert [(problem["code"], problem["path"]) for problem in test["problems"]] == [
            ("step.elsewhere", "/tests/0/steps/0")
        ]

    def test_what_no_test_came_by(self) -> None:
        coverage = self.report({}, DEAR, step("board", "group:board#1", "refuse"))["coverage"]

        assert coverage["states"] == ["confirm", "buy", "bought", "dropped"]
        assert coverage["moves"] == [
            "price/drop",
            "size/small",
            "board/agree",
            "board/refuse",
            "confirm/yes",
            "confirm/back",
            "buy/done",
        ]
