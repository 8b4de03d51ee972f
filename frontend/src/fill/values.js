// From the controls to the answers that rules see.
import { amountOf, numberOf } from "./numbers.js";

const blank = (text) => (text.trim() === "" ? null : text);

const numbers = { number: numberOf, money: amountOf, percent: amountOf };
const readers = { ...numbers, yes_no: (text) => ({ true: true, false: false })[text] ?? null };

/** The controls of one question, without those of the cells inside it. */
export function controls(question) {
  return [...question.querySelectorAll("input, select, textarea")].filter(
    (control) => control.name && control.closest("[data-field]") === question,
  );
}

/** What says that a question is required or wrong: a radio group for its radios, and no other group. */
export function bearers(question) {
  if (question.matches("fieldset")) return question.matches("[role=radiogroup]") ? [question] : [];
  return controls(question).filter((control) => !["hidden", "checkbox", "file"].includes(control.type));
}

function answer(question) {
  const all = controls(question).filter((control) => control.type !== "hidden");
  const { type } = question.dataset;
  if (type === "yes_no" && all[0]?.type === "checkbox") return all[0].checked;
  const chosen = all.filter((control) => !["checkbox", "radio"].includes(control.type) || control.checked);
  if (type === "choices") return chosen.length ? chosen.flatMap(texts) : null;
  if (type === "file") return files(question);
  if (!chosen.length) return null;
  return (readers[type] ?? blank)(chosen[0].value);
}

const texts = (control) =>
  control.multiple ? [...control.selectedOptions].map((option) => option.value) : [control.value];

/** Files chosen now and files kept from before count alike. */
function files(question) {
  const found = controls(question).flatMap((control) => {
    if (control.type === "checkbox") return control.checked ? [{ id: control.value }] : [];
    return [...(control.files ?? [])].map(({ name, size, type }) => ({ name, size, type }));
  });
  return found.length ? found : null;
}

const cellKey = (path) => path.slice(path.lastIndexOf("/") + 1);

function table(question) {
  const found = [...question.querySelectorAll("[data-row]:not(template)")].map((row) =>
    Object.fromEntries([...row.querySelectorAll("[data-field]")].map((cell) => [cellKey(pathOf(cell)), answer(cell)])),
  );
  return found.length ? found : null;
}

/** Where a question stands in the answers: "amount", or "items/0/amount". */
export const pathOf = (question) => question.dataset.path ?? question.dataset.field;

export const isCell = (question) => question.parentElement.closest("[data-row]") !== null;

/** Whether something was typed where a number is asked, and is none. */
export function wrongNumber(question) {
  const typed = controls(question)[0]?.value ?? "";
  const read = numbers[question.dataset.type];
  return read !== undefined && blank(typed) !== null && read(typed) === null;
}

/** Whether nothing has been said to a question. */
export function unanswered(question) {
  const said = question.querySelector("[data-rows]") ? table(question) : answer(question);
  return said === null && !wrongNumber(question);
}

/** Every answer of the form as it stands, blanks as null, tables as lists of rows. */
export function answers(form) {
  const questions = [...form.querySelectorAll("[data-field]")].filter((one) => !isCell(one));
  return Object.fromEntries(
    questions.map((one) => [one.dataset.field, one.querySelector("[data-rows]") ? table(one) : answer(one)]),
  );
}
