// The operators on whole texts and tables, and on the digits of a number: the twin of schemas/logic/sizes.py and rounding.py.
import { heldAt } from "./held.js";

const FURTHEST = 400;
// Latin, Greek, Cyrillic and full-width letters: here all browsers and Python agree on what is the capital of what.
const FAMILIAR = /[\0-\u052f\u1e00-\u1eff\uff21-\uff5a]/g;
const IS_FAMILIAR = /^[\0-\u052f\u1e00-\u1eff\uff21-\uff5a]$/;

const isNothing = (value) => value === null || value === undefined;

/** Halves go away from zero, counted on the digits that are shown for a number: 1.005 is 1.01. */
export function rounded(value, decimals) {
  if (decimals >= 0 && Number.isInteger(value)) return value;
  const [mantissa, exponent] = Math.abs(value).toExponential().split("e");
  const digits = mantissa.replace(".", "");
  const keep = Number(exponent) + 1 + decimals;
  if (keep >= digits.length) return value;
  const up = keep >= 0 && digits[keep] >= "5" ? 1n : 0n;
  const kept = BigInt(digits.slice(0, Math.max(keep, 0)) || 0) + up;
  return Math.sign(value) * Number(`${kept}e${-decimals}`) + 0;
}

function round(value, decimals = 0) {
  const [number, places] = [parseFloat(value), parseFloat(decimals)];
  if (!Number.isFinite(number) || Number.isNaN(places)) return null;
  return rounded(number, Math.trunc(Math.max(-FURTHEST, Math.min(places, FURTHEST))));
}

/** Characters of a text (no halves: 😀 is one), elements of a list; nothing is 0 long. */
function length(value) {
  if (isNothing(value)) return 0;
  if (typeof value === "string") return [...value].length;
  return Array.isArray(value) ? value.length : null;
}

function count(value) {
  if (isNothing(value)) return 0;
  return Array.isArray(value) ? value.length : null;
}

/** The numbers in a column of the rows, or else the elements themselves; blank ones count as nothing. */
function sum(rows, column) {
  if (isNothing(rows)) return 0;
  if (!Array.isArray(rows)) return NaN;
  let total = 0;
  for (const row of rows) {
    const value = column === undefined ? row : heldAt(row, column);
    if (!isNothing(value) && value !== "") total += parseFloat(value);
  }
  return total;
}

/** Letter by letter, and only where one familiar letter stands for another: “ß” and “İ” stay as they are. */
function cased(change) {
  const one = (letter) => (IS_FAMILIAR.test(change(letter)) ? change(letter) : letter);
  return (value) => (typeof value === "string" ? value.replace(FAMILIAR, one) : null);
}

export const SIZES = {
  round,
  length,
  count,
  sum,
  upper: cased((letter) => letter.toUpperCase()),
  lower: cased((letter) => letter.toLowerCase()),
  trim: (value) => (typeof value === "string" ? value.trim() : null),
};
