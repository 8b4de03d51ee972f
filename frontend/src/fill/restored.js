// What was typed and chosen, taken out of a form and put back into it.
import { redraw } from "./chips.js";
import { makeRoom } from "./rows.js";

const SPOKEN = ["_channel", "_comment", "_question"];

/** Other names that begin with "_" and the CSRF token are the page's own, not the person's. */
export const typed = (form) =>
  [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && (!name.startsWith("_") || SPOKEN.includes(name)) && name !== "csrf_token",
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

const isTick = (control) => control.type === "checkbox" || control.type === "radio";

/** Ticks what was ticked; boxes and lists of one name take the values that came last, in order. */
function put(form, name, values) {
  const controls = [...form.elements].filter((one) => one.name === name && isOurs(one) && one.type !== "file");
  const single = controls.filter((one) => !isTick(one) && one.type !== "select-multiple");
  for (const control of controls) {
    if (isTick(control)) control.checked = values.includes(control.value);
    else if (control.type === "select-multiple") choose(control, (option) => values.includes(option.value));
    else control.value = values.at(single.indexOf(control) - single.length) ?? "";
  }
}

/** The values of each name, in the order in which they were written down. */
function byName(pairs) {
  const found = new Map();
  for (const [name, value] of pairs) found.set(name, [...(found.get(name) ?? []), value]);
  return found;
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
export function drawUploaded(form, [name, id, label]) {
  const there = [...form.querySelectorAll(".files input[type=checkbox]")].some((box) => box.name === name && box.value === id);
  const chooser = [...form.querySelectorAll("input[type=file]")].find((one) => one.name === name);
  if (there || !chooser) return;
  const box = Object.assign(document.createElement("input"), { type: "checkbox", className: "check", name, value: id, checked: true });
  for (const said of ["part", "reads", "several"]) if (said in chooser.dataset) box.dataset[said] = chooser.dataset[said];
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
  redraw(form, pairs);
  clear(form);
  for (const [name, values] of byName(pairs)) put(form, name, values);
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
