// By keyboard from part to part: F6 goes on to the next (kinds of field, form or steps, panel), Shift+F6 back; the arrow
// keys go from field to field and from step to step; Enter in the search takes the first kind that is found.
const PANES = [".designer-palette", "#cards", "#panel"];
const NAMES = ".field-row-name, .step-card-name";
const FIRST = "input[type=search], [aria-current=true], .field-row-name, .step-card-name";
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

const isShown = (one) => one.getClientRects().length > 0;

function go(by) {
  const panes = [...document.querySelectorAll(PANES.join())].filter(isShown);
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[at < 0 ? 0 : (at + by + panes.length) % panes.length];
  if (!next) return;
  const first = next.id === "panel" ? next : (next.querySelector(FIRST) ?? next);
  first.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "F6" || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  go(event.shiftKey ? -1 : 1);
});

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.shiftKey || !(event.key in STEPS) || !event.target.matches?.(NAMES)) return;
  const names = [...document.querySelectorAll(NAMES)].filter(isShown);
  const next = names[names.indexOf(event.target) + STEPS[event.key]];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".palette-find")) return;
  const found = event.target.nextElementSibling.querySelector("[data-words]:not([hidden])");
  if (!event.target.elements.find.value.trim() || !found) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  found.click();
}, true);
