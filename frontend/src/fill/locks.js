// A question that a rule answers: its controls show that answer and take no other, until the rule lets go of it.
import { clockOf } from "./durations.js";
import { controls } from "./values.js";

// What was typed before the rule came: it comes back when the rule goes.
const before = new WeakMap();

const isTick = (control) => control.type === "checkbox" || control.type === "radio";
const stateOf = (control) =>
  control.multiple && control.options
    ? [...control.options].map((option) => option.selected)
    : isTick(control) ? control.checked : control.value;

function putState(control, state) {
  if (Array.isArray(state)) state.forEach((selected, index) => (control.options[index].selected = selected));
  else if (isTick(control)) control.checked = state;
  else control.value = state;
}

const texts = (value) => (Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]).map(String);

/** What of an answer stands in a control: a part of it, or all; a length of time as on a clock. */
function ofControl(control, value) {
  const { part } = control.dataset;
  if (part && typeof value === "string") return part === "country" ? "" : value; // a number with its code
  if (part) return value?.[part];
  const { reads } = control.closest("[data-field]").dataset;
  return reads === "duration" && typeof value === "number" ? clockOf(value) : value;
}

/** What stands in a box or a list: each of several has its own, and the one beside choices what is none of them. */
function ownOf(control, said) {
  const alike = controls(control.closest("[data-field]")).filter(({ name, type }) => name === control.name && type !== "hidden");
  if (!("other" in control.dataset)) return said[alike.indexOf(control)] ?? "";
  return said.find((one) => !alike.some((other) => isTick(other) && other.value === one)) ?? "";
}

function write(control, value) {
  const said = texts(ofControl(control, value));
  if (control.type === "file" || control.type === "hidden") return;
  if (control.multiple && control.options) putState(control, [...control.options].map(({ value }) => said.includes(value)));
  else if (control.type === "checkbox" && control.value === "true") control.checked = said[0] === "true";
  else putState(control, isTick(control) ? said.includes(control.value) : ownOf(control, said));
}

/** Locks or unlocks a question, with the answer that it has then; true where it was unlocked. */
export function lock(question, locked, value) {
  const all = controls(question).filter(({ type }) => type !== "file");
  if (!locked && !before.has(question)) return false;
  if (!locked) {
    for (const [control, state] of before.get(question)) putState(control, state);
    before.delete(question);
  } else if (!before.has(question)) {
    before.set(question, all.map((control) => [control, stateOf(control)]));
  }
  question.toggleAttribute("data-locked", locked);
  for (const control of all) {
    if (locked) write(control, value);
    // Out of reach like a hidden one, and not sent: the server follows the same rule.
    control.disabled = locked || question.hidden;
  }
  question.dispatchEvent(new Event("formloom:locked")); // for widgets that show the answer their own way
  return !locked;
}
