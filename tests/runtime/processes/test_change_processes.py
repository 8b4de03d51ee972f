"""The processes of customer change in the gallery do what customer change asks for: who is asked, in which order, and who may not."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from builder.gallery import gallery
from runtime.rehearsal.rehearsal import rehearse
from schemas.filling import rights
from schemas.model.process import Process

CHANGE = "customer-change"
STEPS = {
    CHANGE: ["分析", "变更委员会评审", "客户确认", "计划调整", "实施", "结果反馈"],
    "customer-change-crm": ["评估", "客户确认", "更新与执行", "内部审核与验证", "通知客户", "记录与跟踪"],
    "change-six-phases": ["评估影响", "负责人审批", "负责人集体决策", "制定计划", "沟通", "实施", "监控与总结"],
}
"""After the request itself has been sent, which is the first of the seven steps (or six phases)."""


def main_line(process: Process) -> dict[str, Any]:
    """The document's own walk to a good end that asks most people."""
    walks = [dict(test) for test in process.tests if test["expect"].get("ends") == "closed"]
    return max(walks, key=lambda test: len({step.get("at") for step in test["steps"]}))


def until(process: Process, state: str) -> dict[str, Any]:
    """The same, up to where that step has begun."""
    walk = next(test for test in process.tests if any(step.get("at") == state for step in test["steps"]))
    steps = list(walk["steps"])
    before = steps[: next(number for number, step in enumerate(steps) if step.get("at") == state)]
    return {**walk, "steps": before}


def asked(process: Process, script: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """By step that is open: who is asked there."""
    found = rehearse(process, script)
    assert not found.problems, found.problems
    return {one.state: tuple(one.who) for one in found.open}


@pytest.mark.parametrize("key", STEPS)
def test_the_steps_come_in_their_order(key: str) -> None:
    process = gallery.ready(key)
    people = {"task", "approval"}
    titles = {one.key: one.title["zh-Hans"] for one in process.flow.states if one.kind in people}
    walked = [titles[one] for one in rehearse(process, main_line(process)).visits if one in titles]
    assert list(dict.fromkeys(walked)) == STEPS[key]


def test_what_is_sent_goes_to_project_managers_and_technical_leads_by_itself() -> None:
    process = gallery.ready(CHANGE)
    people = asked(process, {**main_line(process), "steps": []})["analysis"]
    assert {one.partition("#")[0] for one in people} == {"group:pm", "group:tech"}


@pytest.mark.parametrize(
    "left_out",
    ["analysis", "extra_cost_percent", "delay_weeks", "resource_change", "risk_level", "cost_labour", "cost_time"],
)
def test_nothing_is_reviewed_before_content_and_impact_are_recorded(left_out: str) -> None:
    process = gallery.ready(CHANGE)
    walk = until(process, "board")
    steps = [dict(step) for step in walk["steps"]]
    first = next(step for step in steps if step["at"] == "analysis")
    first["answers"] = {key: value for key, value in first["answers"].items() if key != left_out}
    found = rehearse(process, {**walk, "steps": steps})
    assert {one.code for one in found.problems} == {"answer.required"}
    assert "board" not in found.visits


def test_priority_comes_with_the_grade() -> None:
    process = gallery.ready(CHANGE)
    answers = rehearse(process, until(process, "board")).answers
    assert (answers["grade"], answers["priority"]) == ("high", "first")


def test_nobody_chooses_the_grade() -> None:
    process = gallery.ready(CHANGE)
    given = {"grade": "low", "priority": "third"}
    walk = main_line(process)
    found = rehearse(process, {**walk, "answers": {**walk["answers"], **given}, "steps": []})
    assert all(found.answers.get(key) != value for key, value in given.items())
    for state in (None, *process.flow.by_key):
        assert not {"grade", "priority"} & rights.writable(rights.of(process.flow, process.form, state))


def test_one_alone_does_not_pass_what_is_key() -> None:
    process = gallery.ready(CHANGE)
    walk = until(process, "board")
    one = {"at": "board", "as": "group:ccb#1", "do": "approve"}
    after_one = rehearse(process, {**walk, "steps": [*walk["steps"], one]})
    assert [place.state for place in after_one.open] == ["board"]
    again = rehearse(process, {**walk, "steps": [*walk["steps"], one, one]})
    assert again.problems
    two = rehearse(process, {**walk, "steps": [*walk["steps"], one, {**one, "as": "group:ccb#2"}]})
    assert "client" in two.visits


def test_what_is_not_key_is_decided_by_a_lead() -> None:
    process = gallery.ready(CHANGE)
    people = asked(process, until(process, "review"))["review"]
    assert {one.partition("#")[0] for one in people} == {"group:leads"}
    moves = {one.key: one.vote for one in process.flow.moves if one.source == "review"}
    assert (moves["approve"], moves["reject"]) == ("for", "against")


def test_without_the_clients_word_nothing_is_implemented() -> None:
    """However the flow is walked: without the client's agreement no way leads to the work."""
    flow = gallery.ready(CHANGE).flow
    ways = [one for one in flow.moves if (one.source, one.key) != ("client", "accept")]
    reached, before = {flow.initial}, set[str]()
    while reached != before:
        before = set(reached)
        reached |= {one.target for one in ways if one.source in reached}
    assert "client" in reached
    assert not {"plan", "implementation"} & reached
    refused = {one.target for one in flow.moves if (one.source, one.key) == ("client", "refuse")}
    ends = {one.key for one in flow.states if one.kind == "end"}
    assert refused <= ends


def test_whoever_did_it_does_not_verify_it() -> None:
    process = gallery.ready("customer-change-crm")
    walk = until(process, "verify")
    at_work = next(step for step in walk["steps"] if step["at"] == "execute")["as"]
    refused = rehearse(process, {**walk, "steps": [*walk["steps"], {"at": "verify", "as": at_work, "do": "verified"}]})
    assert refused.problems
    assert [place.state for place in refused.open] == ["verify"]


def test_what_is_not_needed_ends_as_such_and_with_a_reason() -> None:
    process = gallery.ready(CHANGE)
    walk = {**main_line(process), "steps": [{"at": "analysis", "as": "group:pm#1", "do": "ignore"}]}
    assert rehearse(process, walk).problems
    said = {**walk["steps"][0], "comment": "It is in the contract already."}
    assert rehearse(process, {**walk, "steps": [said]}).ended == "ignored"


@pytest.mark.parametrize("key", STEPS)
def test_the_same_request_goes_the_same_way_every_time(key: str) -> None:
    process = gallery.ready(key)
    fresh = replace(process, tests=())
    for test in process.tests:
        one, other = rehearse(process, test), rehearse(fresh, test)
        assert (one.visits, one.moves, one.ended, one.answers) == (
            other.visits,
            other.moves,
            other.ended,
            other.answers,
        )


def test_a_request_says_why_and_of_which_kind() -> None:
    asked = gallery.ready(CHANGE).form.fields
    titles = {key: [one.title["zh-Hans"] for one in asked[key].options["choices"]] for key in ("origin", "change_type")}
    assert titles == {
        "origin": ["业务方向调整", "市场变化", "竞争压力", "用户反馈或体验", "内部评估"],
        "change_type": ["产品或服务变更", "账户或条款调整", "客户信息更新"],
    }
    assert all(asked[key].required for key in titles)


def test_the_goal_is_judged_at_the_end() -> None:
    process = gallery.ready(CHANGE)
    assert process.figures.named == {
        "satisfaction": "satisfaction",
        "expected": "expected_satisfaction",
        "goal": "goal_reached",
    }
    walk = until(process, "feedback")
    steps = [
        {**step, "answers": {key: value for key, value in step.get("answers", {}).items() if key != "goal_reached"}}
        for step in walk["steps"]
    ]
    found = rehearse(process, {**walk, "steps": steps})
    assert {one.code for one in found.problems} == {"answer.required"}
    assert "feedback" not in found.visits
