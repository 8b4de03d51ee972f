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

function settled([compiled, values, around = {}, kept = {}]) {
  const before = JSON.stringify([values, around, kept]);
  const found = settle(compiled, values, { around, kept });
  if (JSON.stringify([values, around, kept]) !== before) throw new Error("settle changed what it was given");
  return Object.fromEntries(Object.entries(found).map(([name, one]) => [name, one instanceof Set ? [...one] : one]));
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
