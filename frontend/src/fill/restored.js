// What was typed and chosen, taken out of a form and put back into it.
import { makeRoom } from "./rows.js";

/** Names that begin with "_" and the CSRF token are the page's own, not the person's. */
export const typed = (form) =>
  [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && (!name.startsWith("_") || name === "_channel") && name !== "csrf_token",
  );

const isSecret = (control) => control?.closest?.("[data-field]")?.dataset.value === "sealed";

/** Secrets are kept nowhere before they are sent. */
export const keepable = (form) => typed(form).filter(([name]) => !isSecret([form.elements.namedItem(name)].flat()[0]));

export const chosen = (form) =>
  [...form.querySelectorAll("input[type=file]")].filter(({ name, files }) => name && files.length).map(({ name, files }) => [name, [...files]]);

/** What is known of files that the server has: `[name, id, label]`, so that their boxes can be drawn again. */
export const uploaded = (form) =>
  [...form.querySelectorAll(".files input[type=checkbox]:checked")].map((box) => [box.name, box.value, box.closest("label")?.innerText ?? ""]);

function choose(list, wanted) {
  for (const option of list.options) option.selected = wanted(option);
}

const isOurs = (control) => control.type !== "hidden" || "said" in control.dataset;

function put(form, [name, value]) {
  const controls = [...form.elements].filter((one) => one.name === name && isOurs(one) && one.type !== "file");
  for (const control of controls) {
    if (control.type === "checkbox" || control.type === "radio") control.checked ||= control.value === value;
    else if (control.type === "select-multiple") choose(control, (option) => option.selected || option.value === value);
    else control.value = value;
  }
}

function clear(form) {
  for (const control of form.elements) {
    if (control.name.startsWith("_")) continue;
    if (control.type === "checkbox" || control.type === "radio") control.checked = false;
    else if (control.type === "select-multiple") choose(control, () => false);
    else if ("said" in control.dataset) control.value = "";
  }
}

/** The box of a file that the server has, as the template draws it. */
function drawUploaded(form, [name, id, label]) {
  const there = [...form.querySelectorAll(".files input[type=checkbox]")].some((box) => box.name === name && box.value === id);
  const chooser = [...form.querySelectorAll("input[type=file]")].find((one) => one.name === name);
  if (there || !chooser) return;
  const box = Object.assign(document.createElement("input"), { type: "checkbox", className: "check", name, value: id, checked: true });
  const words = Object.assign(document.createElement("span"), { textContent: label });
  const file = Object.assign(document.createElement("label"), { className: "file" });
  file.dataset.file = id;
  file.append(box, words);
  const line = document.createElement("li");
  line.append(file);
  const list = chooser.closest("[data-field]").querySelector(".files") ?? Object.assign(document.createElement("ul"), { className: "files" });
  list.append(line);
  if (!list.isConnected) chooser.before(list);
}

/** Puts back what was typed, and draws the boxes of files that the server has. */
export function restore(form, pairs, had = []) {
  for (const [name] of pairs) {
    const [, key, index] = /^([^/]+)\/(\d+)\//.exec(name) ?? [];
    if (key) makeRoom(form, key, Number(index) + 1);
  }
  had.forEach((one) => drawUploaded(form, one));
  clear(form);
  for (const pair of pairs) put(form, pair);
  form.dispatchEvent(new CustomEvent("formloom:restored", { bubbles: true, detail: { pairs } }));
}

/** Files go back where they were chosen; their places hear of it as if somebody had just chosen them. */
export function restoreFiles(form, lists) {
  for (const [name, chosenThen] of lists) {
    const control = [...form.querySelectorAll("input[type=file]")].find((one) => one.name === name);
    if (!control || control.files.length) continue;
    const carrier = new DataTransfer();
    for (const file of chosenThen) carrier.items.add(file);
    control.files = carrier.files;
    for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
  }
}
