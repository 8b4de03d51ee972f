// Runs a batch of rules and of forms in the browser's twin: in node from standard input, in a page by `run`.
import { LogicError, evaluate, settle } from "../../frontend/src/rules.js";

function evaluated([rule, data]) {
  try {
    return { result: evaluate(rule, data) };
  } catch (error) {
    if (!(error instanceof LogicError)) throw error;
    return { error: true };
  }
}

function settled([compiled, values]) {
  const before = JSON.stringify(values);
  const { shown, required, ...rest } = settle(compiled, values);
  if (JSON.stringify(values) !== before) throw new Error("settle changed what it was given");
  return { ...rest, shown: [...shown], required: [...required] };
}

/** Text to text, so that nothing is lost or gained on the way. */
globalThis.run = (batch) => {
  const { rules = [], forms = [] } = JSON.parse(batch);
  return JSON.stringify({ rules: rules.map(evaluated), forms: forms.map(settled) });
};

if (globalThis.process) {
  const { readFileSync, writeSync } = await import("node:fs");
  for (let rest = Buffer.from(globalThis.run(readFileSync(0, "utf8"))); rest.length; ) {
    rest = rest.subarray(writeSync(1, rest));
  }
}
