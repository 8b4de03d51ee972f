// The designer works without this. With it: edits happen in place, Alt+arrows move what has the focus, a formula is
// completed while one types, and a word finds a kind of field.
import "./designer/formula.js";
import "./designer/kinds.js";
import "./designer/picture.js";
import "./designer/rule.js";

/** Answers that say "not so" are pages too: they hold what was typed. */
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if ([409, 422].includes(detail.xhr.status)) {
    detail.shouldSwap = true;
    detail.isError = false;
  }
});

const MOVES = { ArrowUp: "up", ArrowDown: "down" };
let moved = "";

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.(".field-row");
  if (!event.altKey || !(event.key in MOVES) || !row) return;
  event.preventDefault();
  moved = row.id;
  row.querySelector(`button[value="${MOVES[event.key]}"]`).click();
});

document.addEventListener("htmx:afterSettle", () => {
  const row = moved ? document.getElementById(moved) : null;
  moved = "";
  row?.querySelector("a").focus();
});
