// JSON Logic as the server has it: json-logic-js, held to the bounds and the five differences that
// schemas/logic/evaluator.py gives. tests/rules runs both over the same cases.
import jsonLogic from "json-logic-js";
import { DATES } from "./logic/dates.js";
import { SIZES } from "./logic/sizes.js";
import { heldAt } from "./logic/held.js";

// What a rule may cost: the numbers of schemas/logic/limits.py.
const STEPS = 100_000;
const DEPTH = 100;
const LONGEST = 100_000;

/** An empty list is false; else as in JavaScript. */
export const { truthy } = jsonLogic;

/** The rule has no result. */
export class LogicError extends Error {}

let left = 0;
let depth = 0;

function spend(steps) {
  left -= steps;
  if (left < 0) throw new LogicError("the rule takes too many steps");
}

function weigh(value, level = 0) {
  if (typeof value === "string") {
    if (value.length > LONGEST) throw new LogicError("the text is too long");
    spend(Math.floor(value.length / 100));
  } else if (Array.isArray(value)) {
    if (level > DEPTH) throw new LogicError("lists are nested too deeply");
    spend(value.length);
    for (const one of value) weigh(one, level + 1);
  }
}

// The library recurses through its own property, so this sees every expression of a rule.
const apply = jsonLogic.apply;
jsonLogic.apply = (rule, data) => {
  spend(1);
  if (depth > DEPTH) throw new LogicError("the rule is nested too deeply");
  depth += 1;
  const result = apply(rule, data);
  depth -= 1;
  weigh(result);
  return result;
};

function look(data, path, absent = null) {
  if (path === undefined || path === null || path === "") return data;
  const found = heldAt(data, path);
  return found === undefined ? absent : found;
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** The library would take an object with one key for a rule; data are never one. */
function plainKey(key) {
  if (Array.isArray(key)) return key.map(plainKey);
  if (isObject(key) && Object.keys(key).length === 1) throw new LogicError("a key is no rule");
  return key;
}

function missing(data, keys) {
  const wanted = Array.isArray(keys[0]) ? keys[0] : keys;
  return wanted.filter((key) => {
    const value = look(data, ...[plainKey(key)].flat());
    return value === null || value === "";
  });
}

function missingSome(data, needed, keys) {
  if (keys === undefined || keys === null) throw new LogicError("missing_some without keys");
  const absent = missing(data, Array.isArray(keys) ? keys.map(plainKey) : [plainKey(keys)]);
  const count = isObject(keys) ? NaN : keys.length;
  return count - absent.length >= needed ? [] : absent;
}

jsonLogic.add_operation("var", function (path, absent) { return look(this, path, absent); });
jsonLogic.add_operation("missing", function (...keys) { return missing(this, keys); });
jsonLogic.add_operation("missing_some", function (needed, keys) { return missingSome(this, needed, keys); });
jsonLogic.add_operation("log", (value) => value);
for (const [name, operator] of Object.entries({ ...DATES, ...SIZES })) jsonLogic.add_operation(name, operator);

/** The value as JSON can say it: NaN, the infinities and undefined are null. */
function plain(value, level = 0) {
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : null;
  if (typeof value !== "object" || value === null) return value ?? null;
  const entries = Object.entries(value);
  spend(entries.length);
  if (level > DEPTH) throw new LogicError("the result is nested too deeply");
  const copies = entries.map(([key, one]) => [key, plain(one, level + 1)]);
  return Array.isArray(value) ? copies.map(([, one]) => one) : Object.fromEntries(copies);
}

/** The result of a rule over plain JSON data; throws LogicError where it has none. */
export function evaluate(rule, data) {
  left = STEPS;
  depth = 0;
  try {
    return plain(jsonLogic.apply(rule, data));
  } catch (error) {
    throw error instanceof LogicError ? error : new LogicError(error.message);
  }
}
