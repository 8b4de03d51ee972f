// By keyboard from part to part: F6 goes on to the next (tabs, kinds of field, form or steps, panel), Shift+F6 back; the
// arrow keys go from field to field, from step to step and from kind to kind, so that all the kinds are one stop for Tab;
// Enter in the search takes the first kind that is found.
const PANES = [".tabs", ".designer-palette", "#cards", "#panel"];
const NAMES = ".field-row-name, .step-card-name";
const KINDS = ".palettes [data-words]";
const FIRST = "a[aria-current=page], input[type=search], [aria-current=true], .field-row-name, .step-card-name";
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
  const list = event.target.matches?.(NAMES) ? NAMES : event.target.matches?.(KINDS) ? KINDS : "";
  if (event.altKey || event.shiftKey || !(event.key in STEPS) || !list) return;
  const all = [...document.querySelectorAll(list)].filter(isShown);
  const next = all[all.indexOf(event.target) + STEPS[event.key]];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

function rove() {
  for (const palette of document.querySelectorAll(".palettes")) {
    palette.querySelectorAll("[data-words]").forEach((kind, at) => (kind.tabIndex = at ? -1 : 0));
  }
}

rove();
document.addEventListener("htmx:afterSwap", rove);

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".palette-find")) return;
  const found = event.target.nextElementSibling.querySelector("[data-words]:not([hidden])");
  if (!event.target.elements.find.value.trim() || !found) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  found.click();
}, true);
