"""A process as BPMN 2.0 with its layout. What BPMN cannot say stands in words of our own beside it.

Whoever knows BPMN only reads steps, ways, times and messages; brought in here again it is the very same process.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from builder.exchange.bpmn.bpmn_layout import Scene, scene
from builder.exchange.bpmn.bpmn_parts import Part, Parts, Way, parts_of
from builder.exchange.expressions.feel_writing import feel
from builder.exchange.plain_xml import fit
from schemas.document import dump
from schemas.layout.shapes import Box
from schemas.model.flow import State
from schemas.model.process import Process

OURS: Final = "https://formloom.org/schema/bpmn/1"
SPACES: Final = {
    "xmlns:bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xmlns:formloom": OURS,
}
LOGIC: Final = "https://jsonlogic.com/"
FEEL: Final = "https://www.omg.org/spec/DMN/20191111/FEEL/"
LOOPS: Final = ("callActivity", "subProcess")


def write_bpmn(process: Process, lang: str) -> str:
    """The file, with names in one language; all languages stand in our own words."""
    return "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', *_Writer(process, lang).written())) + "\n"


class _Writer:
    def __init__(self, process: Process, lang: str) -> None:
        self.process, self.lang = process, lang
        self.document = dump(process)
        self.parts: Parts = parts_of(process.flow)
        self.numbers = {id(move): number for number, move in enumerate(process.flow.moves)}
        self.at = {state.key: number for number, state in enumerate(process.flow.states)}
        said = sorted({part.said for part in self.parts.parts.values() if part.event == "message"})
        self.messages = {name: f"message_{number}" for number, name in enumerate(said)}

    def written(self) -> Iterator[str]:
        yield from _element(
            "bpmn:definitions",
            {**SPACES, "id": "definitions", "targetNamespace": OURS, "exporter": "Formloom"},
            *(_element("bpmn:message", {"id": key, "name": name}) for name, key in self.messages.items()),
            self._process(),
            self._diagram(scene(self.parts)),
        )

    def _process(self) -> Iterable[str]:
        flow = {key: value for key, value in self.document["flow"].items() if key not in ("states", "moves")}
        undrawn = [[number, self.document["flow"]["moves"][number]] for number in self.parts.undrawn]
        rest = {**self.document, "flow": flow, "undrawn": undrawn}
        name = self.process.title.in_(self.lang) or self.process.key
        return _element(
            "bpmn:process",
            {"id": "process", "name": name, "isExecutable": "true"},
            _extension(_ours("process", rest, {"lang": self.lang})),
            *self._inside(""),
        )

    def _inside(self, inside: str) -> Iterator[Iterable[str]]:
        own = self.parts.own(inside)
        yield from (self._part(part) for part in own)
        ids = {part.id for part in own}
        yield from (self._way(way) for way in self.parts.ways if way.source in ids)

    def _part(self, part: Part) -> Iterable[str]:
        state = self.process.flow.by_key.get(part.state)
        attributes = {"id": part.id, "name": self._name(part, state), **self._particular(part, state)}
        ways = [way for way in self.parts.ways if part.id in (way.source, way.target)]
        return _element(
            f"bpmn:{part.element}",
            attributes,
            _element("bpmn:documentation", {}, text=self._help(part, state)) if self._help(part, state) else (),
            _extension(self._own(part, state)),
            *(_element("bpmn:incoming", {}, text=way.id) for way in ways if way.target == part.id),
            *(_element("bpmn:outgoing", {}, text=way.id) for way in ways if way.source == part.id),
            *(self._inside(part.id) if part.element == "subProcess" else ()),
            self._each(part, state),
            self._event(part),
        )

    def _name(self, part: Part, state: State | None) -> str:
        if part.role == "event":
            return part.said
        return "" if state is None or part.role else state.title.in_(self.lang) or state.key

    def _help(self, part: Part, state: State | None) -> str:
        return "" if state is None or part.role else state.help.in_(self.lang)

    def _own(self, part: Part, state: State | None) -> Iterable[str]:
        if state is None:
            return ()
        if part.role:
            return _element("formloom:part", {"of": state.key, "role": part.role})
        return _ours("state", self.document["flow"]["states"][self.at[state.key]], {"at": str(self.at[state.key])})

    def _particular(self, part: Part, state: State | None) -> dict[str, str]:
        said: dict[str, str] = {"attachedToRef": part.host} if part.host else {}
        if part.element == "callActivity" and state and state.calls.process:
            said["calledElement"] = state.calls.process
        usual = next((way.id for way in self.parts.ways if way.source == part.id and way.usual), "")
        return {**said, "default": usual} if usual else said

    def _each(self, part: Part, state: State | None) -> Iterable[str]:
        """One for each row: a loop characteristic, with the number or the name of the table as its expression."""
        each = state.each if state and part.element in LOOPS else None
        if each is None or not (each.over or each.times is not None):
            return ()
        times = feel(each.times) if each.times is not None else f"count({each.over})"
        said = _expression("bpmn:loopCardinality", times or json.dumps(each.times))
        return _element(
            "bpmn:multiInstanceLoopCharacteristics", {"isSequential": str(each.order == "sequential").lower()}, said
        )

    def _event(self, part: Part) -> Iterable[str]:
        match part.event:
            case "timer":
                return _element("bpmn:timerEventDefinition", {}, _expression("bpmn:timeDuration", part.said))
            case "message":
                return _element("bpmn:messageEventDefinition", {"messageRef": self.messages[part.said]})
            case "terminate":
                return _element("bpmn:terminateEventDefinition", {})
            case _:
                return ()

    def _way(self, way: Way) -> Iterable[str]:
        attributes = {"id": way.id, "sourceRef": way.source, "targetRef": way.target}
        if way.move is None:
            return _element("bpmn:sequenceFlow", attributes, _extension(_element("formloom:part", {"role": "way"})))
        number = self.numbers[id(way.move)]
        name = way.move.title.in_(self.lang) or way.move.key
        own = _ours("move", self.document["flow"]["moves"][number], {"at": str(number)})
        return _element("bpmn:sequenceFlow", {"name": name, **attributes}, _extension(own), self._condition(way))

    def _condition(self, way: Way) -> Iterable[str]:
        when = way.move.when if way.move else None
        source = self.parts.parts[way.source]
        chosen = source.role == "ways"
        if when is None and source.element == "inclusiveGateway" and not source.role:
            return _expression("bpmn:conditionExpression", "true", FEEL)
        if when is None and way.move and chosen:
            return _expression(
                "bpmn:conditionExpression", f"way = {json.dumps(way.move.key, ensure_ascii=False)}", FEEL
            )
        if when is None:
            return ()
        said = feel(when)
        text = said or json.dumps(when, ensure_ascii=False)
        return _expression("bpmn:conditionExpression", text, FEEL if said else LOGIC)

    def _diagram(self, drawn: Scene) -> Iterable[str]:
        shapes = (_shape(part, drawn) for part in self.parts.parts.values() if part.id in drawn.shapes)
        edges = (_edge(way, drawn) for way in self.parts.ways if way.id in drawn.edges)
        plane = _element("bpmndi:BPMNPlane", {"id": "plane", "bpmnElement": "process"}, *shapes, *edges)
        return _element("bpmndi:BPMNDiagram", {"id": "diagram"}, plane)


def _shape(part: Part, drawn: Scene) -> Iterable[str]:
    attributes = {"id": f"{part.id}.shape", "bpmnElement": part.id}
    if part.element == "subProcess":
        attributes["isExpanded"] = "true"
    elif part.element == "exclusiveGateway":
        attributes["isMarkerVisible"] = "true"
    return _element("bpmndi:BPMNShape", attributes, _bounds(drawn.shapes[part.id]), _label(part.id, drawn))


def _edge(way: Way, drawn: Scene) -> Iterable[str]:
    points = (_element("di:waypoint", {"x": f"{x:g}", "y": f"{y:g}"}) for x, y in drawn.edges[way.id])
    attributes = {"id": f"{way.id}.edge", "bpmnElement": way.id}
    return _element("bpmndi:BPMNEdge", attributes, *points, _label(way.id, drawn))


def _label(key: str, drawn: Scene) -> Iterable[str]:
    return _element("bpmndi:BPMNLabel", {}, _bounds(drawn.words[key])) if key in drawn.words else ()


def _bounds(box: Box) -> Iterable[str]:
    sides = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    return _element("dc:Bounds", {name: f"{side:g}" for name, side in sides.items()})


def _extension(own: Iterable[str]) -> Iterable[str]:
    lines = [*own]
    return _element("bpmn:extensionElements", {}, lines) if lines else ()


def _ours(name: str, value: Any, attributes: Mapping[str, str]) -> Iterable[str]:
    """JSON, with whatever no XML can hold named by its number."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    held = "".join(one if fit(one) == one and one != "\x7f" else json.dumps(one)[1:-1] for one in text)
    return _element(f"formloom:{name}", attributes, text=held)


def _expression(name: str, text: str, language: str = "") -> Iterable[str]:
    said = {"xsi:type": "bpmn:tFormalExpression", **({"language": language} if language else {})}
    return _element(name, said, text=text)


def _element(name: str, attributes: Mapping[str, str], *inside: Iterable[str], text: str = "") -> list[str]:
    """The lines of an element; what has no name to say says none."""
    said = "".join(f" {key}={quoteattr(fit(value))}" for key, value in attributes.items() if value or key != "name")
    lines = [f"  {line}" for one in inside for line in one]
    if lines:
        return [f"<{name}{said}>", *lines, f"</{name}>"]
    return [f"<{name}{said}>{escape(fit(text))}</{name}>" if text else f"<{name}{said}/>"]
