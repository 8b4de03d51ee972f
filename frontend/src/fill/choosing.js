// Choices among which one goes alone, or beside which something else may be typed, or that come in random order.

const isTick = (control) => control.matches?.("[type=radio], [type=checkbox]");

function alone(list, control) {
  const { alone: only } = list.dataset;
  if (only === undefined || !control.checked) return;
  for (const other of list.querySelectorAll("[type=checkbox]")) {
    if (other !== control && (control.value === only || other.value === only)) other.checked = false;
  }
  const typed = list.querySelector("[data-other]");
  if (typed && control.value === only) typed.value = "";
}

/** What is typed stands in place of the one that was chosen, or of the one that goes alone; and the other way round. */
function beside(list, control) {
  const typed = list.querySelector("[data-other]");
  if (!typed) return;
  if (control === typed && typed.value.trim() !== "") {
    for (const one of list.querySelectorAll("[type=radio], [type=checkbox]")) {
      if (one.type === "radio" || one.value === list.dataset.alone) one.checked = false;
    }
  } else if (control.type === "radio" && control.checked) typed.value = "";
}

/** A number that looks random and is always the same for the same text. */
function scattered(text) {
  let hash = 2166136261;
  for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0), 16777619);
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** The order hangs on the key of this filling alone: a page that comes back with a complaint has the same. */
function shuffle(list, seed) {
  const place = (label) => scattered(`${seed} ${label.querySelector("input").value}`);
  const only = list.dataset.alone;
  const labels = [...list.querySelectorAll(":scope > label")].filter((one) => one.querySelector("input").value !== only);
  const rest = [...list.children].find((one) => !labels.includes(one)) ?? null;
  for (const label of labels.sort((one, other) => place(one) - place(other))) list.insertBefore(label, rest);
}

export function choosing(form) {
  const seed = form.elements._key?.value ?? "";
  for (const list of form.querySelectorAll("[data-shuffle]")) shuffle(list, seed);
  form.addEventListener("formloom:row", (event) => {
    for (const list of event.target.querySelectorAll("[data-shuffle]")) shuffle(list, seed);
  });
  form.addEventListener("input", ({ target }) => {
    const list = target.closest?.(".choice-list");
    if (!list) return;
    if (isTick(target)) alone(list, target);
    beside(list, target);
  });
}
