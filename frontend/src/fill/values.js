// From the controls to the answers that rules see.
import { durationOf } from "./durations.js";
import { amountOf, numberOf } from "./numbers.js";

const blank = (text) => (text.trim() === "" ? null : text);

// How the text of a control is read; what a question does not say is text.
const readers = {
  text: blank,
  number: numberOf,
  amount: amountOf,
  boolean: (text) => ({ true: true, false: false })[text] ?? null,
};
const isNumber = (reads) => reads === "number" || reads === "amount";

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

const ticked = (control) => !["checkbox", "radio"].includes(control.type) || control.checked;

const texts = (control) =>
  control.multiple ? [...control.selectedOptions].map((option) => option.value) : [control.value];

const said = (controls) => controls.filter(ticked).flatMap(texts).filter((text) => text !== "");

/** The answer that some controls give together, several of them a list. */
function told(all, reads, several) {
  if (several) {
    const list = said(all);
    return list.length ? list : null;
  }
  if (reads === "boolean" && all[0]?.type === "checkbox") return all[0].checked;
  if (reads === "consent") return all[0]?.checked || null;
  const [first] = all.filter(ticked);
  if (reads === "duration") return first ? durationOf(first.value, first.dataset.unit) : null;
  if (reads === "phone") return phone(all);
  const last = said(all).at(-1); // as on the server: what is typed beside a choice stands after it
  return last === undefined ? null : (readers[reads] ?? blank)(last);
}

/** With the code of the country that is chosen before the number, if there is such a list. */
function phone(all) {
  const number = blank(all.at(-1)?.value ?? "");
  const code = all[0]?.selectedOptions?.[0]?.dataset.code;
  return number === null || !code || /^\s*[+＋]/.test(number) ? number : `+${code}${number.replace(/\D/g, "")}`;
}

/**
 * An answer of parts: the controls say with data-part which is theirs, with data-several where it takes a list, and
 * with data-beside that the part is no answer by itself.
 */
function parted(all) {
  const names = new Set(all.map((control) => control.dataset.part).filter(Boolean));
  const found = {};
  let isAnswer = false;
  for (const name of names) {
    const own = all.filter((control) => control.dataset.part === name);
    const value = told(own, own[0].dataset.reads, "several" in own[0].dataset);
    if (value === null) continue;
    found[name] = value;
    isAnswer ||= !("beside" in own[0].dataset);
  }
  return isAnswer ? found : null;
}

/** What was chosen from elsewhere: [data-answer] says what stands behind it, where the page or its script knows. */
function named(all) {
  const key = said(all).at(-1);
  if (key === undefined) return null;
  const { answer: known } = (all[0].selectedOptions?.[0] ?? all[0]).dataset;
  return known ? JSON.parse(known) : { id: key };
}

function answer(question) {
  const { value, reads } = question.dataset;
  const all = controls(question).filter((control) => control.type !== "hidden" || "said" in control.dataset);
  if (value === "files") return files(question);
  if (value === "sealed") return sealed(all);
  if (value === "object") return all.some((control) => control.dataset.part) ? parted(all) : named(all);
  return told(all, reads, value === "list");
}

/** Of what is sealed nobody sees more than whether it is there: typed now, or kept from before. */
const sealed = (all) => (all.some((control) => control.value.trim() !== "" || "kept" in control.dataset) ? true : null);

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
  return controls(question).some((control) => {
    const reads = control.dataset.reads ?? question.dataset.reads;
    const typed = isNumber(reads) && ticked(control) && control.type !== "hidden" ? blank(control.value) : null;
    return typed !== null && readers[reads](typed) === null;
  });
}

/** Whether nothing has been said to a question. */
export function unanswered(question) {
  const said = question.querySelector("[data-rows]") ? table(question) : answer(question);
  return said === null && !wrongNumber(question);
}

/** Without the blanks, as the server reads them: a rule that names a value for want of one finds it wanting. */
export const answered = (values) =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      if (value === null) return [];
      return [[key, Array.isArray(value) ? value.map((one) => (typeof one === "object" ? answered(one) : one)) : value]];
    }),
  );

/** Every answer of the form as it stands, blanks as null, tables as lists of rows. */
export function answers(form) {
  const questions = [...form.querySelectorAll("[data-field]:not([data-house])")].filter((one) => !isCell(one));
  return Object.fromEntries(
    questions.map((one) => [one.dataset.field, one.querySelector("[data-rows]") ? table(one) : answer(one)]),
  );
}
