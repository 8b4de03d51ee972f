"""What a BPMN file of others draws, as a graph: subprocesses opened, and whatever only joins lines taken out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from builder.exchange.conversion_report import Ledger
from builder.exchange.plain_xml import Element
from schemas.words import Words, words

GATEWAYS: Final = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway")
SUBPROCESSES: Final = ("subProcess", "transaction", "adHocSubProcess")
TASKS: Final = ("userTask", "manualTask", "task")
ACTIONS: Final = ("serviceTask", "scriptTask", "sendTask", "businessRuleTask")
EVENTS: Final = ("intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent", "startEvent", "endEvent")
STEPS: Final = (*GATEWAYS, *SUBPROCESSES, *TASKS, *ACTIONS, *EVENTS, "callActivity", "receiveTask")
BESIDES: Final = ("sequenceFlow", "documentation", "extensionElements", "laneSet", "incoming", "outgoing")
MANY: Final = "multiInstanceLoopCharacteristics"
JOINT: Final = "joint"
"""What a node is that only joins lines."""
NONE: Final = ""
ITS_OWN: Final = words(
    "a subprocess was opened: its steps stand among the others.", "子流程已展开，其步骤与其他步骤并列。"
)


@dataclass
class Node:
    """``element`` as BPMN calls it. ``event`` is what an event is about, as in ``timerEventDefinition`` without the end."""

    id: str
    element: str
    name: str = ""
    xml: Element = field(default_factory=lambda: Element("", "", {}))
    host: str = ""
    event: str = ""
    many: bool = False
    partner: str = ""
    """Of a gateway that parts: the one that gathers again."""


@dataclass
class Edge:
    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    usual: bool = False
    branch: bool = False
    leaves: bool = False


@dataclass
class Graph:
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)

    def out(self, key: str) -> list[Edge]:
        return [edge for edge in self.edges if edge.source == key]

    def into(self, key: str) -> list[Edge]:
        return [edge for edge in self.edges if edge.target == key]

    def beyond(self, starts: list[str], stop: str = "") -> set[str]:
        """Whatever can be reached, with the starts; not through ``stop``. What is at the edge of a step is beyond it."""
        after: dict[str, list[str]] = {}
        for edge in self.edges:
            after.setdefault(edge.source, []).append(edge.target)
        for node in self.nodes.values():
            if node.host:
                after.setdefault(node.host, []).append(node.id)
        found, waiting = set[str](), [start for start in starts if start != stop]
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting.extend(one for one in after.get(key, ()) if one != stop)
        return found

    def without(self, key: str) -> None:
        self.nodes.pop(key)
        self.edges = [edge for edge in self.edges if key not in (edge.source, edge.target)]


def graph_of(process: Element, ledger: Ledger) -> Graph:
    """The graph of a process; what it cannot hold is noted."""
    graph = Graph()
    _gather(graph, process, "", ledger)
    _link(graph)
    _part_gateways(graph)
    dissolve(graph, _only_joins)
    _tidy(graph, ledger)
    return graph


def _tidy(graph: Graph, ledger: Ledger) -> None:
    """What is still a joint parts or ends; and no way leads to a beginning or to the edge of a step."""
    for node in graph.nodes.values():
        if node.element == JOINT:
            node.element = "parallelGateway" if len(graph.out(node.id)) > 1 else "endEvent"
    for edge in [*graph.edges]:
        if graph.nodes[edge.target].element == "startEvent" or graph.nodes[edge.target].host:
            ledger.note("import.left-out", edge.id, name=edge.name or edge.id, what="sequenceFlow")
            graph.edges.remove(edge)


def dissolve(graph: Graph, joins: Callable[[Graph, Node], bool]) -> None:
    """Whatever comes to such a node goes on to where it leads."""
    for node in [*graph.nodes.values()]:
        if not joins(graph, node):
            continue
        on = next(iter(graph.out(node.id)), None)
        if on is None or on.target == node.id:
            continue
        for edge in graph.into(node.id):
            edge.target, edge.name = on.target, edge.name or on.name
            edge.condition = edge.condition or on.condition
        graph.without(node.id)


def _only_joins(graph: Graph, node: Node) -> bool:
    if node.element == JOINT:
        return len(graph.out(node.id)) == 1 and bool(graph.into(node.id))
    alone = len(graph.out(node.id)) == 1 and node.element in GATEWAYS and node.element != "eventBasedGateway"
    return alone and (node.element in ("exclusiveGateway", "complexGateway") or len(graph.into(node.id)) == 1)


def _gather(graph: Graph, scope: Element, around: str, ledger: Ledger) -> None:
    """The steps and ways of a process, or of a subprocess, whose ends lead to ``around``."""
    for one in scope.inside:
        if one.name in SUBPROCESSES:
            _open(graph, one, ledger)
        elif one.name in STEPS:
            graph.nodes[one.id] = node = _node(one, around)
            if around and one.name == "endEvent" and node.event != "terminate":
                node.element = JOINT
                graph.edges.append(Edge(f"{one.id}#out", one.id, around))
    usual = {one.get("default") for one in scope.inside if one.get("default")}
    for one in scope.all("sequenceFlow"):
        edge = _edge(one, usual, graph)
        if edge.source in graph.nodes and edge.target in graph.nodes:
            graph.edges.append(edge)
        else:
            ledger.note("import.left-out", edge.id, name=edge.name or edge.id, what=one.name)


def _edge(one: Element, usual: set[str], graph: Graph) -> Edge:
    """A way out of a subprocess that was opened begins where its steps end."""
    condition, source = one.first("conditionExpression"), one.get("sourceRef")
    ended = f"{source}#end"
    begins = ended if ended in graph.nodes else source
    said = condition.text if condition else ""
    return Edge(one.id, begins, one.get("targetRef"), one.get("name"), said, one.id in usual)


def _node(one: Element, around: str) -> Node:
    event = next(
        (said.name.removesuffix("EventDefinition") for said in one.inside if said.name.endswith("EventDefinition")),
        NONE,
    )
    made = Node(one.id, one.name, one.get("name"), one, one.get("attachedToRef"), event, one.first(MANY) is not None)
    if one.name == "startEvent" and around:
        made.element = JOINT
    if one.name in EVENTS and made.event == NONE and one.name.startswith("intermediate"):
        made.element = JOINT
    return made


def _open(graph: Graph, one: Element, ledger: Ledger) -> None:
    """A subprocess that runs once is its steps; one for each row is a loop with a branch."""
    if one.get("triggeredByEvent") == "true":
        ledger.note("import.left-out", one.id, name=one.get("name") or one.id, what=one.name)
        return
    many = one.first(MANY) is not None
    graph.nodes[one.id] = Node(one.id, "loop" if many else JOINT, one.get("name"), one, many=many)
    if not many:
        graph.nodes[f"{one.id}#end"] = Node(f"{one.id}#end", JOINT)
        ledger.note("import.changed", one.id, name=one.get("name") or one.id, what=ITS_OWN)
    _gather(graph, one, one.id if many else f"{one.id}#end", ledger)
    begins = [start.id for start in one.all("startEvent")] or [
        inner.id for inner in one.all(*STEPS) if inner.id in graph.nodes and not graph.into(inner.id)
    ]
    for start in begins[:1]:
        graph.edges.append(Edge(f"{one.id}#in", one.id, start, branch=many))


def _link(graph: Graph) -> None:
    """What is thrown as a link goes on where it is caught."""
    caught = {one.name: one for one in graph.nodes.values() if one.event == "link" and "Catch" in one.element}
    for node in [*graph.nodes.values()]:
        if node.event == "link" and "Throw" in node.element and node.name in caught:
            graph.edges.append(Edge(f"{node.id}#link", node.id, caught[node.name].id))
            node.element = caught[node.name].element = JOINT


def _part_gateways(graph: Graph) -> None:
    """One that gathers and parts at once is two."""
    for node in [*graph.nodes.values()]:
        gathers = node.element in ("parallelGateway", "inclusiveGateway") and len(graph.into(node.id)) > 1
        if gathers and len(graph.out(node.id)) > 1:
            parts = Node(f"{node.id}#out", node.element, node.name, node.xml)
            graph.nodes[parts.id] = parts
            for edge in graph.out(node.id):
                edge.source = parts.id
            graph.edges.append(Edge(f"{node.id}#on", node.id, parts.id))


def blocks(graph: Graph, ledger: Ledger) -> None:
    """Every gateway that parts finds the one that gathers, and is both; where there is none, its branches end alone."""
    for node in [*graph.nodes.values()]:
        if node.element in ("parallelGateway", "inclusiveGateway") and len(graph.out(node.id)) > 1:
            _block(graph, node, ledger)
    dissolve(graph, lambda held, node: _gathers(held, node) and bool(held.out(node.id)))
    for node in [*graph.nodes.values()]:
        if _gathers(graph, node):
            node.element = "endEvent"


def _gathers(graph: Graph, node: Node) -> bool:
    return node.element in ("parallelGateway", "inclusiveGateway") and len(graph.out(node.id)) <= 1


def _block(graph: Graph, node: Node, ledger: Ledger) -> None:
    for edge in graph.out(node.id):
        edge.branch = True
    reached = [graph.beyond([edge.target], node.id) for edge in graph.out(node.id)]
    common = set.intersection(*reached)
    gathers = [one for one in common if graph.nodes[one].element == node.element and _gathers(graph, graph.nodes[one])]
    nearest = min(gathers, key=lambda one: (-len(graph.beyond([one], node.id)), one), default="")
    inside = graph.beyond([edge.target for edge in graph.out(node.id)], nearest) if nearest else set.union(*reached)
    before = graph.beyond([one.id for one in graph.nodes.values() if one.element == "startEvent"], node.id)
    for edge in graph.edges:
        if edge.source in inside - before and edge.target in before and edge.target != nearest:
            edge.leaves = True
            ledger.note("import.changed", edge.id, name=edge.name or edge.id, what=LEAVES)
    if not nearest:
        return
    for edge in graph.into(nearest):
        edge.target = node.id if edge.source in inside or edge.source == node.id else edge.target
    for edge in graph.out(nearest):
        graph.edges.append(Edge(edge.id, node.id, edge.target, edge.name))
    if not graph.into(nearest):
        graph.without(nearest)


LEAVES: Final[Words] = words(
    "it leads out of branches that run side by side, which stop then.", "它从并行分支中引出，其他分支随之停止。"
)


def lanes_of(process: Element) -> Iterator[tuple[str, str]]:
    """The id of every step in a lane, and the name of that lane; the innermost lane comes last."""
    for one in process.walk():
        if one.name == "lane":
            for step in one.all("flowNodeRef"):
                yield step.text, one.get("name") or one.id
