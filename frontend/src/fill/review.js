// All answers once more before they are sent, each with a way back to its question.
import { controls, isCell } from "./values.js";

const text = (part) => part?.textContent.replace(/\s+/g, " ").trim() ?? "";

/** Where an answer stands that nobody types. */
const GIVEN = "output[data-computed], :scope[data-house] > .computed";

function titleOf(question) {
  const label = question.querySelector(".field-label, legend, label")?.cloneNode(true);
  label?.querySelectorAll("[data-optional]").forEach((one) => one.remove());
  return text(label);
}

function labelOf(control) {
  const label = (control.closest("label") ?? document.querySelector(`label[for="${control.id}"]`))?.cloneNode(true);
  label?.querySelectorAll("[data-optional]").forEach((one) => one.remove());
  return text(label);
}

/** What is ticked: of a matrix with its row, and where the box is the whole question, that it is. */
function ticked(control) {
  const row = text(control.closest(".matrix tr")?.querySelector("th[scope=row]"));
  const label = labelOf(control);
  if (row) return `${row}: ${label}`;
  return label === titleOf(control.closest("[data-field]")) ? document.querySelector("[data-review] dl").dataset.yes : label;
}

/** A day, and where there is one its time, as the server writes them. */
function moment(value) {
  const [day, time = ""] = value.split("T");
  const written = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeZone: "UTC" });
  return `${written.format(new Date(`${day}T00:00Z`))} ${time}`.trim();
}

/** What one control says, as a person reads it. */
function said(control) {
  if (control.type === "hidden" || control.type === "password") return control.type === "password" && control.value ? ["••••"] : [];
  if (control.type === "file") return [...control.files].map(({ name }) => name);
  if (control.type === "checkbox" || control.type === "radio") return control.checked ? [ticked(control)] : [];
  if (control.options) return [...control.selectedOptions].filter(({ value }) => value).map((option) => text(option));
  if (["date", "datetime-local"].includes(control.type) && control.value) return [moment(control.value)];
  return control.value.trim() ? [control.value.trim()] : [];
}

const answerOf = (question) => {
  const output = question.querySelector(GIVEN);
  return output ? text(output) : controls(question).flatMap(said).join(", ");
};

/** A table says its rows, one to a line. */
function linesOf(question) {
  const rows = [...question.querySelectorAll("[data-row]:not(template)")];
  if (!rows.length) return [question.matches("[data-given]") ? text(question.lastElementChild) : answerOf(question)];
  const cells = (row) => [...row.querySelectorAll("[data-field]:not([hidden])")].map(answerOf).filter(Boolean);
  return rows.map((row) => cells(row).join(" · ")).filter(Boolean);
}

function made(tag, words, more = {}) {
  return Object.assign(document.createElement(tag), { textContent: words, ...more });
}

function entry(question, place) {
  const { change, nothing } = place.dataset;
  const row = document.createElement("div");
  const answer = document.createElement("dd");
  const lines = linesOf(question).filter(Boolean);
  for (const line of lines.length ? lines : [nothing]) answer.append(made("p", line, { className: lines.length ? "" : "muted" }));
  const title = titleOf(question);
  if (question.matches("[data-field]") && !question.querySelector(GIVEN)) {
    const link = made("a", change, { href: `#${question.id}`, className: "small" });
    link.setAttribute("aria-label", `${change}: ${title}`);
    answer.append(link);
  }
  row.append(made("dt", title), answer);
  return row;
}

const isRead = (one) => !isCell(one) && !one.hidden && one.dataset.type !== "note" && !one.closest("[data-skipped], [data-section][hidden]");

/** Fills the list of a review page from the questions as they stand. */
export function review(form, page) {
  const place = page.querySelector("dl");
  const all = [...form.querySelectorAll("[data-field], [data-given]")];
  place.replaceChildren(...all.filter((one) => isRead(one) && titleOf(one)).map((one) => entry(one, place)));
}
