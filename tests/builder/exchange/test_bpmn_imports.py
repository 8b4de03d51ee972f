"""BPMN that others have drawn: what it becomes, and that nothing of it is lost without a word."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.exchange.conversion_report import Carried
from builder.exchange.formats import File, bring_in, recognised
from schemas.document import Unreadable, dump, load
from schemas.lint import lint
from schemas.messages.problem_words import say
from schemas.model.flow import Flow
from schemas.problem import Problem

SAMPLES = Path(__file__).parents[2] / "data" / "bpmn"
NAMES = sorted(path.name for path in SAMPLES.glob("*.bpmn"))
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn">'
    '<process id="p" name="Leave">'
)
TAIL = "</process></definitions>"


def sample(name: str) -> File:
    return File(name, (SAMPLES / name).read_bytes())


def brought(inside: str) -> Carried:
    return bring_in("bpmn", File("x.bpmn", f"{HEAD}{inside}{TAIL}".encode()))


def ways(flow: Flow) -> set[tuple[str, str, str]]:
    return {(move.source, move.key, move.target) for move in flow.moves}


def told(carried: Carried) -> dict[str, Any]:
    flow = dump(carried.process)["flow"]
    report = [[one.path, say(one, "en"), say(one, "zh-Hans")] for one in carried.lost]
    return {"states": flow["states"], "moves": flow["moves"], "report": report}


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_becomes_what_its_report_says(name: str) -> None:
    file = sample(name)
    carried = bring_in(recognised(file), file)
    golden = SAMPLES / name.replace(".bpmn", ".report.json")
    assert told(carried) == json.loads(golden.read_text("utf-8"))
    assert load(dump(carried.process)) == carried.process
    assert [one for one in lint(carried.process) if one.severity == "error"] == []
    assert all(say(one, "en") != one.code and not say(one, "zh-Hans").isascii() for one in carried.lost)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_in_a_file_is_carried_or_told(name: str) -> None:
    """Nothing is dropped silently: what has a name is called so in the draft, or in the report."""
    file = sample(name)
    carried = bring_in("bpmn", file)
    said = json.dumps([dump(carried.process), told(carried)["report"]], ensure_ascii=False)
    names = re.findall(r'\bname="([^"]+)"', file.content.decode())
    assert [one for one in names if one not in said and one not in ("Company", "goods arrived")] == []


TASK = '<userTask id="{0}" name="{0}" camunda:candidateGroups="office"/>'
GATEWAY = '<{0} id="{1}"/>'


def drawn(*flows: str) -> str:
    """``a>b`` is a way from a to b; ``a>b?condition`` one with a condition."""
    made = []
    for number, flow in enumerate(flows):
        ends, _, condition = flow.partition("?")
        source, target = ends.split(">")
        inside = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        made.append(f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>')
    return "".join(made)


ENDS = '<startEvent id="s"/><endEvent id="e" name="end"/>'


def test_branches_find_where_they_are_gathered_also_one_in_another() -> None:
    gateways = "".join(GATEWAY.format("parallelGateway", one) for one in ("o", "i", "j", "k"))
    tasks = "".join(TASK.format(one) for one in "abc")
    flows = drawn("s>o", "o>a", "o>i", "i>b", "i>c", "b>j", "c>j", "j>k", "a>k", "k>e")
    flow = brought(ENDS + gateways + tasks + flows).process.flow
    assert [state.kind for state in flow.states].count("parallel") == 2
    outer, inner = [state.key for state in flow.states if state.kind == "parallel"]
    assert {(one, two) for one, _, two in ways(flow)} == {
        *((outer, "a"), (outer, inner), (inner, "b"), (inner, "c")),
        *(("b", inner), ("c", inner), (inner, outer), ("a", outer), (outer, "end")),
    }
    assert {move.target for move in flow.moves if move.branch} == {"a", "b", "c", inner}


def test_conditions_of_other_engines_are_carried_with_the_questions_they_read() -> None:
    gateway = GATEWAY.format("exclusiveGateway", "g").replace("/>", ' default="f4"/>')
    tasks = "".join(TASK.format(one) for one in "abc")
    conditions = (
        "s>g",
        "g>a?${amount &gt;= 10 &amp;&amp; kind == 'x'}",
        "g>b?#{!urgent}",
        "g>b?${urgent eq true}",
        "g>c",
    )
    carried = brought(ENDS + gateway + tasks + drawn(*conditions, "a>e", "b>e", "c>e"))
    assert {key: one.type for key, one in carried.process.form.fields.items()} == {
        "amount": "number",
        "kind": "choice",
        "urgent": "yes_no",
    }
    whens = [move.when for move in carried.process.flow.moves if move.target in ("a", "b", "c")]
    assert whens[0] == {"and": [{">=": [{"var": "amount"}, 10]}, {"==": [{"var": "kind"}, "x"]}]}
    assert whens[3] is None
    assert {one.code for one in carried.lost} == {"import.guessed"}


def test_a_condition_that_cannot_be_said_is_somebodys_decision() -> None:
    gateways = GATEWAY.format("exclusiveGateway", "g") + GATEWAY.format("exclusiveGateway", "m")
    tasks = "".join(TASK.format(one) for one in "ab")
    flows = drawn("s>m", "m>g", "g>a?${bean.decide(execution)}", "g>b?${bean.other()}", "a>e", "b>m")
    carried = brought(ENDS + gateways + tasks + flows)
    decides = next(state for state in carried.process.flow.states if state.key not in ("a", "b", "end"))
    assert decides.kind == "task"
    assert [one.path for one in carried.lost if one.code == "import.expression"] == ["/f2", "/f3"]


def test_what_only_a_path_that_is_not_carried_leads_to_is_told() -> None:
    error = '<boundaryEvent id="x" attachedToRef="a"><errorEventDefinition/></boundaryEvent>'
    carried = brought(ENDS + TASK.format("a") + TASK.format("b") + error + drawn("s>a", "a>e", "x>b", "b>e"))
    assert {state.key for state in carried.process.flow.states} == {"a", "end"}
    assert {"/x", "/b"} <= {one.path for one in carried.lost}


def test_branches_that_end_by_themselves_lead_on_to_an_end() -> None:
    flows = drawn("s>o", "o>a", "o>b", "a>e", "b>e")
    carried = brought(ENDS + GATEWAY.format("parallelGateway", "o") + TASK.format("a") + TASK.format("b") + flows)
    assert [one for one in lint(carried.process) if one.severity == "error"] == []


KINDS = (
    "userTask",
    "exclusiveGateway",
    "parallelGateway",
    "inclusiveGateway",
    "eventBasedGateway",
    "endEvent",
    "startEvent",
)
KINDS += (
    "serviceTask",
    "callActivity",
    "receiveTask",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "complexGateway",
)
KINDS += ("boundaryEvent", "subProcess", "transaction")


@st.composite
def files(draw: st.DrawFn) -> str:
    ids = st.sampled_from("abcdefgh")
    timer = "<timerEventDefinition><timeDuration>{}</timeDuration></timerEventDefinition>"
    inside = st.sampled_from(
        (
            "",
            timer.format("P1D"),
            timer.format("soon"),
            "<messageEventDefinition/>",
            "<multiInstanceLoopCharacteristics/>",
        )
    )
    steps = draw(st.lists(st.tuples(st.sampled_from(KINDS), ids, inside, ids, ids), max_size=9))
    flows = draw(st.lists(st.tuples(ids, ids, st.sampled_from(("", "${a", "=x > 1", "=")), st.just("")), max_size=14))
    body = "".join(
        f'<{kind} id="{key}" attachedToRef="{host}" default="f1">{inner}'
        + (f'<startEvent id="{key}s"/><userTask id="{other}"/>' if kind in ("subProcess", "transaction") else "")
        + f"</{kind}>"
        for kind, key, inner, host, other in steps
    )
    return f'<startEvent id="s"/>{body}' + drawn("s>a", *(f"{a}>{b}?{c}" for a, b, c, _ in flows))


def tried(inside: str) -> tuple[Carried | None, tuple[Problem, ...]]:
    try:
        carried = brought(inside)
    except Unreadable as wrong:
        return None, wrong.problems
    return carried, carried.lost


@settings(max_examples=300)
@given(files())
def test_whatever_is_drawn_is_a_process_or_refused_in_words(inside: str) -> None:
    carried, said = tried(inside)
    assert all(say(one, "zh-Hans") != one.code for one in said)
    if carried is None:
        return
    flow = carried.process.flow
    assert flow.initial in flow.by_key
    assert all(move.source in flow.by_key and move.target in flow.by_key for move in flow.moves)


def test_more_than_anybody_follows_is_refused() -> None:
    with pytest.raises(Unreadable) as wrong:
        brought("".join(TASK.format(f"t{at}") for at in range(2100)))
    assert wrong.value.problems[0].code == "bpmn.too-many"
