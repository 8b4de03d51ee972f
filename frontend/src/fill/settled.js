// What the rules say, shown: questions come and go, become required or not, and computed answers are written.
import { grade } from "./gradings.js";
import { limit } from "./limits.js";
import { lock } from "./locks.js";
import { totals } from "./totals.js";
import { bearers, controls, pathOf } from "./values.js";
import { written } from "./written.js";

const cell = (values, path) => path.split("/").reduce((found, step) => found?.[step], values);

/** A question that is not asked is not sent either; what was typed stays in it, should it come back. */
function ask(question, asked) {
  question.hidden = !asked;
  question.classList.remove("js-hidden");
  for (const control of controls(question)) control.disabled = !asked;
}

function demand(question, required, wanted) {
  question.toggleAttribute("data-required", required);
  const optional = question.querySelector("[data-optional]");
  if (optional && optional.closest("[data-field]") === question) optional.hidden = required || wanted;
  for (const bearer of bearers(question)) bearer.setAttribute("aria-required", required);
}

function write(output, value) {
  const text = value === null || value === undefined ? "" : written(output.dataset, value);
  if (output.textContent !== text) output.textContent = text;
}

const own = (question, selector) =>
  [...question.querySelectorAll(selector)].filter((one) => one.closest("[data-field]") === question);

function remark(question, path, remarked) {
  for (const one of own(question, "[data-remark]")) one.hidden = !remarked.has(`${path}#${one.dataset.remark}`);
}

function skip(form, skipped) {
  for (const one of form.querySelectorAll("[data-section]")) {
    one.hidden = skipped.has(`section:${one.dataset.section}`);
    one.classList.remove("js-hidden");
  }
  for (const one of form.querySelectorAll("[data-page]")) {
    one.toggleAttribute("data-skipped", skipped.has(`page:${one.dataset.page}`));
    one.classList.remove("js-hidden");
  }
}

/**
 * Shows what `settle` found, and says whether a question was unlocked: then its answer is another, and all is to be
 * settled again.
 */
export function apply(form, { values, shown, required, wanted, locked, limited, remarked, skipped }) {
  let unlocked = false;
  for (const question of form.querySelectorAll("[data-field]")) {
    const path = pathOf(question);
    ask(question, shown.has(path));
    demand(question, required.has(path), wanted.has(path));
    limit(question, limited[path] ?? null);
    remark(question, path, remarked);
    unlocked = lock(question, locked.has(path), cell(values, path)) || unlocked;
    const [output] = own(question, "output[data-computed]");
    if (output) write(output, cell(values, path));
    if (question.dataset.type === "grading") grade(question, cell(values, path));
  }
  for (const [output, sum] of totals(form, values)) write(output, sum);
  skip(form, skipped);
  return unlocked;
}
