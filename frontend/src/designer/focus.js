// The focus, what is unfolded and how far one has scrolled outlive it when a part of the page is drawn again. What has
// just been opened gets the focus: the title of what is new, else its panel; what has been closed gives it back.
const WIDE = matchMedia("(min-width: 960px)");
let before = null;

const panelOf = () => document.getElementById("panel");
const openKey = () => panelOf()?.dataset.open ?? "";

const FIRST_OF_RULE = "#rule-body :is(select, textarea, input:not([type=hidden]))";
const CONTROLS = "input, select, textarea, button";
const quoted = (text) => CSS.escape(text);

/** A selector that finds the same thing in the page as it is drawn next, and which one of those it finds. */
function traceOf(element) {
  if (!element || element === document.body || element.id === "main") return null;
  const selector = selectorOf(element);
  if (!selector) return null;
  const at = [...document.querySelectorAll(selector)].indexOf(element);
  return { selector, at, start: element.selectionStart ?? null, end: element.selectionEnd ?? null };
}

function selectorOf(element) {
  if (element.id) return `#${quoted(element.id)}`;
  if (element.matches("summary")) return inFold(element);
  if (element.matches("a[href]")) return `a[href="${quoted(element.getAttribute("href"))}"]`;
  if (!element.matches(CONTROLS) || !element.name || !element.form) return "";
  const value = element.matches("button, [type=checkbox], [type=radio]") ? `[value="${quoted(element.value)}"]` : "";
  return `form[action="${quoted(element.form.getAttribute("action"))}"] [name="${quoted(element.name)}"]${value}`;
}

const inFold = (summary) => (summary.parentElement.id ? `#${quoted(summary.parentElement.id)} > summary` : "");

export function remember() {
  before = {
    open: openKey(),
    focus: traceOf(document.activeElement),
    folds: new Map([...document.querySelectorAll("#main details[id]")].map((one) => [one.id, one.open])),
    scrolled: panelOf()?.scrollTop ?? 0,
  };
}

/** Whatever stood open stays open, and what was closed closed, as long as the same thing is in the panel. */
function unfold() {
  for (const [id, open] of before.folds) {
    const fold = document.getElementById(id);
    if (fold) fold.open = open;
  }
  panelOf()?.scrollTo({ top: before.scrolled, behavior: "instant" });
}

function focus(element, trace = {}) {
  element.focus({ preventScroll: true });
  if (trace.start !== null && element.matches("textarea, input:not([type]), input[type=text], input[type=search]")) {
    element.setSelectionRange(trace.start ?? 0, trace.end ?? element.value.length);
  }
  element.scrollIntoView({ block: "nearest" });
}

/** What opens takes the screen of a phone from its top; on a desk nothing moves. */
function begin(panel) {
  const title = panel.hasAttribute("data-new") ? panel.querySelector("fieldset.both :is(input, textarea)") : null;
  if (!WIDE.matches) panel.scrollIntoView({ block: "start" });
  else if (title) document.querySelector("#cards .is-open")?.scrollIntoView({ block: "nearest" }); // where has it come to?
  if (title) focus(title);
  else panel.focus({ preventScroll: true });
}

/** Of a phone's screen the panel is a part only once the classes have settled. */
function whenShown(panel, then) {
  if (!panel) return;
  if (panel.getClientRects().length) then(panel);
  else document.addEventListener("htmx:afterSettle", () => then(panelOf()), { once: true });
}

function giveBack(key) {
  const there = document.querySelector(`#state-${quoted(key)} a, #field-${quoted(key)} a`);
  if (there) focus(there);
}

export function resume() {
  if (!before) return;
  const { open, focus: trace } = before;
  const panel = panelOf();
  if (open === openKey()) unfold();
  if (openKey() && open !== openKey()) whenShown(panel, begin);
  else if (open && !openKey()) whenShown(document.getElementById("cards"), () => giveBack(open));
  else if (trace && [document.body, null].includes(document.activeElement)) {
    const again = document.querySelectorAll(trace.selector)[trace.at];
    if (again) focus(again, trace);
    else if (panel) panel.focus({ preventScroll: true });
  }
  if ([document.body, null].includes(document.activeElement)) document.querySelector(FIRST_OF_RULE)?.focus();
  before = null;
}

document.addEventListener("htmx:beforeSwap", remember);
document.addEventListener("htmx:afterSwap", resume);

// On a desk the panel stands beside the column: a jump to it would only move what one looks at.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (WIDE.matches) detail.path = detail.path.replace(/#panel$/, "");
});

/** A link that has just come is htmx's own only once it has settled: until then it leads to a place in this very page. */
function leaveBy(link) {
  if (!link?.closest(".htmx-added")) link?.click();
  else document.addEventListener("htmx:afterSettle", () => leaveBy(document.querySelector("#panel [data-close]")), { once: true });
}

// Escape leaves the panel by its own link, unless something within it is to be closed first.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("details.menu[open]")) return;
  if (event.target.closest?.("[role=listbox], [aria-expanded=true], dialog")) return;
  const close = document.querySelector("#panel [data-close]");
  if (close) document.activeElement.blur(); // what is being typed counts
  leaveBy(close);
});
