// The designer works without this. With it: edits happen in place, Alt+arrows move what has the focus, and a row of a
// condition offers what fits its field.

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

function offer(select, pairs) {
  select.replaceChildren(...pairs.map(([value, title]) => new Option(title, value)));
}

/** The place for the value: a list where the field has choices, else a box. */
function valuePlace(old, choices) {
  const place = document.createElement(choices.length ? "select" : "input");
  place.className = choices.length ? "select" : "input";
  place.name = old.name;
  place.setAttribute("aria-label", old.getAttribute("aria-label"));
  if (choices.length) offer(place, choices);
  return place;
}

document.addEventListener("change", ({ target }) => {
  const row = target.closest?.("[data-condition]");
  if (!row || !target.name.endsWith(".field")) return;
  const known = JSON.parse(document.getElementById("condition-fields").textContent)[target.value];
  if (!known) return;
  const [, operator, value] = row.children;
  offer(operator, known.operators);
  value.replaceWith(valuePlace(value, known.choices));
});
