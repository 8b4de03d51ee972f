"""What stands in a BPMN file of others that becomes nothing here: every bit of it is named in the report."""

from typing import Final

from builder.exchange.bpmn.bpmn_graph import BESIDES, MANY, STEPS, Graph
from builder.exchange.conversion_report import Ledger
from builder.exchange.plain_xml import Element
from schemas.words import words

KNOWN: Final = frozenset(
    (
        *STEPS,
        *BESIDES,
        *(MANY, "process", "laneSet", "lane", "flowNodeRef", "childLaneSet", "conditionExpression"),
        *("timerEventDefinition", "messageEventDefinition", "signalEventDefinition", "terminateEventDefinition"),
        *("timeDuration", "loopCardinality", "linkEventDefinition", "source", "target"),
    )
)
"""Elements that are carried, or reported where they are read."""
AROUND: Final = ("collaboration", "process", "message", "signal", "BPMNDiagram", "extensionElements", "documentation")
CARRIED: Final = ("candidateGroups", "assignee", "candidateUsers")
WAITED: Final = ("timer", "message", "signal")
"""What events that catch are carried of."""
CATCHING: Final = ("intermediateCatchEvent", "boundaryEvent", "startEvent")
LAYOUT: Final = words(
    "the places of the picture are not kept: the flow is laid out anew.", "不保留原图的位置，流程图将重新布局。"
)


def report(root: Element, process: Element, graph: Graph, ledger: Ledger) -> None:
    """Notes it, with the id of where it stands as its place."""
    for one in root.inside:
        if one.name == "collaboration":
            _pools(one, process, ledger)
        elif one.name == "BPMNDiagram":
            ledger.note("import.changed", name="BPMNDiagram", what=LAYOUT)
        elif (one is not process and one.name not in AROUND) or (one.name == "process" and one is not process):
            _left(one, one, ledger)
    _inside(process, process, ledger)
    for node in graph.nodes.values():
        if node.event in WAITED and (node.element not in CATCHING or node.element == "startEvent"):
            ledger.note("import.left-out", node.id, name=node.name or node.id, what=f"{node.event}EventDefinition")


def _pools(collaboration: Element, process: Element, ledger: Ledger) -> None:
    for one in collaboration.inside:
        if one.name != "participant" or one.get("processRef") != process.id:
            _left(one, one, ledger)


def _inside(holder: Element, place: Element, ledger: Ledger) -> None:
    for one in holder.inside:
        here = one if one.id else place
        foreign = one.space != holder.space or one.name not in KNOWN
        if one.name == "extensionElements":
            for held in one.inside:
                _extension(held, here, ledger)
        elif foreign:
            _left(one, here, ledger)
        elif one.get("triggeredByEvent") != "true":
            _attributes(one, here, ledger)
            _inside(one, here, ledger)


def _extension(held: Element, place: Element, ledger: Ledger) -> None:
    if not set(held.attributes) <= set(CARRIED) or not held.attributes:
        _left(held, place, ledger)


def _attributes(one: Element, place: Element, ledger: Ledger) -> None:
    for key in one.attributes:
        space, _, name = key.rpartition("#")
        if space and name not in CARRIED and "XMLSchema-instance" not in space:
            ledger.note("import.keyword", place.id, name=place.get("name") or place.id, keyword=name)


def _left(one: Element, place: Element, ledger: Ledger) -> None:
    said = one.get("name") or one.get("id") or place.get("name") or place.id or one.name
    ledger.note("import.left-out", *filter(None, (place.id,)), name=said, what=one.name)
