"""Whatever somebody tells the guide becomes a process that lints, proves, and runs to its ends in every way that it can go."""

from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.guide import guide_drafting, guide_examples, guide_wishes
from builder.guide.guide_questions import FILLERS, KINDS, LATE, PAGES, REFUSALS, RULES, House
from builder.guide.guide_said import conditions_of
from builder.rehearsal import tests_run, walk_suggestions
from runtime.rehearsal import rehearsal
from schemas.document import dumps, loads
from schemas.fields.parts.alternatives import choices_of
from schemas.lint import lint
from schemas.model.assignment import Who
from schemas.model.process import Process
from schemas.words import LANGUAGES, Words, words

HOUSE = House(
    {"li.na": "Li Na", "wang.min": "王敏", "tom.hill": "Tom Hill"},
    {"ccb": words("Board", "委员会"), "one": Words({"en": "One alone"})},
    {"ccb": 3, "one": 1},
    "li.na",
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
"""Words as people type them, in any script."""


@st.composite
def questions(draw: Any) -> dict[str, Any]:
    rows = []
    for _ in range(draw(st.integers(1, 6))):
        row = {"title": draw(TEXTS), "kind": draw(st.sampled_from(list(KINDS))), "required": draw(st.booleans())}
        if row["kind"] == "choice":
            row["choices"] = "\n".join(draw(st.lists(TEXTS, min_size=2, max_size=4)))
        rows.append(row)
    return {"questions": rows}


@st.composite
def judges(draw: Any, by: str) -> dict[str, Any]:
    managers = [] if by == "clients" else ["manager"]
    row: dict[str, Any] = {
        "who": draw(st.sampled_from([*managers, "person:tom.hill", "group:ccb", "group:one", "new"]))
    }
    there = HOUSE.sizes.get(row["who"].removeprefix("group:"), 0)
    if row["who"] == "new":
        row["name"] = draw(st.sampled_from(["Buyers", "采购组", "Board"]))
        row["members"] = draw(st.lists(st.sampled_from(list(HOUSE.people)), min_size=1, unique=True))
        there = len(row["members"])
    if there:
        row["rule"] = draw(st.sampled_from(list(RULES)))
    if row.get("rule") == "at_least":
        row["count"] = draw(st.integers(1, there))
    return row


@st.composite
def told(draw: Any) -> dict[str, dict[str, Any]]:
    by = draw(st.sampled_from(list(FILLERS)))
    said: dict[str, dict[str, Any]] = {
        "title": {"title": draw(TEXTS)},
        "questions": draw(questions()),
        "filling": {"by": by},
        "deciding": {"steps": draw(st.lists(judges(by), min_size=1, max_size=3))},
        "refusing": {"then": draw(st.sampled_from(list(REFUSALS)))},
        "time": draw(
            st.fixed_dictionaries({"days": st.integers(1, 9), "late": st.sampled_from(list(LATE))}) | st.just({})
        ),
        "further": {},
        "ending": draw(
            st.fixed_dictionaries({"work": TEXTS, "worker": st.sampled_from(["person:li.na", "group:ccb"])})
            | st.just({})
        ),
    }
    said["ending"]["told"] = draw(st.lists(st.sampled_from(["person:tom.hill", "group:ccb"]), unique=True))
    conditions = list(conditions_of(said))
    if conditions:
        rows = [{"when": one, **draw(judges(by))} for one in draw(st.lists(st.sampled_from(conditions), max_size=2))]
        said["further"]["conditions"] = [
            {**row, "amount": draw(st.integers(0, 10_000))} if row["when"].startswith("more:") else row for row in rows
        ]
    return said


def process_of(said: dict[str, dict[str, Any]], lang: str = "en") -> Process:
    problems = {page: guide_wishes.read(said, HOUSE, page).problems for page in PAGES}
    assert not any(problems.values()), problems
    return guide_drafting.drafted(guide_wishes.wishes(said, HOUSE, lang), "made")


def is_sound(process: Process) -> None:
    """No error, no way that cannot be taken, and every suggested walk ends as it is expected to."""
    assert [one for one in lint(process) if one.severity == "error"] == []
    assert loads(dumps(process)) == process
    assert walk_suggestions.suggested(process).missing == ()
    tested = guide_drafting.with_tests(process)
    report = tests_run.report(tested)
    assert (report.failed, report.coverage.states, report.coverage.moves) == (0, (), ())
    ends = {rehearsal.rehearse(process, test).ended for test in tested.tests}
    assert ends >= {state.outcome for state in process.flow.states if state.kind == "end"}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(told(), st.sampled_from(LANGUAGES))
def test_whatever_is_told_becomes_a_sound_process(said: dict[str, dict[str, Any]], lang: str) -> None:
    is_sound(process_of(said, lang))


JUDGES: dict[str, dict[str, Any]] = {
    "person": {"who": "person:tom.hill"},
    "any": {"who": "group:ccb", "rule": "any"},
    "all": {"who": "group:ccb", "rule": "all"},
    "two": {"who": "group:ccb", "rule": "at_least", "count": 2},
    "new": {"who": "new", "name": "Buyers", "members": ["tom.hill", "li.na"], "rule": "all"},
}
CASES: dict[str, dict[str, Any]] = {
    "none": {},
    "more": {"when": "more:How much?", "amount": 500},
    "yes": {"when": "yes:Urgent?"},
    "is": {"when": "is:Where?: There"},
}
ASKED = [
    {"title": "How much?", "kind": "money", "required": True},
    {"title": "Urgent?", "kind": "yes_no"},
    {"title": "Where?", "kind": "choice", "choices": "Here\nThere"},
]


@pytest.mark.parametrize(("judge", "case", "then"), list(product(JUDGES, CASES, REFUSALS)))
def test_every_combination_runs_to_all_its_ends(judge: str, case: str, then: str) -> None:
    by = list(FILLERS)[(len(judge) + len(case) + len(then)) % 3]
    further = {"conditions": [{**CASES[case], **JUDGES[judge]}]} if CASES[case] else {}
    said = full(
        filling={"by": by},
        deciding={"steps": [JUDGES[judge]]},
        refusing={"then": then},
        time={"days": 2, "late": "tell"},
        further=further,
        ending={"work": "Do it", "worker": "group:one"},
    )
    is_sound(process_of(said))


def full(**pages: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A thing that Tom decides about; ``pages`` say otherwise."""
    return {
        "title": {"title": "A thing"},
        "questions": {"questions": ASKED},
        "filling": {"by": "people"},
        "deciding": {"steps": [JUDGES["person"]]},
        "refusing": {"then": "both"},
        "time": {},
        "further": {},
        "ending": {},
        **pages,
    }


def walk(process: Process, steps: str, **answers: Any) -> tuple[tuple[str, ...], str]:
    """The states visited and the end, by steps as ``decision:tom.hill:approve``."""
    lines = [dict(zip(("at", "as", "do"), one.split(":"), strict=True)) for one in steps.split()]
    script = [{**one, "as": one["as"].replace("/", ":"), "comment": "…"} for one in lines]
    done = rehearsal.rehearse(process, {"answers": {"how_much": 1, **answers}, "as": "requester", "steps": script})
    assert done.problems == ()
    return done.visits, done.ended


TOM = "person/tom.hill"
BUY = {"conditions": [{**CASES["more"], "who": "person:li.na"}]}
WALKS: list[tuple[dict[str, Any], dict[str, Any], str, str, str]] = [
    ({}, {}, f"decision:{TOM}:approve", "decision done", "closed"),
    ({}, {}, f"decision:{TOM}:reject", "decision refused", "rejected"),
    (
        {},
        {},
        f"decision:{TOM}:send-back improve:requester:again decision:{TOM}:approve",
        "decision improve decision done",
        "closed",
    ),
    ({}, {}, f"decision:{TOM}:send-back improve:requester:give-up", "decision improve given-up", "withdrawn"),
    ({"further": BUY}, {"how_much": 500}, f"decision:{TOM}:approve", "decision case done", "closed"),
    ({"further": BUY}, {"how_much": 501}, f"decision:{TOM}:approve", "decision case case-decision", ""),
    (
        {"further": BUY},
        {"how_much": 501},
        f"decision:{TOM}:approve case-decision:person/li.na:reject",
        "decision case case-decision refused",
        "rejected",
    ),
    (
        {"further": {"conditions": [{"when": "is:Where?: There", "who": "person:li.na"}]}},
        {"where": "option_2"},
        f"decision:{TOM}:approve",
        "decision case case-decision",
        "",
    ),
    (
        {"further": {"conditions": [{"when": "yes:Urgent?", "who": "person:li.na"}]}},
        {"urgent": False},
        f"decision:{TOM}:approve",
        "decision case done",
        "closed",
    ),
    (
        {"deciding": {"steps": [JUDGES["two"]]}},
        {},
        "decision:group/ccb#1:approve",
        "decision",
        "",
    ),
    (
        {"deciding": {"steps": [JUDGES["two"], {"who": "manager"}]}},
        {},
        "decision:group/ccb#1:approve decision:group/ccb#2:approve decision-2:manager:approve",
        "decision decision-2 done",
        "closed",
    ),
    (
        {"deciding": {"steps": [JUDGES["all"]]}, "refusing": {"then": "back"}},
        {},
        "decision:group/ccb#3:send-back",
        "decision improve",
        "",
    ),
    (
        {"ending": {"work": "Order it", "worker": "group:one"}},
        {},
        f"decision:{TOM}:approve work:group/one#1:done",
        "decision work done",
        "closed",
    ),
]


@pytest.mark.parametrize(("pages", "answers", "steps", "visits", "end"), WALKS)
def test_it_goes_as_it_was_told(
    pages: dict[str, Any], answers: dict[str, Any], steps: str, visits: str, end: str
) -> None:
    assert walk(process_of(full(**pages)), steps, **answers) == (tuple(visits.split()), end)


def test_what_is_asked_is_as_it_was_told() -> None:
    said = full(filling={"by": "both"}, time={"days": 2, "late": "tell"}, ending={"told": ["person:li.na"]})
    process = process_of(said, "zh-Hans")
    assert process.title == {"zh-Hans": "A thing"}
    fields = process.form.fields
    assert [(one.type, one.required) for one in fields.values()][:3] == [
        ("money", True),
        ("yes_no", False),
        ("choice", False),
    ]
    assert [one.title for one in choices_of(fields["where"])] == [{"zh-Hans": "Here"}, {"zh-Hans": "There"}]
    assert (process.contact.name, process.contact.email) == ("client_name", "client_email")
    assert fields["client_email"].default == {"var": "@person.email"}
    first = process.flow.by_key["decision"]
    assert [(one.after, one.do) for one in first.deadlines] == [("P2WD", "remind"), ("P4WD", "escalate")]
    told = {state.key: state.notices for state in process.flow.states if state.notices}
    assert told.keys() == {"done", "refused"}
    assert all(one.to == (Who("person", "li.na"),) for notices in told.values() for one in notices)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("example", guide_examples.EXAMPLES, ids=lambda one: one.key)
def test_an_example_speaks_both_languages(example: guide_examples.Example, lang: str) -> None:
    said = {
        **guide_examples.said(example, lang),
        "filling": {"by": "both"},
        "deciding": {"steps": [{"who": "manager"}]},
        "refusing": {"then": "both"},
        "time": {},
        "further": {},
        "ending": {"told": ["group:ccb"]},
    }
    process = process_of(said, lang)
    assert lint(process) == ()
    is_sound(process)


@pytest.mark.parametrize(
    ("page", "said", "code"),
    [
        ("title", {}, "answer.required"),
        ("questions", {"questions": [{"kind": "text"}]}, "answer.required"),
        ("questions", {"questions": [{"title": "Which?", "kind": "choice", "choices": "one"}]}, "answer.refused"),
        ("deciding", {"steps": [{"who": "person:nobody"}]}, "answer.not-a-choice"),
        ("deciding", {"steps": [{"who": "new", "name": "Buyers", "rule": "any"}]}, "answer.required"),
        ("deciding", {"steps": [{"who": "group:ccb", "rule": "at_least", "count": 4}]}, "guide.too-few"),
        ("time", {"days": 2}, "answer.required"),
        ("ending", {"work": "Order it"}, "answer.required"),
    ],
)
def test_what_is_missing_is_said(page: str, said: dict[str, Any], code: str) -> None:
    assert [one.code for one in guide_wishes.read({page: said}, HOUSE, page).problems] == [code]


def test_a_condition_is_gone_with_its_question() -> None:
    row = {"when": "more:How much?", "amount": 5, "who": "person:tom.hill"}
    said = {"questions": {"questions": ASKED}, "further": {"conditions": [row]}}
    assert guide_wishes.read(said, HOUSE, "further").problems == ()
    changed = {**said, "questions": {"questions": [{**ASKED[0], "title": "How many?"}]}}
    assert [one.code for one in guide_wishes.read(changed, HOUSE, "further").problems] == ["answer.not-a-choice"]
