// A field is dragged by its handle, with a mouse by its whole row; a kind of field out of the palette, by touch after a
// moment's rest. What lies near the edge of the screen comes closer while one drags. Escape leaves everything as it was.
import { dropAt, lineAt } from "./dropping.js";
import { willMove } from "./moving.js";

const SLACK = 6; // pixels until a press becomes a drag
const REST = 350; // milliseconds until a finger holds what it could also scroll by
const EDGE = 84; // pixels from the edge of the screen within which it scrolls
const FASTEST = 22; // pixels a picture

let held = null;

function holdOf(event) {
  if (event.button !== 0 || !document.getElementById("place")) return null;
  const kind = event.target.closest(".palettes:not([data-table]) .palette-type");
  if (kind) return { node: kind, group: "form", type: kind.value, rests: event.pointerType === "touch" };
  const row = event.target.closest("[data-drop] > .field-row");
  const by = event.target.closest("[data-grip]") || (event.pointerType === "mouse" && !event.target.closest("button, input, label"));
  return row && by ? { node: row, group: row.parentElement.dataset.drop, key: row.dataset.key } : null;
}

document.addEventListener("pointerdown", (event) => {
  if (held || !event.isPrimary) return;
  const hold = holdOf(event);
  if (!hold) return;
  held = { ...hold, id: event.pointerId, x: event.clientX, y: event.clientY, from: [event.clientX, event.clientY] };
  if (hold.rests) held.timer = setTimeout(lift, REST);
});

document.addEventListener("pointermove", (event) => {
  if (event.pointerId !== held?.id) return;
  [held.x, held.y] = [event.clientX, event.clientY];
  if (held.ghost) return follow();
  const far = Math.hypot(held.x - held.from[0], held.y - held.from[1]) > SLACK;
  if (far && held.rests) letGo();
  else if (far) lift();
});

/** From here on it is a drag: a picture of what is held goes along, and a line shows where it would stand. */
function lift() {
  const { width, left, top } = held.node.getBoundingClientRect();
  held.ghost = held.node.cloneNode(true);
  for (const one of [held.ghost, ...held.ghost.querySelectorAll("[id]")]) one.removeAttribute("id");
  held.ghost.classList.add("drag-ghost");
  held.ghost.inert = true;
  held.ghost.style.width = `${width}px`;
  held.grip = [held.x - left, held.y - top];
  document.body.append(held.ghost);
  document.body.classList.add("is-dragging");
  held.node.classList.add("is-held");
  follow();
  requestAnimationFrame(scroll);
}

function follow() {
  held.ghost.style.transform = `translate(${held.x - held.grip[0]}px, ${held.y - held.grip[1]}px)`;
  held.drop = dropAt(held, held.x, held.y);
  lineAt(held.drop);
}

function scroll() {
  if (!held?.ghost) return;
  const by = speed(held.y);
  if (by) {
    scrollerOf(held.node).scrollBy({ top: by, behavior: "instant" });
    follow();
  }
  requestAnimationFrame(scroll);
}

function speed(y) {
  const depth = Math.max(EDGE - y, 0) - Math.max(y - (innerHeight - EDGE), 0);
  return -Math.round((Math.max(-1, Math.min(1, depth / EDGE)) * FASTEST));
}

/** Columns of a table stand in a panel that scrolls by itself; everything else moves with the page. */
function scrollerOf(node) {
  const panel = held.type ? null : node.closest(".designer-panel");
  return panel && panel.scrollHeight > panel.clientHeight ? panel : document.scrollingElement;
}

document.addEventListener("pointerup", (event) => {
  if (event.pointerId !== held?.id) return;
  const { ghost, drop, ...what } = held;
  letGo();
  if (!ghost) return;
  addEventListener("click", swallow, true);
  setTimeout(() => removeEventListener("click", swallow, true));
  if (drop) put(what, drop);
});

/** A drag ends with a click on what was dragged, which nobody has meant. */
function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}

/** It stands there at once; the server says so a moment later. */
function put({ key, type, node }, { list, before }) {
  const form = document.getElementById("place");
  const said = { key: key ?? "", type: type ?? "", section: list.dataset.section, before: before?.dataset.key ?? "" };
  for (const [name, value] of Object.entries(said)) form.elements[name].value = value;
  if (key) {
    list.insertBefore(node, before);
    willMove(node.id);
  }
  form.requestSubmit();
}

function letGo() {
  if (!held) return;
  clearTimeout(held.timer);
  held.ghost?.remove();
  held.node.classList.remove("is-held");
  document.body.classList.remove("is-dragging");
  lineAt(null);
  held = null;
}

document.addEventListener("pointercancel", letGo);
document.addEventListener("htmx:beforeSwap", letGo);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !held?.ghost) return;
  event.preventDefault();
  letGo();
}, true);

// A finger that drags does not scroll, and a long press on what is held opens no menu.
document.addEventListener("touchmove", (event) => held?.ghost && event.preventDefault(), { passive: false });
document.addEventListener("contextmenu", (event) => held?.ghost && event.preventDefault());
document.addEventListener("dragstart", (event) => held && event.preventDefault());
