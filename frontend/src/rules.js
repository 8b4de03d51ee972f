// The rules of a form, settled in the browser: the twin of schemas/visible.py. The server decides; this gives the same
// answer at once, and without a connection. tests/rules runs both over the same cases.
import { LogicError, evaluate, truthy } from "./logic.js";

export { LogicError, evaluate };

const holds = (rule, scope) => truthy(result(rule, scope));

/** The result, or null where there is none: unknown means no. */
function result(rule, scope) {
  try {
    return evaluate(rule, scope);
  } catch (error) {
    if (error instanceof LogicError) return null;
    throw error;
  }
}

/** Halves go away from zero, counted on the digits that are shown for a number: 1.005 is 1.01. */
function rounded(value, decimals) {
  if (decimals === undefined || Number.isInteger(value)) return value;
  const [mantissa, exponent] = Math.abs(value).toExponential().split("e");
  const digits = mantissa.replace(".", "");
  const keep = Number(exponent) + 1 + decimals;
  if (keep >= digits.length) return value;
  const up = keep >= 0 && digits[keep] >= "5" ? 1n : 0n;
  const kept = BigInt(digits.slice(0, Math.max(keep, 0)) || 0) + up;
  return Math.sign(value) * Number(`${kept}e-${decimals}`) + 0;
}

/** A number, rounded; a truth value; a text that can be kept (whole characters, no U+0000); else undefined. */
function computed({ compute, decimals }, scope) {
  const value = result(compute, scope);
  if (typeof value === "number") return rounded(value, decimals);
  if (typeof value === "boolean") return value;
  const isKept = typeof value === "string" && value !== "" && !value.includes("\0");
  return isKept ? value.replace(/\p{Surrogate}/gu, "\ufffd") : undefined;
}

/** Whether the field is shown; its value in `scope` is computed, or taken away. */
function settled(entry, scope) {
  const { key } = entry;
  if ("show" in entry && !holds(entry.show, scope)) {
    delete scope[key];
    return false;
  }
  if ("compute" in entry) {
    const value = computed(entry, scope);
    if (value === undefined) delete scope[key];
    else scope[key] = value;
  }
  return true;
}

const pick = (object, isWanted) => Object.fromEntries(Object.entries(object).filter(([key]) => isWanted(key)));

/** For every row what its rules read: its own cells, also where they are blank, before the form's answers. */
function scopes({ key, columns }, answers) {
  const isOwn = (one) => columns.some((column) => column.key === one);
  const outside = pick(answers, (one) => !isOwn(one));
  return answers[key].map((row) => ({ row, isOwn, scope: { ...outside, ...pick(row, isOwn) } }));
}

const hasRows = ({ key, columns }, answers) => columns !== undefined && Array.isArray(answers[key]);

function settleRows(table, answers, shown) {
  answers[table.key] = scopes(table, answers).map(({ row, isOwn, scope }, index) => {
    for (const column of table.columns) {
      if (settled(column, scope)) shown.add(`${table.key}/${index}/${column.key}`);
    }
    return { ...pick(row, (key) => !isOwn(key)), ...pick(scope, isOwn) };
  });
}

const demanded = (entry, scope) => entry.required === true || ("require" in entry && holds(entry.require, scope));

function requiredOf(entries, answers, shown) {
  const required = new Set();
  for (const entry of entries.filter(({ key }) => shown.has(key))) {
    if (demanded(entry, answers)) required.add(entry.key);
    if (!hasRows(entry, answers)) continue;
    scopes(entry, answers).forEach(({ scope }, index) => {
      for (const column of entry.columns) {
        const path = `${entry.key}/${index}/${column.key}`;
        if (shown.has(path) && demanded(column, scope)) required.add(path);
      }
    });
  }
  return required;
}

/**
 * Settles `compiled` (of schemas/visible.py) over answers by field key, blanks being null or missing.
 * Gives `values` with what was computed and without what is hidden, and the sets `shown` and `required` of field keys
 * and of cells as `items/0/amount`. The answers given are not changed.
 */
export function settle({ fields }, values) {
  const keys = new Set(fields.map(({ key }) => key));
  const answers = pick(values, (key) => keys.has(key));
  const shown = new Set();
  for (const entry of fields) {
    if (!settled(entry, answers)) continue;
    shown.add(entry.key);
    if (hasRows(entry, answers)) settleRows(entry, answers, shown);
  }
  return { values: answers, shown, required: requiredOf(fields, answers, shown) };
}
