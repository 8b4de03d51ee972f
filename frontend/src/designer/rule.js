// The page of a rule answers while one fills it in: what a list says decides what stands beside it, and the sentence
// below follows. Only the newest answer counts, and what is being typed stays. Without a script its buttons do the same.
// Whoever chooses in a list by keyboard goes past other choices: those are not drawn.
const WAIT = 400;
const turns = { "rule-body": 0, "rule-said": 0 };
const timers = {};
const awaited = new Set();
let byKey = false;

for (const type of ["keydown", "pointerdown"]) addEventListener(type, () => (byKey = type === "keydown"), true);

const ruleOf = (element) => element?.closest?.("#rule");

/** The part of the page with this id as the server draws it for what the form holds now; null once that is old. */
async function drawn(form, id, mine) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  const text = answer?.ok ? await answer.text() : "";
  if (mine !== turns[id]) return null;
  awaited.delete(id);
  if (!awaited.size) form.removeAttribute("aria-busy");
  if (!text || !form.isConnected) return null;
  return new DOMParser().parseFromString(text, "text/html").getElementById(id);
}

/** Puts the part in place, with the focus where it was and the text of the box that is being typed in. */
function place(part) {
  const { id, value, selectionStart, tagName } = document.activeElement ?? {};
  document.getElementById(part.id).replaceWith(part);
  const again = id ? document.getElementById(id) : null;
  if (!again || !part.contains(again)) return;
  again.focus();
  if (tagName !== "INPUT" || again.tagName !== "INPUT" || again.type === "checkbox") return;
  again.value = value;
  if (again.type === "text") again.setSelectionRange(selectionStart, selectionStart);
}

function redraw(form, id, wait) {
  // Counted at once: an answer that is still on its way would put back what has been chosen anew by now.
  const mine = ++turns[id];
  awaited.add(id);
  form.setAttribute("aria-busy", "true");
  clearTimeout(timers[id]);
  timers[id] = setTimeout(async () => {
    const part = await drawn(form, id, mine);
    if (part) place(part);
  }, wait);
}

document.addEventListener("change", ({ target }) => {
  const form = target.matches?.("select") ? ruleOf(target) : null;
  if (form) redraw(form, "rule-body", byKey ? WAIT : 0);
});

document.addEventListener("input", ({ target }) => {
  const form = target.matches?.("select") ? null : ruleOf(target);
  if (form) redraw(form, "rule-said", WAIT);
});

document.addEventListener("submit", ({ target }) => {
  if (!ruleOf(target)) return;
  for (const id of Object.keys(turns)) {
    clearTimeout(timers[id]);
    turns[id] += 1;
  }
  awaited.clear();
  target.removeAttribute("aria-busy");
});
