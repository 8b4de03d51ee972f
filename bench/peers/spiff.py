"""The same flow in SpiffWorkflow, kept after each step as its documents say to: read, run one task, write.

Prints the microseconds a step of each run.
"""

import json
import sys
import tempfile
from pathlib import Path
from time import process_time

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

sys.path.insert(0, str(Path(__file__).parents[1]))

from the_case import ANSWERS, BOARD, STEPS

NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def _drawn() -> str:
    nodes, flows, before = [], [], "start"
    for step in STEPS:
        if step == "board":
            nodes += ['<parallelGateway id="split"/>', '<parallelGateway id="join"/>']
            flows.append((before, "split"))
            flows += [pair for who in BOARD for pair in (("split", f"vote_{who}"), (f"vote_{who}", "join"))]
            nodes += [f'<manualTask id="vote_{who}" name="vote_{who}"/>' for who in BOARD]
            before = "join"
        else:
            nodes.append(f'<manualTask id="{step}" name="{step}"/>')
            flows.append((before, step))
            before = step
    flows.append((before, "end"))
    drawn = [f'<sequenceFlow id="f{at}" sourceRef="{a}" targetRef="{b}"/>' for at, (a, b) in enumerate(flows)]
    inside = "".join(['<startEvent id="start"/>', *nodes, *drawn, '<endEvent id="end"/>'])
    return (
        f'<definitions xmlns="{NAMESPACE}" targetNamespace="bench">'
        f'<process id="bench" isExecutable="true">{inside}</process></definitions>'
    )


def main(runs: int, cases: int) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".bpmn") as file:
        file.write(_drawn())
        file.flush()
        parser = BpmnParser()
        parser.add_bpmn_file(file.name)
        spec = parser.get_spec("bench")
    serializer = BpmnWorkflowSerializer()
    print(json.dumps([_a_step(serializer, spec, cases) for _ in range(runs)]))


def _a_step(serializer: BpmnWorkflowSerializer, spec: object, cases: int) -> float:
    before, steps = process_time(), 0
    for _ in range(cases):
        begun = BpmnWorkflow(spec)
        begun.data.update(ANSWERS)
        begun.do_engine_steps()
        kept, ended = serializer.serialize_json(begun), False
        while not ended:
            workflow = serializer.deserialize_json(kept)
            task = next(iter(workflow.get_tasks(state=TaskState.READY, manual=True)))
            task.run()
            workflow.do_engine_steps()
            ended = workflow.is_completed()
            kept = serializer.serialize_json(workflow)
            steps += 1
    return (process_time() - before) * 1e6 / steps


main(int(sys.argv[1]), int(sys.argv[2]))
