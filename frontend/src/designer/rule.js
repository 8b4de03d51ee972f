// The page of a rule answers while one fills it in: what a list says decides what stands beside it, and the sentence
// below follows. Only the newest answer counts, and what is being typed stays. Without a script its buttons do the same.
const WAIT = 400;
let turn = 0;
let timer = 0;

const ruleOf = (element) => element?.closest?.("#rule");

/** The part of the page with this id as the server draws it for what the form holds now; null once that is old. */
async function drawn(form, id) {
  const mine = ++turn;
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  const text = answer?.ok ? await answer.text() : "";
  if (mine !== turn || !text || !form.isConnected) return null;
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

async function redraw(form, id) {
  form.setAttribute("aria-busy", "true");
  const mine = turn + 1;
  const part = await drawn(form, id);
  if (part) place(part);
  if (mine === turn) form.removeAttribute("aria-busy");
}

document.addEventListener("change", ({ target }) => {
  const form = target.matches?.("select") ? ruleOf(target) : null;
  if (!form) return;
  clearTimeout(timer);
  redraw(form, "rule-body");
});

document.addEventListener("input", ({ target }) => {
  const form = target.matches?.("select") ? null : ruleOf(target);
  if (!form) return;
  clearTimeout(timer);
  timer = setTimeout(() => redraw(form, "rule-said"), WAIT);
});

document.addEventListener("submit", ({ target }) => {
  if (!ruleOf(target)) return;
  clearTimeout(timer);
  turn += 1;
});
