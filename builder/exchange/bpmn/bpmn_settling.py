"""What of somebody else's graph can be steps here: choices that are somebody's, events that are none, dead ends."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from builder.exchange.bpmn.bpmn_conditions import Conditions
from builder.exchange.bpmn.bpmn_graph import ACTIONS, TASKS, Edge, Graph, Node, dissolve
from builder.exchange.bpmn.bpmn_notes import BUTTONS, BY_HAND, CHOSEN, CONDITION
from builder.exchange.conversion_report import Ledger, refused
from builder.exchange.expressions.expression import Unsayable
from builder.exchange.plain_xml import Element
from schemas.model.flow import StateKind

KINDS: Final[Mapping[str, StateKind]] = {
    **dict.fromkeys(TASKS, "task"),
    **dict.fromkeys(ACTIONS, "action"),
    **dict.fromkeys(("receiveTask", "intermediateCatchEvent", "eventBasedGateway"), "wait"),
    "exclusiveGateway": "choice",
    "parallelGateway": "parallel",
    "inclusiveGateway": "inclusive",
    "complexGateway": "inclusive",
    "callActivity": "process",
    "loop": "loop",
    "endEvent": "end",
}
LENGTH: Final = re.compile(r"P(?!$)(\d+[YMWD])*(T(?=\d)(\d+[HMS])*)?")


@dataclass
class Settling:
    """Changes a graph until every node of it is a step, or an event at the edge of one."""

    ledger: Ledger

    def begun(self, graph: Graph) -> str:
        starts = [node.id for node in graph.nodes.values() if node.element == "startEvent" and graph.out(node.id)]
        for extra in starts[1:]:
            self.ledger.note("import.left-out", extra, name=graph.nodes[extra].name or extra, what="startEvent")
        found = starts[:1] or [node.id for node in graph.nodes.values() if not graph.into(node.id)]
        if not found or not graph.out(found[0]):
            raise refused("bpmn.no-steps")
        return found[0]

    def decide(self, graph: Graph) -> None:
        """A choice whose conditions cannot be said is somebody's: of the step before it, or of a step of its own."""
        for node in [*graph.nodes.values()]:
            if node.element in TASKS and len(graph.out(node.id)) > 1:
                self.ledger.note("import.changed", node.id, name=node.name or node.id, what=CHOSEN)
            if node.element != "exclusiveGateway" or all(self._sayable(edge) for edge in graph.out(node.id)):
                continue
            before = [edge.source for edge in graph.into(node.id)]
            alone = len(before) == 1 and graph.nodes[before[0]].element in TASKS and len(graph.out(before[0])) == 1
            for edge in graph.out(node.id):
                self.unsaid(edge)
                edge.condition, edge.source = "", before[0] if alone else node.id
            self.ledger.note("import.changed", node.id, name=node.name or node.id, what=BUTTONS if alone else BY_HAND)
            node.element = "task"
            if alone:
                graph.without(node.id)
        dissolve(graph, lambda held, node: node.element == "exclusiveGateway" and len(held.out(node.id)) == 1)

    def _sayable(self, edge: Edge) -> bool:
        trial = Conditions()
        trial.hear(edge.condition)
        trial.form(Ledger())
        try:
            return edge.usual or bool(edge.condition and trial.rule(edge.condition) is not None)
        except Unsayable:
            return False

    def unsaid(self, edge: Edge) -> None:
        if edge.condition:
            said = {"role": CONDITION, "name": edge.name or edge.id, "expression": edge.condition}
            self.ledger.note("import.expression", edge.id, **said, why=BY_HAND)

    def at_edges(self, graph: Graph) -> None:
        """Of the events at the edges of steps only those stay that are a deadline, a reminder or a message here."""
        for node in [one for one in graph.nodes.values() if one.host]:
            stops = node.xml.get("cancelActivity", "true") != "false"
            host = graph.nodes.get(node.host)
            fits = host is not None and KINDS.get(host.element, "action") not in ("choice", "action", "end")
            goes = stops and node.event in ("timer", "message", "signal") and bool(graph.out(node.id))
            reminds = not stops and node.event == "timer" and bool(length_of_timer(node))
            if not fits or not (goes or (reminds and not graph.out(node.id))):
                self.lost(node, f"boundaryEvent, {node.event or '?'}")
            if not fits or not (goes or reminds):
                graph.without(node.id)
            elif reminds:
                graph.edges = [edge for edge in graph.edges if edge.source != node.id]

    def lost(self, node: Node, what: str) -> None:
        self.ledger.note("import.left-out", node.id, name=node.name or node.id, what=what)

    def unreached(self, graph: Graph, entry: str) -> None:
        reached = graph.beyond([entry])
        for node in [*graph.nodes.values()]:
            if node.id not in reached:
                if node.element not in ("startEvent", "joint"):
                    self.lost(node, node.element)
                graph.without(node.id)


def length_of_timer(node: Node) -> str:
    """How long a timer says; empty where it says something else."""
    timer = node.xml.first("timerEventDefinition")
    said = text_of(timer, "timeDuration", "timeCycle") if timer else ""
    plain = said.lstrip("= ").strip("\"'").removeprefix("duration(").strip("()\"'").rpartition("/")[2]
    return plain if LENGTH.fullmatch(plain) else ""


def text_of(element: Element, *names: str) -> str:
    found = element.first(*names)
    return found.text if found else ""
