// The rules of a form, settled in the browser: the twin of schemas/filling/visible.py. The server decides; this gives the same
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

/** A text that can be kept (whole characters, no U+0000); else undefined. */
function kept(text) {
  const isKept = typeof text === "string" && text !== "" && !text.includes("\0");
  return isKept ? text.replace(/\p{Surrogate}/gu, "\ufffd") : undefined;
}

/** A number, rounded; a truth value; a text that can be kept; else undefined. */
function computed(value, decimals) {
  if (typeof value === "number") return rounded(value, decimals);
  return typeof value === "boolean" ? value : kept(value);
}

const isText = (value) => typeof value === "string";
const isTexts = (value) => Array.isArray(value) && value.length > 0 && value.every(isText);
/** What a rule may give to a field, by its kind; to those that are not here none gives anything. */
const fitting = {
  text: isText,
  person: isText,
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  list: isTexts,
};

/** What `set` comes to, where it is of the field's own kind; else undefined. */
function given({ set, takes, decimals }, scope) {
  const value = result(set, scope);
  if (!fitting[takes]?.(value)) return undefined;
  if (!Array.isArray(value)) return computed(value, decimals);
  const texts = value.map(kept).filter((one) => one !== undefined);
  return texts.length ? texts : undefined;
}

function put(scope, key, value) {
  delete scope[key];
  if (value !== undefined && value !== null) scope[key] = value;
}

/** Puts the value of a field that is shown into `scope`, and says whether it is locked. */
function fill(entry, scope, before) {
  const { key } = entry;
  if ("compute" in entry) {
    const value = result(entry.compute, scope);
    const fits = !("takes" in entry) || fitting[entry.takes]?.(value) === true;
    put(scope, key, fits ? computed(value, entry.decimals) : undefined);
    return false;
  }
  const set = "set" in entry ? given(entry, scope) : undefined;
  if (set !== undefined) {
    scope[key] = set;
    return true;
  }
  if (!("lock" in entry) || !holds(entry.lock, scope)) return false;
  put(scope, key, before?.[key]);
  return true;
}

/** Works out the other parts of an answer; each rule sees the field with the parts that are there by then. */
function work({ key, typed, worked }, scope) {
  const there = isObject(scope[key]) ? scope[key] : {};
  const made = pick(there, (part) => typed.includes(part));
  for (const { part, rule } of worked) {
    scope[key] = { ...made };
    const value = result(rule, scope);
    if (fitting.number(value) || isText(value)) put(made, part, computed(value));
  }
  put(scope, key, Object.keys(made).length ? made : undefined);
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const pick = (object, isWanted) => Object.fromEntries(Object.entries(object).filter(([key]) => isWanted(key)));

/** For every row what its rules read: its own cells, also where they are blank, before the form's answers. */
function scopes({ key, columns }, answers) {
  const isOwn = (one) => columns.some((column) => column.key === one);
  const outside = pick(answers, (one) => !isOwn(one));
  return answers[key].map((row) => ({ row, isOwn, scope: { ...outside, ...pick(row, isOwn) } }));
}

const hasRows = ({ key, columns }, answers) => columns !== undefined && Array.isArray(answers[key]);

/** One pass: `scope` is what rules read, the rest what has been found so far. */
class Settling {
  shown = new Set();
  required = new Set();
  wanted = new Set();
  locked = new Set();
  limited = {};
  remarked = new Set();
  skipped = new Set();

  constructor(scope, before) {
    this.scope = scope;
    this.before = before;
  }

  group(entry) {
    const leapt = (entry.leapt ?? []).some((one) => !this.skipped.has(one.origin) && holds(one.when, this.scope));
    if (leapt || !this.asked(entry, this.scope)) this.skipped.add(entry.key);
  }

  field(entry) {
    const { key } = entry;
    if (!this.asked(entry, this.scope)) {
      delete this.scope[key];
      return;
    }
    this.shown.add(key);
    if (fill(entry, this.scope, this.before)) this.locked.add(key);
    if ("worked" in entry) work(entry, this.scope);
    if (hasRows(entry, this.scope)) this.scope[key] = this.rows(entry);
  }

  asked(entry, scope) {
    if ((entry.within ?? []).some((group) => this.skipped.has(group))) return false;
    return !("show" in entry) || holds(entry.show, scope);
  }

  rows(table) {
    const before = this.before[table.key];
    return scopes(table, this.scope).map(({ row, isOwn, scope }, index) => {
      for (const column of table.columns) {
        const path = `${table.key}/${index}/${column.key}`;
        if (!this.asked(column, scope)) {
          delete scope[column.key];
          continue;
        }
        this.shown.add(path);
        if (fill(column, scope, Array.isArray(before) ? before[index] : undefined)) this.locked.add(path);
      }
      return { ...pick(row, (key) => !isOwn(key)), ...pick(scope, isOwn) };
    });
  }

  /** What is required, limited and remarked, of the fields shown. */
  judge(entries) {
    for (const entry of entries.filter(({ key }) => this.shown.has(key))) {
      this.judgeOne(entry, entry.key, this.scope);
      if (!hasRows(entry, this.scope)) continue;
      scopes(entry, this.scope).forEach(({ scope }, index) => {
        for (const column of entry.columns) {
          const path = `${entry.key}/${index}/${column.key}`;
          if (this.shown.has(path)) this.judgeOne(column, path, scope);
        }
      });
    }
  }

  judgeOne(entry, path, scope) {
    if (entry.required === true || ("require" in entry && holds(entry.require, scope))) {
      (entry.soft ? this.wanted : this.required).add(path);
    }
    const allowed = "limit" in entry ? result(entry.limit, scope) : null;
    if (Array.isArray(allowed)) this.limited[path] = allowed.filter((one) => typeof one === "string");
    (entry.remarks ?? []).forEach((when, number) => {
      if (holds(when, scope)) this.remarked.add(`${path}#${number}`);
    });
  }
}

/**
 * Settles `compiled` (of schemas/rules/compiled_rules.py) over answers by field key, blanks being null or missing. `around` is what
 * else the rules may read ("@today"), `kept` are the answers before this filling. Gives what `Settled` of
 * schemas/filling/visible.py holds, its sets as sets of paths. Nothing that is given is changed.
 */
export function settle({ fields }, values, { around = {}, kept: before = {} } = {}) {
  const keys = new Set(fields.filter(({ group }) => !group).map(({ key }) => key));
  const settling = new Settling({ ...around, ...pick(values, (key) => keys.has(key)) }, before);
  for (const entry of fields) entry.group ? settling.group(entry) : settling.field(entry);
  settling.judge(fields);
  const { shown, required, wanted, locked, limited, remarked, skipped, scope } = settling;
  return { values: pick(scope, (key) => keys.has(key)), shown, required, wanted, locked, limited, remarked, skipped };
}
