// What the rules say, shown: questions come and go, become required or not, and computed answers are written.
import { bearers, controls, pathOf } from "./values.js";

const cell = (values, path) => path.split("/").reduce((found, step) => found?.[step], values);

/** A question that is not asked is not sent either; what was typed stays in it, should it come back. */
function ask(question, asked) {
  question.hidden = !asked;
  question.classList.remove("js-hidden");
  for (const control of controls(question)) control.disabled = !asked;
}

function demand(question, required) {
  question.toggleAttribute("data-required", required);
  const optional = question.querySelector("[data-optional]");
  if (optional && optional.closest("[data-field]") === question) optional.hidden = required;
  for (const bearer of bearers(question)) bearer.setAttribute("aria-required", required);
}

function write(output, value) {
  const text = value === null || value === undefined ? "" : formatted(output.dataset, value);
  if (output.textContent !== text) output.textContent = text;
}

/** `data-format` is number, money or percent; `data-words` a JSON object from value to words (choices, yes and no). */
function formatted({ format, decimals, currency, words }, value) {
  if (words) return JSON.parse(words)[String(value)] ?? String(value);
  if (typeof value !== "number") return String(value);
  const places = decimals === undefined ? {} : { minimumFractionDigits: +decimals, maximumFractionDigits: +decimals };
  const style = format === "money" && currency ? { style: "currency", currency } : {};
  const text = new Intl.NumberFormat(document.documentElement.lang, { ...style, ...places }).format(value);
  return format === "percent" ? `${text}%` : text;
}

/** Shows what `settle` found: `shown` and `required` are sets of paths, `values` the answers with computed ones. */
export function apply(form, { values, shown, required }) {
  for (const question of form.querySelectorAll("[data-field]")) {
    const path = pathOf(question);
    ask(question, shown.has(path));
    demand(question, required.has(path));
    const output = question.querySelector("output[data-computed]");
    if (output && output.closest("[data-field]") === question) write(output, cell(values, path));
  }
}
