// For the tests: what an independent reader (bpmn-moddle) finds in the BPMN files that are named: one JSON object a line.
import { readFileSync } from "node:fs";
import { BpmnModdle } from "bpmn-moddle";

const moddle = new BpmnModdle();
const drawn = (root) => root.diagrams[0].plane.planeElement;

function* all(scope) {
  for (const one of scope.flowElements ?? []) {
    yield one;
    yield* all(one);
  }
}

for (const path of process.argv.slice(2)) {
  const { rootElement, warnings, references } = await moddle.fromXML(readFileSync(path, "utf8"));
  const found = rootElement.rootElements.find((one) => one.$type === "bpmn:Process");
  const elements = [...all(found)];
  console.log(
    JSON.stringify({
      warnings: warnings.map(({ message }) => message),
      unresolved: references.filter(({ element, property }) => element.get(property) === undefined).length,
      parts: elements.filter(({ $type }) => $type !== "bpmn:SequenceFlow").map(({ id, $type, name }) => [id, $type, name ?? ""]),
      ways: elements
        .filter(({ $type }) => $type === "bpmn:SequenceFlow")
        .map(({ id, sourceRef, targetRef }) => [id, sourceRef.id, targetRef.id]),
      shapes: drawn(rootElement).map(({ bpmnElement, bounds, waypoint }) => [bpmnElement.id, bounds ? 1 : waypoint.length]),
    }),
  );
}
