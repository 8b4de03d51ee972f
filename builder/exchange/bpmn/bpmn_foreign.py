"""BPMN of others: a draft that does what the file draws, and a report of everything that it does not."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from builder.editing.blank import blank
from builder.editing.naming import slug, unique
from builder.editing.new_steps import KIND_TITLES
from builder.exchange.bpmn.bpmn_conditions import Conditions, said_in
from builder.exchange.bpmn.bpmn_graph import MANY, STEPS, Edge, Graph, Node, blocks, graph_of, lanes_of
from builder.exchange.bpmn.bpmn_leftovers import report
from builder.exchange.bpmn.bpmn_notes import CONDITION, FORKED, NOTHING_DONE, SOMETIME, SOMETIME_ONE, TIMES
from builder.exchange.bpmn.bpmn_people import People
from builder.exchange.bpmn.bpmn_settling import KINDS, Settling, length_of_timer, text_of
from builder.exchange.conversion_report import Carried, Keys, Ledger, refused
from builder.exchange.expressions.expression import Unsayable
from builder.exchange.plain_xml import Element
from schemas.document import dump, load
from schemas.model.flow import Calls, Deadline, Each, Flow, Move, State
from schemas.model.form import Rule
from schemas.words import Words, words

MOST: Final = 1000
"""Steps and ways of a file."""
COUNTED: Final = (*STEPS, "sequenceFlow")
DAYS: Final = "P1D"

FORKING: Final = ("action", "process", "wait")


def read_foreign(root: Element, process: Element, name: str) -> Carried:
    """The process that somebody else's file draws.

    Raises:
        Unreadable: there is no way from a beginning to anything, or more steps than anybody follows.
    """
    return _Reading(root, process, name).carried()


@dataclass
class _Reading:
    root: Element
    process: Element
    name: str
    ledger: Ledger = field(default_factory=Ledger)
    conditions: Conditions = field(default_factory=Conditions)
    names: Keys = field(default_factory=Keys)
    messages: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = People(dict(lanes_of(self.process)), self.ledger)
        self.settling = Settling(self.ledger)

    def carried(self) -> Carried:
        if sum(one.name in COUNTED for one in self.process.walk()) > MOST:
            raise refused("bpmn.too-many", limit=MOST)
        graph = graph_of(self.process, self.ledger)
        start = self.settling.begun(graph)
        blocks(graph, self.ledger)
        self.settling.decide(graph)
        start = start if start in graph.nodes else next(iter(graph.nodes))
        entry = graph.out(start)[0].target if graph.nodes[start].element == "startEvent" else start
        self.messages = {one.id: one.get("name") or one.id for one in self.root.all("message", "signal")}
        report(self.root, self.process, graph, self.ledger)
        self.settling.at_edges(graph)
        self.settling.unreached(graph, entry)
        for edge in graph.edges:
            self.conditions.hear(edge.condition)
        form = self.conditions.form(self.ledger)
        self.keys = {
            node.id: self.names.free(slug(node.name, joint="-") or node.name, KINDS.get(node.element, "step"))
            for node in graph.nodes.values()
            if self._is_step(graph, node)
        }
        flow = self._flow(graph, entry)
        for lane in self.people.unused():
            self.ledger.note("import.left-out", name=lane, what="lane")
        title = said_in(self.process.get("name") or self.name)
        key = slug(self.process.get("name") or self.name, joint="-") or "process"
        begun = blank(key, title or Words({"en": key}))
        made = replace(begun, form=form if form.fields else begun.form, flow=flow, groups=self.people.groups)
        return Carried(load(dump(made)), tuple(self.ledger.lost))

    def _is_step(self, graph: Graph, node: Node) -> bool:
        return not node.host and not self._follows(graph, node)

    def _follows(self, graph: Graph, node: Node) -> bool:
        """Whether it is one of the events that a gateway waits for, which is one step."""
        before = [graph.nodes[edge.source].element for edge in graph.into(node.id)]
        return (
            bool(before)
            and set(before) == {"eventBasedGateway"}
            and node.element in ("intermediateCatchEvent", "receiveTask")
        )

    def _flow(self, graph: Graph, entry: str) -> Flow:
        states, moves = list[State](), list[Move]()
        for key in self.keys:
            state, out = self._step(graph, graph.nodes[key])
            states.append(state)
            moves.extend(out)
        ended = {move.source for move in moves}
        lost = [
            state
            for state in states
            if state.kind != "end" and (state.key not in ended or _only_branches(state, moves))
        ]
        if lost:
            done = self.names.free("done")
            states.append(State(done, "end", words("Done", "完成"), outcome="closed"))
            taken = {(move.source, move.key) for move in moves}
            for state in lost:
                key = unique("on", (one for source, one in taken if source == state.key))
                moves.append(Move(key, state.key, done, words("Go on", "继续")))
        return Flow(self.keys[entry], tuple(states), tuple(moves))

    def _step(self, graph: Graph, node: Node) -> tuple[State, list[Move]]:
        kind = KINDS.get(node.element, "action")
        title = said_in(node.name) or KIND_TITLES[kind]
        made = State(self.keys[node.id], kind, title, help=said_in(text_of(node.xml, "documentation")))
        moves, taken = list[Move](), Keys()
        deadlines = list[Deadline]()
        for edge in sorted(graph.out(node.id), key=lambda one: one.usual):
            target = graph.nodes[edge.target]
            if node.element == "eventBasedGateway" and self._follows(graph, target):
                moves += self._awaited(graph, made, target, taken, deadlines)
            else:
                moves.append(self._move(made, edge, taken))
        if kind == "wait" and node.element != "eventBasedGateway":
            moves = self._waits(node, moves, deadlines)
        for edge_event in [one for one in graph.nodes.values() if one.host == node.id]:
            moves += self._at_edge(graph, made, edge_event, taken, deadlines)
        return self._filled(node, replace(made, deadlines=tuple(deadlines)), moves), moves

    def _filled(self, node: Node, state: State, moves: list[Move]) -> State:
        if node.many and state.kind not in ("loop", "process"):
            self.settling.lost(node, MANY)
        if len([move for move in moves if not move.message]) > 1 and state.kind in FORKING:
            self.ledger.note("import.changed", node.id, name=node.name or node.id, what=FORKED)
        if state.kind == "task":
            return replace(state, who=self.people.who(node))
        if state.kind == "action":
            self.ledger.note("import.changed", node.id, name=node.name or node.id, what=NOTHING_DONE)
        if state.kind == "end":
            outcome = "rejected" if node.event in ("error", "cancel", "escalation") else "closed"
            return replace(state, outcome=outcome, ends="all" if node.event == "terminate" else "branch")
        if state.kind == "process":
            called = node.xml.get("calledElement") or node.name or node.id
            return replace(state, calls=Calls(slug(called, joint="-") or "process"), each=self._each(node))
        return replace(state, each=self._each(node)) if state.kind == "loop" else state

    def _each(self, node: Node) -> Each:
        many = node.xml.first("multiInstanceLoopCharacteristics")
        if many is None:
            return Each()
        order: Any = "sequential" if many.get("isSequential") == "true" else "parallel"
        said = text_of(many, "loopCardinality").lstrip("= ")
        if said.isdecimal() and len(said) < 4:  # noqa: PLR2004 -- digits
            return Each(times=int(said), order=order)
        self.ledger.note(
            "import.expression",
            node.id,
            role=TIMES,
            name=node.name or node.id,
            why=SOMETIME_ONE,
            expression=said or "…",
        )
        return Each(times=1, order=order)

    def _move(self, state: State, edge: Edge, taken: Keys) -> Move:
        when: Rule = None
        if edge.condition and state.kind in ("choice", "inclusive", "task"):
            when = self._rule(edge)
        elif edge.condition:
            self.settling.unsaid(edge)
        key = taken.free(slug(edge.name) or edge.name, "on")
        title = said_in(edge.name) if edge.name else words("Go on", "继续")
        return Move(key, state.key, self.keys[edge.target], title, when, branch=edge.branch, leaves=edge.leaves)

    def _rule(self, edge: Edge) -> Rule:
        try:
            return self.conditions.rule(edge.condition)
        except Unsayable as unsayable:
            said = {"role": CONDITION, "name": edge.name or edge.id, "expression": edge.condition}
            self.ledger.note("import.expression", edge.id, **said, why=unsayable.why)
            return None

    def _waits(self, node: Node, moves: list[Move], deadlines: list[Deadline]) -> list[Move]:
        return [self._by(node, move, deadlines) if not move.branch else move for move in moves[:1]] + moves[1:]

    def _awaited(self, graph: Graph, state: State, event: Node, taken: Keys, deadlines: list[Deadline]) -> list[Move]:
        made = [self._move(state, replace(edge, name=edge.name or event.name), taken) for edge in graph.out(event.id)]
        return [self._by(event, move, deadlines) for move in made]

    def _by(self, node: Node, move: Move, deadlines: list[Deadline]) -> Move:
        """The way, taken by the message or at the time that an event is about."""
        definition = next((one for one in node.xml.inside if one.name.endswith("EventDefinition")), node.xml)
        called = definition.get("messageRef") or definition.get("signalRef")
        if node.event in ("message", "signal") or node.element == "receiveTask":
            name = self.messages.get(called, called) or node.name or node.id
            return replace(move, message=slug(name, joint="-") or "message")
        after = length_of_timer(node)
        if not after:
            self.ledger.note("import.changed", node.id, name=node.name or node.id, what=SOMETIME)
        deadlines.append(Deadline(after or DAYS, "move", move=move.key))
        return move

    def _at_edge(self, graph: Graph, state: State, event: Node, taken: Keys, deadlines: list[Deadline]) -> list[Move]:
        """An event at the edge of a step: a deadline, or a message that takes the request away from it."""
        out = graph.out(event.id)
        if not out:
            deadlines.append(Deadline(length_of_timer(event), "remind"))
            return []
        return [self._by(event, self._move(state, replace(out[0], name=out[0].name or event.name), taken), deadlines)]


def _only_branches(state: State, moves: list[Move]) -> bool:
    own = [move for move in moves if move.source == state.key]
    return state.kind in ("parallel", "inclusive", "loop") and all(move.branch for move in own)
