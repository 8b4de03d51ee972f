// Alt+arrows move the field that has the focus; whoever cannot see it is told where it stands then.
const MOVES = { ArrowUp: "up", ArrowDown: "down" };
let moved = "";

// Outside of what is drawn again, so that it is there before it says something.
const status = document.createElement("p");
status.className = "visually-hidden";
status.setAttribute("role", "status");
document.body.append(status);

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.(".field-row");
  const button = event.altKey && row?.querySelector(`button[value="${MOVES[event.key]}"]`);
  if (!button) return;
  event.preventDefault();
  willMove(row.id);
  button.click();
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.(".field-row-tools button");
  if (button) willMove(button.closest(".field-row").id);
});

/** The row of this id is about to be drawn elsewhere. */
export function willMove(id) {
  moved = id;
}

document.addEventListener("htmx:afterSettle", () => {
  const row = moved ? document.getElementById(moved) : null;
  moved = "";
  if (!row) return;
  row.querySelector("a").focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  status.textContent = standing(row);
});

function standing(row) {
  const list = row.closest("[data-drop]");
  const rows = [...list.querySelectorAll(".field-row")];
  const said = { title: row.dataset.title, n: rows.indexOf(row) + 1, of: rows.length, group: list.dataset.called };
  return document.querySelector("[data-moved]").dataset.moved.replace(/\{(\w+)\}/g, (_, name) => said[name]);
}
