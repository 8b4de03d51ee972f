// A few hints, each beside the thing that it is about. They can be left at any time, and are not offered twice.
//
//   [data-tour-offer]    where it is offered, with [data-tour-start] and [data-tour-decline]
//   dialog[data-tour]    the hints: [data-hint]s with data-at, what they are about (selectors; the first in sight counts);
//                        data-done: where it is told that somebody has seen it, with data-token; data-now: it begins at once
const SIDE = 12;
const NARROW = 720;
const REACH = 160;

let marked = null;

const dialog = () => document.querySelector("dialog[data-tour]");
const hints = (tour) => [...tour.querySelectorAll("[data-hint]")];
const inSight = (element) => element.getClientRects().length > 0;

function anchorOf(hint) {
  const found = hint.dataset.at.split("|").map((selector) => document.querySelector(selector));
  return found.find((element) => element && inSight(element)) ?? null;
}

/** Beside the thing, wholly on the screen; on a phone above or below everything, whichever leaves the thing in sight. */
function place(tour, anchor) {
  const { style } = tour;
  const box = anchor?.getBoundingClientRect();
  if (innerWidth < NARROW || !box) {
    const isLow = Boolean(box) && box.top + Math.min(box.height, innerHeight) / 2 > innerHeight / 2;
    style.left = style.top = "";
    tour.classList.toggle("tour-above", isLow);
    return;
  }
  tour.classList.remove("tour-above");
  const { width, height } = tour.getBoundingClientRect();
  const right = box.right + SIDE + width <= innerWidth;
  const left = right ? box.right + SIDE : box.left;
  const top = right ? box.top : box.bottom + SIDE;
  style.left = `${Math.max(SIDE, Math.min(left, innerWidth - width - SIDE))}px`;
  style.top = `${Math.max(SIDE, Math.min(top, innerHeight - height - SIDE))}px`;
}

/** Whatever is in sight already stays where it is. */
function bringIn(anchor) {
  const box = anchor?.getBoundingClientRect();
  if (!box) return;
  const isIn = box.top >= 0 && box.top + Math.min(box.height, REACH) <= innerHeight && box.left >= 0 && box.right <= innerWidth;
  if (!isIn) anchor.scrollIntoView({ block: "center", inline: "center" });
}

function show(tour, number) {
  const all = hints(tour);
  all.forEach((hint, at) => {
    hint.hidden = at !== number;
  });
  tour.dataset.at = number;
  const count = tour.querySelector("[data-count]");
  count.textContent = count.dataset.count.replace("{n}", number + 1).replace("{total}", all.length);
  tour.querySelector("[data-tour-back]").hidden = number === 0;
  tour.querySelector("[data-tour-next]").hidden = number === all.length - 1;
  tour.querySelector("[data-tour-end]").hidden = number !== all.length - 1;
  marked?.classList.remove("tour-at");
  marked = anchorOf(all[number]);
  marked?.classList.add("tour-at");
  bringIn(marked);
  place(tour, marked);
  all[number].querySelector("h2").focus({ preventScroll: true });
}

function begin(tour) {
  tour.showModal();
  show(tour, 0);
}

/** Seen or not wanted: it is not offered again. */
function done(tour) {
  const { done: address, token } = tour.dataset;
  document.querySelector("[data-tour-offer]")?.remove();
  fetch(address, { method: "POST", body: new URLSearchParams({ csrf_token: token }), keepalive: true }).catch(() => {});
  document.getElementById("main").focus({ preventScroll: true });
}

const ACTS = {
  "[data-tour-start]": begin,
  "[data-tour-decline]": done,
  "[data-tour-next]": (tour) => show(tour, Number(tour.dataset.at) + 1),
  "[data-tour-back]": (tour) => show(tour, Number(tour.dataset.at) - 1),
  "[data-tour-skip], [data-tour-end]": (tour) => tour.close(),
};

document.addEventListener("click", ({ target }) => {
  const tour = dialog();
  const act = tour && Object.keys(ACTS).find((selector) => target.closest(selector));
  if (act) ACTS[act](tour);
});

// Escape closes a dialog as well; "close" does not bubble.
document.addEventListener(
  "close",
  ({ target }) => {
    if (!target.matches?.("dialog[data-tour]")) return;
    marked?.classList.remove("tour-at");
    marked = null;
    done(target);
  },
  true,
);

addEventListener("resize", () => {
  const tour = dialog();
  if (tour?.open) show(tour, Number(tour.dataset.at));
});

const asked = dialog();
if (asked && "now" in asked.dataset) begin(asked);
