// A rule may allow only some of the choices: the others go out of sight, and out of the answer.

/** What the server drew for those who have no script. */
const DRAWN = "[data-away], option[data-title]";

/** Allows the choices in `allowed`, all of them where it is null, in radios, tick boxes and lists to open. */
export function limit(question, allowed) {
  if (allowed === null && !question.hasAttribute("data-limited") && !question.querySelector(DRAWN)) return;
  question.toggleAttribute("data-limited", allowed !== null);
  const isOpen = (value) => value === "" || allowed === null || allowed.includes(value);
  let changed = false;
  for (const control of question.querySelectorAll("select, [type=radio], [type=checkbox]")) {
    if (!control.name || control.closest("[data-field]") !== question) continue;
    changed = (control.matches("select") ? inList(control, isOpen) : inView(control, isOpen)) || changed;
  }
  question.dispatchEvent(new Event("formloom:limit")); // for widgets that draw the choices their own way
  // Later, and not now: whoever applies the rules is still at it.
  if (changed) queueMicrotask(() => question.dispatchEvent(new Event("input", { bubbles: true })));
}

function inView(control, isOpen) {
  const open = isOpen(control.value);
  const label = control.closest("label");
  label.hidden = !open;
  label.querySelector("[data-away]")?.remove();
  if (open) return false;
  control.disabled = true;
  const was = control.checked;
  control.checked = false;
  return was;
}

function inList(list, isOpen) {
  for (const option of list.options) {
    option.disabled = option.hidden = !isOpen(option.value);
    if (option.dataset.title) option.textContent = option.dataset.title;
  }
  if (isOpen(list.value)) return false;
  list.value = "";
  return true;
}
