// Single keys for whoever works here all day: only while nothing is being typed, and off where somebody has said so
// (form[data-keys] on the page that body[data-keys] leads to, which tells of them). body[data-find]: where requests are found.
const OFF = "formloom-keys-off"; // without the colon of what is forgotten when somebody signs out
const TYPED_IN = "input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]";
const ROWS = ".list-title a, .progress-card";

const isOff = () => {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return false;
  }
};

const seen = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());

/** The next row in that direction; the first where none has the focus. */
function go(step) {
  const rows = seen(ROWS);
  const at = rows.findIndex((row) => row === document.activeElement || row.closest(".list-row")?.contains(document.activeElement));
  const next = at < 0 ? rows[0] : rows[at + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return Boolean(next);
}

function focus(selector) {
  const [found] = seen(selector);
  found?.focus();
  return Boolean(found);
}

function lead(address) {
  location.assign(address);
  return true;
}

const ACTS = {
  j: () => go(1),
  k: () => go(-1),
  x: () => {
    const tick = document.activeElement.closest(".list-row")?.querySelector("[type=checkbox]");
    tick?.click();
    return Boolean(tick);
  },
  d: () => focus(".actionbar .btn-primary"),
  w: () => focus("#f-comment, #text"),
  t: () => lead(document.querySelector(".topbar-brand").href),
  "/": () => focus("[type=search]") || lead(document.body.dataset.find),
  "?": () => lead(`${document.body.dataset.keys}#keys`),
};

function act(event) {
  const { key, target } = event;
  const isFree = !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
  if (!isFree || !Object.hasOwn(ACTS, key) || target.closest?.(TYPED_IN) || isOff()) return;
  if (ACTS[key]()) event.preventDefault();
}

/** The page that tells of them has the switch. */
function offer(form) {
  const box = form.querySelector("[type=checkbox]");
  form.hidden = false;
  box.checked = !isOff();
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "yes");
  });
}

export function workByKeys() {
  if (!document.body.dataset.keys) return;
  document.addEventListener("keydown", act);
  if (location.hash === "#find") focus("[type=search]");
  document.querySelectorAll("form[data-keys]").forEach(offer);
}
