// What is wrong with a question, said beside it. The server's own words come later and are the ones that count.
import { bearers, controls, isCell, unanswered, wrongNumber } from "./values.js";

const place = (question) =>
  [...question.querySelectorAll(".field-error")].find((one) => one.closest("[data-field]") === question);

function say(question, words) {
  const error = place(question);
  if (error) error.textContent = words;
  question.toggleAttribute("data-invalid", words !== "");
  for (const bearer of bearers(question)) {
    if (words) bearer.setAttribute("aria-invalid", "true");
    else bearer.removeAttribute("aria-invalid");
  }
}

const isBlank = (row) => [...row.querySelectorAll("[data-field]")].every((cell) => unanswered(cell));

/** A row left blank is none, as on the server, unless the table must have rows and has no other. */
function passedOver(cell) {
  const table = cell.parentElement.closest("[data-field]");
  if (!isBlank(cell.closest("[data-row]"))) return false;
  const rows = [...table.querySelectorAll("[data-row]:not(template)")];
  return !table.hasAttribute("data-required") || !rows.every(isBlank);
}

/** The sentence that is due to a question, empty if all is well; `sentences` holds `needed` and `number`. */
function complaint(question, sentences) {
  if (wrongNumber(question)) return sentences.number;
  if (question.hasAttribute("data-required") && unanswered(question)) return sentences.needed;
  const wrong = controls(question).find((control) => !control.disabled && !control.checkValidity());
  return wrong ? wrong.validationMessage : "";
}

/** Complains beside every question inside `part` that is asked and not well answered; the first of them, or null. */
export function complain(part, sentences) {
  let first = null;
  const inside = [part, ...part.querySelectorAll("[data-field]")];
  for (const question of inside.filter((one) => one.matches("[data-field]:not([hidden])"))) {
    if (question.parentElement.closest("[data-field][hidden]")) continue;
    const words = isCell(question) && passedOver(question) ? "" : complaint(question, sentences);
    say(question, words);
    if (words) first ??= question;
  }
  return first;
}

/** A complaint goes as soon as the question has an answer again. */
export function forgive(form) {
  form.addEventListener("input", (event) => {
    const question = event.target.closest?.("[data-field]");
    if (question?.hasAttribute("data-invalid") && !complaint(question, form.dataset)) say(question, "");
  });
}
