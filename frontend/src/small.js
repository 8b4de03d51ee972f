// Small behaviours of every page, by delegation, so that parts which htmx brings in have them too.
const on = (type, selector, act) =>
  document.addEventListener(type, (event) => {
    const found = event.target.closest?.(selector);
    if (found) act(found, event);
  });

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
}

/** A menu closes on Escape (and gives the focus back) and on a press outside it. */
function menus() {
  document.addEventListener("click", (event) => closeMenus(event.target.closest?.("details.menu")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

/** [data-copy] copies its text; the button says data-copied for a moment. */
async function copy(button) {
  await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
  const words = button.querySelector("span") ?? button;
  const before = words.textContent;
  if (!button.dataset.copied || before === button.dataset.copied) return;
  words.textContent = button.dataset.copied;
  setTimeout(() => (words.textContent = before), 2000);
}

/** [data-count] of a control with a maxlength says how much is left, once that begins to matter. */
function count(control) {
  const place = control.closest(".field")?.querySelector("[data-count]");
  if (!place) return;
  const left = control.maxLength - control.value.length;
  place.hidden = left > Math.max(20, control.maxLength / 5);
  place.textContent = place.dataset.count.replace("{n}", left);
}

/** The light changes as it is chosen; saving makes it last. */
function theme(input) {
  document.documentElement.dataset.theme = input.value;
}

/** A press counts once: links and forms that are under way do not start again. */
function once(form, event) {
  if (form.matches("[data-fill]") || event.defaultPrevented) return;
  if (form.dataset.sending) event.preventDefault();
  form.dataset.sending = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
}

function pressAgain() {
  for (const form of document.querySelectorAll("form[data-sending]:not([data-fill])")) {
    delete form.dataset.sending;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  }
}

/** A strip that is wider than the screen opens at the present step, tab or place. */
function showNow(strip) {
  const now = strip.querySelector("[data-state=now], [aria-current=page]");
  if (!now) return;
  const [whole, part] = [strip, now].map((one) => one.getBoundingClientRect());
  strip.scrollLeft += part.left - whole.left - (whole.width - part.width) / 2;
}

export function start() {
  menus();
  on("click", "[data-copy]", copy);
  on("click", "[data-print]", () => print());
  on("input", "[maxlength]", count);
  on("change", "input[name=theme]", theme);
  on("submit", "form[method=post]", once);
  addEventListener("pageshow", pressAgain);
  document.addEventListener("htmx:afterRequest", pressAgain);
  document.querySelector(".errors-summary")?.focus();
  document.querySelectorAll(".steps, .tabs, .topbar-nav").forEach(showNow);
}
